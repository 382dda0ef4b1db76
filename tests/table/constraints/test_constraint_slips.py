"""Rules that are written as they are not written: what was meant is said, or done."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    DatePart,
    Elapsed,
    FixedCombinations,
    FunctionOf,
    Inequality,
    Linear,
    Product,
    Shift,
    Sum,
    SumTo,
    TableEncoder,
    TypeAwareSMOTE,
)
from skl_synth.table.constraints import constraint_to_json, constraints_from_json

RNG = np.random.default_rng(0)
TABLE = pd.DataFrame({"a": RNG.integers(0, 50, 80), "b": RNG.integers(60, 99, 80)})
TABLE["t"] = TABLE["a"] + TABLE["b"]
TABLE["w"] = RNG.choice(list("xyz"), 80)
TABLE["v"] = TABLE["w"].map({"x": "p", "y": "q", "z": "q"})
TABLE["d"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(TABLE["b"] * 3, "D")
TABLE["e"] = TABLE["d"] + pd.to_timedelta(TABLE["a"], "D")


def fit(*rules):
    encoder = TableEncoder(constraints=list(rules))
    return TypeAwareSMOTE(encoder=encoder, random_state=0).fit(TABLE)


@pytest.mark.parametrize(
    "columns",
    [["w", "v"], ("w", "v"), pd.Index(["w", "v"]), np.array(["w", "v"], dtype=object)],
    ids=["list", "tuple", "index", "array"],
)
def test_combinations_of_one_list_are_those_of_its_columns(columns):
    rule = FixedCombinations(columns)
    assert rule == FixedCombinations("w", "v")
    assert constraint_to_json(rule) == {"fixed_combinations": ["w", "v"]}
    X_new, _ = fit(rule).sample(60)
    real = set(TABLE[["w", "v"]].itertuples(index=False, name=None))
    assert set(X_new[["w", "v"]].itertuples(index=False, name=None)) <= real


def test_a_combination_is_shown_as_it_is_typed():
    rule = FixedCombinations("region", "district")
    assert eval(repr(rule)) == rule
    assert repr(rule) == "FixedCombinations('region', 'district')"


def test_terms_as_in_json_and_as_a_mapping_are_pairs():
    rule = Linear("t", (("a", 1), ("b", 1)))
    assert Linear("t", [["a", 1], ["b", 1]]) == Linear("t", {"a": 1, "b": 1}) == rule
    assert hash(Linear("t", [["a", 1], ["b", 1]])) == hash(rule)
    assert [rule] == constraints_from_json([{"linear": ["t", [["a", 1], ["b", 1]]]}])
    assert Product("t", {"a": 1}) == Product("t", [("a", 1.0)])
    X_new, _ = fit(Linear("t", {"a": 1, "b": 1})).sample(30)
    assert (X_new["t"] == X_new["a"] + X_new["b"]).all()


CALLS = {
    "Inequality('a', '<=', 'b')": lambda: Inequality("a", "b"),
    "Inequality('a', '<', 'b')": lambda: Inequality("a < b"),
    "Inequality('low', '>=', 'high')": lambda: Inequality(" low>=high "),
    "Sum('t', ['a', 'b'])": lambda: Sum("t", "a", "b"),
    "Sum('t', ['part', 'part'])": lambda: Sum("t"),
    "SumTo(['part', 'part'], 100)": lambda: SumTo("a", "b", 100),
    "Linear('charge', [('minutes', 0.17)], 3)": lambda: Linear("t"),
    "Product('bmi', [": lambda: Product("t"),
    "Shift('review', ": lambda: Shift("e", "d"),
    "DatePart('day', ": lambda: DatePart("wd", "d"),
    "Elapsed('stay', ": lambda: Elapsed("a", "d"),
    "FunctionOf('label', ": lambda: FunctionOf("v", "w", "a"),
}


@pytest.mark.parametrize("words", CALLS)
def test_too_many_or_too_few_arguments(words):
    with pytest.raises(TypeError) as caught:
        CALLS[words]()
    assert f"write {words}" in str(caught.value)


MEANT = {
    "=<": Inequality("a", "=<", "b"),
    "≤": Inequality("a", "≤", "b"),
    "le": Inequality("a", "le", "b"),
    "last": Inequality("a", "b", "<="),
    "first": Inequality("<=", "a", "b"),
}


@pytest.mark.parametrize("slip", MEANT)
def test_the_operator_that_was_meant(slip):
    with pytest.raises(ValueError, match="must be one of") as caught:
        fit(MEANT[slip])
    assert "write Inequality('a', '<=', 'b')" in str(caught.value)
    fit(Inequality("a", "<=", "b"))


REFUSED = {
    "equal": (Inequality("a", "==", "b"), "write FunctionOf('b', 'a')"),
    "no operator": (Inequality("a", None, "b"), "got None"),
    "a list": (Inequality("a", ["<"], "b"), "got ['<']"),
    "itself": (Inequality("a", "<", "a"), "column 'a' with itself"),
    "a number": (Inequality("a", "<", 50), "no column 50"),
    "a list of one": (Inequality(["a"], "<", "b"), "no column ['a']"),
    "one column": (FixedCombinations("w"), "got ('w',)"),
    "one text": (FixedCombinations("w, v"), "FixedCombinations('w', 'v')"),
    "lists": (FixedCombinations(["w"], ["v"]), "FixedCombinations('w', 'v')"),
    "twice": (FixedCombinations("w", "w"), "two columns or more"),
    "none": (FixedCombinations(), "two columns or more"),
    "a part": (Sum("t", "a"), "got 'a'"),
    "no parts": (Sum("t", 5), "got 5"),
    "the other way round": (SumTo(100, ["a", "b"]), "got 100"),
    "a total": (SumTo(["a", "b"], "t"), "Sum(total, [part, part])"),
    "one term": (Linear("t", "a"), "Linear('t', [('a', 1.0)])"),
    "a flat term": (Linear("t", ("a", 1)), "Linear('t', [('a', 1)])"),
    "columns": (Linear("t", ["a", "b"]), "[('a', 1.0), ('b', 1.0)]"),
    "a text": (Linear("t", [("a", 1)], "0"), "intercept must be a number; got '0'"),
    "factors": (Product("t", ["a", "b"]), "Product('t', [('a', 1.0), ('b', 1.0)])"),
    "a scale": (Product("t", {"a": 1}, "2"), "scale must be a number; got '2'"),
    "nothing": (Shift("t", "a", None), "got None"),
    "a duration": (Shift("t", "a", pd.Timedelta(days=7)), "such as '7 days'"),
    "an addend": (Elapsed("a", "d", "e", plus="1"), "got '1'"),
    "text": ("a < b", "write Inequality('a', '<', 'b')"),
    "plain tuple": (("a", "<", "b"), "Inequality(left='a', operator='<', right='b')"),
    "json": ({"sum": ["t", ["a", "b"]]}, "Sum(total='t', parts=('a', 'b'))"),
    "a class": (Inequality, "write Inequality(left, '<=', right)"),
}


@pytest.mark.parametrize("slip", REFUSED)
def test_what_cannot_be_a_rule_is_refused_in_words(slip):
    rule, words = REFUSED[slip]
    with pytest.raises((ValueError, TypeError)) as caught:
        fit(rule)
    assert words in str(caught.value)
    assert caught.value.parameter in ("constraints", None)
