"""Help and version are there at once: nothing is loaded that they do not need."""

import inspect
import subprocess
import sys

import pytest

from skl_synth import SyntheticEvaluator, publish
from skl_synth.cli import command_words, options
from skl_synth.evaluation.privacy.shadow.shadow_plan import DEFAULT_MODELS
from skl_synth.evaluation.splits import DEFAULT_FOLDS
from skl_synth.table.specification import TABLE_CONSTRAINTS
from skl_synth.table.variables import KINDS

HEAVY = {
    *("dask", "distributed", "imblearn", "matplotlib", "numpy", "pandas", "pyarrow"),
    *("rich", "scipy", "sklearn", "torch"),
}

PROCESSOR_SECONDS = 0.4

AFTER = """
import os, sys
print(sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
print(sum(os.times()[:2]), file=sys.stderr)
"""


def _run(code):
    """Run code in a fresh process: the modules it has loaded, and its seconds."""
    code = f"import atexit\natexit.register(lambda: exec({AFTER!r}))\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    modules, seconds = done.stderr.splitlines()[-2:]
    return set(eval(modules)), float(seconds), done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        *([name, "--help"] for name in ("demo", "inspect", "generate", "evaluate")),
        ["publish", "--help"],
    ],
    ids=" ".join,
)
def test_help_and_version_load_click_alone(arguments):
    modules, seconds, printed = _run(
        f"from skl_synth.cli import main; main({arguments})"
    )
    assert "skl-synth" in printed
    assert "click" in modules
    assert modules & HEAVY == set()
    assert seconds < PROCESSOR_SECONDS


def test_the_package_loads_nothing_before_it_is_used():
    modules, seconds, _ = _run("import skl_synth")
    assert modules & (HEAVY | {"click"}) == set()
    # Not more than what it stands on, by far.
    assert seconds < _run("import imblearn.over_sampling")[1]


def test_what_is_not_used_is_not_loaded():
    modules, _, _ = _run("from skl_synth import *")
    assert modules & {"click", "matplotlib", "torch"} == set()


def test_the_package_is_a_command():
    done = subprocess.run(
        [sys.executable, "-m", "skl_synth", "--version"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.startswith("skl-synth, version ")


def test_what_help_says_is_what_holds():
    """What is written down twice, so that help needs nothing."""
    of_publish = inspect.signature(publish).parameters
    assert of_publish["membership_bound"].default == options.MEMBERSHIP_BOUND
    assert of_publish["folds"].default == DEFAULT_FOLDS == options.DEFAULT_FOLDS
    assert SyntheticEvaluator().cv in (None, options.DEFAULT_FOLDS)
    assert options.SHADOW_MODELS == DEFAULT_MODELS
    assert set(command_words.KINDS) == set(KINDS) - {"one_hot"}
    (allowed, *_) = TABLE_CONSTRAINTS["identifiers"]
    assert set(command_words.IDENTIFIERS) == allowed.options
