"""Colours can be read on their ground, by day and by night."""

import itertools

import pytest

from skl_synth.pages.palette import FIRST_STRONG, HEAT, ROLES

WORDS = ("ink", "quiet", "link", "passed", "refused", "attention")
SHAPES = ("real", "synthetic", "both")


def luminance(color):
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "raised"])
@pytest.mark.parametrize("name", WORDS)
def test_words_can_be_read(scheme, ground, name):
    behind = getattr(ROLES[ground], scheme)
    assert contrast(getattr(ROLES[name], scheme), behind) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SHAPES)
def test_shapes_can_be_seen(scheme, name):
    behind = ROLES["ground"]
    assert contrast(getattr(ROLES[name], scheme), getattr(behind, scheme)) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", range(len(HEAT)))
def test_numbers_in_cells_can_be_read(scheme, place):
    word = "ground" if place >= FIRST_STRONG else "ink"
    behind = getattr(HEAT[place], scheme)
    assert contrast(getattr(ROLES[word], scheme), behind) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_classes_get_stronger_from_step_to_step(scheme):
    steps = [luminance(getattr(one, scheme)) for one in HEAT]
    ordered = steps if scheme == "dark" else steps[::-1]
    assert all(a < b for a, b in itertools.pairwise(ordered))


def test_no_two_roles_are_drawn_in_one_colour():
    light = [shade.light for shade in ROLES.values()]
    assert len(light) == len(set(light))
