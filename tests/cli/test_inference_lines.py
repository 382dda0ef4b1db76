"""evaluate --formula: a model on the real table beside the same on synthetic ones."""

import json

import pytest
from click.testing import CliRunner

from skl_synth.cli import main
from skl_synth.datasets import make_patients

pytest.importorskip("statsmodels", reason="no statsmodels")


@pytest.fixture(scope="module")
def patients(tmp_path_factory):
    path = tmp_path_factory.mktemp("formula") / "patients.csv"
    make_patients(250, random_state=0).drop(columns="patient_id").to_csv(
        path, index=False
    )
    return path


def run(*given):
    return CliRunner().invoke(main, ["evaluate", *map(str, given)])


def test_coefficients_are_printed_and_kept(patients, tmp_path):
    figures = tmp_path / "figures.json"
    given = (patients, "--target", "readmitted", "--folds", 2, "--seed", 0)
    result = run(*given, "--formula", "readmitted ~ age", "--json", figures)
    assert result.exit_code == 0, result.output
    assert "INFERENCE  readmitted ~ age (logit)" in result.output
    kept = json.loads(figures.read_text())["inference"]
    assert [one["term"] for one in kept["coefficients"]] == ["Intercept", "age"]
    assert kept["tables"] == 5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--formula", "age"), "has no ~ between"),
        (("--formula", "y ~ age", "--synthetic", "other.csv"), "leave out one of them"),
    ],
)
def test_what_cannot_be_asked_is_said_before_the_work(patients, given, message):
    result = run(patients, "--target", "readmitted", *given)
    assert result.exit_code == 2
    assert message in result.output
