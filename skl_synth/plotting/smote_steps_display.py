"""SmoteStepsDisplay: how SMOTE makes a row, in four steps on two columns."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.plotting.axes_style import require_pyplot
from skl_synth.plotting.smote_panels import N_STEPS, Panels
from skl_synth.plotting.smote_steps import StepFinder
from skl_synth.plotting.step_axes import StepAxis
from skl_synth.synthesizers import TypeAwareSMOTE
from skl_synth.table.containers import column_name, frame_of
from skl_synth.table.target import check_pair


class SmoteStepsDisplay:
    """The four steps of SMOTE, drawn on two columns of a table of yours.

    Pick a row of the class, find its nearest neighbours of the same class, choose one
    of them, and place a new row at a random point between the two. The new row is one
    that `TypeAwareSMOTE` makes: whole numbers are whole, and dates are dates.

    Parameters
    ----------
    points : DataFrame
        Columns role ("other class", "same class", "picked", "neighbour", "chosen" and
        "new"), row (its position in the table), x and y (what the table holds),
        x_place and y_place (where that is on the axes).
    axes : (StepAxis, StepAxis)
        What the two columns are.
    between : (float, float)
        Where the new row was before it was snapped.
    weight : float
        The part of the way from the picked row to the chosen neighbour.
    group : str
        The class, in words.
    n_columns : int
        How many columns the neighbours were found by.

    Attributes
    ----------
    points_ : dict of str to matplotlib artist
        The points by role, as they were drawn last.
    way_ : matplotlib Line2D
        The way from the picked row to the chosen one.
    axes_ : ndarray of matplotlib Axes
        The four panels.
    ax_ : matplotlib Axes
        The first panel.
    figure_ : matplotlib Figure
        The figure.

    See Also
    --------
    TypeAwareSMOTE : Makes such rows, by all columns.
    DistanceDisplay : How near such rows are to real ones.

    Notes
    -----
    The picture shows real rows: it is for who may see the table. Columns of many
    values make the clearest one.

    Examples
    --------
    >>> from skl_synth import SmoteStepsDisplay
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(300, random_state=0, return_X_y=True)
    >>> display = SmoteStepsDisplay.from_table(X, y, columns=("age", "glucose"))
    >>> display.group
    'class 1'
    >>> display.frame()["role"].value_counts()["neighbour"]  # and the chosen one
    np.int64(5)
    >>> len(display.plot().axes_)
    4
    """

    def __init__(
        self,
        *,
        points: pd.DataFrame,
        axes: tuple[StepAxis, StepAxis],
        between: tuple[float, float],
        weight: float,
        group: str,
        n_columns: int,
    ) -> None:
        self.points = points
        self.axes = axes
        self.between = between
        self.weight = weight
        self.group = group
        self.n_columns = n_columns

    @classmethod
    def from_table(
        cls,
        X: Any,
        y: Any = None,
        *,
        columns: tuple[Hashable, Hashable],
        label: Any = None,
        row: int | None = None,
        k_neighbors: Any = 6,
        distance: str = "columns",
        random_state: Any = 0,
    ) -> SmoteStepsDisplay:
        """Make a row from a table, and keep the steps.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, without the target.
        y : array-like of shape (n_rows,), default=None
            The classes. None: the table is one class.
        columns : (hashable, hashable)
            The two columns to draw, by name; of an array by position.
        label : object, default=None
            The class that the row is of. None takes the rarest, or that of ``row``.
        row : int, default=None
            Position of the row to start at. None picks one, as SMOTE does; one whose
            new row differs from both its parents, where there is one.
        k_neighbors : int or object, default=6
            Neighbours, as in `TypeAwareSMOTE`.
        distance : {"columns", "table"}, default="columns"
            What the neighbours are near by: ``"columns"``, the two that are drawn, so
            that what is seen is what is measured; ``"table"``, all columns, as in
            earnest: neighbours may then look far away.
        random_state : int, RandomState instance or None, default=0
            Seed.

        Returns
        -------
        SmoteStepsDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there are not two such columns, no such class or row, or a column that
            tells who somebody is.

        Warns
        -----
        UserWarning
            If the class has fewer other rows than ``k_neighbors``.
        """
        if distance not in ("columns", "table"):
            raise InputError(
                "{parameter} is {value!r}; known are 'columns' and 'table'",
                parameter="distance",
                value=distance,
            )
        check_pair(X, y)
        frame = frame_of(X)
        names = _two_names(columns, frame)
        if isinstance(y, pd.Series | pd.DataFrame):
            y = y.reset_index(drop=True)
        table = frame[names] if distance == "columns" else frame
        synthesizer = TypeAwareSMOTE(k_neighbors=k_neighbors).fit(table, y)
        return cls._from_fitted(synthesizer, names, label, row, random_state)

    @classmethod
    def from_synthesizer(
        cls,
        synthesizer: Any,
        *,
        columns: tuple[Hashable, Hashable],
        label: Any = None,
        row: int | None = None,
        random_state: Any = 0,
    ) -> SmoteStepsDisplay:
        """Let a fitted synthesizer make a row, and keep the steps.

        Neighbours are those by all columns of its table.

        Parameters
        ----------
        synthesizer : TypeAwareSMOTE
            Fitted; or a `ProximityFilter` around one.
        columns : (hashable, hashable)
            The two columns, or one-hot groups, to draw.
        label, row : object, default=None
            As in `from_table`.
        random_state : int, RandomState instance or None, default=0
            Seed.

        Returns
        -------
        SmoteStepsDisplay
            The display, not yet drawn.

        Raises
        ------
        TypeError
            If the synthesizer does not place rows between neighbours.
        ValueError
            If it does so in another way than in these four steps; and as `from_table`.
        """
        check_is_fitted(synthesizer)
        # What an adapter holds is no synthesizer of ours.
        while hasattr(getattr(synthesizer, "sampler_", None), "table_"):
            synthesizer = synthesizer.sampler_
        names = _two(columns)
        return cls._from_fitted(synthesizer, names, label, row, random_state)

    @classmethod
    def _from_fitted(
        cls,
        synthesizer: Any,
        names: list[Hashable],
        label: Any,
        row: int | None,
        random_state: Any,
    ) -> SmoteStepsDisplay:
        steps = StepFinder(synthesizer, names, random_state).find(label, row)
        return cls(**vars(steps))

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns role, row, x, y, x_place and y_place; the new row last.
        """
        return self.points.copy()

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        point_kwargs: dict[str, Any] | None = None,
    ) -> SmoteStepsDisplay:
        """Draw one panel per step: the whole table first, then what is near the row.

        Parameters
        ----------
        ax : sequence of four matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title over all panels.
        point_kwargs : dict, default=None
            Passed to matplotlib's ``scatter``, for all points.

        Returns
        -------
        SmoteStepsDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        ValueError
            If ``ax`` holds another number of axes than four.
        """
        self.axes_ = _four_axes(ax)
        self.ax_, self.figure_ = self.axes_[0], self.axes_[0].figure
        panels = Panels(self, point_kwargs or {})
        panels.draw(self.axes_, own_figure=ax is None)
        self.points_, self.way_ = panels.points, panels.way
        if name is not None:
            self.figure_.suptitle(name)
        return self


