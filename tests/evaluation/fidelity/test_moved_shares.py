"""What moved further than chance is found; two samples of one population are not."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from skl_synth import TypeAwareCART, release_synthesizer
from skl_synth.datasets import make_patients, make_visits
from skl_synth.evaluation.fidelity.moved_shares import find_moved_shares
from skl_synth.evaluation.tables import Persons, read_real, read_tables
from skl_synth.generators.moves import fisher
from tests.audit_tables import audit_tables, rows


def patients(n, seed):
    X, y = make_patients(n, random_state=seed, return_X_y=True)
    return X.drop(columns="patient_id"), y


def moved(real, synthetic, **parameters):
    tables = read_tables(read_real(*real), real, synthetic, **parameters)
    return find_moved_shares(tables)


def few_columns(seed=0, n=1500):
    """Rows that many people share: without copies, the rest is not like them."""
    rng = np.random.default_rng(seed)
    bad = rng.random(n) < 0.1
    X = pd.DataFrame(
        {
            "histology": np.where(bad, "bad", "good"),
            "stage": rng.choice([1, 2, 3, 4], n, p=[0.6, 0.25, 0.1, 0.05]),
            "smoker": rng.choice(["no", "yes"], n, p=[0.85, 0.15]),
            "visits": rng.poisson(0.6, n),
            "age": np.minimum(90, 18 + rng.exponential(12, n)).astype(int),
        }
    )
    y = pd.Series(np.where(rng.random(n) < np.where(bad, 0.4, 0.1), "yes", "no"))
    return X, y


def routed(seed=0, n=600):
    """Who answers no has no numbers."""
    rng = np.random.default_rng(seed)
    seen = rng.random(n) < 0.75
    ratings = {
        f"rating_{k}": np.where(seen, rng.integers(0, 101, n), np.nan) for k in "ab"
    }
    X = pd.DataFrame({"seen": np.where(seen, "Yes", "No"), **ratings})
    return X, pd.Series(rng.choice(["yes", "no"], n))


@pytest.mark.parametrize("n", [200, 500, 1500, 5000])
def test_another_sample_of_the_population_never_moved(n):
    for seed in range(10):
        X, y = patients(2 * n, seed)
        half = np.random.default_rng(seed).permutation(2 * n) < n
        found = moved((X[half], y[half]), (X[~half], y[~half]))
        assert found.moves == ()
        assert found.notes == ()


@pytest.mark.parametrize("n", [300, 1000])
@pytest.mark.parametrize(
    "maker",
    [release_synthesizer(), TypeAwareCART(mode="replace")],
    ids=["release", "cart"],
)
def test_an_honest_release_has_not_moved(maker, n):
    for seed in range(2):
        real = patients(n, seed)
        maker.set_params(random_state=seed)
        assert moved(real, maker.fit_resample(*real)).moves == ()


@pytest.mark.parametrize("seed", range(3))
def test_shares_that_a_copy_filter_moved_are_found(seed):
    X, y = few_columns(seed)
    real, many = X.assign(y=y), pd.concat([few_columns(k)[0] for k in range(100, 130)])
    labels = pd.concat([few_columns(k)[1] for k in range(100, 130)])
    copied = pd.MultiIndex.from_frame(many.assign(y=labels)).isin(
        pd.MultiIndex.from_frame(real)
    )
    rest = np.flatnonzero(~copied)[: len(X)]
    found = moved((X, y), (many.iloc[rest], labels.iloc[rest]))
    assert {"histology", "smoker"} <= {one.column for one in found.moves}
    assert "histology 'good' " in found.notes[0]
    plain = TypeAwareCART(mode="replace", random_state=seed).fit_resample(X, y)
    assert moved((X, y), plain).moves == ()


def test_people_who_disappear_are_found():
    X, y = routed()
    stay = (X["seen"] == "Yes").to_numpy()
    again = np.flatnonzero(stay)[np.arange(len(X)) % stay.sum()]
    synthetic = (
        X.iloc[again].reset_index(drop=True),
        y.iloc[again].reset_index(drop=True),
    )
    found = moved((X, y), synthetic)
    named = {(one.column, one.level, one.label) for one in found.moves}
    assert ("seen", "Yes", "") in named
    assert ("rating_a", "(missing)", "") in named
    [note] = found.notes
    of_class = ~stay[(y == "no").to_numpy()]
    share = f"{100 * of_class.mean():.3g}"
    assert f"rating_a '(missing)' in class no {share} % → 0 %" in note


def test_moves_within_one_class_are_found():
    """Over all rows both classes make up for one another."""
    labels = np.repeat([0, 1], 300)
    real = rows(np.zeros(600), np.tile([0, 1], 300), labels=labels)
    swapped = np.r_[np.arange(300) < 60, np.arange(300) < 240].astype(int)
    synthetic = rows(np.zeros(600), swapped, labels=labels)
    found = find_moved_shares(audit_tables(real, synthetic, constant=["n0"]))
    assert [(one.column, one.label) for one in found.moves] == [
        ("c0", "0"),
        ("c0", "1"),
    ]


def test_a_class_that_was_lost_is_found():
    real = rows(np.zeros(400), labels=np.repeat([0, 1], [300, 100]))
    synthetic = rows(np.zeros(400), labels=np.zeros(400, dtype=int))
    found = find_moved_shares(audit_tables(real, synthetic))
    assert [(one.column, one.real, one.synthetic) for one in found.moves] == [
        ("target", 0.25, 0.0)
    ]


def test_a_mean_is_found_with_its_size():
    rng = np.random.default_rng(0)
    real = rng.normal(50, 10, 2000)
    found = find_moved_shares(audit_tables(rows(real), rows(real + 3)))
    [one] = found.moves
    assert (one.column, one.level) == ("n0", "")
    assert one.size == pytest.approx(3 / real.std(ddof=1))
    welch = stats.ttest_ind(real, real + 3, equal_var=False).pvalue
    assert one.chance == pytest.approx(welch, rel=0.2)
    assert one.text() == f"mean of n0 {real.mean():.4g} → {real.mean() + 3:.4g}"


def test_what_nobody_notices_is_left_alone():
    """With 200,000 rows every difference is significant."""
    ones = np.arange(200_000) % 100
    real, synthetic = rows(ones, ones < 20), rows(ones, ones < 22)
    tables = audit_tables(real, synthetic, constant=["n0"])
    assert find_moved_shares(tables).moves == ()
    more = rows(ones, ones < 24)
    assert len(find_moved_shares(audit_tables(real, more, constant=["n0"])).moves) == 1


def test_few_rows_prove_nothing():
    real, synthetic = rows(np.zeros(12), np.arange(12) < 2), rows(np.zeros(12))
    synthetic = rows(np.zeros(12), np.arange(12) < 7)
    assert find_moved_shares(audit_tables(real, synthetic)).moves == ()


def test_persons_count_and_not_their_rows():
    """Ten people with forty rows each are ten people."""
    persons = np.repeat(np.arange(10), 40)
    one, other = (
        np.isin(persons, some).astype(int) for some in ([0, 1], [0, 1, 2, 3, 4])
    )
    zeros = np.zeros(400)
    as_rows = find_moved_shares(audit_tables(rows(zeros, one), rows(zeros, other)))
    assert len(as_rows.moves) == 1
    real = rows(zeros, one, persons=persons)
    synthetic = rows(zeros, other, persons=persons)
    assert find_moved_shares(audit_tables(real, synthetic)).moves == ()


def test_visits_of_one_population_have_not_moved():
    for seed in range(5):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = make_visits(400, random_state=seed)
        key, y = table.pop("nhs_number"), table.pop("readmitted")
        first = key.isin(key.unique()[::2]).to_numpy()
        numbers = key.factorize()[0]
        persons = Persons(numbers[first], numbers[~first])
        real, other = (table[first], y[first]), (table[~first], y[~first])
        assert moved(real, other, persons=persons).moves == ()


@given(st.integers(1, 60), st.integers(1, 60), st.data())
@settings(deadline=None, max_examples=60)
def test_the_exact_test_is_that_of_scipy(n, n_other, data):
    hits, others = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_other))
    table = [[hits, n - hits], [others, n_other - others]]
    tails = [stats.fisher_exact(table, side).pvalue for side in ("less", "greater")]
    assert fisher(hits, n, others, n_other) == pytest.approx(min(1, 2 * min(tails)))


def test_the_figure_is_the_number_of_moves():
    found = moved(few_columns(0), few_columns(0))
    assert found.figures.frame()["value"].tolist() == [0.0]
    real = few_columns(0)
    bad = real[0].assign(smoker="yes"), real[1]
    found = moved(real, bad)
    assert found.figures.frame()["value"].tolist() == [float(len(found.moves))]
    assert len(found.moves) == 3, "over all rows, and in both classes"
