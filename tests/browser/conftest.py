"""A headless Chromium for the tests of what people see, where one is installed.

Nothing here is needed to run the other tests: where the driver, the browser or the
checker of accessibility is missing, the tests that need it say so and are skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import Looker

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # a container's root has no other way to start it
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file; each test opens windows of its own.

    Not for longer: its driver keeps a loop of asyncio running, and other tests of the
    same process may want one of their own.
    """
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="the browser's driver, playwright, is missing"
    )
    path = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
    if not path:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)} was found")
    with sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which no browser and no package of Python has."""
    name = os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js")
    if not Path(name).is_file():
        pytest.skip(f"axe-core is not at {name}; AXE_CORE says where it is")
    return Path(name).read_text(encoding="utf-8")


@pytest.fixture
def look(browser: Browser) -> Iterator[Looker]:
    """Open windows of any kind; all are closed at the end of the test."""
    looker = Looker(browser)
    yield looker
    looker.close()
