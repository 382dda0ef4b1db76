"""Special and missing values stand as often in what a filter leaves as in the table."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputWarning


def panel(blank, n=500, decimals=1):
    """Five values that are all there or all absent: rows without them are alike."""
    rng = np.random.default_rng(2)
    risk = rng.normal(size=n)
    X = pd.DataFrame(
        {
            "age": np.round(50 + 12 * rng.normal(size=n), decimals),
            "sex": rng.choice(["m", "f"], n),
        }
    )
    absent = rng.random(n) < 0.3
    for name in ("na", "k", "crp", "hb", "alt"):
        X[name] = np.where(absent, blank, np.round(9 + risk + rng.normal(size=n), 2))
    y = pd.Series((risk + rng.normal(size=n) > 0.5).astype(int), name="ill")
    return X, y, absent.mean()


@pytest.mark.parametrize("blank", [np.nan, -1.0])
@pytest.mark.parametrize("duplicates", ["all", "excess"])
def test_rates_are_kept(blank, duplicates):
    X, y, rate = panel(blank)
    special = None if np.isnan(blank) else {name: [blank] for name in X.columns[2:]}
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(),
        duplicates=duplicates,
        mode="replace",
        encoder=TableEncoder(special_values=special),
        random_state=0,
    )
    X_new, y_new = synthesizer.fit_resample(X, y)
    found = X_new["crp"].isna() if special is None else X_new["crp"] == blank
    assert found.mean() == pytest.approx(rate, abs=0.05)
    assert synthesizer.nearest_real(X_new)[0].min() > 1e-3 or duplicates == "excess"
    assert not X_new.assign(ill=y_new).duplicated().any() or duplicates == "excess"


def test_it_is_said_with_figures_where_they_cannot_be():
    X, y, _ = panel(np.nan, 300, decimals=-1)
    synthesizer = ProximityFilter(TypeAwareSMOTE(), mode="replace", random_state=0)
    with pytest.warns(InputWarning, match=r"'\(missing\)' in class . \d+.*→.*excess"):
        synthesizer.fit_resample(X, y)


def test_few_rows_that_cannot_be_had_are_named_though_it_might_be_chance():
    rng = np.random.default_rng(1)
    X = pd.DataFrame(
        {"age": rng.integers(20, 80, 200), "lab": rng.random(200).round(2)}
    )
    X.loc[rng.random(200) < 0.25, "lab"] = np.nan
    y = pd.Series(rng.integers(0, 2, 200), name="ill")
    synthesizer = ProximityFilter(TypeAwareSMOTE(), mode="replace", random_state=0)
    with pytest.warns(InputWarning, match=r"lab '\(missing\)'"):
        X_new, _ = synthesizer.fit_resample(X, y)
    # Far more than without regard to it, which left a third of them.
    assert X_new["lab"].isna().mean() > 0.6 * X["lab"].isna().mean()
