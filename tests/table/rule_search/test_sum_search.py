"""Sums of yes and no: how many conditions somebody has."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import RealTable, Sum, TableEncoder, TypeAwareSMOTE
from skl_synth.table.rule_search import find_rules

N = 300


def rules_of(table):
    real = RealTable.read(table, encoder=TableEncoder(rules=None))
    return [one.rule for one in find_rules(real.schema, real.rows)]


@pytest.mark.parametrize("words", [(False, True), ("N", "Y"), ("no", "yes")])
def test_the_number_of_conditions_is_found_and_kept(words):
    rng = np.random.default_rng(0)
    has = rng.random((N, 5)) < 0.3
    names = ["asthma", "copd", "gout", "hiv", "ibd"]
    table = pd.DataFrame(np.array(words)[has.astype(int)], columns=names)
    table["n"] = has.sum(axis=1)
    table.loc[:9, "gout"] = None if isinstance(words[0], str) else words[0]
    table.loc[:9, "n"] = (table.loc[:9, names] == words[1]).sum(axis=1)
    table["noise"] = rng.normal(size=N)
    assert rules_of(table) == [Sum("n", tuple(names))]
    new = TypeAwareSMOTE(mode="replace", random_state=0).fit(table).sample(99)[0]
    full = new.dropna()
    assert ((full[names] == words[1]).sum(axis=1) == full["n"]).all()
