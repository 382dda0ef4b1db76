"""Tables of five shapes and any size, on which the search is timed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

STROKE = "stroke_raw.csv"


def make_table(shape: str, n_rows: int, data: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Return the columns and the target of a table."""
    rng = np.random.default_rng(n_rows)
    if shape == "stroke":
        table = pd.read_csv(data / STROKE).drop(columns="id")
        return table.drop(columns="stroke"), table["stroke"]
    return SHAPES[shape](n_rows, rng)


def patients(n_rows: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series]:
    """Eight numbers, five binaries and four categories: 43 columns once encoded."""
    severity = rng.normal(size=n_rows)
    ward = _levels(rng, n_rows, [32, 25, 15, 12, 7, 5, 3, 1])
    age = np.clip(np.round(60 + 12 * (ward % 4 - 1) + _normal(rng, n_rows, 14)), 0, 100)
    diagnosis = _levels(rng, n_rows, [30, 20, 15, 10, 8, 6, 5, 3, 2, 1])
    table = pd.DataFrame(
        {
            "age": age.astype(int),
            "stay": np.minimum(_skewed(rng, n_rows, 1 + 0.4 * severity, 0.9), 365),
            "pressure": np.round(125 + 0.3 * (age - 60) + _normal(rng, n_rows, 16)),
            "bmi": np.clip(27 * _skewed(rng, n_rows, 0.0, 0.17), 11, 60).round(1),
            "glucose": np.clip(
                6 * _skewed(rng, n_rows, 0.1 * severity, 0.25), 2, 33
            ).round(2),
            "crp": _skewed(rng, n_rows, 1.5 + 0.5 * severity, 1.2).round(1),
            "scale": np.clip(_skewed(rng, n_rows, 1.2 + 0.4 * severity, 0.9), 0, 42),
            "egfr": np.clip(85 - 0.5 * (age - 60) + _normal(rng, n_rows, 18), 5, 140),
        }
    )
    whole = ["stay", "pressure", "scale", "egfr"]
    table[whole] = table[whole].round().astype(int)
    shares = {"female": 50, "smoker": 18, "emergency": 70, "diabetes": 15, "af": 20}
    for name, share in shares.items():
        chance = np.clip(share / 100 + 0.03 * severity, 0.01, 0.99)
        table[name] = (rng.random(n_rows) < chance).astype(int)
    table["ward"] = _names("ward", ward)
    table["origin"] = _names("origin", _levels(rng, n_rows, [78, 9, 5, 4, 3, 1]))
    table["diagnosis"] = _names("diagnosis", (diagnosis + 2 * (ward > 2)) % 10)
    table["goes_to"] = _names("to", _levels(rng, n_rows, [60, 15, 10, 8, 5, 2]))
    return table, _outcome(rng, severity + 0.02 * (age - 60))


def numeric(n_rows: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series]:
    """Twenty numbers that hang together, to two decimals."""
    mixing = rng.normal(size=(20, 20)) / 5 + np.eye(20)
    values = (rng.normal(size=(n_rows, 20)) @ mixing).round(2)
    table = pd.DataFrame(values, columns=[f"x{i}" for i in range(20)])
    return table, _outcome(rng, values[:, 0])


def few(n_rows: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series]:
    """Twelve numbers, two binaries and a category."""
    table, target = numeric(n_rows, rng)
    table = table.iloc[:, :12].assign(
        a=rng.integers(0, 2, n_rows),
        b=(rng.random(n_rows) < 0.2).astype(int),
        c=_names("c", _levels(rng, n_rows, [60, 30, 10])),
    )
    return table, target


def many(n_rows: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series]:
    """Four numbers and thirty binaries, nearly each row with codes of its own."""
    table, target = numeric(n_rows, rng)
    table = table.iloc[:, :4].copy()
    for place in range(30):
        share = rng.uniform(0.1, 0.5)
        table[f"b{place}"] = (rng.random(n_rows) < share).astype(int)
    return table, target


SHAPES = {"patients": patients, "numeric": numeric, "few": few, "many": many}


def _normal(rng: np.random.Generator, n_rows: int, scale: float) -> np.ndarray:
    return rng.normal(scale=scale, size=n_rows)


def _skewed(
    rng: np.random.Generator, n_rows: int, mean: np.ndarray | float, scale: float
) -> np.ndarray:
    return np.exp(mean + rng.normal(scale=scale, size=n_rows))


def _levels(rng: np.random.Generator, n_rows: int, shares: list[int]) -> np.ndarray:
    return rng.choice(len(shares), n_rows, p=np.array(shares) / sum(shares))


def _names(prefix: str, codes: np.ndarray) -> np.ndarray:
    return np.array([f"{prefix}{i}" for i in range(codes.max() + 1)])[codes]


def _outcome(rng: np.random.Generator, risk: np.ndarray) -> pd.Series:
    chance = 1 / (1 + np.exp(2.2 - risk))
    return pd.Series((rng.random(len(risk)) < chance).astype(int), name="outcome")
