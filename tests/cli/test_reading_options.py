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
