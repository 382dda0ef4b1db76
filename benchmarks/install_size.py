"""How much space an installation takes, and which packages take it.

python -m benchmarks.install_size .venv [--at-most 400]

Without pip and setuptools, which any environment has; with and without the byte code
that Python writes for itself. Megabytes of 1,000,000 bytes, as disks are sold.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

ANY_ENVIRONMENT = {"pip", "setuptools", "pkg_resources", "_distutils_hack", "wheel"}
MEGABYTE = 1_000_000


def sizes(site: Path) -> tuple[Counter, Counter]:
    """Count bytes by package: of all files, and of byte code alone."""
    every: Counter = Counter()
    byte_code: Counter = Counter()
    for path in site.rglob("*"):
        top = path.relative_to(site).parts[0]
        name = top.partition("-")[0].removesuffix(".libs").removesuffix(".py")
        if name in ANY_ENVIRONMENT or path.is_symlink() or not path.is_file():
            continue
        size = path.stat().st_size
        every[name] += size
        byte_code[name] += size * (path.suffix == ".pyc")
    return every, byte_code


def site_packages(environment: Path) -> Path:
    """Find where an environment keeps its packages."""
    found = [*environment.glob("lib/python3*/site-packages")]
    found += environment.glob("Lib/site-packages")
    if len(found) != 1:
        raise SystemExit(f"{environment} is no virtual environment")
    return found[0]


def table(every: Counter, byte_code: Counter, n_packages: int) -> str:
    """Write the largest packages and the sum, in megabytes."""
    rows = [(name, every[name], byte_code[name]) for name, _ in every.most_common()]
    others = [sum(column) for column in list(zip(*rows[n_packages:], strict=True))[1:]]
    shown = rows[:n_packages] + ([("others", *others)] if others else [])
    shown.append(("together", every.total(), byte_code.total()))
    lines = [f"{'':16}{'MB':>8}{'without byte code':>20}"]
    lines += [
        f"{name:16}{size / MEGABYTE:8.1f}{(size - code) / MEGABYTE:20.1f}"
        for name, size, code in shown
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environment", type=Path)
    parser.add_argument("--at-most", type=float, metavar="MB")
    parser.add_argument("--packages", type=int, default=10, metavar="N")
    options = parser.parse_args()
    every, byte_code = sizes(site_packages(options.environment))
    print(table(every, byte_code, options.packages))
    if options.at_most is not None and every.total() > options.at_most * MEGABYTE:
        raise SystemExit(f"more than {options.at_most:g} MB")


if __name__ == "__main__":
    main()
