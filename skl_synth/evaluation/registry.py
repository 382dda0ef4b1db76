"""The registry: every figure of an audit once, with all that is said of it.

A function that measures something registers its figures where it stands. Whatever
writes a figure, judges or draws it (reports, scorers, gates, displays, files) looks
here: no direction, bound or word of a figure is written down a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from skl_synth.errors import Remedy
from skl_synth.evaluation.figures import SYNTHETIC

HIGHER, LOWER = "higher", "lower"
"""Which way is better."""

HELD_OUT = "the same figure of real rows that were held out"
TRAINED_ON_REAL = "the same figure after training on real rows"
PERMUTED_AGAIN = "the same figure of the model of real rows, permuted twice"
"""What the ceiling of a figure is, where it is no constant."""

FOLDS, TABLE = "folds", "table"
"""Where a gate looks: at the method, on held-out rows; or at the released table."""

SHARE, NUMBER, COUNT = "share", "number", "count"
"""How a figure is written."""

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


@dataclass(frozen=True)
class GateRule:
    """When a figure closes the gate of a release.

    Parameters
    ----------
    name : str
        What is looked for, as reports call it; ``{subject}`` stands for the group.
    bound : float
        The most that is let through: a figure at the bound passes.
    remedies : tuple of Remedy
        What to do where the gate is closed; one of them is enough.
    where : tuple of str, default=(FOLDS, TABLE)
        Where it is expected: it is closed there, too, if there is no figure.
    by_low_end : bool, default=False
        Whether the low end of the interval is judged in place of the figure: of few
        people some are found by chance.
    is_count : bool, default=False
        Whether rows at hand are counted: of these there is no interval.
    group : str, default=""
        The people that are looked at, where there is a gate for each of several groups.
    scope, subject : str
        Which figures it judges; a star at the end of the subject stands for any end.
    parameter : str or None, default=None
        The parameter by which the user overrules the bound.
    least_people : int, default=0
        So many people must have been measured, over all folds, for the gate to open.
    counted_by : str, default=""
        The figure, of the same subject, that says how many were.
    """

    name: str
    bound: float
    remedies: tuple[Remedy, ...]
    where: tuple[str, ...] = (FOLDS, TABLE)
    by_low_end: bool = False
    is_count: bool = False
    group: str = ""
    scope: str = "table"
    subject: str = ""
    parameter: str | None = None
    least_people: int = 0
    counted_by: str = ""

    def judges(self, scope: str, subject: str) -> bool:
        """Say whether it judges a figure.

        Parameters
        ----------
        scope, subject : str
            What the figure is about.

        Returns
        -------
        bool
            Whether it does.
        """
        if scope != self.scope:
            return False
        if self.subject.endswith("*"):
            return subject.startswith(self.subject[:-1])
        return subject == self.subject

    def called(self, subject: str) -> str:
        """Name the gate.

        Parameters
        ----------
        subject : str
            The group whose figure is judged, or the pattern of the rule.

        Returns
        -------
        str
            Its name in reports.
        """
        known = self.group if subject == self.subject else subject
        return self.name.format(subject=known)


@dataclass(frozen=True)
class Measure:
    """One figure of an audit, and all that is said of it.

    Parameters
    ----------
    name : str
        Its name in frames and files (``metric``).
    better : {"higher", "lower"}
        Which way is better. An area of which lower is better is best at 0.5.
    what : str
        What it is, in one sentence.
    label : str, default=""
        What it is called in a line of a report or a picture, where ``{subject}`` and
        ``{rows}`` stand for those of the figure; without one it is in frames only.
    unit : {"number", "share", "count"}, default="number"
        How it is written there.
    claim : str, default=""
        What may be said of a table by this figure, where ``{figure}``, ``{value}`` and
        ``{ceiling}`` stand for the figure with its interval, alone, and its ceiling.
    ceiling : float, str or None, default=None
        What real rows reach: a constant, or what it is measured on; None for nothing.
    scopes : tuple of str, default=("table",)
        What kinds of things it is measured of.
    rows : tuple of str, default=("synthetic",)
        The rows that are measured, or that a model was trained on; of several the first
        is meant unless another is named. Empty where it says by itself what they are.
    gates : tuple of GateRule, default=()
        When it closes a release.
    section : str, default=""
        The section of the audit; filled in by `register`.
    function : callable or None, default=None
        What measures it; filled in by `register`.
    place : tuple of int, default=(0, 0)
        Its place in reports; filled in by `register`.
    """

    name: str
    better: str
    what: str
    label: str = ""
    unit: str = NUMBER
    claim: str = ""
    ceiling: float | str | None = None
    scopes: tuple[str, ...] = ("table",)
    rows: tuple[str, ...] = (SYNTHETIC,)
    gates: tuple[GateRule, ...] = ()
    section: str = ""
    function: Callable[..., Any] | None = None
    place: tuple[int, int] = (0, 0)

    @property
    def is_measured_ceiling(self) -> bool:
        """Whether its ceiling is measured, and no constant."""
        return isinstance(self.ceiling, str)


MEASURES: dict[str, Measure] = {}
"""Every figure by name; see `register`."""


def register(
    section: str, place: int, *measures: Measure
) -> Callable[[AnyFunction], AnyFunction]:
    """Register the figures of the function that follows (a decorator).

    Parameters
    ----------
    section : {"utility", "fidelity", "privacy", "release"}
        The section of the audit.
    place : int
        The place of these figures among those of the section, in reports; the lowest
        stands first.
    *measures : Measure
        The figures, in the order of reports.

    Returns
    -------
    callable
        The decorator, which leaves the function as it is.

    Raises
    ------
    ValueError
        If another function registers a figure of that name.

    Examples
    --------
    >>> from skl_synth.evaluation.registry import MEASURES
    >>> MEASURES["identical_to_training"].better
    'lower'
    >>> MEASURES["identical_to_training"].function.__name__
    'find_copies'
    """

    def registered(function: AnyFunction) -> AnyFunction:
        for number, measure in enumerate(measures):
            if not _is_of(function, MEASURES.get(measure.name)):
                raise ValueError(f"the figure {measure.name!r} is registered twice.")
            MEASURES[measure.name] = replace(
                measure, section=section, function=function, place=(place, number)
            )
        return function

    return registered


def _is_of(function: Callable[..., Any], measure: Measure | None) -> bool:
    """Whether a figure is still free, or that of the same function, loaded again."""
    if measure is None or measure.function is None:
        return True
    names = ("__module__", "__qualname__")
    return all(getattr(function, n) == getattr(measure.function, n) for n in names)


def measure_of(name: str) -> Measure:
    """Look up a figure.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    Measure
        What is said of it.

    Raises
    ------
    KeyError
        If nothing measures it.
    """
    if name not in MEASURES:
        raise KeyError(
            f"the figure {name!r} is not registered: a function that measures it must "
            "stand under skl_synth.evaluation.registry.register."
        )
    return MEASURES[name]


def score_of(name: str) -> Measure:
    """Describe what a scorer of the user's says: higher is better in scikit-learn.

    Parameters
    ----------
    name : str
        What the user calls it.

    Returns
    -------
    Measure
        A figure of utility that is not in the registry.
    """
    return Measure(
        name,
        HIGHER,
        "What a scorer of your own says of a model.",
        label=name,
        ceiling=TRAINED_ON_REAL,
        scopes=("table", "model"),
        rows=(),
        section="utility",
    )


def capitalised(measure: Measure) -> str:
    """Write the label of a figure as the beginning of a line.

    Parameters
    ----------
    measure : Measure
        The figure.

    Returns
    -------
    str
        The label with a capital letter.
    """
    return measure.label[:1].upper() + measure.label[1:]


def measures_of(section: str) -> list[Measure]:
    """List the figures of a section.

    Parameters
    ----------
    section : {"utility", "fidelity", "privacy", "release"}
        The section.

    Returns
    -------
    list of Measure
        In the order of reports.
    """
    found = [one for one in MEASURES.values() if one.section == section]
    return sorted(found, key=lambda one: one.place)


def gate_rules(where: str) -> Iterator[tuple[Measure, GateRule]]:
    """Go through the gates that are expected in one place.

    Parameters
    ----------
    where : {"folds", "table"}
        The place.

    Yields
    ------
    measure : Measure
        The figure that is judged.
    rule : GateRule
        When it closes the gate.
    """
    for section in ("privacy", "fidelity", "utility", "release"):
        for measure in measures_of(section):
            for rule in measure.gates:
                if where in rule.where:
                    yield measure, rule
