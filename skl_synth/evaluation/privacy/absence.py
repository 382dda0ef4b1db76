"""Absence: people whose record should stand in a release, and does not.

Who drops every row that equals a real one tells who is in the table where people often
share a row: by chance theirs would be there, as those of others are.
"""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.equal_rows import plain_values
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.strangers import free_columns
from skl_synth.neighbors.near_rows import NumberedRows, count_equal, groups_of_columns


def absence_scores(context: AttackContext, rng: np.random.RandomState) -> np.ndarray:
    """Score each person by how much their record is missed in the release.

    Parameters
    ----------
    context : AttackContext
        Who is attacked, and the tables.
    rng : RandomState
        Not used: nothing is drawn by chance.

    Returns
    -------
    ndarray of shape (n_people,)
        How many rows that equal theirs are expected in the release, of people of whom
        it has none; of others minus the number that it has. Higher for rather a
        member; of several rows of a person the sum.
    """
    columns = free_columns(context.tables)
    real, synthetic, holdout = (
        NumberedRows.of(plain_values(data, columns)) for data in context.tables.parts
    )
    attacked = NumberedRows(
        np.r_[real.columns[context.members], holdout.columns[context.controls]]
    )
    people = np.r_[real.columns, holdout.columns]
    found = count_equal(attacked.without(), synthetic.without())
    expected = np.zeros(len(attacked))
    groups = groups_of_columns(len(columns))
    for group in groups:
        # Of rows that agree in all other columns as many agree in these, too, as people
        # have these values anyway: the rows that do not agree foretell those that do.
        near = count_equal(attacked.without(group), synthetic.without(group)) - found
        share = _shares(attacked.columns[:, group], people[:, group])
        expected += near * share / (1 - share)
    score = np.where(found == 0, expected / max(len(groups), 1), -found)
    return context.of_person(score, np.add)


def _shares(values: np.ndarray, people: np.ndarray) -> np.ndarray:
    """The share of people who have the values of each row, and never all of them."""
    rows, all_rows = (NumberedRows(one).without() for one in (values, people))
    return count_equal(rows, all_rows) / (len(people) + 1)
