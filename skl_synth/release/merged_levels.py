"""Levels that few people have: of a table to be published they are merged."""

from __future__ import annotations

from typing import Any

from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.evaluation.privacy.attack import MIN_PEOPLE
from skl_synth.table import RealTable, TableEncoder
from skl_synth.table.variables import NumberVariable


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
    if maker._table_encoder().min_category_count > 1:
        return False
    numbers = {
        one.name
        for one in table.schema.variables
        if isinstance(one, NumberVariable) and one.kind != "ordinal"
    }
    few = set(table.few_people(MIN_PEOPLE)["column"]) - numbers
    if few:
        tell_encoder(maker, min_category_count=MIN_PEOPLE)
    return bool(few)
