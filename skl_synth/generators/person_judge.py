"""Person judge: which whole persons a filter lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from skl_synth.generators.excess_copies import PersonsWithCopies
from skl_synth.generators.outcomes import CLOSEST, KEPT, ClosestPersons, decide
from skl_synth.generators.whole_persons import Judged
from skl_synth.table.rows import Candidates, stack_candidates

if TYPE_CHECKING:
    from skl_synth.generators.proximity import ProximityGenerator


class PersonJudge:
    """Judges persons as they are drawn, and remembers all of them.

    Parameters
    ----------
    filter_ : ProximityGenerator
        The filter.
    copied : PersonsWithCopies or None
        Which copies are in excess; None where every copy is.
    """

    def __init__(
        self, filter_: ProximityGenerator, copied: PersonsWithCopies | None
    ) -> None:
        self.filter = filter_
        self.copied = copied
        self.closest = ClosestPersons(filter_.removal_fraction)
        self.rows: list[Candidates] = []
        self.outcomes: list[np.ndarray] = []

    def __call__(self, drawn: Candidates) -> Judged:
        """Judge some persons.

        Parameters
        ----------
        drawn : Candidates
            Their rows.

        Returns
        -------
        Judged
            The rows with their distances, and which of them will do.
        """
        measured = self.filter.measured(drawn)
        outcomes = self._outcomes_of(measured)
        self.rows.append(measured)
        self.outcomes.append(outcomes)
        return Judged(measured, outcomes == KEPT)

    def everybody(self) -> tuple[Candidates, np.ndarray]:
        """Give all rows that were judged, with what became of them.

        Returns
        -------
        rows : Candidates
            The rows, the persons of all draws numbered through.
        outcomes : ndarray of shape (n_rows,)
            Their outcomes.
        """
        return stack_candidates(self.rows), np.concatenate(self.outcomes)

    def who_stays(self) -> np.ndarray:
        """Mark the rows of persons of whom every row will do.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            Of all rows that were judged.
        """
        rows, outcomes = self.everybody()
        assert rows.persons is not None
        goes = np.bincount(rows.persons, weights=outcomes != KEPT) > 0
        stays: np.ndarray = ~goes[rows.persons]
        return stays

    def _outcomes_of(self, measured: Candidates) -> np.ndarray:
        is_copy = self.filter.copies(measured)
        outcomes = decide(
            measured,
            is_copy=is_copy,
            removal_fraction=0.0,
            min_distance=self.filter.min_distance,
            # Somebody may well come twice with the same.
            repeats_go=False,
        )
        is_close = self.closest.of(measured)
        stays = self._staying(measured, is_copy)
        if stays.any():
            outcomes[stays] = KEPT
            # Who has a copy that stays lies close by it.
            persons = measured.persons
            assert persons is not None
            is_close &= (np.bincount(persons, weights=stays) == 0)[persons]
        outcomes[(outcomes == KEPT) & is_close] = CLOSEST
        return outcomes

    def _staying(self, measured: Candidates, is_copy: np.ndarray) -> np.ndarray:
        """Mark the copies that strangers show as well."""
        known = self.filter.known
        if known is None or self.copied is None:
            return np.zeros(len(is_copy), dtype=bool)
        assert measured.nearest is not None
        assert measured.persons is not None
        what = known.equalled(measured.nearest, is_copy)
        marks: np.ndarray = is_copy & ~self.copied.in_excess(what, measured.persons)
        return marks
