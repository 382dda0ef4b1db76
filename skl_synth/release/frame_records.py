"""Frames of figures as JSON can hold them, and what the figures mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from skl_synth.evaluation.registry import MEASURES


def described(metrics: Iterable[str]) -> dict[str, dict[str, str]]:
    """Say what figures mean, as JSON can hold it.

    Parameters
    ----------
    metrics : iterable of str
        Names of figures; those of scorers of the user's own are left out.

    Returns
    -------
    dict of str to dict
        By name: section, better (which way is), and what it is.
    """
    known = [MEASURES[name] for name in dict.fromkeys(metrics) if name in MEASURES]
    return {
        one.name: {"section": one.section, "better": one.better, "what": one.what}
        for one in known
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a frame into rows that JSON can hold, which has no NaN.

    Parameters
    ----------
    frame : DataFrame
        Plain values.

    Returns
    -------
    list of dict
        One per row.
    """
    plain = frame.astype(object).where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in plain.to_numpy()]
