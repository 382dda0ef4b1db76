"""Small files that fill the memory are refused before they do."""

import bz2
import gzip
import io
import itertools
import lzma
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import InputError
from skl_synth.files import read_table
from skl_synth.files.bounds import LONGEST_LINE

MOST_MEGABYTES = 100
"""So much more than what is there before, which is another on each machine."""
MB = 2**20

READ = """
import pathlib, re, sys
import skl_synth.files

def most():
    # Unlike what getrusage tells, this is not that of the process before.
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search("VmHWM:\\s*(\\d+)", status)[1]) // 1024

# A table of the kind is read before: what is imported when needed is no part of it.
skl_synth.files.read_table(sys.argv[1])
before = most()
try:
    skl_synth.files.read_table(sys.argv[2])
except ValueError as error:
    print(error)
    print(most() - before)
"""


def _gzip(path, pieces):
    with gzip.open(path, "wb", compresslevel=1) as file:
        for piece in pieces:
            file.write(piece)


def _zip(path, parts, **given):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **given) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def _rows(n_bytes):
    rows = b"a,b\n" + b"1,2\n" * (MB // 4)
    return itertools.repeat(rows, n_bytes // MB)


def _of_gzip(folder):
    _gzip(folder / "a.csv.gz", _rows(120 * MB))
    return folder / "a.csv.gz"


def _of_gzip_without_lines(folder):
    _gzip(folder / "a.csv.gz", itertools.repeat(bytes(MB), 100))
    return folder / "a.csv.gz"


def _of_one_line(folder):
    path = folder / "a.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2")
        file.truncate(900 * 10**6)
    return path


def _of_size(folder):
    path = folder / "a.csv"
    with path.open("wb") as file:
        file.truncate(20 * 10**9)
    return path


def _of_columns(folder):
    path = folder / "a.csv"
    names = ",".join(f"c{at}" for at in range(10**6))
    path.write_text(f"{names}\n{',' * (10**6 - 1)}\n")
    return path


def _of_zip(folder):
    _zip(folder / "a.zip", {"a.csv": b"a,b\n" + b"1,2\n" * (15 * MB)})
    return folder / "a.zip"


def _of_strings(folder):
    texts = b"<sst>" + b"<si/>" * (11 * 10**6)
    _zip(
        folder / "a.xlsx",
        {"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": b"<sheetData/>"},
    )
    return folder / "a.xlsx"


def _of_repeated_texts(folder):
    texts = b"<sst><si><t>" + b"x" * 10**6 + b"</t></si></sst>"
    cells = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 2000 + b"</row>"
    _zip(
        folder / "a.xlsx",
        {"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": cells},
    )
    return folder / "a.xlsx"


def _of_a_far_cell(folder):
    sheet = b"<sheetData><row><c s='1' r='XFD1048576' t='n'><v>1</v></c></row>"
    _zip(folder / "a.xlsx", {"xl/worksheets/sheet1.xml": sheet})
    return folder / "a.xlsx"


def _office(folder, row):
    _zip(
        folder / "a.ods",
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"<table:table>" + row + b"</table:table>",
        },
    )
    return folder / "a.ods"


def _of_repeated_cells(folder):
    cell = (
        b"<table:table-cell office:value-type='float' office:value='1' "
        b"table:number-columns-repeated='9000'/>"
    )
    row = b"<table:table-row table:number-rows-repeated='100000'>"
    return _office(folder, row + cell + b"</table:table-row>")


def _of_repeated_long_cells(folder):
    cell = b"<table:table-cell office:value-type='string'><text:p>"
    row = b"<table:table-row table:number-rows-repeated='100000'>"
    text = b"x" * 20_000 + b"</text:p></table:table-cell></table:table-row>"
    return _office(folder, row + cell + text)


def _of_parquet(folder):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    zeros = pa.DictionaryArray.from_arrays(np.zeros(10**6, np.int8), ["x"])
    table = pa.table({"x": pa.chunked_array([zeros] * 101)})
    parquet.write_table(table, folder / "a.parquet", row_group_size=10**8)
    return folder / "a.parquet"


def _of_parquet_with_a_long_text(folder):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    codes = pa.array([0] * 10**5, pa.int32())
    texts = pa.DictionaryArray.from_arrays(codes, ["x" * 10**5])
    table = pa.table({"x": texts})
    parquet.write_table(table, folder / "a.parquet", store_schema=False)
    return folder / "a.parquet"


def _of_parquet_with_a_long_text_packed(folder):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({"x": ["x" * 10**8]})
    given = {"compression": "zstd", "use_dictionary": False}
    parquet.write_table(table, folder / "a.parquet", **given)
    return folder / "a.parquet"


def _of_feather(folder):
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"x": np.zeros(10**8, np.int8)})
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(folder / "a.feather", table.schema, options=options) as file:
        file.write_table(table)
    return folder / "a.feather"


def _of_feather_of_nothing(folder):
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"x": pa.nulls(10**9)})
    with pa.ipc.new_file(folder / "a.feather", table.schema) as file:
        file.write_table(table)
    return folder / "a.feather"


def _of_stata(folder):
    pytest.importorskip("pyreadstat")
    path = folder / "a.dta"
    pd.DataFrame({"x": [1.0, 2.0]}).to_stata(path, write_index=False, version=118)
    content = path.read_bytes()
    rows = b"<N>" + (2).to_bytes(8, "little")
    assert rows in content
    path.write_bytes(content.replace(rows, b"<N>" + (9 * 10**7).to_bytes(8, "little")))
    return path


