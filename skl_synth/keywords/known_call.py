"""Functions that say where an argument belongs that they do not know."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from skl_synth.errors import InputTypeError, Remedy
from skl_synth.keywords.elsewhere import Slip

Given = ParamSpec("Given")
Result = TypeVar("Result")


def names_of(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """List the arguments that can be given by name.

    Parameters
    ----------
    function : callable
        A function, or a constructor.

    Returns
    -------
    tuple of str or None
        Their names, without ``self``; None where any name is taken.
    """
    parameters = inspect.signature(function).parameters.values()
    if any(one.kind is one.VAR_KEYWORD for one in parameters):
        return None
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return tuple(
        one.name for one in parameters if one.kind in by_name and one.name != "self"
    )


def unexpected(slip: Slip) -> InputTypeError:
    """Make the error of an argument that is not known, in the words of Python first.

    Parameters
    ----------
    slip : Slip
        The argument.

    Returns
    -------
    InputTypeError
        A ``TypeError`` that says where the argument belongs.
    """
    remedies, codes = in_remedies(slip)
    return InputTypeError(
        "{owner}() got an unexpected keyword argument {parameter!r}",
        parameter=slip.name,
        value=slip.value,
        remedies=remedies,
        owner=slip.owner,
        **codes,
    )


def in_remedies(slip: Slip) -> tuple[list[Remedy], dict[str, str]]:
    """Give the advice as remedies.

    Parameters
    ----------
    slip : Slip
        The argument.

    Returns
    -------
    list of Remedy
        What to do; code stands in them as fields, since it holds values of the user.
    dict of str to str
        The code.
    """
    remedies, codes = [], {}
    for i, (words, code) in enumerate(slip.advice()):
        codes[f"code{i}"] = code
        colon = " " if words == "it knows" else ", "
        remedies.append(Remedy(f"{words}{colon}{{code{i}}}", only="python"))
    return remedies, codes


def knows_keywords(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let a function say what to write in place of an argument that it has not.

    Parameters
    ----------
    function : callable
        A function or a method.

    Returns
    -------
    callable
        The same with a ``TypeError`` that says more.

    Raises
    ------
    InputTypeError
        When it is called with an argument that it has not.

    Examples
    --------
    >>> from skl_synth.keywords import knows_keywords
    >>> @knows_keywords
    ... def draw(n_samples=None):
    ...     return n_samples
    >>> draw(num_rows=10)
    Traceback (most recent call last):
        ...
    skl_synth.errors.InputTypeError: draw() got an unexpected keyword argument
    'num_rows': it is called n_samples here, draw(n_samples=10).
    """
    known = names_of(function)

    @functools.wraps(function)
    def called(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        for name, value in kwargs.items():
            if known is not None and name not in known:
                raise unexpected(Slip(function.__name__, known, name, value))
        return function(*args, **kwargs)

    return called
