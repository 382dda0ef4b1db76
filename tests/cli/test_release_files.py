"""The files of a release: what may be shared, and what its owner alone may read."""

import json
import os
from dataclasses import replace

import pandas as pd
import pytest

from skl_synth.cli.release_files import (
    check_release_files,
    release_files,
    write_json_file,
    write_release,
    write_reports,
)
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.files import TableStyle
from skl_synth.release import Gate, Guarantee, GuaranteeReport, Release, ReleaseReport
from skl_synth.release.owner_audit import OWNERS_COPY, OwnerAudit

FIGURES = pd.DataFrame({"metric": ["real_keys"], "mean": [0.4321]})

NOTHING = FIGURES.iloc[:0]

has_modes = pytest.mark.skipif(os.name == "nt", reason="there are no such rights")


def _release(report):
    frame = pd.DataFrame({"age": [30, 40], "sex": ["f", "m"]})
    return Release(frame, pd.Series([0, 1]), report)


def guaranteed():
    guarantee = Guarantee(
        1.0, 1e-6, 0.02, 1, "noisy", 2, {"0": 1, "1": 1}, {}, pd.DataFrame()
    )
    owner = OwnerAudit("the audit of the owner", (), 424242, 5, FIGURES, FIGURES)
    return _release(GuaranteeReport(guarantee, {"method": "m"}, None, owner))


def gated():
    owner = OwnerAudit(
        "the audit of the owner",
        ("FOR ALL", "Zzyzx was merged"),
        424242,
        5,
        FIGURES,
        FIGURES,
        OWNERS_COPY,
    )
    report = ReleaseReport(
        [], {"method": "m"}, NOTHING, NOTHING, "the audit", ("FOR ALL",), owner=owner
    )
    return _release(report)


KINDS = {"guarantee": guaranteed, "gates": gated}


def _source(folder):
    real = pd.DataFrame({"y": [1], "sex": ["x"], "age": [77]})
    return Source(folder / "real.csv", real, TableStyle(delimiter=";"), "y")


@pytest.fixture(params=sorted(KINDS))
def written(request, tmp_path, capsys):
    files = release_files(tmp_path / "out.csv", tmp_path / "out.json")
    write_release(KINDS[request.param](), files, _source(tmp_path))
    return files, capsys.readouterr().out


@has_modes
def test_the_owners_copy_is_a_file_that_nobody_else_reads(written):
    files, _ = written
    assert files.owner.name == "out.owner.json"
    assert files.owner.stat().st_mode & 0o777 == 0o600
    assert files.report.stat().st_mode & 0o777 != 0o600
    assert files.table.stat().st_mode & 0o777 != 0o600


def test_the_owners_copy_holds_the_seed_and_the_name_of_the_real_file(written):
    files, _ = written
    kept = json.loads(files.owner.read_text(encoding="utf-8"))
    assert kept["seed"] == 424242
    assert kept["details"][0]["mean"] == 0.4321
    assert (kept["real_table"], kept["target"]) == ("real.csv", "y")


def test_what_may_be_shared_holds_nothing_of_it(written):
    files, _ = written
    shared = files.report.read_text(encoding="utf-8")
    for kept in (
        "0.4321",
        "seed",
        "real.csv",
        "Zzyzx",
        "424242",
        str(files.table.parent),
    ):
        assert kept not in shared
    content = json.loads(shared)
    assert (content["table"], content["target"]) == ("out.csv", "y")


def test_a_guaranteed_table_is_not_written_as_the_real_one_is(tmp_path):
    files = release_files(tmp_path / "out.csv", tmp_path / "out.json")
    write_release(guaranteed(), files, _source(tmp_path))
    assert files.table.read_text(encoding="utf-8") == "y,sex,age\n0,f,30\n1,m,40\n"


def test_the_terminal_says_which_is_which(written):
    _, printed = written
    said = " ".join(printed.split())
    assert "out.owner.json, which is for you alone, holds the seed" in said
    assert "(seed 424242)" not in said


def test_the_owner_reads_on_the_terminal_what_is_not_shared(tmp_path, capsys):
    files = release_files(tmp_path / "out.csv", tmp_path / "out.json")
    write_release(gated(), files, _source(tmp_path))
    said = capsys.readouterr().out
    assert "For you alone: Zzyzx was merged" in said
    assert "For you alone: FOR ALL" not in said
    write_release(guaranteed(), files, _source(tmp_path))
    assert "FOR THE OWNER OF THE REAL TABLE ALONE" in capsys.readouterr().out


def test_a_refusal_has_an_owners_copy_too(tmp_path):
    files = release_files(tmp_path / "out.csv", tmp_path / "out.json")
    write_reports(gated().report, files, _source(tmp_path))
    assert json.loads(files.owner.read_text(encoding="utf-8"))["seed"] == 424242
    assert "seed" not in files.report.read_text(encoding="utf-8")
    assert not files.table.exists()


@has_modes
def test_a_private_file_is_private_from_the_first_byte(tmp_path, monkeypatch):
    modes = []
    dump = json.dump

    def looking(content, handle, **options):
        modes.append(os.fstat(handle.fileno()).st_mode & 0o777)
        dump(content, handle, **options)

    monkeypatch.setattr(json, "dump", looking)
    path = tmp_path / "out.json"
    path.write_text("before")
    path.chmod(0o644)
    write_json_file({}, path, private=True)
    assert modes == [0o600]
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_file_takes_the_place_of_another(tmp_path):
    report = tmp_path / "out.json"
    same = release_files(report, report)
    with pytest.raises(InputError, match="--output and --report are the same file"):
        check_release_files(same, [])
    over = release_files(tmp_path / "out.owner.json", report)
    with pytest.raises(InputError, match="where the owner's copy"):
        check_release_files(over, [])
    taken = tmp_path / "dictionary.json"
    taken.write_text("{}")
    files = release_files(taken, report)
    with pytest.raises(InputError, match="never overwritten"):
        check_release_files(files, [taken])
    real = tmp_path / "out.owner.json"
    real.write_text("{}")
    files = release_files(tmp_path / "out.csv", report)
    with pytest.raises(InputError, match="never overwritten"):
        check_release_files(files, [real])


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("name", ["out.html", "out.HTM"])
def test_a_report_that_is_called_so_is_a_page(tmp_path, kind, name):
    files = release_files(tmp_path / "out.csv", tmp_path / name)
    write_release(KINDS[kind](), files, _source(tmp_path))
    page = files.report.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    for kept in ("0.4321", "real.csv", "Zzyzx", "424242", str(tmp_path)):
        assert kept not in page
    assert files.owner.name == "out.owner.json"
    assert json.loads(files.owner.read_text(encoding="utf-8"))["seed"] == 424242


@has_modes
def test_beside_a_page_the_owners_copy_is_nobody_elses(tmp_path):
    files = release_files(tmp_path / "out.csv", tmp_path / "out.html")
    write_reports(gated().report, files, _source(tmp_path))
    assert files.owner.stat().st_mode & 0o777 == 0o600
    assert files.report.stat().st_mode & 0o777 != 0o600


def test_a_page_of_a_refusal_says_what_is_typed(tmp_path):
    gate = Gate(
        "membership",
        "folds",
        *(0.7, 0.6, 0.8, 0.57),
        passed=False,
        metric="membership_worst_auc",
        group="everyone",
    )
    report = replace(gated().report, gates=[gate])
    files = release_files(tmp_path / "out.csv", tmp_path / "out.html")
    write_reports(report, files, _source(tmp_path))
    page = files.report.read_text(encoding="utf-8")
    assert "--membership-bound" in page
    assert "Refused" in page
