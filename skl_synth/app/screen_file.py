"""Step 1: which file, and how it is read."""

from __future__ import annotations

from typing import Any

import streamlit as st

from skl_synth.app.forgetting import forget_upload
from skl_synth.app.looking import USER_ERRORS
from skl_synth.app.page_words import (
    kept,
    key_of,
    literally,
    show_error,
    show_ways,
)
from skl_synth.app.walk import Walk

NONE = "— choose —"

HOW_READ = {
    "--header-row": "Line of the column names (0: there is none)",
    "--skip-rows": "Lines above it",
    "--drop-last": "Rows at the end to leave out, such as totals",
    "--drop-lines": "Other lines to leave out, such as 2,57-60",
    "--delimiter": "What stands between two values",
    "--decimal": "Decimal mark",
    "--encoding": "Encoding",
    "--sheet": "Sheet of a workbook",
}
"""What can be said of a file, in the words of the page."""


def show_file(walk: Walk) -> None:
    """Let a file be chosen, and say what it holds.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    """
    st.header("Which table?")
    _choose(walk)
    if walk.table is None:
        st.info(
            "Drop a file of one table: CSV, Excel, Parquet, SPSS, Stata, SAS, JSON."
        )
        show_ways(walk, forward=False)
        return
    st.subheader(literally(walk.table.name))
    is_read = _show_read(walk)
    with st.expander("How the file is read", expanded=not is_read):
        _ask_how(walk)
    show_ways(walk, forward=is_read)


def _choose(walk: Walk) -> None:
    dropped, listed = st.columns(2)
    files = dropped.file_uploader(
        "Drop a file here",
        key=f"upload {walk.files}",
        help="It stays in the memory of this machine until the page is closed.",
    )
    if files is not None:
        _take(walk, files)
    names = walk.folder.tables()
    listed.selectbox(
        "or choose one of the folder that is open",
        [NONE, *names],
        key=f"listed {walk.files}",
        format_func=str,
        on_change=_choose_listed,
        args=(walk, f"listed {walk.files}"),
        help=f"{literally(str(walk.folder.path))}, without the folders below it.",
    )


def _take(walk: Walk, file: Any) -> None:
    """Take over a file that was dropped; the server need not keep it any longer."""
    walk.drop_file(file.name, file.getvalue())
    forget_upload(file.file_id)
    _forget_widgets()
    st.rerun()


def _choose_listed(walk: Walk, key: str) -> None:
    name = st.session_state[key]
    if name != NONE:
        walk.choose_file(name)
        _forget_widgets()


def _forget_widgets() -> None:
    """What was said of another file is not said of this one."""
    for key in list(st.session_state):
        if key != "walk" and not str(key).startswith(("upload", "listed")):
            del st.session_state[key]


def _show_read(walk: Walk) -> bool:
    """Say what was read, or why nothing was; and whether one can go on."""
    try:
        with st.spinner("Reading, and finding out what the columns are …"):
            looked = walk.look()
    except USER_ERRORS as error:
        show_error(walk, error)
        return False
    for line in looked.said:
        st.warning(literally(walk.worded(line)))
    st.success(literally(walk.worded(looked.lines[0])))
    return True


def _ask_how(walk: Walk) -> None:
    st.caption("Leave empty what was recognised.")
    columns = st.columns(3)
    for place, (name, label) in enumerate(HOW_READ.items()):
        _ask(walk, columns[place % 3], name, label)


def _ask(walk: Walk, column: Any, name: str, label: str) -> None:
    """Show the widget of one option of the file."""
    before = walk.options.get(name, "")
    given = kept(column.text_input, label, key_of(name), before, help=name).strip()
    if given != before:
        walk.options[name] = given
        walk.look_again()
        st.rerun()
