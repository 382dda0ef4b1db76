"""The registry: nothing is told, judged or written that does not stand there."""

import re

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    ProximityFilter,
    SyntheticEvaluator,
    fidelity_report,
    make_privacy_scorer,
    privacy_report,
    publish,
    survival_report,
    utility_report,
)
from skl_synth.datasets import make_patients
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.privacy.membership import SCORES
from skl_synth.evaluation.privacy.run_attacks import ATTACK_NAMES, ATTACKS
from skl_synth.evaluation.registry import (
    COUNT,
    FOLDS,
    HELD_OUT,
    HIGHER,
    LOWER,
    MEASURES,
    NUMBER,
    PERMUTED_AGAIN,
    SHARE,
    TABLE,
    TRAINED_ON_REAL,
    Measure,
    gate_rules,
    measure_of,
    measures_of,
    register,
    score_of,
)
from tests.survival_tables import proportional_hazards

SECTIONS = ("utility", "fidelity", "privacy", "release")
EVERY = pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda one: one.name)


@EVERY
def test_a_figure_has_its_section_direction_and_words(measure):
    assert measure.section in SECTIONS
    assert measure.better in (HIGHER, LOWER)
    assert measure.unit in (SHARE, NUMBER, COUNT)
    assert measure.what[0].isupper()
    assert measure.what.endswith(".")
    assert len(measure.what) > 30
    assert callable(measure.function)
    assert measure.scopes
    assert set(re.findall(r"{(\w+)}", measure.label)) <= {"subject", "rows"}
    assert set(re.findall(r"{(\w+)}", measure.claim)) <= {"figure", "value", "ceiling"}


@EVERY
def test_a_ceiling_is_a_number_or_says_what_it_is_measured_on(measure):
    measured = {HELD_OUT, TRAINED_ON_REAL, PERMUTED_AGAIN}
    assert measure.ceiling is None or measure.ceiling in measured | {
        0.0,
        0.01,
        0.05,
        0.5,
        1.0,
    }


@EVERY
def test_a_gate_has_its_bound_place_and_remedy(measure):
    groups = [rule.group for rule in measure.gates]
    assert len(set(groups)) == len(groups)
    for rule in measure.gates:
        assert measure.better == LOWER, "a figure above the bound is refused"
        assert rule.remedies
        assert set(rule.where) <= {FOLDS, TABLE}
        assert rule.where
        assert rule.scope in measure.scopes


def test_the_gates_are_those_of_the_guide():
    gates = {
        where: {(measure.name, rule.group) for measure, rule in gate_rules(where)}
        for where in (FOLDS, TABLE)
    }
    both = {
        (name, "")
        for name in (
            "near_copies_above_strangers",
            "real_keys",
            "lines_2_recall_above_control",
            "lines_3_recall_above_control",
            "lattice_recall_above_control",
        )
    }
    few = ("outliers", "the smallest class")
    both |= {("nearly_copied_above_strangers", group) for group in ("everyone", *few)}
    assert gates[FOLDS] == both | {
        *(("membership_worst_auc", who) for who in ("everyone", *few, "a stratum")),
        *(("shadow_auc", who) for who in ("", "outliers", "holders of rare levels")),
        ("copied_above_control", ""),
        ("near_copied_but_one_above_control", ""),
        ("rare_values_above_control", ""),
        ("tails_above_control", ""),
        ("rare_pairs_above_control", ""),
    }
    assert gates[TABLE] == both | {
        ("copies_above_strangers", ""),
        *(("nearer_than_people", who) for who in ("everyone", *few)),
        ("rare_levels_released", ""),
        ("invalid_rows", ""),
        ("moved_further_than_chance", ""),
    }


def test_figures_are_told_in_one_order():
    for section in SECTIONS:
        places = [one.place for one in measures_of(section)]
        assert places == sorted(set(places))
    assert measures_of("privacy")[0].name == "membership_worst_auc"


def test_every_attack_has_a_seed_of_its_own():
    seeds = [one.seed for one in ATTACKS.values()]
    assert len(set(seeds)) == len(seeds)
    assert [name for name, one in ATTACKS.items() if one.name != name] == []
    assert sorted(ATTACKS) == list(ATTACK_NAMES)
    registered = {one.function for one in measures_of("privacy")}
    assert {one.run for one in ATTACKS.values()} == registered


def test_every_attack_of_membership_inference_has_its_figures_and_scorer():
    for name in ("worst", *SCORES):
        assert measure_of(f"membership_{name}_auc").ceiling == 0.5
        assert measure_of(f"membership_{name}_tpr").unit == SHARE
        assert make_privacy_scorer(attack=name).keywords["attack"] == name


