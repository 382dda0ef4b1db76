"""What the tests share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data():
    """Folder of the real tables, which are not part of the project."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real tables are not here: they are not part of the project")
    return folder
