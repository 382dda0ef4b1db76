"""The cluster of a command: that of an address, or workers that end with it."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any

from skl_synth.cli.engine_option import EngineChoice
from skl_synth.dask import check_installed
from skl_synth.errors import InputError

SECONDS = 15
"""How long a scheduler may take to answer."""


@contextmanager
def cluster_of(engine: EngineChoice) -> Iterator[Any]:
    """Open the cluster that was asked for, and close what was started for it.

    Parameters
    ----------
    engine : EngineChoice
        What was typed.

    Yields
    ------
    distributed.Client
        The client. Workers that were started here end with the block, also after an
        error or Ctrl-C; those of a cluster go on.

    Raises
    ------
    ImportError
        If dask is not installed.
    InputError
        If no scheduler answers.
    """
    check_installed()
    opened = _workers_of if engine.scheduler is None else _scheduler_of
    with _without_afterthoughts(), opened(engine) as client:
        yield client


@contextmanager
def _scheduler_of(engine: EngineChoice) -> Iterator[Any]:
    client = _client_of(str(engine.scheduler))
    try:
        yield client
    finally:
        client.close()


@contextmanager
def _workers_of(engine: EngineChoice) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    with _interrupts_kept_here():
        cluster = LocalCluster(
            n_workers=engine.workers,
            threads_per_worker=1,
            memory_limit=engine.memory_limit or "auto",
            # Any free port, and for this machine alone.
            dashboard_address="localhost:0",
            silence_logs=logging.CRITICAL,
        )
    with cluster, Client(cluster) as client:
        yield client


@contextmanager
def _without_afterthoughts() -> Iterator[None]:
    """Keep back what asyncio says of requests that an error or Ctrl-C has left behind.

    The error itself is said; these say that nobody waits any more.
    """
    logger = logging.getLogger("asyncio")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        # They are said when they are forgotten.
        gc.collect()
        logger.setLevel(before)


@contextmanager
def _interrupts_kept_here() -> Iterator[None]:
    """Let what is started in the block hear nothing of Ctrl-C, which we deal with.

    A terminal sends it to all processes, and workers would end in tracebacks. Threads
    and processes inherit what they hear of; here it is heard after the block.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It is started with the first process, and then lets its thread hear all again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _client_of(address: str) -> Any:
    from distributed import Client

    try:
        return Client(address, timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise InputError(
            "no scheduler answers at {address} ({reason})",
            address=address,
            reason=" ".join(str(error).split()) or type(error).__name__,
            remedies=[
                "give the address that dask scheduler prints, such as "
                "tcp://10.0.0.5:8786",
                "leave --scheduler out, to work on this machine",
            ],
        ) from error
