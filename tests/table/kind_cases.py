"""Columns of every kind in every dtype, and what becomes of each.

One case per kind and dtype. The tests synthesise each; the user guide's table of kinds
is written from the same list (docs/kinds_table.py).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

N = 60

CONTAINERS = ("numpy", "pandas", "pandas nullable", "pyarrow", "polars")
"""The columns of the table in the user guide."""


@dataclass(frozen=True)
class Case:
    """One column.

    Parameters
    ----------
    kind : str
        The kind that is inferred for it.
    label : str
        What it holds, for people.
    container : str
        One of `CONTAINERS`.
    make : callable
        Makes the column of `N` values.
    expected : {"kept", "converted", "refused"}
        What becomes of its dtype.
    form : str
        Which of several forms in one container.
    """

    kind: str
    label: str
    container: str
    make: Callable[[], object]
    expected: str = "kept"
    form: str = ""

    @property
    def id(self):
        return f"{self.label} {self.form}-{self.container}".replace(" ", "_")

    @property
    def needs(self):
        """The package without which there is no such column."""
        return self.container if self.container in ("pyarrow", "polars") else None


def _rng():
    return np.random.default_rng(0)


def money():
    return np.round(_rng().lognormal(3, 1, N), 2)


def counts():
    return _rng().poisson(4, N)


def flags():
    return _rng().random(N) < 0.4


def wards():
    return _rng().choice(["A", "B", "C"], N).astype(object)


def stages():
    return _rng().choice(["I", "II", "III"], N).astype(object)


def days():
    return np.datetime64("2021-03-01", "D") + _rng().integers(0, 300, N)


def moments(unit):
    seconds = _rng().integers(0, 10**7, N)
    return (np.datetime64("2021-03-01T08:00:00", "s") + seconds).astype(f"M8[{unit}]")


def spans():
    return _rng().integers(0, 5000, N).astype("m8[m]").astype("m8[s]")


def with_gaps(values, missing=None):
    """Leave every seventh value out."""
    return [missing if i % 7 == 3 else value for i, value in enumerate(values)]


def arrow(values, make_type):
    def make():
        import pyarrow as pa

        return pd.Series(values(), dtype=pd.ArrowDtype(make_type(pa)))

    return make


def polars(values, dtype=None):
    """Make a series of polars; its dtype is given in words, since it may be absent."""

    def make():
        import polars as pl

        return pl.Series(
            list(values()), dtype=None if dtype is None else eval(f"pl.{dtype}")
        )

    return make


def _dates():
    return [day.astype(object) for day in days()]


def _times():
    return [moment.astype(object).time() for moment in moments("s")]


def _decimals():
    return [Decimal(f"{value:.2f}") for value in money()]


def _gaps_of(values):
    return lambda: with_gaps(values())


ZONE = "Europe/London"


def _zoned(unit):
    return pd.Series(
        pd.DatetimeIndex(moments(unit)).tz_localize("UTC").tz_convert(ZONE)
    )


CASES = [
    # Numbers
    Case("continuous", "decimals", "numpy", money),
    Case("continuous", "decimals", "pandas", lambda: pd.Series(money())),
    Case(
        "continuous",
        "decimals",
        "pandas nullable",
        lambda: pd.array(with_gaps(money(), pd.NA), dtype="Float64"),
    ),
    Case(
        "continuous",
        "decimals",
        "pyarrow",
        arrow(_gaps_of(money), lambda pa: pa.float64()),
    ),
    Case("continuous", "float32", "numpy", lambda: money().astype(np.float32)),
    Case(
        "continuous", "float32", "pandas", lambda: pd.Series(money(), dtype="float32")
    ),
    Case(
        "continuous",
        "float32",
        "pandas nullable",
        lambda: pd.array(money(), dtype="Float32"),
    ),
    Case("continuous", "float32", "pyarrow", arrow(money, lambda pa: pa.float32())),
    Case("integer", "whole numbers", "numpy", counts),
    Case(
        "integer",
        "whole numbers",
        "pandas",
        lambda: pd.Series(with_gaps(counts(), np.nan)),
    ),
    Case(
        "integer",
        "whole numbers",
        "pandas nullable",
        lambda: pd.array(with_gaps(counts(), pd.NA), dtype="Int64"),
    ),
    Case(
        "integer",
        "whole numbers",
        "pyarrow",
        arrow(_gaps_of(counts), lambda pa: pa.int64()),
    ),
    Case(
        "integer",
        "whole numbers",
        "pandas",
        lambda: pd.arrays.SparseArray(counts()),
        form="sparse",
    ),
    Case(
        "continuous", "Decimal", "pandas", lambda: pd.Series(_decimals(), dtype=object)
    ),
    Case(
        "continuous",
        "Decimal",
        "pyarrow",
        arrow(_gaps_of(_decimals), lambda pa: pa.decimal128(12, 2)),
    ),
    Case(
        "continuous",
        "decimals as text",
        "pandas",
        lambda: pd.Series([f"{value:.2f}" for value in money()]),
    ),
    Case(
        "integer",
        "numbers as text",
        "pandas",
        lambda: pd.Series([str(value) for value in counts()]),
    ),
    Case(
        "integer",
        "numbers as text",
        "pandas nullable",
        lambda: pd.Series(with_gaps(map(str, counts())), dtype="string"),
    ),
    Case(
        "integer",
        "numbers as text",
        "pyarrow",
        arrow(lambda: [str(value) for value in counts()], lambda pa: pa.string()),
    ),
    # Flags
    Case("binary", "booleans", "numpy", flags),
    Case("binary", "booleans", "pandas", lambda: pd.Series(flags())),
    Case(
        "binary",
        "booleans",
        "pandas nullable",
        lambda: pd.array(with_gaps(flags(), pd.NA), dtype="boolean"),
    ),
    Case(
        "binary", "booleans", "pyarrow", arrow(_gaps_of(flags), lambda pa: pa.bool_())
    ),
    Case(
        "binary",
        "booleans",
        "pandas",
        lambda: pd.Series(with_gaps(flags().tolist()), dtype=object),
        form="objects",
    ),
    # Text
    Case("category", "text", "numpy", wards),
    Case(
        "category", "text", "pandas", lambda: pd.Series(with_gaps(wards()), dtype="str")
    ),
    Case(
        "category",
        "text",
        "pandas",
        lambda: pd.Series(wards(), dtype=object),
        form="objects",
    ),
    Case(
        "category",
        "text",
        "pandas nullable",
        lambda: pd.Series(with_gaps(wards()), dtype="string"),
    ),
    Case("category", "text", "pyarrow", arrow(_gaps_of(wards), lambda pa: pa.string())),
    Case(
        "category",
        "text",
        "pyarrow",
        arrow(wards, lambda pa: pa.large_string()),
        form="large",
    ),
    Case(
        "category",
        "categories",
        "pandas",
        lambda: pd.Categorical(with_gaps(wards()), categories=["Z", "C", "B", "A"]),
    ),
    Case(
        "category",
        "categories",
        "pyarrow",
        arrow(_gaps_of(wards), lambda pa: pa.dictionary(pa.int32(), pa.string())),
    ),
    Case(
        "ordinal",
        "ordered categories",
        "pandas",
        lambda: pd.Categorical(
            with_gaps(stages()), categories=["0", "I", "II", "III", "IV"], ordered=True
        ),
    ),
    # Times
    Case("datetime", "datetime", "numpy", lambda: moments("s")),
    *(
        Case(
            "datetime",
            "datetime",
            "pandas",
            lambda unit=unit: pd.Series(moments(unit)),
            form=unit,
        )
        for unit in ("s", "ms", "us", "ns")
    ),
    Case(
        "datetime",
        "datetime",
        "pandas",
        lambda: pd.Series(with_gaps(days(), np.datetime64("NaT"))).astype("M8[ns]"),
        form="gaps",
    ),
    Case(
        "datetime",
        "datetime",
        "pyarrow",
        arrow(lambda: pd.Series(moments("ms")), lambda pa: pa.timestamp("ms")),
    ),
    Case("datetime", "datetime with a time zone", "pandas", lambda: _zoned("us")),
    Case(
        "datetime",
        "datetime with a time zone",
        "pyarrow",
        arrow(lambda: _zoned("us"), lambda pa: pa.timestamp("us", ZONE)),
    ),
    Case(
        "datetime",
        "datetime",
        "pandas",
        lambda: pd.Series([m.astype(object) for m in moments("s")], dtype=object),
        form="objects",
    ),
    Case(
        "datetime",
        "date",
        "pandas",
        lambda: pd.Series(_dates(), dtype=object),
        form="objects",
    ),
    Case(
        "datetime", "date", "pyarrow", arrow(_gaps_of(_dates), lambda pa: pa.date32())
    ),
    Case(
        "datetime",
        "time of day",
        "pandas",
        lambda: pd.Series(with_gaps(_times()), dtype=object),
        form="objects",
    ),
    Case(
        "datetime", "time of day", "pyarrow", arrow(_times, lambda pa: pa.time64("us"))
    ),
    Case(
        "datetime",
        "dates as text",
        "pandas",
        lambda: pd.Series([day.strftime("%d/%m/%Y") for day in _dates()]),
    ),
    Case(
        "datetime",
        "dates as text",
        "pandas nullable",
        lambda: pd.Series(with_gaps(map(str, days())), dtype="string"),
    ),
    Case(
        "datetime",
        "dates as text",
        "pyarrow",
        arrow(lambda: [str(moment) for moment in moments("s")], lambda pa: pa.string()),
    ),
    Case("datetime", "months", "pandas", lambda: pd.Series(days()).dt.to_period("M")),
    Case("timedelta", "timedelta", "numpy", spans),
    Case("timedelta", "timedelta", "pandas", lambda: pd.Series(spans())),
    Case(
        "timedelta",
        "timedelta",
        "pyarrow",
        arrow(lambda: pd.Series(spans()), lambda pa: pa.duration("s")),
    ),
    Case(
        "timedelta",
        "timedelta",
        "pandas",
        lambda: pd.Series(
            [dt.timedelta(minutes=int(m)) for m in counts()], dtype=object
        ),
        form="objects",
    ),
    # What says nothing
    Case("constant", "one value", "numpy", lambda: np.full(N, 4.5)),
    Case("constant", "one value", "pandas", lambda: pd.Series(["north"] * N)),
    Case(
        "constant",
        "one value",
        "pandas nullable",
        lambda: pd.array([7] * N, dtype="Int64"),
    ),
    Case(
        "constant",
        "one value",
        "pyarrow",
        arrow(lambda: ["north"] * N, lambda pa: pa.string()),
    ),
    *(
        Case(
            "constant",
            "nothing",
            "pandas"
            if dtype not in ("Int64", "string", "boolean")
            else "pandas nullable",
            lambda dtype=dtype: pd.Series([None] * N, dtype=dtype),
            form=dtype,
        )
        for dtype in (
            *("float64", "object", "str", "category", "M8[ns]", "m8[s]"),
            *("Int64", "string", "boolean"),
        )
    ),
    Case(
        "constant",
        "nothing",
        "pyarrow",
        arrow(lambda: [None] * N, lambda pa: pa.string()),
    ),
    # Frames of polars
    *(
        Case(kind, label, "polars", polars(values, dtype))
        for kind, label, values, dtype in [
            ("continuous", "decimals", _gaps_of(money), "Float64"),
            ("continuous", "float32", money, "Float32"),
            ("integer", "whole numbers", _gaps_of(counts), "Int64"),
            ("continuous", "Decimal", _decimals, "Decimal(12, 2)"),
            ("integer", "numbers as text", lambda: map(str, counts()), "String"),
            ("binary", "booleans", _gaps_of(flags), "Boolean"),
            ("category", "text", _gaps_of(wards), "String"),
            ("category", "categories", _gaps_of(wards), "Categorical"),
            ("category", "an Enum", stages, "Enum(['0', 'I', 'II', 'III'])"),
            ("datetime", "datetime", lambda: moments("us").tolist(), "Datetime('us')"),
            (
                "datetime",
                "datetime with a time zone",
                lambda: _zoned("us").to_list(),
                f"Datetime('us', '{ZONE}')",
            ),
            ("datetime", "date", _gaps_of(_dates), "Date"),
            ("datetime", "time of day", _times, "Time"),
            ("datetime", "dates as text", lambda: map(str, days()), "String"),
            ("timedelta", "timedelta", lambda: spans().tolist(), "Duration('ms')"),
            ("constant", "one value", lambda: ["north"] * N, "String"),
            ("constant", "nothing", lambda: [None] * N, "Float64"),
        ]
    ),
    Case("refused", "lists", "polars", polars(lambda: [[1, 2]] * N), "refused"),
    # What is no value of a table
    Case(
        "refused",
        "intervals",
        "pandas",
        lambda: pd.Series(pd.interval_range(0, N)),
        "refused",
    ),
    Case(
        "refused",
        "lists",
        "pyarrow",
        arrow(lambda: [[1, 2]] * N, lambda pa: pa.list_(pa.int64())),
        "refused",
    ),
    Case(
        "refused",
        "complex numbers",
        "numpy",
        lambda: money().astype(complex),
        "refused",
    ),
]
