r"""The frontier of utility, fidelity and privacy: generators × tables × folds × seeds.

Run from the root of the repository::

    python -m benchmarks.frontier --use choose --folds 2 --seeds 1 --rows 3000

The figures without a prefix are measured apart from the package, those that begin with
``audit_`` by its own audit. The documentation shows the means of this run::

    python -m benchmarks.frontier --use confirm --folds 2 --seeds 1 --rows 1500 \
        --tables titanic stroke card 401ksubs fertil2 --means docs/figures/frontier.json
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from benchmarks.frontier_measures import (
    Parts,
    fidelity,
    membership,
    nearness,
    two_sample,
    utility,
)
from benchmarks.frontier_tables import TABLES, MixedTable
from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    fidelity_report,
    privacy_report,
    release_synthesizer,
)

DEFAULT_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

GENERATORS = {
    "taught SMOTE": ProximityFilter(),
    "hardened SMOTE": TypeAwareSMOTE(
        k_neighbors=20, interpolation="simplex", n_vertices=10, noise_scale=0.25
    ),
    "CART": TypeAwareCART(),
    "calibrated CART": MarginalCalibrator(TypeAwareCART()),
    "release": release_synthesizer(),
}


def splits(table: MixedTable, folder: Path, rows: int, folds: int, seed: int):
    """Cut a table into folds.

    Parameters
    ----------
    table : MixedTable
        The table.
    folder : Path
        Where the tables of the course are.
    rows : int
        The most rows to use, drawn by the seed.
    folds : int
        How many folds.
    seed : int
        Seed of the folds.

    Yields
    ------
    Parts
        The rows that a generator is given, and those that it is not.
    """
    X, y = table.read(folder)
    if len(X) > rows:
        keep = np.random.default_rng(seed).permutation(len(X))[:rows]
        X, y = X.iloc[keep], y.iloc[keep]
    X, y = X.reset_index(drop=True), y.reset_index(drop=True)
    cut = StratifiedKFold(folds, shuffle=True, random_state=seed)
    for given, out in cut.split(X, y):
        yield Parts(
            *(
                part.iloc[at].reset_index(drop=True)
                for at in (given, out)
                for part in (X, y)
            ),
            seed=seed,
        )


def judge(generator, parts: Parts, real: dict[str, float]) -> dict[str, float]:
    """Make a release and measure it.

    Parameters
    ----------
    generator : BaseSynthesizer
        What makes it.
    parts : Parts
        The rows that it is given, and those that it is not.
    real : dict of str to float
        Utility of the real rows themselves.

    Returns
    -------
    dict of str to float
        The figures.
    """
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        made = generator.set_params(mode="replace", random_state=parts.seed)
        X, y = made.fit_resample(parts.X, parts.y)
    seconds = time.perf_counter() - start
    encoder = TableEncoder(one_hot_groups=None).fit(with_target(parts.X, parts.y))
    released, members, others = (
        encoder.transform(with_target(*pair))
        for pair in ((X, y), (parts.X, parts.y), (parts.X_out, parts.y_out))
    )
    figures = utility(X, y, parts)
    attacks = membership(released, members, others, parts.seed)
    return {
        "auc_ratio": figures["auc"] / real["auc"],
        "balanced_ratio": figures["balanced"] / real["balanced"],
        **fidelity(with_target(X, y), with_target(parts.X_out, parts.y_out)),
        "two_sample": two_sample(
            with_target(X, y), with_target(parts.X_out, parts.y_out), parts.seed
        ),
        **{f"membership_{name}": value for name, value in attacks.items()},
        "membership": max(attacks.values()),
        **nearness(released, members, others),
        "seconds": seconds,
        **audit(X, y, parts),
    }


SHOWN = [
    "auc_ratio",
    "balanced_ratio",
    "marginal",
    "pairwise",
    "two_sample",
    "identical",
    "identical_base",
    "membership",
    "audit_membership",
    "audit_distance_ratio",
    "audit_rebuilt",
    "audit_marginals",
    "audit_marginals_ceiling",
    "audit_two_sample",
    "seconds",
]
"""What the documentation holds."""

FIDELITY = {
    "marginals": "column_similarity",
    "pairs": "pair_similarity",
    "two_sample": "two_sample_auc",
}
PRIVACY = {
    "membership": "membership_worst_auc",
    "identical": "identical_to_training",
    "distance_ratio": "nearest_training_median_ratio",
}


def audit(X: pd.DataFrame, y: pd.Series, parts: Parts) -> dict[str, float]:
    """Measure a release by the audit of the package itself.

    Parameters
    ----------
    X, y : DataFrame, Series
        The release.
    parts : Parts
        The rows that it was made from, and those that nobody was given.

    Returns
    -------
    dict of str to float
        Figures, and what real rows reach.
    """
    tables = (parts.X, parts.y, X, y, parts.X_out, parts.y_out)
    attacks = ("copies", "distances", "membership", "reconstruction")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        like = fidelity_report(*tables, random_state=parts.seed).frame()
        told = privacy_report(*tables, attacks=attacks, random_state=parts.seed).frame()
    figures = {}
    for frame, names in ((like, FIDELITY), (told, PRIVACY)):
        of_table = frame[frame["scope"] == "table"].set_index("metric")
        for name, metric in names.items():
            figures[f"audit_{name}"] = float(of_table.loc[metric, "value"])
            figures[f"audit_{name}_ceiling"] = float(of_table.loc[metric, "ceiling"])
    rebuilt = told["metric"].str.endswith("recall_above_control")
    figures["audit_rebuilt"] = float(told.loc[rebuilt, "value"].max())
    return figures


def with_target(X: pd.DataFrame, y: pd.Series) -> pd.DataFrame:
    """Put the target among the columns.

    Parameters
    ----------
    X, y : DataFrame, Series
        Rows and their target.

    Returns
    -------
    DataFrame
        Both.
    """
    return X.assign(target=y.to_numpy())


def ceiling(parts: Parts) -> dict[str, float]:
    """Measure real rows themselves against the rows never seen.

    Parameters
    ----------
    parts : Parts
        Both.

    Returns
    -------
    dict of str to float
        What a perfect generator would reach.
    """
    both = with_target(parts.X, parts.y), with_target(parts.X_out, parts.y_out)
    return {**fidelity(*both), "two_sample": two_sample(*both, parts.seed)}


def run(options: argparse.Namespace, generators: dict) -> Iterator[dict]:
    """Measure all generators on all tables.

    Parameters
    ----------
    options : Namespace
        The command line.
    generators : dict of str to BaseSynthesizer
        The generators by name.

    Yields
    ------
    dict
        One record per generator, table, seed and fold; ``real`` for real rows.
    """
    for table in TABLES:
        if table.use not in options.use or (
            options.tables and table.name not in options.tables
        ):
            continue
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            cut = splits(table, options.data, options.rows, options.folds, seed)
            for fold, parts in enumerate(cut):
                where = {"table": table.name, "seed": seed, "fold": fold}
                real = utility(parts.X, parts.y, parts)
                yield {**where, "generator": "real", **real, **ceiling(parts)}
                for name, generator in generators.items():
                    yield {**where, "generator": name, **judge(generator, parts, real)}


def arguments() -> argparse.Namespace:
    """Read the command line.

    Returns
    -------
    Namespace
        Its options.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.frontier")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--use", nargs="+", default=["choose"])
    parser.add_argument("--tables", nargs="+")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--generators", nargs="+")
    parser.add_argument("--output", type=Path, help="a file of one JSON record a line")
    parser.add_argument("--means", type=Path, help="a JSON file, for the documentation")
    return parser.parse_args()


