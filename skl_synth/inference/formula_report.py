"""InferenceReport: the coefficients of one model, from real rows and from synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

import skl_synth
from skl_synth.inference.combining import CombinedEstimates, normal_quantile
from skl_synth.inference.held_truth import chance_of, expected_coverage
from skl_synth.pages import HtmlReport, Page

GOOD_OVERLAP = 0.9
"""From here on a difference is small beside the width of the real interval."""

CHANCE = 0.05
"""Below this p-value drawing does not explain how far the coefficients lie apart."""

SAYS_NOTHING = ["overlap", "std_difference", "p_value", "coverage"]
"""Figures that a term does not have whose coefficient has run away."""


@dataclass(frozen=True, eq=False, repr=False)
class InferenceReport(HtmlReport):
    """The coefficients of one model, from real rows and from synthetic ones.

    It compares with the real table, and is for its owner: real coefficients are figures
    of the real table.

    Parameters
    ----------
    formula : str
        The model.
    model : str
        What was fitted.
    real : DataFrame
        One line per term: estimate, std_error, low and high.
    combined : CombinedEstimates
        The same from the synthetic tables, for the population.
    wald : (float, int, float)
        How far all synthetic coefficients together lie from the real ones, by no more
        than the drawing of rows explains: statistic, degrees of freedom, p-value.
    level : float, default=0.95
        Of the intervals.
    separated : tuple of str, default=()
        Terms that say nothing, since a level has one outcome only, in the real table or
        in a synthetic one; they are left out of overlap and test.
    left_out : tuple of str, default=()
        Terms that the real table or a synthetic one says nothing of: no row has them,
        or they follow from others.
    drawn : float, default=nan
        The share of a real variance that the drawing of rows alone gives the difference
        between synthetic and real estimates.
    rows : (int, int, float), default=(0, 0, nan)
        Real rows; those in which nothing is missing that the formula names; and how
        many the synthetic tables have of these, in the mean.

    See Also
    --------
    inference_report : Makes it.
    CoefficientsDisplay : Draws it.
    """

    formula: str
    model: str
    real: pd.DataFrame
    combined: CombinedEstimates
    wald: tuple[float, int, float]
    level: float = 0.95
    separated: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    drawn: float = float("nan")
    rows: tuple[int, int, float] = (0, 0, float("nan"))

    @property
    def overlap(self) -> float:
        """The mean overlap of intervals; 1 where all are the same."""
        return float(self.frame()["overlap"].mean())

    @property
    def moved(self) -> tuple[str, ...]:
        """Terms that the synthesizer has moved by more than drawing explains."""
        p_values = self.frame()["p_value"]
        # Of twenty terms one is below the level by chance.
        bound = CHANCE / max(int(p_values.count()), 1)
        return tuple(p_values.index[p_values < bound])

    def frame(self) -> pd.DataFrame:
        """Return one line per term.

        Returns
        -------
        DataFrame
            Columns real, real_low, real_high, synthetic, synthetic_low,
            synthetic_high, overlap (of intervals as wide as those of the real table;
            below 0 where they are apart), std_difference (in real standard errors),
            p_value (how often drawing alone moves an estimate as far) and coverage (how
            often a synthetic interval holds the truth, by how far it was moved); NaN
            where a table says nothing of a term.
        """
        real, values = self.real, self.combined.estimates.reindex(self.real.index)
        half = normal_quantile(self.level) * real["std_error"]
        made = self.combined.frame().reindex(real.index)
        difference, drawn = values - real["estimate"], self._drawn()
        frame = pd.DataFrame(
            {
                "real": real["estimate"],
                "real_low": real["low"],
                "real_high": real["high"],
                "synthetic": values,
                "synthetic_low": made["low"],
                "synthetic_high": made["high"],
                "overlap": interval_overlap(difference, half),
                "std_difference": difference / real["std_error"],
                "p_value": chance_of(difference, drawn),
                "coverage": expected_coverage(
                    difference, drawn, made["std_error"], made["df"], self.level
                ),
            }
        )
        frame.loc[list(self.separated), SAYS_NOTHING] = np.nan
        return frame

    def _drawn(self) -> pd.Series:
        """The variance of each difference by the drawing of rows alone."""
        variance: pd.Series = np.square(self.real["std_error"]) * self.drawn
        return variance

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it: for the owner of the real table.

        Returns
        -------
        dict
            Formula, model, tables, rows, test, coefficients, and terms left out.
        """
        statistic, df, p_value = self.wald
        lines = self.frame().rename_axis("term").reset_index()
        plain = lines.astype(object).where(lines.notna(), None)
        return {
            "skl_synth": skl_synth.__version__,
            "formula": self.formula,
            "model": self.model,
            "tables": self.combined.m,
            "rows": self.rows[0],
            "rows_used": self.rows[1],
            "wald": {"statistic": statistic, "df": df, "p_value": p_value},
            "moved": list(self.moved),
            "separated": list(self.separated),
            "left_out": list(self.left_out),
            "coefficients": plain.to_dict("records"),
        }

    def _page(self) -> Page:
        # The page takes reports, and comes after this.
        from skl_synth.inference.inference_page import page_of_inference

        return page_of_inference(self)

    def __str__(self) -> str:
        # The words are of the report, and come after it.
        from skl_synth.inference.inference_words import text_of

        return text_of(self)

    __repr__ = __str__


def interval_overlap(difference: Any, half: Any) -> Any:
    """Say how much two intervals of one width overlap.

    Parameters
    ----------
    difference : float or Series
        Between their middles.
    half : float or Series
        Half their width.

    Returns
    -------
    float or Series
        The part that they have in common; below 0 where they are apart.

    Examples
    --------
    >>> from skl_synth.inference.formula_report import interval_overlap
    >>> interval_overlap(0.0, 1.0), interval_overlap(1.0, 1.0), interval_overlap(3.0, 1)
    (1.0, 0.5, -0.5)
    """
    return 1 - abs(difference) / (2 * half)
