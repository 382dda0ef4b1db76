"""DonorForest: leaves, donors and the order of levels, against brute force."""

import numpy as np
import pytest

from skl_synth import TableEncoder
from skl_synth.generators.sequence import Predictors, Step, in_order, steps_of
from skl_synth.generators.trees import MOST_LEVELS, grow_forest
from skl_synth.table.rows import EncodedRows
from tests.tables import mixed_table


def rows_of(numbers, codes):
    numbers, codes = np.atleast_2d(numbers.T).T, np.atleast_2d(codes.T).T
    decimals = np.full(numbers.shape, 13, dtype=np.int8)
    return EncodedRows(numbers.astype(float), decimals, codes.astype(np.int32))


NUMBER, CODE = Step(True, 0), Step(False, 0, n_levels=3)


def test_donors_come_from_the_leaf_of_the_row():
    rng = np.random.default_rng(0)
    code = rng.integers(0, 3, 300)
    rows = rows_of(rng.normal(size=300) + 3 * code, code)
    forest = grow_forest(rows, [CODE, NUMBER], np.arange(4), 7)
    matrix = forest.predictors.matrix(rows)
    for tree in forest.trees:
        donors, below, above = tree.draw(matrix, np.random.RandomState(0))
        leaves = tree.tree.apply(matrix)
        np.testing.assert_array_equal(leaves[donors], leaves)
        for leaf in np.unique(leaves):
            members = np.flatnonzero(leaves == leaf)
            ordered = members[np.argsort(rows.numbers[members, 0])]
            at = {donor: place for place, donor in enumerate(ordered.tolist())}
            for donor, left, right in zip(
                donors[members], below[members], above[members], strict=True
            ):
                place = at[int(donor)]
                assert left == ordered[max(place - 1, 0)]
                assert right == ordered[min(place + 1, len(ordered) - 1)]


@pytest.mark.parametrize("leaf", [2, 10, 40])
def test_every_leaf_has_as_many_different_rows_as_it_must(leaf):
    rng = np.random.default_rng(0)
    code = rng.integers(0, 3, 200)
    rows = rows_of(rng.normal(size=(200, 2)) + code[:, None], code)
    steps = [CODE, NUMBER, Step(True, 1)]
    forest = grow_forest(rows, steps, np.arange(10), leaf)
    for tree in forest.trees:
        sizes = tree.size[tree.size > 0]
        assert sizes.min() >= leaf
        assert sizes.sum() == 200
        np.testing.assert_array_equal(np.sort(tree.donors), np.arange(200))


def test_every_donor_of_a_leaf_is_equally_likely():
    rows = rows_of(np.arange(5.0), np.zeros(5))
    forest = grow_forest(rows, [NUMBER], np.arange(1), 5)
    donors, _, _ = forest.trees[0].draw(
        np.empty((20_000, 0), dtype=np.float32), np.random.RandomState(0)
    )
    assert np.bincount(donors) / 20_000 == pytest.approx(np.full(5, 0.2), abs=0.01)


def test_levels_are_split_as_well_as_by_trying_all_ways():
    """The order of levels by mean response is what finds the best two sets of them."""
    rng = np.random.default_rng(0)
    code = rng.integers(0, 8, 800)
    high = np.isin(code, [0, 3, 5, 6])
    response = high + rng.normal(0, 0.1, 800)
    step = Step(False, 0, n_levels=9)
    predictors = Predictors.fit(rows_of(response, code), [step], response)
    position = predictors.matrix(rows_of(response, code))[:, 0]
    assert position[high].min() > position[~high].max()
    classes = np.eye(3)[np.where(high, 2, rng.integers(0, 2, 800))]
    predictors = Predictors.fit(rows_of(response, code), [step], classes)
    position = predictors.matrix(rows_of(response, code))[:, 0]
    assert (
        position[high].min() > position[~high].max()
        or position[high].max() < position[~high].min()
    )


