"""The reference of the command line names every option that there is."""

import re
from pathlib import Path

import click
import pytest

from skl_synth.cli import main

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "commands.rst").read_text(encoding="utf-8")
NAMED = set(re.findall(r"``(--[\w-]+)", REFERENCE))


def _options(command):
    return {
        name
        for option in main.commands[command].params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--") and name != "--help"
    }


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_option_stands_in_the_reference(command):
    assert _options(command) <= NAMED


def test_the_reference_names_no_option_that_there_is_not():
    assert not NAMED - set.union(*map(_options, main.commands)) - {"--help"}


@pytest.mark.parametrize("page", ["how_to/tables.rst", "how_to/command_line.rst"])
def test_the_guide_types_nothing_that_there_is_not(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    typed = set(re.findall(r"(?<![\w-])(--[a-z][\w-]+)", text))
    assert not typed - set.union(*map(_options, main.commands)) - {"--help"}
