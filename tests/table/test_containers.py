"""The kind of table that goes in comes out: frames of any library, arrays, lists."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from scipy import sparse

from skl_synth import (
    OneHotArgmaxRestorer,
    ProximityFilter,
    TableEncoder,
    TypeAwareSMOTE,
)
from skl_synth.table.containers import TableFormat, check_table
from skl_synth.table.foreign import ForeignFormat, as_pandas
from tests.tables import mixed_table

SYNTHESIZERS = {
    "SMOTE": TypeAwareSMOTE,
    "filter": lambda **given: ProximityFilter(TypeAwareSMOTE(), **given),
    "foreign": lambda **given: ProximityFilter(SMOTE(), **given),
}


@pytest.fixture
def pl():
    pytest.importorskip("pyarrow")
    return pytest.importorskip("polars")


@pytest.fixture
def pa():
    return pytest.importorskip("pyarrow")


@pytest.fixture
def table():
    X, y = mixed_table(120)
    return X, y


@pytest.fixture
def polars_table(table, pl):
    """A table with the types of polars that are kept in any case."""
    X, y = table
    rng = np.random.default_rng(0)
    frame = pl.from_pandas(X).with_columns(
        pl.col("ward").cast(pl.Categorical),
        pl.Series("grade", rng.choice(["low", "mid"], 120), dtype=pl.Enum(GRADES)),
        pl.col("flag").cast(pl.Boolean),
        pl.col("age").cast(pl.UInt8),
        pl.col("weight").cast(pl.Float32),
        pl.Series("visits", [None, *rng.integers(0, 9, 119).tolist()], dtype=pl.Int16),
    )
    return frame, pl.from_pandas(y)


GRADES = ["low", "mid", "high, never seen"]


START = dt.datetime(2020, 1, 1)
TYPES = {
    "Boolean": lambda pl, v: pl.Series([i % 3 == 0 for i in v]),
    "Categorical": lambda pl, v: pl.Series(
        ["abc"[i % 3] for i in v], dtype=pl.Categorical
    ),
    "Date": lambda pl, v: pl.Series([(START + dt.timedelta(i)).date() for i in v]),
    "Datetime": lambda pl, v: pl.Series(
        [START + dt.timedelta(seconds=i) for i in v], dtype=pl.Datetime("ms")
    ),
    "Datetime, zone": lambda pl, v: pl.Series(
        [START + dt.timedelta(hours=i) for i in v], dtype=pl.Datetime("us", "UTC")
    ).dt.convert_time_zone("Europe/Berlin"),
    "Decimal": lambda pl, v: pl.Series(
        [Decimal(i) / 100 for i in v], dtype=pl.Decimal(10, 2)
    ),
    "Duration": lambda pl, v: pl.Series([dt.timedelta(minutes=i) for i in v]),
    "Enum": lambda pl, v: pl.Series(["abc"[i % 3] for i in v], dtype=pl.Enum("zabc")),
    "Float32": lambda pl, v: pl.Series([i / 4 for i in v], dtype=pl.Float32),
    "Int8": lambda pl, v: pl.Series([i % 100 for i in v], dtype=pl.Int8),
    "String": lambda pl, v: pl.Series(["abc"[i % 3] for i in v]),
    "Time": lambda pl, v: pl.Series([dt.time(i % 24, i % 60) for i in v]),
    "UInt64": lambda pl, v: pl.Series(v, dtype=pl.UInt64),
}
"""The types of polars, made from whole numbers."""


class TestPolars:
    """Frames and series of polars."""

    @pytest.mark.parametrize("mode", ["augment", "replace"])
    @pytest.mark.parametrize("make", SYNTHESIZERS.values(), ids=SYNTHESIZERS)
    def test_the_same_kind_comes_back(self, polars_table, pl, make, mode):
        X, y = polars_table
        before, y_before = X.clone(), y.clone()
        made = make(mode=mode, random_state=0)
        X_new, y_new = made.fit_resample(X, y)
        assert isinstance(X_new, pl.DataFrame)
        assert isinstance(y_new, pl.Series)
        assert X_new.schema == X.schema
        assert (y_new.dtype, y_new.name) == (y.dtype, y.name)
        assert len(X_new) == len(y_new)
        assert made.feature_names_in_.tolist() == X.columns
        if mode == "augment":
            assert X_new[: len(X)].equals(X)
            assert y_new[: len(y)].equals(y)
        assert X.equals(before)
        assert y.equals(y_before)

    def test_the_rows_are_those_of_pandas(self, table, pl):
        X, y = table
        ours, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)
        theirs, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(
            pl.from_pandas(X), pl.from_pandas(y)
        )
        assert theirs.equals(pl.from_pandas(ours))

    @pytest.mark.parametrize("text", [True, False])
    def test_the_target_alone_may_be_a_series(self, table, pl, text):
        X, y = table
        labels = y.map({0: "home", 1: "back"}) if text else y.astype(bool)
        _, y_new = TypeAwareSMOTE(random_state=0).fit_resample(
            X, pl.from_pandas(labels)
        )
        assert isinstance(y_new, pl.Series)
        assert set(y_new.unique()) == set(labels.unique())

    def test_a_number_as_target(self, table, pl):
        X, _ = table
        y = pl.from_pandas(X.pop("weight"))
        smote = TypeAwareSMOTE(random_state=0).fit(pl.from_pandas(X), y)
        X_new, y_new = smote.sample(30)
        assert (y_new.dtype, y_new.name, len(y_new)) == (y.dtype, "weight", 30)
        assert isinstance(X_new, pl.DataFrame)

    def test_distances_and_tables_made_elsewhere(self, polars_table):
        X, y = polars_table
        made = ProximityFilter(mode="replace", random_state=0).fit(X, y)
        X_new, y_new = made.sample()
        distances, nearest = made.nearest_real(X_new)
        assert distances.min() > 0
        assert nearest.max() < len(X)
        kept, y_kept = made.resample(X_new, y_new)
        assert kept.schema == X.schema
        assert len(kept) == len(y_kept) <= len(X_new)

    def test_the_restorer(self, pl):
        X = pl.DataFrame({"a_x": [0.7, 0.2], "a_y": [0.3, 0.8], "z": ["u", None]})
        restored = OneHotArgmaxRestorer().fit_transform(X)
        assert restored.schema == X.schema
        assert restored["a_x"].to_list() == [1.0, 0.0]
        assert X["a_x"].to_list() == [0.7, 0.2]

    def test_every_type_that_is_read_is_written_back(self, pl):
        """The container keeps them; whether a column is used is said elsewhere."""
        X = pl.DataFrame(
            {
                "day": [dt.date(2020, 1, 1), None],
                "zoned": pl.Series(
                    [dt.datetime(2020, 1, 1), None],
                    dtype=pl.Datetime("ms", "Europe/Berlin"),
                ),
                "plain": pl.Series([dt.datetime(2020, 1, 1), None], dtype=pl.Datetime),
                "wait": pl.Series([dt.timedelta(1), None], dtype=pl.Duration("ns")),
                "clock": [dt.time(1, 2, 3), None],
                "price": pl.Series([Decimal("1.50"), None], dtype=pl.Decimal(10, 2)),
                "never": [None, None],
                "grade": pl.Series(["low", None], dtype=pl.Enum(GRADES)),
                "word": ["x", None],
            }
        )
        back = ForeignFormat.of(X).write(as_pandas(X))
        assert back.schema == X.schema
        assert back.equals(X)

    @pytest.mark.parametrize("mode", ["augment", "replace"])
    def test_identifiers_may_be_left_out(self, polars_table, pl, mode):
        X, y = polars_table
        keyed = X.with_columns(key=pl.Series([f"k{i}" for i in range(len(X))]))
        smote = TypeAwareSMOTE(
            mode=mode, encoder=TableEncoder(identifiers="drop"), random_state=0
        )
        with pytest.warns(UserWarning, match="'key'.* are left out"):
            X_new, _ = smote.fit_resample(keyed, y)
        assert X_new.schema == X.schema

    @pytest.mark.parametrize("mode", ["augment", "replace"])
    def test_an_enum_of_keys_lists_no_real_one(self, polars_table, pl, mode):
        X, y = polars_table
        real = [f"K{i * 7919:06d}" for i in range(len(X))]
        keyed = X.with_columns(key=pl.Series(real, dtype=pl.Enum(real)))
        smote = TypeAwareSMOTE(
            mode=mode, encoder=TableEncoder(identifiers="surrogate"), random_state=0
        )
        X_new, _ = smote.fit_resample(keyed, y)
        assert isinstance(X_new["key"].dtype, pl.Enum)
        n_kept = len(X) if mode == "augment" else 0
        assert X_new["key"][:n_kept].to_list() == real[:n_kept]
        assert not set(X_new["key"][n_kept:]) & set(real)
        if mode == "replace":
            assert not set(X_new["key"].dtype.categories) & set(real)

    @pytest.mark.parametrize("mode", ["augment", "replace"])
    def test_an_enum_gains_the_name_of_rare_levels(self, polars_table, pl, mode):
        X, y = polars_table
        few = ["high, never seen"] * 2 + ["mid"] * 2
        grade = pl.Series(["low"] * 60 + ["even more"] * 56 + few)
        grades = ["even more", *GRADES]
        X = X.with_columns(grade=grade.cast(pl.Enum(grades)))
        smote = TypeAwareSMOTE(
            mode=mode, encoder=TableEncoder(min_category_count=4), random_state=0
        )
        with pytest.warns(UserWarning, match="'grade': 2 levels of 4 rows"):
            X_new, _ = smote.fit_resample(X, y)
        assert X_new["grade"].dtype == pl.Enum([*grades, "Rare"])
        synthetic = X_new["grade"][len(X) if mode == "augment" else 0 :]
        assert set(synthetic) <= {"low", "even more", "Rare"}

    @pytest.mark.parametrize("kind", sorted(TYPES))
    @pytest.mark.parametrize("gaps", [False, True])
    def test_every_type_is_kept_by_a_synthesizer(self, pl, kind, gaps):
        rng = np.random.default_rng(0)
        values = TYPES[kind](pl, rng.integers(0, 500, 150).tolist())
        if gaps:
            values = pl.select(
                pl.when(pl.Series(rng.random(150) < 0.7)).then(values).alias("x")
            )["x"]
        X = pl.DataFrame({"x": values, "weight": rng.normal(size=150)})
        y = pl.Series("y", rng.integers(0, 2, 150))
        for mode in ("replace", "augment"):
            smote = TypeAwareSMOTE(mode=mode, random_state=0)
            X_new, _ = smote.fit_resample(X, y)
            assert X_new.schema == X.schema
            assert (X_new["x"].null_count() > 0) == gaps
            if mode == "augment":
                assert X_new[:150].equals(X)

    def test_what_holds_lists_is_refused_by_name(self, table, pl):
        X, y = table
        frame = pl.from_pandas(X).with_columns(tags=pl.lit([1, 2]))
        with pytest.raises(ValueError, match=r"column 'tags' .*list<.* not supported"):
            TypeAwareSMOTE().fit(frame, y)

    def test_a_query_must_be_carried_out_first(self, table, pl):
        X, y = table
        with pytest.raises(TypeError, match=r"polars.LazyFrame .*\.collect\(\)"):
            TypeAwareSMOTE().fit(pl.from_pandas(X).lazy(), y)

    def test_what_is_missing_is_told(self, table, pl, monkeypatch):
        X, y = table
        frame = pl.from_pandas(X)
        monkeypatch.setitem(__import__("sys").modules, "narwhals", None)
        with pytest.raises(ImportError, match=r"pip install \"skl_synth\[polars\]\""):
            TypeAwareSMOTE().fit(frame, y)


class TestArrow:
    """Tables of Arrow, in frames of pandas and of their own."""

    @pytest.mark.parametrize("mode", ["augment", "replace"])
    def test_the_same_kind_comes_back(self, table, pa, mode):
        X, y = table
        real = pa.Table.from_pandas(X, preserve_index=False)
        X_new, y_new = TypeAwareSMOTE(mode=mode, random_state=0).fit_resample(
            real, pa.chunked_array([y.to_numpy()])
        )
        assert isinstance(X_new, pa.Table)
        assert X_new.schema.remove_metadata() == real.schema.remove_metadata()
        assert isinstance(y_new, pa.ChunkedArray)
        assert X_new.num_rows == len(y_new)
        if mode == "augment":
            assert X_new.slice(0, len(X)).equals(real)

    @pytest.mark.parametrize("mode", ["augment", "replace"])
    def test_no_note_of_the_source_travels(self, table, pa, mode):
        X, y = table
        real = pa.Table.from_pandas(X.assign(ward=X["ward"].astype("category")))
        noted = [field.with_metadata({"from": "ward 7"}) for field in real.schema]
        notes = {**real.schema.metadata, b"by": b"ward 7"}
        real = real.cast(pa.schema(noted, metadata=notes))
        X_new, _ = TypeAwareSMOTE(mode=mode, random_state=0).fit_resample(real, y)
        assert set(X_new.schema.metadata) == {b"pandas"}
        assert all(field.metadata is None for field in X_new.schema)
        assert X_new.to_pandas()["ward"].dtype == "category"

    def test_two_columns_of_one_name(self, pa):
        twice = pa.table([[1, 2], [3, 4]], names=["a", "a"])
        with pytest.raises(ValueError, match=r"'a'|duplicate|unique"):
            TypeAwareSMOTE().fit(twice, [0, 1])


SPARSE = {
    f"{name}_{kind}": getattr(sparse, f"{name}_{kind}")
    for name in ("csr", "csc", "coo", "lil", "dok")
    for kind in ("matrix", "array")
}


@pytest.mark.parametrize("mode", ["augment", "replace"])
@pytest.mark.parametrize("make", SPARSE.values(), ids=SPARSE)
def test_sparse_tables_keep_their_class(make, mode):
    rng = np.random.default_rng(0)
    dense = np.where(rng.random((80, 4)) < 0.5, 0, rng.integers(1, 90, (80, 4)))
    X = make(dense.astype(np.float64))
    y = np.arange(80) % 2 * (np.arange(80) % 3 > 0)
    X_new, _ = TypeAwareSMOTE(mode=mode, random_state=0).fit_resample(X, y)
    assert type(X_new) is type(X)
    assert X_new.dtype == X.dtype
    if mode == "augment":
        np.testing.assert_array_equal(X_new.toarray()[:80], dense)


def test_the_restorer_keeps_the_sparse_class():
    X = sparse.csc_array(np.array([[0.7, 0.3, 5.0], [0.2, 0.8, 6.0]]))
    restored = OneHotArgmaxRestorer([[0, 1]]).fit_transform(X)
    assert type(restored) is type(X)
    np.testing.assert_array_equal(restored.toarray(), [[1, 0, 5], [0, 1, 6]])


NAMES = {
    "whole numbers": list(range(10)),
    "tuples": [("a", i) for i in range(10)],
    "several kinds": ["age", 1, ("b", 2), 2.5, None, *"uvwxy"],
    "dates": list(pd.date_range("2024-01-01", periods=10)),
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("make", SYNTHESIZERS.values(), ids=SYNTHESIZERS)
@pytest.mark.filterwarnings("ignore:in every row exactly one")
def test_names_of_columns_need_not_be_text(table, make, names):
    X, y = table
    X.columns = pd.Index(names, tupleize_cols=False)
    before = X.copy(deep=True)
    X_new, _ = make(mode="replace", random_state=0).fit_resample(X, y)
    assert X_new.columns.equals(X.columns)
    assert (X_new.dtypes.to_numpy() == X.dtypes.to_numpy()).all()
    pd.testing.assert_frame_equal(X, before)


@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_names_of_the_axes_are_kept(table, mode):
    X, y = table
    X = X.rename_axis(index="person", columns="field")
    X_new, y_new = TypeAwareSMOTE(mode=mode, random_state=0).fit_resample(X, y)
    assert (X_new.index.name, X_new.columns.name) == ("person", "field")
    assert y_new.index.equals(X_new.index)


@pytest.mark.filterwarnings("ignore:in every row exactly one")
def test_levels_of_columns_are_kept(table):
    X, y = table
    X.columns = pd.MultiIndex.from_product(
        [["blood", "other"], range(5)], names=["group", "number"]
    )
    X_new, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)
    assert X_new.columns.equals(X.columns)
    assert X_new.columns.names == ["group", "number"]


def test_labels_of_real_rows_are_not_kept(table):
    X, y = table
    X.index = pd.Index([f"person {i}" for i in range(len(X))], name="who")
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    X_new, _ = smote.fit_resample(X, y.set_axis(X.index))
    assert X_new.index.tolist() == list(range(len(X_new)))
    assert not any(
        isinstance(v, pd.Index) for v in vars(smote.table_.container).values()
    )


def test_an_index_of_several_levels_is_refused(table):
    X, y = table
    X = X.set_index(["site", "ward"])
    with pytest.raises(ValueError, match=r"2 levels \('site', 'ward'\).*reset_index"):
        TypeAwareSMOTE().fit(X, y)


def test_lists_come_back_as_lists():
    X = [[i, "ab"[i % 2], i / 4] for i in range(40)]
    X_new, y_new = TypeAwareSMOTE(random_state=0).fit_resample(X, [0, 1, 1, 1] * 10)
    assert X_new[:40] == X
    assert {type(cell) for row in X_new for cell in row} == {int, str, float}
    assert isinstance(y_new, list)


def test_what_is_no_table_of_another_library_is_left_alone():
    class Odd:
        def collect(self):
            raise AssertionError("not ours to call")

    odd = Odd()
    assert as_pandas(odd) is odd
    assert ForeignFormat.of(odd) is None


def test_a_frame_is_not_copied_for_nothing(table):
    X, _ = table
    assert as_pandas(X) is X
    assert TableFormat.of(X).named
    check_table(TypeAwareSMOTE(), X, reset=True)


@pytest.mark.parametrize("mode", ["augment", "replace"])
@pytest.mark.parametrize("dtype", [float, np.float32, int, object])
def test_an_array_that_comes_out_can_be_written_to(mode, dtype):
    X = (np.random.default_rng(0).normal(size=(60, 3)) * 99).astype(dtype)
    y = np.repeat([0, 1], [40, 20])
    smote = TypeAwareSMOTE(mode=mode, random_state=0)
    for out in (*smote.fit_resample(X, y), *smote.sample(9)):
        assert out.flags.writeable
