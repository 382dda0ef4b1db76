"""Files that were built to fill the memory of who loads them, or to last for ever."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import skl_synth

VERSION = {"format": 3, "skl_synth": skl_synth.__version__}


def _file(state: Any, parts: dict[str, bytes] | None = None) -> bytes:
    """A file that says what is given; text of JSON, or values."""
    text = state if isinstance(state, bytes) else json.dumps(state).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("manifest.json", json.dumps(VERSION))
        file.writestr("state.json", text)
        for name, content in (parts or {}).items():
            file.writestr(name, content)
    return buffer.getvalue()


def _npy(dtype: str, shape: str, body: bytes = b"", order: str = "False") -> bytes:
    header = f"{{'descr': {dtype}, 'fortran_order': {order}, 'shape': {shape}, }}\n"
    start = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header))
    return start + header.encode() + body


def _array(dtype: str, shape: str, body: bytes = b"") -> Callable[[bytes], bytes]:
    state = {"kind": "array", "part": "parts/0.npy", "number": 0}
    return lambda _: _file([state], {"parts/0.npy": _npy(dtype, shape, body)})


def _text(text: bytes) -> Callable[[bytes], bytes]:
    return lambda _: _file(text)


def _tuples(n: int) -> dict[str, Any]:
    """A tuple of tuples of tuples, each of twice the one before; a key of a mapping."""
    made: dict[str, Any] = {"kind": "tuple", "items": [1], "number": 0}
    items = [made]
    for number in range(1, n):
        same = {"kind": "same", "as": number - 1}
        items.append({"kind": "tuple", "items": [same, same], "number": number})
    key = {"kind": "same", "as": n - 1}
    keys = {"kind": "dict", "items": [[key, 1]], "number": n}
    return {"kind": "tuple", "items": [*items, keys], "number": n + 1}


def _copies(n: int, kind: str) -> Callable[[bytes], bytes]:
    """One large array, of which many copies are made."""
    part = {"kind": "array", "part": "parts/0.npy"}

    def one(number: int) -> dict[str, Any]:
        own = {"values": {**part, "number": 2 * number}}
        if kind == "masked":
            own = {
                "values": {**part, "number": 3 * number + 10**6},
                "mask": own["values"],
            }
        return {"kind": f"pandas {kind}", "parts": own, "number": 2 * number + 1}

    body = bytes(2**23)
    dtype = "'|b1'" if kind == "masked" else "'<M8[ns]'"
    shape = f"({len(body) // (1 if kind == 'masked' else 8)},)"
    return lambda _: _file(
        [one(number) for number in range(n)],
        {"parts/0.npy": _npy(dtype, shape, body)},
    )


def _overlapping(_: bytes) -> bytes:
    """The same packed bytes under many names."""
    content = bytes(30_000_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("manifest.json", json.dumps(VERSION))
        file.writestr("parts/0.npy", content)
        (part,) = [one for one in file.infolist() if one.filename == "parts/0.npy"]
        for number in range(1, 200):
            again = zipfile.ZipInfo(f"parts/{number}.npy")
            for name in ("compress_type", "CRC", "compress_size", "file_size"):
                setattr(again, name, getattr(part, name))
            again.header_offset = part.header_offset
            file.filelist.append(again)
    return buffer.getvalue()


def _entries(n: int) -> Callable[[bytes], bytes]:
    def build(_: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for number in range(n):
                part = zipfile.ZipInfo(f"parts/{number}.npy")
                part.header_offset = part.CRC = part.compress_size = part.file_size = 0
                file.filelist.append(part)
            file._didModify = True  # type: ignore[attr-defined]
        return buffer.getvalue()

    return build


def _one_part(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        file.writestr("manifest.json", content)
    return buffer.getvalue()


def _listed_lies(valid: bytes) -> bytes:
    """A list of parts of four gigabytes."""
    place = valid.rindex(b"PK\x05\x06")
    return valid[: place + 12] + b"\xf0\xff\xff\xff" + valid[place + 16 :]


def _zip64_lies(valid: bytes) -> bytes:
    place = valid.rindex(b"PK\x05\x06")
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, *[2**62] * 4)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    tail = b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(2)
    return valid[:place] + end + locator + tail


def _arrow(content: bytes) -> bytes:
    import base64

    text = base64.b64encode(content).decode()
    own = {"kind": "bytes", "text": text, "number": 0}
    return _file([{"kind": "pandas arrow", "parts": {"content": own}, "number": 1}])


def _arrow_table(array: Any, **options: Any) -> bytes:
    import pyarrow as pa

    table, sink = pa.table({"array": array}), pa.BufferOutputStream()
    with pa.ipc.new_stream(
        sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)
    ) as stream:
        stream.write_table(table)
    return _arrow(sink.getvalue().to_pybytes())


def _packed_arrow(_: bytes) -> bytes:
    import pyarrow as pa

    return _arrow_table(pa.array(["x" * 3 * 10**8]), compression="zstd")


def _empty_arrow(_: bytes) -> bytes:
    import pyarrow as pa

    return _arrow_table(pa.nulls(10**9))


def _runs(_: bytes) -> bytes:
    import pyarrow as pa

    runs = pa.RunEndEncodedArray.from_arrays(pa.array([10**9]), pa.array(["x" * 99]))
    return _arrow_table(runs)


def _number(kind: str, text: str) -> Callable[[bytes], bytes]:
    return lambda _: _file([{"kind": kind, "text": text, "number": 0}])


def _keys(_: bytes) -> bytes:
    """Whole numbers that fall together where Python looks for them."""
    prime = 2**61 - 1
    return _file(
        {"kind": "set", "items": [prime * k for k in range(60_000)], "number": 0}
    )


def _range(_: bytes) -> bytes:
    steps = {"start": 0, "stop": 10**9, "step": 1, "name": None}
    index = {"kind": "pandas range", "parts": steps, "number": 0}
    one = {"array": index, "name": None}
    return _file([{"kind": "pandas index", "parts": one, "number": 1}])


def _same_length(n: int) -> bytes:
    """A wide text of many small values, of the length allowed."""
    return b"[" + b",".join([b"[]"] * n) + b"]"


BOMBS: dict[str, Callable[[bytes], bytes]] = {
    "a valid file": lambda valid: valid,
    "items of no size": _array("'|V0'", "(1000000000000,)"),
    "texts of no size": _array("'|S0'", "(1000000000000,)"),
    "a shape without cells": _array("'<f8'", "(0, 1000000000000000)"),
    "a shape beyond its part": _array("'<f8'", "(1000000000000,)", bytes(8)),
    "a negative shape": _array("'<f8'", "(-1, -1)", bytes(8)),
    "an array of objects": _array("'|O'", "(1,)", bytes(8)),
    "a deep header": _array("(" * 5000 + ")" * 5000, "(1,)"),
    "a header of fields": _array("[('a', '<f8', (1000000, 1000000))]", "(1,)"),
    "30 MB of zeros": _array("'<f8'", "(3900000,)", bytes(31_200_000)),
    "300 MB of zeros": lambda _: _one_part(bytes(300_000_000)),
    "300 MB, bzip2": lambda _: _one_part(bytes(300_000_000), zipfile.ZIP_BZIP2),
    "300 MB, lzma": lambda _: _one_part(bytes(300_000_000), zipfile.ZIP_LZMA),
    "deep": _text(b"[" * 1_000_000),
    "deep mappings": _text(b'{"a":' * 1_000_000),
    "nested objects": _text(
        b'{"kind":"tuple","items":[' * 300 + b'],"number":0}' * 300
    ),
    "10^7 numbers": _text(b"[" + b"0," * 10**7 + b"0]"),
    "10^7 lists": _text(_same_length(10**7)),
    "as many lists as may be": _text(_same_length(120_000)),
    "as many mappings as may be": _text(b"[" + b'{"a":0},' * 80_000 + b"0]"),
    "as many texts as may be": _text(b"[" + b'"ab",' * 250_000 + b"0]"),
    "wide texts": _text(b'["' + "\U0001f600".encode() + b"a" * 5_000_000 + b'"]'),
    "10^6 keys": _text(b"{" + b'"a":0,' * 10**6 + b'"a":0}'),
    "a number of 10^6 digits": _text(b"[" + b"1" * 10**6 + b"]"),
    "NaN": _text(b"[NaN]"),
    "a decimal number": _number("decimal", "1e999999999"),
    "a type": _number("dtype", "<U500000000"),
    "a type of fields": _number("dtype", "(100000,100000)f8"),
    "tuples of tuples": lambda _: _file(_tuples(64)),
    "keys that fall together": _keys,
    "copies of dates": _copies(500, "numpy"),
    "copies of booleans": _copies(500, "masked"),
    "a range": _range,
    "overlapping parts": _overlapping,
    "90,000 parts": _entries(90_000),
    "400,000 parts": _entries(400_000),
    "a list of parts that lies": _listed_lies,
    "another that lies": _zip64_lies,
    "packed columns": _packed_arrow,
    "columns of nothing": _empty_arrow,
    "columns of runs": _runs,
}
"""How each is made of a valid file."""
