"""Releases of which it is known whether they may be published.

Planted ones hold something of real people; honest ones were made from others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors

from skl_synth import BaseSynthesizer, Generator, RefusedReleaseError, publish
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.table.rows import without_parents

SIZE_OF_SMALL_CLASS = {"class of 25": 25, "class of 50": 50}
"""People of the smallest class where only these are disclosed, by how a kind begins."""

LEAST_OF_CLASS = 60
"""People of the smallest class else: with fewer than 40 a table is refused at once."""

COARSE = {
    "age": [-1, 40, 60, 75, 200],
    "bmi": [-1, 24, 30, 999],
    "glucose": [-1, 6, 9, 999],
    "length_of_stay": [-1, 2, 5, 999],
}
"""Ends of the ranges of a coarse table, in which people often share a row."""

HONEST_SIZES = (200, 500, 1000, 2000, 5000)


class Planted(NamedTuple):
    """What a release is planted into: real people, strangers, and their classes."""

    real: pd.DataFrame
    labels: np.ndarray
    strangers: pd.DataFrame
    classes: np.ndarray
    outlying: np.ndarray
    rng: np.random.RandomState


Plant = Callable[[Planted], pd.DataFrame]


def population(n: int, seed: int, *, coarse: bool = False) -> tuple[Any, Any]:
    """Simulate people.

    Parameters
    ----------
    n : int
        How many.
    seed : int
        Seed.
    coarse : bool, default=False
        Whether numbers are given as ranges.

    Returns
    -------
    X, y : DataFrame, Series
        A table and its target.
    """
    X, y = make_patients(n, random_state=seed, return_X_y=True)
    X = X.drop(columns="patient_id")
    if coarse:
        ranges = {
            name: pd.cut(X[name].fillna(0), ends, labels=False).astype(int)
            for name, ends in COARSE.items()
        }
        X = X.assign(**ranges)
    return X, y


def _put(planted: Planted, rows: np.ndarray, changed: pd.DataFrame) -> pd.DataFrame:
    """Put real people in the places of strangers of their classes."""
    made = planted.strangers.astype(object)
    for label in np.unique(planted.classes):
        own = np.flatnonzero(planted.labels[rows] == label)
        places = planted.rng.permutation(np.flatnonzero(planted.classes == label))
        places, own = places[: len(own)], own[: len(places)]
        made.iloc[places] = changed.iloc[own].to_numpy()
    return made.astype(planted.strangers.dtypes)


def _one_changed(planted: Planted, rows: np.ndarray) -> pd.DataFrame:
    """Give each of some real rows one value of somebody else of the class."""
    changed = planted.real.iloc[rows].reset_index(drop=True).astype(object)
    for place, row in enumerate(rows):
        alike = np.flatnonzero(planted.classes == planted.labels[row])
        column = planted.rng.randint(changed.shape[1])
        values = planted.strangers.iloc[alike, column]
        other = values[values != changed.iloc[place, column]].to_numpy()
        if len(other):
            changed.iloc[place, column] = other[planted.rng.randint(len(other))]
    return changed


def _some(planted: Planted, share: float) -> np.ndarray:
    n = len(planted.real)
    return planted.rng.permutation(n)[: round(share * n)]


def _smallest(planted: Planted) -> np.ndarray:
    labels, counts = np.unique(planted.labels, return_counts=True)
    return np.flatnonzero(planted.labels == labels[counts.argmin()])


def _verbatim(share: float) -> Plant:
    def plant(planted: Planted) -> pd.DataFrame:
        rows = _some(planted, share)
        return _put(planted, rows, planted.real.iloc[rows])

    return plant


def _changed(choose: Callable[[Planted], np.ndarray]) -> Plant:
    def plant(planted: Planted) -> pd.DataFrame:
        rows = choose(planted)
        return _put(planted, rows, _one_changed(planted, rows))

    return plant


def _moved(planted: Planted, rows: np.ndarray) -> pd.DataFrame:
    """Move the numbers of real rows by a twentieth of their spread."""
    moved = planted.real.iloc[rows].copy()
    for name in moved.select_dtypes("number"):
        values = planted.real[name]
        if values.nunique() > 10:
            step = 0.05 * values.std() * planted.rng.normal(size=len(moved))
            decimals = 0 if (values.dropna() % 1 == 0).all() else 1
            new = (moved[name] + step).round(decimals)
            moved[name] = new.clip(values.min(), values.max())
    return moved


def _jittered(planted: Planted) -> pd.DataFrame:
    rows = _some(planted, 1.0)
    return _put(planted, rows, _moved(planted, rows))


def _duplicated(planted: Planted) -> pd.DataFrame:
    """A tenth of the people twice, each time with another value changed."""
    rows = np.repeat(_some(planted, 0.1), 2)
    return _put(planted, rows, _one_changed(planted, rows))


def _memorised(planted: Planted) -> pd.DataFrame:
    rows = _smallest(planted)
    return _put(planted, rows, _moved(planted, rows))


def _avoided(planted: Planted) -> pd.DataFrame:
    """People none of whom shares a row with a real one: who is missing was there."""
    known = set(planted.real.astype(str).agg("|".join, axis=1))
    kept = []
    for label, n in zip(*np.unique(planted.classes, return_counts=True), strict=True):
        X, y = population(60 * n, planted.rng.randint(2**31 - 1), coarse=True)
        X = X[planted.strangers.columns][y.to_numpy() == label]
        X = X[~X.astype(str).agg("|".join, axis=1).isin(known)]
        kept.append(X.iloc[np.resize(np.arange(len(X)), n)])
    made = pd.concat(kept, ignore_index=True)
    order = np.argsort(np.argsort(planted.classes, kind="stable"), kind="stable")
    return made.iloc[order].reset_index(drop=True)


PLANTED: dict[str, Plant] = {
    "verbatim": _verbatim(1.0),
    "20 % verbatim": _verbatim(0.2),
    "one column changed": _changed(lambda one: _some(one, 1.0)),
    "20 %, one column changed": _changed(lambda one: _some(one, 0.2)),
    "class of 25, one column changed": _changed(_smallest),
    "class of 50, one column changed": _changed(_smallest),
    "outliers, one column changed": _changed(lambda one: one.outlying),
    "smallest class, one column changed": _changed(_smallest),
    "jittered": _jittered,
    "duplicated people": _duplicated,
    "one class memorised": _memorised,
    "copies dropped, coarse": _avoided,
}


def _independent(planted: Planted) -> pd.DataFrame:
    """Each column of the strangers on its own, within each class."""
    made = planted.strangers.copy()
    for label in np.unique(planted.classes):
        rows = np.flatnonzero(planted.classes == label)
        for place in range(made.shape[1]):
            drawn = made.iloc[planted.rng.permutation(rows), place].to_numpy()
            made.iloc[rows, place] = drawn
    return made


def _smoothed(planted: Planted) -> pd.DataFrame:
    """Strangers drawn with replacement, and moved a little."""
    others = planted._replace(real=planted.strangers, labels=planted.classes)
    drawn = [
        planted.rng.choice(np.flatnonzero(planted.classes == label), size=1)[0]
        for label in planted.classes
    ]
    made = _moved(others, np.array(drawn)).reset_index(drop=True)
    return made.astype(planted.strangers.dtypes)


HONEST: dict[str, Plant] = {
    "other people": lambda one: one.strangers,
    "independent columns": _independent,
    "smoothed bootstrap": _smoothed,
    "other people, coarse": lambda one: one.strangers,
}


class _RealRows(Generator):
    """Holds the real rows, from which something is planted."""

    def learn(self, real: Any, rng: np.random.RandomState) -> None:
        self.real = real

    def draw(self, request: Any, rng: np.random.RandomState) -> Any:
        places = np.arange(len(self.real))
        return without_parents(self.real.rows.take(places), self.real.target.encoded)


class Planting(BaseSynthesizer):
    """Releases strangers, with what is planted among them.

    Parameters
    ----------
    kind : str
        A key of `PLANTED` or `HONEST`.
    random_state : int
        Seed.
    """

    def __init__(
        self,
        kind: str = "verbatim",
        *,
        mode: str = "replace",
        encoder: Any = None,
        random_state: Any = None,
    ) -> None:
        super().__init__(mode=mode, encoder=encoder, random_state=random_state)
        self.kind = kind

    def make_generator(self) -> Generator:
        """Make what holds the real rows."""
        return _RealRows()

    def sample(self, n_samples: Any = None, random_state: Any = None) -> tuple:
        """Draw strangers, and plant real people among them."""
        rng = np.random.RandomState(random_state)
        real = self.table_.decode(self.table_.rows)
        labels = self.target_.classes[self.target_.groups]
        strangers, y = _strangers(n_samples, real, rng, coarse="coarse" in self.kind)
        away = NearestNeighbors(n_neighbors=6).fit(self.table_.matrix())
        sparsity = away.kneighbors(self.table_.matrix())[0][:, -1]
        outlying = np.flatnonzero(sparsity >= np.quantile(sparsity, 0.9))
        given = Planted(real, labels, strangers, y.to_numpy(), outlying, rng)
        made = {**PLANTED, **HONEST}[self.kind](given)[real.columns]
        # As any synthesizer restores them: no row is refused for its decimals.
        rows = self.table_.snap(self.table_.encode(made.reset_index(drop=True)))
        return self.table_.decode(rows), y


def _strangers(
    counts: dict[Any, int],
    real: pd.DataFrame,
    rng: np.random.RandomState,
    *,
    coarse: bool,
) -> tuple[Any, Any]:
    """Other people, as many of each class, in the ranges and levels of real ones."""
    n = 6 * sum(counts.values()) + 40 * max(counts.values())
    X, y = population(min(n, 60_000), rng.randint(2**31 - 1), coarse=coarse)
    X = X[real.columns]
    is_valid = np.ones(len(X), dtype=bool)
    for name, values in real.items():
        if values.dtype.kind in "iuf":
            is_valid &= X[name].isna() | X[name].between(values.min(), values.max())
        else:
            is_valid &= X[name].isna() | X[name].isin(values.dropna().unique())
    X, y = X[is_valid], y[is_valid]
    drawn = [np.flatnonzero(y == label)[:k] for label, k in counts.items()]
    rows = rng.permutation(np.concatenate(drawn))
    strangers = X.iloc[rows].reset_index(drop=True).astype(real.dtypes)
    return strangers, y.iloc[rows].reset_index(drop=True)


def planted_table(kind: str, n: int, seed: int) -> tuple[Any, Any]:
    """Real people, of whom in some kinds few are of the smallest class."""
    X, y = population(6 * n, seed, coarse="coarse" in kind)
    n_small = SIZE_OF_SMALL_CLASS.get(kind.partition(",")[0])
    if n_small is None:
        n_small = max(LEAST_OF_CLASS, round(n * y.mean()))
    small = np.flatnonzero(y == 1)[:n_small]
    rows = np.sort(np.r_[np.flatnonzero(y == 0)[: n - len(small)], small])
    return X.iloc[rows].reset_index(drop=True), y.iloc[rows].reset_index(drop=True)


def releases(repeats: int, kinds: list[str] | None) -> Iterator[tuple[str, int, int]]:
    """List what is released: kind, people, and seed.

    Parameters
    ----------
    repeats : int
        Of each planted kind.
    kinds : list of str or None
        The kinds; None for all.

    Yields
    ------
    (str, int, int)
        Kind, number of people, seed.
    """
    for kind in PLANTED:
        for seed in range(repeats):
            if kinds is None or kind in kinds:
                yield kind, (300, 600, 1000, 2000)[seed % 4], seed
    for kind in HONEST:
        for seed, n in enumerate(HONEST_SIZES):
            if kinds is None or kind in kinds:
                yield kind, n, 100 + seed


def alarms(repeats: int, kinds: list[str] | None) -> None:
    """Judge each release by all gates, and count the mistakes.

    Parameters
    ----------
    repeats : int
        Of each planted kind.
    kinds : list of str or None
        The kinds; None for all.
    """
    wrong = {"missed": [0, 0], "false alarms": [0, 0]}
    for kind, n, seed in releases(repeats, kinds):
        is_due = kind in PLANTED
        start = time.perf_counter()
        closed = _closed(kind, n, seed)
        count = wrong["missed" if is_due else "false alarms"]
        count[0] += bool(closed) != is_due
        count[1] += 1
        mark = "" if bool(closed) == is_due else "WRONG"
        seconds = time.perf_counter() - start
        found = "; ".join(closed) or "published"
        print(f"{kind:36} {n:5} {seconds:6.1f} s  {mark:5} {found}", flush=True)
    for name, (n_wrong, n_all) in wrong.items():
        print(f"{name}: {n_wrong} of {n_all}")


def _closed(kind: str, n: int, seed: int) -> list[str]:
    """The gates that are closed; none if the release is published."""
    X, y = planted_table(kind, n, seed)
    maker = Planting(kind)
    options = {"folds": min(5, n // 60), "sections": [], "random_state": seed}
    try:
        publish(X, y, synthesizer=maker, **options)
    except RefusedReleaseError as refused:
        gates = [gate for gate in refused.report.gates if not gate.passed]
        return [f"{gate.name} on {gate.where} {gate.figure:.3g}" for gate in gates]
    except InputError as error:
        return [str(error)]
    return []
