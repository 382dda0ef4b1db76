"""Objects as plain values that a file holds, and objects from such values."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from skl_synth.errors import InputTypeError
from skl_synth.saving.archive import PLAIN_KINDS, Reader, Writer
from skl_synth.saving.arrow_messages import check_stream
from skl_synth.saving.classes import class_of, instance_from, name_of, state_of
from skl_synth.saving.estimators import estimator_bytes, estimator_from
from skl_synth.saving.limits import check_keys
from skl_synth.saving.pandas_parts import pandas_from_parts, pandas_parts
from skl_synth.saving.tally import Tally
from skl_synth.saving.time_values import (
    TYPES,
    decimal_of_text,
    duration_of_text,
    parts_of_zone,
    text_of_duration,
    zone_of_parts,
)
from skl_synth.table.foreign import frame_of_ipc, ipc_of_frame

TEXTS: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Any]]] = {
    "bytes": (bytes, lambda value: base64.b64encode(value).decode(), base64.b64decode),
    "date": (dt.date, dt.date.isoformat, dt.date.fromisoformat),
    "duration": (dt.timedelta, text_of_duration, duration_of_text),
    "decimal": (Decimal, str, decimal_of_text),
    "float": (float, repr, float),
    "complex": (complex, repr, complex),
}
"""Values that are written as text: their type, how it is written, how it is read."""

COLLECTIONS: dict[str, type] = {"tuple": tuple, "set": set, "frozenset": frozenset}

DTYPE = re.compile(r"[<>|=][biufcmMSUVO]\d{0,4}(\[\d{0,9}\w{1,5}\])?")
"""Types of numpy, none of a size beyond reason."""

BIT_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")


class ObjectEncoder:
    """Turn objects into values that JSON holds, and arrays into parts of a file.

    Parameters
    ----------
    writer : Writer
        The file.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._known: dict[int, tuple[int, Any]] = {}

    def encode(self, value: Any, where: str) -> Any:
        """Encode a value.

        Parameters
        ----------
        value : object
            The value.
        where : str
            Where it stands, for messages.

        Returns
        -------
        object
            Plain values.

        Raises
        ------
        TypeError
            If it holds something that cannot be saved.
        """
        if value is None or type(value) in (bool, int, str):
            return value
        if type(value) is float and value - value == 0:
            return value
        if type(value) is list:
            return [self.encode(one, f"{where}[{i}]") for i, one in enumerate(value)]
        # An object that is met again is the same one afterwards; it is kept here, so
        # that no other takes its place in memory.
        if id(value) in self._known:
            return {"kind": "same", "as": self._known[id(value)][0]}
        number = len(self._known)
        self._known[id(value)] = number, value
        return {**self._described(value, where), "number": number}

    def _described(self, value: Any, where: str) -> dict[str, Any]:
        plain = self._plain(value, where)
        if plain is not None:
            return plain
        if isinstance(value, (np.ndarray, np.generic, np.dtype)):
            return self._of_numpy(value, where)
        if isinstance(value, (np.random.RandomState, np.random.Generator)):
            return self._generator(value, where)
        of_pandas = pandas_parts(value)
        if of_pandas is not None:
            kind, parts = of_pandas
            return {"kind": f"pandas {kind}", "parts": self._items(parts, where)}
        name = name_of(type(value))
        if name is not None:
            state = self._items(state_of(value), where)
            return {"kind": "object", "class": name, "state": state}
        return self._foreign(value, where)

    def _plain(self, value: Any, where: str) -> dict[str, Any] | None:
        if type(value) is dict:
            items = [
                [
                    self.encode(key, f"{where} key"),
                    self.encode(one, f"{where}[{key!r}]"),
                ]
                for key, one in value.items()
            ]
            return {"kind": "dict", "items": items}
        if type(value) is slice:
            ends = [value.start, value.stop, value.step]
            return {"kind": "slice", "ends": self.encode(ends, where)}
        if type(value) in (dt.datetime, dt.time):
            return self._moment(value, where)
        if isinstance(value, type) and TYPES.get(value.__name__) is value:
            return {"kind": "type", "name": value.__name__}
        if isinstance(value, dt.tzinfo):
            zone = parts_of_zone(value)
            return None if zone is None else {"kind": "zone", "own": zone}
        for kind, collection in COLLECTIONS.items():
            if type(value) is collection:
                return {"kind": kind, "items": self.encode(_members(value), where)}
        for kind, (known, write, _) in TEXTS.items():
            if type(value) is known:
                return {"kind": kind, "text": write(value)}
        return None

    def _moment(self, value: dt.datetime | dt.time, where: str) -> dict[str, Any]:
        """A date or time of day beside its zone, of which a text has the offset."""
        kind = "datetime" if isinstance(value, dt.datetime) else "time"
        text = value.replace(tzinfo=None, fold=0).isoformat()
        zone = self.encode(value.tzinfo, f"{where}.tzinfo")
        return {"kind": kind, "text": text, "fold": value.fold, "zone": zone}

    def _items(self, items: dict[str, Any], where: str) -> dict[str, Any]:
        return {k: self.encode(v, f"{where}.{k}") for k, v in items.items()}

    def _of_numpy(self, value: Any, where: str) -> dict[str, Any]:
        if isinstance(value, np.dtype):
            if value.kind not in PLAIN_KINDS + "O" or value.names:
                raise InputTypeError(
                    "{where} is the type {value}, which cannot be saved",
                    where=where,
                    value=value,
                )
            return {"kind": "dtype", "text": value.str}
        if isinstance(value, np.generic):
            return {"kind": "scalar", "part": self._writer.add_array(np.array(value))}
        if value.dtype.kind == "O":
            items = self.encode(value.ravel().tolist(), where)
            return {"kind": "objects", "shape": list(value.shape), "items": items}
        return {"kind": "array", "part": self._writer.add_array(value)}

    def _generator(self, value: Any, where: str) -> dict[str, Any]:
        if isinstance(value, np.random.RandomState):
            state = value.get_state(legacy=False)
            return {"kind": "random state", "state": self.encode(state, where)}
        state = value.bit_generator.state
        return {"kind": "generator", "state": self.encode(state, where)}

    def _foreign(self, value: Any, where: str) -> dict[str, Any]:
        """Estimators and frames of other libraries."""
        frame = ipc_of_frame(value)
        if frame is not None:
            library, content = frame
            part = self._writer.add_blob(content, "arrow")
            return {"kind": "foreign frame", "library": library, "part": part}
        if isinstance(value, BaseEstimator):
            part = self._writer.add_blob(estimator_bytes(value), "skops")
            return {"kind": "estimator", "part": part}
        name = getattr(value, "__qualname__", type(value).__qualname__)
        raise InputTypeError(
            "{where} is {kind}, which cannot be saved; only values, arrays, tables and "
            "estimators can",
            where=where,
            kind=f"the function {name}" if callable(value) else f"a {name}",
            remedies=[
                "give a value in its place (a dict for sampling_strategy, say) and fit "
                "again"
            ],
        )


