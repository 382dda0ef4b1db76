"""Fresh keys from end to end: never a real one, and used as the real ones are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skl_synth import TableEncoder, TypeAwareCART
from skl_synth.datasets import make_visits
from skl_synth.table import RealTable
from skl_synth.table.check_digits import check_rule_of, nhs_check
from skl_synth.table.detectors import is_token
from skl_synth.table.keys.known_keys import normal_form
from tests.keys_of_people import keys_of_people, nhs_numbers, spaced


def read(X, identifiers="surrogate", groups=None, kinds=None):
    kinds = dict.fromkeys(X, "identifier") if kinds is None else kinds
    encoder = TableEncoder(kinds, identifiers=identifiers)
    return RealTable.read(X, encoder=encoder, groups=groups)


def written(X, persons=None, seed=0, **options):
    table = read(X, **options)
    return table.decode(table.rows, persons, seed)


def plain(values):
    return set(normal_form([str(one) for one in values.dropna()]))


PEOPLE = keys_of_people(300)


@pytest.mark.parametrize("identifiers", ["surrogate", "surrogate_valid"])
def test_no_key_of_people_comes_out(identifiers):
    made = written(PEOPLE, identifiers=identifiers)
    assert made.dtypes.equals(PEOPLE.dtypes)
    for name in PEOPLE:
        assert made[name].is_unique
        assert not plain(made[name]) & plain(PEOPLE[name]), name


def test_no_word_of_people_comes_out():
    words = "[A-Za-z]{3,}"
    real = set(PEOPLE[["patient_name", "remark"]].stack().str.findall(words).sum())
    real |= set(PEOPLE["email"].str.extract("(^[a-z]+)")[0])
    # Three hexadecimal digits in a row may be the letters of anything.
    made = written(PEOPLE).drop(columns="uuid").astype(str).stack()
    assert not real & set(made.str.findall(words).sum())


SHAPES = {
    "nhs_number": r"\d{10}",
    "nhs_printed": r"\d{3} \d{3} \d{4}",
    "mrn": r"MRN-\d{6}",
    "hospital_no": r"\d{6}",
    "email": r"[a-z]+@example\.org",
    "patient_name": r"S\d{6}",
    "postcode": r"(LS|BD)\d{1,2} \d[A-Z]{2}",
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    "phone": r"0\d{4} \d{6}",
    "remark": r"S\d{6}",
}


@pytest.mark.parametrize("name", SHAPES)
def test_keys_keep_their_shape(name):
    assert written(PEOPLE)[name].astype(str).str.fullmatch(SHAPES[name]).all()


@pytest.mark.parametrize("name", ["nhs_number", "nhs_printed"])
def test_nhs_numbers_are_nobodys(name):
    digits = normal_form(written(PEOPLE)[name].astype(str))
    assert check_rule_of(digits) == ""
    valid = normal_form(
        written(PEOPLE, identifiers="surrogate_valid")[name].astype(str)
    )
    assert check_rule_of(valid) == "nhs"
    assert {one[:3] for one in valid} == {"999"}


@pytest.mark.parametrize("identifiers", ["surrogate", "surrogate_valid"])
@pytest.mark.parametrize("printed", [False, True])
def test_ten_digits_are_nobodys_number_though_the_real_ones_have_no_check(
    identifiers, printed
):
    real = pd.Series(4_000_000_000 + np.arange(200) * 13_700_137)
    if printed:
        real = pd.Series(spaced(real.astype(str)))
    made = written(pd.DataFrame({"nhs_number": real}), identifiers=identifiers)
    digits = normal_form(made["nhs_number"].astype(str))
    assert {len(one) for one in digits} == {10}
    starts = np.array([[int(digit) for digit in one[:9]] for one in digits])
    assert not (nhs_check(starts) == [int(one[9]) for one in digits]).any()


@given(
    st.sets(st.integers(0, 5000), min_size=5, max_size=60),
    st.sampled_from(
        ["int64", "int16", "Int64", "float64", "object", "category", "str"]
    ),
    st.integers(0, 3),
)
@example({0, 1, 2, 3, 4, 5}, "int64", 0)
@example({*range(19)} - {9} | {100, 101}, "str", 0)
def test_numbers_are_neither_real_nor_next_to_real_ones(numbers, dtype, seed):
    real = pd.DataFrame({"id": pd.Series(sorted(numbers)).astype(dtype)})
    made = written(real, seed=seed)
    assert made["id"].dtype == real["id"].dtype or dtype == "category"
    values = [int(one) for one in made["id"]]
    assert len(set(values)) == len(real)
    close = {one + step for one in numbers for step in (-1, 0, 1)}
    assert not close & set(values)
    pd.testing.assert_frame_equal(made, written(real, seed=seed))
    assert not made.equals(written(real, seed=seed + 1))


# Older versions of pandas take a text that begins with this sign for an empty one.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(TEXTS, min_size=20, max_size=60, unique=True))
def test_texts_are_not_real_ones(texts):
    real = pd.DataFrame({"key": pd.Series(texts, dtype=object)})
    made = written(real)["key"]
    # Blanks and tokens, such as a question mark, are no keys.
    keys = made[~made.map(is_token)]
    assert keys.is_unique
    real_keys = [one for one in texts if not is_token(one)]
    assert not set(normal_form(keys)) & set(normal_form(real_keys))


# Before pandas 3 "str" makes the text "None" of what is missing.
WITH_STR = ["str"] if pd.Series([None]).astype("str").isna().all() else []


@pytest.mark.parametrize("dtype", [object, "string", "category", *WITH_STR])
@given(st.integers(1, 59))
def test_texts_stay_empty_at_their_rate(dtype, n_empty):
    cells = [None] * n_empty + [f"K{i * 7919}" for i in range(n_empty, 60)]
    X = pd.DataFrame({"key": pd.Series(cells, dtype=object).astype(dtype)})
    made = written(X)["key"]
    assert made.isna().sum() == n_empty
    assert isinstance(made.dtype, type(X["key"].dtype))
    assert not made.isna().equals(X["key"].isna()) or n_empty in (1, 59)


@pytest.mark.parametrize("dtype", ["float64", "Int64"])
def test_numbers_stay_empty_at_their_rate(dtype):
    numbers = np.random.default_rng(0).permutation(90_000)[:800] + 10_000.0
    numbers[:200] = np.nan
    X = pd.DataFrame({"id": pd.Series(numbers).astype(dtype)})
    table = read(X)
    made = table.decode(table.rows.take(np.arange(400)))["id"]
    assert made.dtype == X["id"].dtype
    assert made.isna().sum() == 100


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA])
def test_an_empty_cell_is_what_it_was(blank):
    X = pd.DataFrame(
        {"key": pd.Series([blank, *[f"K{i}" for i in range(40)]], dtype=object)}
    )
    made = written(X)["key"]
    assert made[made.isna()].tolist()[0] is blank


def test_tickets_are_shared_as_often():
    """Most are held alone, some by families; numbers for some and text for others."""
    rng = np.random.default_rng(0)
    numbers = rng.choice(400_000, 700, replace=False).astype(str)
    tickets = np.where(np.arange(700) % 5 == 0, np.char.add("PC ", numbers), numbers)
    X = pd.DataFrame({"ticket": np.r_[tickets[:547], np.repeat(tickets[547:], 3)]})
    made = written(X)["ticket"]
    assert not set(made) & set(X["ticket"])
    sizes = made.value_counts()
    assert (sizes == 1).sum() == pytest.approx(547, rel=0.1)
    assert sizes.max() == 3
    assert made.str.startswith("PC ").mean() == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize("token", ["NA", " ", "-", "n/a"])
@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_tokens_for_nothing_are_no_keys(token, dtype):
    notes = [f"fell from the stairs of house {i}" for i in range(120)]
    X = pd.DataFrame({"notes": pd.Series([*notes, *[token] * 180], dtype=dtype)})
    made = written(X)["notes"]
    assert (made == token).sum() == pytest.approx(180, abs=25)
    filled = made[made != token]
    assert not filled.isin(notes).any()
    assert filled.is_unique


def infections(n=400, seed=0):
    rng = np.random.default_rng(seed)
    cases = rng.choice(900_000, n, replace=False) + 100_000
    by = pd.Series([cases[rng.integers(i)] if i % 4 else None for i in range(n)])
    return pd.DataFrame({"case_id": cases, "infector_id": by.astype("Int64")})


@pytest.mark.parametrize("seed", range(5))
def test_who_infected_whom_is_one_of_the_cases(seed):
    real = infections()
    made = written(real, seed=seed)
    by = made["infector_id"]
    assert by.isna().sum() == real["infector_id"].isna().sum()
    assert by.dropna().isin(made["case_id"]).all()
    assert not (by == made["case_id"]).any()
    n_infectors = real["infector_id"].nunique()
    assert by.nunique() == pytest.approx(n_infectors, rel=0.15)


def test_keys_of_other_tables_are_fresh_too():
    real = infections()
    outside = np.random.default_rng(5).choice(900_000, 400) + 100_000
    away = (np.arange(400) % 4 > 0) & (np.arange(400) % 8 < 3)
    real.loc[away, "infector_id"] = outside[away]
    made = written(real)
    by = made["infector_id"].dropna()
    share = real["infector_id"].dropna().isin(real["case_id"]).mean()
    assert by.isin(made["case_id"]).mean() == pytest.approx(share, abs=0.1)
    assert not by.isin(real["case_id"]).any()
    assert not by.isin(real["infector_id"]).any()


def test_nobody_refers_to_themselves_where_there_is_one_row():
    table = read(infections())
    for seed in range(20):
        made = table.decode(table.rows.take(np.array([1])), seed=seed)
        assert not (made["infector_id"] == made["case_id"]).fillna(value=False).any()


def test_one_number_written_in_two_ways():
    numbers = nhs_numbers(100)
    X = pd.DataFrame({"nhs": numbers.astype(np.int64), "printed": spaced(numbers)})
    made = written(X)
    printed = made["printed"].str.fullmatch(SHAPES["nhs_printed"])
    assert printed.all()
    digits = made["printed"].str.replace(" ", "")
    assert digits.tolist() == made["nhs"].astype(str).tolist()


def test_names_and_numbers_of_one_person_are_repeated_together():
    person = np.repeat(np.arange(80), 3)
    X = keys_of_people(80)[["nhs_number", "patient_name", "email"]].iloc[person]
    X = X.reset_index(drop=True).assign(age=np.arange(240) % 60)
    made = written(X, kinds=dict.fromkeys(X.columns[:3], "identifier"))
    n_persons = made["nhs_number"].nunique()
    assert n_persons == pytest.approx(80, abs=2)
    assert len(made[["nhs_number", "patient_name", "email"]].drop_duplicates()) == (
        n_persons
    )


def test_each_person_has_one_number():
    person = np.repeat(np.arange(80), 3)
    X = keys_of_people(80)[["nhs_number", "patient_name"]].iloc[person]
    X = X.reset_index(drop=True).assign(
        episode=[f"E{i * 7919:07d}" for i in range(240)]
    )
    table = read(X, groups=X["nhs_number"])
    new = np.repeat(np.arange(60), 4)
    made = table.decode(table.rows, new, 3)
    columns = ["nhs_number", "patient_name"]
    assert made.groupby(new)[columns].nunique().eq(1).to_numpy().all()
    assert made["nhs_number"].nunique() == made["patient_name"].nunique() == 60
    assert made["episode"].is_unique


def test_people_with_visits_get_numbers_from_end_to_end():
    X, y = make_visits(60, visits=4, random_state=0, return_X_y=True)
    X["episode"] = [f"E{i * 7919:07d}" for i in range(len(X))]
    kinds = dict.fromkeys(["nhs_number", "episode"], "identifier")
    encoder = TableEncoder(kinds, identifiers="surrogate")
    cart = TypeAwareCART(min_samples_leaf=5, encoder=encoder, random_state=0)
    made, _ = cart.fit(X, y, groups=X["nhs_number"]).sample(200)
    persons = cart.provenance_.persons
    assert len(set(zip(made["nhs_number"], persons, strict=True))) == len(set(persons))
    assert made["nhs_number"].nunique() == len(set(persons))
    assert made["episode"].is_unique
    for name in kinds:
        assert not set(made[name]) & set(X[name])


def test_a_narrow_dtype_is_used_up_before_it_is_refused():
    X = pd.DataFrame({"id": np.arange(0, 120, 3, dtype=np.int8) // 3 * 2})
    table = read(X)
    made = table.decode(table.rows.take(np.arange(12)))
    assert made["id"].dtype == np.int8
    assert not set(made["id"]) & set(X["id"])
    with pytest.raises(ValueError, match=r"'id' is of type int8, .*no room for 40"):
        table.decode(table.rows)


def test_keys_beyond_what_a_float_holds_are_exact():
    real = pd.DataFrame({"id": np.arange(2**60, 2**60 + 40)})
    made = written(real)["id"]
    assert made.dtype == np.int64
    assert made.is_unique
    assert made.min() > 10**18


def test_numbers_that_are_counted_tell_nothing_of_the_last():
    real = pd.DataFrame({"id": np.arange(1, 801)})
    made = written(real)["id"]
    assert made.between(1000, 9999).all()
    assert made.min() < 1100


def test_samples_from_a_part_avoid_all_real_keys():
    X = PEOPLE[["mrn"]].assign(age=np.arange(300) % 50)
    table = read(X, kinds={"mrn": "identifier"}).take(np.arange(20))
    made = table.decode(table.rows.take(np.zeros(300, dtype=int)))
    assert not set(made["mrn"]) & set(X["mrn"])
