"""How keys are used: which rows are empty, and which share a key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skl_synth.table.persons import constant_within, numbered

ROWS, PERSONS, WITHIN = "rows", "persons", "within"
"""What has a key: any rows; a person; or rows of one person, such as a stay."""

EMPTY = -1
"""The slot of a row without a key."""


@dataclass(frozen=True, eq=False)
class KeyReuse:
    """Which rows of a column have a key, and how many share one.

    A slot stands for a key that is still to be written; rows of one slot share it.

    Parameters
    ----------
    unit : {"rows", "persons", "within"}
        Whether rows share a key whosever they are, a person has one key, or rows share
        a key within a person only.
    empty_units : float
        Share of the units (persons, or rows) without any key.
    empty_rows : float
        Share of the rows without a key among those of units that have one.
    sizes : ndarray of int
        How many units have a key together, in ascending order.
    counts : ndarray of int
        How many keys there are of each size.
    """

    unit: str
    empty_units: float
    empty_rows: float
    sizes: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, codes: np.ndarray, persons: np.ndarray | None) -> KeyReuse:
        """See how the keys of a column are used.

        Parameters
        ----------
        codes : ndarray of shape (n_rows,), dtype int
            Equal numbers for equal keys; -1 where there is none.
        persons : ndarray of shape (n_rows,), dtype int, or None
            Which person each row belongs to.

        Returns
        -------
        KeyReuse
            How they are used.
        """
        unit = _unit_of(codes, persons)
        if unit == PERSONS:
            assert persons is not None
            of_unit = np.full(int(persons.max(initial=-1)) + 1, EMPTY)
            np.maximum.at(of_unit, persons, codes)
            has_key = of_unit[persons] != EMPTY
        else:
            of_unit = codes
            has_key = codes != EMPTY
        held = np.bincount(of_unit[of_unit != EMPTY])
        sizes, counts = np.unique(held[held > 0], return_counts=True)
        return cls(
            unit,
            _share(of_unit == EMPTY),
            _share(codes[has_key] == EMPTY),
            sizes,
            counts,
        )

    @property
    def repeats(self) -> bool:
        """Whether some units share a key."""
        return bool((self.sizes > 1).any())

    def slots(
        self, n_rows: int, persons: np.ndarray | None, rng: np.random.RandomState
    ) -> np.ndarray:
        """Share keys out among rows.

        Parameters
        ----------
        n_rows : int
            How many rows.
        persons : ndarray of shape (n_rows,), dtype int, or None
            Which person each row belongs to.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            The slot of each row, from 0 on; -1 where it has no key.
        """
        if self.unit != PERSONS or persons is None:
            slots = self._of_units(n_rows, persons, rng)
        else:
            of_row = numbered(persons)
            slots = self._of_units(int(of_row.max(initial=-1)) + 1, None, rng)[of_row]
        filled = np.flatnonzero(slots != EMPTY)
        slots[filled[_some_of(len(filled), self.empty_rows, rng)]] = EMPTY
        return slots

    def _of_units(
        self, n_units: int, persons: np.ndarray | None, rng: np.random.RandomState
    ) -> np.ndarray:
        slots = np.full(n_units, EMPTY)
        filled = np.ones(n_units, dtype=bool)
        filled[_some_of(n_units, self.empty_units, rng)] = False
        places = np.flatnonzero(filled)
        ends = None
        if self.unit == WITHIN and persons is not None:
            places = places[np.argsort(persons[places], kind="stable")]
            ends = np.flatnonzero(np.diff(persons[places])) + 1
        elif self.repeats:
            rng.shuffle(places)
        slots[places] = self._runs(len(places), ends, rng)
        return slots

    def _runs(
        self, n_units: int, ends: np.ndarray | None, rng: np.random.RandomState
    ) -> np.ndarray:
        """Number units in runs as long as keys are shared; a run stops at each end."""
        if not self.repeats or not n_units:
            return np.arange(n_units)
        shares = self.counts / self.counts.sum()
        sizes = rng.choice(self.sizes, size=n_units, p=shares)
        starts = np.zeros(n_units + 1, dtype=bool)
        cuts = np.cumsum(sizes)
        starts[cuts[cuts < n_units]] = True
        if ends is not None:
            starts[ends] = True
        return np.cumsum(starts[:n_units])


def _unit_of(codes: np.ndarray, persons: np.ndarray | None) -> str:
    filled = codes != EMPTY
    if persons is None or not filled.any():
        return ROWS
    held, owners = codes[filled], numbered(persons[filled])
    # Of persons with one key each, in one row, there is no saying what it stands for.
    repeats = len(owners) > owners.max(initial=-1) + 1
    if repeats and constant_within(owners, held):
        return PERSONS
    return WITHIN if constant_within(numbered(held), owners) else ROWS


def _share(mask: np.ndarray) -> float:
    return float(mask.mean()) if len(mask) else 0.0


def _some_of(n: int, share: float, rng: np.random.RandomState) -> np.ndarray:
    """Choose a share of n places; of a fraction of a place, chance decides."""
    n_chosen = int(np.floor(share * n + rng.uniform()))
    return rng.permutation(n)[: min(n_chosen, n)]
