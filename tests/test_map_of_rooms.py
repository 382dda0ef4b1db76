"""The map in CONTRIBUTING.md names rooms and files that are there."""

import re
from pathlib import Path

import pytest

import skl_synth

PACKAGE = Path(skl_synth.__file__).parent
PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"


def _named():
    """Give the files and folders of each line of the tables, below its first room."""
    page = PAGE.read_text(encoding="utf-8")
    chapter = page.split("## Find your way")[1].split("\n## ")[0]
    for line in chapter.splitlines():
        names = re.findall(r"`([\w/]+(?:\.py|/))`", line)
        if not line.startswith("|") or not names:
            continue
        room = Path(names[0]) if names[0].endswith("/") else Path(names[0]).parent
        for name in names:
            yield pytest.param(room, name, id=f"{room}-{name}")


@pytest.mark.parametrize(("room", "name"), list(_named()))
def test_what_the_map_names_is_there(room, name):
    assert (PACKAGE / name).exists() or (PACKAGE / room / name).exists()


def test_the_map_leaves_out_no_room():
    page = PAGE.read_text(encoding="utf-8").split("## Find your way")[1]
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert {room for room in rooms if f"{room}/" not in page} == {"datasets"}
