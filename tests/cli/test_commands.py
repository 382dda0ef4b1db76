"""demo, inspect and evaluate, the help, and the command as a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import skl_synth
from skl_synth.cli import main
from skl_synth.cli.demo import _show

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(main.commands)
TOO_MUCH = re.compile(r"(?<!k-)anonym|\bsafe", flags=re.I)
"""What is never said of the output."""


@pytest.fixture(scope="module")
def demo(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "new" / "folder"
    return folder, run("demo", "--output-dir", folder, "--rows", 300).output


def test_the_demonstration_writes_its_files(demo, cells_of):
    folder, _ = demo
    assert sorted(path.name for path in folder.iterdir()) == [
        "class_moments.png",
        "patients.csv",
        "report.html",
        "roc.png",
        "synthetic.csv",
    ]
    real, new = (cells_of(folder / f"{one}.csv") for one in ("patients", "synthetic"))
    assert new.header == real.header
    assert len(new.rows) == len(real.rows) == 300
    for picture in folder.glob("*.png"):
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 10_000


def test_the_demonstration_says_what_it_did(demo):
    _, output = demo
    for words in (
        "What the columns were taken for",
        "patient_id is an identifier",
        "identical to a real row",
        "Rows per class",
        "trained on real",
        "trained on synthetic",
        "skl-synth generate TABLE.csv",
    ):
        assert words in output
    assert not TOO_MUCH.search(output)


def test_the_demonstration_ends_with_a_report_that_opens(demo):
    folder, output = demo
    report = folder / "report.html"
    assert f"Look at it in your browser: {report.as_uri()}" in output
    assert "<svg" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("is_there", [True, False], ids=["shown", "no browser"])
def test_the_report_is_shown_when_asked_for(tmp_path, monkeypatch, capsys, is_there):
    asked = []
    monkeypatch.setattr("webbrowser.open", lambda url: asked.append(url) or is_there)
    _show(tmp_path / "report.html", show=True)
    assert asked == [(tmp_path / "report.html").as_uri()]
    assert ("Look at it" in capsys.readouterr().out) is not is_there


def test_the_demonstration_goes_on_without_matplotlib(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    result = run("demo", "--output-dir", tmp_path, "--rows", 200)
    assert 'pip install "skl_synth[plot]"' in result.output
    assert "Wrote patients.csv, synthetic.csv, report.html into" in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "patients.csv",
        "report.html",
        "synthetic.csv",
    ]


def test_inspect_shows_kinds_values_and_reasons(run, patients):
    output = run("inspect", patients).output
    rows = {
        "patient_id": "identifier .*text with the name of a key",
        "age": r"integer +\d+ to \d+ ",
        "sex": "binary +'Female', 'Male' .*two different values",
        "ward": "category +'Cardiology'",
        "glucose": r"continuous +[\d.]+ to [\d.]+, 2 decimals +[1-9]\d* +numbers with",
        "readmitted": "binary +0, 1",
    }
    for name, pattern in rows.items():
        assert re.search(rf"^{name} +{pattern}", output, flags=re.M), name


def test_inspect_counts_the_classes(run, patients):
    output = run("inspect", patients, "--target", "readmitted").output
    assert "The target 'readmitted' has 2 classes" in output
    counts = re.findall(r"^[01] +(\d+) *$", output, flags=re.M)
    assert sum(map(int, counts)) == 400
    assert not re.search("^readmitted +binary", output, flags=re.M)


def test_inspect_of_a_number_as_target(run, patients, tmp_path):
    kinds = tmp_path / "kinds.json"
    kinds.write_text('{"age": "continuous", "sex": "category"}')
    arguments = ("inspect", patients, "--target", "age", "--kinds", kinds)
    output = run(*arguments).output
    assert "The target 'age' is a number" in output
    assert re.search("^sex +category", output, flags=re.M)


def test_inspect_takes_an_order_of_levels(run, patients, tmp_path):
    kinds = tmp_path / "kinds.json"
    kinds.write_text('{"sex": ["Male", "Female"]}')
    output = run("inspect", patients, "--kinds", kinds).output
    assert re.search("^sex +ordinal .*given", output, flags=re.M)


def test_inspect_warns_of_classes_of_one_row(run, patients):
    output = run("inspect", patients, "--target", "length_of_stay").output
    assert re.search(r"\d+ of the classes have one row", output)
    assert '{"length_of_stay": "continuous"}' in output


def test_inspect_names_every_column_that_cannot_be_used(run, tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"{i},{i % 7},{i},{i % 2}" for i in range(30)]
    path.write_text("\n".join(["a,b,c,y", *rows, "some,3,inf,1", "9,3,5,0"]))
    result = run("inspect", path, "--target", "y", status=2)
    assert re.search("^b +integer +0 to 6", result.output, flags=re.M)
    (line,) = re.findall("^Error: .*", result.output, flags=re.M)
    assert re.search(r"2 columns .* column 'a' .* column 'c' holds inf", line)


def test_inspect_gives_hints(run, tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"{(1, 2, 3, 9)[i % 4]},{90 + i}/{50 + i},{i % 2}" for i in range(40)]
    path.write_text("\n".join(["marital,pressure,y", *rows]))
    output = run("inspect", path, "--target", "y").output
    assert re.search("^marital +9 stands apart", output, flags=re.M)
    assert "if they are codes, call the column a category" in " ".join(output.split())
    assert re.search("^pressure +two numbers in one cell.*'90/50'", output, flags=re.M)


def test_inspect_says_what_rests_on_few_people(run, tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"{'fm'[i % 2]},{30 + i % 4},{i % 2}" for i in range(60)]
    path.write_text("\n".join(["sex,age,y", *rows, "Other,17,0"]))
    output = run("inspect", path, "--target", "y").output
    assert "What rests on one person, and on fewer than 10" in output
    assert re.search(r"^sex +1 +1 +'Other' \(1\)", output, flags=re.M)
    assert re.search(r"^age +1 +1 +lowest 17 \(1\)", output, flags=re.M)
    assert re.search("^sex +'Other' rests on one person", output, flags=re.M)
    assert "every row is taken for a person of its own" in output


def test_inspect_is_silent_where_nothing_rests_on_few(run, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "\n".join(["sex,y", *[f"{'fm'[i % 2]},{i % 2}" for i in range(60)]])
    )
    assert "What rests on" not in run("inspect", path, "--target", "y").output


def test_inspect_prints_names_to_the_letter(run, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("[bold]a[/bold],:smile:\n1,x\n2,y\n3,z\n")
    output = run("inspect", path).output
    assert "[bold]a[/bold]" in output
    assert ":smile:" in output


def test_evaluate_prints_and_writes_its_figures(run, patients, tmp_path):
    path = tmp_path / "figures.json"
    options = ("--seed", 0, "--folds", 3, "--drop", "ward", "--json", path)
    output = run("evaluate", patients, "--target", "readmitted", *options).output
    for words in ("UTILITY", "PRIVACY", "May not be said", f"Wrote {path}"):
        assert words in output
    figures = json.loads(path.read_text())
    assert figures["skl_synth"] == skl_synth.__version__
    assert figures["table"] == "patients.csv"
    assert (figures["rows"], figures["folds"]) == (400, 3)
    assert "for the owner of the real table" in figures["label"]
    assert "seed" not in figures
    assert "(seed 0)" in output
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    copies = {
        one["mean"]
        for one in figures["summary"]
        if (one["metric"], one["rows"]) == ("identical_to_training", "synthetic")
    }
    assert copies == {0.0}
    assert {one["fold"] for one in figures["results"]} == {0, 1, 2}


@pytest.fixture(scope="module")
def three_files(run, patients, tmp_path_factory):
    """Real rows, synthetic rows made from them, and other real rows."""
    folder = tmp_path_factory.mktemp("three")
    head, *lines = patients.read_text().splitlines(keepends=True)
    for name, part in (("train", lines[:280]), ("test", lines[280:])):
        (folder / f"{name}.csv").write_text(head + "".join(part))
    made = ("--target", "readmitted", "--output", folder / "new.csv", "--seed", 0)
    run("generate", folder / "train.csv", *made)
    return folder


def test_evaluate_judges_a_table_made_by_anyone(run, three_files):
    path = three_files / "figures.json"
    tables = [three_files / f"{name}.csv" for name in ("train", "new", "test")]
    options = ("--synthetic", tables[1], "--holdout", tables[2], "--json", path)
    output = run(
        "evaluate", tables[0], "--target", "readmitted", "--seed", 0, *options
    ).output
    for words in ("UTILITY", "FIDELITY", "PRIVACY", "discloses who was in it"):
        assert words in output
    written = json.loads(path.read_text())
    assert (written["synthetic"], written["holdout"]) == ("new.csv", "test.csv")
    found = {
        one["metric"]: one["value"]
        for one in written["figures"]
        if one["scope"] == "table" and one["rows"] == "synthetic"
    }
    assert found["identical_to_training"] == 0
    assert found["membership_worst_auc"] > 0.6
    assert found["roc_auc"] > 0.6


def test_evaluate_says_what_cannot_be_measured_without_a_holdout(run, three_files):
    options = ("--target", "readmitted", "--synthetic", three_files / "new.csv")
    output = run("evaluate", three_files / "train.csv", *options).output
    assert "FIDELITY" in output
    assert "PRIVACY" not in output
    assert "Utility and privacy were not measured" in output


def test_evaluate_refuses_training_rows_as_a_holdout(run, three_files):
    table = three_files / "train.csv"
    options = ("--synthetic", three_files / "new.csv", "--holdout", table)
    output = run("evaluate", table, "--target", "readmitted", *options, status=2).output
    assert "280 of the 280 hold-out rows equal a training row" in output
    assert "Traceback" not in output


def test_evaluate_names_columns_that_differ(run, three_files):
    table, other = three_files / "train.csv", three_files / "other.csv"
    text = (three_files / "new.csv").read_text()
    other.write_text(text.replace("glucose", "sugar", 1))
    options = ("--target", "readmitted", "--synthetic", other)
    output = run("evaluate", table, *options, status=2).output
    assert "lacks 'glucose', has 'sugar' besides" in " ".join(output.split())
    options = ("--target", "readmitted", "--holdout", other)
    output = run("evaluate", table, *options, status=2).output
    assert "--holdout goes with --synthetic" in output


def test_evaluate_gives_the_same_figures_for_the_same_seed(run, patients, tmp_path):
    contents = []
    for name in "ab":
        path = tmp_path / name
        options = ("--seed", 5, "--folds", 2, "--json", path)
        run("evaluate", patients, "--target", "readmitted", *options)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def test_a_warning_that_every_fold_repeats_is_printed_once(run, patients, tmp_path):
    small = tmp_path / "small.csv"
    head, *lines = patients.read_text().splitlines(keepends=True)
    of_class = [[line for line in lines if line.endswith(f"{y}\n")] for y in (0, 1)]
    small.write_text(head + "".join(of_class[0][:60] + of_class[1][:9]))
    options = ("--k-neighbors", 7, "--folds", 3)
    output = run("evaluate", small, "--target", "readmitted", *options).output
    assert output.count("Warning: class 1 has 6 rows") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches(run, command):
    text = run(command, "--help").output
    assert f"Examples:\n    skl-synth {command}" in text
    assert not TOO_MUCH.search(text)
    described = re.findall(r"^  (?:-h, )?--[\w-]+.*$", text, flags=re.M)
    assert len(described) >= 3


@pytest.mark.parametrize("command", ["generate", "evaluate"])
def test_help_says_what_is_not_promised(run, command):
    assert "not promise" in run(command, "--help").output


def test_the_commands_are_those_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^skl-synth (\w+)", readme, flags=re.M)) <= set(COMMANDS)
    assert set(COMMANDS) >= {"demo", "inspect", "generate", "evaluate"}


def test_the_version(run):
    assert skl_synth.__version__ in run("--version").output


CODE = "from skl_synth.cli import main; main(prog_name='skl-synth')"
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    "PYTHONIOENCODING": "utf-8",
}


def _process(*arguments, folder):
    return subprocess.run(
        [sys.executable, "-c", CODE, *map(str, arguments)],
        capture_output=True,
        cwd=folder,
        env=ENVIRONMENT,
        encoding="utf-8",
        check=False,
    )


def test_results_go_to_standard_output_and_nothing_else_does(patients, tmp_path):
    arguments = ("generate", patients, "--target", "readmitted", "--output", "out.csv")
    done = _process(*arguments, folder=tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Wrote out.csv: 400 rows" in done.stdout
    assert "\x1b" not in done.stdout
    assert (tmp_path / "out.csv").exists()


def test_warnings_go_to_standard_error(patients, tmp_path):
    arguments = ("inspect", "odd.csv")
    (tmp_path / "odd.csv").write_text("age,sex\n1,f\n2,m\n?!,f\n")
    done = _process(*arguments, folder=tmp_path)
    assert re.fullmatch("Warning: column 'age'.*'[?]!'.*\n", done.stderr)
    assert "Warning" not in done.stdout


def test_an_error_is_one_line_on_standard_error(patients, tmp_path):
    arguments = ("generate", patients, "--target", "readmited", "--output", "out.csv")
    done = _process(*arguments, folder=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(
        r"Error: .* no column 'readmited'; did you mean 'readmitted'\?\n", done.stderr
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("inspect", "{}"), ("inspect", "--help")])
def test_a_reader_that_has_had_enough_is_no_error(patients, arguments):
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, *(one.format(patients) for one in arguments)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_merged_levels_are_reported(run, tmp_path):
    wards = ["A"] * 42 + ["B"] * 15 + ["C"] * 40 + ["D"] * 2 + ["E"]
    lines = [f"{w},{i * 37 % 89 / 4},{i % 2}" for i, w in enumerate(wards)]
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("\n".join(["ward,dose,y", *lines, ""]))
    options = ("--target", "y", "--output", output, "--min-category-count", 5)
    result = run("generate", source, *options, "--seed", 0)
    assert "column 'ward': 2 levels of 3 rows" in result.output
    assert result.output.count("Warning: --min-category-count=5 merges levels") == 1
    assert "describe()" not in result.output


def test_the_outermost_numbers_are_coded_together(run, tmp_path):
    source, output = tmp_path / "real.csv", tmp_path / "made.csv"
    ages = [*range(20, 80), 113]
    lines = [f"{age},{k * 37 % 89 / 4},{k % 2}" for k, age in enumerate(ages)]
    source.write_text("\n".join(["age,dose,y", *lines, ""]))
    options = ("--target", "y", "--output", output, "--min-tail-count", 5)
    result = run("generate", source, *options, "--mode", "replace", "--seed", 0)
    assert result.exit_code == 0, result.output
    made = [int(line.split(",")[0]) for line in output.read_text().split()[1:]]
    assert max(made) < 80
