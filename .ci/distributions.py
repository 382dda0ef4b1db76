"""What the wheel and the source distribution hold, against the sources.

    python .ci/distributions.py FOLDER [WHEEL]

FOLDER has the source distribution and the wheel that was built from it; WHEEL is one
that was built from the sources directly. Ends with what is wrong, or quietly.
"""

from __future__ import annotations

import ast
import sys
import tarfile
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

PACKAGE = "skl_synth"


def stated_version(root: Path) -> str:
    """Read the version from where it stands."""
    tree = ast.parse((root / PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == (
            "__version__"
        ):
            return str(ast.literal_eval(node.value))
    raise SystemExit(f"{PACKAGE}/__init__.py states no __version__")


def source_files(root: Path) -> set[str]:
    """Name the files of the package, its templates and other data among them."""
    return {
        path.relative_to(root).as_posix()
        for path in (root / PACKAGE).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def faults_of_the_wheel(wheel: Path, root: Path) -> list[str]:
    """Say what a wheel lacks, has too much, or says wrongly of itself."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(about))
    folder = about.removesuffix("METADATA")
    inside = {name for name in names if not name.startswith(folder)}
    wanted = source_files(root)
    faults = [f"the wheel lacks {name}" for name in sorted(wanted - inside)]
    faults += [f"the wheel holds {name}" for name in sorted(inside - wanted)]
    if f"{PACKAGE}/py.typed" not in inside:
        faults.append("nothing says that the package is typed: py.typed is missing")
    if f"{folder}licenses/LICENSE" not in names:
        faults.append("the wheel comes without its licence")
    if metadata["Version"] != stated_version(root):
        faults.append(f"the wheel says version {metadata['Version']}")
    return faults


def faults_of_the_sources(archive: Path, root: Path) -> list[str]:
    """Say what a source distribution lacks to be built and tested from."""
    with tarfile.open(archive) as sources:
        names = {name.partition("/")[2] for name in sources.getnames()}
    wanted = source_files(root) | {"pyproject.toml", "README.md", "LICENSE"}
    wanted |= {"CITATION.cff", "conftest.py", "tests/conftest.py", ".ci/floors.txt"}
    return [f"the source distribution lacks {one}" for one in sorted(wanted - names)]


def differences(one: Path, two: Path) -> list[str]:
    """Name the files in which two wheels differ."""
    with ZipFile(one) as first, ZipFile(two) as second:
        names = set(first.namelist()) ^ set(second.namelist())
        both = set(first.namelist()) & set(second.namelist())
        names |= {name for name in both if first.read(name) != second.read(name)}
    return [f"the two wheels differ in {name}" for name in sorted(names)]


def main(folder: str, direct: str | None = None) -> None:
    """Look at all that lies in the folder."""
    root = Path(__file__).parents[1]
    (wheel,), (sources,) = Path(folder).glob("*.whl"), Path(folder).glob("*.tar.gz")
    faults = faults_of_the_wheel(wheel, root) + faults_of_the_sources(sources, root)
    if direct is not None:
        faults += differences(wheel, Path(direct))
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
