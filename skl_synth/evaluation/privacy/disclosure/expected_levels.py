"""Whether what seems disclosed could have been expected without the release.

Of a value that nearly everybody has, or everybody of one age, an outsider would have
guessed it. Such values are named, so that the owner of the table can leave them out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from skl_synth.evaluation.privacy.disclosure.coded_columns import CodedColumn
from skl_synth.evaluation.privacy.disclosure.counted_people import Levels
from skl_synth.evaluation.privacy.disclosure.key_shares import SecretTables
from skl_synth.evaluation.privacy.disclosure.left_out import EXPECTED_COLUMNS

CHECK_COLUMNS = [*EXPECTED_COLUMNS, "n_disclosed", "share"]
"""The columns of the list of what is expected."""

MANY_OF_ONE, SHARE_OF_ONE = 50, 0.9
"""More rows than this with one value of a secret, and more of all that are disclosed,
are one value that nearly everybody has."""

LEAST_IN_CELL, SHARE_IN_PAIR = 5, 0.8
"""From so many synthetic rows on that say the same it is asked whether one column alone
would have said it: of more than this share of the real rows."""


def expected_of(tables: SecretTables) -> pd.DataFrame:
    """List the values of a secret that might have been expected.

    Parameters
    ----------
    tables : SecretTables
        The secret beside the keys.

    Returns
    -------
    DataFrame
        Columns `CHECK_COLUMNS`: the secret, its value, a column and its value (both
        empty where the secret alone says it), how many real rows are disclosed so, and
        the share: of all that are disclosed, or of the real rows with that value in
        that column. Those of most rows first.
    """
    right = tables.right_rows()
    lines = [*_one_way(tables.secret, right), *_two_way(tables, right)]
    frame = pd.DataFrame(lines, columns=CHECK_COLUMNS)
    return frame.astype({"n_disclosed": np.int64, "share": np.float64})


def _one_way(secret: CodedColumn, right: np.ndarray) -> list[tuple]:
    """The value that most of what is disclosed is."""
    if not right.any():
        return []
    counts = np.bincount(secret.codes[0][right], minlength=len(secret.levels))
    most = int(counts.argmax())
    n, share = int(counts[most]), float(counts[most] / counts.sum())
    if n <= MANY_OF_ONE or share <= SHARE_OF_ONE:
        return []
    return [(secret.name, secret.levels[most], "", "", n, share)]


def _two_way(tables: SecretTables, right: np.ndarray) -> list[tuple]:
    """The values of single keys that say as much as all of them together."""
    secret, columns = tables.secret, tables.tables.columns
    n_said = tables.tables.n_synthetic[tables.tables.real.keys]
    rows = np.flatnonzero(right & (n_said >= LEAST_IN_CELL))
    shares = np.array([_share_beside(one, secret)[rows] for one in columns])
    best = shares.argmax(axis=0)
    lines = []
    for place, column in enumerate(columns):
        sure = (best == place) & (shares[place] > SHARE_IN_PAIR)
        pairs = np.column_stack([column.codes[0], secret.codes[0]])
        for level, value in np.unique(pairs[rows[sure]], axis=0).tolist():
            is_pair = (pairs == (level, value)).all(axis=1)
            n = int((is_pair & right).sum())
            share = is_pair.sum() / (column.codes[0] == level).sum()
            about = secret.name, secret.levels[value], column.name
            lines.append((*about, column.levels[level], n, float(share)))
    return sorted(lines, key=lambda line: -line[4])


def _share_beside(column: CodedColumn, secret: CodedColumn) -> np.ndarray:
    """For each real row, how many with its value in the column share its secret."""
    levels = Levels.of(
        column.codes[0], secret.codes[0], len(column.levels), len(secret.levels)
    )
    same = levels.in_cell(column.codes[0], secret.codes[0])
    share: np.ndarray = same / levels.n_rows[column.codes[0]]
    return share
