"""Visits: rules within a row, and nobody comes back before they left."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    Elapsed,
    Inequality,
    TableEncoder,
    TypeAwareCART,
    release_synthesizer,
)
from skl_synth.generators.derived.visit_orders import VisitOrders
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.rules_of_visits import rules_of_visits
from skl_synth.table.real import RealTable
from skl_synth.table.rule_search import FoundRule
from tests.planted_rules import years_between


@pytest.fixture(scope="module")
def visits():
    """Persons of several stays, one behind the other."""
    rng = np.random.default_rng(0)
    person = np.sort(rng.integers(0, 120, 420))
    first = pd.Series(person).groupby(person).cumcount().to_numpy()
    born = np.datetime64("1940-01-01") + rng.integers(0, 20000, 120)[person]
    start = np.datetime64("2021-01-01") + rng.integers(0, 60, 120)[person] + 90 * first
    start = start + rng.integers(0, 40, 420)
    stay = rng.integers(0, 15, 420)
    X = pd.DataFrame(
        {
            "born": born.astype("M8[ns]"),
            "admitted": start.astype("M8[ns]"),
            "discharged": (start + stay).astype("M8[ns]"),
            "stay": stay,
            "pulse": rng.integers(50, 110, 420),
        }
    )
    X["age"] = years_between(X["born"], X["admitted"])
    y = pd.Series(np.where(rng.random(420) < 0.3, "yes", "no"))
    return X, y, person


def test_rules_hold_within_visits_and_persons_stay_persons(visits):
    X, y, person = visits
    cart = TypeAwareCART(n_estimators=3, mode="replace", random_state=0)
    cart.fit(X, y, groups=person)
    kept = set(cart.rules_["rule"])
    assert "stay = days from admitted to discharged" in kept
    assert "age = completed years from born to admitted" in kept
    X_new, _ = cart.sample()
    days = (X_new["discharged"] - X_new["admitted"]).dt.days
    assert (days == X_new["stay"]).all()
    assert days.max() <= 14
    assert days.mean() == pytest.approx(X["stay"].mean(), rel=0.1)
    assert (years_between(X_new["born"], X_new["admitted"]) == X_new["age"]).all()
    whose = X_new.groupby(cart.provenance_.persons)
    assert whose["born"].nunique().max() == 1
    assert not (X_new["admitted"] < whose["discharged"].shift()).any()


def test_a_discharge_comes_before_the_next_admission(visits):
    X, y, person = visits
    encoder = TableEncoder(
        constraints=[Inequality("admitted", "<=", "discharged")], rules=None
    )
    table = RealTable.read(X, y, encoder=encoder, groups=person)
    orders = VisitOrders.of(table, ["discharged"])
    assert ("discharged", "admitted") in orders.pairs
    assert all(earlier == "discharged" for earlier, _ in orders.pairs)
    reader = RowReader(table.schema, table.rows)
    assert not orders.broken(reader, table.persons).any()
    late = table.encode(X.assign(discharged=X["discharged"].max()))
    broken = orders.broken(RowReader(table.schema, late), table.persons)
    follows = np.r_[False, person[1:] == person[:-1]]
    np.testing.assert_array_equal(
        broken, follows & (X["admitted"] < X["discharged"].max())
    )


def test_what_is_of_the_person_is_not_computed_from_visits(visits):
    X, y, person = visits
    table = RealTable.read(X, y, encoder=TableEncoder(rules=None), groups=person)
    of_person = FoundRule(Elapsed("age", "admitted", "born", "days"), 1, 1)
    of_visit = FoundRule(Elapsed("stay", "admitted", "discharged"), 1, 1)
    found = (of_person, of_visit)
    kept = rules_of_visits(found, table.schema, table.rows, table.persons)
    assert kept == (of_visit,)
    assert rules_of_visits(found, table.schema, table.rows, None) == found


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_in_a_release_the_stay_is_the_time_between_its_dates(visits):
    X, y, person = visits
    release = release_synthesizer(random_state=0).fit(X, y, groups=person)
    X_new, _ = release.sample()
    days = (X_new["discharged"] - X_new["admitted"]).dt.days
    assert (days == X_new["stay"]).all()
    assert days.max() <= 14
    assert days.mean() == pytest.approx(X["stay"].mean(), rel=0.1)
    assert release.rules_["kept"].all()
