"""The figures that may be shared: of many people, and rounded."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.evaluation.results import SUMMARY_COLUMNS
from skl_synth.release.shared_figures import (
    of_many,
    rounded,
    shared_details,
    summary_of,
    to_digits,
)


def line(metric, mean, scope="table", subject="", ceiling=0.5):
    values = dict.fromkeys(SUMMARY_COLUMNS, np.nan)
    known = {"metric": metric, "mean": mean, "scope": scope, "subject": subject}
    return {**values, **known, "ceiling": ceiling, "ratio": 1.0}


def details(*lines):
    return pd.DataFrame(lines, columns=SUMMARY_COLUMNS)


def test_groups_of_hardly_anybody_are_left_out_with_their_names():
    figures = details(
        line("membership_controls", 4.0, "group", "stratum Little Ward"),
        line("membership_worst_auc", 0.9, "group", "stratum Little Ward"),
        line("membership_controls", 40.0, "group", "class 1"),
        line("membership_worst_auc", 0.6, "group", "class 1"),
    )
    assert set(of_many(figures)["subject"]) == {"class 1"}


def test_what_one_row_can_set_is_left_out():
    figures = of_many(
        details(line("mae", 98_765.0), line("r2", 0.5), line("sd_gap", 0.2, ceiling=20))
    )
    assert list(figures["metric"]) == ["r2", "sd_gap"]
    assert list(figures["ceiling"].isna()) == [False, True]
    assert list(figures["ratio"].isna()) == [False, True]


def test_counts_of_few_are_left_out_unless_there_are_none():
    some = details(line("rare_levels_released", 1.5), line("real_keys", 0.0))
    assert list(of_many(some)["metric"]) == ["real_keys"]


def test_pairs_are_the_owners_and_the_summary_is_of_the_table():
    figures = details(
        line("pair_similarity", 0.123456, "pair", "a × b"),
        line("column_similarity", 0.123456, "column", "a"),
        line("column_similarity", 0.123456),
    )
    shared = shared_details(figures)
    assert list(shared["scope"]) == ["column", "table"]
    assert list(shared["mean"]) == [0.123, 0.123]
    assert len(figures) == 3
    assert figures["mean"].eq(0.123456).all()
    [mean] = summary_of(shared)["mean"]
    assert mean == 0.123


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_rounding_keeps_three_digits_and_is_done_once(number):
    once = to_digits(number)
    assert to_digits(once) == once
    assert abs(once - number) <= 0.0051 * abs(number) + 1e-300


def test_missing_figures_stay_missing():
    frame = rounded(pd.DataFrame({"mean": [np.nan, 0.98765], "what": ["a", "b"]}))
    assert np.isnan(frame["mean"][0])
    assert frame["mean"][1] == 0.988
