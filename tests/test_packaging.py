"""What the packaging files say to one another."""

import ast
import pickle
import re
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest
import yaml

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
    needed = PROJECT["dependencies"] + extras["feature-engine"] + extras["plot"]
    bounds = _pairs(needed, ">=")
    floors = _pairs((ROOT / ".ci" / "floors.txt").read_text().splitlines(), "==")
    assert len(bounds) == len(needed)
    assert {name: floors.get(name) for name in bounds} == bounds


def test_the_version_stands_in_one_place():
    assert "version" not in PROJECT
    assert skl_synth.__version__ == version("skl_synth")


def test_the_command_is_installed():
    (command,) = entry_points(group="console_scripts", name="skl-synth")
    assert callable(command.load())


def test_every_extra_stands_in_the_guide():
    guide = (ROOT / "docs" / "start" / "install.rst").read_text(encoding="utf-8")
    listed = re.findall(r"^``([\w-]+)``  ", guide, flags=re.MULTILINE)
    assert sorted(listed) == sorted(PROJECT["optional-dependencies"])


def test_every_test_that_is_called_long_is_there():
    names = (ROOT / "tests" / "long_tests.txt").read_text(encoding="utf-8").split()
    assert names == sorted(set(names))
    for name in names:
        file, *_, function = name.split("::")
        source = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {function}(" in source, name


def test_no_linter_is_pinned_twice():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", hooks)) == {"local"}
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}


def test_every_public_name_has_a_page_in_the_reference():
    page = (ROOT / "docs" / "reference" / "api.rst").read_text(encoding="utf-8")
    listed = set(re.findall(r"^   (\w+)$", page, flags=re.MULTILINE))
    public = {name for name in skl_synth.__all__ if not name.startswith("_")}
    assert listed >= public - {"datasets"}


def test_the_names_for_type_checkers_are_those_that_are_looked_up():
    tree = ast.parse(Path(skl_synth.__file__).read_text(encoding="utf-8"))
    (block, *_) = [node for node in tree.body if isinstance(node, ast.If)]
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    declared = {
        alias.asname: node.module.removeprefix("skl_synth.")
        for node in block.body
        for alias in node.names
        if alias.asname == alias.name
    }
    assert declared == skl_synth._ROOM_OF


def test_names_are_there_when_they_are_asked_for():
    namespace = {}
    exec("from skl_synth import *", namespace)
    assert namespace.keys() - {"__builtins__"} == set(skl_synth.__all__)
    assert {*skl_synth.__all__, "__version__", "datasets"} <= set(dir(skl_synth))
    assert skl_synth.datasets.load_table("iris").shape == (150, 5)
    with pytest.raises(AttributeError, match="no attribute 'ProximtyFilter'"):
        skl_synth.ProximtyFilter  # noqa: B018
    assert not hasattr(skl_synth, "_hidden")


@pytest.mark.parametrize("name", skl_synth.__all__)
def test_public_names_can_be_pickled(name):
    value = getattr(skl_synth, name)
    assert pickle.loads(pickle.dumps(value)) is value


def test_the_citation_is_of_this_version_and_names_the_paper():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == skl_synth.__version__
    assert citation["license"] == PROJECT["license"]
    assert citation["title"] == PROJECT["name"]
    paper = citation["preferred-citation"]
    cited = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Cite")[2]
    assert paper["title"].partition(":")[0] in cited
    assert f"{paper['start']}–{paper['end']}" in cited
    assert all(author["family-names"] in cited for author in paper["authors"])


FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize(
    "path", [one for one in FORMS if one.stem != "config"], ids=lambda path: path.stem
)
def test_a_form_for_issues_is_whole_and_asks_for_no_real_data(path):
    text = path.read_text(encoding="utf-8")
    form = yaml.safe_load(text)
    assert {"name", "description", "body"} <= form.keys()
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert all(part["attributes"]["label"] for part in asked)
    assert len({part["id"] for part in asked}) == len(asked)
    assert "real data" in text
