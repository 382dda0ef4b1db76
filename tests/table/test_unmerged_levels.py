"""Rules are found in levels as they are, not in rare ones that are merged."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import FunctionOf, TableEncoder
from skl_synth.errors import InputError
from skl_synth.table.real import RealTable
from skl_synth.table.unmerged_levels import with_all_levels


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
@pytest.mark.parametrize("missing", [False, True])
def test_rare_levels_have_a_place_of_their_own(missing):
    word = np.repeat(["a", "b", "c", "d", "e"], [40, 30, 3, 2, 1]).astype(object)
    number = pd.Series(np.repeat([1.0, 2, 3, 4, 5], [40, 30, 3, 2, 1]))
    frame = pd.DataFrame({"word": word, "number": number})
    if missing:
        frame.loc[::7, "word"] = None
    kinds = {"number": "category"}
    encoder = TableEncoder(column_kinds=kinds, min_category_count=10, rules=None)
    table = RealTable.read(frame, encoder=encoder)
    assert table.schema.rare_levels
    schema, rows = with_all_levels(table.schema, table.rows, frame)
    assert schema.rare_levels == {}
    for place, (variable, name) in enumerate(zip(schema.codes, frame, strict=True)):
        cells = np.asarray(variable.levels, dtype=object)[rows.codes[:, place]]
        known = frame[name].notna().to_numpy()
        assert (cells[known] == frame[name].to_numpy(dtype=object)[known]).all()
        assert (rows.codes[~known, place] == variable.missing_level).all()


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_what_follows_from_rare_levels_is_found_in_a_release():
    rng = np.random.default_rng(0)
    weight = 1 / np.arange(1, 31)
    area = rng.choice(30, 900, p=weight / weight.sum())
    frame = pd.DataFrame(
        {"area": [f"A{i}" for i in area], "region": [f"R{i % 3}" for i in area]}
    )
    for least in (1, 10):
        encoder = TableEncoder(min_category_count=least)
        table = RealTable.read(frame, encoder=encoder)
        assert [str(one.rule) for one in table.rules.found] == [
            "region follows from area"
        ]


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
def test_what_was_given_of_levels_is_not_refused_once_rare_ones_are_merged():
    area = np.repeat(np.arange(30), np.arange(1, 31))
    frame = pd.DataFrame(
        {"area": [f"A{i}" for i in area], "region": [f"R{i % 3}" for i in area]}
    )
    given = [FunctionOf("region", "area")]
    encoder = TableEncoder(constraints=given, min_category_count=10, rules=None)
    table = RealTable.read(frame, encoder=encoder)
    assert [str(rule) for rule, _ in table.rules.learned] == [
        "region follows from area"
    ]
    broken = frame.assign(region=frame["region"].mask(frame.index == 400, "R9"))
    with pytest.raises(InputError, match="1 rows of the real table break it"):
        RealTable.read(broken, encoder=encoder)
