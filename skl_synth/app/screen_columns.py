"""Step 2: what each column was taken for, to be put right."""

from __future__ import annotations

import shlex
from typing import Any

import pandas as pd
import streamlit as st

from skl_synth.app.corrections import EDITED
from skl_synth.app.looking import USER_ERRORS, Looked
from skl_synth.app.page_words import (
    kept,
    key_of,
    literally,
    say,
    show_error,
    show_ways,
)
from skl_synth.app.typed_options import options_in, words_of
from skl_synth.app.walk import Walk
from skl_synth.cli.command_words import KINDS

NOBODY = "— each row is somebody else —"
OPEN = "— not known —"
NO_TARGET = "— none —"

WHO = "person"

MOST_TALL = 560
"""Points: more columns than fit are scrolled to."""


def show_columns(walk: Walk) -> None:
    """Show what the columns were taken for, and take corrections.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    """
    st.header("What is each column?")
    try:
        with st.spinner("Reading, and finding out what the columns are …"):
            looked = walk.look()
    except USER_ERRORS as error:
        show_error(walk, error)
        _take_back(walk)
        show_ways(walk, forward=False)
        return
    _ask_target(walk, looked)
    if looked.problem:
        st.error(literally(walk.worded(looked.problem)))
        st.caption("Give these columns another kind, or leave them out.")
    _show_remarks(walk, looked)
    _edit(walk, looked)
    _show_rules(walk, looked)
    _show_tables(looked)
    show_ways(walk, forward=not looked.problem)


def _take_back(walk: Walk) -> None:
    """Offer the way back from a correction that cannot be."""

    def take_back() -> None:
        walk.corrections = type(walk.corrections)()
        walk.look_again()

    st.button("Take all corrections back", on_click=take_back, key="take back")


def _ask_target(walk: Walk, looked: Looked) -> None:
    """Ask for the class and the person: they change what the other columns are."""
    names = [str(name) for name in looked.source.frame.columns]
    target, person, none = st.columns(3)
    found = walk.options.get("--target", "") or looked.source.target or NO_TARGET
    chosen = kept(
        target.selectbox,
        "Which column would a model predict (the class)?",
        key_of("--target"),
        found if found in names else NO_TARGET,
        options=[NO_TARGET, *names],
    )
    _set(walk, {"--target": "" if chosen == NO_TARGET else chosen})
    whose = kept(
        person.selectbox,
        "Which column says whose a row is, if people have several rows?",
        WHO,
        _said_of_persons(walk),
        options=[OPEN, NOBODY, *(name for name in names if name != chosen)],
    )
    each = {"--person": "", "--one-row-per-person": "yes" if whose == NOBODY else ""}
    if whose not in (OPEN, NOBODY):
        each["--person"] = whose
    _set(walk, each)
    missing = kept(
        none.text_area,
        "What stands for a missing value, such as NA? One a line",
        key_of("--missing"),
        walk.options.get("--missing", ""),
        height=70,
    )
    tokens = dict.fromkeys(line.strip() for line in missing.split("\n"))
    _set(walk, {"--missing": "\n".join(filter(None, tokens))})


def _said_of_persons(walk: Walk) -> str:
    if walk.options.get("--one-row-per-person"):
        return NOBODY
    return walk.options.get("--person") or OPEN


def _set(walk: Walk, options: dict[str, str]) -> None:
    """Take over what was chosen, and look again if it is something else."""
    before = {name: walk.options.get(name, "") for name in options}
    if before != options:
        walk.options |= options
        walk.look_again()
        st.rerun()


def _show_remarks(walk: Walk, looked: Looked) -> None:
    """Say what is to be known of the table as a whole, with what can be done."""
    for place, line in enumerate(looked.lines[1:]):
        st.info(literally(walk.worded(line)))
        # What makes the rows is none of these options, and chosen later on.
        for name, value in options_in(line).items():
            typed = shlex.join(words_of({name: value}))
            st.button(
                f"Use {literally(typed)}",
                on_click=_say_persons,
                args=(walk, {name: value}),
                key=f"remark {walk.round} {place} {typed}",
            )


def _say_persons(walk: Walk, options: dict[str, str]) -> None:
    say(walk, options)
    st.session_state.pop(WHO, None)


def _edit(walk: Walk, looked: Looked) -> None:
    """Show the columns in a table that can be changed."""
    st.subheader("Columns")
    table = looked.columns
    with st.form("columns"):
        edited = st.data_editor(
            table,
            key=f"columns {walk.round}",
            hide_index=True,
            height=min(MOST_TALL, 38 * (len(table) + 1)),
            disabled=[name for name in table.columns if name not in EDITED],
            column_config=_heads(table),
        )
        is_sent = st.form_submit_button("Apply, and look again", type="primary")
    if is_sent:
        groups = {} if looked.dictionary is None else looked.dictionary.groups
        walk.corrections.take(table, edited, groups)
        walk.look_again()
        st.rerun()
    st.caption(
        "Change a kind, leave a column out, or write the bounds that such a table "
        "could have (an age from 0 to 110). Of keys, names and free text nothing is "
        "shown: they are never copied, fresh keys stand in for them."
    )


def _heads(table: pd.DataFrame) -> dict[str, Any]:
    """Say how each column of the table is edited."""
    kinds = sorted({*KINDS, *table["kind"]} - {""})
    return {
        "column": st.column_config.TextColumn(pinned=True),
        "kind": st.column_config.SelectboxColumn(options=kinds),
        "leave out": st.column_config.CheckboxColumn(),
        "why": st.column_config.TextColumn(width="large"),
        "values": st.column_config.TextColumn(width="medium"),
    }


def _show_rules(walk: Walk, looked: Looked) -> None:
    """List what holds in every row, each with a box to strike it out."""
    rules = looked.dictionary.rules if looked.dictionary is not None else ()
    if not rules:
        return
    st.subheader("What holds in every row")
    st.caption("Synthetic rows will keep it. Strike out what holds by chance.")
    for one in rules:
        text, support = str(one.rule), ""
        if one.n_rows is not None:
            support = f" — {one.n_rows} rows, {one.n_different} different"
        key = f"rule {walk.round} {text}"
        is_kept = kept(
            st.checkbox,
            literally(text + support),
            key,
            text not in walk.corrections.struck,
        )
        if is_kept == (text in walk.corrections.struck):
            walk.corrections.struck ^= {text}
            walk.look_again()
            st.rerun()


def _show_tables(looked: Looked) -> None:
    """Show what was seen besides, and what rests on few people."""
    if looked.hints:
        st.subheader("Look at these")
        hints = pd.DataFrame(looked.hints, columns=["column", "what was seen"])
        st.dataframe(hints, hide_index=True)
    if len(looked.few):
        with st.expander("What rests on few people (for you alone)"):
            few = looked.few.rename(
                columns={
                    "one_person": "values of one person",
                    "few_persons": "of fewer than ten",
                    "held_by_few": "which (persons)",
                }
            )
            st.dataframe(few, hide_index=True)
