"""When a training ends, and which weights are kept; with trainings made up here."""

import math

import numpy as np
import pytest

from skl_synth.generators.neural.early_stopping import (
    DIVERGED,
    EXHAUSTED,
    INTERRUPTED,
    STOPPED,
    EarlyStopping,
    Epoch,
)
from skl_synth.progress import report_progress
from skl_synth.progress.interrupting import as_part_of_work


def training(losses):
    """Yield an epoch per loss; a loss that is an exception is raised."""
    for number, loss in enumerate(losses, start=1):
        if isinstance(loss, BaseException):
            raise loss
        yield Epoch({"loss": loss}, lambda n=number: {"epoch": np.array(n)})


def stopping(**changed):
    settings = {"epochs": 10, "patience": None, "every": 1}
    return EarlyStopping(
        **{**settings, **changed}, score=lambda epoch: ("loss", epoch.losses["loss"])
    )


def test_the_weights_of_the_best_epoch_are_kept():
    one = stopping()
    assert one.follow(training([5, 3, 1, 2, 4]))["epoch"] == 3
    assert (one.best_epoch, one.best_score, one.ended) == (3, 1, EXHAUSTED)
    assert one.history["loss"].tolist() == [5, 3, 1, 2, 4]
    assert one.history["epoch"].tolist() == [1, 2, 3, 4, 5]


def test_no_more_epochs_than_asked_for():
    one = stopping(epochs=2)
    one.follow(training([5, 4, 3, 2]))
    assert len(one.lines) == 2


def test_patience_ends_it():
    one = stopping(patience=2)
    one.follow(training([5, 3, 4, 4, 4, 1]))
    assert (one.ended, len(one.lines), one.best_epoch) == (STOPPED, 4, 2)


def test_scores_are_taken_now_and_then_first_and_last():
    one = EarlyStopping(
        epochs=7,
        patience=None,
        every=3,
        score=lambda epoch: ("distance", epoch.losses["loss"]),
    )
    assert one.follow(training([9, 1, 8, 2, 5, 7, 6]))["epoch"] == 7
    taken = one.history["distance"].notna()
    assert one.history["epoch"][taken].tolist() == [1, 3, 6, 7]


def test_an_interrupt_leaves_what_was_learnt():
    one = stopping()
    assert one.follow(training([5, 3, 4, KeyboardInterrupt()]))["epoch"] == 2
    assert one.ended == INTERRUPTED
    assert len(one.lines) == 3


def test_an_interrupt_of_a_part_of_other_work_ends_all_of_it():
    with pytest.raises(KeyboardInterrupt), as_part_of_work():
        stopping().follow(training([5, 3, 4, KeyboardInterrupt()]))


def test_each_epoch_is_told():
    heard = []
    with report_progress(heard.append):
        stopping().follow(training([5, 3, 4]))
    assert [now.n_done for now in heard] == [1, 2, 3]
    assert {now.what for now in heard} == {"epoch"}


def test_an_interrupt_before_anything_was_learnt_is_one():
    with pytest.raises(KeyboardInterrupt):
        stopping().follow(training([KeyboardInterrupt()]))


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_a_loss_that_is_no_number_ends_it(loss):
    one = stopping()
    assert one.follow(training([5, 3, loss, 1]))["epoch"] == 2
    assert one.ended == DIVERGED


def test_a_late_fall_is_measured():
    one = stopping()
    one.follow(training([10, 9, 8, 7, 6, 5, 4, 4, 3, 2]))
    assert one.late_fall() == pytest.approx(2 / 8)
    flat = stopping()
    flat.follow(training([10, 2, 2, 2, 2, 2, 2, 2, 2, 2]))
    assert flat.late_fall() == 0
    short = stopping()
    short.follow(training([3]))
    assert short.late_fall() == 0


def test_a_bar_shows_losses_and_the_time_left(capsys):
    stopping(verbose=True).follow(training([5.0, 3.25, 4.0]))
    shown = capsys.readouterr().out
    assert "time left" in shown
    assert "loss 4.000" in shown
    stopping().follow(training([5.0]))
    assert capsys.readouterr().out == ""
