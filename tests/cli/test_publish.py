"""skl-synth publish: a table and its report, or a refusal and its report."""

import json

import numpy as np
import pandas as pd
import pytest

from skl_synth.cli import publish as publish_command
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.files import write_table
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.read_by import read_by


@pytest.fixture(scope="module")
def many_patients(tmp_path_factory):
    path = tmp_path_factory.mktemp("publish") / "patients.csv"
    write_table(make_patients(700, random_state=0), path)
    return path


def _publish(run, source, target, folder, *options, status=0):
    files = ("--output", folder / "out.csv", "--report", folder / "out.json")
    command = ("publish", source, "--target", target, *files, "--seed", 0)
    return run(*command, *options, status=status)


OPEN = ("--membership-bound", 1, "--group-bound", 1)
"""Of few people much is disclosed; these tests are about something else."""


def _no_promise(text):
    return "anonymous" not in text.casefold() and " safe" not in text.casefold()


def test_a_table_and_a_report_that_agree(run, many_patients, tmp_path, cells_of):
    result = _publish(run, many_patients, "readmitted", tmp_path, "--folds", 3, *OPEN)
    real, new = cells_of(many_patients), cells_of(tmp_path / "out.csv")
    assert new.header == real.header
    assert sorted(new.columns["readmitted"]) == sorted(real.columns["readmitted"])
    assert not set(new.columns["patient_id"]) & set(real.columns["patient_id"])
    key = real.header.index("patient_id")
    people, made = (
        {tuple(row[:key] + row[key + 1 :]) for row in table.rows}
        for table in (real, new)
    )
    assert not people & made
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "passed"
    assert (report["table"], report["target"]) == ("out.csv", "readmitted")
    owner = json.loads((tmp_path / "out.owner.json").read_text(encoding="utf-8"))
    assert (owner["real_table"], owner["seed"]) == ("patients.csv", 0)
    assert "seed" not in report
    assert "patients.csv" not in (tmp_path / "out.json").read_text(encoding="utf-8")
    assert "(seed 0)" not in result.output
    assert {line["section"] for line in report["summary"]} == {
        "utility",
        "fidelity",
        "privacy",
    }
    assert all(gate["passed"] for gate in report["gates"])
    assert "passed: membership on folds" in result.output
    assert _no_promise(result.output)


def test_a_refusal_writes_its_report_and_no_table(run, many_patients, tmp_path):
    options = ("--folds", 2, "--membership-bound", 0.5, "--drop", "patient_id")
    options += ("--no-ladder",)
    # A table of few rows that is trained on halves: something is always above 0.5.
    result = _publish(run, many_patients, "readmitted", tmp_path, *options, status=2)
    assert not (tmp_path / "out.csv").exists()
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "refused"
    closed = [gate for gate in report["gates"] if not gate["passed"]]
    assert closed
    assert all(gate["remedy"] for gate in closed)
    last = result.output.strip().splitlines()[-1]
    assert last.startswith("Error: the release is refused: membership on folds")
    assert f"{closed[0]['figure']:.3g}" in last
    owner = json.loads((tmp_path / "out.owner.json").read_text(encoding="utf-8"))
    assert (owner["seed"], "seed" in report) == (0, False)
    assert last.endswith("through --membership-bound.")


def test_too_small_a_table_is_refused_with_the_figure(run, patients, tmp_path):
    result = _publish(run, patients, "readmitted", tmp_path, "--folds", 20, status=2)
    assert "of 400 rows each of 20 folds keeps 20 as controls" in result.output
    assert not list(tmp_path.iterdir())


def test_the_report_never_takes_the_place_of_the_table(run, patients, tmp_path):
    out = tmp_path / "out.csv"
    files = ("--output", out, "--report", out)
    result = run("publish", patients, "--target", "readmitted", *files, status=2)
    assert "--output and --report are the same file" in result.output
    assert not out.exists()


def test_stroke_as_it_comes_from_the_source(run, real_data, tmp_path, cells_of):
    source = real_data / "stroke_raw.csv"
    _publish(run, source, "stroke", tmp_path, "--folds", 2, *OPEN)
    new = cells_of(tmp_path / "out.csv")
    assert new.header == cells_of(source).header
    assert len(new.rows) == 5110
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report["classes"] == {"0": 4861, "1": 249}


def test_by_keeps_the_counts_of_each_ward(run, many_patients, tmp_path, cells_of):
    options = ("--folds", 2, "--by", "ward", *OPEN)
    _publish(run, many_patients, "readmitted", tmp_path, *options)
    real, new = cells_of(many_patients), cells_of(tmp_path / "out.csv")
    assert sorted(new.columns["ward"]) == sorted(real.columns["ward"])
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert "by=['ward']" in report["method"]


@pytest.fixture(scope="module")
def few_patients(tmp_path_factory):
    path = tmp_path_factory.mktemp("few") / "patients.csv"
    write_table(make_patients(160, random_state=0), path)
    return path


@pytest.fixture(scope="module")
def dictionary(run, few_patients):
    """A first dictionary, which somebody went through; the key stands in it, too."""
    path = few_patients.with_name("patients.json")
    known = ("--target", "readmitted", "--write", path)
    run("inspect", few_patients, *known)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["skl_synth"]["public"] = True
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


