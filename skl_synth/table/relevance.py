"""Relevance: how much each value of a continuous target matters, from 0 to 1."""

from __future__ import annotations

import inspect
import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.interpolate import CubicHermiteSpline, PchipInterpolator

from skl_synth.compat import Interval, StrOptions
from skl_synth.errors import InputError, InputTypeError, Remedy, Setting
from skl_synth.table.box_plot import BoxPlot

STEEPEST = 3.0
"""A cubic between two points is monotone where its slopes are at most so many times
that of the line between them (Fritsch and Carlson)."""


@dataclass(frozen=True, eq=False)
class RelevanceFunction:
    """A relevance function that is known: call it on values of the target.

    Parameters
    ----------
    points : ndarray of shape (n_points, 3)
        Value, relevance and slope, in the order of the values. Between two points lies
        a monotone cubic; outside them the relevance is that of the last one.
    threshold : float
        From here on a value is rare.
    box : BoxPlot or None
        The box plot that the points come from.

    See Also
    --------
    Relevance : Makes it from a target.

    Examples
    --------
    >>> from skl_synth import Relevance
    >>> phi = Relevance([[0, 0], [10, 1]]).function([1, 2, 3])
    >>> phi([-5, 2.5, 5, 20]).round(3).tolist()
    [0.0, 0.25, 0.5, 1.0]
    """

    points: np.ndarray
    threshold: float
    box: BoxPlot | None = None

    def __call__(self, y: Any) -> np.ndarray:
        """Give the relevance of each value.

        Parameters
        ----------
        y : array-like of shape (n_values,)
            Values of the target.

        Returns
        -------
        ndarray of shape (n_values,)
            From 0, as common as can be, to 1.
        """
        values = as_numbers(y)
        places, relevance, slopes = self.points.T
        if len(places) == 1:
            return np.full(len(values), relevance[0])
        # From 0 to 1, since the third power of a large or a small number is none.
        span = places[-1] - places[0]
        at = (np.clip(values, places[0], places[-1]) - places[0]) / span
        cubics = CubicHermiteSpline(
            (places - places[0]) / span, relevance, slopes * span
        )
        within = np.clip(cubics(at), 0.0, 1.0)
        # At the last points themselves to the last digit.
        return np.select([at <= 0, at >= 1], [relevance[0], relevance[-1]], within)

    def is_rare(self, y: Any) -> np.ndarray:
        """Mark the values that are rare.

        Parameters
        ----------
        y : array-like of shape (n_values,)
            Values of the target.

        Returns
        -------
        ndarray of shape (n_values,), dtype bool
            Whether the relevance is at least the threshold.
        """
        # A point itself has the relevance that it was given, but for its last digits.
        return self(y) >= self.threshold - 1e-12

    def frame(self) -> pd.DataFrame:
        """Return the points.

        Returns
        -------
        DataFrame
            Columns value, relevance and slope.
        """
        return pd.DataFrame(self.points, columns=["value", "relevance", "slope"])


