"""Tables that the tests share: small, mixed, made here."""

from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from skl_synth import FixedCombinations, Inequality, Sum


def mixed_table(n_rows=200, seed=0):
    """Return a table of every kind of column, and a target that depends on it."""
    rng = np.random.default_rng(seed)
    ward = rng.choice(["A", "B", "C"], n_rows, p=[0.6, 0.3, 0.1])
    age = rng.integers(18, 95, n_rows)
    blood = rng.choice(3, n_rows, p=[0.5, 0.3, 0.2])
    glucose = np.round(rng.normal(90, 15, n_rows) + 0.3 * age, 2)
    glucose[rng.random(n_rows) < 0.1] = np.nan
    frame = pd.DataFrame(
        {
            "age": age,
            "ward": ward,
            "glucose": glucose,
            "smoker": rng.choice(["No", "Yes"], n_rows),
            "flag": rng.integers(0, 2, n_rows),
            "blood_a": (blood == 0).astype(int),
            "blood_b": (blood == 1).astype(int),
            "blood_o": (blood == 2).astype(int),
            "weight": rng.normal(70, 12, n_rows),
            "site": "north",
        }
    )
    risk = (age - 50) / 15 + (ward == "C") * 1.5 + rng.normal(0, 1, n_rows)
    target = pd.Series((risk > np.quantile(risk, 0.75)).astype(int), name="died")
    return frame, target


@st.composite
def tables(draw, min_rows=8, max_rows=60):
    """Draw a table of a few columns of random kinds, and a target of 2 or 3 classes."""
    n_rows = draw(st.integers(min_rows, max_rows))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    frame = draw(frames(n_rows, rng))
    n_classes = draw(st.integers(2, 3))
    classes = np.r_[np.arange(n_classes).repeat(2), rng.integers(0, n_classes, n_rows)]
    target = rng.permutation(classes[:n_rows])
    labels, dtype = draw(st.sampled_from(LABELS))
    return frame, pd.Series([labels[i] for i in target], dtype=dtype, name="target")


@st.composite
def frames(draw, n_rows, rng):
    """Draw a table of a few columns of random kinds, without a target."""
    kinds = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=6))
    columns = {}
    for place, kind in enumerate(kinds):
        made = COLUMNS[kind](rng, n_rows)
        if isinstance(made, dict):
            columns |= {f"g{place}_{name}": values for name, values in made.items()}
        else:
            columns[f"{kind}{place}"] = made
    return pd.DataFrame(columns)


@st.composite
def ruled_tables(draw):
    """Draw a table whose columns depend on one another, and the rules they keep."""
    n_rows = draw(st.integers(12, 60))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    start = np.datetime64("2021-03-01") + rng.integers(0, 400, n_rows)
    region = rng.integers(0, 3, n_rows)
    a = np.round(rng.gamma(2, 20, n_rows), 2)
    b = _with_missing(rng, pd.Series(rng.integers(0, 9, n_rows).astype(float)))
    frame = pd.DataFrame(
        {
            "start": pd.Series(start).astype("M8[ns]"),
            "end": pd.Series(start + rng.integers(0, 30, n_rows)).astype("M8[s]"),
            "region": np.array(["N", "S", "W"])[region],
            "district": [
                f"d{3 * i + j}"
                for i, j in zip(region, start.astype(int) % 3, strict=True)
            ],
            "a": a,
            "b": b,
            "total": np.round(a + b, 2),
            "other": rng.normal(size=n_rows),
        }
    )
    rules = [
        Inequality("start", "<=", "end"),
        FixedCombinations("region", "district"),
        Sum("total", ["a", "b"]),
    ]
    target = pd.Series(np.arange(n_rows) % 2, name="target")
    chosen = draw(st.lists(st.sampled_from(rules), min_size=1, unique_by=str))
    return frame, target, chosen


LABELS = [
    ([0, 1, 2], "int64"),
    ([0, 1, 2], "Int64"),
    (["a", "b", "c"], "str"),
    (["a", "b", "c"], "string"),
    (["a", "b", "c"], pd.CategoricalDtype(["c", "b", "a"], ordered=True)),
    ([True, False, True], "bool"),
    ([True, False, True], "boolean"),
]


def _with_missing(rng, values):
    return values.mask(pd.Series(rng.random(len(values)) < 0.2))


def _one_hot(rng, n_rows):
    level = rng.integers(0, 3, n_rows)
    return {name: (level == i).astype(int) for i, name in enumerate("xyz")}


