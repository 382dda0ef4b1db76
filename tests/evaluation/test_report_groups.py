"""groups_real, groups_synthetic and groups_holdout of the three reports."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import fidelity_report, privacy_report, utility_report
from skl_synth.errors import InputError

N = 120
RNG = np.random.default_rng(0)
PEOPLE = [f"p{number}" for number in np.repeat(np.arange(3 * N // 2), 2)]


def table(seed):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame({"a": rng.normal(size=N).round(2), "b": rng.integers(0, 9, N)})
    return X, pd.Series(rng.integers(0, 2, N))


TABLES = [part for seed in range(3) for part in table(seed)]
REAL, MADE, OTHERS = PEOPLE[:N], PEOPLE[N : 2 * N], PEOPLE[2 * N :]
REPORTS = [privacy_report, utility_report, fidelity_report]


def report_of(make, **groups):
    more = {"attacks": ["copies"]} if make is privacy_report else {}
    return make(*TABLES, random_state=0, **more, **groups)


@pytest.mark.parametrize("make", REPORTS)
class TestBadGroups:
    """What cannot be used is named, with the parameter."""

    def test_another_length(self, make):
        with pytest.raises(InputError, match="groups_holdout has 119 values"):
            report_of(make, groups_real=REAL, groups_holdout=OTHERS[1:])

    def test_gaps(self, make):
        gap = [None, *REAL[1:]]
        with pytest.raises(InputError, match="groups_real says nothing of 1 of 120"):
            report_of(make, groups_real=gap, groups_holdout=OTHERS)

    def test_one_person(self, make):
        with pytest.raises(InputError, match="groups_real has one value in all 120"):
            report_of(make, groups_real=["x"] * N, groups_holdout=OTHERS)

    def test_the_same_person_in_both(self, make):
        mixed = [*REAL[:4], *OTHERS[4:]]
        with pytest.raises(InputError, match="2 persons stand in the real table and"):
            report_of(make, groups_real=REAL, groups_holdout=mixed)

    @pytest.mark.parametrize(
        ("groups", "lacking"),
        [
            ({"groups_real": REAL}, "groups_holdout"),
            ({"groups_holdout": OTHERS}, "groups_real"),
            ({"groups_synthetic": MADE}, "groups_real"),
        ],
    )
    def test_of_one_table_alone(self, make, groups, lacking):
        with pytest.raises(InputError, match=f"and {lacking} does not: persons cannot"):
            report_of(make, **groups)


@pytest.mark.parametrize("make", REPORTS)
def test_of_one_table_alone_it_can_be_said_that_rows_are_people(make):
    known = report_of(make, groups_real=range(N))
    pd.testing.assert_frame_equal(report_of(make).frame(), known.frame())


def test_fidelity_needs_no_hold_out():
    report = fidelity_report(*TABLES[:4], groups_real=REAL, random_state=0)
    assert any("take them for independent" in note for note in report.notes)


@pytest.mark.parametrize("make", [privacy_report, utility_report])
def test_the_report_says_how_many_persons(make):
    report = report_of(make, groups_real=REAL, groups_holdout=OTHERS)
    said = (
        "the real table has 60 persons with 120 rows, the hold-out 60 persons with 120"
    )
    assert any(said in note for note in report.notes)


@pytest.mark.parametrize("make", REPORTS)
def test_persons_of_one_row_each_change_nothing(make):
    alone = [f"q{number}" for number in range(2 * N)]
    groups = {"groups_real": alone[:N], "groups_holdout": alone[N:]}
    plain, known = report_of(make), report_of(make, **groups)
    pd.testing.assert_frame_equal(plain.frame(), known.frame())
    assert plain.notes == known.notes


def test_people_are_drawn_anew_for_the_intervals_of_utility():
    """Each row four times: rows taken for independent make an interval half as wide."""
    X, y = (pd.concat([part] * 4, ignore_index=True) for part in TABLES[4:])
    four = np.tile(np.arange(N), 4)
    args = *TABLES[:4], X, y
    groups = {"groups_real": np.arange(N) + N, "groups_holdout": four}
    widths = []
    for about in ({}, groups):
        report = utility_report(*args, random_state=0, **about)
        figure = report.figure("accuracy")
        widths.append(figure.high - figure.low)
    assert 1.6 < widths[1] / widths[0] < 2.5


def test_the_discriminator_is_tested_on_other_people():
    """Of people who stay the same, rows that were trained on give the others away."""
    rng = np.random.default_rng(1)
    people = rng.permutation(np.repeat(np.arange(30), 60))
    made, real = (
        pd.DataFrame(rng.normal(size=(30, 4))[people], columns=list("abcd"))
        for _ in range(2)
    )
    plain = fidelity_report(real, None, made, None, random_state=0)
    known = fidelity_report(
        real, None, made, None, groups_real=people, groups_synthetic=people
    )
    assert plain.figure("two_sample_auc").value > 0.99
    assert known.figure("two_sample_auc").value < 0.75
