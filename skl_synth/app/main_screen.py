"""The page that Streamlit runs, anew after every click: which step is shown, and how.

It is a script: nothing imports it, and `skl-synth app` serves it.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from skl_synth.app.forgetting import watch
from skl_synth.app.open_folder import OpenFolder
from skl_synth.app.screen_columns import show_columns
from skl_synth.app.screen_file import show_file
from skl_synth.app.screen_result import show_result
from skl_synth.app.screen_run import show_run
from skl_synth.app.screen_use import show_use
from skl_synth.app.walk import STEPS, Walk
from skl_synth.cli.file_sizes import typed_size
from skl_synth.cli.start_app import FOLDER_NAMED, SIZE_NAMED

SCREENS = (show_file, show_columns, show_use, show_run, show_result)

FORGOTTEN = "forgotten"


def main() -> None:
    """Show the step that the session is at."""
    st.set_page_config(page_title="skl_synth", page_icon="🧬", layout="wide")
    walk = _walk()
    st.title("A synthetic table, step by step")
    _show_steps(walk)
    SCREENS[walk.step](walk)
    _show_end(walk)


def _walk() -> Walk:
    """Find what this session knows, or begin anew."""
    known = st.session_state.get("walk")
    if known is None or not known.kept.is_there:
        if known is not None:
            st.session_state[FORGOTTEN] = True
        known = st.session_state["walk"] = _new_walk()
        watch(known)
    if st.session_state.pop(FORGOTTEN, False):
        st.info("Everything was forgotten: the page begins anew.")
    return known


def _new_walk() -> Walk:
    size = os.environ.get(SIZE_NAMED)
    folder = Path(os.environ.get(FOLDER_NAMED) or Path.cwd())
    return Walk(OpenFolder(folder), typed_size(int(size)) if size else "")


def _show_steps(walk: Walk) -> None:
    """Say which steps there are, and which one this is."""
    names = [
        f"**{number} {name}**" if number == walk.step + 1 else f"{number} {name}"
        for number, name in enumerate(STEPS, 1)
    ]
    st.markdown(" → ".join(names))
    st.progress((walk.step + 1) / len(STEPS))


def _show_end(walk: Walk) -> None:
    """Say below every step where the data are, and let them be forgotten."""
    st.divider()
    about, button = st.columns([4, 1])
    about.caption(
        f"Files are read from and saved into {walk.folder.path} alone. Nothing leaves "
        "this machine. What is not saved is forgotten when this page is closed."
    )
    button.button("Forget everything", on_click=_forget, args=(walk,), key="forget")


def _forget(walk: Walk) -> None:
    walk.forget()


if __name__ == "__main__":
    main()
