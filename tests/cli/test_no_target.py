"""Tables without a class: one group of rows, and no model to be compared."""

import json
import re

import pandas as pd
import pytest

from skl_synth.datasets import make_patients
from skl_synth.files import write_table


def test_generate_makes_all_rows_as_one_group(run, patients, tmp_path, cells_of):
    path = tmp_path / "out.csv"
    output = run("generate", patients, "--output", path, "--seed", 0).output
    real, new = cells_of(patients), cells_of(path)
    assert new.header == real.header
    assert len(new.rows) == len(real.rows)
    assert set(new.columns["readmitted"]) == {"0", "1"}
    assert "Rows per class" not in output
    assert re.search(r"^glucose +all +\d", output, flags=re.M)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--mode", "augment"), "--mode augment makes all classes equally large"),
        (("--keep-order",), "--keep-order is the order of the classes"),
        (("--flag", "made"), "without --mode augment no real row is written"),
    ],
)
def test_what_needs_a_class_says_so(run, patients, tmp_path, typed, words):
    options = ("--output", tmp_path / "out.csv", *typed)
    refused = run("generate", patients, *options, status=2).output
    assert words in refused
    assert "leave" in refused


def test_the_mode_stands_in_the_first_line(run, patients, tmp_path):
    options = ("--target", "readmitted", "--output", tmp_path / "out.csv")
    for mode, words in (
        ("replace", "Synthetic rows only are written (--mode replace)"),
        ("augment", "The real rows are written first"),
    ):
        first, *_ = run("generate", patients, *options, "--mode", mode).output.split(
            "\n"
        )
        assert words in first


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_the_flag_marks_the_synthetic_rows(run, patients, tmp_path, name):
    path = tmp_path / name
    if path.suffix == ".parquet":
        pytest.importorskip("pyarrow")
    options = ("--target", "readmitted", "--mode", "augment", "--flag", "made")
    output = run("generate", patients, "--output", path, *options).output
    made = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    assert list(made)[-1] == "made"
    assert made["made"].tolist() == [0] * 400 + [1] * (len(made) - 400)
    assert len(made) > 400
    assert "In 'made' 1 stands for the others" in output


def test_the_flag_takes_the_place_of_no_column(run, patients, tmp_path):
    options = ("--target", "readmitted", "--output", tmp_path / "out.csv")
    flag = ("--mode", "augment", "--flag", "ward")
    refused = run("generate", patients, *options, *flag, status=2).output
    assert "has a column of that name: give the flag another name" in refused


def test_evaluate_compares_no_model(run, patients, tmp_path):
    path, few = tmp_path / "figures.json", tmp_path / "few.csv"
    few.write_text("".join(patients.read_text().splitlines(keepends=True)[:201]))
    drop = ("--drop", "readmitted", "--drop", "bmi", "--drop", "glucose")
    options = ("--seed", 0, "--folds", 2, *drop, "--json", path)
    output = run("evaluate", few, *options).output
    assert "no target, and no model that could be compared" in " ".join(output.split())
    assert "FIDELITY" in output
    assert "PRIVACY" in output
    assert "UTILITY" not in output
    figures = json.loads(path.read_text())
    assert figures["target"] is None
    assert figures["configuration"]["method"] == "smote"
    of_table = {one["metric"]: one["mean"] for one in figures["summary"]}
    assert of_table["membership_worst_auc"] > 0.55


def test_evaluate_of_a_file_without_a_target(run, patients, tmp_path):
    made = tmp_path / "made.csv"
    run("generate", patients, "--output", made, "--seed", 0)
    output = run("evaluate", patients, "--synthetic", made).output
    assert "FIDELITY" in output
    assert "PRIVACY" not in output


def test_evaluate_of_a_file_with_a_holdout(run, patients, tmp_path):
    head, *lines = patients.read_text().splitlines(keepends=True)
    train, test, made = (tmp_path / f"{name}.csv" for name in ("train", "test", "made"))
    train.write_text(head + "".join(lines[:280]))
    test.write_text(head + "".join(lines[280:]))
    run("generate", train, "--output", made, "--seed", 0)
    files = ("--synthetic", made, "--holdout", test)
    output = run("evaluate", train, *files).output
    assert "PRIVACY" in output
    assert "UTILITY" not in output
    assert "Utility was not measured: no --target" in output


def test_publish_without_a_target(run, tmp_path, cells_of):
    path, out = tmp_path / "real.csv", tmp_path / "out.csv"
    columns = ["age", "bmi", "sex"]
    write_table(make_patients(200, random_state=0)[columns], path)
    files = ("--output", out, "--report", tmp_path / "out.json")
    bounds = ("--membership-bound", 1, "--group-bound", 1, "--folds", 2)
    output = run("publish", path, *files, *bounds, "--seed", 0).output
    assert "the target has no classes" in output
    assert cells_of(out).header == cells_of(path).header
    assert len(cells_of(out).rows) == 200
    assert json.loads((tmp_path / "out.json").read_text())["target"] is None
