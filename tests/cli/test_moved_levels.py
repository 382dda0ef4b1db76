"""Shares of levels that moved are shown, and what keeps them."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder
from skl_synth.cli.moved_levels import moved_levels

rng = np.random.default_rng(0)
REAL = pd.DataFrame(
    {
        "ward": rng.choice(["A", "B", "C"], 600, p=[0.6, 0.3, 0.1]),
        "age": rng.integers(20, 90, 600).astype(str),
        "sex": rng.choice(["f", "m"], 600),
    }
)
REAL.loc[:119, "age"] = "90+"
SCHEMA = TableEncoder().fit(REAL).schema_


def test_levels_and_special_values_that_moved_are_found():
    other = REAL.sample(600, replace=True, random_state=0).reset_index(drop=True)
    assert moved_levels(SCHEMA, REAL, other) == []
    other.loc[other["ward"] == "B", "ward"] = "A"
    other.loc[other["age"] == "90+", "age"] = "88"
    found = moved_levels(SCHEMA, REAL, other)
    assert {(one.column, one.level) for one in found} == {
        *[("ward", "A"), ("ward", "B"), ("age", "90+")]
    }
    assert found[0].synthetic == pytest.approx((other["ward"] == found[0].level).mean())


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_a_code_of_many_levels_is_ruined_with_a_word(run, tmp_path):
    codes = [f"G{i:04d}" for i in rng.integers(0, 900, 700)]
    table = pd.DataFrame({"snomed_group": codes})
    table.loc[rng.random(700) < 0.15, "snomed_group"] = "G0001"
    table["age"] = rng.integers(20, 90, 700)
    table["ill"] = rng.choice(["no", "yes"], 700)
    source, out = tmp_path / "codes.csv", tmp_path / "out.csv"
    table.to_csv(source, index=False)
    kinds = tmp_path / "kinds.json"
    kinds.write_text('{"snomed_group": "category"}')
    given = ("generate", source, "--target", "ill", "--output", out, "--kinds", kinds)
    said = run(*given, "--seed", 0).output
    assert "Shares that moved" in said
    assert "--method cart keeps such shares" in " ".join(said.split())
    said = run(*given, "--seed", 0, "--method", "cart").output
    assert "Shares that moved" not in said
