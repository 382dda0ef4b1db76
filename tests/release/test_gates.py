"""Gates, against figures that are made up: each of them, at its bound and beyond."""

import re

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import PythonWords
from skl_synth.evaluation.privacy.membership import GROUP_BOUND, MEMBERSHIP_BOUND
from skl_synth.evaluation.registry import FOLDS, TABLE, measure_of
from skl_synth.release.gates import (
    Gate,
    closed_because,
    expected_gates,
    gates_of_folds,
    gates_of_table,
)

WORST = "membership_worst_auc"
RECALLS = [f"{how}_recall_above_control" for how in ("lines_2", "lines_3", "lattice")]
EVERYONE, OUTLIERS, A_CLASS = ("table", ""), ("group", "outliers"), ("group", "class 1")
HOLDERS = ("group", "holders of rare levels")
A_STRATUM, A_WARD = ("group", "stratum *"), ("group", "stratum a")
PEOPLE, COPIES = "membership_controls", "copies_above_strangers"
OF_GROUPS = "nearly_copied_above_strangers"
OF_FEW = [f"{what}_above_control" for what in ("rare_values", "tails", "rare_pairs")]

BOTH = {
    ("real_keys", *EVERYONE): (0.0, 0.0, 0.01),
    **{(metric, *EVERYONE): (0.0, -0.02, 0.02) for metric in RECALLS},
    ("near_copies_above_strangers", *EVERYONE): (0.01, -0.02, 0.04),
    (OF_GROUPS, *EVERYONE): (0.01, -0.02, 0.04),
    (OF_GROUPS, *OUTLIERS): (0.01, -0.05, 0.06),
    (OF_GROUPS, *A_CLASS): (0.0, -0.05, 0.05),
}

PASSING = {
    (WORST, *EVERYONE): (0.52, 0.48, 0.56),
    (WORST, *OUTLIERS): (0.55, 0.45, 0.65),
    (WORST, *A_CLASS): (0.54, 0.44, 0.64),
    (WORST, *A_WARD): (0.53, 0.43, 0.63),
    ("copied_above_control", *EVERYONE): (0.0, -0.01, 0.01),
    **BOTH,
    ("near_copied_but_one_above_control", *EVERYONE): (0.01, -0.02, 0.04),
    **{(metric, *EVERYONE): (0.3, 0.2, 0.4) for metric in OF_FEW},
    ("shadow_auc", *EVERYONE): (0.53, 0.5, 0.56),
    ("shadow_auc", *OUTLIERS): (0.57, 0.5, 0.66),
    ("shadow_auc", *HOLDERS): (0.58, 0.5, 0.66),
}
"""Figures of a release that nobody would object to: value and ends of the interval."""

COUNTED = {(PEOPLE, *who): (40.0,) * 3 for who in (OUTLIERS, A_CLASS, A_WARD)}
"""How many people were measured in each group, in each fold."""

OF_TABLE = {
    (COPIES, *EVERYONE): (0.0, 0.0, 0.01),
    **BOTH,
    ("nearer_than_people", *EVERYONE): (0.5, 0.45, 0.55),
    ("nearer_than_people", *OUTLIERS): (0.55, 0.4, 0.7),
    ("nearer_than_people", *A_CLASS): (0.5, 0.4, 0.6),
    ("rare_levels_released", *EVERYONE): (0.0, np.nan, np.nan),
    ("moved_further_than_chance", *EVERYONE): (0.0, np.nan, np.nan),
    ("invalid_rows", *EVERYONE): (0.0, np.nan, np.nan),
}

NOTHING = pd.DataFrame(columns=["metric", "scope", "subject", "reason", "fold"])


def frame(lines, n_folds=1):
    """Figures by what they are about, the same in every fold."""
    columns = ["metric", "scope", "subject", "rows", "value", "low", "high"]
    rows = [measure_of(about[0]).rows[0] for about in lines]
    found = pd.DataFrame(
        [
            (*about, row, *line)
            for (about, line), row in zip(lines.items(), rows, strict=True)
        ],
        columns=columns,
    )
    return pd.concat(
        [found.assign(fold=fold) for fold in range(n_folds)], ignore_index=True
    )


