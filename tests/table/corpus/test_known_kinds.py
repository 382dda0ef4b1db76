"""How many of some hundred columns are given a kind that they do not have."""

import pytest

from skl_synth.table.infer import infer_variable
from skl_synth.table.missing_tokens import find_tokens, without_tokens
from tests.table.corpus.known_kinds import KINDS, made, of_scikit_learn, of_statsmodels

# Numbers that stand for kinds of transport, of work, or for people of four rows each:
# nothing in the column says so.
NOT_SEEN = {"mode", "occupation", "occupation_husb", "individual"}


def wrong_of(columns):
    wrong, n_columns = [], 0
    for truth, column in columns:
        frame = column.reset_index(drop=True).to_frame()
        frame = without_tokens(frame, find_tokens(frame))
        n_columns += 1
        try:
            kind = infer_variable(frame.iloc[:, 0]).kind
        except ValueError as error:
            kind = str(error)[:60]
        if kind not in KINDS[truth]:
            wrong.append((str(column.name), truth, kind))
    return wrong, n_columns


@pytest.fixture(scope="module")
def found():
    parts = [of_scikit_learn(), of_statsmodels(), made(0)]
    return [wrong_of(part) for part in parts]


def test_fewer_than_one_in_a_hundred_columns_is_wrong(found):
    wrong = [one for part, _ in found for one in part]
    n_columns = sum(n for _, n in found)
    assert n_columns >= 400
    assert len(wrong) < n_columns / 100, wrong
    assert {name for name, _, _ in wrong} <= NOT_SEEN


def test_a_wrong_kind_would_be_seen():
    truth, column = next(iter(of_scikit_learn()))
    assert wrong_of([("date", column)]) == (
        [(column.name, "date", "continuous")],
        1,
    )
    assert truth == "number"
