"""A table read part by part is the table read whole, whatever the partitions."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from skl_synth import TableEncoder
from skl_synth.datasets import make_patients
from tests.dask.whole_and_parts import read_both
from tests.table.kind_cases import CASES, N

CUTS = st.lists(st.integers(0, N), max_size=6)

COLUMNS = [
    one
    for one in CASES
    if one.container.startswith("pandas") or one.container == "pyarrow"
]


def _id_of(case):
    return case.id


@pytest.mark.parametrize("container", ["pandas", "pandas nullable", "pyarrow"])
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(cuts=CUTS)
def test_columns_of_every_kind_and_dtype(container, cuts):
    if container == "pyarrow":
        pytest.importorskip("pyarrow")
    columns = {
        case.id: pd.Series(case.make())
        for case in COLUMNS
        if case.container == container and case.expected != "refused"
    }
    read_both(pd.DataFrame(columns), cuts=cuts)


REFUSED = [one for one in COLUMNS if one.expected == "refused"]


@pytest.mark.parametrize("case", REFUSED, ids=_id_of)
def test_what_is_refused_is_refused_in_the_same_words(case):
    for package in case.needs:
        pytest.importorskip(package)
    frame = pd.DataFrame({"a": case.make(), "b": np.arange(N) % 7 / 2})
    assert isinstance(read_both(frame), Exception)


ODD = {
    "one value": ["a"] * 40,
    "nothing": [None] * 40,
    "nothing known": [np.nan, None, pd.NA, pd.NaT] * 10,
    "texts and gaps": ["b", None, "a", np.nan] * 10,
    "flags of objects": [True, None, False, True] * 10,
    "flags beside numbers": [True, 2, 0, False] * 10,
    "wholes and decimals": [1, 1.0, 2.5, 3] * 10,
    "zeros of both signs": [0.0, -0.0, 1.5, 2.5] * 10,
    "two zeros": [-0.0, 0.0] * 20,
    "text beside numbers": [1, "1", 2.0, "b"] * 10,
    "tokens": ["12", "NA", "15", "?", "19", "23", "31", "44"] * 5,
    "dates with a token": ["2020-01-01", "0000-00-00", "2021-03-05", "2020-01-09"] * 10,
    "limits": ["<0.5", "0.7", "1.2", "0.7"] * 10,
    "mixed texts": ["1.5", "x y", *map(str, range(38))],
    "mixed dates": ["01/13/2020", "13/01/2020", *["05/06/2020", "07/08/2021"] * 19],
    "infinite": [1.0, 2.0, np.inf, *[3.0] * 37],
    "lists": [1, 2, [3], *[4] * 37],
    "days": [dt.date(2020, 1, 1 + i % 28) for i in range(40)],
    "Decimals": [Decimal("1.0"), Decimal("1.00"), Decimal("2.5"), None] * 10,
    "many keys": [f"PX-{i:05d}" for i in range(40)],
    "wholes that count": list(range(40)),
    "large wholes": [2**60 + i for i in range(40)],
    "bytes": [b"a", b"b"] * 20,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_columns(name):
    cells = np.array([None] * 40, dtype=object)
    cells[:] = ODD[name]
    odd = pd.Series(cells, dtype=object)
    frame = pd.DataFrame({"odd": odd, "b": [1.5, 2, 3, 4] * 10})
    read_both(frame, cuts=(3, 3, 17))
    read_both(
        frame, encoder=TableEncoder(identifiers="surrogate"), cuts=range(1, 40, 3)
    )


SAID = {
    "nothing": {},
    "rare levels": {"min_category_count": 30},
    "tails": {"min_tail_count": 5},
    "named tokens": {"missing_values": ["9", "Female"]},
    "special values": {"special_values": {"age": [50], "length_of_stay": [1, 2]}},
    "no rules": {"rules": None},
    "kinds": {"column_kinds": {"age": "category", "sex": ["Male", "Female"]}},
    "no groups": {"one_hot_groups": None},
    "wrong column": {"column_kinds": {"aeg": "category"}},
    "wrong special": {"special_values": {"aeg": [1]}},
    "wrong group": {"one_hot_groups": ["wart"]},
    "dropped": {"identifiers": "drop"},
    "surrogates": {"identifiers": "surrogate"},
    "refused": {"identifiers": "refuse"},
}


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("text", ["str", "string", object], ids=str)
def test_patients(said, text):
    X, y = make_patients(300, random_state=0, return_X_y=True)
    if said not in ("dropped", "surrogates", "refused"):
        X = X.drop(columns="patient_id")
    texts = X.select_dtypes(["object", "string"]).columns
    X = X.astype(dict.fromkeys(texts, text))
    encoder = TableEncoder(**SAID[said])
    read_both(X, y, encoder, cuts=(50, 50, 51, 200))
