"""Frames cut into partitions, and what comes of them on dask and on one machine."""

import itertools
import warnings
from dataclasses import dataclass

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd


def in_parts(frame, cuts):
    """Cut a frame of pandas into partitions, of which some may be empty."""
    bounds = [0, *sorted(cuts), len(frame)]
    parts = [
        dask.delayed(frame.iloc[start:stop])
        for start, stop in itertools.pairwise(bounds)
    ]
    return dd.from_delayed(parts, meta=frame.iloc[:0], verify_meta=False)


def odd_table(n_rows=150, seed=0):
    """Return a table of most kinds of column, with missing values, and its target."""
    rng = np.random.default_rng(seed)
    begin = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        rng.integers(0, 300, n_rows), "D"
    )
    blood = rng.integers(0, 3, n_rows)
    frame = pd.DataFrame(
        {
            "age": rng.integers(18, 95, n_rows).astype(float),
            "weight": np.round(rng.normal(70, 15, n_rows), 1),
            "score": rng.normal(size=n_rows) * np.exp(rng.normal(size=n_rows)),
            "begin": begin,
            "end": begin + pd.to_timedelta(rng.integers(0, 15, n_rows), "D"),
            "sex": rng.choice(["f", "m"], n_rows),
            "ward": pd.Categorical(
                rng.choice(list("ABC"), n_rows, p=[0.5, 0.3, 0.2]),
            ),
            "smoker": rng.random(n_rows) < 0.3,
            "cell": pd.array(rng.choice(["x", "y", None], n_rows), dtype="string"),
            "cost": np.where(
                rng.random(n_rows) < 0.4,
                0.0,
                np.round(rng.exponential(1000, n_rows), 2),
            ),
            "blood_a": (blood == 0).astype(int),
            "blood_b": (blood == 1).astype(int),
            "blood_o": (blood == 2).astype(int),
        }
    )
    frame.loc[rng.random(n_rows) < 0.1, "weight"] = np.nan
    frame.loc[rng.random(n_rows) < 0.05, "end"] = pd.NaT
    target = pd.Series(
        rng.choice(["no", "yes", "rare"], n_rows, p=[0.6, 0.3, 0.1]), name="died"
    )
    return frame, target


@dataclass
class Outcome:
    """What came of a synthesizer: rows, target, warnings, error."""

    synthesizer: object
    X: object = None
    y: object = None
    told: tuple = ()
    error: str = ""


def outcome_of(synthesizer, X, y, way="fit_resample"):
    """Fit and draw, and keep all that was said."""
    made, error = (None, None), ""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            if way == "fit_resample":
                made = synthesizer.fit_resample(X, y)
            else:
                made = synthesizer.fit(X, y).sample()
        except ValueError as problem:
            error = str(problem)
    made = [one.compute() if hasattr(one, "compute") else one for one in made]
    told = tuple(str(one.message) for one in caught)
    return Outcome(synthesizer, *made, told, error)


def assert_same(on_dask, on_one_machine):
    """Whether both gave the same rows, distances, counts and words."""
    assert on_dask.error == on_one_machine.error
    assert on_dask.told == on_one_machine.told
    if on_one_machine.error:
        return
    assert_same_rows(on_dask.X, on_one_machine.X)
    assert_same_rows(on_dask.y, on_one_machine.y)
    one, other = on_dask.synthesizer, on_one_machine.synthesizer
    assert one.sampling_strategy_ == other.sampling_strategy_
    made, known = one.provenance_, other.provenance_
    np.testing.assert_array_equal(made.parents, known.parents)
    np.testing.assert_array_equal(made.weights, known.weights)
    assert made.diagnostics == known.diagnostics
    if known.distances is not None:
        np.testing.assert_array_equal(made.distances, known.distances)
        np.testing.assert_array_equal(made.nearest, known.nearest)
    pd.testing.assert_frame_equal(one.rules_, other.rules_)


def assert_same_rows(made, known):
    """Whether two frames or series hold the same, in the same types."""
    if known is None:
        assert made is None
    elif isinstance(known, pd.Series):
        pd.testing.assert_series_equal(
            made.reset_index(drop=True), known.reset_index(drop=True)
        )
    else:
        pd.testing.assert_frame_equal(
            made.reset_index(drop=True), known.reset_index(drop=True)
        )
