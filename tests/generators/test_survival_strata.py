"""Survival times where rows are mixed: parents have the same end."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import PrivateMarginals, ProximityFilter, TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputError
from tests.survival_tables import WALL, proportional_hazards

ENCODER = TableEncoder(survival={"time": "died"})


def test_parents_of_a_row_end_in_the_same_way():
    real = proportional_hazards(300)
    maker = TypeAwareSMOTE(encoder=ENCODER, random_state=0).fit(real)
    made, _ = maker.sample(300)
    ends = real["died"].to_numpy()[maker.provenance_.parents]
    assert (ends == made["died"].to_numpy()[:, None]).all()
    assert made["died"].sum() == real["died"].sum()
    assert made["time"].max() <= WALL


def test_a_filter_keeps_the_ends_apart_too():
    real = proportional_hazards(300)
    maker = ProximityFilter(TypeAwareSMOTE(encoder=ENCODER), random_state=0)
    made, _ = maker.fit(real).sample(200)
    assert not made.loc[made["time"] == WALL, "died"].any()


def test_an_array_goes_by_position():
    values = proportional_hazards(200)[["time", "died", "age"]].to_numpy(float)
    maker = TypeAwareSMOTE(encoder=TableEncoder(survival={0: 1}), random_state=0)
    made, _ = maker.fit(values).sample(200)
    assert made[:, 1].sum() == values[:, 1].sum()


def test_an_end_of_few_rows_cannot_be_mixed():
    real = proportional_hazards(200)
    real["died"] = (np.arange(200) < 5).astype(int)
    with pytest.raises(InputError, match="in 5 rows") as caught:
        TypeAwareSMOTE(encoder=ENCODER, random_state=0).fit(real)
    assert "TypeAwareCART" in str(caught.value)


def test_the_target_divides_rows_by_itself():
    real = proportional_hazards(300)
    maker = TypeAwareSMOTE(encoder=ENCODER, mode="replace", random_state=0)
    X, y = maker.fit_resample(real.drop(columns="died"), real["died"])
    assert not y[X["time"] == WALL].any()


def test_marginals_count_the_two_together():
    real = proportional_hazards(800)
    real["time"] = np.where(real["died"] == 1, real["time"] / 4, real["time"] + 5)
    noise = np.random.RandomState(0).normal(size=(800, 3))
    real = real.assign(**{f"x{i}": one for i, one in enumerate(noise.T)})
    maker = PrivateMarginals(epsilon=None, encoder=ENCODER, random_state=0).fit(real)
    assert any({"time", "died"} <= set(one) for one in maker.margins_)
    made, _ = maker.sample(800)
    means = [one.groupby("died")["time"].mean() for one in (real, made)]
    assert means[1].to_numpy() == pytest.approx(means[0].to_numpy(), abs=0.8)


def test_marginals_count_them_together_even_where_they_say_nothing():
    rng = np.random.RandomState(0)
    real = pd.DataFrame(
        {
            "time": rng.randint(0, 20, 400),
            "died": rng.randint(0, 2, 400),
            "x": rng.randint(0, 20, 400),
        }
    )
    maker = PrivateMarginals(epsilon=None, encoder=ENCODER, random_state=0).fit(real)
    assert any({"time", "died"} <= set(one) for one in maker.margins_)
