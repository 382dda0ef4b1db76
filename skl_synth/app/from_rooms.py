"""What other rooms make, as the page needs it: one place where they are joined."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from skl_synth.app.looking import USER_ERRORS, heard, said_of
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.release import first_look

if TYPE_CHECKING:
    from skl_synth.app.walk import Walk

REPORT = "report.html"

AUDITED = ("ladder", "first")
"""Ways to publish whose tables are attacked as a whole, which may be refused."""

SHARED, REFUSED, OWNER = "release", "refused", "owner"
"""The folders of a pack."""


def first_look_words(walk: Walk) -> list[str]:
    """Say what will probably be refused, and why, in seconds.

    Parameters
    ----------
    walk : Walk
        What the session knows.

    Returns
    -------
    list of str
        A few lines, for the owner alone; none where nothing can be said.
    """
    if walk.use.rung not in AUDITED:
        return []
    known = (walk.round, walk.use.folds)
    if walk.first_words is None or walk.first_words[0] != known:
        walk.first_words = (known, _first_lines(walk))
    return walk.first_words[1]


def _first_lines(walk: Walk) -> list[str]:
    source = walk.look().source
    try:
        with heard():
            found = first_look(
                source.features,
                source.labels,
                groups=source.groups,
                encoder=source.encoder,
                folds=walk.use.folds,
            )
    except USER_ERRORS as error:
        return [said_of(error)]
    return ["First look, for you alone:", *found.lines(COMMAND_LINE)]


def report_page(pack: Path) -> Path | None:
    """Find the page that a pack is read by.

    Parameters
    ----------
    pack : Path
        The folder of the pack.

    Returns
    -------
    Path or None
        The file; None where there is none.
    """
    pages = (pack / part / REPORT for part in (SHARED, REFUSED))
    return next(filter(Path.is_file, pages), None)


def zipped(folder: Path) -> bytes:
    """Pack a folder into one file, to be handed over.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    bytes
        A ZIP file. Times of files do not go with it.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sorted(folder.rglob("*")):
            if one.is_file():
                name = zipfile.ZipInfo(one.relative_to(folder.parent).as_posix())
                name.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(name, one.read_bytes())
    return packed.getvalue()
