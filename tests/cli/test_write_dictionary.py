"""inspect --write: a first dictionary, which is not public yet."""

import json

from skl_synth.table.dictionary import DataDictionary


def test_a_first_dictionary(run, patients, tmp_path):
    path = tmp_path / "patients.json"
    options = ("--target", "readmitted", "--write", path)
    result = run("inspect", patients, *options)
    found = DataDictionary.read(path)
    assert found.target == "readmitted"
    assert not found.public
    assert "age" in [field.name for field in found.fields]
    said = " ".join(result.output.split())
    assert "Wrote" in said
    assert 'then set "public": true' in said
    assert json.loads(path.read_text(encoding="utf-8"))["skl_synth"]["public"] is False


def test_it_is_never_written_over_the_table(run, patients):
    before = patients.read_bytes()
    result = run("inspect", patients, "--write", patients, status=2)
    assert "never overwritten" in result.output
    assert patients.read_bytes() == before


def test_nothing_is_written_without_being_asked_for(run, patients, tmp_path):
    run("inspect", patients)
    assert not list(tmp_path.iterdir())


def test_what_stands_for_a_missing_value_is_written(run, tmp_path):
    table, path = tmp_path / "table.csv", tmp_path / "table.json"
    rows = [f"{20 + i / 10},{'NW'[i % 2]}" for i in range(30)]
    table.write_text("\n".join(["bmi,side", *rows, "N/A,N", ""]), encoding="utf-8")
    run("inspect", table, "--write", path)
    assert DataDictionary.read(path).missing_values == ("", "N/A")


def test_a_level_of_another_column_is_no_missing_value(run, tmp_path):
    table, path = tmp_path / "table.csv", tmp_path / "table.json"
    rows = [f"{20 + i / 10},{('NA', 'DE')[i % 2]}" for i in range(30)]
    table.write_text("\n".join(["bmi,country", *rows, "NA,DE", ""]), encoding="utf-8")
    run("inspect", table, "--write", path)
    assert DataDictionary.read(path).missing_values == ("",)


def _with_limits(folder):
    table = folder / "t.csv"
    ages = ["90+" if i % 9 == 0 else str(20 + i % 60) for i in range(150)]
    rows = [f"{age},{('Female', 'Female ')[i % 2]}" for i, age in enumerate(ages)]
    table.write_text("\n".join(["age,sex", *rows, ""]), encoding="utf-8")
    return table


def test_levels_that_differ_in_a_blank_are_written(run, tmp_path):
    table, path = _with_limits(tmp_path), tmp_path / "d.yaml"
    run("inspect", table, "--write", path)
    (sex,) = (one for one in DataDictionary.read(path).fields if one.name == "sex")
    assert set(sex.levels) == {"Female", "Female "}
    run("inspect", table, "--dictionary", path, "--write", tmp_path / "again.yaml")
    assert DataDictionary.read(tmp_path / "again.yaml") == DataDictionary.read(path)


def test_a_wrong_special_value_is_no_column_that_lacks(run, tmp_path):
    table, path = _with_limits(tmp_path), tmp_path / "d.json"
    run("inspect", table, "--write", path)
    written = json.loads(path.read_text(encoding="utf-8"))
    (age,) = (one for one in written["fields"] if one["name"] == "age")
    age["skl_synth"]["special_values"] = ["90 +"]
    path.write_text(json.dumps(written), encoding="utf-8")
    said = run("inspect", table, "--dictionary", path, status=2).output
    assert "lacks" not in said
    assert "'90+'" in said
