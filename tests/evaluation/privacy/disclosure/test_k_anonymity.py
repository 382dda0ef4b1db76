"""k-anonymity and l-diversity: worked by hand, and by a loop over all groups."""

import math
from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import k_anonymity, l_diversity
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.disclosure.coded_columns import CodedColumn
from skl_synth.evaluation.privacy.disclosure.counted_people import Crowd
from skl_synth.evaluation.privacy.disclosure.diversity import diversity_of

X = pd.DataFrame(
    {
        "ward": list("aaabbbbc"),
        "sex": list("ffmffmmm"),
        "ill": ["flu", "flu", "flu", "flu", "cold", "gout", "cold", "gout"],
    }
)


class TestSizes:
    """How many people share their keys."""

    def test_by_hand(self):
        found = k_anonymity(X, ["ward", "sex"])
        assert found.k == 1
        assert found.sizes.tolist() == [1, 1, 2, 2, 2]
        assert found.share_below(2) == 2 / 8
        assert found.share_below(3) == 1
        assert found.frame().iloc[0].tolist() == [2, 2, 2, 2 / 8]
        assert k_anonymity(X, ["sex"]).k == 4

    def test_how_coarse_the_columns_are_is_said(self):
        table = pd.DataFrame({"age": np.arange(20, 60), "sex": list("fm") * 20})
        assert k_anonymity(table, ["age", "sex"]).k == 1
        coarse = k_anonymity(table, ["age", "sex"], n_groups={"age": 4})
        assert coarse.k == 5
        assert coarse.columns.to_dict("records") == [
            {"column": "age", "n_levels": 4, "grouping": "in 4 groups"},
            {"column": "sex", "n_levels": 2, "grouping": "as it is"},
        ]

    def test_persons_are_counted_and_not_rows(self):
        table = X.assign(who=[1, 1, 1, 2, 3, 4, 5, 5])
        keys = ["ward"]
        of_rows = k_anonymity(table.drop(columns="who"), keys)
        of_persons = k_anonymity(table.drop(columns="who"), keys, groups=table["who"])
        assert of_rows.sizes.tolist() == [1, 3, 4]
        assert of_persons.sizes.tolist() == [1, 1, 4]

    @pytest.mark.parametrize(
        "changed",
        [
            lambda X: X.to_numpy(),
            lambda X: X.rename(columns={"ward": 0, "sex": 1}),
            lambda X: X.astype("category"),
            lambda X: X.iloc[::-1],
        ],
        ids=["array", "numbers as names", "categories", "another order"],
    )
    def test_whatever_holds_the_table(self, changed):
        table = changed(X)
        keys = list(table)[:2] if isinstance(table, pd.DataFrame) else ["x0", "x1"]
        assert k_anonymity(table, keys).sizes.tolist() == [1, 1, 2, 2, 2]

    def test_missing_values_are_values(self):
        table = pd.DataFrame({"age": pd.array([1, None, None, 1, 2, 2], "Int64")})
        table["day"] = pd.to_datetime(["2024-01-01", None, None] * 2)
        assert k_anonymity(table, ["age"]).k == 2
        # (1, day), (none, none) twice, (1, day), (2, none) twice
        assert k_anonymity(table, ["age", "day"]).sizes.tolist() == [2, 2, 2]

    def test_the_target_may_be_known(self):
        y = pd.Series([0, 0, 0, 0, 0, 1, 1, 1], name="out")
        assert k_anonymity(X, ["out"], y=y).sizes.tolist() == [3, 5]

    def test_what_stands_beside_numbers_is_a_value_of_its_own(self):
        ages = [str(age) for age in range(20, 60)] * 4 + ["90+"] * 4
        table = pd.DataFrame({"age": ages, "x": np.arange(len(ages)) % 7})
        assert k_anonymity(table, ["age"]).sizes.tolist() == [4] * 41


