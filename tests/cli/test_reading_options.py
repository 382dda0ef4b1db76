"""The options of reading hold in every command, and messages name them."""

import csv
import io
import re

import pytest

from skl_synth.datasets import make_patients

TITLES = "Patients of 2023/24 – extract,,,,,,,,,\nWho,,,,,Stay,,,,\n"
LAST = "Total,,,,,9999,,,,\nSource: invented\n"
OPTIONS = ("--header-row", 3, "--drop-last", 2)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A table as a system exports it, in Windows' encoding."""
    table = make_patients(200, random_state=0)
    text = TITLES + table.to_csv(index=False, na_rep="Not known") + LAST
    path = tmp_path_factory.mktemp("exported") / "patients.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode("windows-1252"))
    return path


@pytest.mark.parametrize(
    "command",
    [
        ("inspect",),
        ("generate", "--target", "readmitted", "--output", "out.csv"),
        ("evaluate", "--target", "readmitted"),
        (
            "publish",
            "--target",
            "readmitted",
            "--output",
            "o.csv",
            "--report",
            "o.json",
        ),
    ],
)
def test_one_message_names_all_that_is_to_be_typed(
    run, exported, command, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    output = run(command[0], exported, *command[1:], status=2).output
    assert "names stand in line 3" in output
    assert "give --header-row 3 --drop-last 2, or if that is wrong" in output


def test_what_is_typed_works(run, exported, tmp_path):
    given = (*OPTIONS, "--missing", "Not known")
    shown = run("inspect", exported, *given).output
    assert re.search(r"^glucose +continuous", shown, re.M)
    output = tmp_path / "out.csv"
    target = ("--target", "readmitted", "--output", output, "--seed", 0)
    run("generate", exported, *given, *target)
    text = output.read_bytes().decode("windows-1252")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == list(make_patients(20, random_state=0))
    assert len(rows) == 200
    written = {row[header.index("glucose")] for row in rows}
    assert "Not known" in written
    assert "Total" not in text


def test_lines_are_typed_as_messages_write_them(run, tmp_path):
    lines = make_patients(60, random_state=0).to_csv(index=False).splitlines()
    path = tmp_path / "units.csv"
    units = {"age": "years", "length_of_stay": "days", "glucose": "mmol/l"}
    lines.insert(1, ",".join(units.get(name, "") for name in lines[0].split(",")))
    path.write_text("\n".join([*lines, ""]))
    assert "give --drop-lines 2, or if" in run("inspect", path, status=2).output
    output = run("inspect", path, "--drop-lines", "2").output
    assert re.search(r"^age +integer", output, re.M)


def test_what_was_generated_can_be_evaluated(run, exported, tmp_path):
    """Neither the titles of the real file nor its lack of names is in the way."""
    given = (*OPTIONS, "--missing", "Not known")
    target = ("--target", "readmitted")
    new = tmp_path / "new.csv"
    run("generate", exported, *given, *target, "--output", new, "--seed", 0)
    for other in (new, exported):
        shown = run("evaluate", exported, *given, *target, "--synthetic", other).output
        assert "FIDELITY" in shown


def test_a_table_without_names_can_be_evaluated(run, tmp_path):
    table = make_patients(120, random_state=0).drop(columns="patient_id")
    source, new = tmp_path / "bare.csv", tmp_path / "new.csv"
    table.to_csv(source, index=False, header=False)
    target = ("--target", f"column_{table.columns.get_loc('readmitted') + 1}")
    given = ("--header-row", 0, *target)
    run("generate", source, *given, "--output", new, "--seed", 0)
    assert len(new.read_text().splitlines()) == 120
    shown = run("evaluate", source, *given, "--synthetic", new, "--seed", 0).output
    assert "FIDELITY" in shown
