"""Levels held by too few people are not published."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, RealTable, TableEncoder, TypeAwareSMOTE

pytestmark = pytest.mark.filterwarnings("ignore:min_category_count=:UserWarning")

Y = pd.Series(np.arange(100) % 2, name="y")


def table(column, **others):
    rng = np.random.default_rng(0)
    return pd.DataFrame({"x": column, "weight": rng.normal(size=100), **others})


def made_of(X, least=5, rare_label="Rare", **parameters):
    smote = TypeAwareSMOTE(
        encoder=TableEncoder(min_category_count=least, rare_label=rare_label),
        mode="replace",
        random_state=0,
        **parameters,
    )
    made, _ = smote.fit_resample(X, Y)
    return made, smote


WARDS = ["A"] * 50 + ["B"] * 40 + ["C"] * 4 + ["D"] * 4 + ["E"] * 2


@pytest.mark.parametrize("dtype", ["str", "string", object])
def test_rare_words_become_one(dtype):
    X = table(pd.Series(WARDS, dtype=dtype))
    made, smote = made_of(X)
    assert set(made["x"]) == {"A", "B", "Rare"}
    assert made.dtypes.equals(X.dtypes)
    assert smote.encoder_.rare_levels_ == {"x": ["C", "D", "E"]}
    why = smote.describe().loc[0, "why"]
    assert "3 levels held by fewer than 5 rows merged into Rare" in why
    assert "'C'" not in smote.describe().loc[0, "levels"]


def test_the_word_may_be_chosen():
    made, _ = made_of(table(WARDS), rare_label="other")
    assert set(made["x"]) == {"A", "B", "other"}


def test_too_few_rare_rows_go_to_the_commonest_and_no_common_level_is_lost():
    X = table(["A"] * 42 + ["B"] * 15 + ["C"] * 40 + ["Rare2"] * 2 + ["Rare1"])
    made, smote = made_of(X)
    assert set(made["x"]) == {"A", "B", "C"}
    assert smote.encoder_.rare_levels_ == {"x": ["Rare1", "Rare2"]}
    why = smote.describe().loc[0, "why"]
    assert "2 levels held by fewer than 5 rows merged into A" in why


def test_where_every_level_is_rare_one_word_stands_for_all():
    encoder = TableEncoder({"x": "category"}, min_category_count=9)
    table = RealTable.read(pd.DataFrame({"x": list("aabbc")}), encoder=encoder)
    assert set(table.decode(table.rows)["x"]) == {"Rare"}


@pytest.mark.filterwarnings("error")
def test_one_warning_counts_what_is_merged():
    level = np.array([0] * 60 + [1] * 38 + [2] * 2)
    flags = {f"w_{i}": (level == i).astype(int) for i in range(3)}
    grades = pd.Categorical(level, categories=[0, 1, 2], ordered=True)
    X = table(pd.Series(WARDS), grade=grades, **flags)
    with pytest.warns(UserWarning, match="min_category_count=5 merges") as caught:
        TypeAwareSMOTE(encoder=TableEncoder(min_category_count=5)).fit(X, Y)
    assert len(caught) == 1
    told = str(caught[0].message)
    assert "column 'x': 3 levels of 10 rows" in told
    assert "column 'grade': 1 level of 2 rows" in told
    assert "column 'w': 1 level of 2 rows" in told


def test_by_default_every_level_is_published():
    made, smote = made_of(table(WARDS), least=1)
    assert smote.encoder_.rare_levels_ == {}
    assert set(made["x"]) <= set(WARDS)


def test_a_rare_category_is_in_the_dtype_no_more():
    X = table(pd.Categorical(WARDS, categories=["Z", "E", "D", "C", "B", "A"]))
    made, _ = made_of(X)
    assert list(made["x"].cat.categories) == ["Z", "B", "A", "Rare"]
    unchanged, _ = made_of(X, least=2)
    assert unchanged["x"].dtype == X["x"].dtype


def test_in_augment_real_categories_stay():
    X = table(pd.Categorical(WARDS))
    y = pd.Series([0] * 30 + [1] * 70)
    X_all, _ = TypeAwareSMOTE(
        encoder=TableEncoder(min_category_count=5), random_state=0
    ).fit_resample(X, y)
    assert list(X_all["x"].cat.categories) == [*"ABCDE", "Rare"]
    assert X_all["x"].iloc[:100].tolist() == WARDS
    assert set(X_all["x"].iloc[100:]) <= {"A", "B", "Rare"}


def test_ordered_levels_go_to_their_neighbour():
    levels = ["I"] * 40 + ["II"] * 2 + ["III"] * 30 + ["IV"] * 26 + ["V"] * 2
    order = ["0", "I", "II", "III", "IV", "V"]
    X = table(pd.Categorical(levels, categories=order, ordered=True))
    encoder = TableEncoder(min_category_count=5)
    decoded = encoder.fit(X).table_.decode(encoder.table_.encode(X))["x"]
    # II lies between two, and goes to the one of more people.
    expected = {"II": "I", "V": "IV"}
    assert decoded.tolist() == [expected.get(level, level) for level in levels]
    assert decoded.dtype == X["x"].dtype
    assert encoder.rare_levels_ == {"x": ["II", "V"]}


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        ([1] * 60 + [2] * 38 + [3] * 2, {1, 2}),
        ([True] * 98 + [False] * 2, {True}),
        (["Yes"] * 3 + ["No"] * 97, {"No"}),
        (pd.Categorical([1] * 60 + [2] * 38 + [3] * 2), {1, 2}),
    ],
)
def test_rare_codes_and_flags_become_the_commonest(column, kept):
    X = table(pd.Series(column))
    kinds = {"x": "category"} if X["x"].nunique() > 2 else {}
    encoder = TableEncoder(kinds, min_category_count=5)
    decoded = encoder.fit(X).table_.decode(encoder.table_.encode(X))
    assert set(decoded["x"]) == kept
    assert decoded["x"].iloc[49] == X["x"].iloc[49]
    again = encoder.table_.encode(X).codes
    np.testing.assert_array_equal(again, encoder.fit(X).table_.encode(X).codes)


def test_a_rare_column_of_a_one_hot_group_is_never_set():
    level = np.array([0] * 60 + [1] * 38 + [2] * 2)
    flags = {f"w_{i}": (level == i).astype(int) for i in range(3)}
    made, smote = made_of(table(np.arange(100) % 7, **flags))
    assert not made["w_2"].any()
    assert (made[["w_0", "w_1", "w_2"]].sum(axis=1) == 1).all()
    assert smote.encoder_.rare_levels_ == {"w": ["w_2"]}


def test_the_word_has_room_in_an_array_of_text():
    X = np.column_stack([WARDS, WARDS[::-1]])
    assert X.dtype == "<U1"
    made, _ = TypeAwareSMOTE(
        encoder=TableEncoder(min_category_count=5), mode="replace", random_state=0
    ).fit_resample(X, Y)
    assert set(made[:, 0]) == {"A", "B", "Rare"}
    plain, _ = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(X, Y)
    assert plain.dtype == X.dtype


def test_the_filter_publishes_no_rare_level():
    made, _ = ProximityFilter(
        TypeAwareSMOTE(encoder=TableEncoder(min_category_count=5)),
        mode="replace",
        random_state=0,
    ).fit_resample(table(WARDS), Y)
    assert set(made["x"]) <= {"A", "B", "Rare"}
