"""A few identifiers, or sentences, among ordinary answers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.detectors.few_cells import (
    find_few_identifiers,
    find_few_sentences,
)
from skl_synth.table.infer import infer_variable
from tests.table.detectors.makers import (
    SURNAMES,
    card,
    different,
    digits,
    email,
    insurance_number,
    landline,
    letters,
    nhs_number,
    note,
    phone,
    spaced,
    uuid,
)

ANSWERS = [["Yes", "No", "Maybe"], ["Nil", "OK"], ["yes"]]

MAKERS = {
    "NHS numbers": nhs_number,
    "e-mail addresses": email,
    "telephone numbers": phone,
    "National Insurance numbers": insurance_number,
    "UUIDs": uuid,
    "numbers of payment cards": card,
}


def among(answers, make, n_cells, n=400, seed=0):
    rng = np.random.default_rng(seed)
    values = rng.choice(np.array(answers, dtype=object), n)
    values[rng.choice(n, n_cells, replace=False)] = different(rng, make, n_cells)
    return pd.Series(values, name="x")


def zipf(levels, n=500, seed=0):
    weights = 1 / np.arange(1, len(levels) + 1)
    values = np.array(levels, dtype=object)
    return np.random.default_rng(seed).choice(values, n, p=weights / weights.sum())


@pytest.mark.parametrize("n_cells", [3, 8, 20])
@pytest.mark.parametrize("answers", ANSWERS)
@pytest.mark.parametrize("what", MAKERS)
def test_a_few_identifiers_among_answers_are_sure(what, answers, n_cells):
    variable = infer_variable(among(answers, MAKERS[what], n_cells))
    assert variable.kind == "identifier"
    assert what in variable.reason


def test_the_reason_counts_the_cells():
    yes = ANSWERS[0]
    many = infer_variable(among(yes, nhs_number, 8)).reason
    assert many == "8 cells hold NHS numbers"
    one = infer_variable(among(yes, email, 1)).reason
    assert one == "e-mail addresses in one cell"


@pytest.mark.parametrize(
    "make",
    [
        lambda rng: spaced(nhs_number(rng)),
        lambda rng: f"NHS {nhs_number(rng)}",
        lambda rng: f"write to {email(rng)}",
        lambda rng: f"ring {phone(rng)}, please",
        landline,
    ],
)
def test_other_ways_of_writing(make):
    assert infer_variable(among(ANSWERS[0], make, 3)).kind == "identifier"


@pytest.mark.parametrize("make", [nhs_number, phone, card])
def test_one_number_may_be_there_by_chance(make):
    assert infer_variable(among(ANSWERS[0], make, 1)).kind == "category"
    assert infer_variable(among(ANSWERS[0], make, 2)).kind == "identifier"


@pytest.mark.parametrize("make", [email, uuid, insurance_number])
def test_one_of_other_shapes_is_enough(make):
    assert infer_variable(among(ANSWERS[0], make, 1)).kind == "identifier"


@pytest.mark.parametrize("dtype", ["object", "str", "string", "category"])
def test_the_dtype_does_not_matter(dtype):
    numbers = among(ANSWERS[1], nhs_number, 5).astype(dtype)
    assert infer_variable(numbers).kind == "identifier"
    notes = among(ANSWERS[1], note, 5).astype(dtype)
    assert infer_variable(notes).likely_identifier


def test_a_mixture_with_identifiers_is_not_refused():
    numbers = [f"{i}.5" for i in range(60)]
    assert infer_variable(among(numbers, email, 3)).kind == "identifier"
    days = [f"2023-{i:02d}-{j:02d}" for i in range(1, 13) for j in (5, 15, 25)]
    assert infer_variable(among(days, email, 3)).kind == "identifier"


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("code", [f"{x} C" for x in range(10**9, 10**9 + 60)]),
        ("x", ["other", *map(str, range(4_000_000_000, 4_000_000_030))]),
        ("product_code", ["none", "other", "01234567890", "02345678901"]),
        ("x", ["<0.01", "0.123456789", "0.234567891", "0.345678912"]),
        ("x", ["0.1234-0.5678", "(0.8512-0.9900)", "none"]),
        ("x", ["01-02-2020 10", "02-03-2021 11", "05-06-2020 09", "none"]),
        ("x", ["5 minute walk", "10 minute walk", "20 minute drive", "1 hour drive"]),
        ("x", ["2 bed terrace", "3 bed terrace", "4 bed terrace"]),
        ("x", ["Strongly agree", "Agree", "Neither", "Disagree"]),
        ("x", ["call 111", "call 999", "ring 0800 1111"]),
        ("icd", [f"{a}{i}.{j}" for a in "IJK" for i in range(10, 40) for j in (0, 9)]),
        ("x", [f"{one} Ward level {i}" for one in SURNAMES for i in (1, 2)]),
    ],
)
def test_codes_and_levels_are_none(name, levels):
    values = pd.Series(zipf(levels), name=name)
    counts = values.value_counts()
    assert find_few_identifiers(counts, are_codes=name == "product_code") is None
    assert find_few_sentences(counts) is None
    if len(levels) <= 20:
        assert infer_variable(values).kind == "category"
        assert not infer_variable(values).likely_identifier


def test_codes_that_are_written_like_insurance_numbers_are_none():
    rng = np.random.default_rng(0)
    codes = [letters(rng, 2) + digits(rng, 6) + letters(rng, 1) for _ in range(60)]
    values = pd.Series(zipf(codes), name="x")
    assert infer_variable(values).kind == "category"


@given(st.lists(st.sampled_from(["Yes", "no", "A1", "I21.0", "12", "a b"]), min_size=1))
def test_short_levels_hold_nothing(levels):
    counts = pd.Series(levels).value_counts()
    assert find_few_identifiers(counts, are_codes=False) is None
    assert find_few_sentences(counts) is None


@pytest.mark.parametrize("n_cells", [3, 8])
def test_sentences_among_short_answers_are_likely_free_text(n_cells):
    variable = infer_variable(among(ANSWERS[0], note, n_cells))
    assert variable.kind == "category"
    assert "free text" in variable.likely_identifier
    assert f"{n_cells} sentences" in variable.likely_identifier


def test_two_sentences_may_be_rare_answers():
    assert not infer_variable(among(ANSWERS[0], note, 2)).likely_identifier


DISEASES = [
    f"{a} neoplasm of the {b} and {c} tissue"
    for a in ("malignant", "benign", "uncertain")
    for b in ("breast", "lung", "skin", "bone", "liver", "colon")
    for c in ("connective", "soft", "other", "deep")
]


@pytest.mark.parametrize("short", [[], ["Asthma", "COPD", "Sepsis"]])
def test_long_answers_that_repeat_are_levels(short):
    values = pd.Series(zipf([*short, *DISEASES]), name="x")
    assert (values.value_counts() == 1).sum() >= 3
    assert infer_variable(values).kind == "category"
    assert not infer_variable(values).likely_identifier


def test_sentences_under_the_name_of_a_place_are_levels():
    values = among(ANSWERS[0], note, 8).rename("diagnosis")
    assert not infer_variable(values).likely_identifier
