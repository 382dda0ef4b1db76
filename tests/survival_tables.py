"""Survival tables whose truth is known: proportional hazards, and textbook data."""

import numpy as np
import pandas as pd

HAZARDS = {"age": 0.04, "treated": -0.7, "late": 0.8}
"""Log hazard ratios by which `proportional_hazards` draws times."""

WALL = 20.0
"""The end of follow-up: nobody is followed longer."""


def proportional_hazards(n_rows, seed=0):
    """Times of known log hazard ratios; older people are censored earlier."""
    rng = np.random.RandomState(seed)
    age = rng.normal(60, 10, n_rows).round()
    treated, late = rng.binomial(1, 0.5, n_rows), rng.binomial(1, 0.3, n_rows)
    shift = 0.04 * (age - 60) - 0.7 * treated + 0.8 * late
    until_event = rng.exponential(10 / np.exp(shift))
    until_lost = rng.exponential(18 / np.exp(0.03 * (age - 60)))
    end = np.minimum(until_lost, WALL)
    return pd.DataFrame(
        {
            "time": np.minimum(until_event, end).round(2),
            "died": (until_event <= end).astype(int),
            "age": age,
            "treated": np.where(treated, "yes", "no"),
            "late": late.astype(bool),
        }
    )


def leukaemia():
    """Remission of 42 children (Freireich et al. 1963): 6-MP, then placebo."""
    drug = [
        6,
        6,
        6,
        6,
        7,
        9,
        10,
        10,
        11,
        13,
        16,
        17,
        19,
        20,
        22,
        23,
        25,
        32,
        32,
        34,
        35,
    ]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    none = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    return pd.DataFrame(
        {
            "weeks": drug + none,
            "relapse": ended + [1] * 21,
            "arm": ["6-MP"] * 21 + ["placebo"] * 21,
        }
    )
