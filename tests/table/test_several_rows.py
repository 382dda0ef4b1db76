"""Several rows a person: what is said where nobody has said whose a row is."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, TableEncoder, TypeAwareCART
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.datasets import make_patients, make_visits
from skl_synth.errors import InputError, InputWarning
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import (
    refuse_several_rows,
    repeated_keys,
    repeated_values,
    several_rows,
    warn_of_several_rows,
)

X, Y = make_visits(150, visits=(1, 6), random_state=0, return_X_y=True)
ENCODER = TableEncoder(
    column_kinds={"nhs_number": "identifier"}, identifiers="surrogate"
)


def read(X, y=Y, **given):
    encoder = ENCODER if "nhs_number" in X else None
    return RealTable.read(X, y, encoder=encoder, **given)


def test_a_key_that_repeats_is_named_with_what_to_type():
    found = several_rows(read(X))
    assert "the key 'nhs_number' repeats" in str(found)
    assert "groups=X['nhs_number']" in str(found)
    assert "groups=range(len(X))" in str(found)
    said = found.words(COMMAND_LINE)
    assert "--person nhs_number" in said
    assert "--one-row-per-person" in said
    (key,) = repeated_keys(read(X).schema)
    counts = X["nhs_number"].value_counts()
    assert (key.n_keys, key.n_rows) == (len(counts), len(X))
    assert key.n_shared == counts[counts > 1].sum()


def test_rows_that_look_alike_are_named_by_their_columns():
    found = several_rows(read(X.drop(columns="nhs_number")))
    assert "'birth_date'" in str(found)
    assert "says whose each row is, and name it: groups=" in str(found)


def test_nothing_is_said_once_it_is_known_whose_rows_are():
    assert several_rows(read(X, groups=X["nhs_number"])) is None
    assert several_rows(read(X, groups=range(len(X)))) is None


def test_nothing_is_said_of_keys_of_single_rows():
    patients, y = make_patients(300, random_state=0, return_X_y=True)
    table = RealTable.read(patients, y, encoder=TableEncoder(identifiers="surrogate"))
    assert several_rows(table) is None


def test_refused_or_warned_of():
    with pytest.raises(InputError, match="nhs_number"):
        refuse_several_rows(read(X))
    with pytest.warns(InputWarning, match="nhs_number"):
        warn_of_several_rows(read(X))


def test_a_key_that_repeats_is_found_before_the_table_is_read():
    found = repeated_values(X, ["nhs_number"])
    assert found is not None
    assert found.column == "nhs_number"
    assert "groups=X['nhs_number']" in str(found)
    assert repeated_values(X.assign(row=range(len(X))), ["row"]) is None
    assert repeated_values(X, []) is None


def test_fit_warns_of_a_key_that_repeats():
    with pytest.warns(InputWarning, match="the key 'nhs_number' repeats"):
        TypeAwareCART(n_estimators=1, encoder=ENCODER).fit(X, Y)
    ProximityFilter(TypeAwareCART(n_estimators=1, encoder=ENCODER)).fit(
        X, Y, groups=np.arange(len(X))
    )


def test_the_column_that_is_passed_is_a_key_whatever_it_looks_like():
    numbers = X.assign(who=X["nhs_number"].factorize()[0]).drop(columns="nhs_number")
    encoder = TableEncoder(identifiers="surrogate")
    synthesizer = TypeAwareCART(n_estimators=1, encoder=encoder, random_state=0)
    synthesizer.fit(numbers, Y, groups=numbers["who"])
    described = synthesizer.describe().set_index("column")
    assert described.loc["who", "kind"] == "identifier"
    X_new, _ = synthesizer.sample(200)
    assert not X_new["who"].isin(numbers["who"]).any()
    persons = synthesizer.provenance_.persons
    assert (X_new.groupby(persons)["who"].nunique() == 1).all()
    assert X_new["who"].nunique() == len(np.unique(persons))


def test_text_that_repeats_is_no_person_where_a_column_is_called_a_key():
    rng = np.random.default_rng(0)
    low, high = rng.integers(95, 180, 300), rng.integers(55, 100, 300)
    pressure = [f"{one}/{other}" for one, other in zip(low, high, strict=True)]
    pressure[:40] = pressure[40:80]
    X = pd.DataFrame({"nhs_number": 4_000_000_000 + np.arange(300) * 1_370_137})
    X["pressure"] = pressure
    kinds = dict.fromkeys(X, "identifier")
    encoder = TableEncoder(kinds, identifiers="surrogate")
    assert repeated_keys(RealTable.read(X, encoder=encoder).schema) == []
    alone = RealTable.read(
        X[["pressure"]],
        encoder=encoder.set_params(column_kinds={"pressure": "identifier"}),
    )
    assert repeated_keys(alone.schema) == []


def _cells(form, n_rows=300, n_different=150):
    numbers = np.random.default_rng(0).permutation(9000)[:n_different] + 1000
    return [form(int(numbers[row % n_different])) for row in range(n_rows)]


NO_KEYS = {
    "bp": lambda k: f"{95 + k % 80}/{55 + k % 41}",
    "waited": lambda k: f"{k % 120}:{k % 60:02d}",
    "variance": lambda k: f"({k})",
    "arr_time": lambda k: f"{k % 24:02d}{k % 60:02d}",
    "seen_at": lambda k: f"{k % 24:02d}{k % 60:02d}",
    "snomed_group": lambda k: f"K{k:04d}",
    "Surname": lambda k: f"Smith{k}",
}


@pytest.mark.parametrize("name", NO_KEYS)
def test_what_is_measured_or_shared_is_no_person(name):
    X = pd.DataFrame({name: _cells(NO_KEYS[name]), "age": range(300)})
    encoder = TableEncoder({name: "identifier"}, identifiers="surrogate", rules=None)
    assert repeated_keys(RealTable.read(X, encoder=encoder).schema) == []
    assert repeated_values(X, [name]) is None


def test_a_code_that_many_rows_have_is_no_person():
    X = pd.DataFrame({"what": _cells("AB{:06d}".format), "age": range(300)})
    encoder = TableEncoder({"what": "identifier"}, identifiers="surrogate", rules=None)

    def found():
        return repeated_keys(RealTable.read(X, encoder=encoder).schema)

    assert [one.column for one in found()] == ["what"]
    assert repeated_values(X, ["what"]) is not None
    X.loc[:40, "what"] = "AB000001"
    assert found() == []
    assert repeated_values(X, ["what"]) is None
