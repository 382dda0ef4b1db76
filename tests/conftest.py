"""What the tests share."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from skl_synth.cli import main

LONG = frozenset(
    (Path(__file__).parent / "long_tests.txt").read_text(encoding="utf-8").split()
)
"""Whole audits, seconds each: left out by -m "not long", where others suffice."""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.partition("[")[0] in LONG:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def real_data():
    """Folder of the real tables, which are not part of the project."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real tables are not here: they are not part of the project")
    return folder


@pytest.fixture(scope="session")
def run():
    """Run a command in this process; the output holds what both streams got."""

    def run_command(*arguments, status=0):
        result = CliRunner().invoke(main, [str(one) for one in arguments])
        assert result.exit_code == status, result.output
        return result

    return run_command