def reasons(about, n_folds=1):
    lines = [(*one, "there is none", fold) for fold in range(n_folds) for one in about]
    return pd.DataFrame(lines, columns=NOTHING.columns)


def on_folds(changed=None, without=(), why=NOTHING, n_folds=2, bounds=None):
    lines = {**COUNTED, **PASSING, **(changed or {})}
    lines = {about: line for about, line in lines.items() if about not in without}
    return gates_of_folds(frame(lines, n_folds), why, bounds or {})


def of_table(changed=None, without=(), why=NOTHING):
    lines = {**OF_TABLE, **(changed or {})}
    lines = {about: line for about, line in lines.items() if about not in without}
    return gates_of_table(frame(lines), why)


def closed(gates):
    return [gate.name for gate in gates if not gate.passed]


class TestOpen:
    """What passes, and in which order it is told."""

    def test_on_folds(self):
        gates = on_folds()
        assert [gate.name for gate in gates] == [
            "membership",
            "membership of outliers",
            "membership of class 1",
            "membership of stratum a",
            "copies of real people above control",
            "real keys",
            "reconstruction by lines of 2, above control",
            "reconstruction by lines of 3, above control",
            "reconstruction by lattice, above control",
            "near copies of people",
            "near copies of real rows",
            "near copies above strangers",
            "near copies of outliers",
            "near copies of class 1",
            "values of few people",
            "tails of few people",
            "combinations of few people",
            "membership by shadow models",
            "membership of outliers by shadow models",
            "membership of holders of rare levels by shadow models",
        ]
        assert all(gate.passed for gate in gates)
        assert {gate.where for gate in gates} == {FOLDS}

    def test_of_the_table(self):
        gates = of_table()
        assert "membership" not in {gate.name for gate in gates}
        assert gates[-1].name == "invalid rows"
        assert all(gate.passed for gate in gates)
        assert {gate.where for gate in gates} == {TABLE}

    def test_none_that_is_expected_is_lacking(self):
        there = [
            (gate.metric, gate.group, gate.where) for gate in on_folds() + of_table()
        ]
        assert sorted(there) == sorted(expected_gates())


