"""A release of margins: what it holds, what not, and what its gate judges."""

import numpy as np
import pytest

from skl_synth import PrivateMarginals, TypeAwareCART
from skl_synth.errors import InputError
from skl_synth.evaluation.fidelity.moved_shares import Move, Moves
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.release.held_margins import (
    margins_held,
    margins_in_words,
    moves_judged,
)
from skl_synth.release.low_fidelity import pairs_for
from tests.audit_tables import audit_tables, rows

TABLES = audit_tables(*[rows(np.zeros((4, 1)), labels=[0, 0, 1, 1])] * 2)
"""Their target is called target."""


def move(column, label):
    return Move(column, "a", label, 0.1, 0.3, 0.2, 0.0)


MOVED = Moves(FigureList(), (), (move("age", ""), move("age", "1"), move("sex", "1")))


def judged(margins):
    moved = moves_judged(MOVED, margins, TABLES)
    return [(one.column, one.label) for one in moved.moves], moved


def test_everything_is_judged_of_what_holds_everything():
    assert moves_judged(MOVED, None, TABLES) is MOVED


def test_nothing_within_classes_of_columns_alone():
    found, moved = judged((("age",), ("sex",), ("target",)))
    assert found == [("age", "")]
    [value] = moved.figures.frame()["value"]
    assert value == 1.0


def test_within_classes_what_is_held_with_the_target():
    found, _ = judged((("age",), ("sex",), ("sex", "target", "ward")))
    assert found == [("age", ""), ("sex", "1")]


class Holding(PrivateMarginals):
    """One that says what it holds without being fitted."""

    def __init__(self, pairs, margins=()):
        super().__init__(pairs=pairs)
        self.held = margins

    @property
    def margins_(self):
        return self.held


def test_what_a_synthesizer_holds():
    assert margins_held(TypeAwareCART()) is None
    assert margins_held(Holding("auto", [("a", "b")])) is None
    assert margins_held(Holding("tree", [("a", "b")])) is None
    assert margins_held(Holding("none", [("a",), (1,)])) == (("a",), ("1",))
    assert margins_held(Holding([("a", "b")], [("a", "b")])) == (("a", "b"),)


class TestWords:
    """What the release holds, and where nobody should look for anything."""

    def test_columns_alone(self):
        said = margins_in_words((("age",), ("sex",), ("y",)), "y")
        assert "nothing else of the table: age, sex, and the target y, each alone." in (
            said
        )
        assert "No column is associated with another, nor with the target" in said

    def test_margins_and_what_hangs_on_no_chain(self):
        margins = (("age",), ("sex",), ("bmi",), ("y",), ("age", "sex"), ("sex", "y"))
        said = margins_in_words(margins, "y")
        assert "each alone; and age × sex, sex × y." in said
        assert "bmi: not associated with y" in said
        assert "age: not" not in said

    def test_many_columns_are_counted(self):
        margins = tuple((f"c{place:02}",) for place in range(30))
        assert "c11 and 18 more columns, and the target y" in margins_in_words(
            margins, "y"
        )


class TestWhatIsAskedFor:
    """The parameter fidelity."""

    def test_pairs(self):
        assert pairs_for("columns") == "none"
        assert pairs_for([["age", "y"], ("a", "b", "c")]) == [
            ("age", "y"),
            ("a", "b", "c"),
        ]

    @pytest.mark.parametrize(
        "fidelity",
        ["low", [], [("age",)], [("a", "b", "c", "d")], ["ab"], [("a", "a")], 3],
    )
    def test_what_is_none(self, fidelity):
        with pytest.raises(InputError, match="fidelity='columns'"):
            pairs_for(fidelity)
