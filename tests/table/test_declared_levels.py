"""A released category declares no level that no released row has."""

from itertools import pairwise

import pandas as pd
import pytest

from skl_synth import TypeAwareCART, publish
from skl_synth.datasets import make_patients
from skl_synth.table.declared_levels import only_levels_of_rows

WARDS = ["C", "A", "B", "D"]
CELLS = ["A", "C", None, "A"]


def test_of_pandas():
    dtype = pd.CategoricalDtype(WARDS, ordered=True)
    frame = pd.DataFrame({"ward": pd.Series(CELLS, dtype=dtype), "n": range(4)})
    trimmed = only_levels_of_rows(frame)
    assert trimmed["ward"].cat.categories.tolist() == ["C", "A"]
    assert trimmed["ward"].cat.ordered
    assert trimmed["ward"].astype(object).equals(frame["ward"].astype(object))
    assert frame["ward"].dtype == dtype
    assert only_levels_of_rows(frame["ward"]).equals(trimmed["ward"])
    assert only_levels_of_rows(trimmed) is trimmed


def test_of_arrow():
    pa = pytest.importorskip("pyarrow")
    whole = pa.array(CELLS + WARDS).dictionary_encode()
    table = pa.table({"ward": whole, "n": range(8)}).slice(0, 4)
    trimmed = only_levels_of_rows(table)
    assert set(trimmed["ward"].chunk(0).dictionary.to_pylist()) == {"A", "C"}
    assert trimmed["ward"].to_pylist() == CELLS
    assert trimmed.schema.equals(table.schema)
    column = pd.Series(pd.array(table["ward"], pd.ArrowDtype(whole.type)))
    again = only_levels_of_rows(column)
    assert again.dtype == column.dtype
    held = again.array.__arrow_array__().chunk(0).dictionary.to_pylist()
    assert set(held) == {"A", "C"}


def test_of_polars():
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame({"ward": pl.Series(CELLS, dtype=pl.Enum(WARDS))})
    trimmed = only_levels_of_rows(frame)
    assert trimmed.schema["ward"].categories.to_list() == ["C", "A"]
    assert trimmed["ward"].to_list() == CELLS
    assert only_levels_of_rows(frame["ward"]).dtype == trimmed.schema["ward"]


def test_of_lists_and_arrays():
    rows = [[1, 2], [3, 4]]
    assert only_levels_of_rows(rows) is rows


@pytest.mark.filterwarnings("ignore:class .*leaves of")
def test_what_is_published_declares_what_it_holds():
    X, y = make_patients(400, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id").astype({"sex": "category"})
    # A ward that nobody was in, and a class that nobody has.
    wards = sorted(X["ward"].unique())
    X["ward"] = pd.Categorical(X["ward"], [*wards, "Closed"])
    y = pd.Series(pd.Categorical(y.map({0: "no", 1: "yes"}), ["no", "yes", "lost"]))
    release = publish(
        X,
        y,
        synthesizer=TypeAwareCART(min_samples_leaf=20, noise_scale=0.1),
        membership_bound=1,
        group_bound=1,
        folds=2,
        sections=[],
        random_state=0,
    )
    assert "Closed" not in release.X["ward"].cat.categories
    for column in (release.X["ward"], release.X["sex"], release.y):
        assert set(column.cat.categories) == set(column.dropna())


@pytest.mark.parametrize("n_chunks", [None, 1, 2])
@pytest.mark.parametrize("cells", [CELLS, ["D", "B", None, "D"], [None, None]])
def test_ordered_levels_of_arrow_keep_their_order(n_chunks, cells):
    pa = pytest.importorskip("pyarrow")
    kind = pa.dictionary(pa.int8(), pa.string(), ordered=True)
    codes = [None if cell is None else WARDS.index(cell) for cell in cells]
    encoded = pa.DictionaryArray.from_arrays(
        pa.array(codes, pa.int8()), pa.array(WARDS), ordered=True
    )
    column = encoded
    if n_chunks:
        at = [len(cells) * part // n_chunks for part in range(n_chunks + 1)]
        parts = [encoded.slice(low, high - low) for low, high in pairwise(at)]
        column = pa.chunked_array(parts, type=kind)
    trimmed = only_levels_of_rows(column)
    assert trimmed.to_pylist() == cells
    assert trimmed.type == kind
    whole = trimmed.chunk(0) if n_chunks else trimmed
    assert whole.dictionary.to_pylist() == [one for one in WARDS if one in cells]


def test_of_one_column_of_arrow():
    pa = pytest.importorskip("pyarrow")
    whole = pa.chunked_array([pa.array(CELLS + WARDS).dictionary_encode()])
    trimmed = only_levels_of_rows(whole.slice(0, 4))
    assert set(trimmed.chunk(0).dictionary.to_pylist()) == {"A", "C"}


@pytest.mark.parametrize("kind", [pd.Categorical, pd.CategoricalIndex])
def test_of_bare_categories(kind):
    trimmed = only_levels_of_rows(kind(CELLS, categories=WARDS, ordered=True))
    assert list(trimmed.categories) == ["C", "A"]
    assert trimmed.ordered
