"""What is learnt of keys when a table is read."""

import pickle
import zipfile

import numpy as np
import pandas as pd
import pytest

import skl_synth
from skl_synth import TableEncoder, TypeAwareCART, TypeAwareSMOTE
from skl_synth.table.keys.learn_keys import learn_keys
from tests.keys_of_people import keys_of_people

N = 120


def people(dtype=None):
    X = keys_of_people(N)
    if dtype is not None:
        X = X.astype(dict.fromkeys(X.columns, dtype))
    X["age"] = np.arange(N) % 60
    return X, pd.Series(np.arange(N) % 2, name="y")


def bytes_of(path):
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.filterwarnings("ignore::skl_synth.RealRowsWarning")
@pytest.mark.parametrize("dtype", [None, "category", object])
@pytest.mark.parametrize("kind", [TypeAwareCART, TypeAwareSMOTE])
def test_a_saved_synthesizer_avoids_the_real_keys_and_holds_none(kind, dtype, tmp_path):
    X, y = people(dtype)
    kinds = dict.fromkeys(X.columns[:-1], "identifier")
    encoder = TableEncoder(kinds, identifiers="surrogate")
    made = kind(mode="replace", encoder=encoder, random_state=0).fit(X, y)
    made.save(tmp_path / "made.synth")
    content = bytes_of(tmp_path / "made.synth") + pickle.dumps(made)
    loaded = skl_synth.load(tmp_path / "made.synth")
    sample, _ = loaded.sample()
    pd.testing.assert_frame_equal(sample, made.sample()[0])
    for name in kinds:
        assert not set(sample[name]) & set(X[name])
        cells = [str(key).encode() for key in X[name]]
        assert not [key for key in cells if key in content]
        whole = [key for key in X[name] if isinstance(key, int)]
        assert not [k for k in whole if np.int64(k).tobytes() in content]


def test_keys_are_the_same_whatever_the_order_of_the_rows():
    X, _ = people()
    names = list(X.columns[:-1])
    one = learn_keys(X, names, None)
    other = learn_keys(X.iloc[::-1], names, None)
    for name in names:
        assert one[name].fresh.shapes.shapes == other[name].fresh.shapes.shapes
        np.testing.assert_array_equal(
            one[name].fresh.known.bits, other[name].fresh.known.bits
        )


def test_no_columns_of_keys():
    assert learn_keys(pd.DataFrame({"age": [1, 2]}), [], None) == {}


@pytest.mark.parametrize(
    ("dtype", "most"),
    [
        ("int8", 127),
        ("uint16", 65_535),
        ("Int32", 2**31 - 1),
        ("float32", 2**24),
        ("float64", 2**53),
        ("Float64", 2**53),
        ("Sparse[int64]", 2**63 - 1),
        (object, 2**63 - 1),
        ("category", 2**63 - 1),
        (str, None),
    ],
)
def test_how_large_a_number_may_be(dtype, most):
    frame = pd.DataFrame({"id": pd.Series(range(30)).astype(dtype)})
    learnt = learn_keys(frame, ["id"], None)["id"]
    assert learnt.fresh.most == most
    assert learnt.are_numbers == (most is not None)
    column = pd.Series(learnt.write(np.array(["7", "12"], dtype=object)))
    assert column.tolist() == (["7", "12"] if most is None else [7, 12])
    assert column.dtype == frame["id"].dtype or dtype == "category"


def test_what_is_said_of_fresh_keys():
    X, _ = people()
    person = np.arange(N) // 2
    X["seen_by"] = X["mrn"].to_numpy()[np.arange(N) % 40]
    names = ["nhs_number", "mrn", "seen_by"]
    learnt = learn_keys(X, names, None)
    assert learnt["nhs_number"].describe(valid=False) == (
        "fresh keys like 9999999999, check digits wrong"
    )
    assert learnt["mrn"].describe(valid=False) == "fresh keys like MRN-999999"
    assert learnt["seen_by"].describe(valid=False) == "fresh keys of 'mrn'"
    of_persons = learn_keys(X.assign(mrn=X["mrn"].to_numpy()[person]), ["mrn"], person)
    assert of_persons["mrn"].describe(valid=False).endswith(", one a person")
