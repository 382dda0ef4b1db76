"""Private synthesizers of others, each in an environment of its own.

They pin old versions of pandas and numpy, so they run in a process of their own; its
Python is found below the folder of the environment variable ``SKL_SYNTH_PEERS``::

    python3.11 -m venv peers/dpmm
    peers/dpmm/bin/pip install dpmm
    python3.11 -m venv peers/smartnoise
    peers/smartnoise/bin/pip install smartnoise-synth
    SKL_SYNTH_PEERS=peers python -m benchmarks.releases --methods "dpmm MST, epsilon 1"
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.release_tables import TARGET, Levels, Number, ReleaseTable

SCRIPT = Path(__file__).with_name("private_peers_run.py")

LONGEST = 300
"""Processor seconds after which a peer is cut off."""

DELTA = 1e-6


@dataclass
class PrivatePeer:
    """A synthesizer of another library, given the same public domain.

    Parameters
    ----------
    library, method : str
        Such as "dpmm" and "MST".
    epsilon : float
        The guarantee, in all.
    table : ReleaseTable
        For what is public of it.
    seed : int
        Seed of the rows, where the library takes one.
    """

    library: str
    method: str
    epsilon: float
    table: ReleaseTable
    seed: int

    def fit_resample(self, X: pd.DataFrame, y: pd.Series) -> tuple[Any, Any]:
        """Make as many rows as there are.

        Parameters
        ----------
        X, y : DataFrame, Series
            The real rows.

        Returns
        -------
        X, y : DataFrame, Series
            Rows made by the peer, rounded to the decimals of the public domain, its
            dtypes restored: as a user of it does by hand.

        Raises
        ------
        RuntimeError
            If it fails, or takes longer than `LONGEST` seconds.
        """
        public = {**self.table.public, TARGET: Levels(self.table.classes)}
        rows = X.assign(**{TARGET: y})[list(public)]
        with tempfile.TemporaryDirectory() as name:
            made = self._run(Path(name), rows, public)
        for column, one in public.items():
            made[column] = _restored(made[column], rows[column], one)
        made = made.dropna(subset=[TARGET]).reset_index(drop=True)
        return made[list(X)], made[TARGET].astype(y.dtype)

    def _run(
        self, folder: Path, rows: pd.DataFrame, public: dict[str, Number | Levels]
    ) -> pd.DataFrame:
        rows.to_csv(folder / "rows.csv", index=False)
        ask = {
            "library": self.library,
            "method": self.method,
            "epsilon": self.epsilon,
            "delta": DELTA,
            "seed": self.seed,
            "columns": {name: _column(one) for name, one in public.items()},
        }
        (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
        python = Path(os.environ["SKL_SYNTH_PEERS"]) / self.library / "bin" / "python"
        command = [str(python), str(SCRIPT), str(folder)]
        done = subprocess.run(command, capture_output=True, preexec_fn=_limited)
        if done.returncode < 0:
            raise RuntimeError(f"cut off after {LONGEST} processor seconds")
        if done.returncode:
            raise RuntimeError(done.stderr.decode()[-300:])
        told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
        self.seconds_ = told["seconds"]
        return pd.read_csv(folder / "made.csv")


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


def _column(public: Number | Levels) -> dict[str, Any]:
    if isinstance(public, Levels):
        levels = [str(one) for one in public.values]
        return {"levels": levels, "nullable": public.nullable}
    return {"low": public.low, "high": public.high, "nullable": public.nullable}


def _restored(
    made: pd.Series, real: pd.Series, public: Number | Levels
) -> np.ndarray | pd.Series:
    if isinstance(public, Levels):
        by_text = {str(one): one for one in public.values}
        numbers = {float(one): one for one in public.values if not isinstance(one, str)}
        values = made.map(numbers if numbers else by_text)
    else:
        values = made.astype(float).clip(public.low, public.high)
        values = values.round(public.decimals)
        values = values if public.nullable else values.fillna(values.median())
    return values if values.isna().any() else values.astype(real.dtype)


def peer(library: str, method: str, epsilon: float) -> Callable[..., PrivatePeer]:
    """Make the maker of a peer.

    Parameters
    ----------
    library, method : str
        Such as "dpmm" and "MST".
    epsilon : float
        The guarantee.

    Returns
    -------
    callable
        Makes it for a table and a seed.
    """
    return lambda table, seed: PrivatePeer(library, method, epsilon, table, seed)


PEERS = {
    f"{library} {method}, epsilon {epsilon:g}": peer(library, method, epsilon)
    for library in ("dpmm", "smartnoise")
    for method in ("MST", "AIM")
    for epsilon in (1.0, 4.0)
}
