"""One dictionary: written by inspect, corrected, and given to every command."""

import json

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, FixedCombinations
from skl_synth.datasets import load_table, make_patients, make_visits


def _messy(n=160):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "nhs": [f"K{i:05}" for i in range(n)],
            "seen": pd.date_range("2020-01-25", periods=n).strftime("%d/%m/%Y"),
            "clock": [f"{h:02}:30" for h in rng.integers(0, 24, n)],
            "lab": np.where(rng.random(n) < 0.2, "N/A", rng.integers(0, 90, n)),
            "empty": "",
            "same": "x",
            "side": rng.choice(["N", "W", ""], n),
            "note": rng.choice(["No", "on", "1:30", "012"], n),
            "colour_a": [1, 0] * (n // 2),
            "colour_b": [0, 1] * (n // 2),
            "cost": (rng.integers(1, 40, n) * 2.5).round(2),
            "ill": rng.choice(["yes", "no"], n),
        }
    )
    return frame, "ill", ()


def _stays(n=200):
    """Rules hold in it: lengths of time, sums, products, codes and labels."""
    rng = np.random.default_rng(1)
    start = pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 700, n), "D")
    stay = rng.integers(0, 40, n)
    code = rng.integers(0, 6, n)
    weight, height = rng.normal(75, 12, n).round(1), rng.normal(1.7, 0.1, n).round(2)
    ward, drugs = rng.integers(100, 900, n), rng.integers(0, 500, n)
    frame = pd.DataFrame(
        {
            "admitted": start.strftime("%Y-%m-%d"),
            "discharged": (start + pd.to_timedelta(stay, "D")).strftime("%Y-%m-%d"),
            "days": stay,
            "code": code,
            "label": np.array(["heart", "lung", "skin", "bone", "eye", "ear"])[code],
            "weight": weight,
            "height": height,
            "bmi": (weight / height**2).round(1),
            "ward_cost": ward,
            "drug_cost": drugs,
            "cost": ward + drugs,
            "ill": rng.choice(["yes", "no"], n),
        }
    )
    return frame, "ill", ()


TABLES = {
    "stays": _stays,
    "patients": lambda: (make_patients(200, random_state=0), "readmitted", ()),
    "iris": lambda: (load_table("iris"), load_table("iris").columns[-1], ()),
    "messy": _messy,
}


@pytest.fixture(params=TABLES)
def table(request, tmp_path):
    frame, target, more = TABLES[request.param]()
    path = tmp_path / "table.csv"
    frame.to_csv(path, index=False)
    return path, str(target), more


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_an_untouched_dictionary_changes_nothing(run, table, ending, tmp_path):
    path, target, more = table
    dictionary = tmp_path / f"d.{ending}"
    run("inspect", path, "--target", target, "--write", dictionary, *more)
    without, with_it = tmp_path / "a.csv", tmp_path / "b.csv"
    seed = ("--seed", "3")
    run("generate", path, "--target", target, "--output", without, *seed, *more)
    run("generate", path, "--dictionary", dictionary, "--output", with_it, *seed)
    assert with_it.read_bytes() == without.read_bytes()
    if "discharged" in path.read_text(encoding="utf-8"):
        assert len(DataDictionary.read(dictionary).rules) >= 4


def test_rewriting_an_untouched_dictionary_gives_the_same(run, table, tmp_path):
    path, target, more = table
    first, again = tmp_path / "d.json", tmp_path / "e.yaml"
    run("inspect", path, "--target", target, "--write", first, *more)
    run("inspect", path, "--dictionary", first, "--write", again)
    assert DataDictionary.read(again) == DataDictionary.read(first)


def test_what_was_given_by_options_stands_in_the_dictionary(run, tmp_path):
    visits = make_visits(60, random_state=0)
    path = tmp_path / "visits.csv"
    visits.to_csv(path, index=False)
    person, *columns = visits.columns
    options = {
        "kinds": {"age": "category"},
        "rules": [{"fixed_combinations": ["age", "sex"]}],
    }
    for name, value in options.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    dictionary = tmp_path / "d.yaml"
    run(
        *("inspect", path, "--person", person, "--drop", columns[-1]),
        *("--kinds", tmp_path / "kinds.json", "--identifiers", "drop"),
        *("--constraints", tmp_path / "rules.json", "--write", dictionary),
    )
    read = DataDictionary.read(dictionary)
    fields = {one.name: one for one in read.fields}
    assert read.person == person
    assert read.drop == (columns[-1],)
    assert read.identifiers[person] == "drop"
    assert fields["age"].kind == "category"
    rule = FixedCombinations("age", "sex")
    assert rule in [one.rule for one in read.rules]


