"""A folder behind a URL, such as one of an object store, into which tasks write."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from skl_synth.errors import InputError


def is_url(folder: str | os.PathLike[str]) -> bool:
    """Whether a place is a URL, and no folder of the file system.

    Parameters
    ----------
    folder : str or path
        The place.

    Returns
    -------
    bool
        True for what begins as ``s3://``.
    """
    return isinstance(folder, str) and "://" in folder


@dataclass(frozen=True)
class RemoteFolder:
    """A folder behind a URL, by way of fsspec.

    Parameters
    ----------
    files : fsspec.AbstractFileSystem
        What reaches it.
    path : str
        The folder there.
    """

    files: Any
    path: str

    @classmethod
    def of(cls, url: str, *, private: bool = False) -> RemoteFolder:
        """Open a folder.

        Parameters
        ----------
        url : str
            Where it is.
        private : bool, default=False
            Whether it is to hold real rows.

        Returns
        -------
        RemoteFolder
            The folder.

        Raises
        ------
        InputError
            If it is to hold real rows: who may read them there, nobody knows here.
        ImportError
            If what reaches it is not installed.
        """
        if private:
            raise InputError(
                "{url} is to hold real rows, and who can read them there is not known "
                "here",
                url=url,
                remedies=[
                    "write into a folder of your own",
                    "write the real rows there yourself, X.to_parquet(url)",
                ],
            )
        from fsspec.core import url_to_fs

        files, path = url_to_fs(url)
        return cls(files, path.rstrip("/"))

    def check_empty(self) -> None:
        """Refuse a folder in which something stands.

        Raises
        ------
        InputError
            If so.
        """
        with suppress(FileNotFoundError):
            if self.files.find(self.path):
                raise InputError(
                    "the folder {path} is not empty{left}, and nothing in it is "
                    "replaced",
                    path=self.path,
                    left=self._left(),
                    remedies=["name one that is not there yet", "empty it first"],
                )

    def _left(self) -> str:
        """Say what a run left behind that was broken off."""
        if not self.names() or self.files.exists(f"{self.path}/_SUCCESS"):
            return ""
        return " (a run that was broken off left it so: there is no _SUCCESS)"

    @contextmanager
    def emptied_on_error(self) -> Iterator[None]:
        """Remove what was written where the block does not come to its end.

        Raises
        ------
        InputError
            If something stands there; besides, whatever ends the block.
        """
        self.check_empty()
        self.files.makedirs(self.path, exist_ok=True)
        try:
            yield
        except BaseException:
            with suppress(Exception):
                self.files.rm(self.path, recursive=True)
            raise

    def write_table(self, name: str, table: Any) -> None:
        """Write a file of a table, in one piece.

        Parameters
        ----------
        name : str
            The name of the file.
        table : pyarrow.Table
            The table.
        """
        from pyarrow import parquet

        whole = io.BytesIO()
        parquet.write_table(table, whole)
        self.files.pipe_file(f"{self.path}/{name}", whole.getvalue())

    def write_text(self, name: str, text: str) -> None:
        """Write a small file.

        Parameters
        ----------
        name : str
            The name of the file.
        text : str
            What it holds.
        """
        self.files.pipe_file(f"{self.path}/{name}", text.encode())

    def names(self) -> set[str]:
        """Name the files of tables that are there."""
        found = {one.rsplit("/", 1)[-1] for one in self.files.find(self.path)}
        return {one for one in found if one.startswith("part-")}
