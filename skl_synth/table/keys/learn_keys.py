"""What is learnt of the columns of keys when a real table is read."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.table.detectors import is_token
from skl_synth.table.keys.fresh_keys import FreshKeys
from skl_synth.table.keys.key_column import (
    KeyColumn,
    are_numbers,
    largest_of,
    texts_of,
)
from skl_synth.table.keys.key_links import KeyValues, find_leaders, find_references
from skl_synth.table.keys.key_reuse import KeyReuse
from skl_synth.table.keys.known_keys import KnownKeys
from skl_synth.table.keys.learn_shapes import learn_shapes
from skl_synth.table.values import dense


def learn_keys(
    frame: pd.DataFrame, names: Sequence[Hashable], persons: np.ndarray | None
) -> Mapping[Hashable, KeyColumn]:
    """Learn how keys look and how they are used, of all columns of keys together.

    Parameters
    ----------
    frame : DataFrame
        The real table.
    names : sequence of hashable
        Its columns of keys.
    persons : ndarray of shape (n_rows,), dtype int, or None
        Which person each row belongs to.

    Returns
    -------
    mapping of column to KeyColumn
        What is known of each.
    """
    if not names:
        return {}
    columns = [_read(frame[name]) for name in names]
    # Together, so that the number in one column is no number in another.
    known = KnownKeys.of(np.concatenate([one.texts for one in columns]))
    references = find_references(columns)
    leaders = find_leaders([one for one in columns if one.name not in references])
    return {
        one.name: KeyColumn(
            fresh=FreshKeys(
                learn_shapes(one.texts, are_numbers=one.are_numbers),
                known,
                largest_of(frame[one.name]) if one.are_numbers else None,
            ),
            reuse=KeyReuse.of(one.codes, persons),
            reference=references.get(one.name),
            leader=leaders.get(one.name),
            dtype=_bare(frame[one.name].dtype),
            are_numbers=one.are_numbers,
            blank=_blank_of(frame[one.name]),
        )
        for one in columns
    }


def _read(series: pd.Series) -> KeyValues:
    numbers = are_numbers(series)
    values = dense(series)
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    if not numbers:
        values = values.mask(_is_token(values))
    codes, uniques = pd.factorize(values, use_na_sentinel=True)
    texts = texts_of(np.asarray(uniques, dtype=object), are_numbers=numbers)
    return KeyValues(series.name, codes, texts, numbers)


def _bare(dtype: Any) -> Any:
    """Forget the categories, which are the real keys."""
    return pd.CategoricalDtype() if isinstance(dtype, pd.CategoricalDtype) else dtype


def _blank_of(series: pd.Series) -> object:
    """What stands most often where there is no key: a missing value, or a token."""
    values = dense(series)
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(object)
    missing = values[values.isna()]
    tokens = values[_is_token(values)] if not are_numbers(series) else missing[:0]
    if len(tokens) > len(missing):
        return tokens.mode().iloc[0]
    return missing.iloc[0] if len(missing) else None


def _is_token(values: pd.Series) -> pd.Series:
    """Mark cells with nothing but a blank, ``NA`` or the like, which are no keys."""
    texts = {one for one in values.dropna().unique() if isinstance(one, str)}
    return values.isin([one for one in texts if is_token(one)])
