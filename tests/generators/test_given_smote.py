"""Given rows of SMOTE are those that would come of drawing without a condition."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from skl_synth import TypeAwareSMOTE
from skl_synth.errors import InputError
from skl_synth.generators.given_smote import Segments
from skl_synth.table.given import Condition

pytestmark = pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")


def planted(n_rows=500):
    """Columns that hang together, some of them with missing values."""
    rng = np.random.RandomState(0)
    age = rng.randint(20, 90, n_rows)
    sex = rng.choice(["f", "m"], n_rows)
    dose = (age / 10 + (sex == "f") * 3 + rng.normal(size=n_rows)).round(1)
    pulse = np.where(rng.uniform(size=n_rows) < 0.2, np.nan, 60 + age // 3)
    X = pd.DataFrame({"age": age, "sex": sex, "dose": dose, "pulse": pulse})
    return X, pd.Series((rng.uniform(size=n_rows) < age / 120).astype(int), name="ill")


@pytest.fixture(scope="module")
def smote():
    return TypeAwareSMOTE(mode="replace", random_state=0).fit(*planted())


@pytest.fixture(scope="module")
def plain(smote):
    X, y = smote.sample(60_000, 1)
    return X.assign(ill=y)


@pytest.mark.parametrize(
    "given",
    [
        {"age": (45, 55), "sex": "m"},
        {"age": 60},
        {"dose": (None, 6.0), "pulse": (70, None)},
        {"pulse": None, "sex": "f"},
        {"ill": 1, "dose": (9, 10)},
    ],
)
def test_it_draws_as_without_the_condition(given, smote, plain):
    X, y = smote.sample(1_500, 2, given=given)
    new, meets = X.assign(ill=y), np.ones(len(plain), dtype=bool)
    for name, value in given.items():
        column = plain[name]
        if isinstance(value, tuple):
            low, high = value
            meets &= column >= (-np.inf if low is None else low)
            meets &= column <= (np.inf if high is None else high)
        else:
            meets &= column.isna() if value is None else column == value
    truth = plain[meets]
    for name in ("age", "dose"):
        assert ks_2samp(new[name], truth[name]).pvalue > 1e-3
    assert abs(new["pulse"].isna().mean() - truth["pulse"].isna().mean()) < 0.05
    assert abs((new["sex"] == "f").mean() - (truth["sex"] == "f").mean()) < 0.06
    assert abs(new["ill"].mean() - truth["ill"].mean()) < 0.06


def test_intervals_are_where_points_meet_the_condition(smote):
    real = smote.table_
    rng = np.random.RandomState(0)
    members = np.flatnonzero(real.target.groups == 0)
    near = rng.randint(len(members), size=(len(members), 3))
    segments = Segments.of(real, members, near)
    condition = Condition(ranges={0: (40.0, 50.0)}, levels={0: np.array([True, False])})
    spans = segments.spans(condition, 1.0)
    assert spans.length > 0
    halves, step = spans.draw(500, rng)
    ends = real.rows.numbers[:, 0]
    start, end = ends[segments.first[halves]], ends[segments.second[halves]]
    age = start + step * (end - start)
    # What is rounded into the range is in it.
    assert ((age >= 39.5) & (age <= 50.5)).all()
    nearer = np.where(step > 0.5, segments.second[halves], segments.first[halves])
    assert (real.rows.codes[nearer, 0] == 0).all()


def test_it_finds_what_chance_does_not(smote):
    X, y = planted()
    wanted = X[["age", "dose", "sex"]].assign(ill=y).iloc[:150]
    new, new_y = smote.sample(given=wanted)
    pd.testing.assert_frame_equal(new.assign(ill=new_y)[list(wanted)], wanted)
    assert smote.given_yield_ > 0.3
    assert smote.given_tolerance_ <= 0.2


def test_what_no_segment_has_is_refused():
    X = pd.DataFrame({"age": [*range(50)] * 2, "sex": ["f"] * 50 + ["m"] * 50})
    X["ward"] = X["sex"].map({"f": "a", "m": "b"})
    smote = TypeAwareSMOTE(random_state=0).fit(X)
    with pytest.raises(InputError, match=r"two neighbours of the table has all.*'sex'"):
        smote.sample(5, given={"sex": "f", "ward": "b"})
