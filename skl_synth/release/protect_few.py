"""What few people have: levels are merged, and the ends of numbers coded together."""

from __future__ import annotations

from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.privacy.attack import MIN_PEOPLE
from skl_synth.release.merged_levels import merge_rare_levels, tell_encoder
from skl_synth.table import RealTable, TableEncoder
from skl_synth.table.coded_tails import list_tails


def protecting_few(encoder: TableEncoder | None) -> TableEncoder:
    """Let an encoder hide what few people have, unless it says how many are enough.

    Parameters
    ----------
    encoder : TableEncoder or None
        What was said of the table; it is left as it is.

    Returns
    -------
    TableEncoder
        One that merges levels and codes tails of fewer people than are enough.
    """
    told: TableEncoder = TableEncoder() if encoder is None else clone(encoder)
    for name in ("min_category_count", "min_tail_count"):
        if getattr(told, name) == 1:
            told.set_params(**{name: MIN_PEOPLE})
    return told


def protect_few(maker: BaseSynthesizer, table: RealTable) -> bool:
    """Let a maker hide what few people have, unless it says how many are enough.

    Parameters
    ----------
    maker : BaseSynthesizer
        What makes the rows; it is changed.
    table : RealTable
        As it was read so far.

    Returns
    -------
    bool
        Whether the maker was changed, so that the table is to be read again.
    """
    merges = merge_rare_levels(maker, table)
    codes = maker._table_encoder().min_tail_count == 1
    if codes:
        tell_encoder(maker, min_tail_count=MIN_PEOPLE)
    return merges or codes


def note_of_tails(table: RealTable) -> tuple[str, ...]:
    """Say of which columns the outermost values are coded together, and name none.

    Parameters
    ----------
    table : RealTable
        The table, with its rows.

    Returns
    -------
    tuple of str
        One note, or none; it may be published.
    """
    columns = [str(name) for name in dict.fromkeys(list_tails(table.schema)["column"])]
    precision = table.target.precision
    if precision is not None and precision.tails.is_coded:
        columns.append("the target")
    if not columns:
        return ()
    least = table.schema.publishing.tail
    return (
        f"min_tail_count={least} codes the outermost values of at least {least} people "
        f"at an end together, of {', '.join(columns)}: no value lies farther out.",
    )
