"""Run another library's private synthesizer, in the environment that it needs.

Started by ``private_peers.py`` with the Python of that environment; imports nothing of
this package. Reads ``rows.csv`` and ``ask.json`` of a folder, writes ``made.csv`` and
``told.json`` there.
"""

import json
import sys
import time
from pathlib import Path

import pandas as pd

BINS = 20
"""Equal bins of a number between its public bounds, where the library bins none."""

PROCESSING = 0.1
"""Part of epsilon that dpmm takes for its bins; its default."""


def read(folder: Path, columns: dict) -> pd.DataFrame:
    """Read the real rows, levels as text with the public ones as categories."""
    levels = [name for name, one in columns.items() if "levels" in one]
    text = dict.fromkeys(levels, "str")
    rows = pd.read_csv(folder / "rows.csv", dtype=text, keep_default_na=True)
    for name in levels:
        rows[name] = pd.Categorical(rows[name], columns[name]["levels"])
    return rows


def dpmm(rows: pd.DataFrame, ask: dict) -> pd.DataFrame:
    """Run AIM or MST of dpmm; bins by PrivTree, its default."""
    from dpmm.pipelines import AIMPipeline, MSTPipeline

    pipeline = {"AIM": AIMPipeline, "MST": MSTPipeline}[ask["method"]]
    domain = {
        name: {"lower": one["low"], "upper": one["high"]}
        for name, one in ask["columns"].items()
        if "low" in one
    }
    model = pipeline(
        epsilon=ask["epsilon"] - PROCESSING,
        delta=ask["delta"],
        proc_epsilon=PROCESSING,
        n_jobs=1,
    )
    model.fit(rows, domain)
    return model.generate(n_records=len(rows), random_state=ask["seed"])


def smartnoise(rows: pd.DataFrame, ask: dict) -> pd.DataFrame:
    """Run AIM or MST of smartnoise-synth; equal bins between public bounds."""
    from snsynth.aim import AIMSynthesizer
    from snsynth.mst import MSTSynthesizer
    from snsynth.transform import BinTransformer, LabelTransformer, TableTransformer

    maker = {"AIM": AIMSynthesizer, "MST": MSTSynthesizer}[ask["method"]]
    steps = [
        BinTransformer(
            bins=BINS, lower=one["low"], upper=one["high"], nullable=one["nullable"]
        )
        if "low" in one
        else LabelTransformer(nullable=one["nullable"])
        for one in ask["columns"].values()
    ]
    plain = rows.astype(dict.fromkeys(rows.select_dtypes("category"), object))
    synthesizer = maker(epsilon=ask["epsilon"], delta=ask["delta"])
    synthesizer.fit(plain, transformer=TableTransformer(steps))
    return synthesizer.sample(len(rows))


def main() -> None:
    """Make the table that is asked for."""
    folder = Path(sys.argv[1])
    ask = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
    rows = read(folder, ask["columns"])
    run = {"dpmm": dpmm, "smartnoise": smartnoise}[ask["library"]]
    start = time.process_time()
    made = run(rows, ask)
    seconds = time.process_time() - start
    pd.DataFrame(made, columns=rows.columns).to_csv(folder / "made.csv", index=False)
    (folder / "told.json").write_text(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
