"""Without the extra the names are there, and say what to install when used."""

import pickle
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


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_fitted_network_makes_rows_without_it(tmp_path):
    pytest.importorskip("torch", reason="the extra neural is not installed")
    fitted = [
        synthesizer.fit(*mixed_table(60))
        for synthesizer in (TypeAwareVAE(epochs=1), TypeAwareGAN(epochs=1))
    ]
    (tmp_path / "fitted").write_bytes(pickle.dumps(fitted))
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, tmp_path / "fitted"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split() == ["7", "7"]


ELSEWHERE = """
import pickle, sys
class NoTorch:
    def find_spec(self, name, *args):
        if name == "torch":
            raise ImportError(name)
sys.meta_path.insert(0, NoTorch())
for synthesizer in pickle.load(open(sys.argv[1], "rb")):
    print(len(synthesizer.sample(7)[0]))
"""
