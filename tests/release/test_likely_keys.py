"""What is likely an identifier is one in a table to be published."""

import numpy as np
import pytest

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    publish,
)
from skl_synth.datasets import make_patients
from skl_synth.release.likely_keys import read_for_release


@pytest.fixture(scope="module")
def lockers():
    X, y = make_patients(800, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    # Each row a person: rows that share a key are refused for that.
    rng = np.random.default_rng(0)
    X.insert(0, "locker", rng.choice(10**9, 800, replace=False) + 10**9)
    return X, y


def test_it_is_refused_with_all_ways_out(lockers):
    with pytest.raises(ValueError, match="likely an identifier") as caught:
        publish(*lockers)
    error = caught.value
    assert (error.column, error.parameter) == ("locker", "identifiers")
    assert "encoder=TableEncoder(identifiers='surrogate')" in str(error)
    assert "encoder=TableEncoder(column_kinds={'locker': 'integer'})" in str(error)


SURROGATE = TableEncoder(identifiers="surrogate")


@pytest.mark.parametrize(
    "maker",
    [
        TypeAwareCART(encoder=SURROGATE),
        ProximityFilter(encoder=SURROGATE),
        ProximityFilter(TypeAwareCART(encoder=SURROGATE)),
        MarginalCalibrator(ProximityFilter(TypeAwareCART(encoder=SURROGATE))),
        TypeAwareCART(encoder=SURROGATE, column_kinds={"age": "integer"}),
    ],
    ids=repr,
)
def test_it_is_read_as_one_whatever_is_wrapped(maker, lockers):
    table, notes = read_for_release(maker, *lockers)
    assert [one.name for one in table.schema.identifiers] == ["locker"]
    assert "'locker' is likely an identifier (whole" in notes[0]
    again = maker.fit(*lockers).encoder_.schema_
    assert [one.name for one in again.identifiers] == ["locker"]


def test_whoever_says_that_it_is_none_is_heard(lockers):
    maker = TypeAwareCART(column_kinds={"locker": "integer"})
    table, notes = read_for_release(maker, *lockers)
    assert table.schema.identifiers == []
    assert not any("identifier" in note for note in notes)


def test_other_columns_are_read_as_ever(lockers):
    X, y = lockers
    maker = TypeAwareCART()
    table, notes = read_for_release(maker, X.drop(columns="locker"), y)
    assert table.schema.identifiers == []
    assert not any("identifier" in note for note in notes)
    assert maker.encoder.column_kinds == "infer"


def test_the_report_names_it(lockers):
    X, y = lockers
    with pytest.raises(ValueError, match="refused") as caught:
        publish(
            X,
            y,
            encoder=SURROGATE,
            ladder=False,
            membership_bound=0.5,
            folds=2,
            random_state=0,
        )
    report = caught.value.report
    assert "'locker' is likely" in report.owner.notes[0]
    assert report.notes[0] == "No value of a key is released, of locker."
    assert "'locker' is likely" in str(report.owner)
