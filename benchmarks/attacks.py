"""What each attack reaches on each method, beside shadow models; and planted releases.

Run from the root of the repository; ``README.md`` says what the figures mean::

    python -m benchmarks.attacks --data ../shared/data
    python -m benchmarks.attacks --tables "patients 300" --methods release --shadow 64
    python -m benchmarks.attacks --planted
"""

from __future__ import annotations

import argparse
import importlib.util
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from benchmarks.attacks_planted import alarms
from benchmarks.course_tables import TABLES as COURSE
from skl_synth import (
    BaseSynthesizer,
    Generator,
    ProximityFilter,
    TypeAwareCART,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
    privacy_report,
    release_synthesizer,
)
from skl_synth.datasets import make_patients
from skl_synth.table.rows import EncodedRows, without_parents

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

Rows = tuple[pd.DataFrame, pd.Series]

OTHERS = "other people"
"""No method: the rows of people who are neither members nor controls."""

COLUMNS = (
    *("worst", "values", "tracing", "singles", "triples", "reference"),
    *("learned", "density", "distance", "absence"),
)
"""The attacks of which the area is printed, as the audit calls them."""

SMALLEST = "smallest class"


class Sample(NamedTuple):
    """Members, controls, and others, of one population."""

    members: Rows
    controls: Rows
    others: Rows


class _IndependentRows(Generator):
    """Permutes each column within each class."""

    def learn(self, real: Any, rng: np.random.RandomState) -> None:
        self.real = real

    def draw(self, request: Any, rng: np.random.RandomState) -> Any:
        groups, rows = self.real.target.groups, self.real.rows
        drawn = [
            rng.choice(np.flatnonzero(groups == group), size=n)
            for group, n in enumerate(request.counts)
        ]
        places = np.concatenate(drawn)

        def shuffled(values: np.ndarray, again: int) -> np.ndarray:
            lots = np.random.RandomState(again)
            parts = [
                np.column_stack([part[lots.permutation(len(part))] for part in block.T])
                if block.shape[1]
                else block
                for block in (values[one] for one in drawn)
            ]
            return np.concatenate(parts)

        # Numbers and their decimals are shuffled alike, by the same lots.
        seed = rng.randint(2**31 - 1)
        moved = EncodedRows(
            shuffled(rows.numbers, seed),
            shuffled(rows.decimals, seed),
            shuffled(rows.codes, seed + 1),
        )
        return without_parents(moved, self.real.target.encoded[places])


class Independent(BaseSynthesizer):
    """Each column on its own, within each class."""

    def make_generator(self) -> Generator:
        """Make the generator."""
        return _IndependentRows()


METHODS: dict[str, Callable[[], BaseSynthesizer]] = {
    "SMOTE": lambda: TypeAwareSMOTE(mode="replace"),
    "taught": lambda: ProximityFilter(mode="replace"),
    "CART": lambda: TypeAwareCART(mode="replace"),
    "release": release_synthesizer,
    "VAE": lambda: TypeAwareVAE(mode="replace"),
    "GAN": lambda: TypeAwareGAN(mode="replace"),
    "independent": lambda: Independent(mode="replace"),
}

NETWORKS = ("VAE", "GAN")


def _patients(n: int) -> Callable[[Path, int], Rows]:
    def read(_: Path, seed: int) -> Rows:
        X, y = make_patients(3 * n, random_state=seed, return_X_y=True)
        return X.drop(columns="patient_id"), y

    return read


def _course(name: str) -> Callable[[Path, int], Rows]:
    [table] = [one for one in COURSE if one.name == name]
    return lambda folder, _: table.read(folder)


TABLES: dict[str, tuple[int, Callable[[Path, int], Rows]]] = {
    **{f"patients {n}": (n, _patients(n)) for n in (300, 1000, 3000)},
    "titanic 445": (445, _course("titanic")),
    "stroke 600": (600, _course("stroke")),
    "stroke 2550": (2550, _course("stroke")),
}
"""Members of each table, and what reads it; as many people are controls."""


