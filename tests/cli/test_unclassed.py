"""Rows without a class: refused with what to type, left out where that is typed."""

import pandas as pd
import pytest

from skl_synth.cli.unclassed import with_class
from skl_synth.errors import InputError


@pytest.fixture
def noclass(tmp_path):
    path = tmp_path / "noclass.csv"
    rows = [f"{20 + i * 7 % 60},{'' if i % 6 == 0 else i % 2}" for i in range(60)]
    path.write_text("\n".join(["age,outcome", *rows, ""]))
    return path


@pytest.mark.parametrize("command", ["inspect", "generate", "evaluate"])
def test_the_refusal_names_the_option(run, noclass, tmp_path, command):
    output = ("--output", tmp_path / "out.csv") if command == "generate" else ()
    given = (command, noclass, "--target", "outcome", *output)
    refused = run(*given, status=2).output
    assert "'outcome' is missing in 10 of 60 rows, the first is row 1" in refused
    assert "--drop-unclassed" in refused


def test_rows_without_a_class_are_left_out_and_counted(
    run, noclass, tmp_path, cells_of
):
    path = tmp_path / "out.csv"
    given = ("generate", noclass, "--target", "outcome", "--output", path)
    output = run(*given, "--drop-unclassed", "--mode", "augment").output
    assert "50 rows" in output
    assert "10 more rows were left out: nothing stands in 'outcome'" in output
    labels = cells_of(path).columns["outcome"]
    assert set(labels) == {"0", "1"}
    assert labels[:50] == cells_of(path).columns["outcome"][:50]
    real = [row for row in cells_of(noclass).rows if row[1]]
    assert cells_of(path).rows[:50] == real


def test_it_needs_a_target(run, noclass):
    output = run("inspect", noclass, "--drop-unclassed", status=2).output
    assert "name its column by --target" in output


def test_a_class_that_nobody_has():
    frame = pd.DataFrame({"age": [1, 2], "y": [None, None]})
    with pytest.raises(InputError, match="'y' is empty in every row"):
        with_class(frame, "y", drop_unclassed=True)


def test_nothing_is_copied_where_every_row_has_a_class():
    frame = pd.DataFrame({"age": [1, 2], "y": [0, 1]})
    assert with_class(frame, "y", drop_unclassed=False) is frame
