"""Colours, for pages and for displays: what each stands for, by day and by night."""

from __future__ import annotations

from typing import NamedTuple

OKABE_ITO = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
)
"""Eight colours, less yellow, that people with any colour vision distinguish [1]_.

References
----------
.. [1] M. Okabe, K. Ito, "Color universal design", 2008.
"""

COLOR_OF = {
    "real": OKABE_ITO[0],
    "synthetic": OKABE_ITO[1],
    "real+synthetic": OKABE_ITO[2],
    "real, balanced": OKABE_ITO[3],
}
"""One colour for one kind of rows, in every picture."""


class Shade(NamedTuple):
    """A colour as it is on light and on dark ground.

    Parameters
    ----------
    light, dark : str
        Such as ``"#0072b2"``. Charts are drawn in the light one, which stands for the
        role: no two roles share it.
    """

    light: str
    dark: str


HEAT = (
    Shade("#f3efec", "#23272c"),
    Shade("#f8e3d3", "#35291f"),
    Shade("#fad2b4", "#4a3119"),
    Shade("#f9bd90", "#603a13"),
    Shade("#f4a56b", "#78440c"),
    Shade("#ea8c4a", "#8f4d06"),
    Shade("#b24c0c", "#e08a3f"),
    Shade("#963c06", "#efa262"),
    Shade("#792d04", "#f9bd8c"),
    Shade("#5c2004", "#ffdabb"),
)
"""From nothing to much, in classes that can be told apart; the step in the middle is
where words in them turn from dark to light."""

FIRST_STRONG = 6
"""From this class of `HEAT` on, words are in the ground's colour."""

ROLES = {
    "ink": Shade("#1f2328", "#e6e9ec"),
    "quiet": Shade("#59636e", "#a3adb8"),
    "line": Shade("#d0d7de", "#3d444d"),
    "ground": Shade("#fffffe", "#14171a"),
    "raised": Shade("#f5f7f9", "#1d2125"),
    "link": Shade("#0b5cad", "#79b8ff"),
    "real": Shade(OKABE_ITO[0].lower(), "#56b4e9"),
    "synthetic": Shade(OKABE_ITO[1].lower(), "#f59149"),
    "both": Shade(OKABE_ITO[2].lower(), "#35c79c"),
    "passed": Shade("#1a7f37", "#4ac26b"),
    "refused": Shade("#b42318", "#ff8a80"),
    "attention": Shade("#8a5d00", "#e3b341"),
    **{f"heat-{place}": shade for place, shade in enumerate(HEAT)},
}
"""What each colour of a page is for."""

SERIES = tuple(ROLES[name].light for name in ("real", "synthetic", "both", "attention"))
"""Colours of curves that stand for nothing but their names, in their order."""


def variables(scheme: str) -> str:
    """Write the colours as variables of a style sheet.

    Parameters
    ----------
    scheme : {"light", "dark"}
        On which ground.

    Returns
    -------
    str
        Declarations, such as ``--skl-ink:#1f2328;``.
    """
    return "".join(
        f"--skl-{name}:{getattr(shade, scheme)};" for name, shade in ROLES.items()
    )