class Relevance:
    """How a relevance function is made: from the box plot of a target, or from points.

    The function says of each value of a continuous target how much it matters, from 0
    (common) to 1. Values from ``threshold`` on are rare: `TypeAwareSMOTE` makes more
    rows of them, and `phi_weighted_error` counts errors there.

    Parameters
    ----------
    points : "auto" or array-like of shape (n_points, 2 or 3), default="auto"
        Values of the target with their relevance, and with the slope there if wanted.
        Between them lies a monotone cubic, outside the relevance of the last one.
        "auto": the median has relevance 0, and the ends of the whiskers of the box plot
        1, on each side on which some value lies beyond the whisker.
    extremes : {"both", "low", "high"}, default="both"
        By "auto", which side matters.
    box_plot : {"tukey", "adjusted"}, default="tukey"
        By "auto", which whiskers: Tukey's, or those that allow for skewness, beyond
        which fewer values of a skewed target lie.
    coef : float, default=1.5
        By "auto", the most that a whisker may be, in lengths of the box.
    threshold : float, default=0.5
        Relevance from which on a value is rare; 0.8 marks fewer, halfway is 0.5.

    See Also
    --------
    RelevanceFunction : What it makes of a target.
    RelevanceDisplay : Draws it.
    TypeAwareSMOTE : Makes rows where it is high.

    Notes
    -----
    Where more than half of the values on one side are the median itself, as with many
    zeros, the whisker has no length: then the next value beyond it has relevance 1.

    References
    ----------
    .. [1] R. P. Ribeiro, "Utility-based regression", PhD thesis, University of Porto,
       2011.
    .. [2] L. Torgo, R. P. Ribeiro, B. Pfahringer, P. Branco, "SMOTE for regression",
       EPIA 2013, LNAI 8154, 378-389.
    .. [3] F. N. Fritsch, R. E. Carlson, "Monotone piecewise cubic interpolation", SIAM
       Journal on Numerical Analysis 17, 238-246, 1980.

    Examples
    --------
    >>> from skl_synth import Relevance
    >>> costs = [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 40]
    >>> phi = Relevance(extremes="high").function(costs)
    >>> phi.frame().to_numpy().tolist()
    [[1.0, 0.0, 0.0], [3.0, 0.0, 0.0], [6.0, 1.0, 0.0]]
    >>> phi.is_rare([3, 4, 5, 100]).tolist()
    [False, False, True, True]
    """

    def __init__(
        self,
        points: Any = "auto",
        *,
        extremes: str = "both",
        box_plot: str = "tukey",
        coef: float = 1.5,
        threshold: float = 0.5,
    ) -> None:
        self.points = points
        self.extremes = extremes
        self.box_plot = box_plot
        self.coef = coef
        self.threshold = threshold

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the parameters, by which scikit-learn clones and searches.

        Parameters
        ----------
        deep : bool, default=True
            Not used: no parameter has parameters of its own.

        Returns
        -------
        dict
            By name.
        """
        names = list(inspect.signature(type(self)).parameters)
        return {name: getattr(self, name) for name in names}

    def set_params(self, **params: Any) -> Relevance:
        """Set parameters.

        Parameters
        ----------
        **params : object
            By name.

        Returns
        -------
        Relevance
            The same object.

        Raises
        ------
        ValueError
            If there is no such parameter.
        """
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise InputError(
                    "Invalid parameter {value!r} for estimator {one!r}. Valid "
                    "parameters are: {known}",
                    value=name,
                    one=self,
                    known=list(known),
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={one!r}" for name, one in self.get_params().items())
        return f"{type(self).__name__}({shown})"

    def function(self, y: Any) -> RelevanceFunction:
        """Make the relevance function for a target.

        Parameters
        ----------
        y : array-like of shape (n_rows,)
            The target: numbers, none missing. Of no use where points are given.

        Returns
        -------
        RelevanceFunction
            To be called on values.

        Raises
        ------
        ValueError
            If a parameter, a point or a value of the target cannot be used.
        """
        self._check_parameters()
        values = as_numbers(y)
        if not isinstance(self.points, str):
            points = read_points(self.points)
            return RelevanceFunction(points, float(self.threshold))
        if not len(values):
            raise InputError(
                "the target has no values, of which there is no box plot",
                parameter="y",
                remedies=["pass the target of the real rows"],
            )
        box = BoxPlot.of(values, float(self.coef), adjusted=self.box_plot == "adjusted")
        points = points_of_box(values, box, self.extremes)
        return RelevanceFunction(points, float(self.threshold), box)

    def _check_parameters(self) -> None:
        for name, allowed in _CONSTRAINTS.items():
            value = getattr(self, name)
            if not any(one.is_satisfied_by(value) for one in allowed):
                raise InputError(
                    "the {name!r} of Relevance must be {allowed}; got {value!r}",
                    parameter=name,
                    value=value,
                    name=name,
                    allowed=" or ".join(map(str, allowed)),
                )
        if isinstance(self.points, str) and self.points != "auto":
            raise InputError(
                "the points of Relevance are 'auto' or pairs of value and relevance; "
                "got {value!r}",
                parameter="points",
                value=self.points,
                remedies=["leave it out", "pass points, such as [[10, 0], [50, 1]]"],
            )


RELEVANCES = (Relevance, RelevanceFunction, type)
"""What a parameter may be; a class in place of an object is refused in own words."""

_CONSTRAINTS: dict[str, list[Any]] = {
    "extremes": [StrOptions({"both", "low", "high"})],
    "box_plot": [StrOptions({"tukey", "adjusted"})],
    "coef": [Interval(numbers.Real, 0, None, closed="left")],
    # At 0 everything would be rare, and nothing common.
    "threshold": [Interval(numbers.Real, 0, 1, closed="right")],
}


def function_for(given: Any, y: Any) -> RelevanceFunction:
    """Make a relevance function of what says how relevance is found.

    Parameters
    ----------
    given : "auto", Relevance, RelevanceFunction or array-like of points
        As `TypeAwareSMOTE` takes it; a function stays as it is.
    y : array-like of shape (n_rows,)
        The target.

    Returns
    -------
    RelevanceFunction
        To be called on values.

    Raises
    ------
    InputTypeError
        If it is the class in place of an object.
    """
    if isinstance(given, type):
        raise InputTypeError(
            "{parameter} is the class {value} itself",
            parameter="relevance",
            value=given.__name__,
            remedies=["pass an object of it, {value}()"],
        )
    if hasattr(given, "is_rare"):
        function: RelevanceFunction = given
        return function
    relevance = given if isinstance(given, Relevance) else Relevance(given)
    return relevance.function(y)


def points_of_box(values: np.ndarray, box: BoxPlot, extremes: str) -> np.ndarray:
    """Place the points of a relevance function by a box plot.

    Parameters
    ----------
    values : ndarray of shape (n_rows,)
        The target.
    box : BoxPlot
        Its box plot.
    extremes : {"both", "low", "high"}
        Which side matters.

    Returns
    -------
    ndarray of shape (n_points, 3)
        Value, relevance and slope: 1 at the end of a whisker beyond which values lie, 0
        at the median and where nothing does.
    """
    low, high = float(values.min()), float(values.max())
    is_low = extremes != "high" and box.has_low
    is_high = extremes != "low" and box.has_high
    if is_low:
        low = _end(box.low_whisker, values[values < box.median], box.median, np.max)
    if is_high:
        high = _end(box.high_whisker, values[values > box.median], box.median, np.min)
    points = {low: float(is_low), high: float(is_high)}
    # Last, since the median may be the end of the values itself.
    points[box.median] = 0.0
    return np.array([[value, points[value], 0.0] for value in sorted(points)])


def _end(whisker: float, beyond: np.ndarray, median: float, nearest: Any) -> float:
    return float(nearest(beyond)) if whisker == median else whisker


def read_points(given: Any) -> np.ndarray:
    """Read points of a relevance function, and give each a slope.

    Parameters
    ----------
    given : array-like of shape (n_points, 2) or (n_points, 3)
        Values, relevance and, if given, slopes.

    Returns
    -------
    ndarray of shape (n_points, 3)
        In the order of the values, with slopes by which the cubics are monotone.

    Raises
    ------
    InputError
        If they are no such points.
    """
    try:
        points = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        points = np.empty(0)
    if points.ndim != 2 or points.shape[1] not in (2, 3) or not len(points):
        raise InputError(
            "the points of a relevance function are pairs of a value and its "
            "relevance; got {value!r}",
            parameter="points",
            value=given,
            remedies=["pass them as in [[10, 0], [50, 1]]"],
        )
    points = points[np.argsort(points[:, 0], kind="stable")]
    _check_points(points)
    slopes = points[:, 2] if points.shape[1] == 3 else _slopes(points)
    return np.column_stack([points[:, :2], _monotone(points, slopes)])


def _check_points(points: np.ndarray) -> None:
    if not np.isfinite(points).all():
        raise InputError(
            "a point of the relevance function is missing or infinite",
            parameter="points",
            remedies=["leave it out"],
        )
    outside = (points[:, 1] < 0) | (points[:, 1] > 1)
    if outside.any():
        raise InputError(
            "the relevance {value!r} of {place!r} is not between 0 and 1",
            parameter="points",
            value=float(points[outside][0, 1]),
            place=float(points[outside][0, 0]),
        )
    twice = np.diff(points[:, 0]) == 0
    if twice.any():
        raise InputError(
            "two points have the value {value!r}",
            parameter="points",
            value=float(points[:-1][twice][0, 0]),
            remedies=["leave one of them out"],
        )


def _slopes(points: np.ndarray) -> np.ndarray:
    if len(points) == 1:
        return np.zeros(1)
    slopes: np.ndarray = PchipInterpolator(*points[:, :2].T).derivative()(points[:, 0])
    return slopes


def _monotone(points: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Make slopes flatter where a cubic would leave the range of its two points."""
    if len(points) == 1:
        return np.zeros(1)
    lines = np.diff(points[:, 1]) / np.diff(points[:, 0])
    least = np.minimum(np.r_[lines[0], lines], np.r_[lines, lines[-1]])
    most = np.maximum(np.r_[lines[0], lines], np.r_[lines, lines[-1]])
    # Of one sign with both lines, and at most three times the flatter of them.
    low = np.where(most <= 0, STEEPEST * most, 0.0)
    high = np.where(least >= 0, STEEPEST * least, 0.0)
    return np.clip(slopes, low, high)


