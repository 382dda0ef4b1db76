"""Over-sampling for regression: here, by others, and doing nothing.

Three models are trained on the training rows as each way leaves them, and tested on
real rows that were held out. The peers run in an environment of their own, so there are
three steps::

    python -m benchmarks.rare_numbers FOLDER --write
    PEERS/bin/python benchmarks/rare_numbers_peers.py FOLDER
    python -m benchmarks.rare_numbers FOLDER --judge

Without the second step the ways of this package are judged alone.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from benchmarks.rare_numbers_tables import TABLES, Table
from skl_synth import (
    ProximityFilter,
    Relevance,
    TypeAwareSMOTE,
    phi_weighted_error,
)

TARGET, REPEATS = "target", 5
PEERS = ("smogn", "ILR smote", "ILR gn")
NOTHING = "nothing"

OURS: dict[str, Callable[[int], Any]] = {
    "skl_synth": lambda seed: TypeAwareSMOTE(relevance="auto", random_state=seed),
    "skl_synth, under_sample": lambda seed: TypeAwareSMOTE(
        relevance="auto", under_sample=True, random_state=seed
    ),
    "skl_synth, extreme": lambda seed: TypeAwareSMOTE(
        "extreme", relevance="auto", under_sample=True, random_state=seed
    ),
    "skl_synth, filter": lambda seed: ProximityFilter(
        TypeAwareSMOTE(relevance="auto"), random_state=seed
    ),
}
"""The ways of this package, by name."""


def cases() -> Iterator[tuple[str, Table, Table]]:
    """Split each table five times into training and test rows.

    Yields
    ------
    case : str
        Its name: table and number of the split.
    train, test : (DataFrame, Series)
        70 and 30 of 100 rows.
    """
    for name, make in TABLES.items():
        X, y = make()
        for repeat in range(REPEATS):
            X_train, X_test, y_train, y_test = train_test_split(
                X, y, test_size=0.3, random_state=repeat
            )
            train = X_train.reset_index(drop=True), y_train.reset_index(drop=True)
            yield f"{name}-{repeat}", train, (X_test, y_test)


def models(seed: int) -> dict[str, Any]:
    """Make the models that judge.

    Parameters
    ----------
    seed : int
        Their seed.

    Returns
    -------
    dict of str to estimator
        Unfitted, by name.
    """
    kinds = {
        "linear": Ridge(),
        "forest": RandomForestRegressor(25, random_state=seed),
        "boosting": HistGradientBoostingRegressor(max_iter=50, random_state=seed),
    }
    words = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    prepare = make_column_transformer(
        (words, make_column_selector(dtype_exclude="number")),
        remainder=StandardScaler(),
    )
    return {name: make_pipeline(prepare, model) for name, model in kinds.items()}


def resampled(
    way: str, case: str, train: Table, folder: Path
) -> tuple[Table, float, str]:
    """Give the training rows as one way leaves them.

    Parameters
    ----------
    way : str
        One of `OURS`, a peer, or `NOTHING`.
    case : str
        Name of the case.
    train : (DataFrame, Series)
        The training rows.
    folder : path
        Where the tables of peers are.

    Returns
    -------
    train : (DataFrame, Series)
        The rows to train on.
    seconds : float
        Processor seconds.
    error : str
        Why it gave up, if it did.
    """
    X, y = train
    start = time.process_time()
    if way == NOTHING:
        return train, 0.0, ""
    if way in OURS:
        rows = OURS[way](int(case.rsplit("-", 1)[1])).fit_resample(X, y)
        return rows, time.process_time() - start, ""
    frame = pd.read_csv(folder / f"{case}.{way}.csv")
    about = json.loads((folder / f"{case}.{way}.json").read_text())
    # Columns that a peer has left out, as those of one value, come back as they were.
    rows = frame.reindex(columns=X.columns)
    for name in X:
        if rows[name].isna().all():
            rows[name] = X[name].mode()[0]
    return (rows, frame[TARGET]), about["seconds"], about["error"]


def valid_rows(train: Table, rows: Table) -> tuple[int, int, int]:
    """Count the rows that are new, and those of them that could be real.

    Parameters
    ----------
    train, rows : (DataFrame, Series)
        The training rows, and what a way made of them.

    Returns
    -------
    n_new, n_valid, n_real : int
        Rows that equal no training row; those of them whose numbers have the range and
        the decimals of their column and whose levels are known; and different training
        rows that are still there.
    """
    real = train[0].assign(**{TARGET: train[1].to_numpy()})
    made = rows[0].assign(**{TARGET: np.asarray(rows[1])})[real.columns]
    known = set(map(tuple, real.to_numpy().tolist()))
    texts = list(map(tuple, made.to_numpy().tolist()))
    is_new = np.array([one not in known for one in texts], dtype=bool)
    valid = np.ones(len(made), dtype=bool)
    for name in real:
        valid &= _fits(real[name], made[name])
    n_real = len(set(texts) & known)
    return int(is_new.sum()), int((valid & is_new).sum()), n_real


def _fits(real: pd.Series, made: pd.Series) -> np.ndarray:
    if not pd.api.types.is_numeric_dtype(real):
        return made.isin(real.unique()).to_numpy()
    most = max(_decimals(one) for one in real)
    inside = made.between(real.min(), real.max()).to_numpy()
    return inside & np.array([_decimals(one) <= most for one in made])


def _decimals(value: float) -> int:
    text = np.format_float_positional(value, trim="-")
    return len(text.partition(".")[2])


def judge(folder: Path, ways: list[str]) -> pd.DataFrame:
    """Train and test all models on all cases.

    Parameters
    ----------
    folder : path
        Where the tables of peers are.
    ways : list of str
        What is judged.

    Returns
    -------
    DataFrame
        One line per case, way and model.
    """
    lines = []
    for case, train, (X_test, y_test) in cases():
        phi = Relevance().function(train[1])
        rare = phi.is_rare(y_test)
        for way in ways:
            rows, seconds, error = resampled(way, case, train, folder)
            n_new, n_valid, n_real = valid_rows(train, rows)
            about = {"case": case, "table": case.rsplit("-", 1)[0], "way": way}
            about |= {"seconds": seconds, "gave_up": bool(error), "new": n_new}
            about |= {"valid": n_valid, "kept": n_real / len(train[1])}
            for name, model in models(int(case.rsplit("-", 1)[1])).items():
                predicted = model.fit(*rows).predict(X_test)
                lines.append(
                    {
                        **about,
                        "model": name,
                        "phi": phi_weighted_error(y_test, predicted, relevance=phi),
                        "rare": _rmse(y_test[rare], predicted[rare]),
                        "all": _rmse(y_test, predicted),
                    }
                )
        print(case, flush=True)
    return pd.DataFrame(lines)


def _rmse(y: pd.Series, predicted: np.ndarray) -> float:
    return float(np.sqrt(np.mean((y - predicted) ** 2))) if len(y) else np.nan


FIGURES = ["phi", "rare", "all"]


def ratios(lines: pd.DataFrame) -> pd.DataFrame:
    """Divide each error by that of the same model on the training rows as they are.

    Parameters
    ----------
    lines : DataFrame
        From `judge`.

    Returns
    -------
    DataFrame
        The same lines; below 1 is better than nothing.
    """
    keys = ["case", "model"]
    base = lines[lines["way"] == NOTHING].set_index(keys)[FIGURES]
    own = lines.set_index(keys)
    own[FIGURES] = own[FIGURES] / base.reindex(own.index)
    return own.reset_index()


def _geometric(values: pd.Series) -> float:
    return float(np.exp(np.log(values).mean()))


def summary(lines: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sum up, by way, by table and by model.

    Parameters
    ----------
    lines : DataFrame
        From `judge`.

    Returns
    -------
    dict of str to DataFrame
        By what they show.
    """
    own = ratios(lines)
    by_way = own.groupby("way", sort=False)
    once = lines.drop_duplicates(["case", "way"]).groupby("way", sort=False)
    total = once[["new", "valid"]].sum()
    overall = by_way[FIGURES].agg(_geometric)
    overall["valid"] = total["valid"] / total["new"].where(total["new"] > 0)
    overall["kept"] = once["kept"].mean()
    overall["seconds"] = once["seconds"].mean()
    overall["gave_up"] = once["gave_up"].sum()
    tables = own.pivot_table("phi", "table", "way", _geometric, sort=False)
    by_model = own.pivot_table("phi", "model", "way", _geometric, sort=False)
    return {"overall": overall, "tables": tables, "models": by_model}


def main() -> None:
    """Write the tables for peers, or judge what came of them."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--judge", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.write:
        for case, (X, y), _ in cases():
            path = given.folder / f"{case}.train.csv"
            X.assign(**{TARGET: y}).to_csv(path, index=False)
    if given.judge:
        there = [one for one in PEERS if any(given.folder.glob(f"*.{one}.csv"))]
        lines = judge(given.folder, [NOTHING, *OURS, *there])
        lines.to_csv(given.folder / "lines.csv", index=False)
        pd.set_option("display.width", 200, "display.max_columns", 20)
        for title, frame in summary(lines).items():
            print(f"\n{title}\n{frame.round(3).to_string()}")


if __name__ == "__main__":
    main()
