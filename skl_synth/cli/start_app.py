"""skl-synth app: the whole way on a page in the browser, served by this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import ProxyHandler, build_opener
from weakref import WeakSet

from skl_synth.cli.console import print_text
from skl_synth.errors import InputError, Setting
from skl_synth.files.bounds import MOST_BYTES

HOST = "127.0.0.1"
"""This machine and no other can open the page."""

FIRST_PORT = 8501
"""The port, unless another one is asked for or this one is taken."""

PORTS_TRIED = 100

PAGE = Path(__file__).parents[1] / "app" / "main_screen.py"
"""The page itself. It stands above the command line, which knows only where it lies."""

FOLDER_NAMED = "SKL_SYNTH_APP_FOLDER"
SIZE_NAMED = "SKL_SYNTH_APP_MAX_SIZE"
ROOT_NAMED = "SKL_SYNTH_APP_SESSIONS"
"""Variables of the environment in which the page finds what was typed: a page has no
arguments, and those of a command can be read by all users of a machine."""

NOWHERE = f"http://{HOST}:9"
"""A proxy that is not there, so that no part of the server reaches another machine."""

STILL_RUNNING: WeakSet[Any] = WeakSet()
"""What the page has started, to be ended with it: each has a method ``end``."""

HEALTH = "/_stcore/health"
"""Where the server says that it is there."""

LONGEST_START = 300
"""Seconds: a machine that is busy takes long."""

MEGABYTE = 10**6

SETTINGS = {
    "server.address": HOST,
    "browser.serverAddress": HOST,
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "global.developmentMode": "false",
    "logger.hideWelcomeMessage": "true",
    "logger.level": "warning",
    "server.enableCORS": "true",
    "server.enableXsrfProtection": "true",
    "server.fileWatcherType": "none",
    "server.headless": "true",
    "server.runOnSave": "false",
}
"""What the server is started with. What is typed overrules files of settings that lie
somewhere on the machine."""


def start_app(port: int | None, folder: Path, max_size: int | None) -> None:
    """Serve the page until it is stopped.

    Parameters
    ----------
    port : int or None
        The port; without one the first that is free.
    folder : Path
        The only folder that the page lists, reads and writes.
    max_size : int or None
        The most bytes that are read of a file.

    Raises
    ------
    ImportError
        If Streamlit is not installed.
    InputError
        If there is no such folder, or the port is taken.
    """
    _require_streamlit()
    if not folder.is_dir():
        raise InputError("{folder} is no folder", parameter="folder", folder=folder)
    chosen = free_port(port)
    with _sessions() as root:
        environment = {
            FOLDER_NAMED: str(folder.resolve()),
            SIZE_NAMED: "" if max_size is None else str(max_size),
            ROOT_NAMED: str(root),
        }
        os.environ.update(environment | _closed_ways())
        said = (chosen, folder)
        threading.Thread(target=_say_address, args=said, daemon=True).start()
        _serve(server_words(chosen, max_size or MOST_BYTES))


def server_words(port: int, max_size: int) -> list[str]:
    """Write how the server is started.

    Parameters
    ----------
    port : int
        The port.
    max_size : int
        The most bytes of a file.

    Returns
    -------
    list of str
        The words of a command of Streamlit.
    """
    # It counts in units of 2**20; a file of the full size has to get through.
    megabytes = -(-max_size // MEGABYTE)
    sized = {"server.port": port, "server.maxUploadSize": megabytes}
    options = [f"--{name}={value}" for name, value in {**SETTINGS, **sized}.items()]
    return ["run", str(PAGE), *options]


def free_port(asked: int | None) -> int:
    """Find a port that nobody listens at.

    Parameters
    ----------
    asked : int or None
        The one that was asked for, 0 for any; None for the first that is free.

    Returns
    -------
    int
        The port.

    Raises
    ------
    InputError
        If it is taken.
    """
    tried = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if asked is None else [asked]
    for port in tried:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            if os.name != "nt":
                # As the server does: a port that was in use a moment ago is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return int(probe.getsockname()[1])
    raise InputError(
        "something else listens at {chosen}, or it may not be used",
        parameter="port",
        value=asked,
        chosen=Setting("port", tried[-1]),
        remedies=["give another one", "leave --port out: the first free one is taken"],
    )


def _require_streamlit() -> None:
    if find_spec("streamlit") is None:
        raise ImportError(
            "Streamlit is needed for the page in the browser, and is not installed: "
            'pip install "skl_synth[app]".'
        )


@contextmanager
def _sessions() -> Iterator[Path]:
    """Hold the folder of the sessions, which its owner alone reads, until the end."""
    root = Path(tempfile.mkdtemp(prefix="skl_synth_app_"))
    _heed_signals()
    try:
        yield root
    finally:
        for one in list(STILL_RUNNING):
            one.end()
        shutil.rmtree(root, ignore_errors=True)


def _heed_signals() -> None:
    """Let a closed terminal, and whoever ends the process, end it with what it kept."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda *_: sys.exit(1))


def _closed_ways() -> dict[str, str]:
    """Lead every request to another machine to nowhere, and end sessions soon."""
    named = {f"{scheme}_proxy": NOWHERE for scheme in ("http", "https", "all")}
    return {
        **named,
        **{name.upper(): value for name, value in named.items()},
        "no_proxy": f"localhost,{HOST}",
        "NO_PROXY": f"localhost,{HOST}",
        # An option of newer servers alone, which older ones would refuse if typed.
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "60",
    }


def _say_address(port: int, folder: Path) -> None:
    """Print the address once it can be opened."""
    opener = build_opener(ProxyHandler({}))
    until = monotonic() + LONGEST_START
    while monotonic() < until:
        with suppress(OSError), opener.open(f"http://{HOST}:{port}{HEALTH}", timeout=5):
            print_text(
                f"Open http://{HOST}:{port} in a browser on this machine. The page "
                f"lists, reads and writes {folder.resolve()} and no other folder; "
                "nothing leaves this machine. Ctrl-C ends it, and forgets what was "
                "not saved."
            )
            return
        sleep(0.05)


def _serve(words: list[str]) -> None:
    """Run the server in this process, so that nothing outlives it."""
    from streamlit.web import cli as server

    server.main(words, standalone_mode=False)
