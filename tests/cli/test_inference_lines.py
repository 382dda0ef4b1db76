"""evaluate --formula: a model on the real table beside the same on synthetic ones."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from skl_synth import TypeAwareCART
from skl_synth.cli import main
from skl_synth.cli.inference_lines import print_inference
from skl_synth.cli.source import open_source
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
        (("--formula", "readmitted ~ nothing"), "'nothing' is not defined"),
        (("--formula", "age ~ sex", "--event", "ward"), "does not say which of its"),
    ],
)
def test_what_cannot_be_asked_is_said_before_the_work(patients, given, message):
    result = run(patients, "--target", "readmitted", *given)
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert "UTILITY" not in result.output


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--formula", "age"), "has no ~ between"),
        (("--event", "died"), "leave out --event"),
        (
            ("--formula", "readmitted ~ age", "--syntheses", "1"),
            "1 is not in the range",
        ),
    ],
)
def test_what_cannot_be_published_is_said_before_the_work(
    patients, tmp_path, given, message
):
    files = ("--output", tmp_path / "out.csv", "--report", tmp_path / "out.json")
    typed = ("publish", patients, "--target", "readmitted", *files, *given)
    result = CliRunner().invoke(main, [*map(str, typed)])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert not (tmp_path / "out.csv").exists()


def test_times_are_explained_by_hazards(tmp_path, capsys):
    rng = np.random.default_rng(0)
    age = rng.integers(20, 90, 200)
    time = rng.exponential(np.exp(-age / 50) * 100).round(1) + 0.1
    died = (rng.random(200) < 0.7).astype(int)
    table = tmp_path / "times.csv"
    pd.DataFrame({"age": age, "time": time, "died": died}).to_csv(table, index=False)
    source = open_source(table, "died")
    print_inference(source, TypeAwareCART(), "time ~ age", 0, "died")
    assert "INFERENCE  time ~ age (cox)" in capsys.readouterr().out
