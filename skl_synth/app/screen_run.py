"""Step 4: the command, how far it is, and a button that ends it."""

from __future__ import annotations

import streamlit as st

from skl_synth.app.chosen_use import shown
from skl_synth.app.job import Job
from skl_synth.app.looking import USER_ERRORS
from skl_synth.app.page_words import literally, show_error, show_ways
from skl_synth.app.walk import Walk

LOOK_EVERY = 1.0
"""Seconds between two looks at the work."""


def show_run(walk: Walk) -> None:
    """Show the command, and run it.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    """
    st.header("Make the table")
    job = walk.job
    if job is not None and job.is_running:
        _watch(walk, job)
        return
    if job is None or shown(job.words) != _prepared(walk):
        job = None
    command = _prepared(walk)
    if not command:
        show_ways(walk, forward=False)
        return
    st.write("This is what will be run. Typed in a terminal it does the same:")
    st.code(command, language="bash", wrap_lines=True)
    is_done = job is not None and _show_ended(job)
    st.button(
        "Start" if job is None or job.is_cancelled else "Run it again",
        on_click=walk.start,
        type="secondary" if is_done else "primary",
        key="start",
    )
    show_ways(walk, forward=is_done)


def _prepared(walk: Walk) -> str:
    """Write the dictionary and the command; nothing where they cannot be."""
    try:
        walk.draw_seed()
        walk.write_dictionary()
        return shown(walk.command)
    except USER_ERRORS as error:
        show_error(walk, error)
        return ""


def _watch(walk: Walk, job: Job) -> None:
    """Show how far the work is, and look again every second."""

    @st.fragment(run_every=LOOK_EVERY)
    def look() -> None:
        if not job.is_running:
            if job.status == 0 and walk.job is job:
                walk.step += 1
            st.rerun(scope="app")
        _show_how_far(job)
        if st.button("Cancel", key="cancel"):
            with st.spinner("Ending it …"):
                job.cancel()
            st.rerun(scope="app")

    st.code(shown(job.words), language="bash", wrap_lines=True)
    look()


def _show_how_far(job: Job) -> None:
    """Say what is done, what is left, and what was warned of until now."""
    now, gone = job.how_far, f"{round(job.seconds)} s"
    if now.share is None:
        st.progress(0.0, f"It has run for {gone}.")
        return
    left = "" if now.seconds_left is None else f", about {now.seconds_left} s left"
    share = min(max(now.share, 0.0), 1.0)
    st.progress(share, literally(f"{now.step}: {gone} gone{left}"))


def _show_ended(job: Job) -> bool:
    """Say how the work ended, and whether there is a result."""
    if job.is_cancelled:
        st.info(f"Cancelled after {round(job.seconds)} s; nothing is left of it.")
        return False
    if job.status == 0:
        st.success(f"Done in {round(job.seconds)} s.")
        return True
    *before, last = job.problems or ["It ended without a word."]
    for line in before:
        st.warning(literally(line))
    st.error(literally(last))
    # A refused release has a report, too.
    return job.output.exists()