class TestDiversity:
    """How they differ in a secret."""

    def test_by_hand(self):
        [line] = l_diversity(X, ["ward"], ["ill"]).to_dict("records")
        # a: flu flu flu; b: flu cold gout cold; c: gout
        assert line["secret"] == "ill"
        assert line["distinct_l"] == 1
        assert line["entropy_l"] == 1
        assert line["recursive_c"] == math.inf
        assert line["one_value"] == 4 / 8
        # Everybody: flu 4/8, cold 2/8, gout 2/8; nobody of c has either of the first.
        assert line["t_closeness"] == pytest.approx(6 / 8)

    def test_steps_between_numbers(self):
        """Salaries of Li and others: three of nine, 3k 4k 5k, lie .375 away."""
        table = pd.DataFrame(
            {"group": list("aaabbbccc"), "pay": [3, 4, 5, 6, 11, 8, 7, 9, 10]}
        )
        kinds = {"pay": "integer"}
        found = l_diversity(table, ["group"], ["pay"], column_kinds=kinds)
        assert found["t_closeness"].iloc[0] == pytest.approx(0.375)

    def test_l_says_from_which_value_on(self):
        table = pd.DataFrame({"k": ["a"] * 10, "s": list("xxxxxyyyzz")})
        assert l_diversity(table, ["k"], ["s"])["recursive_c"][0] == 1
        assert l_diversity(table, ["k"], ["s"], l=3)["recursive_c"][0] == 2.5

    def test_every_other_column_is_a_secret_where_none_is_named(self):
        found = l_diversity(X, ["ward"])
        assert found["secret"].tolist() == ["sex", "ill"]
        assert l_diversity(X, ["ward"], []).empty


CELLS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 5)),
    min_size=1,
    max_size=20,
)


@pytest.mark.parametrize("is_ordered", [True, False])
@settings(max_examples=40, deadline=None)
@given(CELLS)
def test_it_is_what_a_loop_over_all_groups_finds(is_ordered, table):
    keys, values, persons = map(np.array, zip(*table, strict=True))
    numbered = np.unique(persons, return_inverse=True)[1]
    secret = CodedColumn(
        "s", (values,), tuple("abcde"), np.zeros(5, dtype=bool), is_ordered=is_ordered
    )
    found = diversity_of(Crowd(keys, numbered), secret)
    groups = defaultdict(Counter)
    for key, value, _ in set(table):
        groups[key][value] += 1
    whole = sum(groups.values(), Counter())
    levels = sorted(whole)

    def shares(counts):
        return {level: counts[level] / counts.total() for level in levels}

    def distance(counts):
        gaps = [shares(counts)[one] - shares(whole)[one] for one in levels]
        if not is_ordered:
            return sum(map(abs, gaps)) / 2
        steps = [abs(sum(gaps[: n + 1])) for n in range(len(levels) - 1)]
        return sum(steps) / len(steps) if steps else 0

    def entropy(counts):
        filled = [one for one in shares(counts).values() if one]
        return math.exp(-sum(one * math.log(one) for one in filled))

    def ratio(counts):
        first, *rest = sorted(counts.values(), reverse=True)
        return first / sum(rest) if rest else math.inf

    assert found["distinct_l"] == min(map(len, groups.values()))
    assert found["entropy_l"] == pytest.approx(min(map(entropy, groups.values())))
    assert found["recursive_c"] == pytest.approx(max(map(ratio, groups.values())))
    assert found["t_closeness"] == pytest.approx(max(map(distance, groups.values())))


class TestRefusals:
    """What cannot be used is named."""

    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda: k_anonymity(X, "ward"), r"say quasi_identifiers=\['ward'\]"),
            (lambda: k_anonymity(X, []), "names no column"),
            (lambda: k_anonymity(X, ["town"]), "names 'town'.*ward, sex, ill"),
            (lambda: k_anonymity(X, ["ward"], n_groups=1), "n_groups=1 must be"),
            (lambda: k_anonymity(X, ["ward"], n_groups={"ward": 3}), "names 'ward'"),
            (lambda: k_anonymity(X, ["ward"], groups=[1, 2]), "2 values"),
            (lambda: l_diversity(X, ["ward"], ["ward"]), "is no secret"),
            (lambda: l_diversity(X, ["ward"], "ill"), r"say secrets=\['ill'\]"),
            (lambda: l_diversity(X, ["ward"], l=1), "l=1 must be"),
        ],
    )
    def test_the_message_names_what_is_wrong(self, call, words):
        with pytest.raises(InputError, match=words):
            call()

    def test_an_identifier_is_refused_until_it_is_called_a_category(self):
        table = make_patients(200, random_state=0)
        with pytest.raises(InputError, match="identifier") as caught:
            k_anonymity(table, ["patient_id"])
        assert "column_kinds={'patient_id': 'category'}" in str(caught.value)
        kinds = {"patient_id": "category"}
        assert k_anonymity(table, ["patient_id"], column_kinds=kinds).k == 1
