"""A guarantee in words: what holds, for whom, what will be lost."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from skl_synth.release import Guarantee, GuaranteeReport
from skl_synth.release.guarantee_report import OwnerAudit

MEASURED = pd.DataFrame(
    {
        "step": ["measured", "chosen"],
        "margin": [("sex",), ("sex", "age")],
        "sigma": [4.5, float("nan")],
        "rho": [0.01, 0.0144],
        "cells": [2, 6],
    }
)

STRONG = Guarantee(
    epsilon=1.0,
    delta=1e-6,
    rho=0.0244,
    rows_per_person=1,
    class_counts="noisy",
    n_rows=2000,
    classes={"no": 1400, "yes": 600},
    public={"fields": [{"name": "sex"}]},
    measurements=MEASURED,
)


def words_of(one):
    return " ".join(str(one).split())


def test_what_holds_stands_in_words_and_figures():
    words = words_of(STRONG)
    assert "(ε, δ)-differential privacy for persons, ε = 1, δ = 1e-06" in words
    assert "one person, with one row, is in the table or not" in words
    assert "a ROC AUC above 0.581" in words
    assert "8.4 % of the members at 5 % of false alarms, or 2 % at 1 %" in words
    assert "ε and δ alone would allow 0.732, 13.6 % and 2.8 %" in words
    assert "2000 rows (no: 1400, yes: 600), as measured with noise" in words
    assert "anonymous" not in words.casefold()
    assert " safe" not in words.casefold()


def test_the_ceiling_is_the_lower_of_both():
    assert STRONG.ceiling.auc < STRONG.ceiling_alone.auc
    odd = replace(STRONG, rho=5.0)
    assert odd.ceiling == odd.ceiling_alone


def test_of_whom_it_holds():
    public = replace(STRONG, class_counts="public", rows_per_person=4)
    assert "with up to 4 rows, is replaced by another of the same class" in public.unit
    assert "yes: 600), as known" in words_of(public)


@pytest.mark.parametrize(
    ("classes", "epsilon", "is_lost"),
    [
        ({"no": 900, "yes": 500}, 1.0, False),
        ({"no": 900, "yes": 499}, 1.0, True),
        ({"no": 900, "yes": 125}, 4.0, False),
        ({"no": 900, "yes": 124}, 4.0, True),
        ({}, 1.0, False),
        ({}, 0.2, True),
    ],
)
def test_what_will_be_lost(classes, epsilon, is_lost):
    one = replace(STRONG, classes=classes, epsilon=epsilon)
    assert any("is lost in the noise" in text for text in one.warnings) == is_lost
    assert ("is lost in the noise" in words_of(one)) == is_lost


def test_a_weak_one_is_called_weak():
    assert not replace(STRONG, epsilon=4.0).warnings
    [note] = replace(STRONG, epsilon=5.0).warnings
    assert "weak guarantee" in note


def test_a_file_holds_it():
    content = json.loads(json.dumps(STRONG.to_dict(), allow_nan=False))
    assert content["ceiling"]["auc"] == pytest.approx(STRONG.ceiling.auc)
    assert content["measurements"][1]["sigma"] is None
    assert content["measurements"][1]["margin"] == ["sex", "age"]
    assert content["public"] == {"fields": [{"name": "sex"}]}


class TestReport:
    """What may be shared, and what stays with the owner."""

    DETAILS = pd.DataFrame({"metric": ["real_keys"], "mean": [0.123456]})
    OWNER = OwnerAudit("the audit", ("3 rows lay outside",), 4711, 5, DETAILS, DETAILS)
    REPORT = GuaranteeReport(STRONG, {"method": "m", "target": "y"}, None, OWNER)

    def test_the_owners_part_is_not_in_what_is_shared(self):
        shared = json.dumps(self.REPORT.to_dict(), allow_nan=False) + str(self.REPORT)
        for secret in ("4711", "0.123456", "the audit", "lay outside"):
            assert secret not in shared

    def test_the_owners_part_says_whose_it_is(self):
        content = json.loads(json.dumps(self.OWNER.to_dict(), allow_nan=False))
        assert "OWNER OF THE REAL TABLE ALONE" in content["label"]
        assert content["seed"] == 4711
        assert content["details"] == [{"metric": "real_keys", "mean": 0.123456}]
        words = words_of(self.OWNER)
        assert "nothing of it may be published" in words
        assert "Note: 3 rows lay outside" in words
        assert words.endswith("the audit")

    def test_margins_are_listed(self):
        assert "margins" not in self.REPORT.to_dict()
        held = replace(self.REPORT, margins=(("sex",), ("y",), ("sex", "y")))
        assert held.to_dict()["margins"] == [["sex"], ["y"], ["sex", "y"]]
        assert "these margins and nothing else" in words_of(held)

    def test_its_frame_is_that_of_the_measurements(self):
        assert self.REPORT.frame().equals(MEASURED)
