"""The shapes of keys: what is taken over of real ones, and what never is."""

import numpy as np
import pytest

from skl_synth.table.keys.learn_shapes import learn_shapes


def shapes_of(values, *, are_numbers=False):
    return learn_shapes(
        np.array([str(one) for one in values], dtype=object), are_numbers=are_numbers
    )


def shown(values, **options):
    return [one.show() for one in shapes_of(values, **options).shapes]


spread = np.random.default_rng(0).permutation(800_000)[:400] + 100_000


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([f"MRN-{i}" for i in spread], "MRN-999999"),
        ([f"P{i:08d}" for i in spread], "P09999999"),
        ([f"patient_{i}" for i in spread], "patient_999999"),
        ([f"{i}/{chr(65 + i % 26)}" for i in spread], "999999/A"),
        ([f"x{i}@hospital.nhs.uk" for i in spread], "aaaaaaaaaa@example.org"),
        ([f"https://nhs.uk/p/{i}" for i in spread], "https://example.org/aaaaaaaaaa"),
        ([f"{i:08x}{i * 7919:010x}ab1" for i in spread], "fffffffffffffffffffff"),
        ([f"{i} High Street, Leeds" for i in spread], "S999999"),
        ([f"seen on ward {i}" for i in spread], "S999999"),
        ([f"Person {i}" for i in spread], "S999999"),
        (["".join(chr(97 + int(d)) for d in str(i)) for i in spread], "S999999"),
        ([f"{i}" * 8 for i in spread], "S999999"),
        ([f"患者{i}" for i in spread], "患者999999"),
    ],
)
def test_the_shape_of_text(values, shape):
    assert shown(values) == [shape]


def test_capitals_of_a_uuid_are_kept():
    values = [f"{i:08X}-ABCD-4BCD-8BCD-{i:012X}" for i in spread]
    assert shown(values) == ["FFFFFFFF-FFFF-4FFF-AFFF-FFFFFFFFFFFF"]


def test_shapes_of_few_keys_are_not_learnt():
    values = [f"PC {i}" for i in spread[:30]] + [str(i) for i in spread[30:90]]
    values += [f"STON/O2. {i}" for i in spread[90:99]]
    assert sorted(shown(values)) == ["999999", "PC 999999"]
    shares = dict(zip(shown(values), shapes_of(values).shares, strict=True))
    assert shares == pytest.approx({"999999": 2 / 3, "PC 999999": 1 / 3})


def test_letters_in_front_that_few_have_are_drawn():
    values = [f"{chr(65 + i % 26)}{chr(65 + i % 7)}{i}" for i in spread[:200]]
    assert shown(values) == ["AA999999"]


def test_letters_of_a_handful_of_keys_are_drawn():
    assert shown([f"KX{i}" for i in spread[:6]]) == ["AA999999"]


def test_a_number_begins_with_zero_only_where_a_real_one_does():
    rng = np.random.RandomState(0)
    for values, has_zero in (
        ([f"N{i}" for i in spread], False),
        ([f"N{i:07d}" for i in spread], True),
    ):
        keys, _ = shapes_of(values).draw(500, rng, valid=False, reserved=True)
        assert any(key[1] == "0" for key in keys) == has_zero


@pytest.mark.parametrize("start", [1, 1000, 100_000])
def test_numbers_that_count_the_rows_get_a_digit_more(start):
    """Between them there is no room, and the gap would show where they are."""
    values = range(start, start + 900)
    longest = len(str(start + 899))
    assert {len(one) for one in shown(values, are_numbers=True)} <= {
        longest,
        longest + 1,
    }
    if start < 100_000:
        assert shown(values, are_numbers=True)[0] == "9" * (longest + 1)


def test_numbers_spread_over_their_range_keep_their_length():
    values = np.random.default_rng(0).permutation(900_000)[:5000] + 100_000
    assert shown(values, are_numbers=True) == ["999999"]


def test_a_few_numbers_have_a_shape():
    assert shown([17, 412, 5], are_numbers=True)[0].strip("9") == ""
    assert shown([], are_numbers=True) == ["999999"]
