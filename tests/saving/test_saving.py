"""A saved synthesizer is the same afterwards, and a file can do no harm."""

import contextlib
import io
import json
import os
import re
import sys
import warnings
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE, SMOTENC
from imblearn.pipeline import make_pipeline
from sklearn.exceptions import NotFittedError
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

import skl_synth
from skl_synth import (
    BaseSynthesizer,
    MarginalCalibrator,
    ProximityFilter,
    RealRowsWarning,
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.generators.smote import SmoteGenerator
from tests.tables import mixed_table

X, Y = mixed_table(150)
NUMBERS = X[["age", "weight", "flag"]]

SYNTHESIZERS = {
    "TypeAwareSMOTE": (lambda: TypeAwareSMOTE(random_state=0), X),
    "TypeAwareSMOTE, rounds": (
        lambda: TypeAwareSMOTE(
            interpolation="simplex", n_rounds=2, random_state=np.random.RandomState(3)
        ),
        X,
    ),
    "TypeAwareSMOTE, given": (
        lambda: TypeAwareSMOTE(
            {0: 120, 1: 90},
            column_kinds={"age": "category"},
            one_hot_groups={"type": ["blood_a", "blood_b", "blood_o"]},
            k_neighbors=np.int64(4),
            random_state=0,
        ),
        X,
    ),
    "ProximityFilter": (lambda: ProximityFilter(mode="replace", random_state=0), X),
    "ProximityFilter, nested": (
        lambda: ProximityFilter(ProximityFilter(TypeAwareSMOTE()), random_state=0),
        X,
    ),
    "TypeAwareCART": (lambda: TypeAwareCART(min_samples_leaf=5, random_state=0), X),
    "TypeAwareCART, labels": (
        lambda: TypeAwareCART(min_samples_leaf=5, labels="redrawn", random_state=0),
        X,
    ),
    "MarginalCalibrator": (
        lambda: MarginalCalibrator(TypeAwareCART(min_samples_leaf=5), random_state=0),
        X,
    ),
}
"""The public synthesizers: a new one joins by a line."""

ELSEWHERE = {"PrivateMarginals", "TypeAwareGAN", "TypeAwareVAE"}
"""Tested in tests/generators/neural, and in tests/synthesizers where no row is held."""

BY_SKOPS = {
    "SamplerAdapter": (lambda: SamplerAdapter(SMOTE(), random_state=0), X),
    "ProximityFilter, foreign": (
        lambda: ProximityFilter(SMOTENC([1, 3]), random_state=0),
        X[["age", "ward", "weight", "smoker"]],
    ),
    "ProximityFilter, pipeline": (
        lambda: ProximityFilter(
            make_pipeline(StandardScaler(), SMOTE()), random_state=0
        ),
        NUMBERS,
    ),
    "TypeAwareSMOTE, neighbours": (
        lambda: TypeAwareSMOTE(
            k_neighbors=NearestNeighbors(n_neighbors=4), random_state=0
        ),
        X,
    ),
}
"""Those that hold an estimator of another library."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "saved.synth"


def _save(synthesizer, path):
    with pytest.warns(RealRowsWarning, match="holds REAL ROWS"):
        synthesizer.save(path)


def _load(path, **options):
    with pytest.warns(RealRowsWarning, match="holds REAL ROWS"):
        return skl_synth.load(path, **options)


def _assert_same_rows(one, other, **options):
    (X_one, y_one), (X_other, y_other) = one.sample(**options), other.sample(**options)
    if isinstance(X_one, pd.DataFrame):
        pd.testing.assert_frame_equal(X_one, X_other)
        assert X_one.to_csv() == X_other.to_csv()
    else:
        assert type(X_one) is type(X_other)
        np.testing.assert_array_equal(np.asarray(X_one), np.asarray(X_other))
    assert type(y_one) is type(y_other)
    if y_one is not None:
        np.testing.assert_array_equal(np.asarray(y_one), np.asarray(y_other))


def test_every_public_synthesizer_takes_part():
    public = {
        name
        for name in skl_synth.__all__
        if isinstance(getattr(skl_synth, name), type)
        and issubclass(getattr(skl_synth, name), BaseSynthesizer)
    }
    tested = {name.partition(",")[0] for name in [*SYNTHESIZERS, *BY_SKOPS]}
    assert public - {"BaseSynthesizer"} == tested | ELSEWHERE


@pytest.mark.parametrize(("make", "table"), SYNTHESIZERS.values(), ids=SYNTHESIZERS)
def test_the_same_rows_come_from_a_loaded_synthesizer(make, table, path):
    fitted = make().fit(table, Y)
    _save(fitted, path)
    loaded = _load(path)
    assert re.sub("0x.*", "", repr(loaded)) == re.sub("0x.*", "", repr(fitted))
    pd.testing.assert_frame_equal(loaded.describe(), fitted.describe())
    _assert_same_rows(fitted, loaded)
    _assert_same_rows(fitted, loaded, n_samples=30, random_state=5)
    _assert_same_rows(fitted, loaded, n_samples={1: 12}, random_state=6)


@pytest.mark.parametrize(("make", "table"), BY_SKOPS.values(), ids=BY_SKOPS)
def test_the_same_rows_with_an_estimator_inside(make, table, path):
    pytest.importorskip("skops")
    fitted = make().fit(table, Y)
    _save(fitted, path)
    _assert_same_rows(fitted, _load(path), n_samples=40, random_state=5)


def test_a_wrapper_and_what_it_wraps_share_what_they_hold(path):
    fitted = ProximityFilter(TypeAwareSMOTE(), random_state=0).fit(X, Y)
    _save(fitted, path)
    loaded = _load(path)
    for one in (fitted, loaded):
        assert one.sampler_.table_ is one.table_
        assert one.sampler_.generator_ is one.generator_.inner
        assert one.generator_.real is one.table_


def test_what_is_wrapped_can_be_saved_by_itself(path):
    inner = ProximityFilter(TypeAwareSMOTE(), random_state=0).fit(X, Y).sampler_
    _save(inner, path)
    _assert_same_rows(inner, _load(path), n_samples=30, random_state=5)


def _dates(n_rows):
    return pd.date_range("2020-01-01", periods=n_rows, tz="Europe/Berlin")


TARGETS = {
    "text": Y.map({0: "home", 1: "back"}),
    "categories": Y.astype("category"),
    "nullable": Y.astype("Int64"),
    "booleans": Y.astype(bool).to_numpy(),
    "a list": Y.astype(str).tolist(),
    "a number": X["weight"].rename("kilograms"),
    "none": None,
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_kind_of_target(target, path):
    fitted = TypeAwareSMOTE(random_state=0).fit(X.drop(columns="weight"), target)
    _save(fitted, path)
    _assert_same_rows(fitted, _load(path), n_samples=40)


def _typed():
    return X.assign(
        age=X["age"].astype("Int16"),
        glucose=X["glucose"].astype("Float32"),
        ward=pd.Categorical(X["ward"], categories=["C", "B", "A", "D"], ordered=True),
        flag=X["flag"].astype("boolean"),
        smoker=X["smoker"].astype("string"),
        weight=pd.arrays.SparseArray(X["weight"].round()),
    )


TABLES = {
    "nullable types, categories": _typed(),
    "whole numbers as names": X.set_axis(range(10), axis=1),
    "tuples as names": X.set_axis(
        pd.MultiIndex.from_product([["a", "b"], range(5)]), axis=1
    ),
    "cut into intervals": X.assign(age=pd.cut(X["age"], 4)),
    "objects": X.astype({"ward": object, "age": object}),
    "array": NUMBERS.to_numpy(),
    "list": NUMBERS.to_numpy().tolist(),
}


# Names that are no text tell no one-hot group, which is warned of.
@pytest.mark.filterwarnings("ignore:in every row exactly one")
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_kind_of_table(table, path):
    fitted = ProximityFilter(TypeAwareSMOTE(), random_state=0).fit(table, Y)
    _save(fitted, path)
    _assert_same_rows(fitted, _load(path), n_samples=40)


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_tables_of_other_libraries(library, path):
    pa = pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    table, y = pl.from_pandas(X.assign(ward=X["ward"].astype("category"))), pl.Series(Y)
    if library == "pyarrow":
        table, y = table.to_arrow(), pa.chunked_array([Y.to_numpy()])
    fitted = TypeAwareSMOTE(random_state=0).fit(table, y)
    _save(fitted, path)
    ours, theirs = fitted.sample(30)[0], _load(path).sample(30)[0]
    assert theirs.equals(ours)
    assert theirs.schema == ours.schema


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_nobody_but_its_owner_can_read_a_saved_file(path):
    path.touch()
    path.chmod(0o666)
    with pytest.warns(RealRowsWarning, match="Nobody but you can read it"):
        TypeAwareSMOTE(random_state=0).fit(X, Y).save(path)
    assert path.stat().st_mode & 0o777 == 0o600


class TestWhatIsSaid:
    """The file says whether it holds real rows, and nothing leads from new to old."""

    @pytest.fixture
    def saved(self, path):
        fitted = ProximityFilter(random_state=0).fit(X, Y)
        fitted.sample()
        _save(fitted, path)
        return zipfile.ZipFile(path)

    def test_a_manifest_that_people_and_programs_read(self, saved):
        manifest = json.loads(saved.read("manifest.json"))
        assert manifest["holds_real_rows"] is True
        assert manifest["synthesizer"] == "ProximityFilter"
        assert manifest["skl_synth"] == skl_synth.__version__
        text = saved.read("README.txt").decode()
        assert "holds REAL ROWS" in text
        assert "anonym" not in text

    def test_the_parents_of_the_last_sample_are_left_out(self, path, saved):
        assert b"provenance_" not in saved.read("state.json")
        assert not hasattr(_load(path), "provenance_")

    def test_one_that_holds_none_says_so(self, path, monkeypatch):
        fitted = TypeAwareSMOTE(random_state=0).fit(X, Y)
        monkeypatch.setattr(SmoteGenerator, "holds_real_rows", False)
        # Not believed as long as the rows are there.
        _save(fitted, path)
        fitted.table_ = fitted.generator_.real = fitted.table_.without_rows()
        fitted.save(path)
        manifest = json.loads(zipfile.ZipFile(path).read("manifest.json"))
        assert manifest["holds_real_rows"] is False
        assert "holds no real rows" in manifest["statement"]
        skl_synth.load(path)

    def test_the_same_synthesizer_gives_the_same_bytes(self, path, tmp_path):
        fitted = ProximityFilter(random_state=0).fit(X, Y)
        _save(fitted, path)
        _save(ProximityFilter(random_state=0).fit(X, Y), tmp_path / "again.synth")
        assert path.read_bytes() == (tmp_path / "again.synth").read_bytes()
        _save(_load(path), tmp_path / "loaded.synth")
        assert path.read_bytes() == (tmp_path / "loaded.synth").read_bytes()

    def test_arrays_that_are_shared_are_saved_once(self, path):
        _save(ProximityFilter(random_state=0).fit(X, Y), path)
        loaded = _load(path)
        assert loaded.table_ is loaded.sampler_.table_
        assert loaded.table_ is loaded.generator_.real
        assert loaded.encoder_ is loaded.sampler_.encoder_


class TestWhatCannotBeSaved:
    """It is reported what, and nothing is left."""

    @pytest.mark.parametrize(
        ("make", "error", "words"),
        [
            (
                lambda: TypeAwareSMOTE(lambda _: {0: 200, 1: 200}),
                TypeError,
                r"TypeAwareSMOTE\.sampling_strategy is the function .*a dict",
            ),
            (
                lambda: TypeAwareSMOTE(random_state=io),
                TypeError,
                r"TypeAwareSMOTE\.random_state is a module",
            ),
        ],
    )
    def test_a_parameter(self, path, make, error, words):
        synthesizer = TypeAwareSMOTE().fit(X, Y).set_params(**make().get_params())
        with pytest.raises(error, match=words):
            synthesizer.save(path)
        assert list(path.parent.iterdir()) == []

    def test_one_that_is_not_fitted(self, path):
        with pytest.raises(NotFittedError):
            TypeAwareSMOTE().save(path)

    def test_a_folder_that_is_not_there(self, path):
        with pytest.raises(FileNotFoundError, match="there is no folder"):
            TypeAwareSMOTE().fit(X, Y).save(path / "x" / "y")

    @pytest.mark.parametrize(
        "stop", [KeyboardInterrupt(), OSError(28, "No space left")]
    )
    def test_what_was_there_stays(self, path, monkeypatch, stop):
        path.write_bytes(b"before")

        def fail(*_):
            raise stop

        fitted = TypeAwareSMOTE().fit(X, Y)
        monkeypatch.setattr("skl_synth.saving.archive.Writer.add_json", fail)
        with pytest.raises(type(stop)):
            fitted.save(path)
        assert [one.name for one in path.parent.iterdir()] == [path.name]
        assert path.read_bytes() == b"before"

    def test_skops_that_is_missing(self, path, monkeypatch):
        fitted = SamplerAdapter(SMOTE()).fit(X, Y)
        monkeypatch.setitem(sys.modules, "skops", None)
        with pytest.raises(ImportError, match=r'pip install "skl_synth\[skops\]"'):
            fitted.save(path)

    def test_an_estimator_that_would_not_be_read(self, path):
        pytest.importorskip("skops")

        class Own(SMOTE):
            pass

        fitted = SamplerAdapter(SMOTE()).fit(X, Y)
        fitted.generator_.sampler = Own()
        with pytest.raises(ValueError, match="Own, "):
            fitted.save(path)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "smote.synth"
    _save(TypeAwareSMOTE(random_state=0).fit(X, Y), path)
    return path.read_bytes()


def _changed(saved, name, change):
    """The same file with one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return buffer.getvalue()


def _in_state(old, new):
    def change(content):
        assert old in content
        return content.replace(old, new)

    return lambda saved: _changed(saved, "state.json", change)


def _in_manifest(**news):
    def change(content):
        return json.dumps(json.loads(content) | news).encode()

    return lambda saved: _changed(saved, "manifest.json", change)


def _pickled(saved):
    array = np.array([print], dtype=object)
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return _changed(saved, "parts/0.npy", lambda _: buffer.getvalue())


def _large_array(saved):
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
    start = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    return _changed(saved, "parts/0.npy", lambda _: start + bytes(8))


def _with_a_byte_changed(saved):
    """Change one within what is packed: those about it are for other readers."""
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        part = max(archive.infolist(), key=lambda one: one.compress_size)
    place = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return saved[:place] + bytes([saved[place] ^ 255]) + saved[place + 1 :]


BAD_FILES = {
    "nothing": (lambda _: b"", "no such file, or damaged"),
    "a picture": (lambda _: b"\x89PNG\r\n" * 9, "no such file, or damaged"),
    "cut off": (lambda saved: saved[:-200], "no such file, or damaged"),
    "a pickle": (lambda _: b"\x80\x04K\x01.", "no such file, or damaged"),
    "a byte changed": (_with_a_byte_changed, "damaged"),
    "another ZIP file": (
        lambda saved: _changed(saved, "manifest.json", lambda _: b"[]"),
        "not written by skl_synth",
    ),
    "no JSON": (
        lambda saved: _changed(saved, "state.json", lambda _: b"{"),
        "Expecting",
    ),
    "deep": (
        lambda saved: _changed(saved, "state.json", lambda _: b"[" * 100_000),
        "nested too deeply",
    ),
    "a later form": (_in_manifest(format=4), "written by skl_synth"),
    "a later version": (
        _in_manifest(skl_synth="9.0.0"),
        "skl_synth 9.0.0, and this is",
    ),
    "another class": (_in_state(b"smote.TypeAwareSMOTE", b"smote.Popen"), "Popen"),
    "a class of Python": (
        _in_state(
            b"skl_synth.synthesizers.type_aware_smote.TypeAwareSMOTE",
            b"subprocess.Popen",
        ),
        "speaks of the class 'subprocess.Popen'",
    ),
    "a function": (
        _in_state(
            b"skl_synth.table.precision.Precision",
            b"skl_synth.table.precision.round_to",
        ),
        "round_to",
    ),
    "an import behind a class": (
        _in_state(
            b"skl_synth.table.precision.Precision", b"skl_synth.table.precision.np"
        ),
        "precision.np'",
    ),
    "a way out of the rooms": (
        _in_state(
            b"skl_synth.table.precision.Precision", b"skl_synth.table..cli.app.BadInput"
        ),
        "BadInput",
    ),
    "a kind that is none": (_in_state(b'"kind": "tuple"', b'"kind": "eval"'), "'eval'"),
    "a method of ours": (
        _in_state(b'"kind": "tuple"', b'"kind": "_items"'),
        "'_items'",
    ),
    "a part that is missing": (_in_state(b"parts/0.npy", b"parts/x.npy"), "is missing"),
    "an attribute that is missing": (
        _in_state(b'"variables"', b'"variants"'),
        "a Schema in it lacks its 'variables'",
    ),
    "another class for an object": (
        _in_state(b'"variables"', b'"variables": [], "__class__"'),
        "the attribute '__class__'",
    ),
    "an array of objects": (_pickled, "is no array of values"),
    "an array larger than its part": (_large_array, "does not hold the array"),
    "no synthesizer": (
        lambda saved: _changed(saved, "state.json", lambda _: b"[1]"),
        "holds a list, which is no synthesizer",
    ),
}


@pytest.mark.parametrize(("change", "words"), BAD_FILES.values(), ids=BAD_FILES)
@pytest.mark.filterwarnings("ignore::skl_synth.RealRowsWarning")
def test_files_that_are_none_or_were_tampered_with(saved, path, change, words):
    path.write_bytes(change(saved))
    with pytest.raises(
        ValueError, match=rf"saved\.synth cannot be loaded: .*(?:{words})"
    ):
        skl_synth.load(path).sample(5)


def test_a_small_file_cannot_fill_the_memory(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", bytes(50_000_000))
    with pytest.raises(
        ValueError, match="unpack to 50000000 bytes, more than max_bytes"
    ):
        skl_synth.load(path, max_bytes=1_000_000)


def test_a_file_that_is_not_there(path):
    with pytest.raises(FileNotFoundError, match=r"there is no file .*saved\.synth"):
        skl_synth.load(path)
    with pytest.raises(IsADirectoryError, match="is a folder"):
        skl_synth.load(path.parent)


@given(
    st.floats(0, 1),
    st.integers(0, 30),
    st.binary(max_size=8) | st.sampled_from([b'"x"', b"[]", b"{}", b"-1"]),
)
def test_whatever_is_changed_nothing_but_a_value_error_comes(
    saved, tmp_path_factory, where, cut, new
):
    with zipfile.ZipFile(io.BytesIO(saved)) as parts:
        state = parts.read("state.json")
    start = int(where * len(state))
    changed = state[:start] + new + state[start + cut :]
    path = tmp_path_factory.mktemp("changed") / "file.synth"
    path.write_bytes(_changed(saved, "state.json", lambda _: changed))
    with warnings.catch_warnings(), contextlib.suppress(ValueError):
        warnings.simplefilter("ignore")
        skl_synth.load(path)


def test_no_code_in_an_estimator_is_run(path):
    pytest.importorskip("skops")
    _save(SamplerAdapter(SMOTE(), random_state=0).fit(X, Y), path)
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        (name,) = {part for part in parts.namelist() if part.endswith(".skops")}

    def change(blob):
        def swap(schema):
            old, new = b'"imblearn.over_sampling._smote.base"', b'"subprocess"'
            assert old in schema
            return schema.replace(old, new).replace(b'"SMOTE"', b'"Popen"')

        return _changed(blob, "schema.json", swap)

    path.write_bytes(_changed(content, name, change))
    with pytest.raises(
        ValueError, match=r"holds a subprocess\.Popen, a type that is not"
    ):
        skl_synth.load(path)
