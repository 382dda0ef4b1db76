"""Gates, against figures that are made up: each of them, at its bound and beyond."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import PythonWords
from skl_synth.evaluation.privacy.membership import MEMBERSHIP_BOUND
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

PASSING = {
    (WORST, *EVERYONE): (0.52, 0.48, 0.56),
    (WORST, *OUTLIERS): (0.55, 0.45, 0.65),
    (WORST, *A_CLASS): (0.54, 0.44, 0.64),
    ("identical_to_training", *EVERYONE): (0.0, 0.0, 0.01),
    ("real_keys", *EVERYONE): (0.0, 0.0, 0.01),
    **{(metric, *EVERYONE): (0.0, -0.02, 0.02) for metric in RECALLS},
}
"""Figures of a release that nobody would object to: value and ends of the interval."""

OF_TABLE = {
    **{about: line for about, line in PASSING.items() if about[0] != WORST},
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
    lines = {**PASSING, **(changed or {})}
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
            "copies of real rows",
            "real keys",
            "reconstruction by lines of 2, above control",
            "reconstruction by lines of 3, above control",
            "reconstruction by lattice, above control",
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
        assert bounds.pop("membership of outliers") == 0.6
        assert bounds.pop("membership of class 1") == 0.6
        assert set(bounds.values()) == {0.0}

    @pytest.mark.parametrize(
        ("about", "line", "passed"),
        [
            ((WORST, *EVERYONE), (0.57, 0.55, 0.59), True),
            ((WORST, *EVERYONE), (0.5701, 0.2, 0.9), False),
            ((WORST, *OUTLIERS), (0.7, 0.6, 0.8), True),
            ((WORST, *OUTLIERS), (0.7, 0.601, 0.8), False),
            ((WORST, *A_CLASS), (0.7, 0.6, 0.8), True),
            ((WORST, *A_CLASS), (0.7, 0.601, 0.8), False),
            ((WORST, *A_CLASS), (0.61, np.nan, np.nan), False),
            ((WORST, *A_CLASS), (0.6, np.nan, np.nan), True),
            ((RECALLS[0], *EVERYONE), (0.1, 0.0, 0.2), True),
            ((RECALLS[0], *EVERYONE), (0.1, 0.001, 0.2), False),
            ((RECALLS[1], *EVERYONE), (0.1, 0.001, 0.2), False),
            ((RECALLS[2], *EVERYONE), (0.1, 0.001, 0.2), False),
            ((RECALLS[2], *EVERYONE), (0.001, np.nan, np.nan), False),
            (("identical_to_training", *EVERYONE), (0.001, 0.0, 0.01), False),
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
            ("identical_to_training", (1 / 700, 0.0, 0.01)),
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
        assert np.isnan(gates["identical_to_training"].low)
        assert np.isnan(gates["real_keys"].high)
        assert gates[RECALLS[0]].low == -0.02

    def test_the_user_gives_the_bound_of_everyone_and_of_no_group(self):
        changed = {
            (WORST, *EVERYONE): (0.8, 0.7, 0.9),
            (WORST, *OUTLIERS): (0.8, 0.7, 0.9),
        }
        gates = on_folds(changed, bounds={"membership_bound": 0.9})
        assert closed(gates) == ["membership of outliers"]
        assert gates[0].bound == 0.9


class TestFolds:
    """Several folds are put together."""

    @pytest.mark.parametrize("n_folds", [2, 5])
    @pytest.mark.parametrize(("height", "passed"), [(0.63, True), (0.75, False)])
    def test_a_group_is_judged_by_its_people_and_not_by_the_spread_of_folds(
        self, n_folds, height, passed
    ):
        values = height + np.resize([0.04, -0.04], n_folds)
        values += height - values.mean()
        results = frame(PASSING, n_folds)
        of_class = results["subject"] == "class 1"
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
        results = frame(PASSING, 2)
        lines = results["metric"] == RECALLS[0]
        results.loc[lines, "value"] = [0.3, 0.6]
        results.loc[lines, "low"] = [0.2, 0.5]
        results.loc[lines, "high"] = [0.4, 0.7]
        gates = gates_of_folds(results, NOTHING, {})
        [gate] = [gate for gate in gates if not gate.passed]
        assert gate.metric == RECALLS[0]
        assert gate.low == pytest.approx(0.45 - 0.1 / np.sqrt(2))

    def test_one_copy_in_one_fold_is_seen(self):
        results = frame(PASSING, 5)
        copies = results["metric"] == "identical_to_training"
        results.loc[copies & (results["fold"] == 4), "value"] = 0.01
        assert closed(gates_of_folds(results, NOTHING, {})) == ["copies of real rows"]

    def test_every_class_that_is_the_smallest_in_a_fold_is_judged(self):
        results = frame(PASSING, 2)
        of_class = results["subject"] == "class 1"
        results.loc[of_class & (results["fold"] == 1), "subject"] = "class 0"
        results.loc[results["subject"] == "class 0", ["value", "low"]] = 0.9
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
            assert "could not be measured" in gate.text()
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
        gates = on_folds({(WORST, "group", "class 0"): nothing})
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
        [gate] = of_table(without=[keys], why=reasons([keys]))[1:2]
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
            "passed: membership of outliers on folds, 0.55 [0.45, 0.65], low end at "
            "most 0.6"
        )
        assert of_table()[0].text() == (
            "passed: copies of real rows in the released table, 0, at most 0"
        )

    @pytest.mark.parametrize(
        ("metric", "words"),
        [
            ("identical_to_training", "make the rows by the release setting"),
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
        assert "a bound that you can answer for through membership_bound" in (
            everyone.remedy
        )
        assert "membership_bound" not in outliers.remedy

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
        assert text.endswith("or use the release setting if another was used.")

    def test_a_gate_of_ones_own_has_no_remedy(self):
        gate = Gate("width", "table", 2.0, np.nan, np.nan, 1.0, passed=False)
        assert gate.remedy == ""
        assert gate.text() == "REFUSED: width in the released table, 2, at most 1"
