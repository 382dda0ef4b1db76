"""Text: keys, names, free text over the filled cells, and levels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.table.detectors import is_token
from skl_synth.table.detectors.filled_cells import TOKENS, filled_counts
from skl_synth.table.infer import infer_variable
from tests.table.detectors.makers import (
    FORENAMES,
    SURNAMES,
    address,
    card,
    different,
    digits,
    email,
    insurance_number,
    letters,
    nhs_number,
    note,
    person,
    phone,
    postcode,
    spaced,
    uuid,
)

N = 800


def variable_of(values, name="x", **given):
    return infer_variable(pd.Series(values, name=name), **given)


def repeated(make, times=4, seed=0):
    values = different(np.random.default_rng(seed), make, N // times)
    return np.repeat(values, times)


def spaced_nhs(rng):
    return spaced(nhs_number(rng))


def sparse(values, blank=None, rows=N):
    column = np.full(rows, blank, dtype=object)
    column[np.arange(len(values)) * (rows // len(values))] = values
    return column


TWELVE = [f"remark {i} of somebody" for i in range(12)]


@pytest.mark.parametrize("blank", [None, np.nan, "NA", " ", "", "-", "n/a", "Unknown"])
def test_free_text_is_judged_over_the_filled_cells(blank):
    variable = variable_of(sparse(TWELVE, blank))
    assert variable.kind == "identifier"
    assert "12 different values in 12" in variable.reason


def test_remarks_of_one_or_two_people_are_likely_keys():
    prose = "seen on the ward after a fall from the stairs"
    one, two = sparse([prose]), sparse([prose, prose + " again"])
    assert variable_of(one).likely_identifier
    assert variable_of(two).likely_identifier
    assert variable_of(two).kind == "binary"
    assert not variable_of(sparse(["wrong", "late"])).likely_identifier


def test_few_words_that_repeat_are_levels():
    words = ["refused", "absent", "too ill"] * 9
    assert variable_of(sparse(words)).kind == "category"
    assert not variable_of(sparse(words)).likely_identifier


def test_notes_that_repeat_in_the_rows_of_a_person_are_free_text():
    assert variable_of(repeated(note)).kind == "identifier"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("patient_id", lambda rng: f"P{digits(rng, 6)}"),
        ("hospital no", lambda rng: letters(rng, 1) + digits(rng, 6)),
        ("patient_name", person),
        ("email", lambda rng: f"p{digits(rng, 5)}@example.org"),
    ],
)
def test_text_keys_that_repeat_are_identifiers(name, make):
    assert variable_of(repeated(make), name).kind == "identifier"


def test_codes_that_repeat_under_any_name_are_likely_keys():
    codes = repeated(lambda rng: f"{letters(rng, 2)}{digits(rng, 4)}")
    variable = variable_of(codes)
    assert variable.kind == "category"
    assert variable.hint.startswith("likely an identifier (codes of which each")
    assert "call the column an identifier" in variable.hint


def test_names_under_any_name_are_likely_keys():
    names = [f"{a} {b}" for a in FORENAMES for b in SURNAMES][::4]
    values = np.repeat(np.array(names, dtype=object), 4)
    assert not variable_of(values, "seen_by").likely_identifier
    many = [
        f"{a}{letters(np.random.default_rng(i), 3).lower()} {b}"
        for i, (a, b) in enumerate(zip(FORENAMES * 7, SURNAMES * 7, strict=False))
    ]
    assert variable_of(np.repeat(many, 4), "who").likely_identifier
    assert not variable_of(np.repeat(many, 4), "hospital").likely_identifier


def zipf(levels, seed=0):
    weights = 1 / np.arange(1, len(levels) + 1)
    rng = np.random.default_rng(seed)
    return rng.choice(np.array(levels, dtype=object), N, p=weights / weights.sum())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "icd10",
            zipf([f"{a}{i}.{j}" for a in "IJK" for i in range(10, 40) for j in (0, 9)]),
        ),
        (
            "seen_for",
            zipf([f"{a}{i}.{j}" for a in "IJK" for i in range(10, 40) for j in (0, 9)]),
        ),
        ("practice", np.resize([f"B8{i:04d}" for i in range(40)], N)),
        ("ward", np.resize(["A1", "A2", "B1"], N)),
        ("sector", np.resize([f"LS{i}" for i in range(1, 29)], N)),
        ("person_type", np.resize(["staff", "visitor", "carer"], N)),
        ("drug_name", zipf([one.lower() + "ol" for one in SURNAMES])),
    ],
)
def test_levels_are_none(name, values):
    variable = variable_of(values, name)
    assert variable.kind == "category"
    assert not variable.likely_identifier


def test_ordered_levels_are_none():
    levels = [f"grade {i}" for i in range(30)]
    values = pd.Categorical(np.resize(levels, 60), levels, ordered=True)
    assert variable_of(values, "patient_id").kind == "ordinal"


@pytest.mark.parametrize("kind", ["category", "identifier"])
def test_what_the_user_said_is_not_overruled(kind):
    values = np.resize([f"p{i}@example.org" for i in range(40)], 80)
    variable = variable_of(values, "email", given=kind)
    assert (variable.kind, variable.hint, variable.likely_identifier) == (kind, "", "")


@pytest.mark.parametrize(("n_values", "times"), [(3, 9), (4, 100), (15, 27), (25, 40)])
@pytest.mark.parametrize(
    "make",
    [nhs_number, spaced_nhs, email, insurance_number, uuid, phone, address, card],
)
def test_sure_shapes_need_no_more_than_three_values(make, n_values, times):
    values = different(np.random.default_rng(0), make, n_values)
    assert variable_of(np.repeat(values, times)).kind == "identifier"


@pytest.mark.parametrize(("n_values", "times"), [(3, 9), (15, 27), (25, 40)])
def test_postcodes_of_few_places_are_likely_keys(n_values, times):
    values = np.repeat(different(np.random.default_rng(0), postcode, n_values), times)
    assert "full postcodes" in variable_of(values).likely_identifier


KIN = ["Wife", "Husband", "Son", "Daughter", "Mother", "Father", "Friend", "Neighbour"]


@pytest.mark.parametrize("name", ["next_of_kin", "nok", "emergency_contact", "carer"])
def test_names_of_people_near_to_a_patient(name):
    people = [f"{a} {b}" for a in FORENAMES for b in SURNAMES][::7]
    assert variable_of(np.repeat(people, 4), name).kind == "identifier"
    few = variable_of(np.resize(people[:10], N), name)
    assert "names of people" in few.likely_identifier
    words = variable_of(np.repeat(SURNAMES, 10), name)
    assert "names of people" in words.likely_identifier
    kin = variable_of(np.resize(KIN, N), name)
    assert (kin.kind, kin.likely_identifier) == ("category", "")


@pytest.mark.parametrize(
    "name", ["lname", "fname", "sname", "vorname", "previous_surname", "known_as"]
)
def test_other_names_of_columns_with_names_of_people(name):
    assert variable_of(np.repeat(SURNAMES, 10), name).kind == "identifier"


def test_names_of_files_are_no_names_of_people():
    files = np.repeat([f"scan_{i % 7}_{i}.dcm" for i in range(30)], 10)
    assert "names of people" not in variable_of(files, "fname").likely_identifier


def test_small_tables_say_nothing():
    assert variable_of([f"p{i}@example.org" for i in range(12)], "email").kind == (
        "category"
    )


@pytest.mark.parametrize("dtype", ["object", "str", "string", "category"])
def test_the_dtype_does_not_matter(dtype):
    emails = np.repeat([f"p{i}@example.org" for i in range(50)], 4)
    assert variable_of(pd.Series(emails, dtype=dtype), "x").kind == "identifier"


@given(st.sampled_from(sorted(TOKENS)), st.sampled_from(["", " ", "\t "]))
def test_tokens_are_told_in_any_writing(token, space):
    assert is_token(space + token.upper() + space)


def test_what_is_filled_is_counted_stripped():
    counts = pd.Series([3, 2, 4, 5], index=["a", " a ", "NA", " "])
    assert filled_counts(counts).to_dict() == {"a": 5}


KEYS = [f"{1000 + i}" for i in range(60)] + [f"PC {1000 + i}" for i in range(40)]


@pytest.mark.parametrize("values", [KEYS, KEYS * 2])
def test_keys_of_numbers_and_letters_are_no_mixture(values):
    variable = variable_of(values, "ticket")
    assert variable.kind == "identifier"


def test_a_mixture_that_may_be_keys_is_first_offered_as_such():
    values = [f"{1000 + i}" for i in range(60)] + ["LINE"]
    with pytest.raises(ValueError, match="mixes numbers with text") as caught:
        variable_of(values, "stub")
    first = caught.value.remedies[0].setting
    assert first.value == {"stub": "identifier"}


@pytest.mark.parametrize(
    "odd", [["old"], ["18 months", "6 weeks", "3 months", "2 days", "1 day"]]
)
def test_measurements_with_a_word_among_them_stay_refused(odd):
    values = [f"{i}" for i in range(1, 90)] + odd
    with pytest.raises(ValueError, match="mixes numbers with text") as caught:
        variable_of(values, "age")
    assert caught.value.remedies[0].text == "correct or empty such cells"


def test_of_many_texts_a_mixture_is_still_seen():
    texts = [f"remark {i}" for i in range(500)]
    dates = [f"2023-{i % 12 + 1:02d}-{i % 28 + 1:02d} {i}" for i in range(9)]
    numbers = [f"{i}.5" for i in range(2000)]
    with pytest.raises(ValueError, match="mixes numbers with text"):
        variable_of(numbers + texts)
    assert variable_of(numbers[:100] + texts + dates).kind == "identifier"
