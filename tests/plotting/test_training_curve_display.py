"""The curve of a training, by what is drawn; no network is needed."""

import sys

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from skl_synth import ProximityFilter, TrainingCurveDisplay, TypeAwareSMOTE
from tests.tables import mixed_table


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def of_vae():
    history = pd.DataFrame(
        {"epoch": [1, 2, 3], "loss": [9.0, 5.0, 3.0], "held_out_loss": [8.0, 5.0, 6.0]}
    )
    return TrainingCurveDisplay(history=history, best_epoch=2)


@pytest.fixture
def of_gan():
    history = pd.DataFrame(
        {
            "epoch": [1, 2, 3],
            "critic_loss": [-1.0, -2.0, -0.5],
            "generator_loss": [0.1, 0.4, 0.2],
            "held_out_distance": [0.5, np.nan, 0.2],
        }
    )
    return TrainingCurveDisplay(history=history, best_epoch=3)


def test_losses_share_a_panel(of_vae):
    assert of_vae.plot(name="My title") is of_vae
    assert len(of_vae.axes_) == 1
    assert of_vae.ax_.get_title() == "My title"
    assert of_vae.lines_["held_out_loss"].get_ydata().tolist() == [8, 5, 6]
    texts = [text.get_text() for text in of_vae.ax_.get_legend().get_texts()]
    assert texts == ["loss", "held-out loss", "kept: epoch 2"]


def test_a_distance_has_a_panel_of_its_own_without_gaps(of_gan):
    of_gan.plot()
    losses, distance = of_gan.axes_
    assert losses.get_ylabel() == "Loss"
    assert distance.get_ylabel() == "Distance to held-out rows"
    assert of_gan.lines_["held_out_distance"].get_xdata().tolist() == [1, 3]
    assert of_gan.lines_["held_out_distance"].axes is distance


def test_what_is_drawn_can_be_read(of_gan):
    frame = of_gan.frame()
    assert len(frame) == 3 + 3 + 2
    assert set(frame.loc[frame["best"], "epoch"]) == {3}


def test_drawn_where_and_how_told(of_vae, of_gan):
    _, ax = plt.subplots()
    assert of_vae.plot(ax, curve_kwargs={"linewidth": 7}).ax_ is ax
    assert of_vae.lines_["loss"].get_linewidth() == 7
    with pytest.raises(ValueError, match="ax holds 1 axes, but there are 2 panels"):
        of_gan.plot(ax)


def test_smote_has_no_curve():
    fitted = ProximityFilter(TypeAwareSMOTE(), random_state=0).fit(*mixed_table(60))
    with pytest.raises(TypeError, match="TypeAwareSMOTE trains no network"):
        TrainingCurveDisplay.from_estimator(fitted)


def test_without_matplotlib_it_says_what_to_install(of_vae, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    assert len(of_vae.frame())
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[plot\]"'):
        of_vae.plot()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_the_history_of_a_network_is_taken_from_it():
    pytest.importorskip("torch", reason="the extra neural is not installed")
    from skl_synth import TypeAwareGAN

    gan = TypeAwareGAN(epochs=2, random_state=0)
    wrapped = ProximityFilter(gan, random_state=0).fit(*mixed_table(60))
    display = TrainingCurveDisplay.from_estimator(wrapped)
    assert display.history["epoch"].tolist() == [1, 2]
    assert display.best_epoch == wrapped.sampler_.best_epoch_
