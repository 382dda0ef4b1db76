"""What the packaging files say to one another."""

import re
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import skl_synth

ROOT = Path(__file__).parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]


def _pairs(requirements: list[str], operator: str) -> dict[str, str]:
    """Split "name>=1.2" into name and version; others are left out."""
    found = (re.fullmatch(rf"([\w-]+){operator}([\d.]+)", one) for one in requirements)
    return {match[1]: match[2] for match in found if match}


def test_the_floors_are_the_lower_bounds_of_what_is_needed_at_run_time():
    extras = PROJECT["optional-dependencies"]
    bounds = _pairs(PROJECT["dependencies"] + extras["plot"], ">=")
    floors = _pairs((ROOT / ".ci" / "floors.txt").read_text().splitlines(), "==")
    assert len(bounds) == len(PROJECT["dependencies"] + extras["plot"])
    assert {name: floors.get(name) for name in bounds} == bounds


def test_the_version_stands_in_one_place():
    assert "version" not in PROJECT
    assert skl_synth.__version__ == version("skl_synth")


def test_the_command_is_installed():
    (command,) = entry_points(group="console_scripts", name="skl-synth")
    assert callable(command.load())


def test_no_linter_is_pinned_twice():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", hooks)) == {"local"}
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}


def test_every_public_name_has_a_page_in_the_reference():
    page = (ROOT / "docs" / "reference" / "api.rst").read_text(encoding="utf-8")
    listed = set(re.findall(r"^   (\w+)$", page, flags=re.MULTILINE))
    public = {name for name in skl_synth.__all__ if not name.startswith("_")}
    assert listed >= public - {"datasets"}
