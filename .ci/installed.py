"""Whether an installed package is whole: run by the Python that it was installed for.

    python -I .ci/installed.py VERSION EXTRA...

Every module is imported and every public name is looked up. A module may fail for want
of a package of an extra, all of which are named; for want of any other it may not.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from importlib.metadata import version
from pathlib import Path


def faults_of_the_modules(package: object, extras: set[str]) -> list[str]:
    """Import every module, and say which cannot be, and why."""
    faults = []
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if module.name.endswith("__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if str(error.name).partition(".")[0] not in extras:
                faults.append(f"{module.name} needs {error.name}")
    return faults


def main(stated: str, *extras: str) -> None:
    """Look at what is installed."""
    import skl_synth

    faults = faults_of_the_modules(skl_synth, set(extras))
    faults += [
        f"skl_synth.{name} is not there"
        for name in skl_synth.__all__
        if not hasattr(skl_synth, name)
    ]
    if {skl_synth.__version__, version("skl_synth")} != {stated}:
        faults.append(f"version {skl_synth.__version__} is installed, not {stated}")
    home = Path(skl_synth.__file__).parent
    if not (home / "py.typed").is_file():
        faults.append("py.typed is missing")
    if not home.is_relative_to(sys.prefix):
        faults.append(f"what was looked at is not what was installed: {home}")
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main(*sys.argv[1:])
