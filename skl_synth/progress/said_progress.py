"""How far work is, in words and as data."""

from __future__ import annotations

import json
import math

from skl_synth.progress.track import PART, Progress, Step


def in_words(now: Progress) -> str:
    """Write how far work is.

    Parameters
    ----------
    now : Progress
        The work.

    Returns
    -------
    str
        Where it is, from the outermost part inwards, and the time that is left.

    Examples
    --------
    >>> from skl_synth.progress.said_progress import in_words
    >>> from skl_synth.progress.track import Progress, Step
    >>> in_words(Progress("attack", 3, 12, 40.0, 80.0, "copies", (Step("fold", 1, 5),)))
    'fold 2 of 5, attack 4 of 12 (copies): about 1 min 20 s left'
    """
    return f"{where(now)}: {time_left(now)}" if time_left(now) else where(now)


def where(now: Progress) -> str:
    """Write where the work is.

    Parameters
    ----------
    now : Progress
        The work.

    Returns
    -------
    str
        The part under way, and what it is a part of.
    """
    return ", ".join(filter(None, map(_step_in_words, now.steps)))


def _step_in_words(step: Step) -> str:
    if step.what == PART or step.n_all == 1:
        # There is nothing to count, or what a part is says more than its number.
        return step.name or (step.what if step.what != PART else "")
    number = min(step.n_done + 1, step.n_all)
    name = f" ({step.name})" if step.name else ""
    return f"{step.what} {number} of {step.n_all}{name}"


def time_left(now: Progress) -> str:
    """Write how long the rest of the work takes.

    Parameters
    ----------
    now : Progress
        The work.

    Returns
    -------
    str
        Minutes and seconds; empty while nothing can be said.
    """
    if math.isnan(now.seconds_left):
        return ""
    return f"about {duration(now.seconds_left)} left"


def duration(seconds: float) -> str:
    """Write a length of time.

    Parameters
    ----------
    seconds : float
        The time.

    Returns
    -------
    str
        In hours and minutes, minutes and seconds, or seconds.

    Examples
    --------
    >>> from skl_synth.progress.said_progress import duration
    >>> duration(9.6), duration(154.2), duration(7260)
    ('10 s', '2 min 34 s', '2 h 1 min')
    """
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def as_json(now: Progress, work: str = "") -> str:
    """Write how far work is for another program.

    Parameters
    ----------
    now : Progress
        The work.
    work : str, default=""
        What it is called as a whole.

    Returns
    -------
    str
        One line: the word ``progress``, and a JSON object with the step in words, how
        many are done of how many, the share of the whole, and seconds.

    Examples
    --------
    >>> from skl_synth.progress.said_progress import as_json
    >>> from skl_synth.progress.track import Progress
    >>> as_json(Progress("fold", 1, 5, 10.2, 40.8, fraction=0.2))
    'progress {"step": "fold 2 of 5", "done": 1, "of": 5, "share": 0.2, "seconds": 10, \
"seconds_left": 41}'
    """
    left = None if math.isnan(now.seconds_left) else round(now.seconds_left)
    said = {
        **({"work": work} if work else {}),
        "step": where(now),
        "done": now.n_done,
        "of": now.n_all,
        "share": round(now.fraction, 3),
        "seconds": round(now.seconds),
        "seconds_left": left,
    }
    return f"progress {json.dumps(said, ensure_ascii=False)}"