def _members(collection: Any) -> list:
    """List the members: sets by their look, so that the bytes are the same."""
    if isinstance(collection, tuple):
        return list(collection)
    return sorted(collection, key=repr)


class ObjectDecoder:
    """Make objects of what a file holds; nothing but what `ObjectEncoder` writes.

    Parameters
    ----------
    reader : Reader
        The file.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[int, Any] = {}
        self._tally = Tally(reader.max_bytes)

    def decode(self, value: Any) -> Any:
        """Decode a value.

        Parameters
        ----------
        value : object
            Plain values.

        Returns
        -------
        object
            What they stand for.

        Raises
        ------
        ValueError
            If they stand for nothing that is known.
        """
        if isinstance(value, list):
            return [self.decode(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value["kind"] == "same":
            self._tally.again(value["as"])
            return self._known[value["as"]]
        with self._tally.one(value["number"]):
            decoded = self._decoded(value["kind"], value)
        self._known[value["number"]] = decoded
        return decoded

    def _decoded(self, kind: str, parts: dict[str, Any]) -> Any:
        if kind in TEXTS:
            return TEXTS[kind][2](parts["text"])
        if kind in COLLECTIONS:
            items = self._members(parts)
            if kind != "tuple":
                check_keys(items)
            return COLLECTIONS[kind](items)
        if kind.startswith("pandas "):
            own = self._items(parts["parts"])
            self._tally.spend_on(own.values())
            return pandas_from_parts(kind.removeprefix("pandas "), own)
        make = getattr(self, f"_make_{kind.replace(' ', '_')}", None)
        if make is None:
            raise ValueError(f"it holds a {kind!r}, which this version does not know")
        return make(parts)

    def _items(self, items: dict[str, Any]) -> dict[str, Any]:
        return {key: self.decode(value) for key, value in items.items()}

    def _members(self, parts: dict[str, Any]) -> list:
        items = parts["items"]
        if not isinstance(items, list):
            raise ValueError("it holds a collection of no items")
        return [self.decode(one) for one in items]

    def _make_dict(self, parts: dict[str, Any]) -> dict:
        items = [(self.decode(key), self.decode(one)) for key, one in parts["items"]]
        check_keys(key for key, _ in items)
        return dict(items)

    def _make_slice(self, parts: dict[str, Any]) -> slice:
        start, stop, step = self.decode(parts["ends"])
        return slice(start, stop, step)

    def _make_datetime(self, parts: dict[str, Any]) -> dt.datetime:
        bare = dt.datetime.fromisoformat(parts["text"])
        return bare.replace(tzinfo=self.decode(parts["zone"]), fold=parts["fold"])

    def _make_time(self, parts: dict[str, Any]) -> dt.time:
        bare = dt.time.fromisoformat(parts["text"])
        return bare.replace(tzinfo=self.decode(parts["zone"]), fold=parts["fold"])

    def _make_zone(self, parts: dict[str, Any]) -> dt.tzinfo:
        return zone_of_parts(*parts["own"])

    def _make_type(self, parts: dict[str, Any]) -> type:
        return TYPES[parts["name"]]

    def _make_dtype(self, parts: dict[str, Any]) -> np.dtype:
        text = str(parts["text"])
        if not DTYPE.fullmatch(text):
            raise ValueError(f"it holds the type {text[:50]!r}, which is not known")
        return np.dtype(text)

    def _make_scalar(self, parts: dict[str, Any]) -> Any:
        return self._reader.read_array(parts["part"])[()]

    def _make_array(self, parts: dict[str, Any]) -> np.ndarray:
        return self._reader.read_array(parts["part"])

    def _make_objects(self, parts: dict[str, Any]) -> np.ndarray:
        items = self._members(parts)
        array = np.empty(len(items), dtype=object)
        # One by one: what is itself a list would be taken for another dimension.
        for place, one in enumerate(items):
            array[place] = one
        return array.reshape(parts["shape"])

    def _make_random_state(self, parts: dict[str, Any]) -> np.random.RandomState:
        generator = np.random.RandomState()
        generator.set_state(self.decode(parts["state"]))
        return generator

    def _make_generator(self, parts: dict[str, Any]) -> np.random.Generator:
        state = self.decode(parts["state"])
        if state["bit_generator"] not in BIT_GENERATORS:
            raise ValueError(
                f"it holds a {state['bit_generator']!r}, which is not known"
            )
        bits = getattr(np.random, state["bit_generator"])()
        bits.state = state
        return np.random.Generator(bits)

    def _make_foreign_frame(self, parts: dict[str, Any]) -> Any:
        content = self._reader.read(parts["part"])
        check_stream(content)
        return frame_of_ipc(parts["library"], content)

    def _make_estimator(self, parts: dict[str, Any]) -> Any:
        return estimator_from(self._reader.read(parts["part"]), self._reader.budget)

    def _make_object(self, parts: dict[str, Any]) -> Any:
        return instance_from(class_of(parts["class"]), self._items(parts["state"]))
