"""Where no thread can be started, as inside a browser, all but the networks works."""

import subprocess
import sys

import pytest

# In a process of its own: what was loaded before may have started its threads already.
FORBIDDEN = """
import threading
def refuse(self):
    raise RuntimeError("can't start new thread")
threading.Thread.start = refuse
from skl_synth.datasets import make_patients
X, y = make_patients(300, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
"""

WAYS = {
    "rows and a file": """
from skl_synth import ProximityFilter, TypeAwareCART, show_progress
for one in (ProximityFilter(n_jobs=2, random_state=0), TypeAwareCART(n_jobs=-1)):
    with show_progress("Rows", style="bar"):
        assert len(one.fit_resample(X, y)[0]) > len(X)
import os, sys, tempfile
from skl_synth.cli import main
with tempfile.TemporaryDirectory() as folder:
    X.assign(readmitted=y).to_csv(f"{folder}/real.csv", index=False)
    sys.argv = ["skl-synth", "generate", f"{folder}/real.csv", "--target", "readmitted"]
    sys.argv += ["--output", f"{folder}/out.csv", "--progress", "bar"]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code
    assert os.path.exists(f"{folder}/out.csv")
""",
    "audit and release": """
from skl_synth import RefusedReleaseError, SyntheticEvaluator, publish
evaluator = SyntheticEvaluator(cv=2, n_jobs=2, sections=["utility"], random_state=0)
assert evaluator.fit(X, y).n_splits_ == 2
try:
    X = X.head(220)
    publish(X, folds=2, n_jobs=-1, ladder=False, sections=[], random_state=0)
except RefusedReleaseError as refused:
    assert len(refused.report.gates)
""",
}


@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_thread_is_needed(way):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORBIDDEN + WAYS[way]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
