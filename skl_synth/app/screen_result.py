"""Step 5: the report, and what is saved."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.components import v1 as components

from skl_synth.app.chosen_use import shown
from skl_synth.app.from_rooms import OWNER, SHARED, report_page, zipped
from skl_synth.app.job import Job
from skl_synth.app.page_words import literally, show_ways
from skl_synth.app.walk import Walk

TALL = 900
"""Points: the report is scrolled in a window of its own."""


def show_result(walk: Walk) -> None:
    """Show what was made, and let it be saved.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    """
    st.header("The result")
    job = walk.job
    if job is None or not job.output.exists():
        st.info("Nothing was made yet.")
    elif job.output.is_dir():
        _show_pack(walk, job)
    else:
        _show_table(walk, job)
    show_ways(walk, forward=False)


def _show_pack(walk: Walk, job: Job) -> None:
    """Show a release, or why it was refused."""
    shared = job.output / SHARED
    if shared.is_dir():
        st.success("It passed its gates. Read the report before you hand it over.")
    else:
        st.error(literally(job.problems[-1] if job.problems else "It was refused."))
    _show_saving(walk, job)
    if shared.is_dir():
        st.download_button(
            "Download what is to be handed over (ZIP)",
            zipped(shared),
            file_name=f"{job.output.name}.zip",
            mime="application/zip",
        )
    st.caption(
        f"The folder {OWNER} holds the seed and the full audit: it is for you alone, "
        "and not in the ZIP file."
    )
    page = report_page(job.output)
    if page is not None:
        components.html(page.read_text(encoding="utf-8"), height=TALL, scrolling=True)
    _show_words(job)


def _show_table(walk: Walk, job: Job) -> None:
    """Show what is said of rows that are not published."""
    if walk.use.use == "augment":
        st.warning("The file holds the real rows: it is for you alone.")
    _show_saving(walk, job)
    st.download_button(
        "Download the table", job.output.read_bytes(), file_name=job.output.name
    )
    _show_words(job)


def _show_words(job: Job) -> None:
    with st.expander("What the command has said", expanded=job.output.is_file()):
        st.code(job.said.strip(), language=None)
        for line in job.problems:
            st.warning(literally(line))


def _show_saving(walk: Walk, job: Job) -> None:
    """Save into the folder that is open: what was made, and what it was made by."""
    assert walk.dictionary is not None
    table, dictionary, _ = st.columns([1, 1, 2])
    table.button(
        f"Save into {literally(walk.folder.path.name)}/",
        on_click=_save,
        args=(walk, job.output),
        type="primary",
        key="save",
    )
    dictionary.button(
        "Save the dictionary",
        on_click=_save,
        args=(walk, walk.dictionary),
        key="save dictionary",
    )
    for line in walk.saved:
        st.success(literally(line))
    st.write("The command to repeat it, in the folder of the table and the dictionary:")
    st.code(shown(job.words), language="bash", wrap_lines=True)


def _save(walk: Walk, made: Path) -> None:
    try:
        # What is private here stays so there.
        is_private = not made.stat().st_mode & 0o077
        walk.saved.append(f"Saved {walk.folder.save(made, private=is_private)}")
    except OSError as error:
        walk.saved.append(f"Not saved: {error}")