class TestBounds:
    """At the bound is let through; beyond is not."""

    def test_the_bounds_are_those_of_the_guide(self):
        bounds = {gate.name: gate.bound for gate in on_folds() + of_table()}
        assert bounds.pop("membership") == MEMBERSHIP_BOUND == 0.57
        for group in ("outliers", "class 1", "stratum a"):
            assert bounds.pop(f"membership of {group}") == GROUP_BOUND == 0.65
        for what in ("of people", "above strangers"):
            assert bounds.pop(f"near copies {what}") == 0.03
        assert bounds.pop("near copies of real rows") == 0.1
        for group in ("outliers", "class 1"):
            assert bounds.pop(f"near copies of {group}") == 0.1
        for what in ("values", "tails", "combinations"):
            assert bounds.pop(f"{what} of few people") == 0.5
        assert bounds.pop("membership by shadow models") == MEMBERSHIP_BOUND
        for group in ("outliers", "holders of rare levels"):
            assert bounds.pop(f"membership of {group} by shadow models") == GROUP_BOUND
        assert bounds.pop("released rows nearer than people") == 0.55
        for group in ("outliers", "class 1"):
            assert bounds.pop(f"released rows nearer than people to {group}") == 0.65
        assert set(bounds.values()) == {0.0}

    @pytest.mark.parametrize(
        ("about", "line", "passed"),
        [
            ((WORST, *EVERYONE), (0.57, 0.55, 0.59), True),
            ((WORST, *EVERYONE), (0.5701, 0.2, 0.9), False),
            *(
                ((WORST, *who), (value, 0.2, 0.9), passed)
                for who in (OUTLIERS, A_CLASS, A_WARD)
                for value, passed in ((0.65, True), (0.6501, False))
            ),
            ((WORST, *A_CLASS), (0.651, np.nan, np.nan), False),
            ((OF_FEW[0], *EVERYONE), (0.6, 0.5, 0.7), True),
            ((OF_FEW[1], *EVERYONE), (0.6, 0.501, 0.7), False),
            ((OF_GROUPS, *A_CLASS), (0.2, 0.1, 0.3), True),
            ((OF_GROUPS, *OUTLIERS), (0.2, 0.101, 0.3), False),
            (("near_copied_but_one_above_control", *EVERYONE), (0.1, 0.03, 0.2), True),
            ((OF_GROUPS, *EVERYONE), (0.1, 0.031, 0.2), False),
            (("near_copies_above_strangers", *EVERYONE), (0.2, 0.1, 0.3), True),
            (("near_copies_above_strangers", *EVERYONE), (0.2, 0.101, 0.3), False),
            ((RECALLS[0], *EVERYONE), (0.1, 0.0, 0.2), True),
            ((RECALLS[0], *EVERYONE), (0.1, 0.001, 0.2), False),
            ((RECALLS[1], *EVERYONE), (0.1, 0.001, 0.2), False),
            ((RECALLS[2], *EVERYONE), (0.1, 0.001, 0.2), False),
            ((RECALLS[2], *EVERYONE), (0.001, np.nan, np.nan), False),
            (("copied_above_control", *EVERYONE), (0.01, 0.0, 0.02), True),
            (("copied_above_control", *EVERYONE), (0.01, 0.0001, 0.02), False),
            (("real_keys", *EVERYONE), (0.001, 0.0, 0.01), False),
        ],
    )
    def test_on_one_fold(self, about, line, passed):
        gates = on_folds({about: line}, n_folds=1)
        [gate] = [g for g in gates if (g.metric, g.figure) == (about[0], line[0])]
        assert gate.passed is passed
        assert closed(gates) == ([] if passed else [gate.name])

    @pytest.mark.parametrize(
        ("metric", "line"),
        [
            (COPIES, (1 / 700, 1 / 700, 0.01)),
            ("nearer_than_people", (0.6, 0.5501, 0.65)),
            ("rare_levels_released", (1.0, np.nan, np.nan)),
            ("moved_further_than_chance", (1.0, np.nan, np.nan)),
            ("real_keys", (1 / 700, 0.0, 0.01)),
            ("invalid_rows", (1.0, np.nan, np.nan)),
            *((metric, (0.1, 0.001, 0.2)) for metric in RECALLS),
        ],
    )
    def test_of_the_table(self, metric, line):
        gates = of_table({(metric, *EVERYONE): line})
        [gate] = [gate for gate in gates if not gate.passed]
        assert gate.metric == metric

    def test_rows_that_were_counted_have_no_interval(self):
        gates = {gate.metric: gate for gate in of_table()}
        assert np.isnan(gates["rare_levels_released"].low)
        assert np.isnan(gates["real_keys"].high)
        assert gates[RECALLS[0]].low == -0.02

    @pytest.mark.parametrize(
        ("parameter", "still_closed"),
        [
            ("membership_bound", ["membership of outliers"]),
            ("group_bound", ["membership"]),
        ],
    )
    def test_the_user_gives_the_bounds(self, parameter, still_closed):
        changed = {
            (WORST, *EVERYONE): (0.8, 0.7, 0.9),
            (WORST, *OUTLIERS): (0.8, 0.7, 0.9),
        }
        gates = on_folds(changed, bounds={parameter: 0.9})
        assert closed(gates) == still_closed
        assert {gate.bound for gate in gates if gate.figure == 0.8} >= {0.9}


