"""Classes out of reach: left as they are, with a word, unless a number is asked for."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from skl_synth import (
    BaseSynthesizer,
    Generator,
    MarginalCalibrator,
    ProximityFilter,
    TypeAwareCART,
    TypeAwareSMOTE,
)

SYNTHESIZERS = {
    "SMOTE": TypeAwareSMOTE(),
    "CART": TypeAwareCART(min_samples_leaf=5),
    "filter": ProximityFilter(),
    "calibrator": MarginalCalibrator(TypeAwareSMOTE()),
    "filter around calibrator": ProximityFilter(MarginalCalibrator(TypeAwareSMOTE())),
}
RARE = np.repeat(["a", "b", "rare"], [100, 30, 1])


def made(name, **settings):
    return clone(SYNTHESIZERS[name]).set_params(random_state=0, **settings)


def table():
    return np.random.default_rng(0).normal(size=(131, 3))


@pytest.mark.parametrize("strategy", ["auto", "all", "not majority"])
@pytest.mark.parametrize("name", SYNTHESIZERS)
def test_a_class_of_one_row_is_left_as_it_is_and_the_others_grow(name, strategy):
    synthesizer = made(name, sampling_strategy=strategy)
    words = r"class 'rare' gains 0 rows of 99, and 99 are missing: class 'rare' has 1"
    with pytest.warns(UserWarning, match=words) as told:
        X, y = synthesizer.fit_resample(table(), RARE)
    assert len(told) == 1
    assert np.unique(y, return_counts=True)[1].tolist() == [100, 100, 1]
    np.testing.assert_array_equal(X[:131], table())


@pytest.mark.parametrize("name", SYNTHESIZERS)
@pytest.mark.parametrize(
    "asked",
    [
        {"sampling_strategy": {"rare": 5}},
        {"sampling_strategy": lambda _: {"rare": 5}},
        {"mode": "replace"},
    ],
    ids=["dict", "callable", "replace"],
)
def test_a_number_of_its_rows_is_refused_with_what_can_be_typed(name, asked):
    with pytest.raises(ValueError, match=r"class 'rare' has 1 row") as raised:
        made(name, **asked).fit_resample(table(), RARE)
    assert "sampling_strategy={'rare': 0} in replace mode" in str(raised.value)
    kept = made(name, sampling_strategy={"rare": 0}, mode="replace")
    _, y = kept.fit_resample(table(), RARE)
    assert sorted(set(y)) == ["a", "b"]


def test_n_samples_asks_for_a_number():
    synthesizer = TypeAwareSMOTE({"a": 120}, random_state=0).fit(table(), RARE)
    with pytest.raises(ValueError, match=r"class 'rare' has 1 row"):
        synthesizer.sample(131)


@pytest.mark.parametrize("ratio", [0.9, 1])
def test_a_ratio_evens_out_as_far_as_can_be(ratio):
    X = np.r_[1, np.arange(4, 400, 4), 1000 + 2 * np.arange(12)][:, None]
    y = np.repeat([0, 1], [100, 12])
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(k_neighbors=2), sampling_strategy=ratio, random_state=0
    )
    with pytest.warns(UserWarning, match=r"class 1 gains \d+ rows of \d+, and \d+ are"):
        _, y_all = synthesizer.fit_resample(X, y)
    assert 12 < y_all.sum() < 90


@pytest.mark.parametrize("levels", [2, 6])
def test_persons_who_cannot_be_had_are_missing_whole(levels):
    rng = np.random.default_rng(0)
    who = np.repeat(np.arange(60), rng.integers(1, 4, 60))
    X = pd.DataFrame(
        {
            "sex": rng.choice(["f", "m"], 60)[who],
            "visit": rng.integers(0, levels, len(who)),
        }
    )
    y = (who >= 45).astype(int)
    n_real, n_rare = len(y), int(y.sum())
    synthesizer = ProximityFilter(TypeAwareCART(min_samples_leaf=2), random_state=0)
    with pytest.warns(UserWarning, match=r"class 1 gains \d+ rows of \d+") as told:
        X_all, y_all = synthesizer.fit_resample(X, y, groups=who)
    assert sum("are missing" in str(one.message) for one in told) == 1
    assert y_all[n_real:].all()
    assert n_rare <= y_all.sum() < n_real - n_rare
    copies = X_all[n_real:].merge(X.drop_duplicates())
    assert copies.empty
    synthesizer.set_params(sampling_strategy={1: n_real - n_rare})
    with pytest.raises(ValueError, match=r"rows of class 1 could be had"):
        synthesizer.fit_resample(X, y, groups=who)


class Lazy(Generator):
    """Whatever is asked for, it draws one row less of each class."""

    def learn(self, real, rng):
        self.inner = TypeAwareSMOTE().make_generator()
        self.inner.learn(real, rng)

    def draw(self, request, rng):
        drawn = self.inner.draw(request, rng)
        kept = np.ones(len(drawn), dtype=bool)
        kept[np.unique(drawn.target, return_index=True)[1]] = False
        return drawn.take(np.flatnonzero(kept))


class LazySynthesizer(BaseSynthesizer):
    """The synthesizer of such a generator."""

    def make_generator(self):
        return Lazy()


def test_a_number_asked_for_is_not_missed_in_silence():
    synthesizer = LazySynthesizer(mode="replace", random_state=0)
    y = np.repeat([0, 1], [100, 31])
    with pytest.raises(ValueError, match="99 rows of class 0 were drawn where 100"):
        synthesizer.fit_resample(table(), y)
