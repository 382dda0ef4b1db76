"""What rests on one person, and on few: counted by persons, named, and hinted at."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth import TableEncoder, TypeAwareCART, TypeAwareSMOTE
from skl_synth.table import RealTable

N = 60


@pytest.fixture
def table():
    sex = np.array(["f", "m"] * 30, dtype=object)
    sex[7] = "Other"
    ward = np.array(["A"] * 40 + ["B"] * 12 + ["C"] * 8)
    age = np.r_[17, 90, 90, np.repeat(np.arange(30, 34), 14), 33]
    return pd.DataFrame({"sex": sex, "ward": ward, "age": age})


def of(described, column):
    row = described.set_index("column").loc[column]
    return row["one_person"], row["few_persons"], row["held_by_few"]


def test_levels_and_the_ends_of_numbers_are_named(table):
    few = RealTable.read(table).few_people()
    assert few.to_numpy().tolist() == [
        ["sex", "Other", 1],
        ["ward", "C", 8],
        ["age", "17", 1],
        ["age", "90", 2],
    ]
    assert len(RealTable.read(table).few_people(least=2)) == 2


def test_a_description_counts_them(table):
    described = RealTable.read(table).describe()
    assert of(described, "sex") == (1, 1, "'Other' (1)")
    assert of(described, "ward") == (0, 1, "'C' (8)")
    assert of(described, "age") == (1, 2, "lowest 17 (1), highest 90 (2)")


@pytest.mark.parametrize(
    "synthesizer", [TypeAwareCART(min_samples_leaf=5), TypeAwareSMOTE()]
)
def test_a_fitted_synthesizer_says_the_same(synthesizer, table):
    fitted = synthesizer.fit(table, np.arange(N) % 2)
    pd.testing.assert_frame_equal(fitted.describe(), RealTable.read(table).describe())


def test_persons_are_counted_not_rows(table):
    """All of ward B are visits of two persons, and Other is one more."""
    groups = np.r_[np.arange(40), [100, 101] * 6, np.arange(60, 68)]
    described = RealTable.read(table, groups=groups).describe()
    assert of(described, "ward") == (0, 2, "'B' (2), 'C' (8)")
    fitted = TypeAwareCART(min_samples_leaf=5)
    fitted.fit(table, np.arange(N) % 2, groups=groups)
    assert of(fitted.describe(), "ward") == (0, 2, "'B' (2), 'C' (8)")


def test_a_rare_level_is_hinted_at(table):
    hints = RealTable.read(table).describe().set_index("column")["hint"]
    assert hints["sex"] == (
        "'Other' rests on one person: merge such levels, or others can tell who it is"
    )
    assert hints["ward"] == hints["age"] == ""
    few = RealTable.read(table.iloc[:15]).describe()["hint"]
    assert few.tolist() == ["", "", ""]


def test_many_rare_levels_are_counted():
    cause = [*["flu"] * 50, *[f"cause {i}" for i in range(9)], "x"]
    described = RealTable.read(pd.DataFrame({"cause": cause})).describe()
    one, few, which = of(described, "cause")
    assert (one, few) == (10, 10)
    assert which.endswith("'cause 5' (1), … (4 more)")
    assert "and 7 more rest on one person each" in described.loc[0, "hint"]


def test_merged_levels_rest_on_all_who_have_them(table):
    encoder = TableEncoder(min_category_count=10)
    with pytest.warns(UserWarning, match="merges levels"):
        encoder.fit(table)
    assert of(encoder.describe(), "ward") == (0, 0, "")


def test_other_kinds():
    X = pd.DataFrame(
        {
            "stage": pd.Categorical(
                ["I"] * 30 + ["II"] * 29 + ["IV"],
                ["I", "II", "III", "IV"],
                ordered=True,
            ),
            "born": pd.date_range("1950-01-01", periods=N),
            "blood_a": [1] * 30 + [0] * 30,
            "blood_b": [0] * 30 + [1] * 28 + [0] * 2,
            "blood_o": [0] * 58 + [1] * 2,
            "gap": [np.nan] * 30 + [1.5, 2.5] * 15,
            "seen": [None] * 58 + ["yes"] * 2,
            "patient_id": np.arange(N) * 7919,
            "same": 1,
        }
    )
    encoder = TableEncoder(identifiers="surrogate")
    described = RealTable.read(X, encoder=encoder).describe()
    assert of(described, "stage") == (1, 1, "'IV' (1)")
    assert of(described, "born")[:2] == (N, N)
    assert "lowest 1950-01-01" in of(described, "born")[2]
    assert of(described, "blood") == (0, 1, "'blood_o' (2)")
    assert of(described, "gap") == (0, 0, "")
    assert of(described, "seen") == (0, 1, "'yes' (2)")
    assert of(described, "patient_id") == of(described, "same") == (0, 0, "")


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=3, max_size=40),
    st.sampled_from([float, str]),
)
def test_counts_are_those_of_persons(pairs, dtype):
    values, groups = (list(one) for one in zip(*pairs, strict=True))
    X = pd.DataFrame({"x": pd.Series(values).astype(dtype)})
    table = RealTable.read(X, groups=[f"person {one}" for one in groups])
    variable = table.schema.variables[0]
    described = table.describe()
    held = [len({g for v, g in pairs if v == value}) for value in set(values)]
    if variable.kind == "constant":
        held = []
    assert of(described, "x")[:2] == (held.count(1), sum(n < 10 for n in held))
