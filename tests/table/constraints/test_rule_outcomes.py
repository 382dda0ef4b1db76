"""Rules that are kept, lost, given and found, in frames and in words."""

import numpy as np
import pandas as pd

from skl_synth import Inequality, Sum
from skl_synth.table.constraints.rule_outcomes import (
    OUTCOME_COLUMNS,
    outcomes_frame,
    outcomes_in_words,
)
from skl_synth.table.real import RealTable
from skl_synth.table.rule_search import FoundRule
from skl_synth.table.specification import TableSpecification

A = np.r_[np.arange(9), np.arange(9)] * 3
FRAME = pd.DataFrame({"a": A, "b": A + A % 4, "total": 2 * A + A % 4})
ORDER, TOTAL = Inequality("a", "<=", "b"), Sum("total", ["a", "b"])


def table_of(given, found):
    said = TableSpecification(constraints=given, rules=None)
    table = RealTable.read(FRAME, encoder=said)
    several = [FoundRule(one, 18, 9) for one in found]
    return table, table.rules.with_found(several, table.rows)


def test_what_is_kept_and_what_is_lost():
    table, rules = table_of([ORDER], [TOTAL])
    rows = table.encode(FRAME.assign(total=FRAME["total"].mask(FRAME["a"] > 20, 0)))
    found = rules.outcomes(rows)
    assert {str(one.rule): one.kept for one in found} == {
        "a <= b": True,
        "total = a + b": False,
    }
    assert [str(one.rule) for one in rules.lost(rows)] == ["total = a + b"]
    frame = outcomes_frame(found)
    assert list(frame.columns) == OUTCOME_COLUMNS
    line = frame.set_index("rule").loc["total = a + b"]
    assert line["found"]
    assert line[["real_rows", "different_rows", "checked", "broken"]].tolist() == [
        18,
        9,
        18,
        4,
    ]
    assert frame.set_index("rule")["real_rows"].isna()["a <= b"]
    words = outcomes_in_words(found)
    assert words == (
        "2 rules hold in every real row; 1 of them kept, 1 LOST: "
        "total = a + b: LOST in 4 of 18 rows."
    )


def test_words_where_all_are_kept_and_where_there_are_none():
    table, rules = table_of([], [TOTAL])
    assert rules.words() == ["total = a + b (18 rows, 9 different)"]
    one = rules.outcomes(table.rows)
    assert outcomes_in_words(one) == "1 rule holds in every real row and is kept."
    assert outcomes_in_words(()) == ""
    assert outcomes_frame(()).empty


def test_what_the_user_gave_stands_for_what_was_found():
    _, rules = table_of([TOTAL], [Sum("total", ["b", "a"]), Inequality("b", ">=", "a")])
    assert [str(rule) for rule, _ in rules.learned] == ["total = a + b", "b >= a"]
    assert [str(rule) for rule, _ in rules.without_found().learned] == ["total = a + b"]
    assert len(rules.found) == 1
    _, rules = table_of([ORDER], [Inequality("b", ">=", "a")])
    assert len(rules) == 1


def test_what_computes_comes_before_what_needs_it():
    _, rules = table_of([TOTAL], [Sum("b", ["a", "a"])])
    assert [rule.computed for rule, _ in rules.learned] == ["b", "total"]
    assert [one is None for one in rules.support] == [False, True]


def test_parts_keep_what_was_found():
    table, rules = table_of([], [TOTAL])
    anew = rules.learned_anew(table.schema, table.rows)
    assert anew.found == rules.found
    assert anew.without_found().learned == ()
