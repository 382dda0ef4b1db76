"""Odd cells are mentioned where something may be done about them, and only there."""

import json

import numpy as np
import pandas as pd
import pytest

ODD = "are no plain numbers"


@pytest.fixture
def table(tmp_path):
    """Write a column of 200 numbers, of which some are replaced."""

    def write(cells):
        rng = np.random.default_rng(0)
        values = rng.integers(100, 900, 200).astype(str).astype(object)
        values[: len(cells)] = cells
        group = rng.choice(["a", "b"], 200)
        path = tmp_path / "table.csv"
        pd.DataFrame({"value": values, "group": group}).to_csv(path, index=False)
        return path

    return write


def test_special_values_are_named_in_one_sentence(run, table):
    said = run("inspect", table(["<5"] * 20 + ["90+"] * 10))
    assert ODD not in said.output
    [line] = [one for one in said.stdout.splitlines() if "other values" in one]
    assert "value '<5', '90+'" in line
    assert "--missing" in line
    assert "row 1" not in line


def test_nothing_is_said_where_there_are_none(run, table):
    assert "other values" not in run("inspect", table([])).output


def test_what_is_refused_is_mentioned_with_its_row(run, table):
    said = run("inspect", table(["100", "abc", "n/k"]), status=2).output
    assert f"2 of 200 values {ODD}, such as 'abc' in row 2 below the header" in said
    assert "--missing abc" in said


@pytest.mark.parametrize("kind", ["category", "identifier"])
def test_a_kind_that_was_given_settles_it(run, table, tmp_path, kind):
    path = table(["abc", "n/k"])
    kinds = tmp_path / "kinds.json"
    kinds.write_text(json.dumps({"value": kind}))
    assert ODD not in run("inspect", path, "--kinds", kinds).output
    assert ODD in run("inspect", path, status=2).output


def test_the_dictionary_settles_it(run, table, tmp_path):
    path, written = table(["<5"] * 20), tmp_path / "d.json"
    run("inspect", path, "--write", written)
    said = run("inspect", path, "--dictionary", written)
    assert ODD not in said.output
    assert "value '<5'" in said.stdout


def test_a_column_that_is_left_out_is_not_mentioned(run, table):
    path = table(["abc", "n/k"])
    assert ODD not in run("inspect", path, "--drop", "value").output


def test_generate_says_it_as_well(run, table, tmp_path):
    out = tmp_path / "out.csv"
    for cells, is_said in ((["<5"] * 20, False), (["abc", "n/k"], True)):
        typed = ("generate", table(cells), "--output", out, "--seed", 0)
        said = run(*typed, status=2 if is_said else 0)
        assert (ODD in said.output) == is_said
