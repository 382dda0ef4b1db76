"""SyntheticEvaluator on dask frames: that of one machine, on rows chosen by chance."""

import pickle
import warnings
from itertools import pairwise

import dask
import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.model_selection import StratifiedShuffleSplit

from skl_synth import PrivateMarginals as PrivateOnOneMachine
from skl_synth import ProximityFilter, TableEncoder, TypeAwareCART
from skl_synth import SyntheticEvaluator as OnOneMachine
from skl_synth import TypeAwareSMOTE as SmoteOnOneMachine
from skl_synth.dask import dask_evaluator
from skl_synth.dask.counterparts import counterpart
from skl_synth.dask.dask_evaluator import SyntheticEvaluator
from skl_synth.dask.dask_private_marginals import PrivateMarginals
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.dask.folds_on_cluster import FoldsOnCluster
from skl_synth.dask.parts import Parts
from skl_synth.dask.rows_looked_at import (
    RowsLookedAt,
    note_of,
    rows_of_some,
    seed_of_choice,
)
from skl_synth.dask.running import Runner
from skl_synth.datasets import make_patients, make_visits
from skl_synth.errors import InputError, InputWarning

ONE_FOLD = StratifiedShuffleSplit(1, test_size=0.5, random_state=0)


@pytest.fixture(scope="module")
def patients():
    table = make_patients(240, random_state=0)
    return table[["age", "sex", "glucose", "readmitted"]]


def as_dask(frame, n=4):
    return dd.from_pandas(frame, npartitions=n, sort=False)


def halves(frame, target="readmitted", n=4):
    far = as_dask(frame, n)
    return far.drop(columns=target), far[target]


# Which rows are looked at.


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=200),
    st.integers(1, 200),
    st.integers(0, 5),
)
def test_whole_persons_are_chosen(persons, most, seed):
    persons = pd.factorize(np.array(persons))[0]
    rows = rows_of_some(len(persons), persons, most, seed)
    assert (np.diff(rows) > 0).all()
    chosen = np.isin(persons, persons[rows])
    np.testing.assert_array_equal(np.flatnonzero(chosen), rows)
    assert len(rows) <= most or len(np.unique(persons[rows])) == 1
    if len(persons) <= most:
        assert len(rows) == len(persons)


def test_every_row_is_as_likely_to_be_chosen():
    hits = np.zeros(100)
    for seed in range(600):
        rows = rows_of_some(100, None, 20, seed)
        assert len(rows) == 20
        hits[rows] += 1
    # Of 600 each is chosen 120 times, by a spread of less than 10.
    assert np.abs(hits - 120).max() < 45
    assert np.abs(hits.reshape(10, 10).mean(axis=0) - 120).max() < 15


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=5), st.integers(1, 80))
def test_partitions_have_no_say_in_which_rows_are_looked_at(cuts, most):
    frame = make_patients(60, random_state=1)
    frame["ward"] = frame["ward"].astype("category")
    frame.index = [f"r{i}" for i in range(60)]
    edges = pairwise([0, *sorted(cuts), 60])
    pieces = [frame.iloc[low:high] for low, high in edges]
    with dask.config.set({"dataframe.convert-string": False}):
        far = dd.from_map(_itself, pieces, meta=frame.iloc[:0])
        parts = Parts.of(
            far.drop(columns="readmitted"), far["readmitted"], None, Runner()
        )
        seen = RowsLookedAt.of(parts, None, most, 0)
    wanted = frame.iloc[rows_of_some(60, None, most, 0)]
    pd.testing.assert_frame_equal(seen.X, wanted.drop(columns="readmitted"))
    pd.testing.assert_series_equal(seen.y, wanted["readmitted"])
    assert seen.is_all == (most >= 60) == (not note_of({"": seen}))


def _itself(piece):
    return piece


# The report.


def test_a_small_table_is_judged_as_on_one_machine(patients):
    parameters = {"cv": ONE_FOLD, "sections": ["fidelity"], "random_state": 0}
    X, y = halves(patients)
    far = SyntheticEvaluator(SmoteOnOneMachine(mode="replace"), **parameters)
    far.fit(X, y)
    alone = OnOneMachine(SmoteOnOneMachine(mode="replace"), **parameters)
    alone.fit(X.compute(), y.compute())
    pd.testing.assert_frame_equal(far.results_, alone.results_)
    pd.testing.assert_frame_equal(far.predictions_, alone.predictions_)
    assert far.notes_ == alone.notes_
    assert far.report() == alone.report()
    assert far.n_rows_ == far.n_rows_seen_ == 240


def test_what_was_not_looked_at_is_said(patients):
    X, y = halves(patients)
    far = SyntheticEvaluator(
        TypeAwareSMOTE(mode="replace"),
        cv=ONE_FOLD,
        sections=["fidelity"],
        max_rows=150,
        random_state=0,
    ).fit(X, y)
    assert (far.n_rows_, far.n_rows_seen_, far.n_persons_) == (240, 150, 150)
    text = " ".join(far.report().split())
    assert "150 of the 240 rows of the real table were looked at" in text
    assert "folds were made by skl_synth.TypeAwareSMOTE on one machine" in text
    assert type(far.synthesizer_) is SmoteOnOneMachine
    assert "were looked at" in far._repr_html_()
    again = clone(far).fit(*halves(patients, n=7))
    pd.testing.assert_frame_equal(again.results_, far.results_)


