"""The plan: which share of a budget each look at a table costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from skl_synth.generators.marginals.ledger import Ledger

WHOLE_TABLE = 1.0
"""What shares are of, where there is no budget."""

CLASSES, HISTOGRAMS, COLUMNS, CHOICE, PAIRS = 0.02, 0.13, 0.40, 0.05, 0.40
"""Shares of how many rows each class has; of histograms of single columns; of columns
by class, of which a model learns most; of the choice of pairs; of these. Set on
simulated patients and the stroke table."""


@dataclass(frozen=True)
class Plan:
    """What each kind of look may cost, as zCDP.

    Parameters
    ----------
    classes, histograms, columns, choice, pairs : float
        All looks of the kind together.
    """

    classes: float
    histograms: float
    columns: float
    choice: float
    pairs: float


def plan_of(
    ledger: Ledger, *, classes: bool, histograms: bool, pairs: bool, choice: bool
) -> Plan:
    """Share a budget among the kinds of looks that are needed.

    Parameters
    ----------
    ledger : Ledger
        Whose budget is shared.
    classes, histograms, pairs, choice : bool
        Whether class counts are measured, there are columns with many values, pairs
        are measured, and they are chosen.

    Returns
    -------
    Plan
        With the sum of what is left in the ledger.
    """
    rho = WHOLE_TABLE if math.isinf(ledger.rho_left) else ledger.rho_left
    shares = {
        "classes": CLASSES * classes,
        "histograms": HISTOGRAMS * histograms,
        "columns": COLUMNS,
        "choice": CHOICE * (pairs and choice),
        "pairs": PAIRS * pairs,
    }
    total = sum(shares.values())
    return Plan(**{name: rho * share / total for name, share in shares.items()})