def _one_hot_gaps(rng, n_rows):
    columns = pd.DataFrame(_one_hot(rng, n_rows)).astype(float)
    gone = rng.random(n_rows) < 0.2
    return {name: column.mask(gone) for name, column in columns.items()}


def _days(rng, n_rows):
    return pd.Series(np.datetime64("2019-12-01") + rng.integers(0, 900, n_rows))


def _minutes(rng, n_rows):
    # Around the night on which the clocks change, where minutes are left out.
    return np.datetime64("2021-03-27T20:00", "m") + rng.integers(0, 900, n_rows)


COLUMNS = {
    "money": lambda rng, n: np.round(rng.lognormal(3, 1, n), 2),
    "noisy": lambda rng, n: np.round(rng.lognormal(3, 1, n), 2) * 0.2,
    "full": lambda rng, n: rng.normal(size=n),
    "count": lambda rng, n: rng.poisson(3, n),
    "spike": lambda rng, n: np.where(rng.random(n) < 0.9, 0, rng.poisson(9, n)),
    "tail": lambda rng, n: np.round(np.exp(rng.normal(3, 3, n))),
    "huge": lambda rng, n: rng.normal(size=n) * 1e149,
    "tiny": lambda rng, n: rng.integers(0, 9, n) * 1e-300,
    "small": lambda rng, n: rng.integers(-100, 100, n).astype(np.int8),
    "sparse": lambda rng, n: pd.arrays.SparseArray(rng.poisson(0.5, n)),
    "nullable": lambda rng, n: _with_missing(
        rng, pd.Series(rng.integers(0, 50, n), dtype="Int64")
    ),
    "gaps": lambda rng, n: _with_missing(
        rng, pd.Series(np.round(rng.normal(size=n), 1))
    ),
    "float32": lambda rng, n: rng.normal(size=n).astype(np.float32),
    "decimal": lambda rng, n: pd.Series(
        [Decimal(f"{value:.2f}") for value in rng.normal(50, 9, n)], dtype=object
    ),
    "numbertext": lambda rng, n: _with_missing(
        rng, pd.Series([f"{value:.1f}" for value in rng.normal(50, 9, n)])
    ),
    "bool": lambda rng, n: rng.random(n) < 0.3,
    "boolean": lambda rng, n: _with_missing(
        rng, pd.Series(rng.random(n) < 0.3, dtype="boolean")
    ),
    "yesno": lambda rng, n: rng.choice(["No", "Yes"], n),
    "text": lambda rng, n: rng.choice(["red", "green", "blue"], n),
    "string": lambda rng, n: pd.Series(
        rng.choice(["red", "green", "blue"], n), dtype="string"
    ),
    "textgaps": lambda rng, n: _with_missing(
        rng, pd.Series(rng.choice(["1st", "2nd", "1-5"], n))
    ),
    "postcode": lambda rng, n: rng.choice(["01234", "00501", "94105"], n),
    "category": lambda rng, n: pd.Categorical(
        rng.choice(["lo", "mid", "hi"], n), categories=["lo", "mid", "hi", "unused"]
    ),
    "ordered": lambda rng, n: _with_missing(
        rng,
        pd.Series(
            pd.Categorical(
                rng.choice(list("acde"), n), categories=list("abcdef"), ordered=True
            )
        ),
    ),
    "day": lambda rng, n: _days(rng, n).astype("M8[s]"),
    "daygaps": lambda rng, n: _with_missing(rng, _days(rng, n).astype("M8[ns]")),
    "moment": lambda rng, n: _minutes(rng, n).astype("M8[us]"),
    "zoned": lambda rng, n: pd.Series(
        pd.DatetimeIndex(_minutes(rng, n).astype("M8[s]"))
        .tz_localize("UTC")
        .tz_convert("Europe/London")
    ),
    "date": lambda rng, n: _days(rng, n).dt.date,
    "datetext": lambda rng, n: _with_missing(
        rng, _days(rng, n).dt.strftime("%d/%m/%Y")
    ),
    "month": lambda rng, n: _days(rng, n).dt.to_period("M"),
    "span": lambda rng, n: pd.Series(rng.integers(0, 999, n).astype("m8[s]")),
    "constant": lambda _, n: np.full(n, 4.5),
    "nothing": lambda _, n: pd.Series([pd.NaT] * n),
    "onehot": _one_hot,
    "onehotgaps": _one_hot_gaps,
}
