"""Files that were built to do harm to whoever loads them."""

import base64
import io
import json
import struct
import zipfile

import skl_synth
from skl_synth.saving.save_load import FORMAT

VERSION = {"format": FORMAT, "skl_synth": skl_synth.__version__}


def file_of(state, parts=None, method=zipfile.ZIP_DEFLATED):
    """A file that says what is given, as values or as JSON."""
    text = state if isinstance(state, bytes) else json.dumps(state).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        file.writestr("manifest.json", json.dumps(VERSION))
        file.writestr("state.json", text)
        for name, content in (parts or {}).items():
            file.writestr(name, content)
    return buffer.getvalue()


def _array(dtype, shape, body=b""):
    header = f"{{'descr': {dtype}, 'fortran_order': False, 'shape': {shape}, }}\n"
    start = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header))
    state = {"kind": "array", "part": "parts/0.npy", "number": 0}
    return file_of([state], {"parts/0.npy": start + header.encode() + body})


def _of(kind, **own):
    return file_of([{"kind": kind, "number": 0, **own}])


def _pandas(kind, **own):
    return _of(f"pandas {kind}", parts=own)


def _tuples(n):
    """A key of a mapping: tuples, each of which is there twice in the next."""
    items = [{"kind": "tuple", "items": [1], "number": 0}]
    for number in range(1, n):
        same = {"kind": "same", "as": number - 1}
        items.append({"kind": "tuple", "items": [same, same], "number": number})
    key = {"kind": "same", "as": n - 1}
    return file_of([*items, {"kind": "dict", "items": [[key, 1]], "number": n}])


def _copies(n):
    part = {"kind": "array", "part": "parts/0.npy"}
    header = b"{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1000000,), }\n"
    start = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
    state = [
        {
            "kind": "pandas numpy",
            "parts": {"values": {**part, "number": 2 * number}},
            "number": 2 * number + 1,
        }
        for number in range(n)
    ]
    return file_of(state, {"parts/0.npy": start + bytes(8 * 10**6)})


def _overlapping():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("parts/0.npy", bytes(10**6))
        again = zipfile.ZipInfo("parts/1.npy")
        for name in ("compress_type", "CRC", "compress_size", "file_size"):
            setattr(again, name, getattr(file.filelist[0], name))
        again.header_offset = 0
        file.filelist.append(again)
    return buffer.getvalue()


def _twice():
    return file_of([], {"parts/0.npy": b"", "parts/1.npy": b""}).replace(
        b"parts/1.npy", b"parts/0.npy"
    )


def _encrypted():
    content = bytearray(file_of([]))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def _list_that_lies():
    content = file_of([])
    place = content.rindex(b"PK\x05\x06")
    return content[: place + 12] + b"\xf0\xff\xff\xff" + content[place + 16 :]


def _list_of_zip64():
    content = file_of([])
    place = content.rindex(b"PK\x05\x06")
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, *[2**62] * 4)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    return content[:place] + end + locator + b"PK\x05\x06" + bytes(4) + b"\xff" * 14


def _arrow(make, **options):
    def build():
        import pyarrow as pa

        table, sink = pa.table({"array": make(pa)}), pa.BufferOutputStream()
        packing = pa.ipc.IpcWriteOptions(**options)
        with pa.ipc.new_stream(sink, table.schema, options=packing) as stream:
            stream.write_table(table)
        text = base64.b64encode(sink.getvalue().to_pybytes()).decode()
        return _pandas("arrow", content={"kind": "bytes", "text": text, "number": 1})

    return build


TOO_MUCH = "would unpack to"
NO_ARRAY = "no array of values"
LESS = "does not hold the array"
ANOTHER_WAY = "packed in another way"

BOMBS = {
    "items of no size": (lambda: _array("'|V0'", "(1000000000000,)"), LESS),
    "texts of no size": (lambda: _array("'|S0'", "(1000000000000,)"), LESS),
    "no cells": (lambda: _array("'<f8'", "(0, 1000000000000000)"), LESS),
    "a shape too large": (lambda: _array("'<f8'", "(10000000000,)", bytes(8)), LESS),
    "a negative shape": (lambda: _array("'<f8'", "(-1, -1)", bytes(8)), NO_ARRAY),
    "objects": (lambda: _array("'|O'", "(1,)", bytes(8)), NO_ARRAY),
    "a deep header": (lambda: _array("(" * 5000 + ")" * 5000, "(1,)"), NO_ARRAY),
    "fields": (lambda: _array("[('a', '<f8', (1000000,))]", "(1,)"), NO_ARRAY),
    "no truth": (lambda: _array("'|b1'", "(1,)", b"\x02"), "neither true nor false"),
    "zeros": (lambda: file_of([], {"parts/0.npy": bytes(4 * 10**7)}), TOO_MUCH),
    "bzip2": (lambda: file_of([], method=zipfile.ZIP_BZIP2), ANOTHER_WAY),
    "lzma": (lambda: file_of([], method=zipfile.ZIP_LZMA), ANOTHER_WAY),
    "a password": (_encrypted, ANOTHER_WAY),
    "a part twice": (_twice, "there twice"),
    "a part twice under two names": (_overlapping, "there twice"),
    "a way out": (lambda: file_of([], {"../x": b""}), "not written here"),
    "a list of parts that lies": (_list_that_lies, "damaged"),
    "another that lies": (_list_of_zip64, "damaged"),
    "deep": (lambda: file_of(b"[" * 100_000), "nested too deeply"),
    "deep mappings": (lambda: file_of(b'{"a":' * 10_000), "nested too deeply"),
    "nested objects": (
        lambda: file_of(b'{"kind":"tuple","items":[' * 150 + b'],"number":0}' * 150),
        "nested too deeply",
    ),
    "many numbers": (lambda: file_of(b"[" + b"0," * 10**6 + b"0]"), TOO_MUCH),
    "many lists": (lambda: file_of(b"[" + b"[]," * 10**6 + b"0]"), TOO_MUCH),
    "a key twice": (lambda: file_of(b'{"a":0,"a":0}'), "'a' is there twice"),
    "many digits": (lambda: file_of(b"[" + b"1" * 10**5 + b"]"), "4300 digits"),
    "NaN": (lambda: file_of(b"[NaN]"), "NaN, which is no number"),
    "a decimal number": (lambda: _of("decimal", text="1e999999999"), "digits"),
    "a type": (lambda: _of("dtype", text="<U500000000"), "the type"),
    "a type of fields": (lambda: _of("dtype", text="(100000,)f8"), "the type"),
    "tuples of tuples": (lambda: _tuples(64), "again and again"),
    "keys that fall together": (
        lambda: _of("set", items=[(2**61 - 1) * k for k in range(5_000)]),
        "fall together",
    ),
    "copies": (lambda: _copies(100), TOO_MUCH),
    "a range": (
        lambda: _pandas(
            "index",
            name=None,
            array={
                "kind": "pandas range",
                "parts": {"start": 0, "stop": 10**9, "step": 1, "name": None},
                "number": 1,
            },
        ),
        TOO_MUCH,
    ),
    "packed columns": (
        _arrow(lambda pa: pa.array(["x" * 10**7]), compression="zstd"),
        "is packed",
    ),
    "columns of nothing": (_arrow(lambda pa: pa.nulls(10**9)), "more rows"),
    "a few of nothing": (_arrow(lambda pa: pa.nulls(10)), "Arrow's type null"),
    "columns of lists": (_arrow(lambda pa: pa.array([[1]])), "Arrow's type list"),
}
"""How each is built, and what is said of it."""
