"""A sequential generator of another project, for benchmarks/visits.py.

It is no dependency of this package, and runs in an environment of its own, in which
``sdv`` is installed and this package need not be. ``benchmarks.visits --write`` writes
the files that it is given, ``--judge`` reads those that it makes::

    python benchmarks/visits_peers.py FOLDER --epochs 128
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import pandas as pd


def made(table: pd.DataFrame, about: dict, epochs: int) -> pd.DataFrame:
    """Make as many persons as there are, by PAR at its defaults.

    Parameters
    ----------
    table : DataFrame
        Real rows.
    about : dict
        The column of the person, those that belong to persons, dates, and the column
        by which rows are in order.
    epochs : int
        Rounds of training.

    Returns
    -------
    DataFrame
        Synthetic rows.
    """
    from sdv.metadata import Metadata
    from sdv.sequential import PARSynthesizer

    metadata = Metadata.detect_from_dataframes({"visits": table})
    metadata.update_column(about["person"], "visits", sdtype="id")
    for name in about["of_person"]:
        if name not in about["dates"] and table[name].nunique() <= 12:
            metadata.update_column(name, "visits", sdtype="categorical")
    metadata.set_sequence_key(about["person"], "visits")
    metadata.set_sequence_index(about["time"], "visits")
    maker = PARSynthesizer(
        metadata, context_columns=about["of_person"], epochs=epochs, cuda=False
    )
    maker.fit({"visits": table})
    made = maker.sample_sequences(num_sequences=table[about["person"]].nunique())
    return made["visits"] if isinstance(made, dict) else made


def main() -> None:
    """Make a table for each that lies in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=128)
    given = parser.parse_args()
    for path in sorted(given.folder.glob("*.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        table = pd.read_csv(
            path.with_suffix(".csv"),
            parse_dates=about["dates"],
            dtype={about["person"]: str},
        )
        start = time.perf_counter()
        new = made(table, about, given.epochs)
        seconds = time.perf_counter() - start
        print(f"{path.stem}: {len(new)} rows in {seconds:.0f} seconds", flush=True)
        new.to_csv(path.with_suffix(".made"), index=False)


if __name__ == "__main__":
    main()
