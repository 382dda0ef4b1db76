"""Several rows a person on the command line: --person, and what is said without it."""

import json

import pandas as pd
import pytest

from skl_synth.datasets import make_patients, make_visits
from skl_synth.files import write_table


def visits_file(folder, n_persons=120, visits=(1, 5)):
    """Write visits with names and addresses, as a hospital would keep them."""
    X, y = make_visits(n_persons, visits=visits, random_state=0, return_X_y=True)
    who = X["nhs_number"].factorize()[0]
    X.insert(1, "patient_name", [f"{chr(65 + i % 26)}anna {i:03d}son" for i in who])
    X.insert(2, "email", [f"p{i}@hospital.example" for i in who])
    path = folder / "visits.csv"
    write_table(X.assign(readmitted=y), path)
    return path


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    return visits_file(tmp_path_factory.mktemp("visits"))


def _frame(path):
    return pd.read_csv(path, dtype={"nhs_number": str})


def test_inspect_offers_the_key_that_repeats(run, visits):
    output = run("inspect", visits, "--target", "readmitted").output
    assert "The key 'nhs_number' repeats" in output
    assert "--person nhs_number" in output


def test_inspect_offers_nothing_where_every_row_is_a_person(run, patients):
    output = run("inspect", patients, "--target", "readmitted").output
    assert "--person" not in output


def test_generate_makes_persons_with_their_visits(run, visits, tmp_path):
    out = tmp_path / "out.csv"
    command = ("generate", visits, "--target", "readmitted", "--output", out)
    output = run(*command, "--person", "nhs_number", "--seed", 0).output
    assert "persons are drawn first" in output
    assert "The same in all rows of a person: 'sex', 'birth_date'" in output
    real, made = _frame(visits), _frame(out)
    assert list(made) == list(real)
    for name in ("nhs_number", "patient_name", "email"):
        assert not made[name].isin(real[name]).any()
    people = made.groupby("nhs_number")
    assert (people[["sex", "birth_date", "email"]].nunique() == 1).all(axis=None)
    assert people.ngroups == pytest.approx(real["nhs_number"].nunique(), rel=0.1)
    assert made["readmitted"].value_counts().to_dict() == (
        real["readmitted"].value_counts().to_dict()
    )


def test_generate_warns_where_nobody_says_so(run, visits, tmp_path):
    out = tmp_path / "out.csv"
    command = ("generate", visits, "--target", "readmitted", "--output", out)
    assert "--person nhs_number" in run(*command).output
    assert "repeats" not in run(*command, "--one-row-per-person").output


def test_publish_refuses_where_nobody_says_so(run, visits, tmp_path):
    files = ("--output", tmp_path / "out.csv", "--report", tmp_path / "out.json")
    command = ("publish", visits, "--target", "readmitted", *files)
    output = run(*command, status=2).output
    assert "--person nhs_number" in output
    assert "--one-row-per-person" in output
    assert not list(tmp_path.iterdir())


def test_publish_by_persons(run, tmp_path):
    source = visits_file(tmp_path, n_persons=400, visits=(1, 4))
    files = ("--output", tmp_path / "out.csv", "--report", tmp_path / "out.json")
    command = ("publish", source, "--target", "readmitted", *files, "--seed", 0)
    opened = ("--membership-bound", 1, "--group-bound", 1)
    run(*command, "--person", "nhs_number", "--folds", 2, *opened)
    report = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert report["persons"] == 400
    real, made = _frame(source), _frame(tmp_path / "out.csv")
    for name in ("nhs_number", "patient_name", "email"):
        assert not made[name].isin(real[name]).any()
    assert (made.groupby("nhs_number")["sex"].nunique() == 1).all()


def test_a_judged_file_is_judged_by_persons(run, tmp_path):
    X, y = make_visits(240, visits=(1, 4), random_state=0, return_X_y=True)
    table, third = X.assign(readmitted=y), X["nhs_number"].factorize()[0] % 3
    paths = [tmp_path / f"{name}.csv" for name in ("real", "synthetic", "holdout")]
    for part, path in enumerate(paths):
        write_table(table[third == part], path)
    real, synthetic, holdout = paths
    command = ("evaluate", real, "--target", "readmitted", "--synthetic", synthetic)
    output = run(*command, "--holdout", holdout, "--person", "nhs_number").output
    assert "80 persons" in output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--person", "nhs_numbr"), "did you mean 'nhs_number'"),
        (("--person", "readmitted"), "is the target"),
        (("--person", "nhs_number", "--one-row-per-person"), "leave out one of them"),
        (
            ("--person", "nhs_number", "--keep-order"),
            "takes the rows of a person apart",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(run, visits, tmp_path, options, words):
    out = tmp_path / "out.csv"
    command = ("generate", visits, "--target", "readmitted", "--output", out)
    assert words in run(*command, *options, status=2).output
    assert not out.exists()


def test_a_row_without_a_person_is_named(run, tmp_path):
    X = make_patients(60, random_state=0)
    X["who"] = [f"p{i // 2}" for i in range(60)]
    X.loc[7, "who"] = None
    write_table(X, tmp_path / "table.csv")
    command = ("generate", tmp_path / "table.csv", "--target", "readmitted")
    command += ("--output", tmp_path / "out.csv", "--person", "who")
    output = run(*command, status=2).output
    assert "--person says nothing of 1 of 60 rows" in output
