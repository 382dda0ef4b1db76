"""What the networks learn from a small table: what was planted in it comes back."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareGAN, TypeAwareVAE

pytest.importorskip("torch", reason="the extra neural is not installed")

SYNTHESIZERS = {
    "vae": TypeAwareVAE(mode="replace", random_state=0),
    "gan": TypeAwareGAN(mode="replace", random_state=0),
}
"""As they come."""


def planted_table(n_rows=600):
    """A pressure that depends on the drug, a rare class that is old, a rare level."""
    rng = np.random.default_rng(0)
    died = (rng.random(n_rows) < 0.08).astype(int)
    drug = rng.choice(["none", "low", "high"], n_rows, p=[0.5, 0.44, 0.06])
    level = pd.Series(drug).map({"none": 150, "low": 130, "high": 105}).to_numpy()
    pressure = np.round(level + rng.normal(0, 5, n_rows), 1)
    X = pd.DataFrame(
        {
            "age": np.rint(rng.normal(50 + 25 * died, 8)).astype(int),
            "drug": drug,
            "pressure": pressure,
            "pulse": np.round(200 - pressure + rng.normal(0, 4, n_rows), 1),
            "visits": rng.poisson(1.0, n_rows),
        }
    )
    X.loc[drug == "none", "visits"] = 0
    return X, pd.Series(died, name="died")


@pytest.fixture(scope="module", params=SYNTHESIZERS)
def made(request):
    """Rows of both kinds, made once; warnings are errors, so both converge."""
    X, y = planted_table()
    synthesizer = SYNTHESIZERS[request.param]
    X_new, y_new = synthesizer.fit(X, y).sample(3000)
    return X, y, X_new, y_new


def test_a_number_depends_on_a_category(made):
    X, _, X_new, _ = made
    real = X.groupby("drug")["pressure"].mean()
    means = X_new.groupby("drug")["pressure"].mean()
    assert means["none"] - means["low"] == pytest.approx(20, abs=8)
    assert means["low"] - means["high"] == pytest.approx(25, abs=15)
    assert (means - real).abs().max() < 15


def test_two_numbers_go_together(made):
    X, _, X_new, _ = made
    real = X["pressure"].corr(X["pulse"])
    assert real < -0.9
    assert X_new["pressure"].corr(X_new["pulse"]) < -0.75


def test_a_category_forbids_a_value(made):
    _, _, X_new, _ = made
    without = X_new.loc[X_new["drug"] == "none", "visits"]
    others = X_new.loc[X_new["drug"] != "none", "visits"]
    assert (without == 0).mean() > 0.85
    assert (others == 0).mean() < 0.6


def test_a_rare_class_is_learnt_too(made):
    _, _, X_new, y_new = made
    age = X_new["age"].groupby(y_new).mean()
    assert age[1] - age[0] == pytest.approx(25, abs=8)
    assert y_new.sum() == pytest.approx(0.08 * 3000, abs=60)


def test_a_rare_level_does_not_vanish(made):
    X, _, X_new, _ = made
    share = X_new["drug"].value_counts(normalize=True)
    real = X["drug"].value_counts(normalize=True)
    assert share["high"] > 0.4 * real["high"]
    assert (share - real).abs().max() < 0.12


def test_columns_are_spread_as_the_real_ones(made):
    X, _, X_new, _ = made
    for name in ("age", "pressure", "pulse"):
        assert X_new[name].std() == pytest.approx(X[name].std(), rel=0.25), name
        assert X_new[name].mean() == pytest.approx(X[name].mean(), abs=4), name


def test_rows_are_new(made):
    X, _, X_new, _ = made
    assert len(X_new.drop_duplicates()) > 2500, "the network gives the same row again"
    assert len(X_new.merge(X.drop_duplicates())) < 30
