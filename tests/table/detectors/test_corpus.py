"""How many identifiers are found, and how many columns are wrongly taken for one."""

import pandas as pd
import pytest

from skl_synth.table.infer import infer_variable
from tests.table.detectors.corpus import (
    IDENTIFIER,
    NEITHER,
    QUASI,
    design_columns,
)

SURE, LIKELY, NOTHING = "sure", "likely", "nothing"


def verdict_on(column):
    variable = infer_variable(pd.Series(column.values, name=column.name))
    if variable.kind == "identifier":
        return SURE
    return LIKELY if variable.likely_identifier else NOTHING


def judged(columns):
    return pd.DataFrame(
        [(one.truth, one.name, verdict_on(one)) for one in columns],
        columns=["truth", "name", "verdict"],
    )


def figures(found):
    """Precision and recall of sure and likely together; quasi-identifiers are apart."""
    flagged = found["verdict"] != NOTHING
    is_key = found["truth"] == IDENTIFIER
    is_wrong = (found["truth"] == NEITHER) & flagged
    hits = (is_key & flagged).sum()
    return hits / (hits + is_wrong.sum()), hits / is_key.sum()


@pytest.mark.parametrize("seed", range(3))
def test_identifiers_are_found_and_little_else(seed):
    found = judged(design_columns(seed))
    precision, recall = figures(found)
    assert len(found) >= 60
    assert set(found["truth"]) == {IDENTIFIER, QUASI, NEITHER}
    assert recall >= 0.95, found.query("truth == @IDENTIFIER and verdict == @NOTHING")
    assert precision >= 0.95, found.query("truth == @NEITHER and verdict != @NOTHING")
    assert found.query("truth == @NEITHER and verdict == @SURE").empty
