"""--method: what makes the rows, and which options go with it."""

import re
import shlex

import numpy as np
import pandas as pd
import pytest

from skl_synth.cli.methods import OWN_OPTIONS, MethodChoice
from skl_synth.cli.options import METHODS
from skl_synth.cli.source import Source
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError
from skl_synth.files import TableStyle, write_table

CLASSIC = ("smote", "cart", "marginals")
"""Those that need no extra."""


def source_of(frame, **more):
    return Source("table.csv", frame, TableStyle(), **more)


@pytest.fixture(scope="module")
def patients_source():
    frame = pd.DataFrame({"age": range(40), "ward": ["A", "B"] * 20})
    return source_of(frame, target="ward")


def test_every_method_has_its_options():
    assert set(OWN_OPTIONS) == set(METHODS)


def test_the_taught_method_is_the_default(patients_source):
    assert MethodChoice().settled(patients_source) == {
        "method": "smote",
        "removal_fraction": 0.1,
        "duplicates": "all",
        "k_neighbors": 6,
        "interpolation": "segment",
        "relevance": None,
        "by": (),
    }


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"smote"}))
def test_the_others_keep_copies_as_strangers_show_them(patients_source, method):
    settled = MethodChoice(method=method).settled(patients_source)
    assert settled["duplicates"] == "excess"
    assert settled["removal_fraction"] == 0
    assert "k_neighbors" not in settled


def test_what_is_typed_overrules_the_defaults(patients_source):
    choice = MethodChoice(method="cart", removal_fraction=0.0, duplicates="all")
    made = choice.synthesizer(patients_source, seed=0)
    assert (made.removal_fraction, made.duplicates) == (0.0, "all")
    choice = MethodChoice(method="cart", removal_fraction=0.3, by=("ward",))
    made = choice.synthesizer(patients_source, seed=0)
    assert (made.removal_fraction, made.sampler.by) == (0.3, ["ward"])
    assert "by" not in MethodChoice(method="cart").configuration(patients_source)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--method", "cart", "--k-neighbors", 3), "--k-neighbors 3 does not go with"),
        (("--method", "gan", "--by", "ward"), "--by ward does not go with --method"),
        (("--method", "vae", "--interpolation", "segment"), "use --method smote"),
        (("--method", "marginals", "--by", "ward"), "use --method cart"),
    ],
)
@pytest.mark.parametrize("command", ["generate", "evaluate"])
def test_an_option_of_another_method_is_refused(
    run, patients, tmp_path, command, typed, words
):
    output = ("--output", tmp_path / "out.csv") if command == "generate" else ()
    given = (command, patients, "--target", "readmitted", *output)
    assert words in run(*given, *typed, status=2).output


@pytest.mark.parametrize("method", CLASSIC)
def test_each_method_makes_a_table(run, patients, tmp_path, cells_of, method):
    path = tmp_path / "out.csv"
    options = ("--target", "readmitted", "--output", path, "--seed", 0)
    output = run("generate", patients, *options, "--method", method).output
    real, new = cells_of(patients), cells_of(path)
    assert new.header == real.header
    assert sorted(new.columns["readmitted"]) == sorted(real.columns["readmitted"])
    assert ("lie between real ones" in output) == (method == "smote")


@pytest.mark.parametrize("method", ["vae", "gan"])
def test_a_network_that_is_not_installed_names_the_extra(
    run, patients, tmp_path, monkeypatch, method
):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    options = ("--target", "readmitted", "--output", tmp_path / "out.csv")
    output = run("generate", patients, *options, "--method", method, status=2).output
    assert 'pip install "skl_synth[neural]"' in output


def words_table(path, n_rows, n_columns, n_levels, seed=0):
    """Columns of words alone, as a questionnaire gives them."""
    rng = np.random.default_rng(seed)
    levels = ["never", "seldom", "often", "always"][:n_levels]
    frame = pd.DataFrame(rng.choice(levels, (n_rows, n_columns)))
    frame.columns = [f"q{place}" for place in range(n_columns)]
    frame.assign(group=rng.choice(["x", "y"], n_rows)).to_csv(path, index=False)
    return path


def routing_table(path, n_rows=200):
    """Who answers no is asked nothing more: all such rows are one another's."""
    rng = np.random.default_rng(0)
    seen = rng.choice(["Yes", "No"], n_rows, p=[0.75, 0.25])
    frame = pd.DataFrame({"seen": seen, "sex": rng.choice(["f", "m"], n_rows)})
    for name in ("rating_a", "rating_b"):
        numbers = pd.Series(rng.integers(0, 101, n_rows)).astype("Int64")
        frame[name] = numbers.where(frame["seen"] == "Yes")
    frame.to_csv(path, index=False)
    return path


COARSE = {
    "six questions": lambda path: words_table(path, 200, 6, 4),
    "a domain of 27": lambda path: words_table(path, 150, 3, 3),
    "a domain of 729": lambda path: words_table(path, 250, 6, 3),
    "routing": routing_table,
}


@pytest.mark.parametrize("table", COARSE)
def test_whatever_a_refusal_advises_works(run, tmp_path, table):
    """Each remedy that can be typed is typed."""
    path = COARSE[table](tmp_path / "table.csv")
    target = "seen" if table == "routing" else "group"
    given = ("generate", path, "--target", target, "--output", tmp_path / "out.csv")
    refused = run(*given, "--seed", 0, status=2).output
    advice = refused[refused.index("Error") :].split(": ", 2)[2]
    typed = re.findall(r"--[\w-]+ \w+", advice)
    assert "--method cart" in typed
    assert "removal" not in advice
    for remedy in typed:
        run(*given, "--seed", 0, *shlex.split(remedy))


def test_a_class_in_which_everybody_is_alike_keeps_its_rows(run, tmp_path, cells_of):
    path, out = routing_table(tmp_path / "table.csv"), tmp_path / "out.csv"
    given = ("generate", path, "--target", "seen", "--output", out, "--seed", 0)
    output = run(*given, "--duplicates", "excess").output
    assert "no more often than people equal one another" in output
    assert sorted(cells_of(out).columns["seen"]) == sorted(
        cells_of(path).columns["seen"]
    )


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    X, y = make_visits(60, random_state=0, return_X_y=True)
    path = tmp_path_factory.mktemp("visits") / "visits.csv"
    write_table(X.assign(readmitted=y), path)
    return path


def test_only_trees_make_persons(run, visits, tmp_path):
    options = ("--output", tmp_path / "out.csv", "--person", "nhs_number")
    given = ("generate", visits, "--target", "readmitted", *options)
    refused = run(*given, "--method", "smote", status=2).output
    assert "--method smote makes single rows" in refused
    assert "--person nhs_number" in refused
    assert "use --method cart" in refused
    assert "in place of SMOTE" not in run(*given, "--method", "cart").output
    assert "in place of SMOTE" in run(*given).output


def test_a_method_for_persons_is_checked_before_anything_is_made():
    frame = pd.DataFrame({"who": [1, 1, 2], "age": [3, 4, 5]})
    with pytest.raises(InputError, match="somebody has several"):
        MethodChoice(method="gan").settled(source_of(frame, person="who"))
    settled = MethodChoice().settled(source_of(frame, person="who"))
    assert settled["method"] == "cart"
