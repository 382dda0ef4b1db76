"""publish --pack: one folder in place of files, or beside them."""

import json

import pandas as pd
import pytest

from skl_synth.cli import publish as publish_command
from skl_synth.cli.options import LABELS
from skl_synth.cli.release_places import check_places, release_places
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.files import write_table
from skl_synth.release import RefusedReleaseError, Release, ReleaseReport
from skl_synth.release.gates import Gate
from skl_synth.release.judging import NO_FIGURES
from skl_synth.release.owner_audit import OWNERS_COPY, OwnerAudit
from skl_synth.release.pack.released_table import LABELS as LABELS_OF_PACKS
from skl_synth.release.released_columns import ReleasedColumn

GATE = Gate("membership", "folds", 0.51, 0.5, 0.52, 0.57, passed=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    path = tmp_path_factory.mktemp("real") / "cohort-of-ward-7.csv"
    write_table(make_patients(120, random_state=0), path)
    return path


def _report(gate):
    owner = OwnerAudit("the audit", (), 424242, 2, label=OWNERS_COPY)
    about = {"method": "m", "folds": 2, "rows": 120, "classes": {"0": 1, "1": 1}}
    return ReleaseReport(
        [gate], about, NO_FIGURES, NO_FIGURES, "the audit", owner=owner
    )


@pytest.fixture
def made(monkeypatch):
    """publish, without the minutes it takes."""

    def fake(X, y, **given):
        columns = {name: ReleasedColumn("") for name in X}
        return Release(X.iloc[:2], y.iloc[:2], _report(GATE), columns)

    monkeypatch.setattr(publish_command, "publish", fake)


@pytest.fixture
def refused(monkeypatch):
    def fake(X, y, **given):
        raise RefusedReleaseError(_report(GATE._replace(passed=False)))

    monkeypatch.setattr(publish_command, "publish", fake)


def _names(folder):
    return {one.name for one in folder.iterdir()}


@pytest.mark.usefixtures("made")
def test_a_pack_alone_is_enough(run, real, tmp_path):
    folder = tmp_path / "pack"
    said = run("publish", real, "--target", "readmitted", "--pack", folder).output
    assert _names(folder) == {"release", "owner"}
    words = " ".join(said.split())
    assert "pack/release, which is to be handed over: 2 rows" in words
    assert "pack/owner, which is for you alone, and holds the seed" in words
    owner = json.loads((folder / "owner" / "owner.json").read_text(encoding="utf-8"))
    assert (owner["real_table"], owner["target"]) == (real.name, "readmitted")
    for path in (folder / "release").iterdir():
        assert "cohort" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("label", "first"), [("column", "is_synthetic"), ("prefix", "synth_patient_id")]
)
def test_the_table_says_what_it_is_where_that_is_asked_for(
    run, real, tmp_path, label, first
):
    folder = tmp_path / "pack"
    options = ("--pack", folder, "--label", label)
    run("publish", real, "--target", "readmitted", *options)
    assert next(iter(pd.read_csv(folder / "release" / "synthetic.csv"))) == first


@pytest.mark.usefixtures("made")
def test_files_and_a_pack_can_both_be_written(run, real, tmp_path):
    files = ("--output", tmp_path / "out.csv", "--report", tmp_path / "out.json")
    options = ("--pack", tmp_path / "pack", *files)
    run("publish", real, "--target", "readmitted", *options)
    assert _names(tmp_path) == {"pack", "out.csv", "out.json", "out.owner.json"}


@pytest.mark.usefixtures("made")
def test_a_workbook_stands_beside_the_csv_file(run, tmp_path):
    pytest.importorskip("openpyxl")
    real = tmp_path / "real.xlsx"
    write_table(make_patients(120, random_state=0), real)
    folder = tmp_path / "pack"
    run("publish", real, "--target", "readmitted", "--pack", folder)
    assert {"synthetic.csv", "synthetic.xlsx"} < _names(folder / "release")


@pytest.mark.usefixtures("refused")
def test_a_refusal_leaves_its_report_and_no_table(run, real, tmp_path):
    folder = tmp_path / "pack"
    result = run("publish", real, "--target", "readmitted", "--pack", folder, status=2)
    assert _names(folder) == {"refused", "owner"}
    assert not list(folder.rglob("*.csv"))
    words = " ".join(result.output.split())
    assert "pack/refused and no table" in words
    assert words.rpartition("Error: ")[2].startswith("the release is refused")


@pytest.mark.usefixtures("made")
def test_what_cannot_be_written_is_told_before_anything_is_read(
    run, real, tmp_path, monkeypatch
):
    def reading(*args, **options):
        pytest.fail("the table was read")

    monkeypatch.setattr(publish_command, "open_source", reading)
    (tmp_path / "mine").touch()
    for folder, said in (
        (tmp_path, "is not empty"),
        (tmp_path / "mine", "is a file"),
        (tmp_path / "nowhere" / "pack", "there is no folder"),
        (real, "is a file"),
    ):
        result = run("publish", real, "--pack", folder, status=2)
        assert said in result.output


def test_a_label_that_is_taken_is_told_before_the_work(run, tmp_path, monkeypatch):
    def working(*args, **options):
        pytest.fail("the work began")

    monkeypatch.setattr(publish_command, "publish", working)
    frame = make_patients(120, random_state=0).assign(is_synthetic=0)
    write_table(frame, tmp_path / "real.csv")
    options = ("--pack", tmp_path / "pack", "--label", "column")
    result = run("publish", tmp_path / "real.csv", *options, status=2)
    assert "'is_synthetic' already" in result.output
    assert _names(tmp_path) == {"real.csv"}


def test_a_place_is_needed_and_a_table_goes_with_its_report(tmp_path):
    file = tmp_path / "a"
    with pytest.raises(InputError, match=r"was not said where.*give --pack FOLDER"):
        release_places(None, None, None, None)
    with pytest.raises(InputError, match="--report is missing"):
        release_places(file, None, file, None)
    with pytest.raises(InputError, match="--output is missing"):
        release_places(None, file, None, None)
    with pytest.raises(InputError, match=r"--label column.*leave out --label"):
        release_places(file, file, None, "column")
    places = release_places(None, None, file, "prefix")
    assert (places.files, places.pack, places.label) == (None, file, "prefix")
    check_places(places, [])


def test_the_labels_are_those_of_a_pack():
    assert LABELS == LABELS_OF_PACKS
