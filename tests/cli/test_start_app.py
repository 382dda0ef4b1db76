"""How the page in the browser is served: to this machine alone, until it is stopped."""

import importlib.util
import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

import skl_synth
from skl_synth.cli import start_app
from skl_synth.cli.start_app import HOST, PAGE, ROOT_NAMED, free_port, server_words
from skl_synth.errors import InputError

needs_streamlit = pytest.mark.skipif(
    importlib.util.find_spec("streamlit") is None,
    reason="Streamlit, the extra app, is not installed",
)


@pytest.fixture
def environment(monkeypatch):
    """The variables of the environment, put back at the end."""
    before = dict(os.environ)
    yield os.environ
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def served(monkeypatch, environment):
    """What the server was started with, in place of a server."""
    seen = {}

    def serve(words):
        root = Path(os.environ[ROOT_NAMED])
        seen.update(words=words, environment=dict(os.environ), root=root)
        seen["mode"] = stat.S_IMODE(root.stat().st_mode)
        (root / "session").mkdir()
        (root / "session" / "patients.csv").touch()

    monkeypatch.setattr(start_app, "_serve", serve)
    monkeypatch.setattr(start_app, "_require_streamlit", lambda: None)
    monkeypatch.setattr(start_app, "_say_address", lambda *_: None)
    return seen


def test_nobody_but_this_machine_is_served(served, run, tmp_path):
    run("app", "--folder", tmp_path, "--port", 0, "--max-size", "2GB")
    words = served["words"]
    assert words[:2] == ["run", str(PAGE)]
    assert {
        f"--server.address={HOST}",
        "--server.headless=true",
        "--server.enableCORS=true",
        "--server.enableXsrfProtection=true",
        "--server.fileWatcherType=none",
        "--server.maxUploadSize=2000",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
    } <= set(words)
    ways_out = {served["environment"][f"{one}_proxy"] for one in ("http", "https")}
    assert ways_out == {f"http://{HOST}:9"}


def test_what_sessions_keep_is_private_and_gone_at_the_end(served, run, tmp_path):
    run("app", "--folder", tmp_path)
    if os.name != "nt":
        assert served["mode"] == 0o700
    assert not served["root"].exists()


def test_a_file_of_the_full_size_gets_through():
    assert "--server.maxUploadSize=1" in server_words(8501, 10)
    assert "--server.maxUploadSize=1000" in server_words(8501, 10**9)


def test_a_folder_that_there_is_not_is_named(served, run, tmp_path):
    result = run("app", "--folder", tmp_path / "gone", status=2)
    assert "gone is no folder" in result.output


def test_the_first_free_port_is_taken():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match="something else listens"):
            free_port(port)
    assert free_port(0) > 0


def test_without_streamlit_it_says_what_to_install(monkeypatch, run, tmp_path):
    monkeypatch.setattr(start_app, "find_spec", lambda _: None)
    result = run("app", "--folder", tmp_path, status=2)
    assert 'pip install "skl_synth[app]"' in result.output
    assert "Traceback" not in result.output


@needs_streamlit
def test_the_page_is_there_until_the_command_is_ended(tmp_path):
    port, sessions = free_port(0), tmp_path / "temporary"
    sessions.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(skl_synth.__file__).parents[1]),
        "TMPDIR": str(sessions),
    }
    command = [sys.executable, "-m", "skl_synth", "app", "--port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        # Read first: the address is printed once it can be opened.
        assert f"http://{HOST}:{port}" in server.stdout.readline()
        opener = build_opener(ProxyHandler({}))
        assert opener.open(f"http://{HOST}:{port}/", timeout=60).status == 200
        assert [one.name.startswith("skl_synth_app_") for one in sessions.iterdir()]
        _refused_elsewhere(port)
    finally:
        server.terminate()
        server.communicate(timeout=60)
    for _ in range(100):
        if not list(sessions.iterdir()):
            break
        time.sleep(0.05)
    assert not list(sessions.iterdir())


def _refused_elsewhere(port):
    """Another address of this machine, as other machines know it, gets no answer."""
    with socket.socket() as probe:
        probe.settimeout(5)
        assert probe.connect_ex(("127.0.0.2", port)) != 0
