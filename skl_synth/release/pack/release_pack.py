"""The pack: what is to be handed over in one folder, what is the owner's in another."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from skl_synth.errors import PYTHON, Words
from skl_synth.files import write_table
from skl_synth.release.guarantee_report import GuaranteeReport
from skl_synth.release.owner_audit import OwnerAudit
from skl_synth.release.pack.csv_on_the_web import csvw_of
from skl_synth.release.pack.five_safes import five_safes_of
from skl_synth.release.pack.four_checks import four_checks_of
from skl_synth.release.pack.pack_dictionary import dictionary_of
from skl_synth.release.pack.pack_readme import readme_of, refused_readme
from skl_synth.release.pack.pack_words import Report, has_classes, label_of
from skl_synth.release.pack.released_table import (
    ReleasedTable,
    check_label,
    labelled,
    table_of_release,
)
from skl_synth.release.pack.whole_folder import OWNER_ONLY, check_folder, whole_folder
from skl_synth.release.pack.written_columns import written_columns
from skl_synth.release.release_report import Release
from skl_synth.table.dictionary import DataDictionary
from skl_synth.whole_files import replacing

RELEASE, OWNER, REFUSED = "release", "owner", "refused"
"""The folders of a pack: the first or the last, and the owner's."""

TABLE = "synthetic"
"""How the file of the table is called, before its ending."""

CHECKSUMS = "SHA256SUMS"


def pack_release(
    release: Release,
    folder: str | os.PathLike[str],
    *,
    label: str | None = None,
    dictionary: Any = None,
) -> Path:
    """Write a release as a folder.

    Parameters
    ----------
    release : Release
        The release.
    folder, label, dictionary : object
        See `Release.write`.

    Returns
    -------
    Path
        What is to be handed over.

    Raises
    ------
    OSError, InputError
        See `Release.write`.
    """
    check_label(label)
    check_folder(folder)
    read = None if dictionary is None else DataDictionary.read(dictionary)
    table = table_of_release(
        release.X,
        release.y,
        release.columns,
        has_classes=has_classes(release.report),
    )
    return write_pack(release.report, table, folder, label=label, dictionary=read)


def write_pack(
    report: Report,
    table: ReleasedTable,
    folder: str | os.PathLike[str],
    *,
    label: str | None = None,
    dictionary: DataDictionary | None = None,
    also: str = "",
    kept: Mapping[str, Any] | None = None,
    words: Words = PYTHON,
) -> Path:
    """Write a release as a folder, which is there whole or not at all.

    Parameters
    ----------
    report : ReleaseReport or GuaranteeReport
        Its report, with what is the owner's.
    table : ReleasedTable
        Its rows.
    folder : str or path
        There is none of that name, or it is empty.
    label : {"column", "prefix"} or None, default=None
        How the table itself says that it is synthetic.
    dictionary : DataDictionary or None, default=None
        Whose titles, descriptions and labels of levels may be shared; that of a
        guarantee is, and a dictionary that is not public is not asked.
    also : str, default=""
        The ending of a second file of the table, such as ``".xlsx"``.
    kept : mapping of str to object, default=None
        What the owner's part says besides.
    words : Words, default=PYTHON
        In whose words remedies are written.

    Returns
    -------
    Path
        What is to be handed over.

    Raises
    ------
    OSError
        If the folder cannot be written.
    InputError
        If it is not empty, or the table cannot be labelled so or written.
    """
    table = labelled(table, label)
    with whole_folder(folder) as part:
        _write_owner(report.owner, part / OWNER, kept or {})
        shared = part / RELEASE
        shared.mkdir()
        files = _write_table(table, shared, also)
        _write_report(report, shared, words, {"table": files[0]})
        _write_described(report, table, shared, files[0], dictionary)
        for name, text in _sheets(report, table, files, shared):
            _write_text(shared / name, text)
        _write_text(shared / CHECKSUMS, _checksums(shared))
    return Path(folder) / RELEASE


def write_refused_pack(
    report: Any,
    folder: str | os.PathLike[str],
    *,
    kept: Mapping[str, Any] | None = None,
    words: Words = PYTHON,
) -> Path:
    """Write the report of a refusal in place of a release, and no table.

    Parameters
    ----------
    report : ReleaseReport
        Of the refusal.
    folder : str or path
        There is none of that name, or it is empty.
    kept : mapping of str to object, default=None
        What the owner's part says besides.
    words : Words, default=PYTHON
        In whose words remedies are written.

    Returns
    -------
    Path
        What may be shown to those who decide.

    Raises
    ------
    OSError
        If the folder cannot be written.
    InputError
        If it is not empty.
    """
    with whole_folder(folder) as part:
        _write_owner(report.owner, part / OWNER, kept or {})
        shown = part / REFUSED
        shown.mkdir()
        _write_report(report, shown, words, {})
        _write_text(shown / "README.md", refused_readme(report))
    return Path(folder) / REFUSED


def _write_owner(owner: Any, folder: Path, kept: Mapping[str, Any]) -> None:
    assert isinstance(owner, OwnerAudit)
    folder.mkdir(mode=OWNER_ONLY)
    _write_json(folder / "owner.json", {**owner.to_dict(), **kept}, private=True)
    owner.write_html(folder / "owner.html")


def _write_table(table: ReleasedTable, folder: Path, also: str) -> tuple[str, ...]:
    endings = dict.fromkeys((".csv", *([also] if also else [])))
    files = tuple(f"{TABLE}{ending}" for ending in endings)
    for name in files:
        write_table(table.frame, folder / name, table.style)
    return files


def _write_report(
    report: Report, folder: Path, words: Words, about: Mapping[str, Any]
) -> None:
    shared = (
        report.to_dict()
        if isinstance(report, GuaranteeReport)
        else report.to_dict(words)
    )
    _write_json(folder / "report.json", {**shared, **about})
    report.write_html(folder / "report.html")


def _write_described(
    report: Report,
    table: ReleasedTable,
    folder: Path,
    file: str,
    dictionary: DataDictionary | None,
) -> None:
    columns, label = list(written_columns(table)), label_of(report)
    described = dictionary_of(
        columns,
        label=label,
        target=None if table.target is None else table.written_name(table.target),
        described=_shareable(report, dictionary),
    )
    _write_json(folder / "dictionary.json", described)
    on_the_web = csvw_of(columns, table.style, file=file, label=label)
    _write_json(folder / "metadata.json", on_the_web)


def _shareable(
    report: Report, dictionary: DataDictionary | None
) -> DataDictionary | None:
    """The dictionary whose words may be shared: one that is public."""
    if dictionary is None and isinstance(report, GuaranteeReport):
        return DataDictionary.read(report.guarantee.public)
    return dictionary if dictionary is not None and dictionary.public else None


def _sheets(
    report: Report, table: ReleasedTable, files: tuple[str, ...], folder: Path
) -> Iterator[tuple[str, str]]:
    checksum = _checksum(folder / files[0])
    yield "README.md", readme_of(report, table, files, checksum)
    yield "CHECKS.md", four_checks_of(report, table, files[0])
    yield "FIVE_SAFES.md", five_safes_of(report)


def _checksums(folder: Path) -> str:
    lines = [f"{_checksum(one)}  {one.name}\n" for one in sorted(folder.iterdir())]
    return "".join(lines)


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_json(
    path: Path, content: Mapping[str, Any], *, private: bool = False
) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    _write_text(path, f"{text}\n", private=private)


def _write_text(path: Path, text: str, *, private: bool = False) -> None:
    with replacing(path, encoding="utf-8", private=private) as handle:
        handle.write(text)