def test_levels_that_no_donor_has_are_no_error():
    code = np.array([0, 0, 1, 1, 2, 2] * 10)
    number = np.where(code == 2, np.nan, np.arange(60.0))
    missing = np.isnan(number).astype(int)
    rows = rows_of(number, np.column_stack([code, missing]))
    steps = [Step(False, 0, n_levels=3), Step(False, 1, n_levels=2), Step(True, 0, 1)]
    forest = grow_forest(rows, steps, np.arange(2), 3)
    blank = np.column_stack([code, np.zeros(60)]).astype(np.int32)
    new = EncodedRows(np.full((60, 1), np.nan), np.zeros((60, 1), np.int8), blank)
    forest.draw(new, 1.0, np.random.RandomState(0))
    assert not np.isnan(new.numbers).any()


def test_many_levels_are_all_donors():
    rng = np.random.default_rng(0)
    code = rng.integers(0, 3 * MOST_LEVELS, 3000)
    rows = rows_of(rng.normal(size=3000), code)
    step = Step(False, 0, n_levels=3 * MOST_LEVELS)
    forest = grow_forest(rows, [NUMBER, step], np.arange(2), 10)
    new = EncodedRows(rows.numbers, rows.decimals, np.zeros_like(rows.codes))
    forest.draw(new, 1.0, np.random.RandomState(0))
    assert len(np.unique(new.codes)) == 3 * MOST_LEVELS


def test_the_order_of_columns():
    X, _ = mixed_table(100)
    encoder = TableEncoder()
    rows = encoder.fit(X).table_.encode(X)
    schema = encoder.schema_

    def names(order):
        return [variable.name for variable in in_order(schema, rows, order)]

    assert names("table") == [variable.name for variable in schema.variables]
    assert names(["weight", "blood"])[:3] == ["weight", "blood", "age"]
    sizes = names("levels")
    assert sizes[0] == "site"
    assert sizes.index("flag") < sizes.index("blood") < sizes.index("age")
    for wrong, words in [(["shoe size"], "no column"), (["age", "age"], "twice")]:
        with pytest.raises(ValueError, match=words):
            names(wrong)


def test_whether_a_number_is_missing_is_drawn_before_it():
    X, _ = mixed_table(100)
    schema = TableEncoder().fit(X[["age", "glucose"]]).schema_
    steps = steps_of(schema, list(schema.variables))
    assert [(step.is_number, step.missing_code) for step in steps] == [
        (True, -1),
        (False, -1),
        (True, 0),
    ]


def test_the_most_telling_columns_are_chosen_whatever_their_shape():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(1000, 30))
    straight, bent = rng.normal(size=1000), rng.normal(size=1000)
    code, target = rng.integers(0, 4, 1000), rng.integers(0, 2, 1000)
    numbers = np.column_stack([noise, straight, bent])
    rows = rows_of(numbers, np.column_stack([code, target]))
    steps = [
        Step(False, 1, n_levels=2, is_target=True),
        *(Step(True, place) for place in range(32)),
        Step(False, 0, n_levels=4),
    ]
    response = straight + bent**2 + np.isin(code, [0, 3]) + rng.normal(size=1000)
    for outputs in (response, np.eye(3)[np.digitize(response, [0.5, 2.0])]):
        predictors = Predictors.fit(rows, steps, outputs)
        matrix = predictors.matrix(rows)
        chosen = predictors.most_telling(matrix, outputs, 4)
        np.testing.assert_array_equal(chosen, [0, 31, 32, 33])
        few = predictors.only(chosen)
        np.testing.assert_array_equal(few.matrix(rows), matrix[:, chosen])
        everything = predictors.most_telling(matrix, outputs, 34)
        np.testing.assert_array_equal(everything, np.arange(34))


def test_trees_split_on_no_more_columns_than_they_may():
    rng = np.random.default_rng(0)
    rows = rows_of(rng.normal(size=(300, 12)), np.zeros(300))
    steps = [Step(True, place) for place in range(12)]
    forest = grow_forest(rows, steps, np.arange(3), 5, 4)
    assert len(forest.predictors.steps) == 4
    assert {tree.tree.n_features_in_ for tree in forest.trees} == {4}
