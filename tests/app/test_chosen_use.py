"""The commands that make what was chosen."""

from pathlib import Path

import pytest

from skl_synth.app.chosen_use import RUNGS, USES, ChosenUse, shown
from skl_synth.cli import main

TABLE, DICTIONARY = Path("/x/patients.csv"), Path("/x/patients.dictionary.json")


def _command(**chosen):
    return ChosenUse(**chosen).words(TABLE, DICTIONARY, ["--target", "died"])


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("label", ["", "column", "prefix"])
def test_every_choice_is_a_command_that_there_is(use, rung, label):
    name, *words = _command(
        use=use, rung=rung, label=label, thorough=True, folds=3, method="cart", seed=5
    )
    with main.commands[name].make_context(name, words) as context:
        named = context.params.get("table") or context.params["tables"]
        assert named in (Path("patients.csv"), (Path("patients.csv"),))
        assert context.params["dictionary"] == Path("patients.dictionary.json")


def test_a_release_is_a_pack_and_its_seed_is_not_typed():
    assert shown(_command()) == (
        "skl-synth publish patients.csv --target died "
        "--dictionary patients.dictionary.json --pack patients_release"
    )
    assert "--seed" not in _command(seed=7)


def test_what_is_not_published_can_be_repeated_to_the_byte():
    words = _command(use="replace", seed=7, more="--k-neighbors 3")
    assert words[-6:] == [
        *("--seed", "7", "--k-neighbors", "3"),
        *("--output", "patients_synthetic.csv"),
    ]


@pytest.mark.parametrize(
    ("table", "output"),
    [
        ("a.csv", "a_synthetic.csv"),
        ("a.csv.gz", "a_synthetic.csv.gz"),
        ("a.xlsx", "a_synthetic.xlsx"),
        ("a.sav", "a_synthetic.csv"),
        ("a", "a_synthetic.csv"),
        (".csv", "table_synthetic.csv"),
    ],
)
def test_the_result_has_a_name_of_its_own(table, output):
    assert ChosenUse(use="replace").output(Path(table)) == output
