"""What is to be typed, for each parameter that an error may name."""

import re

import pytest

from skl_synth.cli import main
from skl_synth.cli.command_words import COMMAND_LINE, OPTIONS
from skl_synth.errors import InputError, Remedy, Setting, in_words

FILE = "in the file of --kinds"

TYPED = {
    "a kind": ("column_kinds", {"x": "category"}, '{"x": "category"} ' + FILE),
    "an order": ("column_kinds", {"é": ["I", 2]}, '{"é": ["I", 2]} ' + FILE),
    "a kind that no column is given": ("column_kinds", {"x": "one_hot"}, None),
    "a level that no file holds": ("column_kinds", {"x": [1j]}, None),
    "a column without a name": ("column_kinds", {0: "category"}, None),
    "inferred kinds": ("column_kinds", "infer", None),
    "identifiers": ("identifiers", "surrogate", "--identifiers surrogate"),
    "identifiers by column": ("identifiers", {"x": "drop"}, None),
    "a number": ("folds", 3, "--folds 3"),
    "a number by its other name": ("cv", 3, "--folds 3"),
    "a fraction": ("removal_fraction", 0.1, "--removal-fraction 0.1"),
    "a delimiter": ("delimiter", ";", "--delimiter ';'"),
    "a tab": ("delimiter", "\t", "--delimiter tab"),
    "a mark": ("decimal", ",", "--decimal ,"),
    "prefixes": ("one_hot_groups", ["a", "b c"], "--one-hot a --one-hot 'b c'"),
    "a prefix": ("implicit_baseline", "a", "--baseline a"),
    "groups by columns": ("one_hot_groups", [["a_x", "a_y"]], None),
    "all groups": ("implicit_baseline", True, None),
    "inferred groups": ("one_hot_groups", "infer", None),
    "rules": ("constraints", [], None),
    "no seed": ("random_state", None, None),
    "no option": ("one_hot_repair", "repair", None),
}


@pytest.mark.parametrize(("parameter", "value", "typed"), TYPED.values(), ids=TYPED)
def test_what_is_to_be_typed(parameter, value, typed):
    assert COMMAND_LINE.setting(Setting(parameter, value)) == typed


def test_every_option_is_one_of_a_command():
    known = {
        option
        for command in main.commands.values()
        for parameter in command.params
        for option in parameter.opts
    }
    assert set(OPTIONS.values()) <= known


def test_remedies_that_cannot_be_typed_are_left_out():
    error = InputError(
        "{parameter} is {given}",
        parameter="k_neighbors",
        given=Setting("k_neighbors", 3),
        remedies=[
            Remedy("say {setting}", Setting("one_hot_repair", "repair")),
            Remedy("say {setting}", Setting("mode", "replace")),
            Remedy("write Python", only="python"),
            Remedy("type", only="command line"),
        ],
    )
    assert in_words(error, COMMAND_LINE) == (
        "--k-neighbors is --k-neighbors 3: say --mode replace, or type."
    )
    assert in_words(error) == (
        "k_neighbors is k_neighbors=3: say "
        "encoder=TableEncoder(one_hot_repair='repair'); say mode='replace'; or write "
        "Python."
    )
    assert in_words(ValueError("as it is"), COMMAND_LINE) == "as it is"


KINDS_THAT_ARE_WRONG = [
    ('{"ward": "integer"}', "holds text, such as"),
    ('{"ward": "datetime"}', "holds text, such as"),
    ('{"age": "binary"}', r"different values \(\d+, \d+, \d+, …"),
    ('{"age": "constant"}', r"different values \(\d+, \d+, \d+, …"),
]


@pytest.mark.parametrize(("said", "words"), KINDS_THAT_ARE_WRONG)
def test_a_wrong_kind_is_named_without_a_word_of_python(
    run, patients, tmp_path, said, words
):
    kinds = tmp_path / "kinds.json"
    kinds.write_text(said)
    output = run("inspect", patients, "--kinds", kinds, status=2).output
    (error,) = re.findall("^Error: .*", output, flags=re.M)
    assert re.search(words, error)
    assert not re.search(r"dtype|np\.|pandas|\(\)", error)


WITHOUT_PYTHON = [
    ("--by", "patient_id", "--person patient_id"),
    ("--one-hot", "x_", "give a prefix that columns start with"),
    ("--target", "length_of_stay", '{"length_of_stay": "continuous"}'),
]


@pytest.mark.parametrize(("option", "value", "words"), WITHOUT_PYTHON)
def test_what_is_advised_can_be_typed(run, patients, tmp_path, option, value, words):
    target = () if option == "--target" else ("--target", "readmitted")
    given = ("generate", patients, *target, "--output", tmp_path / "out.csv")
    output = run(*given, option, value, status=2).output
    assert words in output
    assert not re.search(r"lists of|fit and sample|groups\b.*=", output)
