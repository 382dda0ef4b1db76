"""Tables of few different rows: what a message names is typed, and works."""

import re
import shlex

import numpy as np
import pandas as pd
import pytest

from skl_synth.cli import options
from skl_synth.generators import shortage
from skl_synth.generators.copies_of_real import domain_is_full, possible_rows
from skl_synth.table.real import RealTable


def pairs_of_flags():
    """Two flags and their difference: a rule leaves four different rows."""
    first = np.repeat([1, 1, 0, 0], [46, 20, 5, 170])
    second = np.repeat([1, 0, 1, 0], [46, 20, 5, 170])
    X = pd.DataFrame({"first": first, "second": second, "gain": second - first})
    return X.sample(frac=1, random_state=0, ignore_index=True)


def few_flags():
    rng = np.random.default_rng(0)
    return pd.DataFrame({f"q{i}": (rng.random(300) < 0.3).astype(int) for i in "abcde"})


TABLES = {"a rule": pairs_of_flags, "flags": few_flags}


def test_columns_that_are_computed_allow_no_further_rows():
    real = RealTable.read(pairs_of_flags())
    assert real.schema.n_possible_rows == 12
    assert possible_rows(real) == 4
    assert domain_is_full(real)


@pytest.mark.parametrize("name", TABLES)
def test_every_option_that_is_named_works(run, tmp_path, name):
    X = TABLES[name]()
    path = tmp_path / "table.csv"
    X.to_csv(path, index=False)
    typed = ("generate", path, "--output", tmp_path / "out.csv", "--seed", 1)
    said = run(*typed, status=2).output
    named = re.findall(r"--(?:method|duplicates|interpolation) \w+", said)
    assert named
    for option in named:
        run(*typed, *shlex.split(option))
        made = pd.read_csv(tmp_path / "out.csv")
        assert len(made) == len(X)
        if name == "a rule":
            assert (made["gain"] == made["second"] - made["first"]).all()


def test_the_share_that_may_be_removed_is_one_for_both():
    assert options.MOST_REMOVED == shortage.MOST_REMOVED


def test_nearly_all_candidates_may_be_removed(run, tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "table.csv"
    X = pd.DataFrame(rng.normal(size=(120, 3)).round(2), columns=list("abc"))
    X.to_csv(path, index=False)
    typed = ("generate", path, "--output", tmp_path / "out.csv", "--seed", 1)
    run(*typed, "--removal-fraction", 0.99)
    assert len(pd.read_csv(tmp_path / "out.csv")) == 120
    said = run(*typed, "--removal-fraction", 0.999, status=2).output
    assert "0.999 is not in the range 0<=x<=0.99" in said


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1, 0.01])
def test_a_small_share_is_no_reason_to_draw_for_ever(share):
    """Enough for the rows that can be kept, but not fifty times as many."""
    counts, had = np.array([100]), np.array([0])
    enough = np.array([int(120 * max(50, 2 / share))])
    assert not shortage.exhausted(counts, had, enough, share=share)
    assert shortage.exhausted(counts, had, 10 * enough, share=share)
    drawn = shortage.rows_to_draw(counts, had, np.array([1000]), share=share)
    assert drawn >= min(100 / share, 100 / shortage.LEAST_SURVIVAL)
