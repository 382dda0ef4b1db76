"""Tasks are carried out by what dask has: here, without a cluster."""

import dask
import numpy as np
import pytest

from skl_synth.dask.running import Runner
from skl_synth.errors import InputError, InputTypeError


def _raise(problem):
    raise problem


def test_what_is_put_is_what_tasks_take():
    runner, value = Runner(), {"a": np.arange(3)}
    put = runner.put(value)
    assert runner.results([runner.task(dict.get, put, "a")])[0] is value["a"]


def test_a_sequence_can_be_unpacked():
    runner = Runner()
    first, second = runner.task(divmod, 17, 5, n_results=2)
    assert runner.results([second, first]) == [2, 3]


@pytest.mark.parametrize("n_tasks", range(1, 9))
def test_pairs_are_merged_in_order(n_tasks):
    runner = Runner()
    tasks = [runner.task(str, number) for number in range(n_tasks)]
    assert runner.merged(tasks, str.__add__) == "".join(map(str, range(n_tasks)))


def test_what_is_kept_is_computed_once():
    runner, calls = Runner(), []
    (kept,) = runner.kept([runner.task(calls.append, 1)])
    runner.results([kept, runner.task(repr, kept)])
    runner.results([kept])
    assert calls == [1]


def test_an_error_comes_back_as_it_was_raised():
    problem = InputError("{column!r} is odd", column="age", value=3, remedies=["mend"])
    runner = Runner()
    with pytest.raises(InputError) as caught:
        runner.results([runner.task(_raise, problem)])
    assert caught.value.column == "age"
    assert caught.value.remedies == problem.remedies


class KilledWorker(Exception):  # noqa: N818 - its name
    """As distributed calls what it raises when a task has ended some workers."""


def test_who_lost_workers_is_told_what_helps():
    runner = Runner()
    with pytest.raises(InputError, match="partition_size") as caught:
        runner.results([runner.task(_raise, KilledWorker("read-1"))])
    assert isinstance(caught.value.__cause__, KilledWorker)


def test_the_scheduler_that_dask_is_set_to_is_used():
    runner = Runner()
    with dask.config.set(scheduler="synchronous"):
        assert runner.results([runner.task(len, "abc")]) == [3]


@pytest.mark.parametrize("client", [3, object()])
def test_what_is_no_client_is_refused(client):
    pytest.importorskip("distributed")
    with pytest.raises(InputTypeError, match=r"client is .*, which is no client"):
        Runner(client).results([])


def test_an_address_where_nobody_answers_is_refused():
    pytest.importorskip("distributed")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "200ms"}),
        pytest.raises(InputError, match="no scheduler answers at"),
    ):
        Runner("tcp://127.0.0.1:9").put(3)
