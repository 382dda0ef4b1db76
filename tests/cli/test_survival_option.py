"""--survival: pairs of columns as they are typed, and as they are named."""

import pandas as pd
import pytest
from click.testing import CliRunner

from skl_synth.cli.app import main
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.survival_typed import survival_typed
from skl_synth.errors import InputError, Setting
from tests.survival_tables import WALL, proportional_hazards

FRAME = pd.DataFrame(columns=["days", "died", "time:to", "state=x", "a b"])


@pytest.mark.parametrize(
    ("typed", "pair"),
    [
        ("days:died", {"days": "died"}),
        ("days:died=2", {"days": ("died", "2")}),
        ("time:to:died", {"time:to": "died"}),
        ("days:state=x", {"days": "state=x"}),
        ("days:state=x=y=z", {"days": ("state=x", "y=z")}),
        ("days:a b=dead", {"days": ("a b", "dead")}),
    ],
)
def test_names_may_hold_the_signs_that_part_them(typed, pair):
    assert survival_typed([typed], FRAME) == pair
    written = COMMAND_LINE.setting(Setting("survival", pair))
    assert written in (f"--survival {typed}", f"--survival '{typed}'")


@pytest.mark.parametrize("typed", ["days", "day:died", "days:die", "days:die=1", ":"])
def test_what_is_no_pair_says_how_it_is_typed(typed):
    with pytest.raises(InputError, match="--survival days:died"):
        survival_typed([typed], FRAME)


def test_without_the_option_nothing_is_said():
    assert survival_typed([], FRAME) is None
    assert COMMAND_LINE.setting(Setting("survival", {})) is None


def test_a_table_is_made_by_its_pairs(tmp_path):
    table, made = tmp_path / "real.csv", tmp_path / "made.csv"
    real = proportional_hazards(300)
    real.assign(died=real["died"] + 1).to_csv(table, index=False)
    given = ["generate", str(table), "--output", str(made), "--method", "cart"]
    runner = CliRunner()
    unclear = runner.invoke(main, [*given, "--survival", "time:died"])
    assert "--survival time:died=2" in unclear.output
    done = runner.invoke(main, [*given, "--seed", "0", "--survival", "time:died=2"])
    assert done.exit_code == 0, done.output
    rows = pd.read_csv(made)
    assert not (rows.loc[rows["time"] == WALL, "died"] == 2).any()
    assert (rows["time"] == WALL).any()


def test_a_first_dictionary_holds_the_pair(tmp_path):
    table, known = tmp_path / "real.csv", tmp_path / "known.yaml"
    proportional_hazards(60).to_csv(table, index=False)
    given = ["inspect", str(table), "--survival", "time:died", "--write", str(known)]
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 0, done.output
    assert "survival" in known.read_text(encoding="utf-8")


def test_inspect_points_out_what_is_likely_a_survival_time(tmp_path):
    table = tmp_path / "real.csv"
    proportional_hazards(60).to_csv(table, index=False)
    seen = CliRunner().invoke(main, ["inspect", str(table)])
    assert "--survival time:died" in seen.output.replace("\n", " ")
    named = ["inspect", str(table), "--survival", "time:died"]
    assert "may be a survival time" not in CliRunner().invoke(main, named).output
