"""What the tests of the command line share."""

import csv
import io
from types import SimpleNamespace

import pytest

from skl_synth.datasets import make_patients
from skl_synth.files import write_table


@pytest.fixture(scope="session")
def patients(tmp_path_factory):
    """A table that the project makes: keys, text, decimals, missing values."""
    path = tmp_path_factory.mktemp("patients") / "patients.csv"
    write_table(make_patients(400, random_state=0), path)
    return path


@pytest.fixture(scope="session")
def cells_of():
    """Read a file as text, cell by cell, without this project's reader."""

    def read(path):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        columns = dict(zip(header, zip(*rows, strict=True), strict=True))
        return SimpleNamespace(header=header, rows=rows, columns=columns)

    return read