def _two(columns: Any) -> list[Hashable]:
    named = list(columns) if isinstance(columns, tuple | list | pd.Index) else []
    if len(named) != 2 or named[0] == named[1]:
        raise InputError(
            "{parameter} is {value!r}: two different columns are drawn, one against "
            "the other",
            parameter="columns",
            value=columns,
            remedies=["name two of them"],
        )
    return named


def _two_names(columns: Any, frame: pd.DataFrame) -> list[Hashable]:
    names = [
        one if one in frame.columns else column_name(one, frame)
        for one in _two(columns)
    ]
    for name in names:
        if name not in frame.columns:
            raise InputError(
                "the column {column!r} is not in the table; its columns are {known}",
                column=name,
                known=list(frame.columns),
                remedies=["name two of them"],
            )
    return names


def _four_axes(ax: Any) -> np.ndarray:
    pyplot = require_pyplot()
    if ax is None:
        _, ax = pyplot.subplots(2, 2, figsize=(9.2, 7.6), layout="constrained")
    axes = np.atleast_1d(np.asarray(ax, dtype=object)).ravel()
    if len(axes) != N_STEPS:
        raise InputError(
            "{parameter} holds {n_axes} axes, but there are {n} steps to draw",
            parameter="ax",
            n_axes=len(axes),
            n=N_STEPS,
            remedies=["pass as many", "leave it out"],
        )
    return axes
