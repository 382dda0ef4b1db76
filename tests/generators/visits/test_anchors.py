"""Anchors: what is measured from what, as real rows show it."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.datasets import make_visits
from skl_synth.generators.visits import VisitsGenerator
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable


@pytest.fixture(scope="module")
def generator():
    X, y = make_visits(300, visits=(1, 5), random_state=0, return_X_y=True)
    groups, X = X["nhs_number"], X.drop(columns="nhs_number")
    real = RealTable.read(X, y, groups=groups)
    made = VisitsGenerator(n_estimators=2)
    made.learn(real, np.random.RandomState(0))
    return made


def anchor(generator, stage, column):
    names = [variable.name for variable in generator.real.schema.numbers]
    place = names.index(column)
    draws = getattr(generator, stage).draws[0]
    return next(
        d for d in draws if d.step.is_number and d.step.position == place
    ).anchor


def place(generator, column):
    return [v.name for v in generator.real.schema.numbers].index(column)


def test_what_belongs_to_the_person_is_found(generator):
    assert generator.real.person_columns == [
        "sex", "birth_date", "ethnicity", "area", "hypertension", "diabetes", "copd",
    ]  # fmt: skip


def test_a_discharge_is_measured_from_its_admission(generator):
    found = anchor(generator, "first", "discharged")
    assert found.columns == (place(generator, "admitted"),)
    assert found.is_order


def test_an_admission_is_measured_from_the_last_discharge(generator):
    found = anchor(generator, "later", "admitted")
    last = generator.layout.last(place(generator, "discharged"))
    assert (found.columns, found.is_order) == ((last,), True)
    assert place(generator, "birth_date") in found.floors


def test_a_first_admission_is_drawn_itself_but_not_before_birth(generator):
    found = anchor(generator, "first", "admitted")
    assert found.columns == ()
    assert found.floors == (place(generator, "birth_date"),)


def test_an_age_is_the_time_between_two_dates(generator):
    found = anchor(generator, "first", "age")
    assert found.is_exact
    later = {place(generator, "admitted"), place(generator, "discharged")}
    assert place(generator, "birth_date") in found.columns
    assert later.intersection(found.columns)
    assert np.abs(found.weights) == pytest.approx(1 / 365.25, rel=0.01)


def test_a_measurement_is_measured_from_those_before(generator):
    found = anchor(generator, "later", "weight_kg")
    last = generator.layout.last(place(generator, "weight_kg"))
    assert found.columns == (last, last + 1)
    assert sum(found.weights) == pytest.approx(1, abs=0.1)


def test_counts_that_heap_are_drawn_themselves():
    rng = np.random.RandomState(0)
    persons = np.repeat(np.arange(200), 3)
    often = rng.poisson(np.repeat(rng.exponential(size=200), 3))
    X = pd.DataFrame({"falls": often, "age": rng.randint(20, 90, size=600)})
    made = VisitsGenerator(n_estimators=2)
    made.learn(RealTable.read(X, groups=persons), np.random.RandomState(0))
    assert anchor(made, "later", "falls").columns == ()


@pytest.mark.parametrize("zone", [None, "Europe/London"])
def test_dates_of_different_steps_are_compared_on_one_axis(zone):
    rng = np.random.RandomState(0)
    start = pd.Timestamp("2020-01-01", tz=zone)
    seen = start + pd.to_timedelta(rng.randint(0, 60 * 24 * 300, size=120), unit="min")
    told = seen.floor("h") + pd.to_timedelta(rng.randint(1, 48, size=120), unit="h")
    X = pd.DataFrame({"seen": seen, "told": told, "x": rng.normal(size=120)})
    real = RealTable.read(X, groups=np.repeat(np.arange(60), 2), encoder=TableEncoder())
    made = VisitsGenerator(n_estimators=2)
    made.learn(real, np.random.RandomState(0))
    found = anchor(made, "first", "told")
    assert (found.columns, found.is_order) == ((place(made, "seen"),), True)
    gap = made.first.draws[0][1].gap.values
    hours = (told - seen) / pd.Timedelta("1D")
    assert gap.max() == pytest.approx(hours.max(), abs=0.2)
