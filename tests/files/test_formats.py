"""What kind of file it is: told by content, and named where it is no table."""

import gzip
import random
import warnings
import zipfile
from contextlib import suppress

import pandas as pd
import pytest

from skl_synth.errors import InputError
from skl_synth.files import check_table_name, read_table, write_table

FRAME = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None]})


@pytest.mark.parametrize("ending", ["csv", "xlsx", "dta", "jsonl", "json", "parquet"])
@pytest.mark.parametrize("name", ["{}", "as_it_is.{}", "packed.{}.gz", "packed.{}.zip"])
def test_a_file_is_told_by_its_content(tmp_path, ending, name):
    source = tmp_path / f"a.{ending}"
    write_table(FRAME, source)
    path = tmp_path / name.format(ending)
    if name.endswith("gz"):
        path.write_bytes(gzip.compress(source.read_bytes()))
    elif name.endswith("zip"):
        with zipfile.ZipFile(path, "w") as packed:
            packed.write(source, f"folder/{source.name}")
            packed.writestr("__MACOSX/._a", "x")
    else:
        path.write_bytes(source.read_bytes())
    frame, _ = read_table(path)
    assert frame["a"].tolist() == [1, 2, 3]
    assert frame["b"].isna().tolist() == [False, False, True]


def test_feather(tmp_path):
    FRAME.to_feather(tmp_path / "a.feather")
    frame, style = read_table(tmp_path / "a.feather")
    assert frame["a"].tolist() == [1, 2, 3]
    write_table(frame, tmp_path / "a.csv", style)
    assert (tmp_path / "a.csv").read_text() == "a,b\n1,x\n2,y\n3,\n"
    content = (tmp_path / "a.feather").read_bytes()
    (tmp_path / "a.feather").write_bytes(content[:-20])
    with pytest.raises(InputError, match="Feather file that cannot be read"):
        read_table(tmp_path / "a.feather")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a.xls",
            b"\xef\xbb\xbf\r\n<HTML><table>",
            "a page .*whatever.*File > Save as",
        ),
        ("a.xls", b"<?xml version='1.0'?><Workbook>", "a page .*File > Save as"),
        ("a.rds", b"X\n\0\0\0\x03", "R .*write.csv"),
        ("a.RData", gzip.compress(b"RDX3\nX", mtime=0), "workspace of R"),
        ("a.mdb", b"\0\x01\0\0Standard Jet DB\0", "Access.*Excel"),
        ("a.accdb", b"\0\x01\0\0Standard ACE DB\0", "Access.*Excel"),
        ("a.pdf", b"%PDF-1.7", "a PDF document.*copy the table into Excel"),
        ("a.csv", b"GIF89a", "a picture"),
        ("a.dbf", b"\x03\x5f", "dBase.*Excel"),
        ("a.sas7bcat", b"x", "catalogue of formats"),
        ("a.h5", b"\x89HDF\r\n", "HDF5"),
    ],
)
def test_what_is_no_table_says_what_it_is(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=f"is no table that can be read but .*{words}"):
        read_table(tmp_path / name)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (["word/document.xml"], "a Word document"),
        (["ppt/presentation.xml"], "PowerPoint"),
        (["Index/Document.iwa", "x"], "Numbers.*Export To > CSV"),
        (["a.csv", "b.csv"], "a ZIP file with 2 files.*unpack"),
        (["content.xml"], "LibreOffice, but no spreadsheet"),
        ([], "a ZIP file with 0 files"),
    ],
)
def test_what_else_is_packed(tmp_path, inside, words):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in inside:
            packed.writestr(name, "a\n1\n")
        packed.writestr("folder/", "")
    with pytest.raises(InputError, match=words):
        read_table(path)


@pytest.mark.parametrize("ending", ["xlsx", "dta", "jsonl", "parquet", "feather"])
def test_a_damaged_file_is_read_or_refused(tmp_path, ending):
    path, rng = tmp_path / f"a.{ending}", random.Random(0)
    if ending == "feather":
        FRAME.to_feather(path)
    else:
        write_table(FRAME, path)
    whole = path.read_bytes()
    for attempt in range(60):
        content = bytearray(whole[: None if attempt % 3 else rng.randrange(len(whole))])
        for _ in range(attempt % 3 * 3):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(content)
        with warnings.catch_warnings(action="ignore"), suppress(InputError):
            read_table(path)


@pytest.mark.parametrize("name", ["a.sav", "a.sas7bdat", "a.xls", "a.ods", "a.feather"])
def test_what_cannot_be_written_is_refused_with_what_can(name):
    with pytest.raises(InputError, match=r"is not written.*\.csv.*\.xlsx, \.dta"):
        check_table_name(name)


@pytest.mark.parametrize(
    "name", ["a.csv", "a", "a.xlsx", "a.DTA", "a.jsonl", "a.parquet"]
)
def test_what_can_be_written_is_not_refused(name):
    check_table_name(name)


def test_what_is_not_installed_is_said_before_the_work(monkeypatch):
    monkeypatch.setattr("skl_synth.files.output.find_spec", lambda _: None)
    with pytest.raises(ImportError, match=r"openpyxl.*skl_synth\[files\]"):
        check_table_name("a.xlsx")
