"""Tables whose rows are elsewhere are refused with the call that fetches them."""

import pandas as pd
import pytest

from skl_synth import TypeAwareSMOTE
from skl_synth.errors import InputTypeError
from skl_synth.table.fetched_first import check_fetched, check_known

KINDS = [
    ("dask.dataframe.dask_expr._collection", "DataFrame", ".compute()"),
    ("dask_expr._collection", "DataFrame", ".compute()"),
    ("dask.array.core", "Array", ".compute()"),
    ("pyspark.sql.dataframe", "DataFrame", ".toPandas()"),
    ("pyspark.sql.connect.dataframe", "DataFrame", ".toPandas()"),
    ("pyspark.pandas.frame", "DataFrame", ".to_pandas()"),
    ("polars.lazyframe.frame", "LazyFrame", ".collect()"),
    ("pyarrow._dataset", "FileSystemDataset", ".to_table()"),
    ("pyarrow.lib", "RecordBatch", ".to_pandas()"),
    ("pyarrow.lib", "RecordBatchReader", ".read_all()"),
    ("duckdb", "DuckDBPyRelation", ".df()"),
    ("_duckdb", "DuckDBPyRelation", ".df()"),
    ("ibis.expr.types.relations", "Table", ".to_pandas()"),
    ("xarray.core.dataset", "Dataset", ".to_dataframe().reset_index()"),
    ("xarray.core.dataarray", "DataArray", ".to_pandas()"),
    ("vaex.dataframe", "DataFrameLocal", ".to_pandas_df()"),
    ("h2o.frame", "H2OFrame", ".as_data_frame()"),
    ("snowflake.snowpark.dataframe", "DataFrame", ".to_pandas()"),
    ("datasets.arrow_dataset", "Dataset", ".to_pandas()"),
]


def stand_in(module, name):
    return type(name, (), {"__module__": module})()


@pytest.mark.parametrize(("module", "name", "how"), KINDS)
@pytest.mark.parametrize("place", ["table", "target"])
def test_each_has_its_own_remedy(module, name, how, place):
    odd, X = stand_in(module, name), pd.DataFrame({"a": [1.5, 2.5, 3.5, 4.5]})
    given = (odd, [0, 1, 0, 1]) if place == "table" else (X, odd)
    with pytest.raises(InputTypeError) as caught:
        TypeAwareSMOTE().fit(*given)
    assert f"pass what comes back, by {how}" in str(caught.value)
    assert name in str(caught.value)


def test_a_table_of_an_unknown_library_is_told_its_own_method():
    kind = type("Frame", (), {"__module__": "nobody", "to_pandas": print})
    with pytest.raises(InputTypeError, match=r"pass what \.to_pandas\(\) makes of it"):
        TypeAwareSMOTE().fit(kind(), [0, 1])


def test_what_is_in_memory_passes():
    for data in (pd.DataFrame({"a": [1]}), [[1]], pd.Series([1]), None, "x", 3):
        check_fetched(data)
        check_known(data)


def test_tables_of_arrow_are_read_and_their_parts_name_what_is_to_be_typed():
    pa = pytest.importorskip("pyarrow")
    table = pa.table({"a": [1.5, 2.5, 3.5, 4.5] * 5})
    batch = table.to_batches()[0]
    with pytest.raises(InputTypeError, match=r"\.to_pandas\(\)"):
        TypeAwareSMOTE().fit(batch, [0, 1] * 10)
    TypeAwareSMOTE().fit(batch.to_pandas(), [0, 1] * 10)
    check_fetched(table)
