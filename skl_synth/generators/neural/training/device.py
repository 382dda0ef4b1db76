"""Where a training runs: its device, one thread, and a random generator of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import torch

from skl_synth.errors import InputError, Setting

# How many trainings run in this process, and what the last of them has to restore.
_lock = Lock()
_depth = 0
_threads_before = 1


@contextmanager
def one_thread() -> Iterator[None]:
    """Let PyTorch use one thread, and as many as before when the last user has left.

    Sums are then taken in the same order on every machine and whatever runs beside it,
    and the small matrices of a table lose nothing. The setting is global in PyTorch;
    trainings in several threads of one process share it.

    Yields
    ------
    None
        While the setting holds.
    """
    global _depth, _threads_before
    with _lock:
        if not _depth:
            _threads_before = torch.get_num_threads()
        _depth += 1
        torch.set_num_threads(1)
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if not _depth:
                torch.set_num_threads(_threads_before)


def resolve_device(device: str) -> torch.device:
    """Choose where to train.

    Parameters
    ----------
    device : str
        ``"auto"``: a CUDA device if there is one, else the CPU; or a name that PyTorch
        knows.

    Returns
    -------
    torch.device
        The device.

    Raises
    ------
    InputError
        If PyTorch does not know the name, or the device is not there.
    """
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        chosen = torch.device(device)
        # A name may be known and the device absent, which shows when it is used.
        torch.empty(0, device=chosen)
    except (RuntimeError, AssertionError) as error:
        raise InputError(
            "{given} cannot be used ({reason})",
            parameter="device",
            value=device,
            given=Setting("device", device),
            reason=str(error).splitlines()[0],
            remedies=["use 'auto' or 'cpu'"],
        ) from error
    return chosen


def generator_on(device: torch.device, seed: int) -> torch.Generator:
    """Make a seeded generator.

    Parameters
    ----------
    device : torch.device
        Where it draws.
    seed : int
        Its seed.

    Returns
    -------
    torch.Generator
        The generator; the global one of PyTorch is left alone.
    """
    return torch.Generator(device).manual_seed(seed)
