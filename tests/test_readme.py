"""What the README tells people to type does what it says."""

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^## (.+?)$|^```python\n(.*?)^```", README, flags=re.M | re.S)


def _python() -> list:
    """Each block of Python as a test parameter, named after its section."""
    found, title = [], ""
    for heading, code in BLOCKS:
        title = heading or title
        if code:
            found.append(pytest.param(code, id=f"{title}-{len(found)}"))
    return found


def _run(code: str) -> dict:
    names: dict = {}
    exec(compile(code, "README.md", "exec"), names)
    return names


@pytest.mark.parametrize("code", _python())
def test_python_runs(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _run(code)


def test_augment_keeps_the_real_rows_and_evens_the_classes():
    names = _run(_python()[0].values[0])
    assert names["X_more"].iloc[:1000].equals(names["X"].drop(columns="patient_id"))
    assert names["y_more"].value_counts().nunique() == 1


def test_replace_keeps_the_counts_and_no_real_row():
    names = _run(
        next(one.values[0] for one in _python() if one.id.startswith("Replace"))
    )
    real = names["X"].drop(columns="patient_id").assign(y=names["y"])
    synthetic = names["X_synthetic"].assign(y=names["y_synthetic"])
    assert synthetic["y"].value_counts().equals(real["y"].value_counts())
    assert synthetic.merge(real).empty


@pytest.mark.parametrize("name", ["demo-command", "test-command"])
def test_a_command_is_one_line_between_its_markers(name):
    """The continuous integration cuts it out at the same markers."""
    block = rf"^<!-- {name} -->\n```bash\n(.+)\n```\n<!-- /{name} -->$"
    (line,) = re.findall(block, README, flags=re.M)
    assert line.startswith("python3.11 -m venv .venv && ")
