"""Rows repaired and judged; a rule that leaves nothing is given up."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import Inequality
from skl_synth.errors import InputWarning
from skl_synth.generators.derived.rule_judge import RuleJudge
from skl_synth.generators.derived.visit_orders import VisitOrders
from skl_synth.table.real import RealTable
from skl_synth.table.rows import without_parents
from skl_synth.table.rule_search import FoundRule
from skl_synth.table.specification import TableSpecification

LOW = np.r_[np.arange(10), np.arange(6, 36)]
FRAME = pd.DataFrame({"low": LOW, "high": LOW + 5 + LOW % 3})


def judge_of(given, found):
    said = TableSpecification(constraints=given, rules=None)
    table = RealTable.read(FRAME, encoder=said)
    rules = table.rules.with_found(
        [FoundRule(one, 40, 40) for one in found], table.rows
    )
    return RuleJudge(rules, None, (), VisitOrders(()), np.random.RandomState(0)), table


def drawn(table, high):
    rows = table.encode(FRAME.assign(high=high))
    return without_parents(rows, np.zeros(len(rows)))


def test_rows_that_break_a_rule_are_marked():
    judge, table = judge_of([], [Inequality("low", "<", "high")])
    high = FRAME["high"].mask(FRAME["low"] < 10, 5)
    low = FRAME["low"]
    rows, keeps = judge(drawn(table, high))
    assert len(rows) == 40
    assert keeps.tolist() == (low < high).tolist()
    assert 0 < keeps.sum() < 40


def test_only_found_rules_are_given_up():
    order, other = Inequality("low", "<", "high"), Inequality("high", ">=", "low")
    judge, table = judge_of([order], [])
    assert judge(drawn(table, np.full(40, 5)))[1].sum() == 5
    assert not judge.gives_up()
    judge, table = judge_of([], [other])
    with pytest.warns(InputWarning, match="only in 6 of 40 rows that were drawn"):
        assert judge(drawn(table, np.full(40, 5)))[1].all()


def test_all_found_rules_are_given_up_where_rows_run_out():
    judge, table = judge_of([], [Inequality("low", "<", "high")])
    assert not judge.gives_up()
    assert judge(drawn(table, np.full(40, 15)))[1].any()
    with pytest.warns(InputWarning, match="rows that keep all rules are too rare"):
        assert judge.gives_up()
    assert not judge.gives_up()