def main(generators: dict = GENERATORS) -> None:
    """Run the comparison and print the mean over tables of every figure.

    Parameters
    ----------
    generators : dict of str to BaseSynthesizer
        The generators by name.
    """
    options = arguments()
    if options.generators:
        generators = {name: generators[name] for name in options.generators}
    records = []
    for record in run(options, generators):
        records.append(record)
        print(
            record["table"],
            record["seed"],
            record["fold"],
            record["generator"],
            flush=True,
        )
        if options.output:
            with options.output.open("a") as file:
                file.write(json.dumps(record) + "\n")
    if options.means:
        means = of_tables(pd.DataFrame(records))[SHOWN].reset_index().round(4)
        text = means.to_json(orient="records", indent=1)
        options.means.write_text(text + "\n", encoding="utf-8")
    print(summary(pd.DataFrame(records)).to_string())


def of_tables(records: pd.DataFrame) -> pd.DataFrame:
    """Average over folds and seeds.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        One row per generator and table.
    """
    numbers = records.drop(columns=["seed", "fold"])
    return numbers.groupby(["generator", "table"], sort=False).mean()


def summary(records: pd.DataFrame) -> pd.DataFrame:
    """Average over folds and seeds, then over tables.

    Parameters
    ----------
    records : DataFrame
        All records.

    Returns
    -------
    DataFrame
        One row per figure, one column per generator.
    """
    return of_tables(records).groupby("generator", sort=False).mean().T.round(4)


if __name__ == "__main__":
    main()
