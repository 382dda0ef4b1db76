"""What others may read of a model: synthetic estimates, and classes of overlaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import wrapped
from skl_synth.evaluation.privacy.attack import MIN_PEOPLE
from skl_synth.inference import InferenceReport
from skl_synth.inference.formula_design import INTERCEPT
from skl_synth.inference.formula_models import formula_model
from skl_synth.release.shared_figures import to_digits
from skl_synth.table.real import RealTable

INFERENCE_TITLE = "A model on synthetic tables, beside the real one"

OVERLAPS = (0.5, 0.7, 0.9)
"""Where the classes begin in which others read overlaps: real coefficients could be
worked out from exact ones, and from enough of these the row of one person."""

LIMITS = (
    "The model was fitted to {m} synthetic tables, which are not published, and to the "
    "real one. Estimates are those of the synthetic tables, combined by the rule of "
    "Raab, Nowok and Dibben (2017). How well their intervals overlap with the real "
    "ones is given in classes: real coefficients are figures of the real table. An "
    "interval whose overlap is below 0.7 is not to be used for conclusions."
)

NOT_SHARED = (
    "What a model of the owner's found stands in the part for the owner alone: "
    "{reason}."
)


@dataclass(frozen=True)
class FormulaDemand:
    """A model that is to be fitted to the real table and to several syntheses.

    Parameters
    ----------
    formula : str
        The model, see `inference_report`.
    event : str or None, default=None
        Where it explains times: the column of what ended them.
    n_syntheses : int, default=5
        How many synthetic tables it is fitted to.
    """

    formula: str
    event: str | None = None
    n_syntheses: int = 5


@dataclass(frozen=True, eq=False)
class SharedInference:
    """What others may read of a model of the owner's.

    Parameters
    ----------
    formula : str
        The model; empty where it is not told.
    model : str
        What was fitted.
    n_syntheses : int
        To how many synthetic tables.
    coefficients : DataFrame
        One line per term: synthetic estimate and interval, rounded, and the class of
        its overlap with the real interval.
    notes : tuple of str
        What was done, and what was left out.
    """

    formula: str = ""
    model: str = ""
    n_syntheses: int = 0
    coefficients: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        head = f"{INFERENCE_TITLE}{f': {self.formula}' if self.formula else ''}"
        lines = "\n".join(line for note in self.notes for line in wrapped(note))
        if not len(self.coefficients):
            return f"{head}\n{lines}"
        return f"{head}\n{self.coefficients.to_string(index=False)}\n{lines}"

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            Formula, model, syntheses, coefficients and notes.
        """
        frame = self.coefficients
        plain = frame.astype(object).where(frame.notna(), None)
        return {
            "formula": self.formula,
            "model": self.model,
            "syntheses": self.n_syntheses,
            "coefficients": plain.to_dict("records"),
            "notes": list(self.notes),
        }


def _hidden(table: RealTable) -> set[str]:
    """The levels that are not released, since few people have them."""
    return {
        str(level) for levels in table.schema.rare_levels.values() for level in levels
    }


def withheld(reason: str) -> SharedInference:
    """Say that nothing is shared, and why.

    Parameters
    ----------
    reason : str
        Without what it must not name.

    Returns
    -------
    SharedInference
        Without coefficients.
    """
    return SharedInference(notes=(NOT_SHARED.format(reason=reason),))


def shared_inference(
    demand: FormulaDemand,
    report: InferenceReport,
    table: RealTable,
    frame: pd.DataFrame,
) -> SharedInference:
    """Choose what others may read of a model.

    Parameters
    ----------
    demand : FormulaDemand
        The model.
    report : InferenceReport
        Everything that was found.
    table : RealTable
        The real table, as a release reads it.
    frame : DataFrame
        Its rows, with the target.

    Returns
    -------
    SharedInference
        Synthetic estimates, rounded, and classes of overlaps: of terms of many people.
    """
    hidden = _hidden(table)
    if any(level in demand.formula for level in hidden):
        return withheld("its formula names a level of few people")
    few = _of_few(demand, report, frame)
    if few:
        few.add(INTERCEPT)
    kept = [term for term in report.real.index if term not in few]
    figures = report.frame().loc[kept]
    notes = [LIMITS.format(m=demand.n_syntheses)]
    if few:
        notes.append(
            "Terms that rest on few people are left out, and the formula and the "
            "intercept with them: they stand in the part for the owner alone."
        )
    shown = pd.DataFrame(
        {
            "term": kept,
            **{
                name: [to_digits(float(one)) for one in figures[f"synthetic{part}"]]
                for name, part in (("estimate", ""), ("low", "_low"), ("high", "_high"))
            },
            "overlap_with_real": [_class_of(one) for one in figures["overlap"]],
        }
    )
    # A formula may name the few by what it compares with.
    formula = "" if few else demand.formula
    return SharedInference(
        formula, report.model, demand.n_syntheses, shown, tuple(notes)
    )


def _of_few(
    demand: FormulaDemand, report: InferenceReport, frame: pd.DataFrame
) -> set[str]:
    """Terms that rest on few people, by those who have them or those who do not."""
    fitting = formula_model(demand.formula, frame, event=demand.event)
    terms = fitting.design.columns(frame).terms
    few = {name for name in terms.columns if _is_of_few(terms[name].to_numpy())}
    layout = fitting.design.layout[1]
    for place in layout.term_slices.values():
        names = [name for name in layout.column_names[place] if name in terms]
        of_term = terms[names].to_numpy()
        # Those whom levels are compared with have none of their columns.
        are_levels = np.isin(of_term, (0.0, 1.0)).all()
        if are_levels and 0 < (of_term == 0).all(axis=1).sum() < MIN_PEOPLE:
            few |= set(names)
    return few | set(report.separated) | set(report.left_out)


def _is_of_few(column: np.ndarray) -> bool:
    values, counts = np.unique(column, return_counts=True)
    if len(values) == 2 and counts.min() < MIN_PEOPLE:
        return True
    return int(np.count_nonzero(column)) < MIN_PEOPLE


def _class_of(overlap: float) -> str:
    """The class of an overlap, in words."""
    if np.isnan(overlap):
        return "not known"
    place = int(np.searchsorted(OVERLAPS, overlap, side="right"))
    ends = ("below 0.5", "0.5 to 0.7", "0.7 to 0.9", "0.9 or more")
    return ends[place]
