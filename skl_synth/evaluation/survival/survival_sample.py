"""Censored times as the audit reads them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.evaluation.read_columns import MISSING
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData
from skl_synth.table.level_keys import key_of
from skl_synth.table.survival_pairs import SurvivalPair

LEAST_AT_RISK, SHARE_AT_RISK = 10, 0.05
"""A curve is looked at as long as so many real rows, and such a share of them, are at
risk: behind that it rests on few people."""


@dataclass(frozen=True, eq=False)
class SurvivalSample:
    """The times of one table, none of them missing.

    Parameters
    ----------
    time : ndarray of shape (n_rows,)
        The times; durations in days.
    event : ndarray of shape (n_rows,), dtype bool
        Whether each ended with the event, or was censored.
    rows : ndarray of shape (n_rows,), dtype int
        Their positions in the table.
    """

    time: np.ndarray
    event: np.ndarray
    rows: np.ndarray

    def __len__(self) -> int:
        return len(self.time)

    def take(self, chosen: np.ndarray) -> SurvivalSample:
        """Return some of the rows.

        Parameters
        ----------
        chosen : ndarray of int or bool
            Positions, or a mask.

        Returns
        -------
        SurvivalSample
            The rows asked for.
        """
        return SurvivalSample(self.time[chosen], self.event[chosen], self.rows[chosen])

    @property
    def horizon(self) -> float:
        """How long enough rows are at risk; 0 without rows."""
        if not len(self):
            return 0.0
        least = max(LEAST_AT_RISK, int(np.ceil(SHARE_AT_RISK * len(self))))
        longest = np.sort(self.time)[::-1]
        return float(longest[min(least, len(self)) - 1])


def samples_of(tables: AuditTables, pair: SurvivalPair) -> list[SurvivalSample]:
    """Read the times of all tables.

    Parameters
    ----------
    tables : AuditTables
        The tables, the target among the attributes.
    pair : SurvivalPair
        The time and the event.

    Returns
    -------
    list of SurvivalSample
        Those of the real table, the synthetic one, and the hold-out if there is one.
    """
    time, event = attributes_of_pair(tables, pair)
    return [_sample(data, time, event, pair) for data in tables.parts]


def attributes_of_pair(
    tables: AuditTables, pair: SurvivalPair
) -> tuple[Attribute, Attribute]:
    """Find the two among what tables say of a person.

    Parameters
    ----------
    tables : AuditTables
        The tables, the target among the attributes.
    pair : SurvivalPair
        The time and the event.

    Returns
    -------
    time, event : Attribute
        The last of that name, which is the target where a column has it, too.
    """
    known = {one.name: one for one in tables.attributes}
    name = tables.target_name if pair.in_target else str(pair.event)
    return known[str(pair.time)], known[name]


def _sample(
    data: TableData, time: Attribute, event: Attribute, pair: SurvivalPair
) -> SurvivalSample:
    times, codes = data.values(time), data.values(event)
    is_event = np.array([key_of(one) == key_of(pair.level) for one in event.levels])
    is_missing = np.array([one == MISSING for one in event.levels])
    known = ~np.isnan(times) & ~is_missing[codes]
    rows = np.flatnonzero(known)
    return SurvivalSample(times[rows], is_event[codes[rows]], rows)
