"""What is said of the attacks: refused in words, before anything is measured."""

import pytest

from skl_synth import privacy_report
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError, InputWarning
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.check_options import (
    check_options,
    check_that_some_run,
)


@pytest.mark.parametrize("parameter", ["quasi_identifiers", "secrets", "by"])
def test_a_name_is_no_collection_of_names(parameter):
    options = AttackOptions(**{parameter: "smoker"})
    with pytest.raises(InputError, match=rf"say {parameter}=\['smoker'\]"):
        check_options(options, ["copies"])
    check_options(AttackOptions(**{parameter: ["smoker"]}), ["copies"])


def test_the_name_of_an_attack_is_no_collection():
    with pytest.raises(InputError, match=r"say attacks=\['membership'\]"):
        check_options(AttackOptions(), "membership")


@pytest.mark.parametrize("least", [0, -3, 2.5, "5", True, None])
def test_people_are_a_whole_number(least):
    with pytest.raises(InputError, match="use min_people=10"):
        check_options(AttackOptions(min_people=least), ["few_people"])


@pytest.mark.parametrize(
    ("numbers", "meant"),
    [
        (2, r"\(1, 2\)"),
        ((0,), r"\(1, 2, 5\)"),
        ((), r"\(1, 2, 5\)"),
        ("12", r"\(1, 2, 5\)"),
    ],
)
def test_releases_are_whole_numbers(numbers, meant):
    with pytest.raises(InputError, match=f"use n_releases={meant}"):
        check_options(AttackOptions(n_releases=numbers), ["releases"])


def test_attacks_that_would_measure_nothing_are_refused():
    for attacks in ([], ["shadow"], ["releases"], ["shadow", "releases"]):
        with pytest.raises(InputError, match="would measure nothing"):
            check_that_some_run(attacks, None, 0)
    check_that_some_run(["shadow"], object(), 64)
    check_that_some_run(["releases"], object(), 0)
    check_that_some_run(["copies", "shadow"], None, 0)


def test_a_report_refuses_them():
    X, y = make_patients(120, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    with pytest.raises(InputError, match="would measure nothing"):
        privacy_report(*parts, attacks=["shadow"])
    with pytest.raises(InputError, match="min_people"), pytest.warns(InputWarning):
        privacy_report(*parts, min_people=0)
