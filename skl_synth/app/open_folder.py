"""The one folder that the page lists, reads and writes."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skl_synth.errors import InputError
from skl_synth.files.formats import BINARY_ENDINGS, JSON_ENDINGS
from skl_synth.whole_files import replacing

TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".tab", ".dat")

PACKED_ENDINGS = (".gz", ".zip", ".bz2", ".xz", ".zst")

ENDINGS = frozenset({*TEXT_ENDINGS, *PACKED_ENDINGS, *BINARY_ENDINGS, *JSON_ENDINGS})
"""Files that are offered; another one can be dropped on the page."""

MOST_LISTED = 500

LONGEST_NAME = 150


@dataclass(frozen=True)
class OpenFolder:
    """A folder that files are chosen from and saved into, and nothing outside it.

    Parameters
    ----------
    path : Path
        The folder.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from skl_synth.app.open_folder import OpenFolder
    >>> folder = OpenFolder(Path(tempfile.mkdtemp()))
    >>> _ = (folder.path / "patients.csv").write_text("a,b")
    >>> folder.tables()
    ['patients.csv']
    >>> folder.file_at("../patients.csv")
    Traceback (most recent call last):
        ...
    skl_synth.errors.InputError: '../patients.csv' is no file of the folder that is ...
    """

    path: Path

    def tables(self) -> list[str]:
        """Name the files that may hold a table.

        Returns
        -------
        list of str
            In alphabetical order.
        """
        names = [one.name for one in self._files() if one.suffix.lower() in ENDINGS]
        return sorted(names, key=str.casefold)[:MOST_LISTED]

    def _files(self) -> Iterator[Path]:
        """The files that lie in the folder itself; a link may lead out of it."""
        for one in self.path.iterdir():
            if one.is_file() and self._holds(one) and not one.name.startswith("."):
                yield one

    def _holds(self, path: Path) -> bool:
        return path.resolve().parent == self.path.resolve()

    def file_at(self, name: str) -> Path:
        """Find a file of the folder.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            If there is no such file in this folder, wherever else there is one.
        """
        path = self.path / name
        is_plain = plain_name(name) == name
        if not is_plain or not self._holds(path) or not path.is_file():
            raise InputError(
                "{value!r} is no file of the folder that is open here",
                value=name,
                remedies=["choose one of those that are listed"],
            )
        return path

    def free_name(self, name: str) -> str:
        """Find a name that nothing in the folder has.

        Parameters
        ----------
        name : str
            How it is called, unless that is taken.

        Returns
        -------
        str
            The name, with a number before its ending where it is needed.
        """
        path = Path(plain_name(name))
        free, number = path.name, 2
        while os.path.lexists(self.path / free):
            free, number = f"{path.stem}_{number}{path.suffix}", number + 1
        return free

    def save(self, source: Path, *, private: bool = True) -> Path:
        """Copy a file or a folder into this one; nothing that is there is replaced.

        Parameters
        ----------
        source : Path
            What is copied.
        private : bool, default=True
            Whether its owner alone may read the file.

        Returns
        -------
        Path
            Where it lies now.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        target = self.path / self.free_name(source.name)
        if source.is_dir():
            return _copied_folder(source, target)
        with source.open("rb") as given, replacing(target, private=private) as handle:
            shutil.copyfileobj(given, handle)
        return target


def _copied_folder(source: Path, target: Path) -> Path:
    """Copy a folder, which has its name only once all of it is there."""
    part = target.with_name(f".{target.name}.part")
    try:
        # Until all is there nobody else can look into it.
        part.mkdir(mode=0o700)
        shutil.copytree(source, part, dirs_exist_ok=True)
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def plain_name(given: str) -> str:
    r"""Take from what a browser says of a file its name alone.

    Parameters
    ----------
    given : str
        The name, perhaps with a path or with signs that are none of a name.

    Returns
    -------
    str
        A name without folders, which does not begin with a dot or a hyphen.

    Examples
    --------
    >>> from skl_synth.app.open_folder import plain_name
    >>> plain_name("../../etc/passwd"), plain_name("C:\\data\\a b.csv")
    ('passwd', 'a b.csv')
    >>> plain_name("..")
    'table'
    """
    last = re.split(r"[/\\]", given)[-1]
    printable = "".join(sign for sign in last if sign.isprintable())
    name = printable.strip().lstrip(".-").strip()
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 20] + Path(name).suffix[:20]
    return name or "table"
