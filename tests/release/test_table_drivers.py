"""The columns that closed a gate of the released table are named, with what to type."""

import numpy as np
import pandas as pd

from skl_synth.generators.moves import Move
from skl_synth.release import Gate
from skl_synth.release.table_drivers import MOVED, RARE_LEVELS, with_table_drivers

MOVES = (
    Move("histology", "bad", "", 0.11, 0.25, 0.14, 1e-9),
    Move("histology", "good", "1", 0.89, 0.75, 0.14, 1e-8),
    Move("{age}", "", "", 61.0, 55.0, 0.5, 1e-7),
    Move("ward", "A", "", 0.4, 0.3, 0.1, 1e-5),
    Move("histology", "bad", "0", 0.12, 0.2, 0.08, 1e-4),
)
COLUMNS = {"histology": ["histology"], "{age}": ["{age}"], "ward": ["ward_A", "ward_B"]}
FIGURES = pd.DataFrame(
    {
        "metric": [RARE_LEVELS] * 3,
        "scope": ["table", "column", "column"],
        "subject": ["", "ward", "histology"],
        "value": [2.0, 2.0, 0.0],
    }
)


def driven(metric, passed=False):
    gate = Gate("x", "table", 2.0, np.nan, np.nan, 0.0, passed, metric=metric)
    [found] = with_table_drivers([gate], MOVES, FIGURES, COLUMNS)
    return found


def test_what_moved_most_comes_first_and_each_column_once():
    first, second = driven(MOVED).drivers
    assert first.setting.value == ("histology",)
    assert "histology 'bad' 11 % → 25 %" in first.text
    assert second.setting.value == ("{age}",)
    assert "mean of {age} 61 → 55" in driven(MOVED).remedy


def test_columns_with_levels_of_few_are_named_and_the_levels_are_not():
    [remedy] = driven(RARE_LEVELS).drivers
    assert remedy.setting.value == ("ward_A", "ward_B")
    assert "2 such levels" in driven(RARE_LEVELS).remedy


def test_an_open_gate_and_another_one_stay_as_they_are():
    assert driven(MOVED, passed=True).drivers == ()
    assert driven("real_keys").drivers == ()
