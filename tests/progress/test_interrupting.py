"""What is a part of other work is marked so, and no longer than that lasts."""

import contextlib
import os
import signal
import threading

import pytest

from skl_synth.progress import counted, report_progress
from skl_synth.progress.interrupting import (
    as_part_of_work,
    is_part_of_work,
    no_interrupt_lost,
)


def test_a_part_is_one_until_the_block_ends():
    assert not is_part_of_work()
    heard = []

    def fail():
        with as_part_of_work():
            heard.append(is_part_of_work())
            raise ValueError("end")

    with pytest.raises(ValueError, match="end"):
        fail()
    assert heard == [True]
    assert not is_part_of_work()


@pytest.fixture
def as_at_the_start():
    """The handler that Python starts with, whatever other tests have loaded."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("as_at_the_start")
@pytest.mark.skipif(os.name == "nt", reason="another signal there")
def test_an_interrupt_that_was_ignored_ends_the_work_at_its_next_step():
    done = []

    def work():
        for one in counted(range(5), 5, "step"):
            with contextlib.suppress(KeyboardInterrupt):
                if one == 2:
                    os.kill(os.getpid(), signal.SIGINT)
            done.append(one)

    ends = pytest.raises(KeyboardInterrupt)
    with ends, no_interrupt_lost(), report_progress(lambda _: None):
        work()
    assert done == [0, 1, 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_handler_of_a_program_stays():
    def own(number, frame):
        raise AssertionError

    before = signal.signal(signal.SIGINT, own)
    try:
        with no_interrupt_lost():
            assert signal.getsignal(signal.SIGINT) is own
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_nothing_is_set():
    seen = []

    def work():
        with no_interrupt_lost():
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