def test_persons_are_looked_at_whole():
    X, y = make_visits(40, random_state=0, return_X_y=True)
    X, groups = X[["age", "sex"]], X["nhs_number"]
    far = SyntheticEvaluator(
        TypeAwareCART(mode="replace"),
        cv=2,
        sections=["fidelity"],
        max_rows=70,
        random_state=0,
    ).fit(as_dask(X), as_dask(y), as_dask(groups))
    assert far.n_rows_seen_ <= 70
    assert 15 < far.n_persons_ < 40
    text = " ".join(far.report().split())
    assert f"({far.n_persons_} of 40 persons)" in text


def test_folds_may_be_tasks(patients, monkeypatch):
    X, y = halves(patients)
    parameters = {"cv": 2, "sections": ["fidelity"], "random_state": 0}
    here = SyntheticEvaluator(SmoteOnOneMachine(mode="replace"), **parameters).fit(X, y)
    monkeypatch.setattr(dask_evaluator, "is_on_cluster", bool)
    far = SyntheticEvaluator(SmoteOnOneMachine(mode="replace"), **parameters)
    assert isinstance(far._workers(), FoldsOnCluster)
    pd.testing.assert_frame_equal(far.fit(X, y).results_, here.results_)


def test_what_folds_warn_of_as_tasks_is_said_once():
    with (
        pytest.warns(InputWarning, match="rare thing") as heard,
        FoldsOnCluster(Runner()) as workers,
    ):
        assert workers(_warned, [(1,), (2,)]) == [1, 2]
    assert len(heard) == 1


def _warned(number):
    from skl_synth.errors import warn

    warn("a rare thing")
    return number


# Who makes the folds.


def test_a_synthesizer_for_dask_has_its_counterpart():
    made = counterpart(
        PrivateMarginals(None, pairs="none", rows_per_person=2, client=None)
    )
    assert type(made) is PrivateOnOneMachine
    assert (made.epsilon, made.pairs, made.rows_per_person) == (None, "none", 2)
    assert type(counterpart(TypeAwareSMOTE(k_neighbors=3))) is SmoteOnOneMachine
    alone = ProximityFilter()
    assert counterpart(alone) is alone
    assert counterpart(None) is None


class _MySmote(TypeAwareSMOTE):
    """A class that somebody derives in a module of their own."""


def test_what_is_derived_from_a_synthesizer_for_dask_has_its_counterpart():
    made = counterpart(_MySmote(k_neighbors=3))
    assert type(made) is SmoteOnOneMachine
    assert made.k_neighbors == 3


class _Client:
    """Stands for a client, which has a connection that cannot be pickled."""

    class scheduler:  # noqa: N801 - as it is called there
        address = "tcp://127.0.0.1:8786"

    def __reduce__(self):
        raise TypeError("a connection cannot be pickled")


def test_an_evaluator_is_pickled_with_the_address_of_its_client():
    again = pickle.loads(pickle.dumps(SyntheticEvaluator(cv=2, client=_Client())))
    assert (again.cv, again.client) == (2, _Client.scheduler.address)


def test_the_taught_method_is_judged_unless_another_is_given(patients):
    far = SyntheticEvaluator(cv=ONE_FOLD, sections=["fidelity"], random_state=0)
    far.fit(*halves(patients))
    assert type(far.synthesizer_) is ProximityFilter


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"max_rows": 0}, "max_rows"), ({"sections": ["beauty"]}, "beauty")],
)
def test_wrong_parameters_are_refused(patients, parameters, words):
    with pytest.raises(ValueError, match=words):
        SyntheticEvaluator(**parameters).fit(*halves(patients))


def test_a_class_of_which_the_rows_have_too_few_is_named(patients):
    frame = patients.copy()
    frame["readmitted"] = ["rare"] * 2 + ["no"] * 238
    with pytest.raises(InputError, match="too few to be split"):
        SyntheticEvaluator(cv=2, max_rows=230).fit(*halves(frame))


def test_the_encoder_may_say_whose_rows_are(patients):
    frame = patients.copy()
    frame["nhs"] = [f"n{i // 4:04d}" for i in range(240)]
    fields = [{"name": "nhs", "skl_synth": {"kind": "identifier"}}]
    said = {"fields": fields, "skl_synth": {"person": "nhs"}}
    encoder = TableEncoder(dictionary=said, identifiers="drop")
    X, y = halves(frame[["nhs", "age", "readmitted"]])
    far = SyntheticEvaluator(
        TypeAwareCART(mode="replace", encoder=encoder),
        cv=2,
        sections=["fidelity"],
        max_rows=101,
        random_state=0,
    )
    with warnings.catch_warnings():
        # That keys are left out, and columns not described.
        warnings.simplefilter("ignore", InputWarning)
        far.fit(X, y)
    assert far.n_rows_seen_ == 100
    assert far.n_persons_ == 25


def test_the_choice_is_repeated_by_a_seed_alone():
    assert seed_of_choice(3) == seed_of_choice(np.int64(3)) == 3
    assert seed_of_choice(None) != seed_of_choice(None)
    source = np.random.RandomState(3)
    first = seed_of_choice(source)
    assert first == seed_of_choice(source)
    assert source.randint(1000) == np.random.RandomState(3).randint(1000)
    assert first != seed_of_choice(source)
