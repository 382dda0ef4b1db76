"""What is looked for in a wheel is missed where it is missing."""

import importlib.util
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

PATH = Path(__file__).parents[1] / ".ci" / "distributions.py"
SPECIFICATION = importlib.util.spec_from_file_location("distributions", PATH)
distributions = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(distributions)

SOURCES = {
    "skl_synth/__init__.py": '__version__ = "1.2"\n',
    "skl_synth/py.typed": "",
    "skl_synth/pages/template.html": "<html></html>",
}
ABOUT = {
    "skl_synth-1.2.dist-info/METADATA": "Name: skl_synth\nVersion: 1.2\n",
    "skl_synth-1.2.dist-info/licenses/LICENSE": "as is",
}


@pytest.fixture
def root(tmp_path):
    for name, text in SOURCES.items():
        path = tmp_path / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "root"


@pytest.fixture
def wheel_of(tmp_path):
    def write(files, name="one.whl"):
        with ZipFile(tmp_path / name, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
        return tmp_path / name

    return write


def without(files, name):
    return {path: text for path, text in files.items() if path != name}


def test_a_whole_wheel_has_no_fault(root, wheel_of):
    wheel = wheel_of(SOURCES | ABOUT)
    assert distributions.faults_of_the_wheel(wheel, root) == []
    assert distributions.differences(wheel, wheel) == []


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        (
            without(SOURCES, "skl_synth/pages/template.html") | ABOUT,
            "lacks skl_synth/pages/template.html",
        ),
        (without(SOURCES, "skl_synth/py.typed") | ABOUT, "py.typed is missing"),
        (SOURCES | ABOUT | {"tests/test_x.py": ""}, "holds tests/test_x.py"),
        (
            SOURCES | without(ABOUT, "skl_synth-1.2.dist-info/licenses/LICENSE"),
            "without its licence",
        ),
        (
            SOURCES | ABOUT | {"skl_synth-1.2.dist-info/METADATA": "Version: 1.1\n"},
            "says version 1.1",
        ),
    ],
    ids=["template", "typed", "tests", "licence", "version"],
)
def test_a_fault_of_a_wheel_is_noticed(root, wheel_of, files, fault):
    found = distributions.faults_of_the_wheel(wheel_of(files), root)
    assert any(one.endswith(fault) for one in found)


def test_wheels_that_differ(wheel_of):
    one, two = SOURCES | ABOUT, {**SOURCES, **ABOUT, "skl_synth/py.typed": "partial\n"}
    found = distributions.differences(wheel_of(one), wheel_of(two, "two.whl"))
    assert found == ["the two wheels differ in skl_synth/py.typed"]


def test_what_a_source_distribution_lacks(root, tmp_path):
    archive = tmp_path / "skl_synth-1.2.tar.gz"
    with tarfile.open(archive, "w:gz") as sources:
        sources.add(root / "skl_synth", "skl_synth-1.2/skl_synth")
        sources.add(PATH.parents[1] / "LICENSE", "skl_synth-1.2/LICENSE")
    found = distributions.faults_of_the_sources(archive, root)
    lacking = {one.rpartition(" ")[2] for one in found}
    assert {"README.md", "pyproject.toml", "tests/conftest.py"} <= lacking
    assert lacking.isdisjoint(SOURCES)
    assert "LICENSE" not in lacking
