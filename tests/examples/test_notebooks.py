"""What the gallery offers for download are notebooks that run from top to bottom."""

import ast
import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
EXERCISES = ("plot_stroke_exercise.py", "plot_titanic_walkthrough.py")
LONG = "SyntheticEvaluator"
"""From here on a notebook is slow; the documentation build runs it to the end."""


@pytest.fixture
def notebook_of(tmp_path):
    """Make the notebook of an example as the documentation build does."""
    notebook = pytest.importorskip(
        "sphinx_gallery.notebook", reason="sphinx-gallery makes the notebooks"
    )

    def make(name):
        script = tmp_path / name
        script.write_text((EXAMPLES / name).read_text(encoding="utf-8"))
        notebook.python_to_jupyter_cli([str(script)])
        return json.loads(script.with_suffix(".ipynb").read_text(encoding="utf-8"))

    return make


def cells(notebook, kind):
    return [
        "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["cell_type"] == kind
    ]


def examples():
    return sorted(path.name for path in EXAMPLES.glob("plot_*.py"))


@pytest.mark.parametrize("name", examples())
def test_the_cells_are_the_code_of_the_example(notebook_of, name):
    code = "\n".join(cells(notebook_of(name), "code"))
    script = ast.parse((EXAMPLES / name).read_text(encoding="utf-8"))
    # Its docstring has become text.
    assert ast.dump(ast.parse(code)) == ast.dump(
        ast.Module(body=script.body[1:], type_ignores=[])
    )
    assert "__file__" not in code


@pytest.mark.parametrize("name", EXERCISES)
def test_the_text_of_an_exercise_reads_well_in_a_notebook(notebook_of, name):
    text = "\n".join(cells(notebook_of(name), "markdown"))
    assert not re.findall(r":\w+:`", text), "Sphinx alone knows these"
    questions = re.findall(r"\*\*(Question|Answer)\b", text)
    assert len(questions) >= 10
    assert questions[::2] == ["Question"] * (len(questions) // 2)
    assert questions[1::2] == ["Answer"] * (len(questions) // 2)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_notebook_runs_with_the_table_it_brings(
    notebook_of, name, tmp_path, monkeypatch
):
    code = cells(notebook_of(name), "code")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    n_run = 0
    for cell in code:
        if LONG in cell:
            break
        exec(compile(cell, name, "exec"), names)
        n_run += 1
    assert n_run >= 9
    assert plt.get_fignums()
    plt.close("all")
    assert len(names["X_new"].merge(names["X"])) == 0


def test_the_real_file_is_taken_where_it_lies_beside(
    notebook_of, tmp_path, monkeypatch
):
    code = cells(notebook_of("plot_stroke_exercise.py"), "code")
    (table,) = (cell for cell in code if "REAL = " in cell)
    monkeypatch.chdir(tmp_path)
    Path("stroke_raw.csv").write_text("id,age,stroke\n1,50,0\n2,60,1\n")
    names: dict = {}
    exec(compile(table, "table", "exec"), names)
    assert names["patients"].shape == (2, 3)


@pytest.mark.parametrize("name", examples())
def test_every_picture_of_the_gallery_says_something(name):
    """Each example draws, so that its thumbnail is no grey logo."""
    code = (EXAMPLES / name).read_text(encoding="utf-8")
    chosen = re.findall(r"^# sphinx_gallery_thumbnail_(?:number|path) = ", code, re.M)
    assert len(chosen) == 1
