"""Step 3: what the rows are for, and what that costs."""

from __future__ import annotations

import streamlit as st

from skl_synth.app.chosen_use import COSTS, RUNG_COSTS, RUNGS, USES
from skl_synth.app.from_rooms import first_look_words
from skl_synth.app.page_words import kept, literally, show_ways
from skl_synth.app.walk import Walk
from skl_synth.cli.options import METHODS

USUAL = "usual"

LABELS = {
    "": "In file names and the metadata alone",
    "column": "By a column is_synthetic besides",
    "prefix": "By synth_ before the name of each column besides",
}
"""How a published table says that it is synthetic."""


def show_use(walk: Walk) -> None:
    """Let the use be chosen.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    """
    st.header("What are the rows for?")
    uses = list(USES)
    has_target = bool(walk.look().source.target)
    if not has_target:
        uses.remove("augment")
        st.caption("Without a class there is nothing to be augmented: see step 2.")
    known = walk.use.use if walk.use.use in uses else "publish"
    walk.use.use = kept(
        st.radio, "Use", "use", known, options=uses, format_func=USES.__getitem__
    )
    st.caption(COSTS[walk.use.use])
    if walk.use.use == "publish":
        _ask_release(walk)
    else:
        _ask_method(walk)
    walk.use.more = kept(
        st.text_input, "Further options, as on the command line", "more", walk.use.more
    )
    is_open = walk.use.needs_public and not walk.use.is_public
    show_ways(walk, forward=not is_open)


def _ask_method(walk: Walk) -> None:
    """Ask for what makes the rows, where they are not published."""
    chosen = kept(
        st.selectbox,
        "What makes the rows",
        "method",
        walk.use.method or USUAL,
        options=[USUAL, *METHODS],
        help="SMOTE, or trees where people have several rows, unless you choose.",
    )
    walk.use.method = "" if chosen == USUAL else chosen


def _ask_release(walk: Walk) -> None:
    """Ask how much a published table is to hold."""
    use = walk.use
    use.rung = kept(
        st.radio,
        "How much is the table to hold?",
        "rung",
        use.rung,
        options=list(RUNGS),
        format_func=RUNGS.__getitem__,
    )
    st.caption(RUNG_COSTS[use.rung])
    _show_first_look(walk)
    if use.needs_public:
        _ask_guarantee(walk)
    left, right = st.columns(2)
    use.label = kept(
        left.selectbox,
        "How does the table itself say that it is synthetic?",
        "label",
        use.label,
        options=list(LABELS),
        format_func=LABELS.__getitem__,
    )
    use.folds = kept(
        right.number_input,
        "Parts for the audit (each takes as long as the first)",
        "folds",
        use.folds,
        min_value=2,
        max_value=20,
        step=1,
    )
    use.thorough = kept(
        st.checkbox,
        "Run the strongest attack besides (some minutes more)",
        "thorough",
        use.thorough,
    )


def _ask_guarantee(walk: Walk) -> None:
    """Ask for ε, and for the word that the dictionary tells nothing of the rows."""
    walk.use.epsilon = kept(
        st.number_input,
        "ε: small is strong, above 4 it promises little",
        "epsilon",
        walk.use.epsilon,
        min_value=0.01,
        max_value=4.0,
        step=0.5,
    )
    st.warning(
        "The bounds and levels of step 2 are still those of the real rows, unless you "
        "have changed them, and the outermost are often those of one person."
    )
    walk.use.is_public = kept(
        st.checkbox,
        "I declare: the bounds, levels and rules of step 2 are public, and do not come "
        "from these rows",
        "is public",
        walk.use.is_public,
    )


def _show_first_look(walk: Walk) -> None:
    """Say what will probably be refused, before it takes minutes to find out."""
    lines = first_look_words(walk)
    if lines:
        st.info("  \n".join(map(literally, lines)))
