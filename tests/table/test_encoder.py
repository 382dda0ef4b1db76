"""One way in, one way out: what goes through the encoder comes back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from scipy import sparse
from sklearn.preprocessing import StandardScaler

from skl_synth import TableEncoder, TypeAwareSMOTE
from skl_synth.table.coding import read_rows
from skl_synth.table.rows import EncodedRows
from tests.tables import mixed_table, tables


def round_trip(X, **parameters):
    encoder = TableEncoder(**parameters)
    table = encoder.fit(X).table_
    return table.container.write(table.decode(table.snap(table.encode(X))))


@given(tables())
def test_a_real_table_comes_back_as_it_was(table):
    X, _ = table
    pd.testing.assert_frame_equal(round_trip(X), X)


def test_the_mixed_table_comes_back_as_it_was():
    X, _ = mixed_table()
    pd.testing.assert_frame_equal(round_trip(X), X)


def test_decimals_are_restored_where_arithmetic_has_left_noise():
    rng = np.random.default_rng(0)
    pay = np.round(rng.lognormal(7, 1, 300), 2)
    X = pd.DataFrame({"bonus": pay * 0.2, "age": rng.integers(18, 90, 300)})
    y = pd.Series(np.round(rng.lognormal(7, 1, 300), 2) * 0.1, name="tax")
    smote = TypeAwareSMOTE(random_state=0).fit(X, y)
    steps = ["3, in steps of 0.002", "0"]
    assert smote.describe()["decimals"].tolist() == steps
    made, tax = smote.sample(500)
    assert (made["bonus"] == made["bonus"].round(3)).all()
    assert (tax == tax.round(3)).all()


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int16, bool, object])
def test_arrays_come_back_in_their_dtype(dtype):
    array = np.random.default_rng(0).integers(0, 2, (30, 3)).astype(dtype)
    back = round_trip(array)
    assert back.dtype == array.dtype
    np.testing.assert_array_equal(back, array)


def test_sparse_and_lists_come_back():
    array = np.random.default_rng(0).integers(0, 9, (30, 3)).astype(float)
    back = round_trip(sparse.csc_matrix(array))
    assert back.format == "csc"
    np.testing.assert_array_equal(back.toarray(), array)
    assert round_trip(array.tolist()) == array.tolist()


def test_a_list_of_mixed_rows_keeps_its_numbers():
    rows = [["a", 1.5], ["b", 2.5], ["c", 3.25]] * 4
    assert round_trip(rows) == rows


def test_the_matrix_of_numbers_is_that_of_the_standard_scaler():
    """Law 1: distances are those of standardised columns, dummies included."""
    X, _ = mixed_table()
    X = X[["age", "weight", "flag", "blood_a", "blood_b", "blood_o"]]
    ours = TableEncoder().fit_transform(X)
    theirs = StandardScaler().fit_transform(X)
    order = [0, 1, 2, 3, 4, 5]
    np.testing.assert_allclose(ours[:, order], theirs[:, order], atol=1e-12)


def test_categories_are_standardised_dummies():
    X = pd.DataFrame({"ward": list("aaabbc")})
    expected = StandardScaler().fit_transform(pd.get_dummies(X).astype(float))
    np.testing.assert_allclose(TableEncoder().fit_transform(X), expected)


def test_a_missing_number_stands_at_the_mean_with_a_column_of_its_own():
    X = pd.DataFrame({"x": [1.5, 2.0, 4.5, np.nan]})
    matrix = TableEncoder().fit_transform(X)
    assert matrix.shape == (4, 2)
    assert matrix[3, 0] == 0
    assert matrix[:3, 0].mean() == pytest.approx(0)
    assert len(set(matrix[:3, 1])) == 1
    assert matrix[3, 1] > 0 > matrix[0, 1]


def test_the_matrix_can_be_read_back():
    X, _ = mixed_table()
    encoder = TableEncoder().fit(X)
    rows = encoder.table_.snap(encoder.layout_.rows(encoder.transform(X)))
    pd.testing.assert_frame_equal(encoder.table_.decode(rows), X)


def test_blends_of_the_matrix_are_restored_on_the_unit_scale():
    """On the standardised scale the arg-max would favour the rare level."""
    X = pd.DataFrame({"ward": ["common"] * 98 + ["rare", "other"]})
    encoder = TableEncoder().fit(X)
    matrix = encoder.transform(X)
    blend = 0.6 * matrix[:1] + 0.4 * matrix[98:99]
    assert encoder.table_.decode(encoder.layout_.rows(blend))["ward"].tolist() == [
        "common"
    ]


def test_levels_never_seen_are_refused_or_unlike_all():
    encoder = TableEncoder().fit(pd.DataFrame({"ward": list("aabbc")}))
    other = pd.DataFrame({"ward": ["a", "z"]})
    with pytest.raises(ValueError, match="column 'ward' holds 'z' in row 1"):
        encoder.table_.encode(other)
    assert encoder.table_.encode(other, unknown="ignore").codes[1, 0] == -1
    np.testing.assert_array_equal(encoder.transform(other)[1], 0)


def test_blended_binaries_go_to_the_nearer_value():
    encoder = TableEncoder().fit(pd.DataFrame({"flag": [0, 1, 1]}))
    blended = pd.DataFrame({"flag": [0.3, 0.5, 0.7]})
    np.testing.assert_array_equal(encoder.table_.encode(blended).codes[:, 0], [0, 0, 1])
    with pytest.raises(ValueError, match="'flag' holds"):
        encoder.table_.encode(pd.DataFrame({"flag": [0.0, 2.0]}))


def test_numbers_are_snapped_and_codes_kept():
    encoder = TableEncoder().fit(pd.DataFrame({"n": [1, 2, 9], "w": list("abc")}))
    rows = EncodedRows(
        np.array([[2.6], [40.0]]),
        np.zeros((2, 1), dtype=np.int8),
        np.array([[2], [0]], dtype=np.int32),
    )
    assert encoder.table_.decode(encoder.table_.snap(rows)).to_dict("list") == {
        "n": [3, 9],
        "w": ["c", "a"],
    }


def test_unused_categories_and_their_order_are_kept():
    ward = pd.Categorical(list("abab"), categories=["z", "b", "a"], ordered=True)
    back = round_trip(pd.DataFrame({"ward": ward}))
    pd.testing.assert_series_equal(back["ward"], pd.Series(ward, name="ward"))


def test_a_dropped_level_comes_back_as_zeros():
    X = pd.DataFrame({"c_a": [1, 0, 0, 1], "c_b": [0, 1, 0, 0], "n": [1.5, 2, 3, 4]})
    pd.testing.assert_frame_equal(round_trip(X, implicit_baseline=["c"]), X)


def test_identifiers_are_refused_by_name_or_replaced():
    X = pd.DataFrame({"patient_id": np.arange(30) * 7, "age": [20, 30, 40] * 10})
    with pytest.raises(ValueError, match="'patient_id' is an identifier") as error:
        TableEncoder().fit(X)
    assert "identifiers='surrogate'" in str(error.value)
    back = round_trip(X, identifiers="surrogate")
    assert back["patient_id"].dtype == X["patient_id"].dtype
    assert back["patient_id"].is_unique
    assert not back["patient_id"].isin(X["patient_id"]).any()


def test_kinds_of_array_columns_are_given_by_position():
    array = np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]] * 4)
    encoder = TableEncoder({0: "category", "x1": "continuous"}).fit(array)
    assert [v.kind for v in encoder.schema_.variables] == ["category", "continuous"]


def test_describe_says_what_was_found_and_why():
    X, _ = mixed_table()
    shown = TableEncoder().fit(X).describe().set_index("column")
    assert shown.loc["glucose", "missing"] == X["glucose"].isna().sum()
    assert shown.loc["glucose", "decimals"] == "2"
    assert shown.loc["blood", "kind"] == "one_hot"
    assert shown.loc["site", "levels"] == "'north'"
    assert (shown["why"] != "").all()


@pytest.mark.parametrize(
    ("X", "words"),
    [
        (pd.DataFrame({"a": []}), "0 sample"),
        (pd.DataFrame(index=[0, 1]), "0 feature"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns called 'a'"),
    ],
)
def test_tables_that_are_none_are_refused(X, words):
    with pytest.raises(ValueError, match=words):
        TableEncoder().fit(X)


def test_unknown_columns_in_column_kinds_are_refused():
    with pytest.raises(ValueError, match="'agee', which is not a column"):
        TableEncoder({"agee": "integer"}).fit(pd.DataFrame({"age": [1, 2, 3]}))


def test_cells_must_be_text_or_numbers():
    X = pd.DataFrame({"a": [1, {"b": 2}, 3]})
    with pytest.raises(TypeError, match=r"column 'a' holds .* in row 1"):
        TableEncoder().fit(X)


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["a", "b", None, "b"] * 6, dtype=object),
        pd.Series([1, 2, None, 7] * 6, dtype=object),
        pd.Series([True, False, None, True] * 6, dtype=object),
        pd.Series(pd.arrays.SparseArray([0, 0, 0, 1] * 6)),
        pd.Series(pd.arrays.SparseArray([0.0] * 24)),
        pd.Series([1.5, 2.25, 7.1, 3.0] * 6, dtype="Float32"),
        pd.Series([1.5, 2.25, 7.1, 3.0] * 6, dtype="float16"),
    ],
    ids=lambda values: f"{values.dtype}-{values.iloc[-1]!r}",
)
def test_unusual_columns_come_back_in_dtype_and_cells(values):
    X = pd.DataFrame({"x": values, "y": np.arange(24) * 1.5})
    back = round_trip(X)
    pd.testing.assert_frame_equal(back, X)
    assert [type(cell) for cell in back["x"]] == [type(cell) for cell in X["x"]]


def test_names_of_the_columns_axis_are_kept():
    X = pd.DataFrame({"x": [1.5, 2.5, 3.5]}).rename_axis(columns="measure")
    assert round_trip(X).columns.name == "measure"


@pytest.mark.parametrize(
    ("real", "other", "words"),
    [
        (
            {"site": ["FR"] * 3},
            {"site": ["FR", "UK", "FR"]},
            "'UK', but is always 'FR'",
        ),
        ({"x": [1.5, 2.5, 3.5]}, {"z": [1.5]}, "feature names|columns"),
    ],
)
def test_other_tables_are_refused(real, other, words):
    encoder = TableEncoder().fit(pd.DataFrame(real))
    with pytest.raises(ValueError, match=words):
        encoder.table_.encode(pd.DataFrame(other))


def test_complex_columns_are_refused():
    with pytest.raises(ValueError, match="Complex data not supported: column 'z'"):
        TableEncoder().fit(pd.DataFrame({"z": [1j, 2.0, 3.0]}))


def test_a_table_of_other_columns_is_not_read():
    X, _ = mixed_table(50)
    schema = TableEncoder().fit(X[["age", "flag"]]).schema_
    with pytest.raises(
        ValueError, match=r"lacks 'age'.* has besides 'x0', .* same container"
    ):
        read_rows(schema, pd.DataFrame({"x0": [1], "x1": [0]}), "ignore")
