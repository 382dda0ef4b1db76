"""Tables of any number of rows, partition by partition, as Parquet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from skl_synth import DataDictionary

PARTITION_ROWS = 250_000
"""Rows of a file; whatever the size of the table, a file is the same."""


def write_large_table(folder: Path, n_rows: int) -> None:
    """Write a table of 19 columns and an outcome, unless it is there already."""
    if (folder / "_SUCCESS").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, n_rows, PARTITION_ROWS)):
        size = min(PARTITION_ROWS, n_rows - start)
        part = make_part(size, np.random.default_rng([n_rows, number]))
        part.to_parquet(folder / f"part.{number:05}.parquet", index=False)
    (folder / "_SUCCESS").touch()


def make_part(n_rows: int, rng: np.random.Generator) -> pd.DataFrame:
    """Ten numbers, three of them with gaps, six categories, two flags and a date."""
    severity = rng.normal(size=n_rows)
    ward = _levels(rng, n_rows, [32, 25, 15, 12, 7, 5, 3, 1])
    age = np.clip(np.round(60 + 8 * (ward % 4 - 1) + rng.normal(0, 14, n_rows)), 0, 100)
    chance = 1 / (1 + np.exp(2.2 - severity - 0.02 * (age - 60)))
    columns: dict[str, object] = {
        "age": age.astype(int),
        "stay": np.minimum(_skewed(rng, 1 + 0.4 * severity, 0.9).round(), 365),
        "pressure": (125 + 0.3 * (age - 60) + rng.normal(0, 16, n_rows)).round(),
        "pulse": (75 + 4 * severity + rng.normal(0, 11, n_rows)).round(),
        "bmi": np.clip(_skewed(rng, 3.3 + 0 * age, 0.17), 11, 60).round(1),
        "glucose": np.clip(_skewed(rng, 1.8 + 0.1 * severity, 0.25), 2, 33).round(1),
        "crp": np.clip(_skewed(rng, 1.5 + 0.5 * severity, 1.1), 0, 500).round(1),
        "score": np.minimum(_skewed(rng, 1.2 + 0.4 * severity, 0.8).round(), 42),
        "egfr": np.clip(85 - 0.5 * (age - 60) + rng.normal(0, 18, n_rows), 5, 140),
        "sodium": (139 - severity + rng.normal(0, 3, n_rows)).round(),
    }
    columns["egfr"] = np.round(columns["egfr"])
    for name, share in (("bmi", 0.05), ("glucose", 0.1), ("crp", 0.2)):
        columns[name] = np.where(rng.random(n_rows) < share, np.nan, columns[name])
    for name in ("stay", "pressure", "pulse", "score", "egfr", "sodium"):
        columns[name] = np.asarray(columns[name]).astype(int)
    diagnosis = (_levels(rng, n_rows, [30, 20, 15, 10, 8, 6, 5, 3, 2, 1]) + ward) % 10
    columns |= {
        "ward": _names("ward", ward),
        "origin": _names("origin", _levels(rng, n_rows, [78, 9, 5, 4, 3, 1])),
        "diagnosis": _names("diagnosis", diagnosis),
        "goes_to": _names("to", _levels(rng, n_rows, [60, 15, 10, 8, 5, 2])),
        "marital": _names("state", _levels(rng, n_rows, [50, 30, 12, 8])),
        "payer": _names("payer", _levels(rng, n_rows, [85, 10, 5])),
        "smoker": rng.random(n_rows) < np.clip(0.18 + 0.05 * severity, 0.01, 0.99),
        "emergency": rng.random(n_rows) < np.clip(0.7 + 0.03 * severity, 0.01, 0.99),
        "admitted": pd.Timestamp("2019-01-01")
        + pd.to_timedelta(rng.integers(0, 2000, n_rows), unit="D"),
        "died": np.where(rng.random(n_rows) < chance, "yes", "no"),
    }
    return pd.DataFrame(columns)


def public_dictionary() -> DataDictionary:
    """What is public of such tables: levels and bounds of people who are in none."""
    apart = make_part(20_000, np.random.default_rng(0))
    died = apart.pop("died")
    return DataDictionary.from_table(apart, died).as_public()


def _skewed(rng: np.random.Generator, mean: np.ndarray, scale: float) -> np.ndarray:
    return np.exp(mean + rng.normal(scale=scale, size=len(mean)))


def _levels(rng: np.random.Generator, n_rows: int, shares: list[int]) -> np.ndarray:
    return rng.choice(len(shares), n_rows, p=np.array(shares) / sum(shares))


def _names(prefix: str, codes: np.ndarray) -> np.ndarray:
    return np.array([f"{prefix}{i}" for i in range(codes.max() + 1)])[codes]
