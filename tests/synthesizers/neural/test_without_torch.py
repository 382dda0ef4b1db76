"""Without the extra the names are there, and say what to install when used."""

import subprocess
import sys

import pytest

from skl_synth import TypeAwareGAN, TypeAwareVAE
from tests.tables import mixed_table


@pytest.mark.parametrize("synthesizer", [TypeAwareVAE(), TypeAwareGAN()])
def test_fit_says_what_to_install(synthesizer, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[neural\]"'):
        synthesizer.fit(*mixed_table(40))


def test_a_fitted_network_makes_rows_without_it(tmp_path):
    pytest.importorskip("torch", reason="the extra neural is not installed")
    code = """
import pickle, sys, warnings
from tests.tables import mixed_table
if sys.argv[1] == "train":
    from skl_synth import TypeAwareGAN, TypeAwareVAE
    warnings.simplefilter("ignore")
    fitted = [cls(epochs=1).fit(*mixed_table(60)) for cls in (TypeAwareGAN, TypeAwareVAE)]
    pickle.dump(fitted, open(sys.argv[2], "wb"))
else:
    sys.modules["torch"] = None
    for synthesizer in pickle.load(open(sys.argv[2], "rb")):
        print(len(synthesizer.sample(7)[0]))
"""
    file = str(tmp_path / "fitted.pickle")
    for step in ("train", "sample"):
        done = subprocess.run(
            [sys.executable, "-c", code, step, file],
            capture_output=True,
            check=True,
            text=True,
        )
    assert done.stdout.split() == ["7", "7"]