def as_numbers(y: Any) -> np.ndarray:
    """Read values of a target.

    Parameters
    ----------
    y : array-like of shape (n_values,) or (n_values, 1)
        Numbers.

    Returns
    -------
    ndarray of shape (n_values,), dtype float64
        The same.

    Raises
    ------
    InputError
        If they are no finite numbers, or several columns.
    """
    array = np.asarray(y)
    if array.ndim > 1 and array.size != len(array):
        raise InputError(
            "relevance is that of one column of numbers, and there are {n}",
            parameter="y",
            n=array.size // max(len(array), 1),
            remedies=["pass one column at a time"],
        )
    try:
        if array.dtype.kind in "bMmUS" or _holds_text(array):
            raise TypeError
        values = array.astype(np.float64).reshape(-1)
    except (TypeError, ValueError) as error:
        raise InputError(
            "relevance is that of numbers, and the target holds {value!r}",
            parameter="y",
            value=_first_that_is_none(array),
            remedies=[
                Remedy("leave relevance out, {setting}", Setting("relevance", None)),
                "turn the target into numbers",
            ],
        ) from error
    if not np.isfinite(values).all():
        raise InputError(
            "Input y contains NaN or infinity, of which there is no relevance",
            parameter="y",
            remedies=["drop the rows whose target is not known"],
        )
    return values


def _holds_text(array: np.ndarray) -> bool:
    """Whether numbers are written as text, which numpy would read as numbers."""
    if array.dtype != object:
        return False
    return any(isinstance(one, (str, bytes, bool)) for one in array.reshape(-1))


def _first_that_is_none(array: np.ndarray) -> Any:
    for cell in array.reshape(-1).tolist():
        if isinstance(cell, bool) or not isinstance(cell, numbers.Number):
            return cell
    return array.dtype
