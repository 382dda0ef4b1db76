"""PairDifferenceDisplay: which pairs of columns depend on each other otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity.pairs import compare_pairs
from skl_synth.evaluation.tables import read_real, read_tables
from skl_synth.plotting.axes_style import INK, axes_of

MOST_NUMBERED = 14
"""With more columns than this the cells are too small for numbers."""

LEAST_SCALE = 0.2
"""The scale ends here at the lowest, so that small differences look small."""

TITLE = "Pairs of columns compared"


class PairDifferenceDisplay:
    """Heat map of the differences between the real and the synthetic pairs of columns.

    A difference is 0 where two columns depend on each other as in the real table, and
    1 where nothing is alike: one minus the similarity of `fidelity_report`.

    Parameters
    ----------
    pairs : DataFrame
        Columns column_1, column_2 and difference, and ceiling, the difference of real
        rows that were held out.

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
    fidelity_report : Says how pairs are compared.
    MarginalsDisplay : Each column by itself.

    Examples
    --------
    >>> from skl_synth import PairDifferenceDisplay, TypeAwareSMOTE
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("iris", return_X_y=True)
    >>> smote = TypeAwareSMOTE(mode="replace", random_state=0)
    >>> X_new, y_new = smote.fit_resample(X, y)
    >>> display = PairDifferenceDisplay.from_tables(X, y, X_new, y_new)
    >>> len(display.frame())
    10
    >>> bool(display.frame()["difference"].max() < 0.3)
    True
    """

    def __init__(self, *, pairs: pd.DataFrame) -> None:
        self.pairs = pairs

    @classmethod
    def from_report(cls, report: Any) -> PairDifferenceDisplay:
        """Take the pairs of a report.

        Parameters
        ----------
        report : FidelityReport
            From `fidelity_report`, of two columns at least.

        Returns
        -------
        PairDifferenceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the report has no pairs of columns.
        """
        if not len(report.pairs):
            raise InputError("the report has no pairs: the tables have one column")
        return cls(pairs=_differences(report.pairs))

    @classmethod
    def from_evaluator(cls, evaluator: Any) -> PairDifferenceDisplay:
        """Take the means over the folds of a fitted evaluator.

        Parameters
        ----------
        evaluator : SyntheticEvaluator
            Fitted, with fidelity among its sections.

        Returns
        -------
        PairDifferenceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If fidelity was not measured.
        """
        check_is_fitted(evaluator)
        lines = evaluator.details_
        found = lines[lines["metric"] == "pair_similarity"].set_index("subject")
        columns = lines[lines["metric"] == "column_similarity"]["subject"].tolist()
        named = [
            (one, other, f"{one} × {other}")
            for place, one in enumerate(filter(None, columns))
            for other in list(filter(None, columns))[place + 1 :]
        ]
        parts = [
            {
                "column_1": one,
                "column_2": other,
                "similarity": found.loc[subject, "mean"],
                "ceiling": found.loc[subject, "ceiling"],
            }
            for one, other, subject in named
            if subject in found.index
        ]
        if not parts:
            raise InputError(
                "the evaluator has no pairs of columns",
                remedies=[
                    "fit it with sections='all', or with 'fidelity' among them, on two "
                    "columns at least"
                ],
            )
        return cls(pairs=_differences(pd.DataFrame(parts)))

    @classmethod
    def from_tables(
        cls, X_real: Any, y_real: Any, X_synthetic: Any, y_synthetic: Any
    ) -> PairDifferenceDisplay:
        """Compare the pairs of two tables.

        Parameters
        ----------
        X_real, y_real : table and target
            The real rows. Targets may be None; else they are one more column.
        X_synthetic, y_synthetic : same containers
            Rows of the same columns.

        Returns
        -------
        PairDifferenceDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the tables differ in their columns or a column cannot be read.
        """
        table = read_real(X_real, y_real)
        real, synthetic = (X_real, y_real), (X_synthetic, y_synthetic)
        tables = read_tables(table, real, synthetic).with_target()
        # The resamples, which need a seed, serve intervals that are not drawn.
        rng = np.random.RandomState(0)
        return cls(pairs=_differences(compare_pairs(tables, rng)[1]))

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns column_1, column_2, difference and ceiling.
        """
        return self.pairs.copy()

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        cmap: Any = "Blues",
        values: bool | None = None,
    ) -> PairDifferenceDisplay:
        """Draw the lower half of the heat map.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title; None says what is shown.
        cmap : str or Colormap, default="Blues"
            Colours, from alike to different.
        values : bool, default=None
            Whether numbers stand in the cells; None decides by their size.

        Returns
        -------
        PairDifferenceDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        names = list(dict.fromkeys([*self.pairs["column_1"], *self.pairs["column_2"]]))
        side = 2.4 + 0.42 * max(len(names), 3)
        ax = axes_of(ax, (side + 0.9, side))
        self.ax_, self.figure_ = ax, ax.figure
        matrix = _matrix(self.pairs, names)
        highest = float(np.nanmax(matrix)) if len(self.pairs) else 0.0
        self.image_ = ax.imshow(
            matrix, cmap=cmap, vmin=0, vmax=max(highest, LEAST_SCALE)
        )
        self.texts_ = []
        if len(names) <= MOST_NUMBERED if values is None else values:
            self.texts_ = _numbers(ax, matrix, self.image_)
        _finish(ax, names, name)
        self.colorbar_ = self.figure_.colorbar(self.image_, ax=ax, shrink=0.6, pad=0.02)
        self.colorbar_.outline.set_visible(False)
        self.colorbar_.ax.locator_params(nbins=4)
        self.colorbar_.set_label("Difference (0: as in the real table)", color=INK)
        return self


def _differences(pairs: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "column_1": pairs["column_1"].to_numpy(),
            "column_2": pairs["column_2"].to_numpy(),
            "difference": 1 - pairs["similarity"].to_numpy(np.float64),
            "ceiling": 1 - pairs["ceiling"].to_numpy(np.float64),
        }
    )


def _matrix(pairs: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Lower triangle, without the first row and the last column, which are empty."""
    place = {name: i for i, name in enumerate(names)}
    matrix = np.full((len(names), len(names)), np.nan)
    rows, columns = (
        pairs[key].map(place).to_numpy(int) for key in ("column_2", "column_1")
    )
    matrix[rows, columns] = pairs["difference"]
    return matrix[1:, :-1]


def _numbers(ax: Any, matrix: np.ndarray, image: Any) -> list[Any]:
    texts = []
    for row, column in np.argwhere(~np.isnan(matrix)).tolist():
        value = matrix[row, column]
        dark = image.norm(value) > 0.55
        texts.append(
            ax.text(
                column,
                row,
                f"{value:.2f}".removeprefix("0"),
                ha="center",
                va="center",
                fontsize=8,
                color="white" if dark else INK,
            )
        )
    return texts


def _finish(ax: Any, names: list[str], name: str | None) -> None:
    ax.set(
        xticks=range(len(names) - 1),
        yticks=range(len(names) - 1),
        yticklabels=names[1:],
    )
    ax.set_xticklabels(names[:-1], rotation=45, ha="right", rotation_mode="anchor")
    ax.tick_params(length=0, labelcolor=INK)
    ax.spines[:].set_visible(False)
    # White lines between the cells.
    edges = np.arange(len(names)) - 0.5
    ax.set_xticks(edges, minor=True)
    ax.set_yticks(edges, minor=True)
    ax.grid(which="minor", color="white", linewidth=2)
    ax.tick_params(which="minor", length=0)
    ax.set_title(TITLE if name is None else name, loc="left")
