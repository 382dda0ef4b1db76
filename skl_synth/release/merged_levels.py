"""Levels that few people have: of a table to be published they are merged."""

from __future__ import annotations

from typing import Any

from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.privacy.attack import MIN_PEOPLE
from skl_synth.table import RealTable, TableEncoder
from skl_synth.table.few_people import people_of_columns


def tell_encoder(maker: BaseSynthesizer, **said: Any) -> None:
    """Say so where all else is said of the table: in a wrapper, or what it wraps.

    Parameters
    ----------
    maker : BaseSynthesizer
        Unfitted; it is changed, its encoder is not.
    **said : object
        Parameters of the encoder.
    """
    inner = getattr(maker, "sampler", None)
    if maker.encoder is None and isinstance(inner, BaseSynthesizer):
        tell_encoder(inner, **said)
        return
    encoder = TableEncoder() if maker.encoder is None else clone(maker.encoder)
    maker.set_params(encoder=encoder.set_params(**said))


def merge_rare_levels(maker: BaseSynthesizer, table: RealTable) -> bool:
    """Let the maker merge levels that few people have, unless a number was given.

    Parameters
    ----------
    maker : BaseSynthesizer
        What makes the rows; it is changed where there are such levels.
    table : RealTable
        As it was read so far.

    Returns
    -------
    bool
        Whether it was changed, so that the table is to be read again.
    """
    if maker._table_encoder().min_category_count not in (1, MIN_PEOPLE):
        return False
    least = _rows_of_few(table)
    if least:
        # Rows are counted where levels are merged: of people with several, more.
        tell_encoder(maker, min_category_count=max(MIN_PEOPLE, least + 1))
    return bool(least)


def _rows_of_few(table: RealTable) -> int:
    """The most rows that a level has which few people have; none for no such level."""
    schema, rows = table.schema, table.rows
    by_rows = people_of_columns(schema, rows, None)
    by_persons = people_of_columns(schema, rows, table.persons)
    most = 0
    for one, other in zip(by_rows, by_persons, strict=True):
        few = other.held_by_fewer(MIN_PEOPLE) if other.are_levels else ()
        most = max([most, *(int(one.counts[place]) for place in few)])
    return most
