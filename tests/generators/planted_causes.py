"""A table whose rare class has three causes, each of three conditions."""

import numpy as np
import pandas as pd

WARDS = np.array(["north", "south", "east", "west"])


def causes_of(X):
    """Mark the rows that meet each cause."""
    return np.column_stack(
        [
            (X["age"] < 40) & (X["ward"] == "north") & (X["score"] > 55),
            (X["age"] > 60) & (X["visits"] > 25) & X["night"],
            (X["visits"] < 10) & (X["score"] < 45) & (X["ward"] == "south"),
        ]
    )


def draw_people(n_rows, rng):
    """Draw people whose columns are independent of each other."""
    return pd.DataFrame(
        {
            "age": rng.randint(18, 90, n_rows),
            "noise": rng.normal(size=n_rows).round(2),
            "ward": WARDS[rng.randint(4, size=n_rows)],
            "visits": rng.randint(0, 40, n_rows),
            "score": rng.normal(50, 10, n_rows).round(1),
            "night": rng.rand(n_rows) < 0.5,
        }
    )


def make_leavers(n_rows, random_state, rate=0.9):
    """Make a table; of those who have a cause so many leave, and nobody else."""
    rng = np.random.RandomState(random_state)
    X = draw_people(n_rows, rng)
    leaves = causes_of(X).any(axis=1) & (rng.rand(n_rows) < rate)
    return X, pd.Series(np.where(leaves, "leaves", "stays"), name="outcome")
