"""Reports that can be looked at: as a file, in a browser, in a notebook."""

from __future__ import annotations

import os
import tempfile
from abc import abstractmethod
from pathlib import Path

from skl_synth.errors import InputError, warn
from skl_synth.files import check_output
from skl_synth.pages.page import Page
from skl_synth.pages.render import render_fragment, render_page
from skl_synth.whole_files import replacing

ENDINGS = (".html", ".htm")
"""How a page is called."""


class HtmlReport:
    """What all reports with a page have in common."""

    @abstractmethod
    def _page(self) -> Page:
        """Say what stands on the page."""

    def write_html(self, path: str | os.PathLike[str]) -> None:
        """Write the report as a page: one file, without script, that loads nothing.

        Parameters
        ----------
        path : str or path
            The file, which is replaced where it exists; its name ends in .html. It is
            there whole or not at all. A page with exact figures of real rows can be
            read by its owner alone (mode 0600).

        Raises
        ------
        OSError
            If the file cannot be written.
        InputError
            If its name has another ending, or it is a link or no regular file.
        """
        check_page_name(path)
        check_output(path)
        write_page(self._page(), path)

    def open(self) -> Path:
        """Write the report to a folder that only its owner can read, and show it.

        Returns
        -------
        Path
            The page, which is left there until the system clears such files.

        Warns
        -----
        InputWarning
            If there is no browser; the message says where the page lies.
        """
        import webbrowser

        folder = Path(tempfile.mkdtemp(prefix="skl_synth-"))
        path = folder / "report.html"
        self.write_html(path)
        if not webbrowser.open(path.as_uri()):
            warn("no browser was found: the page is {path}", path=str(path))
        return path

    def _repr_html_(self) -> str:
        """Show the report in a notebook."""
        return render_fragment(self._page())


def write_page(page: Page, path: str | os.PathLike[str]) -> None:
    """Write a page to a file, which is there whole or not at all.

    Parameters
    ----------
    page : Page
        What stands on it. That of the owner can be read by nobody else.
    path : str or path
        The file.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    text = render_page(page)
    with replacing(path, encoding="utf-8", private=page.private) as handle:
        handle.write(text)


def check_page_name(path: str | os.PathLike[str]) -> None:
    """Check before the work starts whether a file is called as a page is.

    Parameters
    ----------
    path : str or path
        The file to be written.

    Raises
    ------
    InputError
        If its name has another ending.
    """
    name = Path(path)
    if name.suffix.lower() in ENDINGS:
        return
    raise InputError(
        "{path} is no name of a page, which ends in .html",
        path=str(path),
        remedies=[f"call it {name.with_suffix('.html')}"],
    )
