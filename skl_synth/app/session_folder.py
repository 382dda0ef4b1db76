"""What a session keeps on the disk: a folder for its owner alone, gone at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path

from skl_synth.cli.start_app import ROOT_NAMED


class SessionFolder:
    """A folder that is removed when nobody holds it any more, at the latest at the end.

    Attributes
    ----------
    path : Path
        The folder, mode 0700.

    Examples
    --------
    >>> from skl_synth.app.session_folder import SessionFolder
    >>> folder = SessionFolder()
    >>> folder.path.is_dir()
    True
    >>> folder.remove()
    >>> folder.path.is_dir()
    False
    """

    def __init__(self) -> None:
        root = os.environ.get(ROOT_NAMED) or None
        self.path = Path(tempfile.mkdtemp(prefix="skl_synth_session_", dir=root))
        # By itself when the session is let go of, and when the process ends.
        self._finalizer = weakref.finalize(
            self, shutil.rmtree, self.path, ignore_errors=True
        )

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        self._finalizer()

    @property
    def is_there(self) -> bool:
        """Whether it was not removed yet."""
        return self._finalizer.alive

    def keep(self, name: str, content: bytes) -> Path:
        """Write a file that was dropped on the page.

        Parameters
        ----------
        name : str
            A name without folders.
        content : bytes
            What it holds.

        Returns
        -------
        Path
            The file, mode 0600.
        """
        path = self.path / name
        path.touch(mode=0o600)
        path.write_bytes(content)
        return path

    def link(self, source: Path) -> Path:
        """Have a file of another folder here by its name, without a copy of it.

        Parameters
        ----------
        source : Path
            The file.

        Returns
        -------
        Path
            Its name here.
        """
        path = self.path / source.name
        path.unlink(missing_ok=True)
        try:
            path.symlink_to(source.resolve())
        except OSError:
            # Windows allows links to few people.
            shutil.copyfile(source, path)
        return path