class TestFewPeople:
    """A group of few people is not measured, whatever its figure says."""

    @pytest.mark.parametrize(("n_folds", "passed"), [(1, False), (2, False), (3, True)])
    def test_people_of_all_folds_are_counted(self, n_folds, passed):
        few = {(PEOPLE, *A_CLASS): (12.0,) * 3}
        gates = on_folds(few, n_folds=n_folds)
        assert closed(gates) == ([] if passed else ["membership of class 1"])

    def test_it_says_how_many_there_are_and_how_many_are_needed(self):
        few = {(PEOPLE, *OUTLIERS): (12.0,) * 3}
        [gate] = [one for one in on_folds(few, n_folds=2) if not one.passed]
        assert gate.text() == (
            "REFUSED: membership of outliers on folds, cannot be measured: 24 "
            "controls, and 30 are needed"
        )

    def test_a_group_that_nobody_counted_is_not_measured(self):
        gates = on_folds(without=[(PEOPLE, *A_WARD)])
        assert closed(gates) == ["membership of stratum a"]


class TestDrivers:
    """What drives membership is named, where the gate is closed."""

    LINES = {
        ("membership_without_column_auc", "column", name): (area,) * 3
        for name, area in (("age", 0.6), ("ward", 0.58), ("bmi", 0.55), ("sex", 0.71))
    } | {("membership_without_column_auc", "table", ""): (0.72,) * 3}

    def gate(self, columns=None, value=0.7):
        changed = {(WORST, *EVERYONE): (value, 0.6, 0.8), **self.LINES}
        results = frame({**COUNTED, **PASSING, **changed})
        return gates_of_folds(results, NOTHING, {}, columns)[0]

    def test_the_columns_without_which_attacks_see_least_come_first(self):
        first, second, *_ = self.gate().remedies
        assert first.setting.value == ("bmi", "ward")
        assert second.setting is None
        assert self.gate().remedy.startswith(
            "use X.drop(columns=['bmi', 'ward']): without each of these the strongest "
            "attack on this table reaches 0.55 and 0.58 in place of 0.72"
        )

    def test_a_group_is_named_by_its_columns(self):
        remedy = self.gate({"bmi": ["bmi_low", "bmi_high"]}).remedy
        assert "X.drop(columns=['bmi_low', 'bmi_high', 'ward'])" in remedy

    def test_who_uses_the_release_setting_is_not_told_to(self):
        gate = self.gate()
        assert "release setting" in gate.remedy
        used = gate._replace(is_release_setting=True)
        assert "release setting" not in used.remedy
        assert "bmi" in used.remedy

    def test_intervals_end_where_figures_do(self):
        wide = {("rare_pairs_above_control", *EVERYONE): (-0.4, -2.4, 1.3)}
        [gate] = [one for one in on_folds(wide) if one.metric.startswith("rare_pairs")]
        assert gate.low == -1.0
        assert gate.high <= 1.0

    def test_an_open_gate_names_none(self):
        assert self.gate(value=0.55).drivers == ()