@pytest.fixture(scope="module")
def frames():
    X, y = make_patients(600, random_state=0, return_X_y=True)
    parts = [(X[k::3], y[k::3]) for k in range(3)]
    tables = [table for part in parts for table in part]
    synthesizer = ProximityFilter(mode="replace")
    without_keys = X.drop(columns="patient_id"), y
    evaluator = SyntheticEvaluator(synthesizer, cv=2, random_state=0)
    rest, bmi = without_keys[0].drop(columns="bmi"), X["bmi"]
    of_numbers = [table for k in range(3) for table in (rest[k::3], bmi[k::3])]
    published = publish(
        *without_keys,
        folds=2,
        sections=[],
        membership_bound=1.0,
        group_bound=1.0,
        random_state=0,
    )
    twice = np.repeat(np.arange(200), 2)
    of_persons = [table.iloc[twice] for table in tables]
    names = ("groups_real", "groups_synthetic", "groups_holdout")
    groups = {name: twice + 200 * place for place, name in enumerate(names)}
    times = [proportional_hazards(60, seed) for seed in range(3)]
    of_times = [table for X in times for table in (X, None)]
    about = {"attacks": ["membership"], "random_state": 0, **groups}
    return [
        evaluator.fit(*without_keys).results_,
        utility_report(*tables, random_state=0).frame(),
        fidelity_report(*tables, random_state=0).frame(),
        privacy_report(*tables, random_state=0).frame(),
        privacy_report(
            *tables,
            attacks=["inference", "disclosure"],
            quasi_identifiers=["age", "sex"],
            secrets=["ward"],
            random_state=0,
        ).frame(),
        utility_report(*of_numbers, random_state=0).frame(),
        privacy_report(*of_persons, **about).frame(),
        survival_report(*of_times, survival={"time": "died"}).frame(),
        published.report.details,
        published.report.frame().assign(section="privacy"),
    ]


class TestWhatIsMeasured:
    """Every figure that is measured anywhere is registered as it is measured."""

    def test_all_is_registered(self, frames):
        metrics = {name for frame in frames for name in frame["metric"]}
        assert metrics <= set(MEASURES)
        rare = {"roc_auc_ovr", "roc_auc_ovr_ratio", "lattice_precision"}
        rare |= {"lines_2_precision", "lines_3_precision"}
        rare |= {"shadow_tpr", "shadow_worst_person_auc"}
        # No rule holds in every row of these tables.
        rare |= {"rules_lost"}
        assert set(MEASURES) - metrics <= rare, "three classes, or rows on lines"

    def test_as_it_is_registered(self, frames):
        for frame in frames[:-2]:
            for line in frame.itertuples():
                measure = MEASURES[line.metric]
                assert line.section == measure.section
                assert line.better == measure.better
                assert line.scope in measure.scopes
                assert not measure.rows or line.rows in measure.rows
                if isinstance(measure.ceiling, float):
                    assert line.ceiling == measure.ceiling
                if measure.ceiling is None:
                    assert pd.isna(line.ceiling)


class TestFigureList:
    """What is not registered is not told."""

    def test_a_figure_that_is_not_registered(self):
        figures = FigureList()
        with pytest.raises(KeyError, match="'beauty' is not registered"):
            figures.add("beauty", 1.0)
        with pytest.raises(KeyError, match="'beauty' is not registered"):
            figures.skip("beauty", "there is none")
        assert not len(figures.frame())

    def test_of_another_thing_or_other_rows(self):
        figures = FigureList()
        with pytest.raises(ValueError, match="no figure of a pair"):
            figures.add("linkability", 0.1, scope="pair")
        with pytest.raises(ValueError, match="no figure of 'synthetic' rows"):
            figures.add("linkability", 0.1, rows="synthetic")
        with pytest.raises(ValueError, match="no ceiling is measured"):
            figures.add("linkability", 0.1, ceiling=0.2)

    def test_a_score_of_the_users_own(self):
        figures = FigureList()
        about = {"scope": "model", "subject": "forest", "rows": "real", "ceiling": 0.7}
        figures.add(score_of("beauty"), Interval(0.5, 0.4, 0.6), **about)
        [line] = figures.frame().to_dict("records")
        assert line == {
            "section": "utility",
            "metric": "beauty",
            "value": 0.5,
            "low": 0.4,
            "high": 0.6,
            "better": "higher",
            **about,
        }

    def test_reasons_are_kept_apart_from_figures(self):
        figures, others = FigureList(), FigureList()
        others.skip("real_keys", "no identifier is released")
        others.add("linkability", 0.1)
        figures.extend(others)
        assert figures.frame()["metric"].tolist() == ["linkability"]
        [reason] = figures.not_applicable().to_dict("records")
        assert reason == {
            "section": "privacy",
            "metric": "real_keys",
            "scope": "table",
            "subject": "",
            "reason": "no identifier is released",
        }


class TestRegister:
    """A figure is registered once."""

    def test_a_name_that_is_taken(self):
        measure = Measure("linkability", LOWER, "Something else by the same name.")
        with pytest.raises(ValueError, match="'linkability' is registered twice"):
            register("privacy", 9, measure)(lambda: None)

    def test_the_same_function_may_be_loaded_again(self):
        before = MEASURES["linkability"]
        again = register("privacy", before.place[0], before)(before.function)
        assert again is before.function
        assert MEASURES["linkability"] == before

    def test_the_function_is_left_as_it_is(self, monkeypatch):
        monkeypatch.setattr("skl_synth.evaluation.registry.MEASURES", {})

        def function():
            return 3

        one = Measure("one", HIGHER, "A figure of which more is better.")
        decorated = register("fidelity", 9, one)(function)
        assert decorated is function
        found = measure_of("one")
        assert (found.section, found.function, found.place) == (
            "fidelity",
            function,
            (9, 0),
        )
