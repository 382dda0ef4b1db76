"""The tables of an audit, read alike: real, synthetic, and held-out real rows.

The reading is the audit's own. What it shares with a generator is only what each
column is; numbers come as they stand in the table, but for float noise, everything
else as text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, warn
from skl_synth.evaluation.person_makers import given_to
from skl_synth.evaluation.read_columns import ReadColumns, codecs_of
from skl_synth.evaluation.read_data import read_data
from skl_synth.evaluation.seeds import reseeded
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.table.encoder import with_short_cuts
from skl_synth.table.real import RealTable
from skl_synth.table.target import Target
from skl_synth.table.target.pairing import check_order
from skl_synth.table.values import some_of

LEAST_CONTROLS = 50
"""With fewer people who were held out, intervals are too wide to say much."""


class Persons(NamedTuple):
    """Whom the rows of each table of an audit belong to.

    Parameters
    ----------
    real, synthetic, holdout : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to; None where nothing is known.
    """

    real: np.ndarray | None = None
    synthetic: np.ndarray | None = None
    holdout: np.ndarray | None = None


def read_tables(
    table: RealTable,
    real: tuple[Any, Any],
    synthetic: tuple[Any, Any],
    holdout: tuple[Any, Any] | None = None,
    *,
    persons: Persons | None = None,
    read: Read | None = None,
) -> AuditTables:
    """Read the tables of an audit.

    Parameters
    ----------
    table : RealTable
        How the real table was read, and thus how each of these is.
    real, synthetic : (X, y)
        Tables of the same columns, without those that are left out of what is written;
        their targets may be None.
    holdout : (X, y) or None, default=None
        Real rows that were held out.
    persons : Persons or None, default=None
        Whom the rows of each table belong to; None where nothing is known.
    read : callable or None, default=None
        Gives the columns of a table; None reads them anew.

    Returns
    -------
    AuditTables
        The tables.

    Raises
    ------
    ValueError
        If the columns differ, a column cannot be read as in the real table, a target
        holds a class that the real one does not, or has the row labels of its table in
        another order.
    """
    check_is_one(synthetic[0])
    schema, target = table.schema.as_published(), table.target
    read = reader_of(table) if read is None else read
    tables = {"real": real, "synthetic": synthetic}
    if holdout is not None and holdout[0] is not None:
        tables["hold-out"] = holdout
    for name, (X, y) in tables.items():
        short = name.replace("-", "")
        check_order(X, y, f"y_{short}", f"X_{short}")
    notes = [
        note
        for name, (X, _) in tables.items()
        if name != "real"
        for note in _differences(real[0], X, name)
    ]
    tables = {name: (in_order_of(real[0], X), y) for name, (X, y) in tables.items()}
    labels = [_labels(target, y, name) for name, (_, y) in tables.items()]
    notes += _class_notes(target, dict(zip(tables, labels, strict=True)))
    attributes, parts = read_data(schema, [read(X) for X, _ in tables.values()])
    for name, data, values in zip(tables, parts, labels, strict=True):
        _check_length(name, len(data), values)
    whose = (Persons() if persons is None else persons)[: len(parts)]
    parts = [
        replace(data, labels=values, persons=numbers)
        for data, values, numbers in zip(parts, labels, whose, strict=True)
    ]
    return AuditTables(
        attributes,
        parts[0],
        parts[1],
        parts[2] if len(parts) == 3 else None,
        target.kind,
        str(getattr(target.original, "name", None) or "target"),
        tuple(dict.fromkeys(notes)),
    )


def check_is_one(X: Any) -> None:
    """Refuse several synthetic tables where one is compared.

    Parameters
    ----------
    X : object
        What was passed as the synthetic table.

    Raises
    ------
    InputError
        If it is what `synthesize_many` returns.
    """
    of_many = getattr(X, "tables", None)
    if isinstance(of_many, tuple):
        raise InputError(
            "{parameter} holds {n} synthetic tables with their targets",
            parameter="X_synthetic",
            n=len(of_many),
            remedies=[
                "pass one of them, X_new, y_new = syntheses[0]",
                "where several can be compared, pass None as y_synthetic",
            ],
        )


Read = Callable[[Any], ReadColumns]
"""What gives the columns of a table."""


def reader_of(table: RealTable) -> Read:
    """Make what reads tables as a real one was read, each of them once.

    Parameters
    ----------
    table : RealTable
        The real table.

    Returns
    -------
    callable
        Takes a table; of one that it knows already it gives the same columns again.
    """
    codecs = codecs_of(table.schema.as_published())
    known: dict[int, tuple[Any, ReadColumns]] = {}

    def read(X: Any) -> ReadColumns:
        check_is_one(X)
        # The table is kept with its columns, and compared: in another process a number
        # may be that of another table.
        if id(X) not in known or known[id(X)][0] is not X:
            known[id(X)] = X, ReadColumns(X, codecs)
        return known[id(X)][1]

    return read


def read_real(
    X: Any,
    y: Any,
    encoder: Any = None,
    column_kinds: Any = "infer",
    *,
    groups: Any = None,
) -> RealTable:
    """Read the real table of an audit; a key is found, not refused.

    Parameters
    ----------
    X, y : table and target
        The real table; the target may be None.
    encoder : TableEncoder or None, default=None
        All that is said of the table.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        A short cut to that parameter of the encoder.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to; None where nothing is known of that.

    Returns
    -------
    RealTable
        The table.

    Raises
    ------
    InputError
        If a column or the target cannot be read; the message names it.
    """
    said = with_short_cuts(encoder, column_kinds=column_kinds)
    if said.identifiers == "refuse":
        said.set_params(identifiers="surrogate")
    return RealTable.read(X, y, encoder=said, groups=groups)


def make_resampler(
    synthesizer: Any,
    table: RealTable,
    like: AuditTables,
    real: tuple[Any, Any],
    holdout: tuple[Any, Any],
    *,
    persons: Persons | None = None,
    read: Read | None = None,
    anew: RealTable | None = None,
) -> Callable[[int], AuditTables]:
    """Make a function that draws one more synthetic table and reads it.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted; what it remembers of its last sample is left alone.
    table : RealTable
        How the real table was read.
    like : AuditTables
        The tables with the first synthetic one, whose class counts are kept.
    real, holdout : (X, y)
        The other tables as they came.
    persons, read : object
        As in `read_tables`; whom the synthetic rows belong to is known of each table.
    anew : RealTable or None, default=None
        What a clone of the synthesizer is fitted to before each table is drawn; None
        draws all of them from the one fit.

    Returns
    -------
    callable
        Takes a seed.
    """
    size: Any = len(like.synthetic)
    if like.is_classes:
        labels, counts = np.unique(like.labels_of("synthetic"), return_counts=True)
        size = dict(zip(labels.tolist(), counts.tolist(), strict=True))

    def draw(seed: int) -> AuditTables:
        maker = synthesizer if anew is None else _fitted_anew(synthesizer, anew, seed)
        candidates = maker._draw(size, seed)
        new = maker.table_.write(candidates)
        whose = None
        if persons is not None:
            whose = persons._replace(synthetic=candidates.persons)
        return read_tables(table, real, new, holdout, persons=whose, read=read)

    return draw


def _fitted_anew(synthesizer: Any, table: RealTable, seed: int) -> Any:
    given, _ = given_to(synthesizer, table)
    return reseeded(synthesizer, seed)._fit_table(given)


def warn_of_notes(notes: tuple[str, ...]) -> None:
    """Warn of what was found on reading.

    Parameters
    ----------
    notes : tuple of str
        From `AuditTables`.
    """
    for note in notes:
        warn("{note}", note=note, stacklevel=3)


def in_order_of(X_real: Any, X: Any) -> Any:
    """Put the columns of a frame in the order of the real table.

    Parameters
    ----------
    X_real, X : {array-like, dataframe, sparse matrix}
        Two tables of the same columns.

    Returns
    -------
    same container as X
        The table; anything but a frame, or a frame that is in order, as it is.
    """
    if not (isinstance(X_real, pd.DataFrame) and isinstance(X, pd.DataFrame)):
        return X
    # One that is in order stays the same object, which a reader knows again.
    return X if X.columns.equals(X_real.columns) else X[list(X_real.columns)]


def plain_target(target: Target, y: Any) -> np.ndarray:
    """Read a target as the plain array that models and scorers take.

    Parameters
    ----------
    target : Target
        The target that was fitted.
    y : array-like of shape (n_rows,)
        A target with its labels, in any container.

    Returns
    -------
    ndarray of shape (n_rows,)
        Labels or numbers.

    Raises
    ------
    ValueError
        For a label that was not fitted, or a missing one.
    """
    # A balanced table is not augmented, and an empty target has no type to be read.
    encoded = target.encode(y if len(y) else target.original)[: len(y)]
    return plain_labels(target, encoded)


def plain_labels(target: Target, encoded: np.ndarray) -> np.ndarray:
    """Write an encoded target as the plain array that models and scorers take.

    Parameters
    ----------
    target : Target
        The target that was fitted.
    encoded : ndarray of shape (n_rows,)
        Class positions, or values.

    Returns
    -------
    ndarray of shape (n_rows,)
        Labels or numbers.
    """
    if target.classes is None:
        return encoded
    return np.array(target.classes.tolist())[encoded]


def _labels(target: Target, y: Any, name: str) -> np.ndarray | None:
    if target.kind == "none":
        if y is not None:
            raise InputError(
                "the {name} table has a target and the real one has none",
                name=name,
                parameter="y_real",
                remedies=[Remedy("pass y_real", only="python")],
            )
        return None
    if y is None:
        raise InputError(
            "the real table has a target and the {name} one has none",
            name=name,
            remedies=["give the target in every table, or in none"],
        )
    return plain_target(target, y)


def _check_length(name: str, n_rows: int, labels: np.ndarray | None) -> None:
    if labels is not None and len(labels) != n_rows:
        raise InputError(
            "the {name} table has {n_rows} rows and its target {n_labels}",
            name=name,
            n_rows=n_rows,
            n_labels=len(labels),
        )


def _differences(X_real: Any, X: Any, name: str) -> list[str]:
    """Refuse other columns; say which columns have another dtype."""
    if not (isinstance(X_real, pd.DataFrame) and isinstance(X, pd.DataFrame)):
        return []
    lacking = [column for column in X_real.columns if column not in X.columns]
    more = [column for column in X.columns if column not in X_real.columns]
    if lacking or more:
        parts = [
            f"{verb} {some_of(columns)}"
            for verb, columns in (("lacks", lacking), ("has besides", more))
            if columns
        ]
        raise InputError(
            "the {name} table {differs}: it must have the columns of the real table",
            name=name,
            column=(lacking or more)[0],
            differs=" and ".join(parts),
        )
    other = [
        f"{column!r} ({X_real[column].dtype}, here {X[column].dtype})"
        for column in X_real.columns
        if X_real[column].dtype != X[column].dtype
    ]
    if not other:
        return []
    return [
        f"the {name} table has other dtypes than the real one, in {', '.join(other)}: "
        "they were read as in the real table."
    ]


def _class_notes(target: Target, labels: dict[str, Any]) -> list[str]:
    """Name the classes that a table has no row of."""
    if target.classes is None:
        return []
    notes = []
    for name, values in labels.items():
        lacking = np.setdiff1d(target.classes, values).tolist()
        notes += [f"the {name} table has no row of class {c!r}." for c in lacking]
    return notes
