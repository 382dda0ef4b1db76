"""A cluster of two processes: the same table, or an error that says what to do."""

import logging
import os
from pathlib import Path

import dask
import dask.dataframe as dd
import numpy as np
import pytest
from distributed import Client, LocalCluster

from skl_synth import TypeAwareSMOTE as OnOneMachine
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.running import Runner
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.table.rows import EncodedRows

PATIENCE = 300
"""Seconds: on a busy machine a process starts slowly, and nothing here is timed."""

QUIET = {"dashboard_address": ":0", "silence_logs": logging.CRITICAL}


@pytest.fixture(scope="module")
def cluster():
    """Two workers, each a process of one thread that is started anew when it ends."""
    with LocalCluster(n_workers=2, threads_per_worker=1, **QUIET) as started:
        yield started


@pytest.fixture
def client(cluster):
    with Client(cluster, set_as_default=False) as connected:
        connected.wait_for_workers(2, timeout=PATIENCE)
        yield connected


@pytest.fixture
def client_of_its_own():
    """A cluster that nobody else uses: some of its processes are ended."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, **QUIET) as started,
        Client(started, set_as_default=False) as connected,
    ):
        yield connected


@pytest.fixture(scope="module")
def table():
    whole = make_patients(400, random_state=0).drop(columns="patient_id")
    return whole.drop(columns="readmitted"), whole["readmitted"]


@pytest.fixture(scope="module")
def expected(table):
    return in_memory(*table)


def in_memory(X, y, **parameters):
    parameters = {"mode": "replace", "random_state": 0} | parameters
    return OnOneMachine(**parameters).fit(X, y).sample()


def frames(table, sizes=(90, 1, 209, 100)):
    """A table in partitions of these sizes."""
    stops = np.cumsum(sizes)
    return tuple(
        dd.from_map(
            _nth,
            [one.iloc[stop - n : stop] for stop, n in zip(stops, sizes, strict=True)],
            meta=one.iloc[:0],
        )
        for one in table
    )


def _nth(part):
    return part


def distributed(X, y, client=None, **parameters):
    parameters = {"mode": "replace", "random_state": 0} | parameters
    return TypeAwareSMOTE(client=client, **parameters).fit(X, y)


def drawn(synthesizer, scheduler=None):
    return dask.compute(*synthesizer.sample(), scheduler=scheduler)


def check_equal(made, expected):
    for one, other in zip(made, expected, strict=True):
        # Text may have another dtype in dask: that it is kept is tested elsewhere.
        plain = one.reset_index(drop=True).astype(other.dtypes if one.ndim > 1 else int)
        assert plain.equals(other)


def test_two_workers_give_the_table_of_one_machine(client, table, expected):
    fitted = distributed(*frames(table), client)
    check_equal(drawn(fitted, client), expected)


def test_one_worker_gives_the_same_table(table, expected):
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, **QUIET
        ) as one,
        Client(one, set_as_default=False) as client,
    ):
        check_equal(drawn(distributed(*frames(table), client), client), expected)


def test_threads_give_the_same_table(table, expected):
    check_equal(drawn(distributed(*frames(table))), expected)


def test_an_open_client_is_used_and_an_address_will_do(cluster, table, expected):
    with Client(cluster):
        check_equal(drawn(distributed(*frames(table))), expected)
    fitted = distributed(*frames(table), cluster.scheduler_address)
    X, y = fitted.sample()
    with Client(cluster, set_as_default=False) as other:
        check_equal(dask.compute(X, y, scheduler=other), expected)


def _end_once(part, mark):
    """End the worker that is the first to come here."""
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return part
    os._exit(1)


def test_a_worker_that_ends_while_a_table_is_read(
    client_of_its_own, table, expected, tmp_path
):
    client = client_of_its_own
    X, y = frames(table)
    mark = tmp_path / "ended"
    X = X.map_partitions(_end_once, str(mark), meta=X._meta)
    check_equal(drawn(distributed(X, y, client), client), expected)
    assert mark.exists()


def test_a_worker_that_ends_with_what_was_kept(client_of_its_own, table, expected):
    client = client_of_its_own
    fitted = distributed(*frames(table), client)
    X, y = fitted.sample()
    end_one(client)
    check_equal(dask.compute(X, y, scheduler=client), expected)
    check_equal(drawn(fitted, client), expected)


def end_one(client):
    worker = sorted(client.scheduler_info()["workers"])[0]
    client.run(os._exit, 1, workers=[worker], on_error="return")


def test_what_is_put_and_kept_comes_again_when_its_worker_ends(client_of_its_own):
    client = client_of_its_own
    runner = Runner(client)
    value = np.arange(1_500_000)
    kept = runner.kept([runner.task(np.negative, runner.put(value))] * 2)
    runner.results([runner.task(len, one) for one in kept])
    end_one(client)
    (total,) = runner.results([runner.task(np.sum, kept[0])])
    assert total == -value.sum()


def _rows(start, size):
    numbers = np.arange(start, start + size, dtype=float)[:, None]
    return EncodedRows(numbers, numbers.astype(np.int8), numbers.astype(np.int32))


def test_rows_are_exchanged_between_workers(client):
    runner = Runner(client)
    tasks = [runner.task(_rows, start, 50) for start in range(0, 400, 50)]
    rows = RowBlocks(tuple(tasks), np.full(8, 50), runner).kept()
    places = np.random.default_rng(0).permutation(400)
    made = rows.take(places).in_blocks(np.array([130, 0, 270]))
    assert made.fetched().numbers[:, 0].tolist() == places.tolist()


def test_a_table_that_was_learnt_before_a_restart_is_learnt_again(
    client_of_its_own, table
):
    client = client_of_its_own
    fitted = distributed(*frames(table), client)
    # How long processes take to come back is not what is tested.
    client.restart(wait_for_workers=False)
    with pytest.raises(InputError, match="call fit again") as caught:
        drawn(fitted, client)
    assert caught.value.parameter == "client"


def test_who_closed_the_client_is_told_to_open_another(cluster, table):
    with Client(cluster, set_as_default=False) as client:
        fitted = distributed(*frames(table), client)
    for use in (fitted.sample, lambda: distributed(*frames(table), client)):
        with pytest.raises(InputError, match=r"client was closed.* call fit") as caught:
            use()
        assert caught.value.parameter == "client"


def test_an_error_of_a_worker_is_that_of_one_machine(client, table):
    X, y = table[0].copy(), table[1]
    X.loc[123, "bmi"] = np.inf
    with pytest.raises(InputError) as here:
        in_memory(X, y)
    with pytest.raises(InputError) as there:
        distributed(*frames((X, y)), client)
    assert str(there.value) == str(here.value)
    assert there.value.column == here.value.column
    assert there.value.remedies == here.value.remedies


@pytest.mark.parametrize("is_string", [True, False])
@pytest.mark.parametrize(
    "sizes",
    [(400,), (0, 200, 0, 0, 200, 0), (1, 1, 397, 1), (57,) * 7 + (1,)],
    ids=["one", "empty", "single", "eight"],
)
def test_any_partitions_give_the_same_table(sizes, is_string, table, expected):
    with dask.config.set({"dataframe.convert-string": is_string}):
        X, y = frames(table, sizes)
        check_equal(drawn(distributed(X, y)), expected)


def test_a_class_may_be_missing_in_a_partition(table):
    X, y = table
    order = np.argsort(y.to_numpy(), kind="stable")
    X, y = (one.iloc[order].reset_index(drop=True) for one in (X, y))
    check_equal(drawn(distributed(*frames((X, y)))), in_memory(X, y))


def test_lengths_and_divisions_need_not_be_known(table, expected):
    X, y = frames(table)
    X, y = X[X["age"] >= 0], y[y >= 0]
    assert not X.known_divisions
    check_equal(drawn(distributed(X, y)), expected)
