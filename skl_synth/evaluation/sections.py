"""The sections of an audit."""

from __future__ import annotations

from typing import Any

from skl_synth.errors import InputError

SECTIONS = ("utility", "fidelity", "privacy")
"""What can be measured."""


def check_sections(sections: Any) -> None:
    """Refuse sections that there are not, and none at all.

    Parameters
    ----------
    sections : "all" or list of str
        What the user wants measured; text is checked as a parameter.

    Raises
    ------
    InputError
        If one is not known, or none is named.
    """
    if isinstance(sections, str):
        return
    if not len(sections) or set(sections) - set(SECTIONS):
        raise InputError(
            "{parameter}={value!r} must be 'all' or name one or more of {known}",
            parameter="sections",
            value=sections,
            known=", ".join(SECTIONS),
        )
