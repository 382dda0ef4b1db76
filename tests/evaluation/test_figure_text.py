"""Figures as people read them."""

import pytest

from skl_synth.evaluation.figure_text import written
from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.registry import measures_of


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (1 / 3, "0.33"), (0.04, "0.04"), (4 / 3, "1.3"), (2, "2"), (14, "14")],
)
def test_means_of_counts_are_rounded_and_a_few_are_not_none(value, text):
    counts = {one.name: one for one in measures_of("privacy")}["rare_levels_released"]
    assert written(counts, Interval(float(value))) == text
