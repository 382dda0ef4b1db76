"""Over many tables of other people, intervals hold nought as often as they say."""

from functools import cache

import numpy as np
import pytest

from skl_synth.datasets import make_patients
from skl_synth.evaluation.privacy.run_attacks import run_attacks
from skl_synth.evaluation.tables import read_real, read_tables

N, N_SEEDS = 250, 20

METRICS = (
    "singling_out_one_column",
    "singling_out_several_columns",
    "linkability",
    "inference",
    "copied_above_control",
    "rare_combination_above_control",
)


@cache
def figures():
    """Value and ends of each figure, by seed."""
    found = {metric: [] for metric in METRICS}
    attacks = ("singling_out", "linkability", "inference", "copies")
    for seed in range(N_SEEDS):
        X, y = make_patients(3 * N, random_state=seed, return_X_y=True)
        X = X.drop(columns="patient_id")
        members, control, others = (
            (X[k::3].reset_index(drop=True), y[k::3].reset_index(drop=True))
            for k in range(3)
        )
        tables = read_tables(read_real(*members), members, others, control)
        rng = np.random.RandomState(seed)
        lines = run_attacks(tables, rng=rng, attacks=attacks).figures
        of_table = lines[lines["scope"] == "table"].set_index("metric")
        for metric in METRICS:
            found[metric].append(of_table.loc[metric, ["value", "low", "high"]])
    return {metric: np.array(lines, dtype=float) for metric, lines in found.items()}


@pytest.mark.parametrize("metric", METRICS)
def test_other_people_are_no_risk(metric):
    value, low, high = figures()[metric].T
    assert np.mean((low <= 0) & (high >= 0)) >= 0.85
    assert abs(value.mean()) < 3 * value.std() / np.sqrt(N_SEEDS) + 0.005
