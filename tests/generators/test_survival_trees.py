"""CART of survival times: time and event of one leaf, never torn apart."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TableEncoder, TypeAwareCART
from skl_synth.errors import InputError
from tests.survival_tables import HAZARDS, WALL, proportional_hazards

TERMS = {"C(treated)[T.yes]": "treated", "C(late)[T.True]": "late", "age": "age"}


def _cart(survival, **parameters):
    encoder = TableEncoder(survival=survival)
    return TypeAwareCART(encoder=encoder, random_state=0, **parameters)


def _hazards(table):
    model = smf.phreg(
        "time ~ C(treated) + C(late) + age",
        table,
        status=table["died"].to_numpy(),
        ties="efron",
    ).fit()
    names = [TERMS[name] for name in model.model.exog_names]
    figures = pd.DataFrame({"hazard": model.params, "error": model.bse}, names)
    return figures.loc[list(HAZARDS)]


def _recovers(table):
    """Whether hazard ratios are the true ones within two standard errors."""
    found = _hazards(table)
    away = (found["hazard"] - pd.Series(HAZARDS)) / found["error"]
    return bool((away.abs() < 2).all())


def test_cox_of_synthetic_rows_finds_the_hazard_ratios_that_were_planted():
    real = proportional_hazards(1500)
    assert _recovers(real)
    made, _ = _cart({"time": "died"}).fit(real).sample(1500)
    assert _recovers(made)
    assert made["died"].mean() == pytest.approx(real["died"].mean(), abs=0.04)
    torn = made.assign(died=made["died"].sample(frac=1, random_state=0).to_numpy())
    assert not _recovers(torn)


def test_censoring_depends_on_a_column_as_it_did():
    real = proportional_hazards(1500)
    made, _ = _cart({"time": "died"}).fit(real).sample(3000)
    old = [table.loc[table["age"] > 65, "died"].mean() for table in (real, made)]
    assert old[1] == pytest.approx(old[0], abs=0.06)


def test_the_end_of_follow_up_stays_a_wall_and_decimals_stay():
    real = proportional_hazards(600)
    made, _ = _cart({"time": "died"}).fit(real).sample(2000)
    assert made["time"].min() >= 0
    assert made["time"].max() == WALL
    assert not made.loc[made["time"] == WALL, "died"].any()
    share = (real["time"] == WALL).mean()
    assert (made["time"] == WALL).mean() == pytest.approx(share, abs=0.03)
    assert (made["time"].round(2) == made["time"]).all()


def test_a_wall_of_few_rows_is_one():
    """Two in a hundred reach it: too few for the share of a spike."""
    rng = np.random.RandomState(0)
    time = np.where(np.arange(500) < 10, 9.0, rng.uniform(1, 8, 500))
    real = pd.DataFrame({"time": time, "died": np.arange(500) % 2 * (time < 9)})
    made, _ = _cart({"time": "died"}).fit(real).sample(4000)
    beyond = made["time"] > real["time"][real["time"] < 9].max()
    assert set(made.loc[beyond, "time"]) == {9.0}


@settings(max_examples=20, deadline=None)
@given(
    n_rows=st.integers(12, 60),
    seed=st.integers(0, 1000),
    order=st.sampled_from(["table", "levels", ["died"], ["time", "x"]]),
    smoothing=st.sampled_from([0.0, 1.0]),
    missing=st.booleans(),
)
def test_a_time_is_never_that_of_another_end(n_rows, seed, order, smoothing, missing):
    """Each end has times of its own, and a missing mark has some, too."""
    rng = np.random.RandomState(seed)
    ends = np.array(["died", "lost", None] if missing else ["died", "lost"], object)
    place = np.r_[np.arange(len(ends)), rng.randint(len(ends), size=n_rows - len(ends))]
    real = pd.DataFrame(
        {
            "died": ends[place],
            "x": rng.normal(size=n_rows),
            "time": 100.0 * place + rng.randint(0, 50, n_rows),
        }
    )
    maker = _cart(
        {"time": ("died", "died")},
        visit_order=order,
        smoothing=smoothing,
        min_samples_leaf=3,
    )
    made, _ = maker.fit(real).sample(200)
    known = {end: 100.0 * at for at, end in enumerate(ends)}
    low = made["died"].map(lambda one: known[None if pd.isna(one) else one])
    assert ((made["time"] >= low) & (made["time"] < low + 50)).all()
    if not smoothing:
        pairs = set(map(tuple, real[["time", "died"]].astype(str).to_numpy()))
        drawn = set(map(tuple, made[["time", "died"]].astype(str).to_numpy()))
        assert drawn <= pairs


def test_columns_behind_the_pair_see_both():
    """A column that only the two together say."""
    rng = np.random.RandomState(0)
    time, died = rng.uniform(0, 10, 800).round(1), rng.randint(0, 2, 800)
    real = pd.DataFrame({"time": time, "died": died, "odd": (time > 5) ^ (died == 1)})
    maker = _cart({"time": "died"}, visit_order=["died"])
    made, _ = maker.fit(real).sample(800)
    same = ((made["time"] > 5) ^ (made["died"] == 1)) == made["odd"]
    assert same.mean() > 0.97


def test_missing_times_stay_with_their_events():
    real = proportional_hazards(300)
    real.loc[real.index[:60], "time"] = np.nan
    real.loc[real.index[:60], "died"] = 0
    made, _ = _cart({"time": "died"}).fit(real).sample(500)
    assert made["time"].isna().any()
    assert not made.loc[made["time"].isna(), "died"].any()


def test_the_event_may_be_the_target():
    real = proportional_hazards(600)
    X, y = real.drop(columns="died"), real["died"]
    maker = _cart({"time": "died"}, mode="replace")
    X_new, y_new = maker.fit_resample(X, y)
    assert y_new.sum() == y.sum()
    assert not y_new[X_new["time"] == WALL].any()
    for labels in ("modelled", "redrawn"):
        with pytest.raises(InputError, match="labels='kept'"):
            _cart({"time": "died"}, labels=labels).fit(X, y)


@pytest.mark.parametrize("end", [0, 1])
def test_rows_that_all_end_in_one_way_are_made(end):
    real = proportional_hazards(100).assign(died=end)
    made, _ = _cart({"time": "died"}).fit(real).sample(50)
    assert set(made["died"]) == {end}


def test_two_pairs_are_each_kept():
    real = proportional_hazards(300).assign(
        relapse=proportional_hazards(300, 1)["died"],
        until_relapse=proportional_hazards(300, 1)["time"],
    )
    survival = {"time": "died", "until_relapse": "relapse"}
    made, _ = _cart(survival, smoothing=0.0).fit(real).sample(300)
    for pair in survival.items():
        known = set(map(tuple, real[list(pair)].to_numpy()))
        assert set(map(tuple, made[list(pair)].to_numpy())) <= known


def test_durations_and_odd_names_are_times_as_well():
    real = proportional_hazards(200)
    real["time"] = pd.to_timedelta(real["time"], unit="D").dt.round("s")
    real = real.rename(columns={"time": 7, "died": "did they die?"})
    made, _ = _cart({7: "did they die?"}).fit(real).sample(100)
    assert made[7].dtype == real[7].dtype
    assert (made[7] >= pd.Timedelta(0)).all()


def test_rules_do_not_compute_a_half_of_a_pair():
    """The event follows from the cause: it is drawn with the time all the same."""
    real = proportional_hazards(400)
    cause = np.where(real["died"] == 1, "heart", "none")
    made, _ = _cart({"time": "died"}).fit(real.assign(cause=cause)).sample(300)
    assert ((made["cause"] == "heart") == (made["died"] == 1)).all()
    assert not made.loc[made["time"] == WALL, "died"].any()


@pytest.mark.parametrize("in_target", [False, True])
def test_noise_takes_no_event_to_the_end_of_follow_up(in_target):
    real = proportional_hazards(400)
    X, y = (real.drop(columns="died"), real["died"]) if in_target else (real, None)
    maker = _cart({"time": "died"}, mode="replace", noise_scale=0.5).fit(X, y)
    made, target = maker.sample(2000)
    died = (target if in_target else made["died"]) == 1
    last = real.loc[real["died"] == 1, "time"].max()
    assert made.loc[died, "time"].max() <= last
    assert made["time"].min() >= 0
    assert (made["time"] == WALL).any()
    assert set(made["time"]) - set(real["time"])


def test_a_part_of_a_table_may_have_no_event():
    """Strata of rows that are all censored."""
    real = proportional_hazards(300).assign(site="A")
    real.loc[real.index[:100], ["site", "died"]] = ["B", 0]
    made, _ = _cart({"time": "died"}, by="site").fit(real).sample(300)
    assert not made.loc[made["site"] == "B", "died"].any()


def test_persons_with_several_rows_are_refused_in_words():
    real = proportional_hazards(60)
    groups = np.arange(60) // 2
    with pytest.raises(InputError, match="start to stop"):
        _cart({"time": "died"}).fit(real, groups=groups)
