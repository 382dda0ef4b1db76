"""Evaluate writes figures and a page, each by the ending of its name."""

import json
import stat

import pytest
from click.testing import CliRunner

from skl_synth.cli import main
from skl_synth.cli.evaluation_files import evaluation_files
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError


def test_the_ending_says_what_is_written(tmp_path):
    page, figures = tmp_path / "a.html", tmp_path / "a.json"
    assert evaluation_files(None, page) == (None, page)
    assert evaluation_files(figures, page) == (figures, page)
    assert evaluation_files(None, figures) == (figures, None)
    assert list(evaluation_files(None, None).given()) == []


def test_figures_asked_for_twice_are_refused(tmp_path):
    with pytest.raises(InputError, match="both hold the figures"):
        evaluation_files(tmp_path / "a.json", tmp_path / "b.JSON")


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.html.gz"])
def test_another_ending_is_refused(tmp_path, name):
    with pytest.raises(InputError, match=r"ends in \.html"):
        evaluation_files(None, tmp_path / name)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Real rows, and others that stand for synthetic ones."""
    folder = tmp_path_factory.mktemp("files")
    X, y = make_patients(160, random_state=0, return_X_y=True)
    table = X.drop(columns="patient_id").assign(readmitted=y)
    table[::2].to_csv(folder / "real.csv", index=False)
    table[1::2].to_csv(folder / "new.csv", index=False)
    return folder


def run(files, *more):
    given = ["evaluate", str(files / "real.csv"), "--target", "readmitted", "--seed=0"]
    given += ["--synthetic", str(files / "new.csv")]
    return CliRunner().invoke(main, [*given, *map(str, more)])


def test_a_page_and_figures_are_written_for_their_owner(files, tmp_path):
    page, figures = tmp_path / "page.html", tmp_path / "figures.json"
    found = run(files, "--report", page, "--json", figures)
    assert found.exit_code == 0, found.output
    assert f"Wrote {figures} and {page}" in found.output.replace("\n", " ")
    text = page.read_text(encoding="utf-8")
    assert "Evaluation of new.csv" in text
    assert "Utility and privacy were not measured" in text
    assert json.loads(figures.read_text())["figures"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in (page, figures)} == {0o600}


def test_a_page_never_takes_the_place_of_a_table(files):
    before = (files / "real.csv").read_bytes()
    (files / "link.html").hardlink_to(files / "real.csv")
    found = run(files, "--report", files / "link.html")
    assert found.exit_code != 0
    assert "never overwritten" in found.output
    assert (files / "real.csv").read_bytes() == before
