"""Tables of other libraries whose rows must be fetched first, and how that is done.

They are known by the names of their modules, so that nothing is imported: who has none
of these libraries needs none.
"""

from __future__ import annotations

from typing import Any

from skl_synth.errors import InputTypeError, Remedy

FETCHED: dict[str, dict[str, str]] = {
    "astropy": {"": ".to_pandas()"},
    "bigframes": {"": ".to_pandas()"},
    "cupy": {"": ".get()"},
    "daft": {"": ".to_pandas()"},
    "dask": {"": ".compute()"},
    "dask_expr": {"": ".compute()"},
    "datasets": {"": ".to_pandas()", "DatasetDict": '["train"].to_pandas()'},
    "datatable": {"": ".to_pandas()"},
    "_duckdb": {"": ".df()"},
    "duckdb": {"": ".df()"},
    "h2o": {"": ".as_data_frame()"},
    "ibis": {"": ".to_pandas()"},
    "polars": {"LazyFrame": ".collect()"},
    "pyarrow": {
        "Dataset": ".to_table()",
        "FileSystemDataset": ".to_table()",
        "InMemoryDataset": ".to_table()",
        "UnionDataset": ".to_table()",
        "Scanner": ".to_table()",
        "ParquetFile": ".read()",
        "RecordBatch": ".to_pandas()",
        "RecordBatchReader": ".read_all()",
        "RecordBatchFileReader": ".read_all()",
        "RecordBatchStreamReader": ".read_all()",
    },
    "pyspark": {"": ".toPandas()"},
    "pyspark.pandas": {"": ".to_pandas()"},
    "databricks": {"": ".to_pandas()"},
    "ray": {"": ".to_pandas()"},
    "snowflake": {"": ".to_pandas()"},
    "sqlframe": {"": ".toPandas()"},
    "vaex": {"": ".to_pandas_df()"},
    "xarray": {"": ".to_pandas()", "Dataset": ".to_dataframe().reset_index()"},
}
"""By library, or part of it, and by type, what gives the rows; "" is any other type."""

ON_DASK = (
    *("MarginalCalibrator", "PrivateMarginals", "ProximityFilter"),
    *("SyntheticEvaluator", "TypeAwareCART", "TypeAwareSMOTE"),
)
"""The classes that `skl_synth.dask` has for frames of dask; a test holds them together.
"""

METHODS = ("to_pandas", "toPandas", "to_pandas_df", "to_dataframe", "as_data_frame")
"""What gives the rows of a table of a library that is not known."""


def check_all_fetched(reader: str, *data: Any) -> None:
    """Refuse whatever of it is elsewhere, and name the class that takes it there.

    Parameters
    ----------
    reader : str
        The class that it was passed to.
    *data : object
        What the user passed.

    Raises
    ------
    InputTypeError
        As `check_fetched`.
    """
    for one in data:
        check_fetched(one, reader)


def check_fetched(data: Any, reader: str = "") -> None:
    """Refuse a table, or a target, whose rows are elsewhere, and say how to fetch them.

    Parameters
    ----------
    data : object
        What the user passed.
    reader : str, default=""
        The class that it was passed to, where that is known.

    Raises
    ------
    InputTypeError
        If it is of a library that is known for it; the message says what to type.
    """
    how = _how_to_fetch(data)
    if how is not None:
        kind = type(data)
        raise InputTypeError(
            "a {kind} is no table in memory: its rows are fetched or computed when "
            "they are asked for",
            kind=f"{kind.__module__.partition('.')[0]}.{kind.__name__}",
            remedies=[
                Remedy(
                    "fetch them first and pass what comes back, by {how}",
                    only="python",
                ),
                *_left_there(kind, reader),
            ],
            how=how,
        )


def check_known(data: Any) -> None:
    """Refuse a table of an unknown library that can be turned into one of pandas.

    Parameters
    ----------
    data : object
        What the user passed, which is none of the containers that are read.

    Raises
    ------
    InputTypeError
        If it has a method for it; the message names the method.
    """
    if isinstance(data, type) or hasattr(data, "__array__"):
        return
    for name in METHODS:
        if callable(getattr(data, name, None)):
            raise InputTypeError(
                "a table of type {kind} is not read as it is",
                kind=type(data).__name__,
                how=f".{name}()",
                remedies=["pass what {how} makes of it"],
            )


def _left_there(kind: type, reader: str) -> list[Remedy]:
    """Name the class of the same name for frames of dask, where there is one."""
    library = kind.__module__.partition(".")[0]
    is_frame = kind.__name__ in ("DataFrame", "Series")
    if not (library.startswith("dask") and is_frame and reader in ON_DASK):
        return []
    code = f"from skl_synth.dask import {reader}"
    return [Remedy(f"leave them where they are and {code}", only="python")]


def _how_to_fetch(data: Any) -> str | None:
    kind = type(data)
    parts = kind.__module__.split(".")
    known = FETCHED.get(".".join(parts[:2])) or FETCHED.get(parts[0])
    return None if known is None else known.get(kind.__name__, known.get(""))
