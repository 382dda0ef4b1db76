"""What a command says is said in words of the command line, not of Python."""

import re

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, TableEncoder
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.errors import Explained
from skl_synth.synthesizers.guarantee_checks import _warn_of_domain
from skl_synth.table.dictionary.read_by import read_by
from skl_synth.table.real import RealTable
from skl_synth.table.target.target_checks import require_classes

PYTHON = re.compile(
    r"\b(fit|fitted|sample|pass|passed|dtype|ndarray|array|groups|describe|NaN|X|y)\b"
    r"|\w+=|\w\(\)|DataDictionary|TypeAware"
)

X = pd.DataFrame({"age": np.arange(40) % 9, "sex": ["f", "m"] * 20})
CLASSES = np.repeat([0.0, 1.0], 20)


def target_missing():
    RealTable.read(X, np.r_[np.nan, CLASSES[1:]])


def target_infinite():
    RealTable.read(X, np.r_[np.inf, np.linspace(0, 1, 39)])


def target_of_dates():
    require_classes(X[:40], pd.Series(pd.date_range("2020-01-01", periods=40)))


def no_rows():
    RealTable.read(X[:0])


def no_columns():
    RealTable.read(X[[]])


def new_level():
    table = TableEncoder().fit(X).table_
    table.encode(X.replace({"sex": {"m": "x"}}))


def words_for_numbers():
    table = TableEncoder().fit(X.astype({"age": float})).table_
    table.encode(X.assign(age="old"))


def new_gap():
    table = TableEncoder().fit(X.astype({"age": float})).table_
    table.encode(X.assign(age=np.nan))


def target_not_given():
    y = pd.Series(CLASSES.astype(int), name="ill")
    read_by(DataDictionary.from_table(X, y), X)


def no_public_dictionary():
    _warn_of_domain(DataDictionary.from_table(X))


REFUSALS = [
    *(target_missing, target_infinite, target_of_dates, no_rows, no_columns),
    *(new_level, words_for_numbers, new_gap, target_not_given, no_public_dictionary),
]


@pytest.mark.parametrize("refuse", REFUSALS)
def test_no_word_of_python_is_said_on_the_command_line(refuse):
    with pytest.raises((Explained, TypeError)) as caught:
        refuse()
    said = caught.value.words(COMMAND_LINE)
    assert PYTHON.search(said) is None, said
    assert str(caught.value) != ""


def test_what_scikit_learn_looks_for_is_said_in_python():
    for refuse, words in (
        (target_missing, "Input y contains NaN"),
        (target_infinite, "contains infinity"),
        (no_columns, r"0 feature\(s\)"),
        (no_rows, r"0 sample\(s\)"),
    ):
        with pytest.raises(ValueError, match=words):
            refuse()


def test_the_target_of_a_dictionary_is_named_as_it_is_typed():
    with pytest.raises(ValueError, match="pass that column as y") as caught:
        target_not_given()
    assert "--target ill" in caught.value.words(COMMAND_LINE)


def test_what_only_the_owner_may_publish_is_declared_in_the_file():
    with pytest.raises(Explained) as caught:
        no_public_dictionary()
    assert '"public": true' in caught.value.words(COMMAND_LINE)
    assert "as_public()" in str(caught.value)
