"""Samples of which something is given: how many rows, and of which classes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.counts import counts_for
from skl_synth.errors import InputError, Remedy
from skl_synth.generators.generator import Generator, draw_seed
from skl_synth.generators.given_draws import draw_given, request_of
from skl_synth.generators.given_persons import refuse_persons
from skl_synth.generators.reach import refuse_fewer, within_reach
from skl_synth.generators.repeated_rows import warn_of_given_copies
from skl_synth.table.given import Condition, Given
from skl_synth.table.given_reading import ReadGiven, read_given
from skl_synth.table.given_regions import given_by_region
from skl_synth.table.persons import together
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates
from skl_synth.table.target.regions import RegionTarget


@dataclass(frozen=True, eq=False)
class AskedGiven:
    """Rows that are asked for, with what is given of them.

    Parameters
    ----------
    table : RealTable
        The table that was learnt, with or without its rows.
    given : Given
        What is given of each row.
    read : ReadGiven
        The same as it was read.
    """

    table: RealTable
    given: Given
    read: ReadGiven

    @classmethod
    def of(
        cls, table: RealTable, given: Any, n_samples: Any, default: np.ndarray
    ) -> AskedGiven:
        """Read what is asked for.

        Parameters
        ----------
        table : RealTable
            The table.
        given : mapping or dataframe
            What is given.
        n_samples : int, mapping of class to int, or None
            How many rows; None for those of a frame, or as many as by default.
        default : ndarray of shape (n_classes,), dtype int
            Rows of each class that are asked for where nothing is said.

        Returns
        -------
        AskedGiven
            What is asked for.

        Raises
        ------
        InputError
            If it cannot be read, or the numbers of rows do not fit.
        """
        read = read_given(table, given)
        target, is_number = table.target, isinstance(n_samples, Integral)
        if isinstance(target, RegionTarget) and read.which is None and not is_number:
            asked = n_samples is not None
            counts = counts_for(n_samples, target) if asked else default
            only = read.conditions[0]
            return cls(table, given_by_region(target, only, counts, asked=asked), read)
        if read.which is None:
            groups = _groups(table, read.conditions[0], n_samples, default)
            which = np.zeros(len(groups), dtype=np.intp)
        else:
            _check_number(len(read.which), n_samples)
            which = read.which
            of_condition = [one.only_class for one in read.conditions]
            groups = np.array(of_condition, dtype=np.intp)[which]
        return cls(table, Given(read.conditions, which, groups), read)

    def draw(self, generator: Generator, rng: np.random.RandomState) -> Candidates:
        """Draw the rows.

        Parameters
        ----------
        generator : Generator
            What has learnt the table.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        Candidates
            Those of a frame in its order, others shuffled.

        Raises
        ------
        InputError
            If they cannot be had.

        Warns
        -----
        InputWarning
            If many of them equal the only real rows that meet what is given.
        """
        refuse_persons(generator)
        request = within_reach(
            generator, self.table, request_of(self.given, self.table.target)
        )
        drawn = draw_given(generator, self.table, request, rng)
        warn_of_given_copies(self.table, drawn, self.given)
        if not self.given.is_free:
            refuse_fewer(self.table, request, drawn)
        if self.read.which is None:
            return shuffled(drawn, rng)
        return replace(drawn, seed=draw_seed(rng))

    def labelled(self, X: Any, y: Any) -> tuple[Any, Any]:
        """Give the rows the index of the frame that they were given by.

        Parameters
        ----------
        X, y : table and its target
            As they are written.

        Returns
        -------
        X, y : same containers
            With that index, where they have one.
        """
        index = self.read.index
        if index is None or not isinstance(X, pd.DataFrame):
            return X, y
        if isinstance(y, pd.Series | pd.DataFrame):
            y = y.set_axis(index, axis=0)
        return X.set_axis(index, axis=0), y


def shuffled(candidates: Candidates, rng: np.random.RandomState) -> Candidates:
    """Shuffle rows, or persons whose rows stay together.

    Parameters
    ----------
    candidates : Candidates
        The rows.
    rng : RandomState
        Source of randomness.

    Returns
    -------
    Candidates
        The same, with a seed for what is written beside them.
    """
    if candidates.persons is None:
        order = rng.permutation(len(candidates))
    else:
        order = together(candidates.persons, rng)
    return replace(candidates.take(order), seed=draw_seed(rng))


def _groups(
    table: RealTable, condition: Condition, n_samples: Any, default: np.ndarray
) -> np.ndarray:
    """Say of which class each row is; -1 where the generator is to choose it."""
    only = condition.only_class
    is_number = n_samples is not None and not hasattr(n_samples, "items")
    if is_number:
        n_rows = int(counts_for(n_samples, table.target).sum())
        return np.full(n_rows, only, dtype=np.intp)
    counts = default if n_samples is None else counts_for(n_samples, table.target)
    if table.target.classes is None:
        return np.full(int(counts.sum()), -1, dtype=np.intp)
    if condition.classes is not None:
        wrong = np.flatnonzero((counts > 0) & ~condition.classes)
        if len(wrong) and n_samples is not None:
            raise InputError(
                "n_samples asks for rows of {label}, and {parameter} allows none",
                parameter="given",
                label=table.target.label(int(wrong[0])),
                remedies=[Remedy("say one of them alone", only="python")],
            )
        counts = counts * condition.classes
    return np.repeat(np.arange(len(counts)), counts)


def _check_number(n_rows: int, n_samples: Any) -> None:
    """Refuse another number of rows than a frame has."""
    if n_samples is None or n_samples == n_rows:
        return
    raise InputError(
        "n_samples is {value!r}, and {parameter} has {n_rows} rows, each of which is "
        "completed once",
        parameter="given",
        value=n_samples,
        n_rows=n_rows,
        remedies=[Remedy("leave n_samples out", only="python")],
    )
