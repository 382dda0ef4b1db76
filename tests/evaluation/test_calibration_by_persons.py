"""The audit by persons is measured: on visits whose leak is known."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareCART, privacy_report
from skl_synth.datasets import make_patients

N, VISITS = 200, 4

OF_VISIT = ("length_of_stay", "glucose", "ward")
"""What differs between the visits of a person; the rest stays the same."""


def visits_of(n, seed):
    """Patients who come several times: table, target, and who they are."""
    X, y = make_patients(n, random_state=seed, return_X_y=True)
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(n), VISITS)
    V = X.drop(columns="patient_id").iloc[person].reset_index(drop=True)
    stay = V["length_of_stay"] + rng.integers(-2, 3, len(V))
    V["length_of_stay"] = stay.clip(0)
    V["glucose"] = (V["glucose"] + rng.normal(0, 0.3, len(V))).round(2)
    V["ward"] = V["ward"].where(rng.random(len(V)) < 0.5, rng.permutation(V["ward"]))
    return V, y.iloc[person].reset_index(drop=True), person


def part_of(table, mask):
    X, y, person = table
    return X[mask].reset_index(drop=True), y[mask].reset_index(drop=True), person[mask]


@pytest.fixture(scope="module")
def people():
    """Members, control and other people, with their visits."""
    table = visits_of(3 * N, 7)
    return [part_of(table, table[2] // N == number) for number in range(3)]


def attacked(people, synthetic, *, persons=None, attacks=("membership",), **parameters):
    members, control, _ = people
    return privacy_report(
        *members[:2],
        *synthetic,
        *control[:2],
        groups_real=members[2],
        groups_holdout=control[2],
        groups_synthetic=persons,
        attacks=attacks,
        random_state=0,
        **parameters,
    )


@pytest.mark.filterwarnings("ignore:rows look as if people had several")
def test_folds_of_rows_do_not_see_what_those_of_persons_see():
    table = visits_of(N, 5)
    rng = np.random.default_rng(5)
    found = {}
    for name in ("rows", "persons"):
        by_rows = rng.permutation(len(table[2])) < len(table[2]) // 2
        is_member = by_rows if name == "rows" else table[2] < N // 2
        real, holdout = part_of(table, is_member), part_of(table, ~is_member)
        made = TypeAwareCART(mode="replace", random_state=0).fit_resample(*real[:2])
        groups = {}
        if name == "persons":
            groups = {"groups_real": real[2], "groups_holdout": holdout[2]}
        report = privacy_report(
            *real[:2],
            *made,
            *holdout[:2],
            attacks=["membership"],
            random_state=0,
            **groups,
        )
        found[name] = report.figure("membership_worst_auc")
        if name == "rows":
            assert report.figure("membership_density_auc").value < 0.56
    assert found["persons"].low > 0.56
    assert found["persons"].value > found["rows"].value + 0.12


MEMBERSHIP = [
    f"membership_{attack}_auc"
    for attack in ("worst", "distance", "density", "learned", "personal", "means")
]


@pytest.fixture(scope="module")
def of_others(people):
    X, y, person = people[2]
    every = ("membership", "copies", "near_copies", "linkability")
    every += ("inference", "singling_out")
    return attacked(people, (X, y), persons=person, attacks=every)


@pytest.mark.parametrize("metric", MEMBERSHIP)
def test_other_people_tell_nothing(of_others, metric):
    figure = of_others.figure(metric)
    assert figure.low < 0.5 < figure.high


@pytest.mark.parametrize(
    ("metric", "rows"),
    [
        ("copied_above_control", "members"),
        ("rare_combination_above_control", "members"),
        ("near_copied_but_one_above_control", "members"),
        ("near_copies_above_strangers", "synthetic"),
        ("linkability", "members"),
        ("inference", "members"),
        ("singling_out_several_columns", "guesses"),
    ],
)
def test_other_people_tell_nothing_above_the_control(of_others, metric, rows):
    figure = of_others.figure(metric, rows=rows)
    assert figure.low <= 0 <= figure.high


@pytest.mark.parametrize("knows", ["persons", "rows"])
def test_a_copy_gives_everybody_away(people, knows):
    X, y, person = people[0]
    persons = person if knows == "persons" else None
    every = ("membership", "copies")
    report = attacked(people, (X, y), persons=persons, attacks=every)
    metrics = MEMBERSHIP if knows == "persons" else MEMBERSHIP[:-1]
    for metric in metrics:
        assert report.figure(metric).low > 0.95
    for group in ("outliers", "class 1"):
        figure = report.figure("membership_worst_auc", scope="group", subject=group)
        assert figure.value > 0.95
    assert report.figure("copied_above_control", rows="members").value == 1


def test_new_visits_do_not_hide_old_persons(people):
    """Persons as they are, every visit that of somebody else: no row is near a real."""
    X, y, person = people[0]
    rng = np.random.default_rng(1)
    mixed = X.assign(**{name: rng.permutation(X[name]) for name in OF_VISIT})
    report = attacked(people, (mixed.astype(X.dtypes), y), persons=person)
    assert report.figure("membership_personal_auc").low > 0.8
    assert report.figure("membership_worst_auc").low > 0.8
    assert report.figure("membership_distance_auc").value < 0.75


def test_noise_on_rows_does_not_hide_persons(people):
    """Noise that hides each row is averaged out over the rows of a person."""
    X, y, person = people[0]
    rng = np.random.default_rng(2)
    noisy = X.copy()
    for name in X.select_dtypes("number"):
        noise = rng.normal(0, 0.8 * X[name].std(), len(X))
        decimals = 0 if pd.api.types.is_integer_dtype(X[name]) else 1
        noisy[name] = (X[name] + noise).round(decimals).astype(X[name].dtype)
    report = attacked(people, (noisy, y), persons=person)
    means = report.figure("membership_means_auc")
    assert means.low > report.figure("membership_distance_auc").value
    assert report.figure("membership_worst_auc").low > 0.65


def test_the_worst_of_several_guesses_about_persons_is_no_better_than_one():
    """Over many tables that know nothing, the reported attack is at one half."""
    rng = np.random.default_rng(0)
    table = visits_of(300, 11)
    found = []
    for _ in range(6):
        part = rng.permutation(300) // 100
        people = [part_of(table, part[table[2]] == number) for number in range(3)]
        report = attacked(people, people[2][:2], persons=people[2][2])
        found.append(report.figure("membership_worst_auc").value)
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - 0.5) < 2.5 * error + 0.005
