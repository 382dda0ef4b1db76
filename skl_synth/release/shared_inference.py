"""What others may read of a model: synthetic estimates, and classes of overlaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.evaluation.audit_report import wrapped
from skl_synth.evaluation.privacy.attack import MIN_PEOPLE
from skl_synth.inference import InferenceReport
from skl_synth.inference.ended import events_of
from skl_synth.inference.formula_design import INTERCEPT, Columns
from skl_synth.inference.formula_models import formula_model
from skl_synth.inference.plain_columns import named_in
from skl_synth.release.shared_figures import to_digits
from skl_synth.table.level_keys import key_of
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
    event : str, (str, object) or None, default=None
        Where it explains times: the column of what ended them.
    n_syntheses : int, default=5
        How many synthetic tables it is fitted to.
    """

    formula: str
    event: Any = None
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
        name
        for levels in table.schema.rare_levels.values()
        for level in levels
        for name in (str(level), key_of(level))
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
    if named_in(demand.formula, hidden):
        return withheld("its formula names a level of few people")
    few = _of_few(demand, report, table, frame)
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
    demand: FormulaDemand,
    report: InferenceReport,
    table: RealTable,
    frame: pd.DataFrame,
) -> set[str]:
    """Terms that rest on few people, by those who have them or those who do not."""
    told = events_of(table.schema)
    fitting = formula_model(demand.formula, frame, event=demand.event, told=told)
    columns = fitting.design.columns(frame)
    persons = _persons(columns, table)
    terms = columns.terms
    few = {name for name in terms.columns if _is_of_few(terms[name], persons)}
    layout = fitting.design.layout[1]
    for place in layout.term_slices.values():
        names = [name for name in layout.column_names[place] if name in terms]
        of_term = terms[names].to_numpy()
        # Those whom levels are compared with have none of their columns.
        are_levels = np.isin(of_term, (0.0, 1.0)).all()
        others = len(np.unique(persons[(of_term == 0).all(axis=1)]))
        if are_levels and 0 < others < MIN_PEOPLE:
            few |= set(names)
    carried = people_that_carry(terms.to_numpy(float), persons)
    few |= set(terms.columns[carried < MIN_PEOPLE])
    return few | set(report.separated) | set(report.left_out)


def _persons(columns: Columns, table: RealTable) -> np.ndarray:
    """Whose each row of a model is, as numbers from 0 on."""
    persons = np.arange(len(table)) if table.persons is None else table.persons
    found: np.ndarray = pd.factorize(np.asarray(persons)[columns.rows])[0]
    return found


def _is_of_few(column: pd.Series, persons: np.ndarray) -> bool:
    people = pd.Series(persons).groupby(column.to_numpy()).nunique()
    if len(people) == 2 and people.min() < MIN_PEOPLE:
        return True
    return len(np.unique(persons[column.to_numpy() != 0])) < MIN_PEOPLE


def people_that_carry(terms: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """Count on how many people each coefficient rests, the more the evener.

    What a row adds to a coefficient is what the other terms leave unexplained of its
    own. One person far from all others may add nearly everything, and a few may be all
    that two levels together are compared with.

    Parameters
    ----------
    terms : ndarray of shape (n_rows, n_terms)
        The terms.
    persons : ndarray of shape (n_rows,), dtype int
        Whose each row is, from 0 on.

    Returns
    -------
    ndarray of shape (n_terms,)
        Those of evenly large shares that would be as uneven a sum of squares.

    Examples
    --------
    >>> import numpy as np
    >>> from skl_synth.release.shared_inference import people_that_carry
    >>> terms = np.column_stack([np.ones(100), np.arange(100) < 50])
    >>> people_that_carry(terms, np.arange(100)).round().tolist()
    [50.0, 100.0]
    >>> people_that_carry(terms, np.arange(100) // 10).round().tolist()
    [5.0, 10.0]
    """
    sizes = np.linalg.norm(terms, axis=0)
    scaled = np.column_stack(
        [np.ones(len(terms)), terms / np.where(sizes > 0, sizes, 1)]
    )
    is_one = np.isclose(np.ptp(terms, axis=0), 0).any()
    left = np.linalg.pinv(scaled[:, 1:] if is_one else scaled).T[:, -terms.shape[1] :]
    shares = np.zeros((persons.max(initial=-1) + 1, terms.shape[1]))
    np.add.at(shares, persons, left**2)
    fourth = (shares**2).sum(axis=0)
    found: np.ndarray = shares.sum(axis=0) ** 2 / np.where(fourth > 0, fourth, 1)
    return found


def _class_of(overlap: float) -> str:
    """The class of an overlap, in words."""
    if np.isnan(overlap):
        return "not known"
    place = int(np.searchsorted(OVERLAPS, overlap, side="right"))
    ends = ("below 0.5", "0.5 to 0.7", "0.7 to 0.9", "0.9 or more")
    return ends[place]
