"""skl-synth evaluate --quasi-identifiers and --secrets."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from skl_synth.cli import main
from skl_synth.datasets import make_patients


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Real rows, others as a release, and others held out."""
    folder = tmp_path_factory.mktemp("files")
    patients = make_patients(240, random_state=0).drop(columns="patient_id")
    patients = patients[["age", "sex", "ward", "emergency", "readmitted"]]
    paths = [folder / f"{name}.csv" for name in ("real", "synthetic", "holdout")]
    for place, path in enumerate(paths):
        patients[80 * place : 80 * (place + 1)].to_csv(path, index=False)
    return paths


def evaluate(real, *options):
    command = ["evaluate", real, "--seed", 0, *options]
    return CliRunner().invoke(main, [str(one) for one in command])


def test_without_a_holdout_it_is_measured_all_the_same(files, tmp_path):
    real, synthetic, _ = files
    figures = tmp_path / "figures.json"
    known = ("--quasi-identifiers", "age,sex", "--secrets", "emergency, readmitted")
    made = ("--synthetic", synthetic, "--json", figures)
    found = evaluate(real, "--target", "readmitted", *made, *known)
    assert found.exit_code == 0, found.output
    assert "repU" in found.output
    assert "an outsider who knows age, sex" in " ".join(found.output.split())
    frame = pd.DataFrame(json.loads(figures.read_text())["figures"])
    named = frame[frame["metric"] == "disclosive_correct"]
    assert {*named["subject"]} == {"", "emergency", "readmitted"}


def test_with_one_it_stands_among_the_attacks(files):
    real, synthetic, holdout = files
    made = ("--synthetic", synthetic, "--holdout", holdout)
    found = evaluate(real, *made, "--quasi-identifiers", "age,sex,ward")
    assert found.exit_code == 0, found.output
    assert "repU, above strangers" in found.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--quasi-identifiers", "age,town"], "'town'"),
        (["--secrets", "town"], "'town'"),
        (["--quasi-identifiers", "readmitted"], "name it with --secrets"),
    ],
)
def test_what_there_is_not_is_refused(files, options, words):
    found = evaluate(files[0], "--target", "readmitted", *options)
    assert found.exit_code == 2
    assert words in found.output
