"""What a release comes to, in a sentence or two, before all else that is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from skl_synth.evaluation.registry import FOLDS
from skl_synth.pages import Status
from skl_synth.release.gates import Gate

WORST = "membership_worst_auc"

OPEN = "All {n} gates that apply are open{worst}."

WORST_OF_ALL = (
    "; the worst attack of membership inference reached ROC AUC {figure:.3g}, where "
    "{bound:.3g} is let through and chance is 0.5"
)

CLOSED = "{n} of {all} gates that were looked at {are} closed ({names}), so that {end}"

NO_TABLE = "there is no table to be shared."

LACKING = "There is no gate for {names}, and what is not measured is not let through."


def status_of(gates: Sequence[Gate], missing: Sequence[str]) -> Status:
    """Say whether a release passed, and by what.

    Parameters
    ----------
    gates : sequence of Gate
        As others may read them.
    missing : sequence of str
        The gates that are expected and not there.

    Returns
    -------
    Status
        The verdict, and a sentence.
    """
    closed = [gate for gate in gates if not gate.passed]
    if closed:
        return Status("refused", "Refused", _closed(closed, gates))
    if missing:
        return Status("refused", "Refused", LACKING.format(names=", ".join(missing)))
    n_open = sum(gate.is_measured for gate in gates)
    sentence = OPEN.format(n=n_open, worst=_worst(gates))
    return Status("passed", "Passed", sentence)


def _closed(closed: Sequence[Gate], gates: Sequence[Gate]) -> str:
    n_all = sum(gate.is_measured or not gate.passed for gate in gates)
    names = ", ".join(dict.fromkeys(gate.name for gate in closed))
    are = "is" if len(closed) == 1 else "are"
    return CLOSED.format(n=len(closed), all=n_all, are=are, names=names, end=NO_TABLE)


def _worst(gates: Sequence[Gate]) -> str:
    """The figure that is asked for first, where it was measured."""
    for gate in gates:
        is_everyone = gate.metric == WORST and gate.group == "everyone"
        if is_everyone and gate.where == FOLDS and gate.is_measured:
            return WORST_OF_ALL.format(figure=gate.figure, bound=gate.bound)
    return ""


def in_order(gates: Sequence[Gate]) -> list[Gate]:
    """Put what is closed first, and what does not apply last.

    Parameters
    ----------
    gates : sequence of Gate
        Of a release.

    Returns
    -------
    list of Gate
        The same, else in their order.
    """
    return sorted(gates, key=lambda gate: (gate.passed, not gate.is_measured))


def verdict_line(status: Status) -> str:
    """Write a verdict for a terminal.

    Parameters
    ----------
    status : Status
        From `status_of`.

    Returns
    -------
    str
        A sentence that begins with the verdict.
    """
    sentence = f"{status.sentence[:1].lower()}{status.sentence[1:]}"
    return f"{status.word.upper()}: {sentence}"