def test_titles_and_rules_that_were_struck_out_stay(run, patients, tmp_path):
    first, again = tmp_path / "d.json", tmp_path / "e.yaml"
    run("inspect", patients, "--target", "readmitted", "--write", first)
    mapping = json.loads(first.read_text(encoding="utf-8"))
    age = next(one for one in mapping["fields"] if one["name"] == "age")
    age |= {"title": "Age: in years", "description": "No date of birth"}
    age["constraints"] |= {"minimum": 0, "maximum": 120}
    rule = {"inequality": ["age", "<=", "length_of_stay"]}
    mapping["skl_synth"]["rules"] = [{"rule": rule, "keep": False}]
    first.write_text(json.dumps(mapping), encoding="utf-8")
    run("inspect", patients, "--dictionary", first, "--write", again)
    read = DataDictionary.read(again)
    field = next(one for one in read.fields if one.name == "age")
    assert (field.title, field.description) == ("Age: in years", "No date of birth")
    assert (field.minimum, field.maximum) == (0, 120)
    assert [one.keep for one in read.rules] == [False]


COMMANDS = [
    ("inspect",),
    ("generate", "--output", "out.csv"),
    ("evaluate",),
    (
        "publish",
        *["--target", "readmitted", "--output", "out.csv", "--report", "out.json"],
    ),
]


@pytest.mark.parametrize("command", COMMANDS, ids=[one[0] for one in COMMANDS])
def test_every_command_says_the_same_of_a_wrong_dictionary(
    run, patients, command, tmp_path
):
    path = tmp_path / "d.json"
    run("inspect", patients, "--target", "readmitted", "--write", path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Surgery"', '"Surgry"'), encoding="utf-8")
    name, *others = command
    others = [tmp_path / one if one.startswith("out") else one for one in others]
    result = run(name, patients, "--dictionary", path, *others, status=2)
    said = " ".join(result.output.split())
    assert "column 'ward' holds 'Surgery' in row" in said
    assert 'add it to "enum"' in said
    path.write_text(text.replace('"integer"', '"integr"', 1), encoding="utf-8")
    result = run(name, patients, "--dictionary", path, *others, status=2)
    said = " ".join(result.output.split())
    assert f"{path}, line" in said.replace("- ", "-")
    assert "did you mean 'integer'" in said


def test_a_dictionary_that_is_not_there(run, patients, tmp_path):
    result = run(*("inspect", patients, "--dictionary", tmp_path / "no.json"), status=2)
    assert "there is no such file" in " ".join(result.output.split())
    assert "Errno" not in result.output


def test_options_overrule_the_dictionary(run, patients, tmp_path):
    path, kinds = tmp_path / "d.json", tmp_path / "kinds.json"
    run("inspect", patients, "--target", "readmitted", "--write", path)
    kinds.write_text('{"age": "category"}', encoding="utf-8")
    given = ("--dictionary", path, "--kinds", kinds, "--drop", "ward")
    run("inspect", patients, *given, "--target", "sex", "--write", tmp_path / "e.json")
    read = DataDictionary.read(tmp_path / "e.json")
    assert read.target == "sex"
    assert read.drop == ("ward",)
    assert {one.name: one.kind for one in read.fields}["age"] == "category"


def test_a_dropped_column_needs_no_option_again(run, patients, tmp_path):
    path, out = tmp_path / "d.yaml", tmp_path / "out.csv"
    given = ("--target", "readmitted", "--drop", "ward", "--write", path)
    run("inspect", patients, *given)
    run("generate", patients, "--dictionary", path, "--output", out, "--seed", "0")
    assert "ward" not in pd.read_csv(out).columns


def test_what_the_file_says_itself_goes_into_the_dictionary(run, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    rng = np.random.default_rng(0)
    ages = np.where(rng.random(120) < 0.2, -1, rng.integers(20, 90, 120))
    frame = pd.DataFrame(
        {
            "age": ages.astype(float),
            "cost": rng.normal(9, 2, 120),
            "sex": rng.choice([1.0, 2.0], 120),
        }
    )
    table = tmp_path / "table.sav"
    pyreadstat.write_sav(
        frame,
        str(table),
        column_labels={"age": "Age in years"},
        variable_value_labels={
            "age": {-1: "not asked"},
            "sex": {1: "male", 2: "female"},
        },
    )
    path = tmp_path / "d.yaml"
    run("inspect", table, "--target", "sex", "--write", path)
    age, _, sex = DataDictionary.read(path).fields
    assert (age.title, age.description) == ("Age in years", "-1: not asked")
    assert age.special == (-1,)
    assert age.minimum >= 20
    assert set(sex.levels) == {"female", "male"}
    out = tmp_path / "out.csv"
    run("generate", table, "--dictionary", path, "--output", out, "--method", "cart")
    made = pd.read_csv(out)["age"]
    assert (made == -1).any()
    assert made[made != -1].min() >= 20