GUARANTEED = ("--epsilon", 1, "--drop", "patient_id", "--folds", 2)


@pytest.mark.filterwarnings("ignore:.*is lost in the noise")
def test_a_guarantee_and_the_part_that_is_the_owners(
    run, few_patients, dictionary, tmp_path, cells_of
):
    options = (*GUARANTEED, "--dictionary", dictionary, "--fidelity", "columns")
    result = _publish(run, few_patients, "readmitted", tmp_path, *options)
    shared = (tmp_path / "out.json").read_text(encoding="utf-8")
    report = json.loads(shared)
    assert 0 < report["guarantee"]["epsilon"] <= 1
    assert report["guarantee"]["ceiling"]["auc"] < 0.6
    assert all(len(margin) == 1 for margin in report["margins"])
    assert "membership" not in shared
    owner = json.loads((tmp_path / "out.owner.json").read_text(encoding="utf-8"))
    assert owner["folds"] == 2
    assert "membership_worst_auc" in {line["metric"] for line in owner["details"]}
    new = cells_of(tmp_path / "out.csv")
    assert len(new.rows) == report["guarantee"]["rows"]
    assert "patient_id" not in new.header
    assert "FOR THE OWNER" in result.output
    assert _no_promise(result.output)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--dictionary patients.json"),
        (("--kinds", "kinds.json"), "--kinds cannot be used with --epsilon"),
        (("--by", "ward"), "cannot be used with --epsilon 1.0"),
        (("--epsilon", 0), "--epsilon=0.0 must be a number above 0"),
        (("--epsilon", 9), "--epsilon 4.0 or less, or say that you want it all the"),
    ],
)
def test_what_would_end_a_guarantee(run, few_patients, tmp_path, options, said):
    given = (*GUARANTEED, *options)
    result = _publish(run, few_patients, "readmitted", tmp_path, *given, status=2)
    assert said in " ".join(result.output.split())
    assert not list(tmp_path.iterdir())


def test_a_dictionary_that_nobody_went_through(run, few_patients, tmp_path):
    path = tmp_path / "patients.json"
    known = ("--target", "readmitted", "--drop", "patient_id", "--write", path)
    run("inspect", few_patients, *known)
    options = (*GUARANTEED, "--dictionary", path)
    result = _publish(run, few_patients, "readmitted", tmp_path, *options, status=2)
    assert "--dictionary says that it is not public" in result.output
    assert not (tmp_path / "out.csv").exists()


ODD_CELLS = ['"22,5"', "abc", "", "-9", "1e999", "12 %", "NA", '"a\nb"', "007"]


@pytest.mark.parametrize("odd", ODD_CELLS)
def test_one_cell_of_a_person_changes_how_no_other_is_read(
    run, few_patients, dictionary, tmp_path, monkeypatch, odd
):
    """With a guarantee the table of neighbours must differ in one person alone."""
    header, first, *rest = few_patients.read_text(encoding="utf-8").splitlines()
    place, table = header.split(",").index("age"), tmp_path / "table.csv"
    known = DataDictionary.read(dictionary).without(["patient_id"])
    read = []

    def publish_nothing(X, y, **asked):
        found = read_by(known, X, y).table
        read.append((X, y, found.decode(found.rows), found.target.encoded))
        raise InputError("nothing is made")

    monkeypatch.setattr(publish_command, "publish", publish_nothing)
    for cell in ("40", odd):
        cells = first.split(",")
        cells[place] = cell
        lines = "\n".join([header, ",".join(cells), *rest, ""])
        table.write_text(lines, encoding="utf-8")
        options = (*GUARANTEED, "--dictionary", dictionary)
        result = _publish(run, table, "readmitted", tmp_path, *options, status=2)
        assert "nothing is made" in result.output
    (X, y, rows, labels), (other_X, other_y, other_rows, other_labels) = read
    assert str(X["age"].iloc[0]) != str(other_X["age"].iloc[0])
    pd.testing.assert_frame_equal(X.iloc[1:], other_X.iloc[1:])
    pd.testing.assert_series_equal(y, other_y)
    pd.testing.assert_frame_equal(rows.iloc[1:], other_rows.iloc[1:])
    np.testing.assert_array_equal(labels, other_labels)


@pytest.mark.parametrize(
    ("old", "new", "encoding", "said"),
    [
        ("Female", "Weiblich ü", "latin-1", "--encoding windows-1252"),
        ("ward", "ward; or unit", "utf-8", "--delimiter ,"),
    ],
)
def test_what_would_have_to_be_guessed_from_the_rows(
    run, few_patients, dictionary, tmp_path, old, new, encoding, said
):
    text = few_patients.read_text(encoding="utf-8").replace(old, new)
    table = tmp_path / "table.csv"
    table.write_bytes(text.encode(encoding))
    options = (*GUARANTEED, "--dictionary", dictionary)
    result = _publish(run, table, "readmitted", tmp_path, *options, status=2)
    assert said in " ".join(result.output.split())
    assert list(tmp_path.iterdir()) == [table]
