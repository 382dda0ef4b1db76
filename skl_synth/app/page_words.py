"""What screens have in common: widgets that keep what was said, and errors in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from skl_synth.app.looking import said_of
from skl_synth.app.typed_options import ways_out
from skl_synth.app.walk import STEPS, Walk

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^&@])")


def literally(text: str) -> str:
    r"""Write text so that Markdown shows it as it is: names are those of the user.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same in Markdown.

    Examples
    --------
    >>> from skl_synth.app.page_words import literally
    >>> literally("a_b $x$")
    'a\\_b \\$x\\$'
    """
    return _SIGNS.sub(r"\\\1", text)


def show_error(walk: Walk, error: BaseException) -> None:
    """Show what went wrong as the command line says it, and offer what it offers.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    error : BaseException
        What went wrong.
    """
    st.error(literally(walk.worded(said_of(error))))
    for typed, options in ways_out(error).items():
        st.button(
            f"Use {literally(typed)}",
            on_click=say,
            args=(walk, options),
            key=f"way {walk.round} {typed}",
        )


def say(walk: Walk, options: dict[str, str]) -> None:
    """Add to what is said of the file, and let the widgets show it.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    options : dict of str to str
        Options with their values.
    """
    walk.say(options)
    for name in options:
        st.session_state.pop(key_of(name), None)


def key_of(option: str) -> str:
    """Name the widget of an option.

    Parameters
    ----------
    option : str
        Such as ``--header-row``.

    Returns
    -------
    str
        The key.
    """
    return f"option {option}"


def kept(
    widget: Callable[..., Any], label: str, key: str, value: Any, **of: Any
) -> Any:
    """Show a widget that begins with what was said before.

    Parameters
    ----------
    widget : callable
        Such as ``st.text_input``.
    label, key : str
        What it asks for, and its name.
    value : object
        What was said before.
    **of : object
        As for the widget.

    Returns
    -------
    object
        What is said now.
    """
    # A widget that was not shown for a while has forgotten what it held.
    st.session_state.setdefault(key, value)
    return widget(label, key=key, **of)


def show_ways(walk: Walk, *, forward: bool, label: str = "") -> None:
    """Show the buttons that lead back and forward.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    forward : bool
        Whether the next step can be taken.
    label : str, default=""
        What is written on the button that leads there.
    """
    back, on, _ = st.columns([1, 1, 3])
    if walk.step:
        back.button("← Back", on_click=_go, args=(walk, -1), key="back")
    if walk.step + 1 < len(STEPS):
        on.button(
            label or f"{STEPS[walk.step + 1]} →",
            on_click=_go,
            args=(walk, 1),
            disabled=not forward,
            type="primary",
            key="next",
        )


def _go(walk: Walk, steps: int) -> None:
    walk.step += steps
