"""pmse: the parameters, the nulls, several tables, persons, odd tables."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareCART, pmse, synthesize_many
from skl_synth.datasets import make_patients


def people(n, seed):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(
        {
            "size": rng.normal(size=n),
            7: rng.integers(0, 4, size=n),
            "the ward": pd.Categorical(rng.choice(list("abc"), size=n)),
            "day": pd.Timestamp("2024-01-01")
            + pd.to_timedelta(rng.integers(0, 60, size=n), unit="D"),
            "known": pd.array(rng.random(n) < 0.4, dtype="boolean"),
        }
    )
    return X.mask(rng.random(X.shape) < 0.05), pd.Series(rng.choice(["x", "y"], n))


REAL, OTHER = people(300, 0), people(240, 1)


@pytest.mark.parametrize("method", ["logit", "cart"])
def test_other_people_are_at_one_whatever_the_kinds(method):
    found = pmse(*REAL, *OTHER, method=method, max_order=0, random_state=0)
    assert found.pmse_ratio == pytest.approx(1, abs=0.6)
    c = 240 / 540
    assert found.s_pmse == pytest.approx(found.pmse_ratio / (1 - c))
    line = found.frame().iloc[0]
    assert (line["n_real"], line["n_synthetic"]) == (300, 240)
    assert line["pmse"] == pytest.approx(line["expected"] * line["pmse_ratio"])
    assert "times that of a correct synthesizer" in str(found)


def test_the_closed_form_is_what_permutations_give():
    closed = pmse(*REAL, *OTHER, method="logit", max_order=0).frame()
    drawn = pmse(
        *REAL,
        *OTHER,
        method="logit",
        max_order=0,
        null="permutation",
        n_permutations=60,
        random_state=0,
    ).frame()
    assert drawn.loc[0, "pmse"] == closed.loc[0, "pmse"]
    assert drawn.loc[0, "expected"] == pytest.approx(closed.loc[0, "expected"], rel=0.2)


@pytest.mark.parametrize("method", ["logit", "cart"])
def test_pairs_of_samples_give_the_same_as_the_other_nulls(method):
    tables = [people(200, seed) for seed in range(2, 7)]
    X, y = map(list, zip(*tables, strict=True))
    options = {"method": method, "max_order": 0, "random_state": 0}
    pairs = pmse(*REAL, X, y, null="pairs", **options).frame()
    other = pmse(*REAL, X, y, **options).frame()
    assert len(pairs) == 5
    np.testing.assert_allclose(pairs["pmse"], other["pmse"])
    assert pairs["expected"].iloc[0] == pytest.approx(
        other["expected"].mean(), rel=0.35
    )


def test_what_synthesize_many_makes_goes_in_as_it_is():
    X, y = make_patients(500, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    many = synthesize_many(TypeAwareCART(), X, y, m=2, random_state=0)
    found = pmse(X, y, many, method="logit", max_order=0)
    one = pmse(X, y, *many[1], method="logit", max_order=0)
    assert len(found.frame()) == 2
    assert found.frame().loc[1, "pmse"] == pytest.approx(one.pmse)
    assert "each of 2 synthetic tables" in str(found)


def test_arrays_and_no_target():
    rng = np.random.default_rng(0)
    real, other = rng.normal(size=(2, 120, 3))
    found = pmse(real, None, other + [0, 0, 2], method="cart", random_state=0)
    assert found.pmse_ratio > 2


def test_persons_are_counted_once():
    rng = np.random.default_rng(0)

    def visits(n):
        rows = np.repeat(rng.normal(size=(n, 2)), 5, axis=0)
        return pd.DataFrame(rows, columns=["a", "b"]), np.repeat(np.arange(n), 5)

    (real, whose), (other, whose_other) = visits(60), visits(60)
    groups = {"groups_real": whose, "groups_synthetic": whose_other}
    options = {"method": "logit", "max_order": 0}
    by_rows = pmse(real, None, other, **options).pmse_ratio
    by_people = pmse(real, None, other, **options, **groups).pmse_ratio
    assert by_people == pytest.approx(by_rows / 5, rel=0.35)


def test_a_separated_table_is_said_to_be_one():
    rng = np.random.default_rng(0)
    real = pd.DataFrame({"a": rng.normal(size=80)})
    found = pmse(real, None, real + 100, method="logit", max_order=0)
    assert found.pmse == pytest.approx(0.25, rel=0.01)
    assert "coefficients have no end" in str(found)


def test_what_the_tree_finds_depends_on_the_seed_alone():
    one, same, other = (
        pmse(*REAL, *OTHER, n_permutations=2, random_state=seed).pmse_ratio
        for seed in (1, 1, 2)
    )
    assert one == same != other


@pytest.mark.parametrize("method", ["logit", "cart"])
@pytest.mark.parametrize(
    "values",
    [[5.0] * 60, [np.nan] * 60, [np.nan] * 59 + [1.0]],
    ids=["one value", "all missing", "one present"],
)
def test_a_column_that_says_next_to_nothing(method, values):
    rng = np.random.default_rng(0)
    real, other = (
        pd.DataFrame({"a": values, "b": rng.normal(size=60)}) for _ in range(2)
    )
    found = pmse(real, None, other, method=method, max_order=0, random_state=0)
    assert found.pmse_ratio < 3


def test_of_a_few_rows_nothing_is_said():
    X = pd.DataFrame({"a": [0.5, 1.25, 3.5, 4.75]})
    found = pmse(X, None, X, random_state=0)
    assert str(found) == "Too few rows: by chance the model finds nothing at all."


def test_tables_of_constants_have_no_figure():
    X = pd.DataFrame({"a": [1] * 20})
    found = pmse(X, None, X, random_state=0)
    assert np.isnan(found.pmse_ratio)
    assert str(found) == "No column that could differ."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "forest"}, "method='forest' must be one of cart, logit"),
        ({"null": "exact"}, "null='exact' must be one of auto, formula"),
        ({"null": "formula"}, "a tree finds its own"),
        ({"null": "pairs"}, "there is one only"),
        ({"max_order": -1}, "max_order=-1 must be a whole number from 0 on"),
        ({"max_order": True}, "max_order=True must be"),
        ({"n_permutations": 1}, "n_permutations=1 must be a whole number from 2 on"),
        ({"min_leaf": 0.5}, "min_leaf=0.5 must be a whole number from 1 on"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        pmse(*REAL, *OTHER, **options)


def test_as_many_targets_as_tables():
    with pytest.raises(ValueError, match="y_synthetic must be a list of 2"):
        pmse(*REAL, [OTHER[0], OTHER[0]], OTHER[1])


def test_a_table_and_its_target_are_passed_apart():
    with pytest.raises(ValueError, match="a list of a table and of something else"):
        pmse(*REAL, OTHER)


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_other_containers(library):
    made = pytest.importorskip(library)
    convert = made.from_pandas if library == "polars" else made.Table.from_pandas
    options = {"method": "logit", "max_order": 0}
    tables = [
        X.rename(columns=str).drop(columns="the ward").reset_index(drop=True)
        for X, _ in (REAL, OTHER)
    ]
    plain = pmse(tables[0], REAL[1], tables[1], OTHER[1], **options)
    real, other = map(convert, tables)
    found = pmse(real, REAL[1], [other, other], [OTHER[1]] * 2, **options)
    assert found.pmse == pytest.approx(plain.pmse)


def test_another_column_is_named():
    with pytest.raises(ValueError, match="lacks 'size'"):
        pmse(*REAL, OTHER[0].drop(columns="size"), OTHER[1])