def sampled(X: pd.DataFrame, y: pd.Series, n: int, seed: int) -> Sample:
    """Divide people by class: members, as many controls, and whoever is left.

    Parameters
    ----------
    X, y : DataFrame, Series
        A table.
    n : int
        How many members.
    seed : int
        Seed.

    Returns
    -------
    Sample
        Three tables; where few are left the others are fewer than the members.
    """
    both, rest = _part(X, y, min(2 * n, len(X)), seed)
    members, controls = _part(*both, len(both[0]) // 2, seed)
    return Sample(members, controls, rest)


def _part(X: pd.DataFrame, y: pd.Series, n: int, seed: int) -> tuple[Rows, Rows]:
    if n >= len(X) - 1:
        return (X, y), (X[:0], y[:0])
    parts = train_test_split(X, y, train_size=n, stratify=y, random_state=seed)
    first, second, y_first, y_second = (one.reset_index(drop=True) for one in parts)
    return (first, y_first), (second, y_second)


def attacked(
    sample: Sample, method: str, seed: int, *, n_shadows: int, n_jobs: int | None
) -> dict[str, Any]:
    """Make a release and attack it.

    Parameters
    ----------
    sample : Sample
        People.
    method : str
        One of `METHODS`, or `OTHERS`.
    seed : int
        Of the release and the attacks.
    n_shadows : int
        Shadow models; 0 for none.
    n_jobs : int or None
        Shadow models at a time.

    Returns
    -------
    dict
        One line of results; seconds of the release, the quick attacks and the shadow
        models.
    """
    start = time.perf_counter()
    synthesizer, release = None, sample.others
    if method != OTHERS:
        synthesizer = METHODS[method]().set_params(random_state=seed)
        release = synthesizer.fit_resample(*sample.members)
    made = time.perf_counter()
    given = (*sample.members, *release, *sample.controls)
    report = privacy_report(*given, attacks=["membership"], random_state=seed)
    quick = time.perf_counter()
    frame = report.frame()
    line = {name: _value(frame, f"membership_{name}_auc") for name in COLUMNS}
    line["tpr 5 %"] = _value(frame, "membership_worst_tpr")
    line[SMALLEST] = _value(frame, "membership_worst_auc", "class ")
    line |= {"s made": made - start, "s quick": quick - made}
    if synthesizer is None or not n_shadows:
        return line
    options = {"shadow_models": n_shadows, "n_jobs": n_jobs, "random_state": seed}
    frame = privacy_report(
        *given, attacks=["shadow"], synthesizer=synthesizer, **options
    ).frame()
    line["shadow"] = _value(frame, "shadow_auc")
    line["shadow outliers"] = _value(frame, "shadow_auc", "outliers")
    line["shadow rare"] = _value(frame, "shadow_auc", "holders")
    line["shadow worst"] = _value(frame, "shadow_worst_person_auc")
    line["s shadow"] = time.perf_counter() - quick
    return line


def _value(frame: pd.DataFrame, metric: str, subject: str = "") -> float:
    """Look a figure up; NaN where there is none."""
    found = frame[frame["metric"] == metric]
    is_about = (
        found["subject"].str.startswith(subject)
        if subject
        else (found["subject"] == "")
    )
    values = found.loc[is_about, "value"]
    return float(values.iloc[0]) if len(values) else float("nan")


def lines(arguments: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Go through tables, seeds and methods.

    Parameters
    ----------
    arguments : Namespace
        What was typed.

    Yields
    ------
    dict
        One line of results.
    """
    has_torch = importlib.util.find_spec("torch") is not None
    for name in arguments.tables:
        n, read = TABLES[name]
        for seed in range(arguments.seeds):
            try:
                X, y = read(arguments.data, seed)
            except OSError as error:
                print(f"{name}: left out ({error})")
                break
            sample = sampled(X, y, n, seed)
            for method in arguments.methods:
                if method in NETWORKS and not has_torch:
                    continue
                if method == OTHERS and len(sample.others[0]) < n / 2:
                    continue
                options = {"n_shadows": arguments.shadow, "n_jobs": arguments.jobs}
                found = attacked(sample, method, seed, **options)
                yield {"table": name, "method": method, **found}


def main() -> None:
    """Print the areas of all attacks, or the mistakes on planted releases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=[*TABLES])
    every = [*METHODS, OTHERS]
    parser.add_argument("--methods", nargs="+", choices=every, default=every)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--shadow", type=int, default=0, metavar="N")
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--repeats", type=int, default=4)
    parser.add_argument("--kinds", nargs="+", default=None)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore", UserWarning)
    if arguments.planted:
        alarms(arguments.repeats, arguments.kinds)
        return
    found = []
    for line in lines(arguments):
        found.append(line)
        shown = {k: v if isinstance(v, str) else round(v, 3) for k, v in line.items()}
        print(shown, flush=True)
    frame = pd.DataFrame(found)
    by_method = frame.groupby(["table", "method"], sort=False).mean()
    print(by_method.round(3).to_string())


if __name__ == "__main__":
    main()
