"""People with visits, as a user makes them: TypeAwareCART with groups."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import (
    Inequality,
    MarginalCalibrator,
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    load,
    release_synthesizer,
)
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError

X, Y = make_visits(400, visits=(1, 8), random_state=0, return_X_y=True)
KEY = X.pop("nhs_number")
PERSON = ["sex", "birth_date", "ethnicity", "area", "hypertension", "diabetes", "copd"]


def made_by(synthesizer, seed=0):
    """Make as many rows, and say which persons they belong to."""
    synthesizer.fit(X, Y, groups=KEY)
    X_new, y_new = synthesizer.sample(random_state=seed)
    return X_new.assign(person=synthesizer.provenance_.persons), y_new


@pytest.fixture(scope="module")
def made():
    return made_by(TypeAwareCART(mode="replace", random_state=0))


def test_rows_are_those_of_a_table_like_the_real_one(made):
    X_new, y_new = made
    assert X_new.drop(columns="person").dtypes.equals(X.dtypes)
    assert y_new.value_counts().to_dict() == Y.value_counts().to_dict()


def test_nobody_is_two_people(made):
    of_person = made[0].groupby("person")[PERSON]
    assert (of_person.nunique(dropna=False) == 1).all(axis=None)


def test_rows_of_a_person_stand_together_and_in_order(made):
    X_new, _ = made
    changes = (X_new["person"].diff() != 0).sum()
    assert changes == X_new["person"].nunique()
    numbers = X_new.groupby("person").cumcount() + 1
    assert (X_new["visit"] == numbers).all()


def test_dates_keep_their_order(made):
    X_new, _ = made
    before = X_new.groupby("person")["discharged"].shift()
    assert (X_new["admitted"] >= X_new["birth_date"]).all()
    assert (X_new["discharged"] >= X_new["admitted"]).all()
    assert not (X_new["admitted"] < before).any()
    assert X_new["admitted"].max() <= X["admitted"].max()


def test_ages_are_those_of_the_dates(made):
    X_new, _ = made
    years = (X_new["admitted"] - X_new["birth_date"]).dt.days / 365.25
    # Nobody is older than the oldest real person, whatever the dates say.
    within = (years - X_new["age"]).between(-1.5, 1.5) | (
        X_new["age"] == X["age"].max()
    )
    assert within.mean() > 0.99


def test_visits_a_person_are_as_many(made):
    shares = [
        keys.value_counts().value_counts(normalize=True)
        for keys in (KEY, made[0]["person"])
    ]
    assert shares[0].sub(shares[1], fill_value=0).abs().sum() / 2 <= 0.05


@pytest.mark.parametrize("column", ["sbp", "weight_kg"])
def test_visits_hang_together_as_they_did(made, column):
    def lagged(frame, keys):
        pairs = pd.DataFrame(
            {"now": frame[column], "before": frame.groupby(keys)[column].shift()}
        )
        return pairs.corr().iloc[0, 1]

    real = lagged(X, KEY.to_numpy())
    synthetic = lagged(made[0], made[0]["person"].to_numpy())
    assert synthetic == pytest.approx(real, abs=0.08)


def test_ages_are_whole_years_between_the_dates(made):
    X_new, _ = made
    years = (X_new["admitted"] - X_new["birth_date"]).dt.days / 365.2425
    assert (np.floor(years) == X_new["age"]).mean() > 0.97


def test_wards_stay_as_often_as_they_did(made):
    def stays(frame, keys):
        before = frame.groupby(keys)["ward"].shift()
        return (before == frame["ward"])[before.notna()].mean()

    assert stays(made[0], made[0]["person"].to_numpy()) == pytest.approx(
        stays(X, KEY.to_numpy()), abs=0.06
    )


def test_deaths_come_at_the_end(made):
    last = ~made[0].duplicated("person", keep="last")
    assert not made[0].loc[~last, "died"].any()
    assert made[0].loc[last, "died"].mean() == pytest.approx(
        X.loc[~KEY.duplicated(keep="last"), "died"].mean(), abs=0.03
    )


def test_first_visits_are_like_first_visits(made):
    first = [X[~KEY.duplicated()], made[0][~made[0].duplicated("person")]]
    shares = [one["ward"].value_counts(normalize=True) for one in first]
    assert shares[0].sub(shares[1], fill_value=0).abs().sum() / 2 < 0.1


def test_the_same_seed_gives_the_same_people():
    plan = {"n_estimators": 2, "mode": "replace", "random_state": 3}
    one, other = (made_by(TypeAwareCART(**plan)) for _ in "ab")
    pd.testing.assert_frame_equal(one[0], other[0])


def test_the_order_of_rows_does_not_matter():
    shuffled = np.random.RandomState(0).permutation(len(X))
    synthesizer = TypeAwareCART(n_estimators=2, mode="replace", random_state=0)
    synthesizer.fit(X.iloc[shuffled], Y.iloc[shuffled], groups=KEY.iloc[shuffled])
    X_new, _ = synthesizer.sample()
    persons = synthesizer.provenance_.persons
    # Visits are ordered by their dates, whatever the file does.
    before = X_new.groupby(persons)["discharged"].shift()
    assert not (X_new["admitted"] < before).any()
    assert (X_new.groupby(persons)[PERSON].nunique(dropna=False) == 1).all(axis=None)


@settings(deadline=None, max_examples=15)
@given(
    lengths=st.lists(st.integers(1, 5), min_size=12, max_size=40),
    seed=st.integers(0, 99),
    missing=st.floats(0, 0.4),
)
def test_any_table_of_visits_gives_whole_persons(lengths, seed, missing):
    rng = np.random.RandomState(seed)
    persons = np.repeat(np.arange(len(lengths)), lengths)
    n = len(persons)
    doses = rng.randint(9, size=n)
    frame = pd.DataFrame(
        {
            "sex": np.array(["f", "m"])[rng.randint(2, size=len(lengths))][persons],
            "height": rng.randint(150, 200, size=len(lengths))[persons],
            "dose": np.where(rng.uniform(size=n) < missing, np.nan, doses),
            "ward": rng.choice(["A", "B", None], size=n),
            "seen": pd.Timestamp("2020-01-01")
            + pd.to_timedelta(rng.randint(900, size=n), unit="D"),
        }
    )
    y = np.where(rng.uniform(size=n) < 0.5, "yes", "no")
    y[:4] = ["yes", "yes", "no", "no"]
    synthesizer = TypeAwareCART(n_estimators=2, mode="replace", random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        X_new, y_new = synthesizer.fit_resample(frame, y, groups=persons)
    assert np.unique(y_new, return_counts=True)[1].tolist() == (
        np.unique(y, return_counts=True)[1].tolist()
    )
    if max(lengths) > 1:
        whose = X_new.groupby(synthesizer.provenance_.persons)
        constant = [
            column
            for column in ("sex", "height")
            if (frame.groupby(persons)[column].nunique() == 1).all()
        ]
        assert (whose[constant].nunique() == 1).all(axis=None)
    assert X_new.dtypes.equals(frame.dtypes)


@pytest.mark.parametrize("target", ["continuous", None])
def test_a_number_or_no_target_works(target):
    y = None if target is None else X["cost"]
    frame = X if y is None else X.drop(columns="cost")
    synthesizer = TypeAwareCART(n_estimators=2, random_state=0)
    X_new, y_new = synthesizer.fit(frame, y, groups=KEY).sample(500)
    persons = synthesizer.provenance_.persons
    assert len(X_new) == 500
    assert (X_new.groupby(persons)[PERSON].nunique(dropna=False) == 1).all(axis=None)
    if y is not None:
        assert y_new.between(y.min(), y.max()).all()


@pytest.mark.filterwarnings("ignore:.*what is left is unlike what was made")
def test_a_wrapper_keeps_persons_whole():
    synthesizer = ProximityFilter(
        TypeAwareCART(n_estimators=2), removal_fraction=0.2, mode="replace"
    )
    X_new, y_new = made_by(synthesizer.set_params(random_state=0))
    assert (X_new.groupby("person")[PERSON].nunique(dropna=False) == 1).all(axis=None)
    assert y_new.value_counts().to_dict() == Y.value_counts().to_dict()
    counts = synthesizer.filter_counts_
    assert counts["kept"] == len(Y)
    assert counts["closest"] > 0.1 * len(Y)
    plain = TypeAwareCART(n_estimators=2, mode="replace", random_state=0)
    made, _ = made_by(plain)
    nearer = synthesizer.nearest_real(made.drop(columns="person"))[0].mean()
    assert synthesizer.provenance_.distances.mean() > nearer


def test_no_visit_of_a_release_equals_a_real_one():
    synthesizer = release_synthesizer(random_state=0)
    # Few, coarse columns: many rows would be those of real people.
    columns = ["sex", "ethnicity", "admitted", "ward", "sbp"]
    synthesizer.fit(X[columns], Y, groups=KEY)
    X_new, _ = synthesizer.sample()
    both = X_new.merge(X[columns].drop_duplicates(), on=columns)
    assert not len(both)
    persons = synthesizer.provenance_.persons
    assert (X_new.groupby(persons)["sex"].nunique() == 1).all()


def test_what_cannot_be_had_is_refused():
    frame = X[["sex", "diabetes", "emergency"]]
    synthesizer = MarginalCalibrator(ProximityFilter(TypeAwareCART(n_estimators=1)))
    synthesizer.fit(frame, Y, groups=KEY)
    with pytest.raises(InputError, match="no copies of real rows"):
        synthesizer.sample(200)


def test_rules_are_kept_by_whole_persons():
    frame = X.assign(low=X["age"] - 1, high=X["age"] + X["visit"])
    encoder = TableEncoder(constraints=[Inequality("low", "<", "high")])
    synthesizer = TypeAwareCART(
        n_estimators=2, mode="replace", encoder=encoder, random_state=0
    )
    X_new, y_new = synthesizer.fit_resample(frame, Y, groups=KEY)
    assert (X_new["low"] < X_new["high"]).all()
    persons = synthesizer.provenance_.persons
    assert (X_new.groupby(persons)["sex"].nunique() == 1).all()
    assert y_new.value_counts().to_dict() == Y.value_counts().to_dict()


def test_rows_of_one_class_of_mixed_histories_come_with_a_word():
    synthesizer = TypeAwareCART(n_estimators=1, random_state=0)
    with pytest.warns(UserWarning, match="no rows of the other classes"):
        _, y_new = synthesizer.fit_resample(X, Y, groups=KEY)
    assert y_new.value_counts().nunique() == 1


def test_a_saved_synthesizer_draws_the_same(tmp_path):
    synthesizer = TypeAwareCART(n_estimators=2, mode="replace", random_state=0)
    synthesizer.fit(X, Y, groups=KEY)
    with pytest.warns(UserWarning, match="REAL ROWS"):
        synthesizer.save(tmp_path / "people.zip")
    with pytest.warns(UserWarning, match="REAL ROWS"):
        again = load(tmp_path / "people.zip")
    pd.testing.assert_frame_equal(synthesizer.sample()[0], again.sample()[0])


def test_one_person_alone_is_refused():
    with pytest.raises(InputError, match="one person"):
        TypeAwareCART().fit(X[:30], Y[:30], groups=np.zeros(30))


@pytest.mark.parametrize("labels", ["modelled", "redrawn"])
def test_labels_that_are_drawn_anew_are_refused(labels):
    with pytest.raises(InputError, match="labels='kept'"):
        TypeAwareCART(labels=labels).fit(X, Y, groups=KEY)


@pytest.mark.parametrize("slip", ["typing error", "gap"])
def test_one_slip_of_the_pen_changes_nothing(slip):
    frame = X.copy()
    row = int(np.flatnonzero(KEY.duplicated(keep=False))[5])
    date = frame.loc[row, "birth_date"] + pd.DateOffset(years=10)
    frame.loc[row, "birth_date"] = date if slip == "typing error" else pd.NaT
    synthesizer = TypeAwareCART(n_estimators=2, mode="replace", random_state=0)
    with pytest.warns(UserWarning, match="'birth_date'.* belong to the person"):
        synthesizer.fit(frame, Y, groups=KEY)
    X_new, _ = synthesizer.sample()
    whose = X_new.groupby(synthesizer.provenance_.persons)
    assert (whose["birth_date"].nunique(dropna=False) == 1).all()
    assert not (X_new["admitted"] < whose["discharged"].shift()).any()


def test_visits_are_in_the_order_of_the_dates_that_agree():
    rng = np.random.RandomState(0)
    days = pd.to_timedelta(rng.randint(1, 400, size=len(X)), unit="D")
    frame = X.drop(columns="visit")
    frame.insert(0, "referred", frame["admitted"] - days)
    synthesizer = TypeAwareCART(n_estimators=2, mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(frame, Y, groups=KEY)
    whose = X_new.groupby(synthesizer.provenance_.persons)
    assert not (X_new["admitted"] < whose["discharged"].shift()).any()
    assert (X_new["referred"] <= X_new["admitted"]).all()


def test_few_persons_keep_the_order_of_their_dates():
    few = KEY.isin(KEY.unique()[:12])
    synthesizer = TypeAwareCART(n_estimators=2, mode="replace", random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        X_new, _ = synthesizer.fit_resample(X[few], Y[few], groups=KEY[few])
    assert (X_new["discharged"] >= X_new["admitted"]).all()


def test_the_person_is_never_called_anything_but_a_key():
    frame = X.assign(who=KEY.factorize()[0])
    with pytest.raises(InputError, match="real keys would come out"):
        TypeAwareCART(column_kinds={"who": "integer"}).fit(
            frame, Y, groups=frame["who"]
        )


def test_groups_in_another_order_are_refused():
    with pytest.raises(InputError, match="X and groups have the same row labels"):
        TypeAwareCART().fit(X, Y, groups=KEY.sample(frac=1, random_state=0))


def test_noise_hides_the_numbers_of_visits_and_keeps_their_order():
    shown, rows = [], None
    for scale in (0.0, 0.2):
        cart = TypeAwareCART(mode="replace", noise_scale=scale, random_state=0)
        rows, _ = made_by(cart)
        assert rows.drop(columns="person").dtypes.equals(X.dtypes)
        assert (rows["admitted"] <= rows["discharged"]).all()
        assert (rows["birth_date"] < rows["admitted"]).all()
        shown.append(rows["cost"].isin(X["cost"]).mean())
    assert shown[1] < shown[0]
    # What belongs to the person stays that of the person.
    assert (rows.groupby("person")[PERSON].nunique(dropna=False) == 1).all(axis=None)
    assert rows["cost"].mean() == pytest.approx(X["cost"].mean(), rel=0.1)
    assert rows["sbp"].std() == pytest.approx(X["sbp"].std(), rel=0.15)
