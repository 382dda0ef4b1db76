"""Rows whose class is not known: refused, or left out where that was asked for."""

from __future__ import annotations

import pandas as pd

from skl_synth.errors import InputError, Remedy, Row, Setting


def with_class(
    frame: pd.DataFrame, target: str | None, *, drop_unclassed: bool
) -> pd.DataFrame:
    """Leave out the rows whose class is not known, or refuse them.

    Parameters
    ----------
    frame : DataFrame
        The table.
    target : str or None
        The column of the classes.
    drop_unclassed : bool
        Whether such rows are left out.

    Returns
    -------
    DataFrame
        The rows whose class is known.

    Raises
    ------
    InputError
        If there are such rows and they are not to be left out, or no others.
    """
    if target is None:
        _refuse_without_target(drop_unclassed)
        return frame
    missing = frame[target].isna()
    if missing.all():
        raise InputError("the target {column!r} is empty in every row", column=target)
    if drop_unclassed or not missing.any():
        return frame[~missing].reset_index(drop=True) if missing.any() else frame
    raise InputError(
        "the target {column!r} is missing in {n} of {n_rows} rows, the first is {row}",
        column=target,
        n=int(missing.sum()),
        n_rows=len(frame),
        row=Row(int(missing.argmax())),
        remedies=[
            Remedy("leave these rows out, {setting}", Setting("drop_unclassed", True)),
            "write a class of their own into the file, such as 'not known'",
        ],
    )


def _refuse_without_target(drop_unclassed: bool) -> None:
    if drop_unclassed:
        raise InputError(
            "--drop-unclassed leaves out rows without a class, and no class was named",
            remedies=["name its column by --target"],
        )