def _of_spss(folder):
    pyreadstat = pytest.importorskip("pyreadstat")
    path = folder / "a.sav"
    pyreadstat.write_sav(pd.DataFrame({"x": [1.0, 2.0]}), str(path))
    content = bytearray(path.read_bytes())
    assert content[80:84] == (2).to_bytes(4, "little")
    content[80:84] = (9 * 10**7).to_bytes(4, "little")
    path.write_bytes(content)
    return path


BOMBS = {
    "gzip": (_of_gzip, "more than 62MB when it is unpacked.*max_size="),
    "gzip without lines": (_of_gzip_without_lines, "line 1 is longer than 10MB"),
    "one line": (_of_one_line, "line 2 is longer than 10MB"),
    "size": (_of_size, "20GB large, and no more than 1GB is read.*max_size=200000"),
    "columns": (_of_columns, "1000000 columns, and no more than 100000"),
    "zip": (_of_zip, "more than 50MB when it is unpacked"),
    "empty texts": (_of_strings, "more than"),
    "repeated texts": (_of_repeated_texts, "long texts that many cells repeat"),
    "a far cell": (_of_a_far_cell, "1048576 rows and 16384 columns"),
    "repeated cells": (_of_repeated_cells, "100000 rows and 9000 columns"),
    "repeated long cells": (_of_repeated_long_cells, "long texts that many cells"),
    "parquet": (_of_parquet, "101000000 rows and 1 columns"),
    "parquet, a long text": (_of_parquet_with_a_long_text, "more than 1GB when it is"),
    "parquet, packed": (_of_parquet_with_a_long_text_packed, "more than 50MB when it"),
    "feather": (_of_feather, "more than 50MB when it is unpacked"),
    "feather of nothing": (_of_feather_of_nothing, "1000000000 rows and 1 columns"),
    "stata": (_of_stata, "too small"),
    "spss": (_of_spss, "too small"),
}


@pytest.mark.parametrize(("make", "words"), BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused(tmp_path, make, words):
    with pytest.raises(InputError, match=words):
        read_table(make(tmp_path))


WORST = ["gzip", "columns", "parquet, a long text"]


@pytest.mark.parametrize("name", WORST)
def test_the_memory_stays_small(tmp_path, name):
    if not Path("/proc/self/status").exists():
        pytest.skip("what a process took of the memory is told elsewhere")
    path = BOMBS[name][0](tmp_path)
    plain = tmp_path / "".join(["plain", *path.suffixes])
    table = pd.DataFrame({"x": [1, 2], "y": ["a", "b"]})
    if path.suffix == ".parquet":
        table.to_parquet(plain)
    else:
        table.to_csv(plain, index=False)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(plain), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    *_, used = done.stdout.split()
    assert int(used) <= MOST_MEGABYTES, done.stdout


def test_an_entry_that_is_larger_than_it_says(tmp_path):
    path = tmp_path / "a.xlsx"
    _zip(path, {"xl/worksheets/sheet1.xml": b"<row>" * 10**5})
    said, less = (5 * 10**5).to_bytes(4, "little"), (10).to_bytes(4, "little")
    content = path.read_bytes()
    assert content.count(said) == 2
    path.write_bytes(content.replace(said, less))
    with pytest.raises(InputError, match="damaged"):
        read_table(path)


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress], ids=["bz2", "xz"])
def test_what_is_packed_otherwise_is_not_unpacked(tmp_path, pack):
    (tmp_path / "a.csv").write_bytes(pack(bytes(10**7)))
    with pytest.raises(InputError, match="unpack it first"):
        read_table(tmp_path / "a.csv")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_that_never_ends(device):
    if not Path(device).exists():
        pytest.skip("there is no such device")
    with pytest.raises(InputError, match=r"longer than 10MB|no regular file"):
        read_table(device)


def test_a_pipe_is_read(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[b"a,b\n1,2\n3,4\n"])
    writer.start()
    frame, _ = read_table(path)
    writer.join()
    assert frame["a"].tolist() == [1, 3]


def test_more_is_read_where_it_is_asked_for(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n3,4\n")
    with pytest.raises(InputError, match="1KB large, and no more than 1KB is read"):
        read_table(path, max_size=11)
    assert len(read_table(path, max_size=12)[0]) == 2
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1000))
    with pytest.raises(InputError, match="when it is unpacked"):
        read_table(packed, max_size=4003)
    assert len(read_table(packed, max_size=4004)[0]) == 1000


def test_a_long_list_of_records_is_no_long_line(tmp_path):
    text = "[" + ",".join(['{"a": 1, "b": "' + "x" * 10**6 + '"}'] * 11) + "]"
    assert len(text) > LONGEST_LINE
    (tmp_path / "a.json").write_text(text)
    assert len(read_table(tmp_path / "a.json")[0]) == 11


def test_a_file_that_grows_while_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    pieces = "skl_synth.files.bounded_content.with_lines_checked"

    def growing(*_):
        with path.open("ab") as file:
            file.write(b"3,4\n")
        return iter(())

    monkeypatch.setattr(pieces, growing)
    with pytest.raises(InputError, match="changed while it was read"):
        read_table(path)


def test_a_workbook_in_a_zip_file_is_looked_at_too(tmp_path):
    inner = io.BytesIO()
    _zip(inner, {"xl/worksheets/sheet1.xml": bytes(51 * 10**6)})
    _zip(tmp_path / "a.zip", {"a.xlsx": inner.getvalue()})
    with pytest.raises(InputError, match="when it is unpacked"):
        read_table(tmp_path / "a.zip")
