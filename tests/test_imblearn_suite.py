"""The tests of imbalanced-learn that run under other names: what is stated of them."""

import ast
from importlib.util import find_spec
from pathlib import Path

import imblearn
import numpy as np
import pandas as pd
import pytest
from sklearn.utils.fixes import parse_version

from benchmarks.imblearn_names import SMOTENC, categories_of
from benchmarks.imblearn_suite import FILES, STATED, Outcome, unstated

AS_STATED = [Outcome(name, one.words, True) for name, one in STATED.items()]


@pytest.mark.skipif(
    parse_version(imblearn.__version__) < parse_version("0.14"),
    reason="an older imbalanced-learn has other tests",
)
def test_every_difference_is_of_a_test_that_is_there():
    there = set()
    for file in FILES:
        tree = ast.parse(Path(find_spec(f"imblearn.{file}").origin).read_text())
        there |= {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    assert STATED.keys() <= there


def test_what_is_as_stated_is_passed_over():
    assert unstated([*AS_STATED, Outcome("test_that_passes", "", True)]) == []


def test_any_other_failure_is_told():
    new = Outcome("test_of_something[1]", "E\nValueError", True)
    other = Outcome(AS_STATED[0].name, "E\nMemoryError", True)
    assert unstated([*AS_STATED, new]) == ["test_of_something[1]: ValueError"]
    assert unstated([*AS_STATED[1:], other])[0].endswith("MemoryError")
    assert "does not fail" in unstated(AS_STATED[1:])[0]


FRAME = pd.DataFrame({"a": [0.1, 0.2], "b": ["x", "y"]})


@pytest.mark.parametrize(
    ("X", "given", "names"),
    [
        (FRAME, [1], ["b"]),
        (FRAME, ["b"], ["b"]),
        (FRAME, "auto", []),
        (FRAME, [False, True], ["b"]),
        (FRAME.to_numpy(), slice(None), ["x0", "x1"]),
        (FRAME.to_numpy(), [1, 7], ["x1", "x7"]),
    ],
)
def test_categories_are_taken_as_smotenc_takes_them(X, given, names):
    assert categories_of(X, given) == names


def test_the_face_keeps_its_categories():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=60), rng.choice([3, 5, 9], 60)])
    X_new, _ = SMOTENC([1], random_state=0).fit_resample(X, [0] * 40 + [1] * 20)
    assert set(X_new[:, 1]) == {3, 5, 9}
