"""One-vs-all targets: one column for each class, some of them empty."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from scipy import sparse
from sklearn.base import clone
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import label_binarize

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    RealRowsWarning,
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareSMOTE,
    load,
)
from skl_synth.table.target import Target

LABELS = np.repeat([0, 1, 3], [60, 45, 40])
Y = np.eye(4, dtype=int)[LABELS]
X = np.random.default_rng(0).normal(size=(len(Y), 3))

CONTAINERS = {
    "int": lambda y: y,
    "int8": lambda y: y.astype(np.int8),
    "float": lambda y: y.astype(float),
    "bool": lambda y: y.astype(bool),
    "minus one": lambda y: 2 * y - 1,
    "list": lambda y: y.tolist(),
    "frame": lambda y: pd.DataFrame(y, columns=["a", "b", "c", "d"]),
    "dummies": lambda y: pd.DataFrame(y.astype(bool), columns=["a", "b", "c", "d"]),
    "nullable": lambda y: pd.DataFrame(y, columns=list("abcd")).astype("Int64"),
    "nullable bool": lambda y: pd.DataFrame(y == 1, columns=[*"abcd"]).astype(
        "boolean"
    ),
    "mixed dtypes": lambda y: pd.DataFrame(y, columns=[*"abcd"]).astype(
        {"a": "int8", "b": "float64", "c": "Int64", "d": "uint8"}
    ),
    "one name twice": lambda y: pd.DataFrame(y, columns=["a", "b", "b", "d"]),
    "sparse columns": lambda y: pd.DataFrame(y).astype(pd.SparseDtype("int8", 0)),
    "csr matrix": sparse.csr_matrix,
    "csc matrix": sparse.csc_matrix,
    "coo matrix": sparse.coo_matrix,
    "csr array": sparse.csr_array,
    "csc array": sparse.csc_array,
}

SYNTHESIZERS = {
    "SMOTE": TypeAwareSMOTE(),
    "CART": TypeAwareCART(),
    "filter": ProximityFilter(),
    "calibrator": MarginalCalibrator(TypeAwareSMOTE()),
    "adapter": SamplerAdapter(SMOTE()),
    "filter around imblearn": ProximityFilter(SMOTE()),
}


def dense(y):
    return np.asarray(y.toarray() if sparse.issparse(y) else y).astype(int)


def assert_like(y, real):
    """Check that a target has the container and the dtypes of another."""
    assert type(y) is type(real)
    if isinstance(real, pd.DataFrame):
        pd.testing.assert_series_equal(y.dtypes, real.dtypes)
    elif sparse.issparse(real):
        assert (y.format, y.dtype) == (real.format, real.dtype)
    elif isinstance(real, np.ndarray):
        assert y.dtype == real.dtype
    else:
        assert {type(cell) for row in y for cell in row} == {int}


@pytest.mark.parametrize("container", CONTAINERS)
def test_an_empty_column_stays_in_every_container(container):
    y = CONTAINERS[container](Y)
    _, grown = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    assert_like(grown, y)
    assert (dense(grown) == 1).sum(axis=0).tolist() == [60, 60, 0, 60]
    np.testing.assert_array_equal(dense(grown)[: len(Y)], dense(y))
    assert set(np.unique(dense(grown))) == set(np.unique(dense(y)))
    _, replaced = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, y)
    assert_like(replaced, y)
    assert (dense(replaced) == 1).sum(axis=0).tolist() == [60, 45, 0, 40]


@pytest.mark.parametrize("name", SYNTHESIZERS)
@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_every_synthesizer_keeps_all_columns(name, mode):
    synthesizer = clone(SYNTHESIZERS[name]).set_params(mode=mode, random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, Y)
    n_rows = [60, 60, 0, 60] if mode == "augment" else [60, 45, 0, 40]
    assert y_new.sum(axis=0).tolist() == n_rows
    assert len(X_new) == len(y_new)
    _, drawn = synthesizer.sample({3: 5, 0: 2})
    assert drawn.sum(axis=0).tolist() == [2, 0, 0, 5]


@pytest.mark.parametrize("container", ["frame", "list", "csc array", "minus one"])
def test_a_saved_synthesizer_writes_the_same_target(container, tmp_path):
    y = CONTAINERS[container](Y)
    fitted = TypeAwareSMOTE(mode="replace", random_state=0).fit(X, y)
    with pytest.warns(RealRowsWarning):
        fitted.save(tmp_path / "fitted.synth")
    with pytest.warns(RealRowsWarning):
        loaded = load(tmp_path / "fitted.synth")
    _, drawn = loaded.sample(30)
    assert_like(drawn, y)
    np.testing.assert_array_equal(dense(drawn), dense(fitted.sample(30)[1]))


def test_pipelines_take_them():
    pipeline = Pipeline(
        [("more", TypeAwareSMOTE(random_state=0)), ("model", KNeighborsClassifier(3))]
    )
    assert pipeline.fit(X, Y).predict(X).shape == Y.shape


def test_a_class_is_called_by_its_column():
    synthesizer = TypeAwareSMOTE({3: 70}, random_state=0)
    assert synthesizer.fit_resample(X, Y)[1].sum(axis=0).tolist() == [60, 45, 0, 70]
    assert synthesizer.sampling_strategy_ == {0: 0, 1: 0, 3: 30}
    with pytest.raises(ValueError, match=r"class 2 is not in the target.*\[0, 1, 3\]"):
        synthesizer.set_params(sampling_strategy={2: 10}).fit(X, Y)


@pytest.mark.parametrize("container", ["int", "list", "frame", "csr", "bool"])
def test_two_classes_in_one_column(container):
    one = label_binarize(np.repeat([4, 7], [90, 55]), classes=[4, 7])
    y = {
        "int": one,
        "list": one.tolist(),
        "frame": pd.DataFrame({"is_seven": one[:, 0]}),
        "csr": sparse.csr_matrix(one),
        "bool": one.astype(bool),
    }[container]
    _, grown = TypeAwareSMOTE(random_state=0).fit_resample(X, y)
    assert_like(grown, y)
    assert dense(grown).shape == (180, 1)
    assert dense(grown).sum() == 90


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({7: [0, 0, 0, 0]}, r"1 rows are of no class, the first is row 7"),
        ({7: [1, 0, 1, 0]}, r"1 rows are of several classes, the first is row 7"),
        ({3: [1] * 4, 7: [0] * 4}, r"2 rows are of no class or of several.*row 3"),
        ({7: [2, 0, 0, 0]}, r"4 columns.* that are not one 0/1 column for each"),
        ({7: [1, 0, 0, -1]}, r"4 columns.* that are not one 0/1 column for each"),
    ],
)
@pytest.mark.parametrize("container", ["int", "list", "frame", "csr array", "nullable"])
def test_rows_that_are_not_of_one_class_are_refused(container, rows, words):
    odd = Y.copy()
    for row, cells in rows.items():
        odd[row] = cells
    y = CONTAINERS[container](odd)
    for call in (TypeAwareSMOTE().fit, TypeAwareSMOTE().fit_resample):
        with pytest.raises(ValueError, match=words):
            call(X, y)


@pytest.mark.parametrize(
    "y",
    [
        pd.DataFrame({"a": ["x", "y"] * 3, "b": [0, 1] * 3}),
        pd.DataFrame({"a": ["0", "1"] * 3, "b": ["1", "0"] * 3}),
        pd.DataFrame({"a": [0, 1] * 3, "b": [[1], [0]] * 3}),
        np.array([["x", 1], ["y", 2]] * 3, dtype=object),
        [["x", 1], ["y", 2]] * 3,
        [[0, 1], [1]] * 3,
        np.arange(12).reshape(6, 2),
        np.linspace(0, 1, 12).reshape(6, 2),
    ],
    ids=["mixed", "digits", "lists", "objects", "list", "ragged", "codes", "numbers"],
)
def test_several_columns_that_are_no_classes_are_refused_in_words(y):
    for call in (TypeAwareSMOTE().fit, TypeAwareSMOTE().fit_resample):
        with pytest.raises(ValueError, match="y should be a 1d array"):
            call(X[:6], y)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=30),
    st.integers(6, 9),
    st.sampled_from(sorted(CONTAINERS.keys() - {"one name twice"})),
)
def test_what_is_read_is_written(labels, width, container):
    cells = np.eye(width, dtype=int)[labels]
    if container in ("frame", "dummies", "nullable", "nullable bool", "mixed dtypes"):
        y = pd.DataFrame(cells, columns=[f"c{i}" for i in range(width)])
        y = y.astype("Int64" if container == "nullable" else "int8")
    else:
        y = CONTAINERS[container](cells)
    target = Target.read(y, len(labels))
    back = target.decode(target.encoded)
    assert_like(back, y)
    np.testing.assert_array_equal(dense(back), dense(y))
    part = target.take(np.arange(len(labels))[::2])
    np.testing.assert_array_equal(dense(part.decode(part.encoded)), dense(y)[::2])
    bare = target.without_rows()
    np.testing.assert_array_equal(dense(bare.decode(target.encoded)), dense(y))
