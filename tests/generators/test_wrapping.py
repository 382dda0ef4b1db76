"""What wraps a generator: nested draws, seeds, and the estimators inside."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    RealRowsWarning,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    load,
)
from tests.tables import mixed_table

WRAPPERS = [
    ProximityFilter(random_state=0),
    ProximityFilter(TypeAwareCART(n_estimators=2), mode="replace", random_state=0),
    ProximityFilter(
        MarginalCalibrator(TypeAwareCART(n_estimators=2)),
        mode="replace",
        random_state=0,
    ),
    MarginalCalibrator(
        ProximityFilter(TypeAwareCART(n_estimators=2)), mode="replace", random_state=0
    ),
]


@pytest.mark.parametrize("wrapper", WRAPPERS, ids=repr)
def test_the_sampler_of_a_fitted_wrapper_works_by_itself(wrapper, tmp_path):
    X, y = mixed_table(200)
    inner = wrapper.fit(X, y).sampler_
    made, labels = inner.sample({0: 30, 1: 20}, random_state=1)
    assert labels.value_counts().to_dict() == {0: 30, 1: 20}
    assert (made.dtypes == X.dtypes).all()
    pd.testing.assert_frame_equal(inner.describe(), wrapper.describe())
    assert len(inner.sample()[0]) == wrapper.counts_.sum()
    with pytest.warns(RealRowsWarning):
        inner.save(tmp_path / "inner.synth")
    with pytest.warns(RealRowsWarning):
        loaded = load(tmp_path / "inner.synth")
    again = loaded.sample({0: 30, 1: 20}, random_state=1)[0]
    pd.testing.assert_frame_equal(again, made)


@pytest.mark.parametrize("wrapper", WRAPPERS, ids=repr)
def test_a_sample_leaves_nothing_behind_but_what_is_known_of_it(wrapper):
    X, y = mixed_table(200)
    wrapper.fit(X, y)
    before, inside = dict(vars(wrapper)), dict(vars(wrapper.sampler_))
    first = wrapper.sample(random_state=2)[0]
    after = dict(vars(wrapper))
    known = after.pop("provenance_")
    before.pop("provenance_", None)
    assert after == before
    assert vars(wrapper.sampler_) == inside
    assert len(known) == len(first)
    wrapper.sample(7, random_state=3)
    pd.testing.assert_frame_equal(wrapper.sample(random_state=2)[0], first)


def test_what_is_learnt_follows_the_seed_of_the_wrapper():
    """Trees are grown anew for another seed, though rows are drawn by the same one."""
    X, y = mixed_table(300)
    seeds, tables = set(), []
    for seed in (0, 1):
        wrapper = ProximityFilter(TypeAwareCART(), mode="replace", random_state=seed)
        wrapper.fit(X, y)
        seeds.add(wrapper.sampler_.random_state)
        tables.append(wrapper.sample(random_state=5)[0])
    assert len(seeds) == 2
    assert not tables[0].equals(tables[1])


def test_what_is_said_of_the_table_may_be_said_to_the_wrapper():
    X, y = mixed_table(200)
    X["key"] = np.arange(200) * 7
    encoder = TableEncoder({"key": "identifier"}, identifiers="surrogate")
    outer = ProximityFilter(encoder=encoder, mode="replace", random_state=0)
    inner = ProximityFilter(
        TypeAwareSMOTE(encoder=encoder), mode="replace", random_state=0
    )
    made = [one.fit_resample(X, y)[0] for one in (outer, inner)]
    pd.testing.assert_frame_equal(*made)
    assert not made[0]["key"].isin(X["key"]).any()
    assert outer.encoder_ is outer.sampler_.encoder_
    assert outer.encoder_ is not encoder
    with pytest.raises(ValueError, match="give the encoder to one of them") as error:
        inner.set_params(encoder=TableEncoder()).fit(X, y)
    assert error.value.parameter == "encoder"
