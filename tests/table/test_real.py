"""RealTable: read once, and a part of it is what reading that part gives."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skl_synth import Candidates, RealTable, Sum, TableEncoder, TypeAwareSMOTE
from tests.tables import mixed_table


def test_it_is_frozen():
    table = RealTable.read(*mixed_table(50))
    with pytest.raises(AttributeError):
        table.rows = None


def test_what_it_holds_comes_back():
    X, y = mixed_table(80)
    table = RealTable.read(X, y)
    assert len(table) == 80
    assert table.counts.tolist() == y.value_counts().sort_index().tolist()
    rows, target = table.rows, table.target.encoded
    nothing = np.empty((80, 0))
    back, labels = table.write(
        Candidates(rows, target, nothing.astype(np.intp), nothing)
    )
    pd.testing.assert_frame_equal(back, X)
    pd.testing.assert_series_equal(labels, y)
    np.testing.assert_array_equal(table.encode(X).codes, rows.codes)
    np.testing.assert_array_equal(table.matrix(), table.matrix(rows))


def test_persons_follow_their_rows():
    X, y = mixed_table(60)
    persons = np.repeat(np.arange(20), 3)
    table = RealTable.read(X, y, groups=[f"p{one}" for one in persons[::-1]])
    np.testing.assert_array_equal(table.persons, persons)
    assert (table.n_persons, table.has_visits) == (20, True)
    part = table.take(np.arange(4, 60, 2))
    # Numbers begin at 0 in every part.
    np.testing.assert_array_equal(part.persons, persons[4::2] - 1)
    single = table.take(np.arange(0, 60, 3))
    assert (single.n_persons, single.has_visits) == (20, False)
    assert table.without_rows().persons is None
    assert len(table.without_rows()) == 0
    np.testing.assert_array_equal(table.without_rows().counts, table.counts)


@given(seed=st.integers(0, 999), share=st.floats(0.2, 0.9))
def test_a_part_knows_nothing_of_the_rows_that_were_not_taken(seed, share):
    X, y = mixed_table(120)
    chosen = np.flatnonzero(np.random.default_rng(seed).random(120) < share)
    part = RealTable.read(X, y).take(chosen)
    frame = X.iloc[chosen].reset_index(drop=True)
    pd.testing.assert_frame_equal(part.decode(part.rows), frame)
    for variable in part.schema.numbers:
        known = frame[variable.name].dropna()
        assert variable.precision.low == known.min()
        assert variable.precision.high == known.max()
    spread = part.matrix()
    np.testing.assert_allclose(spread.mean(axis=0), 0, atol=1e-9)
    for variable in part.schema.of_kind("category"):
        assert set(variable.known) == set(frame[variable.name].dropna())


@given(seed=st.integers(0, 999))
def test_a_part_is_learnt_as_if_it_had_been_read(seed):
    """Where the part alone would have been taken for the same kinds."""
    X, y = mixed_table(200)
    X = X[["age", "glucose", "weight", "ward"]]
    chosen = np.flatnonzero(np.random.default_rng(seed).random(200) < 0.7)
    table = RealTable.read(X, y)
    frame, labels = X.iloc[chosen], y.iloc[chosen]
    smote = TypeAwareSMOTE(mode="replace", random_state=0)
    read = smote.fit(frame, labels)
    kinds = [variable.kind for variable in read.table_.schema.variables]
    assume(kinds == [variable.kind for variable in table.schema.variables])
    expected = read.sample()
    made = TypeAwareSMOTE(mode="replace", random_state=0)._fit_table(table.take(chosen))
    for one, other in zip(made.sample(), expected, strict=True):
        assert one.equals(other)


def test_how_dates_are_written_is_decided_for_the_whole_table():
    """Days up to twelve could be months; the other rows say that they are not."""
    days = pd.Series([f"{d:02d}/{m:02d}/2023" for m in range(1, 13) for d in (3, 25)])
    X = pd.DataFrame({"seen": days, "age": np.arange(24) % 7 + 0.5})
    table = RealTable.read(X)
    early = np.arange(0, 24, 2)
    part = table.take(early)
    assert part.schema.variables[0].kind == "datetime"
    pd.testing.assert_frame_equal(
        part.decode(part.rows), X.iloc[early].reset_index(drop=True)
    )
    assert part.encode(X.iloc[1:2]).numbers[0, 0] > part.rows.numbers[0, 0]


def test_rules_are_those_of_the_whole_table():
    X = pd.DataFrame({"a": np.arange(40) % 9, "b": np.arange(40) % 7})
    X["total"] = X["a"] + X["b"]
    encoder = TableEncoder(constraints=[Sum("total", ["a", "b"])])
    part = RealTable.read(X, encoder=encoder).take(np.arange(20))
    made, _ = TypeAwareSMOTE(random_state=0)._fit_table(part).sample(50)
    assert (made["total"] == made["a"] + made["b"]).all()
