"""Tables that the tests share: small, mixed, made here."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st


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
    kinds = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=6))
    columns = {}
    for place, kind in enumerate(kinds):
        made = COLUMNS[kind](rng, n_rows)
        if isinstance(made, dict):
            columns |= {f"g{place}_{name}": values for name, values in made.items()}
        else:
            columns[f"{kind}{place}"] = made
    n_classes = draw(st.integers(2, 3))
    classes = np.r_[np.arange(n_classes).repeat(2), rng.integers(0, n_classes, n_rows)]
    labels = draw(st.sampled_from([[0, 1, 2], ["a", "b", "c"], [True, False, 7]]))
    target = [labels[code] for code in rng.permutation(classes[:n_rows])]
    if labels[2] == 7:
        target = [bool(label) for label in target]
    return pd.DataFrame(columns), pd.Series(target, name="target")


def _with_missing(rng, values):
    return values.mask(pd.Series(rng.random(len(values)) < 0.2))


def _one_hot(rng, n_rows):
    level = rng.integers(0, 3, n_rows)
    return {name: (level == i).astype(int) for i, name in enumerate("xyz")}


COLUMNS = {
    "money": lambda rng, n: np.round(rng.lognormal(3, 1, n), 2),
    "full": lambda rng, n: rng.normal(size=n),
    "count": lambda rng, n: rng.poisson(3, n),
    "small": lambda rng, n: rng.integers(-100, 100, n).astype(np.int8),
    "nullable": lambda rng, n: _with_missing(
        rng, pd.Series(rng.integers(0, 50, n), dtype="Int64")
    ),
    "gaps": lambda rng, n: _with_missing(
        rng, pd.Series(np.round(rng.normal(size=n), 1))
    ),
    "float32": lambda rng, n: rng.normal(size=n).astype(np.float32),
    "bool": lambda rng, n: rng.random(n) < 0.3,
    "yesno": lambda rng, n: rng.choice(["No", "Yes"], n),
    "text": lambda rng, n: rng.choice(["red", "green", "blue"], n),
    "textgaps": lambda rng, n: _with_missing(
        rng, pd.Series(rng.choice(["1st", "2nd", "1-5"], n))
    ),
    "category": lambda rng, n: pd.Categorical(
        rng.choice(["lo", "mid", "hi"], n), categories=["lo", "mid", "hi", "unused"]
    ),
    "constant": lambda _, n: np.full(n, 4.5),
    "onehot": _one_hot,
}
