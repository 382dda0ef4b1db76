"""The page of inspect: what to look at, what holds, what will be, what to type next."""

import re
import shlex
import sys

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from skl_synth.cli import console as module
from skl_synth.cli import main
from skl_synth.datasets import make_patients
from skl_synth.files import write_table
from skl_synth.table.rule_search.find_rules import too_wide

QUESTION = "How comfortable would you be to see a person of another belief do this: {}"


@pytest.fixture
def screen(monkeypatch):
    """A terminal of some width, in place of the pipe of the tests."""

    def of_width(width):
        def open_console(*, stderr=False):
            return Console(
                stderr=stderr,
                markup=False,
                emoji=False,
                highlight=False,
                width=width,
                force_terminal=True,
                color_system=None,
            )

        monkeypatch.setattr(module, "open_console", open_console)

    return of_width


@pytest.fixture
def long_names(tmp_path):
    rng = np.random.default_rng(0)
    names = [QUESTION.format(f"question {number}, at home") for number in range(6)]
    frame = pd.DataFrame(rng.integers(1, 6, (120, 6)), columns=names)
    path = tmp_path / "long.csv"
    write_table(frame.assign(answer=rng.choice(["yes", "no"], 120)), path)
    return path


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_long_names_leave_the_kinds_on_the_screen(run, screen, long_names, width):
    screen(width)
    output = run("inspect", long_names, "--target", "answer").output
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)
    lines = plain[plain.index("taken for") :].split("\n\n")[0].splitlines()
    assert max(map(len, plain[plain.index("taken for") :].splitlines()[:10])) <= width
    kinds = [line for line in lines if re.search(r" integer ", line)]
    assert len(kinds) == 6
    for number, line in enumerate(kinds):
        assert re.search(rf"{number}(…|, at)", line), line
        assert "1 to 5" in line
    assert "\x1b[3" not in output


def test_the_page_is_in_the_order_of_the_work(run, tmp_path):
    rng = np.random.default_rng(0)
    n = 150
    lb = rng.integers(90, 260, n)
    frame = pd.DataFrame(
        {
            "marital": rng.choice([1, 2, 3, 9], n),
            "sex": rng.choice(["M", "F", "Male", "f"], n),
            "weight_lb": lb,
            "weight_kg": (lb * 0.45359237).round(1),
            "ill": rng.choice(["no", "yes"], n),
        }
    )
    path = tmp_path / "table.csv"
    write_table(frame, path)
    output = run("inspect", path, "--target", "ill").output
    places = [
        output.index(words)
        for words in (
            "What the columns were taken for",
            "Look at these",
            "What holds in every row",
            "What rests on one person",
            "has 2 classes",
            "Next: ",
        )
    ]
    assert places == sorted(places)
    assert re.search(r"^marital +9 stands apart", output, flags=re.M)
    assert re.search(r"^sex +one level in several spellings", output, flags=re.M)
    assert re.search(r"^ *150 +\d+ +weight_\w\w", output, flags=re.M)
    assert "dtype" not in output


def test_a_table_too_wide_to_be_searched_says_so(run, tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    path = tmp_path / "table.csv"
    write_table(pd.DataFrame({"a": rng.random(30), "b": rng.random(30)}), path)
    words = "too many columns to search for rules"
    assert words not in run("inspect", path).output
    monkeypatch.setattr(sys.modules[too_wide.__module__], "MOST_COLUMNS", 1)
    assert words in run("inspect", path).output


def test_rows_that_repeat_are_named(run, tmp_path):
    frame = make_patients(120, random_state=0).drop(columns="patient_id")
    path = tmp_path / "table.csv"
    write_table(pd.concat([frame, frame[:7]]), path)
    output = run("inspect", path).output
    assert re.search(r"^\(rows\) +7 rows repeat another", output, flags=re.M)


def _next_commands(output):
    after = output[output.index("Next: ") :]
    commands = re.findall(r"^  (skl-synth .*)$", after, flags=re.M)
    return [shlex.split(one)[1:] for one in commands]


def _next_command(output):
    return _next_commands(output)[0]


def test_whoever_finds_it_right_has_one_command_to_a_release(
    run, patients, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    typed = ("--target", "readmitted", "--drop", "patient_id")
    _, release = _next_commands(run("inspect", patients, *typed).output)
    assert release == ["publish", str(patients), *typed, "--pack", "release_pack"]
    _, release = _next_commands(
        run("inspect", patients, *typed, "--write", "own.json").output
    )
    assert release[-4:] == ["--dictionary", "own.json", "--pack", "release_pack"]
    (tmp_path / "release_pack").mkdir()
    _, other = _next_commands(run("inspect", patients, *typed).output)
    assert other[-1] == "release_pack2"
    # It takes minutes; whether it can be typed is seen at once.
    with main.commands["publish"].make_context("publish", release[1:]) as context:
        assert context.params["target"] == "readmitted"


def test_the_next_command_holds_what_was_typed_and_works(
    run, patients, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    typed = ("--target", "readmitted", "--drop", "ward", "--drop", "patient_id")
    first = _next_command(run("inspect", patients, *typed).output)
    assert first == [
        *("inspect", str(patients), *typed),
        *("--write", "dictionary.json"),
    ]
    second = _next_command(run(*first).output)
    assert second[:2] == ["generate", str(patients)]
    assert second[-4:] == ["--dictionary", "dictionary.json", "--output"] + second[-1:]
    run(*second)
    assert (tmp_path / "synthetic.csv").read_text().count("\n") == 401
    # What is there already is not offered as an output.
    assert "dictionary2.json" in _next_command(run("inspect", patients).output)


def test_without_a_target_it_says_how_to_name_one(run, patients):
    assert "add --target COLUMN" in run("inspect", patients).output
    output = run("inspect", patients, "--target", "readmitted").output
    assert "add --target COLUMN" not in output
