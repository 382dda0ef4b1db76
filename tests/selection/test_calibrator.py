"""MarginalCalibrator: one-way counts as in the real table, and nobody any closer."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import ks_2samp

from skl_synth import (
    MarginalCalibrator,
    ProximityFilter,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.generators.cart import CartGenerator
from tests.tables import mixed_table


def counts_off(made, real):
    """Mean distance of the columns of two tables."""
    off = []
    for name in real:
        if real[name].nunique() > 10:
            known = made[name].dropna(), real[name].dropna()
            off.append(ks_2samp(*known, method="asymp").statistic)
            off.append(abs(made[name].isna().mean() - real[name].isna().mean()))
        else:
            shares = [one[name].value_counts(normalize=True) for one in (made, real)]
            off.append(shares[0].sub(shares[1], fill_value=0).abs().sum() / 2)
    return np.mean(off)


@pytest.mark.parametrize(
    ("sampler", "factor"),
    # Between rows there is nothing at the ends of the range: less to choose from.
    [(TypeAwareCART(), 0.6), (TypeAwareSMOTE(), 0.8)],
    ids=repr,
)
def test_columns_come_out_as_in_the_real_table_in_every_class(sampler, factor):
    X, y = mixed_table(600)
    sampler.set_params(mode="replace", random_state=0)
    plain, plain_y = sampler.fit_resample(X, y)
    calibrator = MarginalCalibrator(
        sampler, nearness="candidates", mode="replace", random_state=0
    )
    made, made_y = calibrator.fit_resample(X, y)
    assert made_y.value_counts().to_dict() == y.value_counts().to_dict()
    assert (made.dtypes == X.dtypes).all()
    for label in (0, 1):
        real = X[y == label]
        better = counts_off(made[made_y == label], real)
        assert better < factor * counts_off(plain[plain_y == label], real)
    deviation = calibrator.deviation_
    assert set(deviation["class"]) == {0, 1}
    assert "blood" in set(deviation["column"])
    assert deviation["chosen"].mean() < 0.4 * deviation["candidates"].mean()


@pytest.mark.parametrize(
    "sampler",
    [TypeAwareCART(), TypeAwareCART(min_samples_leaf=2, smoothing=0)],
    ids=repr,
)
def test_rows_are_not_brought_closer_to_real_ones(sampler):
    X, y = mixed_table(600)
    calibrator = MarginalCalibrator(sampler, mode="replace", random_state=0).fit(X, y)
    made = calibrator.encoder_.transform(calibrator.sample()[0])
    real = calibrator.encoder_.transform(X)
    own = cdist(made, real).min(axis=1)
    np.testing.assert_allclose(calibrator.provenance_.distances, own, atol=1e-9)
    between = cdist(real, real)
    np.fill_diagonal(between, np.inf)
    between = between.min(axis=1)
    plain = calibrator.encoder_.transform(calibrator.sampler_.fit(X, y).sample(2000)[0])
    drawn = cdist(plain, real).min(axis=1)
    for share in (0.01, 0.05, 0.1, 0.25, 0.5):
        edge = np.quantile(between, share)
        assert (own <= edge).mean() <= share + 0.01
        assert (own <= edge).mean() <= (drawn <= edge).mean() + 0.02


def test_copies_are_not_preferred_though_their_counts_are_right():
    """Every second candidate is a real row: their counts alone would choose those."""
    X, y = mixed_table(300)
    X = X[["age", "weight", "flag", "ward"]]
    copies = {}
    for nearness in ("real", "candidates"):
        calibrator = MarginalCalibrator(
            HalfCopies(), nearness=nearness, mode="replace", random_state=0
        )
        made, _ = calibrator.fit_resample(X, y)
        copies[nearness] = len(made.merge(X.drop_duplicates()))
    assert copies["real"] == 0
    assert 100 < copies["candidates"] <= 151


class HalfCopyingGenerator(CartGenerator):
    """CART, half of whose rows are real rows."""

    def draw(self, request, rng):
        made = super().draw(request, rng)
        for group in range(len(request.counts)):
            mine = np.flatnonzero(made.target == group)[::2]
            real = np.flatnonzero(self.real.target.encoded == group)
            copied = self.real.rows.take(rng.choice(real, len(mine)))
            made.rows.numbers[mine] = copied.numbers
            made.rows.codes[mine] = copied.codes
        return made


class HalfCopies(TypeAwareCART):
    """The estimator around it."""

    def make_generator(self):
        return HalfCopyingGenerator()


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_it_nests_with_the_filter_both_ways():
    X, y = mixed_table(300)
    X = X[["age", "flag", "smoker", "blood_a", "blood_b", "blood_o", "ward"]]
    settings = {"mode": "replace", "random_state": 0}
    plain, _ = MarginalCalibrator(TypeAwareCART(), **settings).fit_resample(X, y)
    assert len(plain.merge(X.drop_duplicates())) > 5, "nothing to filter"
    for synthesizer in (
        ProximityFilter(MarginalCalibrator(TypeAwareCART()), **settings),
        MarginalCalibrator(ProximityFilter(TypeAwareCART()), **settings),
    ):
        made, made_y = synthesizer.fit_resample(X, y)
        assert made.merge(X.drop_duplicates()).empty
        assert made_y.value_counts().to_dict() == y.value_counts().to_dict()
        assert len(synthesizer.provenance_.distances) == len(X)
        again, _ = synthesizer.fit_resample(X, y)
        pd.testing.assert_frame_equal(made, again)


def test_parents_stay_with_their_rows():
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(80, 3)), columns=list("abc"))
    y = np.repeat([0, 1], [50, 30])
    calibrator = MarginalCalibrator(TypeAwareSMOTE(), random_state=0).fit(X, y)
    made, _ = calibrator.sample(40)
    known = calibrator.provenance_
    between = (known.weights[:, :, None] * X.to_numpy()[known.parents]).sum(axis=1)
    np.testing.assert_allclose(made, between, atol=1e-12)


def test_the_seed_of_the_calibrator_governs():
    X, y = mixed_table()
    made = [
        MarginalCalibrator(
            TypeAwareCART(n_jobs=n_jobs), random_state=seed
        ).fit_resample(X, y)[0]
        for seed, n_jobs in [(0, None), (0, 2), (1, None)]
    ]
    pd.testing.assert_frame_equal(made[0], made[1])
    assert not made[0].equals(made[2])


def test_a_continuous_target_is_calibrated_and_none_is_no_error():
    X, _ = mixed_table(400)
    y = X.pop("weight")
    calibrator = MarginalCalibrator(random_state=0).fit(X, y)
    made, made_y = calibrator.sample()
    assert len(made) == 400
    assert ks_2samp(made_y, y, method="asymp").statistic < 0.03
    assert "the target" in set(calibrator.deviation_["column"])
    assert calibrator.fit(X).sample(50)[1] is None


def test_small_counts_and_none():
    X, y = mixed_table()
    calibrator = MarginalCalibrator(random_state=0).fit(X, y)
    assert calibrator.sample({0: 1, 1: 0})[1].tolist() == [0]
    assert len(calibrator.sample(0)[0]) == 0
    assert calibrator.deviation_.empty
