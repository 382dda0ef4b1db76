"""What becomes of a session whose page was closed: it is forgotten soon."""

from __future__ import annotations

import threading
from contextlib import suppress
from time import sleep

from skl_synth.app.walk import Walk

LOOK_EVERY = 5.0

FORGET_AFTER = 60.0
"""Seconds without a page. One that lost its connection comes back within a few."""


def watch(walk: Walk) -> None:
    """Forget a session once its page has been closed for a while.

    The server keeps closed sessions for pages that come back, and lets go of them only
    when it has something else to do.

    Parameters
    ----------
    walk : Walk
        What the session knows.
    """
    from streamlit.runtime import exists
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    if context is None or not exists():
        return
    session = context.session_id
    threading.Thread(target=_watch, args=(walk, session), daemon=True).start()


def _watch(walk: Walk, session: str) -> None:
    closed_for = 0.0
    while closed_for < FORGET_AFTER:
        sleep(LOOK_EVERY)
        if not walk.kept.is_there:
            return
        closed_for = 0.0 if _is_open(session) else closed_for + LOOK_EVERY
    walk.forget()


def _is_open(session: str) -> bool:
    from streamlit.runtime import get_instance

    try:
        return get_instance().is_active_session(session)
    except RuntimeError:
        # The server has ended.
        return False


def forget_upload(file_id: str) -> None:
    """Have the server forget a file that was dropped, once it was taken over.

    Parameters
    ----------
    file_id : str
        What the server calls it.
    """
    from streamlit.runtime import exists, get_instance
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    if context is None or not exists():
        return
    # A name that the server may change; the file is then gone with the session.
    with suppress(AttributeError):
        get_instance().uploaded_file_mgr.remove_file(context.session_id, file_id)
