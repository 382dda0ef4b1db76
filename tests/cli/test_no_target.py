"""Tables without a class: one group of rows, and no model to be compared."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.cli.part_audit import held_out
from skl_synth.datasets import make_visits
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
    path = tmp_path / "figures.json"
    options = ("--seed", 0, "--folds", 4, "--drop", "readmitted", "--json", path)
    output = run("evaluate", patients, *options).output
    assert "One part in 4 is held out (100 rows)" in output
    assert "FIDELITY" in output
    assert "PRIVACY" in output
    assert "UTILITY" not in output
    assert "Utility was not measured: no --target" in output
    figures = json.loads(path.read_text())
    assert figures["target"] is None
    assert figures["configuration"]["method"] == "smote"
    metrics = {one["metric"]: one["value"] for one in figures["figures"]}
    assert metrics["membership_worst_auc"] > 0.55


def test_shadow_models_need_a_target(run, patients):
    refused = run("evaluate", patients, "--thorough", status=2).output
    assert "name it by --target" in refused


def test_evaluate_of_a_file_without_a_target(run, patients, tmp_path):
    made = tmp_path / "made.csv"
    run("generate", patients, "--output", made, "--seed", 0)
    output = run("evaluate", patients, "--synthetic", made).output
    assert "FIDELITY" in output
    assert "PRIVACY" not in output


def test_evaluate_of_persons_without_a_target(run, tmp_path):
    X, _ = make_visits(150, random_state=0, return_X_y=True)
    path = tmp_path / "visits.csv"
    write_table(X, path)
    options = ("--person", "nhs_number", "--seed", 0, "--folds", 3)
    output = run("evaluate", path, *options).output
    assert "PRIVACY" in output


def test_publish_says_what_it_needs_a_target_for(run, patients, tmp_path):
    files = ("--output", tmp_path / "out.csv", "--report", tmp_path / "out.json")
    refused = run("publish", patients, *files, status=2).output
    assert "--target" in refused


@given(
    n_rows=st.integers(4, 60),
    folds=st.integers(2, 4),
    seed=st.integers(0, 99),
    n_people=st.none() | st.integers(4, 20),
)
def test_nobody_stands_on_both_sides(n_rows, folds, seed, n_people):
    groups = None
    if n_people is not None:
        groups = [f"p{one % n_people}" for one in range(n_rows)]
    marks = held_out(groups, n_rows, seed=seed, folds=folds)
    whose = np.arange(n_rows) if groups is None else np.array(groups)
    assert not set(whose[marks]) & set(whose[~marks])
    assert len(set(whose[marks])) == len(set(whose)) // folds
