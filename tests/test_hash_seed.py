"""What Python's hashes of text are moves no figure and no row."""

import json
import os
import subprocess
import sys

CHILD = """
import hashlib, json, warnings
import numpy as np, pandas as pd
warnings.simplefilter("ignore")
from skl_synth import *
from skl_synth.datasets import make_patients

X, y = make_patients(400, random_state=0, return_X_y=True)
y = y.map({0: "no", 1: "yes"})
rng = np.random.default_rng(0)
ward = rng.choice(["north", "south", "east"], len(X))
X = X.assign(
    note=[f"seen by {name}, ref {n:04d}" for n, name in enumerate(ward)],
    ward=ward,
    **{f"site_{one}": (ward == one).astype(int) for one in np.unique(ward)},
    start=pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 99, 400), "D"),
)
X["end"] = X["start"] + pd.to_timedelta(rng.integers(0, 9, 400), "D")
X["total"] = X["age"] + X["site_north"]
encoder = TableEncoder(identifiers="surrogate")
found = {}

def keep(name, *parts):
    text = "".join(
        one if isinstance(one, str) else one.to_csv(index=False) for one in parts
    )
    found[name] = hashlib.sha256(text.encode()).hexdigest()

for maker in (ProximityFilter(mode="replace"), TypeAwareCART(mode="replace")):
    maker.set_params(encoder=encoder, random_state=0)
    name = type(maker).__name__
    keep(name, *maker.fit(X, y).sample())
visits = pd.concat([X.assign(visit=i) for i in range(2)], ignore_index=True)
twice = pd.concat([y, y], ignore_index=True)
cart = TypeAwareCART(mode="replace", encoder=encoder, random_state=0)
keep("visits", *cart.fit(visits, twice, groups=visits["patient_id"]).sample())
dictionary = DataDictionary.from_table(X, y, encoder=encoder)
keep("dictionary", json.dumps(dictionary.to_mapping(), default=str))
keep("describe", cart.encoder_.describe().astype(str))
evaluator = SyntheticEvaluator(
    ProximityFilter(mode="replace", encoder=encoder),
    cv=2,
    sections=["fidelity"],
    random_state=0,
).fit(X[::2], y[::2])
keep("evaluator", evaluator.results_, evaluator.report(), "; ".join(evaluator.notes_))
parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
attacks = ["copies", "few_people", "inference", "membership"]
report = privacy_report(*parts, attacks=attacks, encoder=encoder, random_state=0)
keep("privacy", str(report), report.frame(), report.few_people.astype(str))
print(json.dumps(found))
"""


def test_hashes_move_nothing():
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    said = [child.communicate() for child in children]
    assert all(child.returncode == 0 for child in children), said[0][1]
    found = [json.loads(out) for out, _ in said]
    assert len(found[0]) == 7
    assert found[0] == found[1]
