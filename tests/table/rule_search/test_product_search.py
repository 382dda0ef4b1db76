"""Products and ratios, also of columns that are computed themselves."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import Product, RealTable, Sum, TableEncoder, TypeAwareSMOTE
from skl_synth.table.constraints import constraint_to_json, constraints_from_json
from skl_synth.table.rule_search import find_rules

N = 300


def rules_of(table):
    real = RealTable.read(table, encoder=TableEncoder(rules=None))
    return [one.rule for one in find_rules(real.schema, real.rows)]


def test_a_percentage_of_a_total_that_is_a_sum_is_found():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"m": rng.poisson(20, N), "f": rng.poisson(22, N)})
    table["all"] = table["m"] + table["f"]
    table["share"] = (100 * table["m"] / table["all"]).round(1)
    share = Product("share", (("m", 1.0), ("all", -1.0)), 100.0)
    assert rules_of(table) == [Sum("all", ("m", "f")), share]


def test_of_a_product_that_is_a_sum_too_no_factor_is_computed():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"n": rng.integers(1, 9, N), "price": rng.integers(5, 99, N)})
    table["sum"] = table["n"] * table["price"]
    table["net"] = (table["sum"] * rng.uniform(0.5, 0.9, N)).round()
    table["vat"] = table["sum"] - table["net"]
    computed = [rule.computed for rule in rules_of(table)]
    assert "sum" in computed
    assert not {"n", "price"} & set(computed)


@pytest.mark.parametrize("for_zero", [None, 1.0, 2.0])
def test_where_one_would_divide_by_zero_a_ratio_is_computed_right(for_zero):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"los": rng.geometric(0.25, N) - 1})
    table["cost"] = (300 + 400 * table["los"] + rng.gamma(2, 100, N)).round(2)
    divisor = table["los"].replace(0, for_zero or np.nan)
    table["per_day"] = (table["cost"] / divisor).round(2)
    factors = (("los", -1.0), ("cost", 1.0))
    rule = Product("per_day", factors, for_zero=for_zero)
    found = [one for one in rules_of(table) if isinstance(one, Product)]
    assert found == ([] if for_zero == 2 else [rule])
    assert constraints_from_json([constraint_to_json(rule)]) == [rule]
    encoder = TableEncoder(constraints=[rule], rules=None)
    smote = TypeAwareSMOTE(mode="replace", encoder=encoder, random_state=0).fit(table)
    new, _ = smote.sample(200)
    ratio = new["cost"] / new["los"].replace(0, for_zero or np.nan)
    assert ((ratio - new["per_day"]).abs().dropna() < 0.0051).all()
    assert (new["per_day"].isna() == ratio.isna()).all()
