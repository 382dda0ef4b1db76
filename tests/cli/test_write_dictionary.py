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
