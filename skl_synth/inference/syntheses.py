"""synthesize_many: several synthetic tables of one real table, for inference."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.utils import check_random_state

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.drawn_tables import synthetic_table
from skl_synth.evaluation.people import people_of
from skl_synth.evaluation.person_makers import persons_made
from skl_synth.evaluation.seeds import draw_seed, seeded
from skl_synth.inference.combining import CombinedEstimates, combine
from skl_synth.inference.ended import events_of
from skl_synth.inference.joined_table import joined
from skl_synth.synthesizers import as_synthesizer
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import warn_of_repeated_key
from skl_synth.table.target import check_pair


@dataclass(frozen=True, eq=False)
class Syntheses:
    """Synthetic tables that were made of one real table.

    Parameters
    ----------
    tables : tuple of (X, y)
        The tables, in the containers of the real one.
    n_real : int
        Rows of the real table.
    proper : bool
        Whether each was made by a synthesizer that was fitted to a bootstrap sample.
    persons : tuple of ndarray or None, default=()
        Whom the rows of each table belong to, where whole persons were made.
    has_visits : bool, default=False
        Whether real persons have several rows, as far as that is known.
    events : dict, default={}
        What ends a survival time, by its column, where the synthesizer was told.

    See Also
    --------
    synthesize_many : Makes them.
    combine : What is estimated from each, put together.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, synthesize_many
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> tables = synthesize_many(TypeAwareCART(), X, y, m=3, random_state=0)
    >>> len(tables), len(tables.frame(0))
    (3, 150)
    """

    tables: tuple[tuple[Any, Any], ...]
    n_real: int
    proper: bool
    persons: tuple[np.ndarray | None, ...] = ()
    has_visits: bool = False
    events: dict[Hashable, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.tables)

    def __getitem__(self, place: Any) -> Any:
        return self.tables[place]

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self.tables)

    @property
    def n_synthetic(self) -> int:
        """Rows of each table."""
        X = self.tables[0][0]
        return int(X.shape[0]) if hasattr(X, "shape") else len(X)

    def frame(self, place: int) -> pd.DataFrame:
        """Return one table with its target as the last column.

        Parameters
        ----------
        place : int
            Which, from 0 on.

        Returns
        -------
        DataFrame
            The columns of X, and the target.

        Raises
        ------
        ValueError
            If the table has no names, or its target has that of another column.
        """
        return joined(*self.tables[place])

    def frames(self) -> Iterator[pd.DataFrame]:
        """Go through the tables, each with its target.

        Returns
        -------
        iterator of DataFrame
            As ``frame`` returns them.
        """
        return map(self.frame, range(len(self)))

    def persons_of(self, place: int) -> np.ndarray | None:
        """Say whom the rows of a table belong to.

        Parameters
        ----------
        place : int
            Which table, from 0 on.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int, or None
            None where rows were made one by one.
        """
        return self.persons[place] if self.persons else None

    def combine(
        self, results: Sequence[Any], *, rule: str = "raab", level: float = 0.95
    ) -> CombinedEstimates:
        """Put together what was estimated from each table.

        Parameters
        ----------
        results : sequence
            One per table, as `combine` takes them.
        rule, level : object
            As in `combine`.

        Returns
        -------
        CombinedEstimates
            Estimates with intervals for the population.

        Raises
        ------
        ValueError
            If there are not as many as tables, and for what `combine` raises.
        """
        if len(results) != len(self):
            raise InputError(
                "{n} results were given for {m} synthetic tables",
                n=len(results),
                m=len(self),
                remedies=["fit the same model to each of them"],
            )
        sizes = {"n_real": self.n_real, "n_synthetic": self.n_synthetic}
        return combine(results, **sizes, proper=self.proper, rule=rule, level=level)


def synthesize_many(
    synthesizer: Any,
    X: Any,
    y: Any = None,
    m: int = 5,
    *,
    groups: Any = None,
    proper: bool = False,
    n_samples: int | None = None,
    random_state: Any = None,
) -> Syntheses:
    """Make several synthetic tables of one real table, so that inference is possible.

    From one synthetic table nobody can tell how far its figures lie from the real ones
    by the luck of the draw; from several it can be seen, see `combine`.

    Parameters
    ----------
    synthesizer : synthesizer
        What makes the rows; it is cloned, and only synthetic rows are made.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,), default=None
        Its target.
    m : int, default=5
        How many tables.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to.
    proper : bool, default=False
        Whether the synthesizer is fitted anew to a bootstrap sample of the persons for
        each table, so that the tables also show how uncertain what it learnt is. Else
        it is fitted once.
    n_samples : int, default=None
        Rows of each table; None for as many as there are real ones, class by class.
    random_state : int, RandomState instance or None, default=None
        Seed of all tables.

    Returns
    -------
    Syntheses
        The tables, and what `combine` has to know of how they were made.

    Raises
    ------
    ValueError
        If ``m`` is no whole number above 0, or the table cannot be used.

    See Also
    --------
    combine : Puts together what was estimated from each table.
    inference_report : A model on the real table beside the same on these.

    Notes
    -----
    Each further table discloses more. Nothing is gained by more than a few: with m = 5
    intervals are a tenth wider than with any number.

    References
    ----------
    .. [1] G. M. Raab, B. Nowok, C. Dibben, "Practical data synthesis for large
       samples", Journal of Privacy and Confidentiality 7(3), 2017.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, synthesize_many
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> tables = synthesize_many(TypeAwareCART(), X, y, m=2, random_state=0)
    >>> estimates = [
    ...     (X_new[["petal_width_cm"]].mean(), X_new[["petal_width_cm"]].sem())
    ...     for X_new, _ in tables
    ... ]
    >>> combined = tables.combine(estimates).frame()
    >>> bool(combined.loc["petal_width_cm", "low"] < X["petal_width_cm"].mean())
    True
    """
    _check_number(m)
    check_pair(X, y)
    check_pair(X, groups, "groups")
    rng = check_random_state(random_state)
    maker = clone(as_synthesizer(synthesizer)).set_params(mode="replace")
    table = RealTable.read(X, y, encoder=maker._table_encoder(), groups=groups)
    warn_of_repeated_key(table)
    fitted = _fitted_again(maker, table, rng) if proper else _fitted(maker, table, rng)
    return _syntheses(table, fitted, m, proper=proper, n_samples=n_samples, rng=rng)


def syntheses_of(
    fitted: BaseSynthesizer, table: RealTable, m: int, seed: int
) -> Syntheses:
    """Draw several tables from a synthesizer that is fitted already.

    Parameters
    ----------
    fitted : BaseSynthesizer
        What draws them; it may not have kept the real rows.
    table : RealTable
        The real table.
    m : int
        How many.
    seed : int
        Seed of all.

    Returns
    -------
    Syntheses
        Of the size of the real table, and not proper.
    """
    rng = np.random.RandomState(seed)
    return _syntheses(table, repeat(fitted), m, proper=False, n_samples=None, rng=rng)


def _syntheses(
    table: RealTable,
    fitted: Iterator[BaseSynthesizer],
    m: int,
    *,
    proper: bool,
    n_samples: int | None,
    rng: np.random.RandomState,
) -> Syntheses:
    tables, persons = [], []
    for _ in range(m):
        synthesizer = next(fitted)
        drawn = _drawn(synthesizer, n_samples, rng)
        tables.append(drawn)
        persons.append(persons_made(synthesizer, drawn[0]))
    return Syntheses(
        tuple(tables),
        len(table),
        bool(proper),
        tuple(persons),
        bool(table.has_visits),
        events_of(table.schema),
    )


def _check_number(m: Any) -> None:
    if isinstance(m, bool) or not isinstance(m, Integral) or m < 1:
        raise InputError(
            "{parameter}={value!r} must be a whole number from 1 on",
            parameter="m",
            value=m,
            remedies=[Remedy("pass {setting}", Setting("m", 5))],
        )


def _fitted(
    maker: BaseSynthesizer, table: RealTable, rng: np.random.RandomState
) -> Iterator[BaseSynthesizer]:
    """The same for each table, fitted once."""
    return repeat(seeded(maker, rng)._fit_table(table))


def _fitted_again(
    maker: BaseSynthesizer, table: RealTable, rng: np.random.RandomState
) -> Iterator[BaseSynthesizer]:
    """Another for each table, fitted to a bootstrap sample of the persons."""
    while True:
        yield seeded(maker, rng)._fit_table(_resampled(table, rng))


def _resampled(table: RealTable, rng: np.random.RandomState) -> RealTable:
    """Draw persons with replacement; who is drawn twice is two persons."""
    if table.persons is None:
        return table.take(rng.randint(len(table), size=len(table)))
    people = people_of(table.persons)
    drawn = rng.randint(len(people), size=len(people))
    persons = np.repeat(np.arange(len(drawn)), people.sizes_of(drawn))
    return replace(table.take(people.rows_of(drawn)), persons=persons)


def _drawn(
    synthesizer: BaseSynthesizer, n_samples: int | None, rng: np.random.RandomState
) -> tuple[Any, Any]:
    if n_samples is None:
        return synthetic_table(synthesizer, rng)
    return synthesizer.sample(n_samples, random_state=draw_seed(rng))