class TestFolds:
    """Several folds are put together."""

    @pytest.mark.parametrize("n_folds", [2, 5])
    @pytest.mark.parametrize(("height", "passed"), [(0.65, True), (0.66, False)])
    def test_a_group_is_judged_by_its_people_and_not_by_the_spread_of_folds(
        self, n_folds, height, passed
    ):
        values = height + np.resize([0.04, -0.04], n_folds)
        values += height - values.mean()
        results = frame({**COUNTED, **PASSING}, n_folds)
        of_class = (results["subject"] == "class 1") & (results["metric"] == WORST)
        results.loc[of_class, "value"] = values
        results.loc[of_class, "low"] = values - 0.1
        results.loc[of_class, "high"] = values + 0.1
        gates = gates_of_folds(results, NOTHING, {})
        [gate] = [gate for gate in gates if gate.name == "membership of class 1"]
        assert gate.figure == pytest.approx(height)
        assert gate.low == pytest.approx(height - 0.1 / np.sqrt(n_folds))
        assert gate.high == pytest.approx(height + 0.1 / np.sqrt(n_folds))
        assert gate.passed is passed

    def test_two_folds_do_not_hide_what_can_be_rebuilt(self):
        results = frame({**COUNTED, **PASSING}, 2)
        lines = results["metric"] == RECALLS[0]
        results.loc[lines, "value"] = [0.3, 0.6]
        results.loc[lines, "low"] = [0.2, 0.5]
        results.loc[lines, "high"] = [0.4, 0.7]
        gates = gates_of_folds(results, NOTHING, {})
        [gate] = [gate for gate in gates if not gate.passed]
        assert gate.metric == RECALLS[0]
        assert gate.low == pytest.approx(0.45 - 0.1 / np.sqrt(2))

    def test_copies_of_one_fold_are_seen(self):
        results = frame({**COUNTED, **PASSING}, 5)
        copies = (results["metric"] == "copied_above_control") & (results["fold"] == 4)
        results.loc[copies, ["value", "low"]] = 0.2, 0.15
        names = closed(gates_of_folds(results, NOTHING, {}))
        assert names == ["copies of real people above control"]

    def test_every_class_that_is_the_smallest_in_a_fold_is_judged(self):
        results = frame({**COUNTED, **PASSING}, 2)
        of_class = results["subject"] == "class 1"
        results.loc[of_class & (results["fold"] == 1), "subject"] = "class 0"
        of_class = (results["subject"] == "class 0") & (results["metric"] == WORST)
        results.loc[of_class, ["value", "low"]] = 0.9
        assert closed(gates_of_folds(results, NOTHING, {})) == ["membership of class 0"]


class TestWithoutFigure:
    """A gate that is expected and has no figure is closed, unless it is said why."""

    @pytest.mark.parametrize("about", list(PASSING))
    def test_on_folds_nothing_is_not_measured(self, about):
        for gates in (
            on_folds(without=[about]),
            on_folds({about: (np.nan, np.nan, np.nan)}),
        ):
            [gate] = [gate for gate in gates if not gate.passed]
            assert gate.metric == about[0]
            assert not gate.is_measured
            assert re.search("(could not|cannot) be measured", gate.text())
            assert gate.text().startswith("REFUSED: ")
            assert gate.remedy == "use fewer folds, or use a larger table"

    @pytest.mark.parametrize("about", list(OF_TABLE))
    def test_of_the_table_nothing_is_not_measured(self, about):
        for gates in (
            of_table(without=[about]),
            of_table({about: (np.nan, np.nan, np.nan)}),
        ):
            [gate] = [gate for gate in gates if not gate.passed]
            assert gate.metric == about[0]
            assert gate.remedy == "use a larger table"

    def test_a_group_is_called_by_its_name(self):
        names = closed(on_folds(without=[(WORST, *OUTLIERS), (WORST, *A_CLASS)]))
        assert names == ["membership of outliers", "membership of the smallest class"]

    def test_one_class_that_was_not_measured_closes_beside_one_that_was(self):
        nothing = (np.nan, np.nan, np.nan)
        gates = on_folds(
            {
                (WORST, "group", "class 0"): nothing,
                (PEOPLE, "group", "class 0"): (40.0,) * 3,
            }
        )
        assert closed(gates) == ["membership of class 0"]

    def test_what_does_not_apply_is_open_and_says_why(self):
        keys, of_class = ("real_keys", *EVERYONE), (WORST, "group", "class *")
        gates = on_folds(
            without=[keys, (WORST, *A_CLASS)], why=reasons([keys, of_class], 2)
        )
        assert not closed(gates)
        silent = {gate.name: gate.text() for gate in gates if not gate.is_measured}
        assert silent == {
            "real keys": "does not apply: real keys on folds, there is none",
            "membership of the smallest class": "does not apply: membership of the "
            "smallest class on folds, there is none",
        }
        gates = of_table(without=[keys], why=reasons([keys]))
        [gate] = [one for one in gates if one.metric == "real_keys"]
        assert (gate.name, gate.passed, gate.is_measured) == ("real keys", True, False)

    def test_a_reason_that_one_fold_has_is_none_of_the_others(self):
        keys = ("real_keys", *EVERYONE)
        assert closed(on_folds(without=[keys], why=reasons([keys], 1))) == ["real keys"]

    def test_a_reason_opens_no_gate_that_has_a_figure(self):
        keys = ("real_keys", *EVERYONE)
        for value in (0.1, np.nan):
            gates = on_folds({keys: (value, 0.0, 0.2)}, why=reasons([keys], 2))
            assert closed(gates) == ["real keys"]

    def test_no_figure_at_all(self):
        nothing = frame(PASSING).iloc[:0]
        gates = gates_of_folds(nothing, NOTHING, {})
        assert len(gates) == len(PASSING)
        assert not any(gate.passed for gate in gates)
        assert not any(gate.passed for gate in gates_of_table(nothing, NOTHING))


