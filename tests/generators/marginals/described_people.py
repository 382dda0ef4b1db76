"""People whose table a dictionary describes, and noise that can be played again."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from skl_synth.generators.marginals import ledger
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.read_by import read_by


def number(name, low, high, decimals=0, *, required=True):
    """Describe a number; without decimals (None) in full precision."""
    bounds = {"minimum": low, "maximum": high, "required": required}
    if decimals == 0:
        return {"name": name, "type": "integer", "constraints": bounds}
    ours = {} if decimals is None else {"skl_synth": {"decimals": decimals}}
    return {"name": name, "type": "number", "constraints": bounds, **ours}


def levels(name, *values, kind=None, required=True):
    """Describe a column of levels."""
    ours = {"skl_synth": {"kind": kind}} if kind else {}
    return {
        "name": name,
        "constraints": {"enum": list(values), "required": required},
        **ours,
    }


def of_group(name, group):
    """Describe a column of a one-hot group."""
    return {"name": name, "skl_synth": {"kind": "one_hot", "group": group}}


WARDS = tuple("ABCDEFGHIJKL")

FIELDS = {
    "age": [number("age", 0, 110, required=False)],
    "dose": [number("dose", -5, 500, 1)],
    "weight": [number("weight", 0, 200, None)],
    "income": [number("income", 0, 200_000)],
    "born": [
        {
            "name": "born",
            "type": "date",
            "constraints": {"minimum": "1920-01-01", "maximum": "2025-12-31"},
        }
    ],
    "sex": [levels("sex", "f", "m", "x", required=False)],
    "smoker": [levels("smoker", "no", "yes")],
    "ward": [levels("ward", *WARDS)],
    "stage": [levels("stage", "I", "II", "III", "IV", kind="ordinal")],
    "blood": [of_group(f"blood_{one}", "blood") for one in "abo"],
    "died": [levels("died", "no", "yes", "lost")],
    "cost": [number("cost", 0, 9_999, 2)],
}
"""Fields by the column, or one-hot group, that they describe."""


def described(*names, target=None):
    """Describe columns, and a target."""
    wanted = [*names, *([] if target is None else [target])]
    fields = [field for name in wanted for field in FIELDS[name]]
    ours = {} if target is None else {"target": target}
    return DataDictionary.read({"fields": fields, "skl_synth": ours})


def people(n_rows, seed=0):
    """Make a table of all columns that can be described."""
    rng = np.random.default_rng(seed)
    days = pd.to_timedelta(rng.integers(0, 30_000, n_rows), unit="D")
    blood = rng.integers(0, 3, n_rows)
    frame = pd.DataFrame(
        {
            "age": rng.integers(0, 111, n_rows).astype(float),
            "dose": np.round(rng.uniform(-5, 500, n_rows), 1),
            "weight": rng.uniform(0, 200, n_rows),
            "income": rng.integers(0, 200_001, n_rows),
            "born": pd.Timestamp("1930-01-01") + days,
            "sex": rng.choice(["f", "m", "x", None], n_rows),
            "smoker": rng.choice(["no", "yes"], n_rows),
            "ward": rng.choice(list(WARDS), n_rows),
            "stage": rng.choice(["I", "II", "III", "IV"], n_rows),
            **{f"blood_{one}": blood == k for k, one in enumerate("abo")},
            "died": rng.choice(["no", "yes", "lost"], n_rows, p=[0.6, 0.3, 0.1]),
            "cost": np.round(rng.uniform(0, 9_999, n_rows), 2),
        }
    )
    frame.loc[rng.random(n_rows) < 0.2, "age"] = np.nan
    return frame


def associated(n_rows, seed=0):
    """People whose columns and classes go together."""
    rng = np.random.default_rng(seed)
    frame = people(n_rows, seed)
    sick = rng.random(n_rows) < 0.3
    frame["died"] = np.where(sick, "yes", "no")
    frame["age"] = np.clip(np.rint(rng.normal(50 + 15 * sick, 12)), 0, 110)
    frame["smoker"] = np.where(rng.random(n_rows) < 0.2 + 0.5 * sick, "yes", "no")
    ward = np.clip(frame["age"] // 10 + rng.integers(0, 2, n_rows), 0, 11)
    frame["ward"] = np.array(list("ABCDEFGHIJKL"))[ward.astype(int)]
    frame["cost"] = np.round(
        np.clip(frame["age"] * 60 + rng.normal(0, 300, n_rows), 0, 9_999), 2
    )
    return frame


def read(frame, *names, target=None, groups=None):
    """Read some columns by their description."""
    columns = [field["name"] for name in names for field in FIELDS[name]]
    return read_as(
        described(*names, target=target),
        frame[columns],
        None if target is None else frame[target],
        groups,
    )


def read_as(dictionary, X, y=None, groups=None):
    """Read a table by a dictionary."""
    return read_by(dictionary, X, y, groups).table


def some_rows(real, places):
    """Take rows of a table that was read; what it may hold stays."""
    places = np.asarray(places, dtype=np.intp)
    target = replace(real.target, encoded=real.target.encoded[places])
    return replace(real, rows=real.rows.take(places), target=target)


class Answers:
    """Noisy answers, kept with what was asked, to be given again.

    The first time noise is drawn from a seed; each time after, the answers of the
    first are given again, whatever the true counts are.
    """

    def __init__(self, seed=0):
        self.rng = np.random.default_rng(seed)
        self.given = []
        self.asked = []

    def again(self):
        """Begin anew with the same answers."""
        other = Answers()
        other.given = self.given
        return other

    def noise(self, counts, *, sensitivity, rho):
        """Stand in for the discrete Gaussian."""
        counts, sigma = np.asarray(counts), sensitivity / np.sqrt(2 * rho)
        noisy = counts + np.rint(self.rng.normal(0, sigma, counts.shape))
        return self._answer("counts", counts, sensitivity, noisy), sigma

    def best(self, scores, *, sensitivity, rho):
        """Stand in for the exponential mechanism."""
        scores, spread = np.asarray(scores), sensitivity / np.sqrt(8 * rho)
        place = int(np.argmax(scores + self.rng.gumbel(0, spread, len(scores))))
        return self._answer("scores", scores, sensitivity, place)

    def _answer(self, kind, true, sensitivity, answer):
        place = len(self.asked)
        self.asked.append((kind, true.copy(), sensitivity))
        if place == len(self.given):
            self.given.append(answer)
        return self.given[place]


@contextmanager
def answered_by(answers):
    """Let a ledger add the noise of given answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "discrete_gaussian", answers.noise)
        patch.setattr(ledger, "noisy_maximum", answers.best)
        yield answers
