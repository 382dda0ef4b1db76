"""What holds real rows is its owner's alone; no seed is taught for what is shared."""

import os
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from skl_synth import DataDictionary
from skl_synth.cli import main

ROOT = Path(__file__).parents[2]

GUIDE = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "how_to").glob("*.rst")),
    *sorted((ROOT / "docs" / "start").glob("*.rst")),
]

has_modes = pytest.mark.skipif(os.name == "nt", reason="there are no such rights")


def mode_of(path):
    return path.stat().st_mode & 0o777


@has_modes
@pytest.mark.parametrize(
    ("mode", "is_private"), [("augment", True), ("replace", False)]
)
@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.jsonl"])
def test_real_rows_are_written_for_their_owner_alone(
    run, patients, tmp_path, mode, is_private, name
):
    out = tmp_path / name
    out.touch()
    out.chmod(0o644)
    options = ("--target", "readmitted", "--mode", mode, "--method", "marginals")
    output = run("generate", patients, "--output", out, *options).output
    assert (mode_of(out) == 0o600) is is_private
    assert ("is for you alone" in output) is is_private


@has_modes
def test_a_dictionary_is_private_until_it_is_public(tmp_path):
    X = pd.DataFrame({"age": [20, 30, 40] * 10, "sex": ["f", "m", "f"] * 10})
    found = DataDictionary.from_table(X)
    for name in ("first.json", "first.yaml"):
        found.write(tmp_path / name)
        assert mode_of(tmp_path / name) == 0o600
    found.as_public().write(tmp_path / "public.json")
    assert mode_of(tmp_path / "public.json") != 0o600


@pytest.mark.parametrize("page", GUIDE, ids=lambda path: path.name)
def test_no_seed_is_taught_for_publishing(page):
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    commands = re.findall(r"skl-synth publish .*", text)
    assert not [one for one in commands if "--seed" in one]


def test_the_help_of_publish_says_what_a_seed_costs():
    said = " ".join(CliRunner().invoke(main, ["publish", "--help"]).output.split())
    assert "same bytes again" in said
    assert "history of the shell" in said
    assert "--seed 0" not in said


def test_security_is_explained_and_reported_privately():
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "private security advisory" in " ".join(policy.split())
    assert "@" not in policy
    assert "SECURITY.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    index = ROOT / "docs" / "explanation" / "index.rst"
    assert "   security\n" in index.read_text(encoding="utf-8")
