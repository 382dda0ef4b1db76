"""The files of a release: what may be shared, and what its owner alone may read."""

import json
import os

import pandas as pd
import pytest

from skl_synth.cli.release_files import (
    check_release_files,
    release_files,
    write_release,
)
from skl_synth.cli.source import Source
from skl_synth.errors import InputError
from skl_synth.files import TableStyle
from skl_synth.release import Guarantee, GuaranteeReport, Release
from skl_synth.release.guarantee_report import OwnerAudit

FIGURES = pd.DataFrame({"metric": ["real_keys"], "mean": [0.4321]})


def guaranteed():
    frame = pd.DataFrame({"age": [30, 40], "sex": ["f", "m"]})
    guarantee = Guarantee(
        1.0, 1e-6, 0.02, 1, "noisy", 2, {"0": 1, "1": 1}, {}, pd.DataFrame()
    )
    owner = OwnerAudit("the audit of the owner", (), 99, 5, FIGURES, FIGURES)
    report = GuaranteeReport(guarantee, {"method": "m"}, None, owner)
    return Release(frame, pd.Series([0, 1]), report)


@pytest.fixture
def written(tmp_path, capsys):
    real = pd.DataFrame({"y": [1], "sex": ["x"], "age": [77]})
    source = Source(tmp_path / "real.csv", real, TableStyle(delimiter=";"), "y")
    files = release_files(
        tmp_path / "out.csv", tmp_path / "out.json", has_owner_part=True
    )
    write_release(guaranteed(), files, source, 99)
    return files, capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights")
def test_the_owners_part_is_a_file_that_nobody_else_reads(written):
    files, _ = written
    assert files.owner.name == "out.owner.json"
    assert files.owner.stat().st_mode & 0o777 == 0o600
    kept = json.loads(files.owner.read_text(encoding="utf-8"))
    assert kept["seed"] == 99
    assert kept["details"][0]["mean"] == 0.4321


def test_what_may_be_shared_holds_nothing_of_it(written):
    files, _ = written
    shared = files.report.read_text(encoding="utf-8")
    assert "0.4321" not in shared
    assert "seed" not in shared
    content = json.loads(shared)
    assert content["guarantee"]["epsilon"] == 1.0
    assert content["target"] == "y"


def test_the_table_is_not_written_as_the_real_one_is(written):
    files, _ = written
    assert files.table.read_text(encoding="utf-8") == "y,sex,age\n0,f,30\n1,m,40\n"


def test_the_terminal_says_which_is_which(written):
    _, printed = written
    said = " ".join(printed.split())
    assert "FORMAL GUARANTEE" in said
    assert "FOR THE OWNER OF THE REAL TABLE ALONE" in said
    assert "out.owner.json, which is for you alone, holds the seed" in said


def test_no_file_takes_the_place_of_another(tmp_path):
    report = tmp_path / "out.json"
    same = release_files(report, report, has_owner_part=False)
    with pytest.raises(InputError, match="--output and --report are the same file"):
        check_release_files(same, [])
    over = release_files(tmp_path / "out.owner.json", report, has_owner_part=True)
    with pytest.raises(InputError, match="where the owner's part"):
        check_release_files(over, [])
    taken = tmp_path / "dictionary.json"
    taken.write_text("{}")
    files = release_files(taken, report, has_owner_part=True)
    with pytest.raises(InputError, match="never overwritten"):
        check_release_files(files, [taken])
