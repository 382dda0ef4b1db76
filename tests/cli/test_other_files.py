"""Files of other systems through the commands."""

import json

import numpy as np
import openpyxl
import pandas as pd
import pytest

from skl_synth.datasets import make_patients
from skl_synth.files import read_table, write_table

pyreadstat = pytest.importorskip("pyreadstat")


@pytest.fixture
def patients():
    return make_patients(150, random_state=0)


@pytest.mark.parametrize("ending", ["xlsx", "dta", "jsonl"])
def test_a_file_comes_out_as_it_came_in(run, patients, tmp_path, ending):
    source, output = tmp_path / f"real.{ending}", tmp_path / f"new.{ending}"
    write_table(patients, source)
    target = patients.columns[-1]
    run(
        "generate", str(source), "--target", target, "--output", str(output),
        "--seed", "0", "--duplicates", "excess",
    )  # fmt: skip
    real, new = read_table(source)[0], read_table(output)[0]
    assert list(new) == list(real)
    assert new[target].value_counts().to_dict() == real[target].value_counts().to_dict()
    numbers = real.select_dtypes("number").columns
    assert new[numbers].dtypes.equals(real[numbers].dtypes)


def test_labels_and_missing_codes_of_spss(run, tmp_path):
    rows = range(200)
    values = np.random.default_rng(0).normal(40, 6, 200).clip(20, 60).round(1)
    frame = pd.DataFrame(
        {
            "sex": [1.0 + (at % 2) for at in rows],
            "lab": [-9.0 if at % 8 == 0 else values[at] for at in rows],
            "ill": [float(at % 3 == 0) for at in rows],
        }
    )
    path, output = tmp_path / "a.sav", tmp_path / "new.csv"
    pyreadstat.write_sav(
        frame,
        str(path),
        variable_value_labels={"sex": {1: "male", 2: "female"}},
        missing_ranges={"lab": [-9]},
        column_labels={"lab": "Haemoglobin, g/l"},
    )
    run(
        "generate", str(path), "--target", "ill", "--output", str(output),
        "--seed", "0", "--duplicates", "excess",
    )  # fmt: skip
    new = pd.read_csv(output)
    assert set(new["sex"]) == {"male", "female"}
    # No value lies between the code and the numbers.
    assert not new["lab"].between(-8.9, 19.9).any()
    assert abs((new["lab"] == -9).mean() - 0.125) < 0.1
    # The dictionary has what the file said, and says it in its place.
    dictionary, again = tmp_path / "d.json", tmp_path / "again.csv"
    run("inspect", path, "--target", "ill", "--write", dictionary)
    fields = {one["name"]: one for one in json.loads(dictionary.read_text())["fields"]}
    assert fields["lab"]["title"] == "Haemoglobin, g/l"
    assert fields["lab"]["skl_synth"]["special_values"] == [-9]
    options = ("--dictionary", dictionary, "--output", again, "--seed", "0")
    run("generate", path, "--target", "ill", *options, "--duplicates", "excess")
    assert again.read_bytes() == output.read_bytes()


def test_a_title_is_answered_by_one_message(run, tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Ward report 2024"])
    book.active.append(["age", "weight", "ill"])
    for at in range(40):
        book.active.append([20 + at, 60.5 + at, "yn"[at % 2]])
    book.save(path)
    assert "--header-row 2" in run("inspect", path, status=2).output
    run("inspect", path, "--header-row", "2")


@pytest.mark.parametrize("command", ["generate", "publish"])
def test_what_cannot_be_written_is_refused_before_the_work(run, tmp_path, command):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    report = ["--report", str(tmp_path / "r.json")] if command == "publish" else []
    output = ["--output", tmp_path / "a.sav"]
    result = run(command, path, "--target", "b", *output, *report, status=2)
    assert "ends in .sav, which is not written" in result.output
    assert ".xlsx, .dta" in result.output
    assert "Read" not in result.stdout
