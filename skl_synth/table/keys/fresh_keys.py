"""Fresh keys of a column: of its shapes, and outside the real ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skl_synth.table.keys.key_shape import KeyShapes
from skl_synth.table.keys.known_keys import KnownKeys

MOST_ROUNDS = 60
"""Draws before it is said that there is no room; shapes are widened on the way."""

LEAST_YIELD = 0.05
"""Where fewer of the keys drawn are fresh, the shapes are full."""


class NoRoomError(Exception):
    """There are not as many fresh keys as are needed."""


@dataclass(frozen=True)
class _Source:
    """What keys are drawn from: shapes, or all numbers that a column can hold."""

    shapes: KeyShapes | None
    valid: bool
    most: int | None
    reserved: bool = True

    def draw(
        self, n_keys: int, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        if self.shapes is None:
            assert self.most is not None
            numbers = rng.randint(0, self.most, size=n_keys, dtype=np.uint64)
            keys = (numbers + 1).astype(str).astype(object)
            return keys, keys
        return self.shapes.draw(n_keys, rng, valid=self.valid, reserved=self.reserved)

    def widened(self) -> _Source:
        """Longer keys; where numbers would be too large, shorter ones, too."""
        if self.shapes is None:
            return self
        wider = self.shapes.widened()
        shortest = min(len(one.template) for one in wider.shapes)
        if self.most is not None and 10 ** (shortest - 1) > self.most:
            return replace(self, shapes=None)
        return replace(self, shapes=wider, reserved=False)


@dataclass(frozen=True, eq=False)
class FreshKeys:
    """What fresh keys of a column are drawn from.

    Parameters
    ----------
    shapes : KeyShapes
        How they look.
    known : KnownKeys
        The real keys of all columns, which are avoided.
    most : int or None
        The largest number that the column holds; None for text.
    """

    shapes: KeyShapes
    known: KnownKeys
    most: int | None

    def draw(
        self,
        n_keys: int,
        rng: np.random.RandomState,
        *,
        valid: bool,
        taken: np.ndarray | None = None,
    ) -> np.ndarray:
        """Draw different keys that no real row has.

        Parameters
        ----------
        n_keys : int
            How many.
        rng : RandomState
            Source of randomness.
        valid : bool
            Whether check digits are right.
        taken : ndarray of str, default=None
            Keys that are given already.

        Returns
        -------
        ndarray of str
            The keys, all different.

        Raises
        ------
        NoRoomError
            If there are not as many.
        """
        found = np.empty(0, dtype=object) if taken is None else taken
        n_taken, source = len(found), _Source(self.shapes, valid, self.most)
        for _ in range(MOST_ROUNDS):
            lacking = n_taken + n_keys - len(found)
            if lacking <= 0:
                break
            n_drawn = 4 * lacking + 16
            keys, close = source.draw(n_drawn, rng)
            before = len(found)
            fresh = keys[self.are_free(keys, close)]
            found = pd.unique(np.concatenate([found, fresh]))
            if len(found) - before < LEAST_YIELD * n_drawn:
                source = source.widened()
        if len(found) < n_taken + n_keys:
            raise NoRoomError
        return found[n_taken : n_taken + n_keys]

    def that_fit(self, keys: np.ndarray) -> np.ndarray:
        """Keep the keys that the column can hold.

        Parameters
        ----------
        keys : ndarray of str
            Keys.

        Returns
        -------
        ndarray of str
            Those that are not too large.
        """
        return keys if self.most is None else keys[self._are_small(keys)]

    def _are_small(self, keys: np.ndarray) -> np.ndarray:
        return np.array([int(key) <= (self.most or 0) for key in keys], dtype=bool)

    def are_free(self, keys: np.ndarray, close: np.ndarray) -> np.ndarray:
        """Whether keys can be given to synthetic rows.

        Parameters
        ----------
        keys, close : ndarray of str
            Keys, and the keys that are closest to them.

        Returns
        -------
        ndarray of bool
            True where neither is a real key, and the column can hold the first.
        """
        free = ~self.known.may_hold(keys)
        differs = np.flatnonzero(keys != close)
        free[differs] &= ~self.known.may_hold(close[differs])
        return free if self.most is None else free & self._are_small(keys)
