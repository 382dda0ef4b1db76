"""The map of the rooms in CONTRIBUTING.md leads to files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = TEXT.partition("## Find your way: the rooms")[2].partition("\n## ")[0]


def _places():
    """List each file and folder that is named; further ones of a line lie beside it."""
    found = []
    for line in ROOMS.splitlines():
        first, *others = re.findall(r"`([a-z_/]+(?:\.py|/))`", line) or [""]
        room = first.rpartition("/")[0]
        is_row = line.startswith("|")
        found += [first] * bool(first)
        found += [f"{room}/{name}" if is_row else name for name in others]
    return found


@pytest.mark.parametrize("place", _places())
def test_it_is_there(place):
    assert (ROOT / "skl_synth" / place).exists()


def test_the_three_questions_of_a_newcomer_have_an_answer():
    for question in ("a date becomes a number", "is dropped", "gate is decided"):
        assert re.search(rf"\*\*where [^*]*{question}\*\*", ROOMS)
