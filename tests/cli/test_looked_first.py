"""What publish says before its audit, and in place of it."""

import pytest

from skl_synth.datasets import make_patients
from skl_synth.evaluation import SyntheticEvaluator


@pytest.fixture
def real(tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    # As Ctrl-C when the audit begins.
    monkeypatch.setattr(SyntheticEvaluator, "_fit_table", fail)
    path = tmp_path / "real.csv"
    make_patients(800, random_state=0).to_csv(path, index=False)
    return path


def test_a_first_look_writes_nothing_and_needs_no_output(run, real):
    look = run("publish", real, "--target", "readmitted", "--first-look")
    assert "First look, for you alone:" in look.output
    assert "- May be refused: tables of 800 people reached" in look.output
    assert "- To know: min_tail_count=10 codes" in look.output
    assert "- Each setting that is tried takes about" in look.output
    assert [one.name for one in real.parent.iterdir()] == ["real.csv"]


def test_what_is_refused_at_once_is_worded_for_the_command_line(run, real):
    make_patients(150, random_state=0).to_csv(real, index=False)
    look = run("publish", real, "--target", "readmitted", "--first-look")
    assert "- Will be refused: the table is too small" in look.output
    assert "--folds" in look.output
    assert "takes about" not in look.output


def test_with_a_guarantee_there_is_nothing_to_foresee(run, real):
    refused = ("--first-look", "--epsilon", "1")
    said = run("publish", real, "--target", "readmitted", *refused, status=2)
    assert "with --epsilon no gate decides" in said.output


def test_before_the_audit_a_few_lines_say_what_it_may_refuse(run, real):
    paths = ("--output", real.with_name("o.csv"), "--report", real.with_name("o.json"))
    said = run("publish", real, "--target", "readmitted", *paths, status=130)
    assert "May be refused: tables of 800 people reached" in said.output
    assert "Each setting that is tried takes about" in said.output
    assert "To know" not in said.output
