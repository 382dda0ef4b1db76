"""Warnings that are said once, however often what they tell of comes up.

A table is read, fitted and drawn from many times in one call: in each fold, on each
rung of a ladder, in each resample. What is to be said of it is the same, but for the
figures of one fold or another. Python's own filters cannot see to it: they forget what
was said whenever somebody, in whatever thread, opens a context of his own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_Listener = Callable[[Warning, int], None]

# Of each thread its own, so that folds in threads do not hear one another.
_LISTENER: ContextVar[_Listener | None] = ContextVar("listener", default=None)

_QUOTED = re.compile(r"\{(\w+)!r\}")
_FIGURE = re.compile(r"[\d.,%\s–'\[\]()-]+")

IN_FOLDS = "{in_folds}"
"""Ends a message that says in how many folds it holds; it tells of nothing else."""

_NAMES = ("label", "name", "rule")
"""Parts that name what a message is about, quoted or not."""


def say(warning: Warning, stacklevel: int = 1) -> None:
    """Say a warning, or leave that to whoever listens.

    Parameters
    ----------
    warning : Warning
        What is to be said.
    stacklevel : int, default=1
        Whose line is shown, as in `warnings.warn`; 1 is the line that calls this.
    """
    listener = _LISTENER.get()
    if listener is None:
        warnings.warn(warning, stacklevel=stacklevel + 1)
    else:
        listener(warning, stacklevel + 1)


@contextmanager
def said_once() -> Iterator[None]:
    """Say the first warning of each kind within a context, and pass over the others.

    Yields
    ------
    None
        A context within another changes nothing.

    Examples
    --------
    >>> import warnings
    >>> from skl_synth.errors import warn
    >>> from skl_synth.said_once import said_once
    >>> with warnings.catch_warnings(record=True) as caught, said_once():
    ...     warnings.simplefilter("always")
    ...     for n in (28, 29, 29):
    ...         warn("class {label!r} has {n} rows", label="yes", n=n)
    >>> [str(one.message) for one in caught]
    ["class 'yes' has 28 rows."]
    """
    if _LISTENER.get() is not None:
        yield
        return
    known: set[Hashable] = set()

    def listen(warning: Warning, stacklevel: int) -> None:
        kind = kind_of(warning)
        if kind not in known:
            known.add(kind)
            warnings.warn(warning, stacklevel=stacklevel + 1)

    with _listening(listen):
        yield


def say_each_once(heard: Iterable[Warning], stacklevel: int = 1) -> None:
    """Say what several tasks warn of, the first warning of each kind.

    Parameters
    ----------
    heard : iterable of Warning
        What was collected in each of them, one after the other.
    stacklevel : int, default=1
        As for `say`.
    """
    known = set()
    for warning in heard:
        kind = kind_of(warning)
        if kind not in known:
            known.add(kind)
            say(warning, stacklevel + 1)


@contextmanager
def collected() -> Iterator[list[Warning]]:
    """Collect the warnings of a context, which are not said.

    Yields
    ------
    list of Warning
        They are put into it as they come.
    """
    found: list[Warning] = []
    with _listening(lambda warning, _: found.append(warning)):
        yield found


@contextmanager
def _listening(listener: _Listener) -> Iterator[None]:
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def kind_of(warning: Warning) -> Hashable:
    """Say what a warning tells of, without the figures.

    Parameters
    ----------
    warning : Warning
        With parts, as those of `skl_synth.errors`, or without.

    Returns
    -------
    hashable
        The same for two warnings that differ in their figures only. What is quoted
        (a column, a class, a value of the table) is no figure.
    """
    return topic_of(warning), *_parts(warning).items()


def topic_of(warning: Warning) -> Hashable:
    """Say what a warning is about, without all that it lists.

    Parameters
    ----------
    warning : Warning
        As in `kind_of`.

    Returns
    -------
    hashable
        The same for two warnings on the same column, class, rule or value.
    """
    message = getattr(warning, "message", None)
    if message is None:
        return type(warning), str(warning)
    names = repr(message.column), message.parameter
    problem = message.problem.removesuffix(IN_FOLDS).rstrip(".")
    chosen = {*_QUOTED.findall(message.problem), *_NAMES}
    about = (part for part in _parts(warning).items() if part[0] in chosen)
    return (type(warning), problem, *names, *about)


def _parts(warning: Warning) -> dict[str, str]:
    """The parts that a message shows; of those that are figures the name alone."""
    message: Any = getattr(warning, "message", None)
    if message is None:
        return {}
    quoted = _QUOTED.findall(message.problem)
    parts = dict(message.fields)
    if "{value" in message.problem:
        parts["value"] = message.value
    return {
        name: repr(part) if name in quoted else _without_figures(part)
        for name, part in parts.items()
        if name != "in_folds"
    }


def _without_figures(part: object) -> str:
    """A part of a message; nothing of what is a number, in a text of its own or not."""
    message = getattr(part, "message", None)
    text = repr(part) if message is None else message.problem
    is_figure = isinstance(part, int | float) or hasattr(part, "dtype")
    return "" if is_figure or _FIGURE.fullmatch(text) else text