class TestWords:
    """What a closed gate says, and what to do."""

    def test_a_gate_in_one_line(self):
        gates = on_folds({(WORST, *EVERYONE): (0.61, 0.58, 0.64)}, n_folds=1)
        assert gates[0].text() == (
            "REFUSED: membership on folds, 0.61 [0.58, 0.64], at most 0.57"
        )
        assert gates[1].text() == (
            "passed: membership of outliers on folds, 0.55 [0.45, 0.65], at most 0.65"
        )
        assert of_table()[0].text() == (
            "passed: copies of real rows above strangers in the released table, 0 [0, "
            "0.01], low end at most 0"
        )

    def test_a_figure_that_is_just_above_the_bound_is_seen_to_be(self):
        gate = on_folds({(WORST, *EVERYONE): (0.5703, 0.5, 0.6)}, n_folds=1)[0]
        assert gate.text() == (
            "REFUSED: membership on folds, 0.5703 [0.5, 0.6], at most 0.57"
        )

    @pytest.mark.parametrize(
        ("metric", "words"),
        [
            ("real_keys", "encoder=TableEncoder(identifiers='surrogate')"),
            ("invalid_rows", "a synthesizer of this package"),
            *((metric, "drop numbers with many decimals") for metric in RECALLS),
        ],
    )
    def test_each_has_a_remedy_of_its_own(self, metric, words):
        [gate] = [gate for gate in of_table() if gate.metric == metric]
        assert words in gate.remedy

    def test_the_bound_of_everyone_is_the_users(self):
        everyone, outliers, *_ = on_folds()
        words = "a bound that you can answer for through {}"
        assert words.format("membership_bound") in everyone.remedy
        assert words.format("group_bound") in outliers.remedy

    def test_the_command_line_has_words_of_its_own(self):
        class Typed(PythonWords):
            name = "command line"

            def parameter(self, name):
                return f"--{name.replace('_', '-')}"

        remedy = on_folds()[0].advice(Typed())
        assert "through --membership-bound" in remedy
        assert "release setting" not in remedy

    def test_gates_with_the_same_remedies_are_told_together(self):
        changed = {(WORST, *OUTLIERS): (0.8, 0.7, 0.9), (WORST, *A_CLASS): (0.9,) * 3}
        gates = [gate for gate in on_folds(changed, n_folds=1) if not gate.passed]
        text = str(closed_because(gates))
        assert text.startswith("membership of outliers on folds, 0.8 [0.7, 0.9], ")
        assert "; membership of class 1 on folds" in text
        assert text.count("through group_bound") == 1

    def test_a_gate_of_ones_own_has_no_remedy(self):
        gate = Gate("width", "table", 2.0, np.nan, np.nan, 1.0, passed=False)
        assert gate.remedy == ""
        assert gate.text() == "REFUSED: width in the released table, 2, at most 1"
