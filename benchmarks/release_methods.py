"""The releases that are compared: the rungs of publish, each by its synthesizer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.release_tables import ReleaseTable
from skl_synth import BaseSynthesizer, release_synthesizer

Maker = Callable[[ReleaseTable, int], Any]
"""Makes a synthesizer for a table; the seed is that of its rows."""

DELTA = 1e-6
"""Of every formal guarantee that is compared."""


def release(_: ReleaseTable, seed: int) -> BaseSynthesizer:
    """Make the release setting.

    Parameters
    ----------
    _ : ReleaseTable
        Not looked at: the setting reads the table itself.
    seed : int
        Its seed.

    Returns
    -------
    BaseSynthesizer
        Unfitted.
    """
    return release_synthesizer(random_state=seed)


def marginals(epsilon: float | None, pairs: str = "auto") -> Maker:
    """Make what draws from noisy counts, with the dictionary of the table.

    Parameters
    ----------
    epsilon : float or None
        The guarantee; None for no noise.
    pairs : str, default="auto"
        Which margins are counted.

    Returns
    -------
    callable
        Makes the synthesizer for a table.
    """

    def make(table: ReleaseTable, seed: int) -> BaseSynthesizer:
        from skl_synth import PrivateMarginals

        return PrivateMarginals(
            epsilon,
            delta=DELTA,
            dictionary=table.dictionary(),
            pairs=pairs,
            random_state=seed,
        )

    return make


METHODS: dict[str, Maker] = {
    "release setting": release,
    "epsilon 1": marginals(1.0),
    "epsilon 4": marginals(4.0),
    "columns": marginals(None, "none"),
    "columns, epsilon 1": marginals(1.0, "none"),
    "margins, no noise": marginals(None),
}


def single_holders(X: Any, real: Any, columns: Iterable[Any]) -> tuple[int, int]:
    """Count the levels that one real row has, and those of them that are released.

    Parameters
    ----------
    X, real : DataFrame
        The release and the real rows.
    columns : iterable of hashable
        The columns that hold levels.

    Returns
    -------
    n_levels, n_shown : int
        How many there are, and how many were released.
    """
    n_levels = n_shown = 0
    for column in columns:
        counts = real[column].value_counts()
        single = counts.index[counts == 1]
        n_levels += len(single)
        n_shown += int(single.isin(X[column].dropna().unique()).sum())
    return n_levels, n_shown
