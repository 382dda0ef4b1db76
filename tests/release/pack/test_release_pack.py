"""The pack of a release: what is handed over, what stays, and what is in neither."""

import hashlib
import json
import os
import stat
from dataclasses import replace

import pandas as pd
import pytest

from skl_synth import DataDictionary, publish
from skl_synth.errors import InputError
from skl_synth.release.pack import release_pack, write_pack, write_refused_pack
from skl_synth.release.pack.released_table import table_of_release
from tests.release.pack.conftest import OF_ONE, SEED, planted

has_modes = pytest.mark.skipif(os.name != "posix", reason="there are no modes here")

SHARED = {
    "report.html",
    "CHECKS.md",
    "FIVE_SAFES.md",
    "README.md",
    "SHA256SUMS",
    "dictionary.json",
    "metadata.json",
    "report.json",
    "synthetic.csv",
}


def _texts(folder):
    return {one.name: one.read_text(encoding="utf-8") for one in folder.iterdir()}


def _names(folder):
    return {one.name for one in folder.iterdir()}


def test_what_is_handed_over_stands_apart_from_what_is_the_owners(pack):
    assert _names(pack) == {"release", "owner"}
    assert _names(pack / "release") == SHARED
    assert _names(pack / "owner") == {"owner.json", "owner.html"}


@has_modes
def test_nobody_else_looks_into_the_owners_part(pack):
    modes = {one: stat.S_IMODE(one.stat().st_mode) for one in pack.rglob("*")}
    assert modes[pack / "owner"] == 0o700
    assert {modes[one] for one in (pack / "owner").iterdir()} == {0o600}
    assert 0o600 not in {modes[one] for one in (pack / "release").iterdir()}


def test_the_owners_part_holds_the_seed_and_the_whole_audit(pack, release):
    kept = json.loads((pack / "owner" / "owner.json").read_text(encoding="utf-8"))
    assert kept["seed"] == SEED
    assert len(kept["details"]) == len(release.owner.details)
    assert "Qwertopolis" in json.dumps(kept["merged_levels"])


@pytest.mark.parametrize("what", sorted(OF_ONE))
def test_nothing_of_few_people_and_no_seed_is_handed_over(pack, what):
    for name, text in _texts(pack / "release").items():
        assert OF_ONE[what] not in text, name


def test_every_file_has_its_checksum(pack):
    folder = pack / "release"
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(line.split("  ")[::-1] for line in lines)
    assert set(sums) == SHARED - {"SHA256SUMS"}
    for name, one in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == one


def test_the_table_is_the_release_with_its_label(pack, release):
    written = pd.read_csv(pack / "release" / "synthetic.csv")
    assert list(written)[:2] == ["is_synthetic", "age"]
    assert written["is_synthetic"].eq(1).all()
    assert written["income"].tolist() == release.X["income"].tolist()
    assert written["readmitted"].tolist() == release.y.tolist()


def test_the_dictionary_is_read_and_says_what_released_rows_show(pack, release):
    read = DataDictionary.read(pack / "release" / "dictionary.json")
    fields = {one.name: one for one in read.fields}
    assert fields["town"].levels == ("Bath", "Exeter", "Truro")
    assert fields["stage"].levels == ("low", "mid", "high")
    assert fields["income"].maximum == release.X["income"].max()
    assert fields["seen"].minimum == release.X["seen"].min()
    assert fields["name"].kind == "identifier"
    assert read.target == "readmitted"


def test_the_sheets_say_what_the_report_says(pack, release):
    texts = _texts(pack / "release")
    worst = release.report.gates[0]
    for name in ("README.md", "CHECKS.md", "FIVE_SAFES.md"):
        assert f"membership {worst.figure:.3g}" in texts[name], name
        assert "anonymous" not in texts[name].casefold(), name
    readme = texts["README.md"]
    assert "210 rows and 9 columns" in readme
    assert "(210 rows, 8 columns) was made with" in readme
    assert "2-fold" in readme
    checksum = hashlib.sha256((pack / "release" / "synthetic.csv").read_bytes())
    assert checksum.hexdigest() in readme
    for name in SHARED - {"README.md"}:
        assert f"`{name}`" in readme, name
    assert "- [x] Worst attack" in texts["CHECKS.md"]
    assert "- [ ] Licence" in texts["CHECKS.md"]


def test_the_same_release_gives_the_same_bytes(pack, release, tmp_path):
    again = release.write(tmp_path / "again", label="column")
    assert _texts(again) == _texts(pack / "release")


def test_an_interrupt_in_the_middle_leaves_nothing(release, tmp_path, monkeypatch):
    def interrupted(*args, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(release_pack, "readme_of", interrupted)
    with pytest.raises(KeyboardInterrupt):
        release.write(tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_told_before_anything_is(release, tmp_path):
    (tmp_path / "mine").touch()
    with pytest.raises(InputError, match="is not empty"):
        release.write(tmp_path)
    with pytest.raises(InputError, match="label='stamp'"):
        release.write(tmp_path / "pack", label="stamp")
    assert _names(tmp_path) == {"mine"}


def test_a_refusal_has_its_report_and_no_table(release, tmp_path):
    gates = [one._replace(passed=False) for one in release.report.gates[:1]]
    refused = replace(release.report, gates=gates)
    folder = write_refused_pack(refused, tmp_path / "pack", kept={"real_table": "x"})
    assert _names(tmp_path / "pack") == {"refused", "owner"}
    assert _names(folder) == {"README.md", "report.html", "report.json"}
    assert "there is no table" in (folder / "README.md").read_text(encoding="utf-8")
    for text in _texts(folder).values():
        assert not [one for one in OF_ONE.values() if one in text]
    kept = json.loads((tmp_path / "pack/owner/owner.json").read_text(encoding="utf-8"))
    assert (kept["seed"], kept["real_table"]) == (SEED, "x")


def test_the_format_of_the_source_stands_beside_the_csv_file(release, tmp_path):
    table = table_of_release(release.X, release.y, release.columns)
    folder = write_pack(release.report, table, tmp_path / "pack", also=".json")
    assert _names(folder) == SHARED | {"synthetic.json"}
    records = json.loads((folder / "synthetic.json").read_text(encoding="utf-8"))
    assert len(records) == len(release.X)


@pytest.mark.filterwarnings("ignore:.*is lost in the noise")
def test_a_release_with_a_guarantee_holds_nothing_of_the_real_rows(tmp_path):
    pytest.importorskip("opendp")
    X, y = planted(90)
    X = X[["age", "sex", "town"]]
    fields = [
        {
            "name": "age",
            "type": "integer",
            "title": "Age in years",
            "constraints": {"required": True, "minimum": 0, "maximum": 110},
        },
        _levels("sex", ["Female", "Male"]),
        _levels("town", ["Bath", "Exeter", "Truro", "Nowhere"]),
        _levels("readmitted", [0, 1]),
    ]
    dictionary = {"fields": fields, "skl_synth": {"target": "readmitted"}}
    made = publish(X, y, epsilon=1.0, dictionary=dictionary, folds=2, random_state=SEED)
    folder = made.write(tmp_path / "pack")
    assert _names(folder) == SHARED
    texts = _texts(folder)
    for name, text in texts.items():
        assert not [one for one in OF_ONE.values() if one in text], name
    assert "differential privacy" in texts["README.md"]
    assert "ε = 1" in texts["CHECKS.md"]
    assert "Age in years" in texts["dictionary.json"]


def _levels(name, levels):
    kind = "integer" if isinstance(levels[0], int) else "string"
    constraints = {"required": True, "enum": levels}
    return {"name": name, "type": kind, "constraints": constraints}
