"""Folds at a time: what they warn of is said once, and none shares out its own work."""

import re
import warnings
from contextlib import nullcontext

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joblib.parallel import ThreadingBackend
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV

from skl_synth import (
    ProximityFilter,
    SyntheticEvaluator,
    TypeAwareCART,
    TypeAwareSMOTE,
    privacy_scorer,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError, InputWarning, warn
from skl_synth.evaluation.fold_workers import FoldWorkers, merged
from skl_synth.said_once import topic_of

ROWS = "class {label!r} has {n} rows"


def heard_of(*folds):
    return [[InputWarning(ROWS, label=one, n=n) for one, n in fold] for fold in folds]


def texts(*folds):
    return [str(one) for one in merged(heard_of(*folds))]


def test_what_every_fold_says_is_said_as_it_is():
    assert texts([("a", 3)], [("a", 3)]) == ["class 'a' has 3 rows."]


def test_what_some_folds_say_is_said_with_their_number():
    once = "class 'a' has 3 rows"
    assert texts([("a", 3)], [], [("a", 3)]) == [f"{once} (in 2 of 3 folds)."]
    found = texts([("a", 3)], [("a", 4)])
    assert found == [f"{once} (in 2 of 2 folds, each with figures of its own)."]


def test_two_classes_are_two_things():
    found = texts([("a", 3), ("b", 3)], [("b", 3)])
    assert [re.sub(" has.*", "", one) for one in found] == ["class 'a'", "class 'b'"]


def test_two_lists_of_one_fold_are_two_things():
    groups = [InputWarning("{columns} are odd", columns=one) for one in ("a", "b")]
    assert len(merged([groups, groups])) == 2
    assert len(merged([groups[:1], groups[1:]])) == 1


@given(
    st.lists(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 3))), max_size=4)
)
def test_each_thing_is_said_and_none_twice(folds):
    found = merged(heard_of(*folds))
    topics = [topic_of(one) for one in found]
    assert len(topics) == len(set(topics))
    assert len(topics) == len({label for fold in folds for label, _ in fold})
    assert all(isinstance(one, InputWarning) for one in found)


def _warn_and_fail():
    warn(ROWS, label="a", n=1)
    raise InputError("nothing can be made of it")


def test_what_was_said_before_an_error_is_heard():
    with pytest.raises(InputError), pytest.warns(InputWarning, match="class 'a'"):
        FoldWorkers()(_warn_and_fail, [()])


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(150, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def said_by(function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
    return [str(w.message) for w in caught if issubclass(w.category, InputWarning)]


def _warn_of(n):
    warn(ROWS, label="a", n=n)
    warn("all is odd")
    return n


def _in_folds(n_jobs):
    with FoldWorkers(n_jobs) as workers:
        assert workers(_warn_of, [(3,), (4,), (5,)]) == [3, 4, 5]


@pytest.mark.parametrize(
    ("n_jobs", "backend"), [(None, None), (2, "threading"), (2, "loky")]
)
def test_folds_say_a_thing_once_wherever_they_run(n_jobs, backend):
    with joblib.parallel_config(backend) if backend else nullcontext():
        assert said_by(lambda: _in_folds(n_jobs)) == [
            "class 'a' has 3 rows (in 3 of 3 folds, each with figures of its own).",
            "all is odd.",
        ]


def test_what_was_said_of_all_rows_is_not_said_of_each_fold(patients):
    evaluator = SyntheticEvaluator(
        ProximityFilter(TypeAwareSMOTE(k_neighbors=40), mode="replace"),
        cv=3,
        sections=["fidelity"],
        random_state=0,
    )
    assert said_by(lambda: evaluator.fit(*patients)) == [
        "class 1 has 19 rows: 18 neighbours are used instead of k_neighbors=40."
    ]


class Cluster(ThreadingBackend):
    """What does not say that a call is a share already, as clusters do not."""

    supports_sharedmem = False
    n_sent = 0

    def submit(self, func, callback=None):
        type(self).n_sent += 1
        return super().submit(func, callback)

    def apply_async(self, func, callback=None):
        # As older versions of joblib call it; newer ones do not.
        type(self).n_sent += 1
        return super().apply_async(func, callback)

    def get_nested_backend(self):
        return Cluster(nesting_level=0), -1


@pytest.fixture
def cluster():
    joblib.register_parallel_backend("cluster", Cluster)
    Cluster.n_sent = 0
    return Cluster


MAKERS = {
    "smote": ProximityFilter(TypeAwareSMOTE(n_jobs=2), mode="replace", n_jobs=2),
    "cart": TypeAwareCART(n_jobs=2, mode="replace"),
}


@pytest.mark.filterwarnings("ignore:class 1 has 19 rows")
@pytest.mark.parametrize("maker", list(MAKERS))
def test_a_fold_sends_nothing_to_the_cluster(patients, cluster, maker):
    evaluator = SyntheticEvaluator(
        MAKERS[maker],
        estimator=RandomForestClassifier(4, n_jobs=2),
        sections=["utility"],
        cv=3,
        random_state=0,
    )
    X, y = patients[0].select_dtypes("number").fillna(0), patients[1]
    alone = evaluator.fit(X, y).results_
    assert cluster.n_sent == 0
    with joblib.parallel_config("cluster", n_jobs=2):
        evaluator.set_params(n_jobs=2).fit(X, y)
    # Three folds; the four trees are of the model that is trained beside them.
    assert cluster.n_sent == 3 + 4
    pd.testing.assert_frame_equal(alone, evaluator.results_)


def test_what_a_search_sends_out_sends_nothing_on(patients, cluster):
    search = GridSearchCV(
        ProximityFilter(TypeAwareSMOTE(n_jobs=2), mode="replace", random_state=0),
        {"n_jobs": [1, 2]},
        scoring=privacy_scorer,
        cv=2,
        n_jobs=2,
        refit=False,
    )
    with joblib.parallel_config("cluster", n_jobs=2), warnings.catch_warnings():
        warnings.simplefilter("ignore", InputWarning)
        search.fit(*patients)
    assert cluster.n_sent == 4
    assert len(np.unique(search.cv_results_["mean_test_score"])) == 1
