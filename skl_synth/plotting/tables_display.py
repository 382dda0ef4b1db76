"""UtilityTablesDisplay: which columns, and pairs of columns, were not kept."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity.table_utility import (
    UtilityTables,
    check_measure,
    utility_tables,
)
from skl_synth.plotting.axes_style import INK, axes_of

MOST_NUMBERED = 14
"""With more columns than this the cells are too small for numbers."""

LEAST_SCALE = 3.0
"""Of ratios: the scale ends here at the lowest, so that small ones look small."""

RATIOS = {
    "s_pmse": "S_pMSE (1: a correct synthesizer)",
    "pmse_ratio": "Ratio of pMSE (1: other people)",
}

TITLE = "Tables of one and two columns"


class UtilityTablesDisplay:
    """Heat map of a measure of all tables of one and of two columns.

    On the diagonal stands each column by itself, below it each pair. What a synthesizer
    has not kept shows as a row, or as a cell, that is dark.

    Parameters
    ----------
    tables : DataFrame
        Columns column_1, column_2 (the same where it is one) and value.
    measure : str, default="s_pmse"
        What value is.

    Attributes
    ----------
    image_ : matplotlib AxesImage
        The heat map.
    texts_ : list of matplotlib Text
        The numbers in the cells.
    colorbar_ : matplotlib Colorbar
        The scale.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    utility_tables : Says what the measures are.
    PairDifferenceDisplay : Pairs by how strongly they depend on each other.

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, UtilityTablesDisplay
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> cart = TypeAwareCART(mode="replace", random_state=0)
    >>> display = UtilityTablesDisplay.from_tables(X, y, *cart.fit_resample(X, y))
    >>> len(display.frame())
    15
    """

    def __init__(self, *, tables: pd.DataFrame, measure: str = "s_pmse") -> None:
        self.tables = tables
        self.measure = measure

    @classmethod
    def from_tables(
        cls,
        X_real: Any,
        y_real: Any,
        X_synthetic: Any,
        y_synthetic: Any = None,
        *,
        measure: str = "s_pmse",
        **kwargs: Any,
    ) -> UtilityTablesDisplay:
        """Compare two tables.

        Parameters
        ----------
        X_real, y_real, X_synthetic, y_synthetic : object
            As in `utility_tables`.
        measure : str, default="s_pmse"
            What is drawn, one of the columns of `UtilityTables.frame`.
        **kwargs : object
            Passed to `utility_tables`; not ``order``.

        Returns
        -------
        UtilityTablesDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            As `utility_tables`, and if there is no such measure.
        """
        check_measure(measure, "measure")
        tables = X_real, y_real, X_synthetic, y_synthetic
        single = utility_tables(*tables, order=1, **kwargs)
        if len(single.tables) < 2:
            return cls.from_results(single, measure=measure)
        pairs = utility_tables(*tables, order=2, **kwargs)
        return cls.from_results(single, pairs, measure=measure)

    @classmethod
    def from_results(
        cls, *results: UtilityTables, measure: str = "s_pmse"
    ) -> UtilityTablesDisplay:
        """Take what was computed.

        Parameters
        ----------
        *results : UtilityTables
            From `utility_tables` of order 1, of order 2, or both.
        measure : str, default="s_pmse"
            What is drawn.

        Returns
        -------
        UtilityTablesDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there is no such measure, or tables have three columns.
        """
        check_measure(measure, "measure")
        return cls(
            tables=pd.concat(
                [_cells(one, measure) for one in results], ignore_index=True
            ),
            measure=measure,
        )

    @classmethod
    def from_evaluator(cls, evaluator: Any) -> UtilityTablesDisplay:
        """Take the means over the folds of a fitted evaluator.

        Parameters
        ----------
        evaluator : SyntheticEvaluator
            Fitted, with fidelity among its sections.

        Returns
        -------
        UtilityTablesDisplay
            The display of ``pmse_ratio`` of all pairs, not yet drawn.

        Raises
        ------
        ValueError
            If fidelity was not measured, or fewer than two columns vary.
        """
        check_is_fitted(evaluator)
        lines = evaluator.details_.set_index("metric")
        columns = lines[lines.index == "column_similarity"]["subject"]
        found = lines[lines.index == "pair_pmse_ratio"].set_index("subject")["mean"]
        pairs = [
            (one, other, found[f"{one} × {other}"])
            for one, other in combinations(filter(None, columns), 2)
            if f"{one} × {other}" in found.index
        ]
        if not pairs:
            raise InputError(
                "the evaluator has no pairs of columns",
                remedies=[
                    "fit it with sections='all', or with 'fidelity' among them, on two "
                    "columns at least"
                ],
            )
        names = ["column_1", "column_2", "value"]
        return cls(tables=pd.DataFrame(pairs, columns=names), measure="pmse_ratio")

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns column_1, column_2 and value.
        """
        return self.tables.copy()

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        cmap: Any = "Blues",
        vmax: float | None = None,
        values: bool | None = None,
    ) -> UtilityTablesDisplay:
        """Draw the lower half of the heat map, with its diagonal.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title; None says what is shown.
        cmap : str or Colormap, default="Blues"
            Colours, from kept to lost.
        vmax : float, default=None
            Where the scale ends, so that two pictures can be compared; None for the
            highest value.
        values : bool, default=None
            Whether numbers stand in the cells; None decides by their size.

        Returns
        -------
        UtilityTablesDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        names = list(
            dict.fromkeys([*self.tables["column_1"], *self.tables["column_2"]])
        )
        side = 2.4 + 0.42 * max(len(names), 3)
        ax = axes_of(ax, (side + 0.9, side))
        self.ax_, self.figure_ = ax, ax.figure
        matrix = _matrix(self.tables, names)
        self.image_ = ax.imshow(matrix, cmap=cmap, vmin=0, vmax=self._end(matrix, vmax))
        self.texts_ = []
        if len(names) <= MOST_NUMBERED if values is None else values:
            self.texts_ = _numbers(ax, matrix, self.image_)
        _finish(ax, names, TITLE if name is None else name)
        self.colorbar_ = self.figure_.colorbar(self.image_, ax=ax, shrink=0.6, pad=0.02)
        self.colorbar_.outline.set_visible(False)
        self.colorbar_.ax.locator_params(nbins=4)
        self.colorbar_.set_label(RATIOS.get(self.measure, self.measure), color=INK)
        return self

    def _end(self, matrix: np.ndarray, vmax: float | None) -> float:
        """Where the scale ends."""
        if vmax is not None:
            return vmax
        known = matrix[~np.isnan(matrix)]
        least = LEAST_SCALE if self.measure in RATIOS else 1e-9
        return max(float(known.max()) if len(known) else 0.0, least)


def _cells(result: UtilityTables, measure: str) -> pd.DataFrame:
    frame = result.tables
    if "column_3" in frame:
        raise InputError(
            "tables of three columns have no place in a picture of pairs",
            parameter="order",
            remedies=["pass results of order 1 and 2"],
        )
    other = "column_2" if "column_2" in frame else "column_1"
    return pd.DataFrame(
        {
            "column_1": frame["column_1"],
            "column_2": frame[other],
            "value": frame[measure].astype(float),
        }
    )


def _matrix(tables: pd.DataFrame, names: list[str]) -> np.ndarray:
    place = {name: i for i, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    rows, columns = (
        tables[key].map(place).to_numpy(int) for key in ("column_2", "column_1")
    )
    matrix[rows, columns] = tables["value"]
    return matrix


def _numbers(ax: Any, matrix: np.ndarray, image: Any) -> list[Any]:
    texts = []
    for row, column in np.argwhere(~np.isnan(matrix)).tolist():
        value = matrix[row, column]
        color = "white" if image.norm(value) > 0.55 else INK
        texts.append(
            ax.text(
                column,
                row,
                f"{value:.2g}" if value < 100 else f"{value:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color=color,
            )
        )
    return texts


def _finish(ax: Any, names: list[str], title: str) -> None:
    ax.set(xticks=range(len(names)), yticks=range(len(names)), yticklabels=names)
    ax.set_xticklabels(names, rotation=45, ha="right", rotation_mode="anchor")
    ax.tick_params(length=0, labelcolor=INK)
    ax.spines[:].set_visible(False)
    # White lines between the cells.
    edges = np.arange(len(names)) - 0.5
    ax.set_xticks(edges, minor=True)
    ax.set_yticks(edges, minor=True)
    ax.grid(which="minor", color="white", linewidth=2)
    ax.tick_params(which="minor", length=0)
    ax.set_title(title, loc="left")
