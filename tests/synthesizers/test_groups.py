"""groups= in fit and fit_resample: named and routed as in scikit-learn."""

import numpy as np
import pytest
import sklearn
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression

from skl_synth import MarginalCalibrator, ProximityFilter, TypeAwareSMOTE
from skl_synth.errors import InputError
from tests.tables import mixed_table

X, Y = mixed_table(60)
X = X.select_dtypes("number").dropna(axis=1)
PAIRS = np.repeat(np.arange(30), 2)


@pytest.mark.parametrize(
    "synthesizer",
    [
        TypeAwareSMOTE(random_state=0),
        ProximityFilter(mode="replace"),
        MarginalCalibrator(ProximityFilter()),
    ],
)
def test_single_rows_are_not_made_of_persons_with_several(synthesizer):
    with pytest.raises(InputError, match=r"30 persons have 60 rows.*TypeAwareCART"):
        synthesizer.fit(X, Y, groups=PAIRS)
    with pytest.raises(InputError, match="draws row by row"):
        synthesizer.fit_resample(X, Y, groups=PAIRS)


def test_persons_of_one_row_each_change_nothing():
    synthesizer = TypeAwareSMOTE(mode="replace", random_state=0)
    plain = synthesizer.fit_resample(X, Y)
    known = synthesizer.fit_resample(X, Y, groups=[f"p{i}" for i in range(60)])
    assert plain[0].equals(known[0])
    assert synthesizer.table_.n_persons == 60


def test_groups_are_routed_through_a_pipeline():
    sampler = TypeAwareSMOTE(random_state=0)
    with sklearn.config_context(enable_metadata_routing=True):
        sampler.set_fit_resample_request(groups=True).set_fit_request(groups=True)
        pipeline = Pipeline([("smote", sampler), ("model", LogisticRegression())])
        with pytest.raises(InputError, match="30 persons have 60 rows"):
            pipeline.fit(X, Y, groups=PAIRS)


def test_a_wrong_length_is_refused():
    with pytest.raises(InputError, match="groups has 59 values"):
        TypeAwareSMOTE().fit(X, Y, groups=PAIRS[1:])
