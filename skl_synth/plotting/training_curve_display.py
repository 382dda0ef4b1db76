"""TrainingCurveDisplay: the losses of a network, epoch by epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError, InputTypeError
from skl_synth.plotting.axes_style import GREY, OKABE_ITO, quiet_axes, require_pyplot

DISTANCE = "Distance to held-out rows"
LOSS = "Loss"


class TrainingCurveDisplay:
    """The losses of a network, epoch by epoch, and the epoch that was kept.

    A variational autoencoder has one panel: its loss on the rows that it learns from
    and on those held out. A GAN has two: the losses of critic and generator, which say
    little by themselves, and the distance of what it makes from held-out rows.

    Parameters
    ----------
    history : DataFrame
        One line per epoch: ``epoch``, losses and scores.
    best_epoch : int
        The epoch whose weights were kept.

    Attributes
    ----------
    lines_ : dict of str to matplotlib Line2D
        The curves by name.
    axes_ : ndarray of matplotlib Axes
        The panels.
    ax_ : matplotlib Axes
        The first panel.
    figure_ : matplotlib Figure
        The figure.

    See Also
    --------
    TypeAwareVAE : The variational autoencoder.
    TypeAwareGAN : The generative adversarial network.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import TrainingCurveDisplay
    >>> history = pd.DataFrame({"epoch": [1, 2], "loss": [3.1, 2.4]})
    >>> display = TrainingCurveDisplay(history=history, best_epoch=2)
    >>> display.frame()
       epoch panel  name  value   best
    0      1  Loss  loss    3.1  False
    1      2  Loss  loss    2.4   True
    >>> display.plot().ax_.get_xlabel()
    'Epoch'
    """

    def __init__(self, *, history: pd.DataFrame, best_epoch: int) -> None:
        self.history = history
        self.best_epoch = best_epoch

    @classmethod
    def from_estimator(cls, estimator: Any) -> TrainingCurveDisplay:
        """Take the history of a fitted network.

        Parameters
        ----------
        estimator : TypeAwareVAE or TypeAwareGAN
            Fitted; or a `ProximityFilter` around one.

        Returns
        -------
        TrainingCurveDisplay
            The display, not yet drawn.

        Raises
        ------
        TypeError
            If the estimator has no history, because it trains no network.
        """
        check_is_fitted(estimator)
        while not hasattr(estimator, "history_") and hasattr(estimator, "sampler_"):
            estimator = estimator.sampler_
        if not hasattr(estimator, "history_"):
            raise InputTypeError(
                "{name} trains no network, so there is no curve to draw",
                name=type(estimator).__name__,
                remedies=["pass a fitted TypeAwareVAE or TypeAwareGAN"],
            )
        return cls(history=estimator.history_, best_epoch=estimator.best_epoch_)

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns epoch, panel, name, value and best; epochs at which a score was not
            taken are left out of its curve.
        """
        long = self.history.melt("epoch", var_name="name").dropna(subset="value")
        panels = np.where(long["name"].str.endswith("loss"), LOSS, DISTANCE)
        long.insert(1, "panel", panels)
        long["best"] = long["epoch"] == self.best_epoch
        return long.reset_index(drop=True)

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        curve_kwargs: dict[str, Any] | None = None,
    ) -> TrainingCurveDisplay:
        """Draw the curves.

        Parameters
        ----------
        ax : matplotlib Axes or sequence of them, default=None
            Where to draw, one for each panel; None makes a figure.
        name : str, default=None
            Title.
        curve_kwargs : dict, default=None
            Passed to matplotlib's ``plot``.

        Returns
        -------
        TrainingCurveDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        ValueError
            If ``ax`` is another number of axes than there are panels.
        """
        pyplot = require_pyplot()
        frame = self.frame()
        panels = {
            str(panel): part for panel, part in frame.groupby("panel", sort=False)
        }
        if ax is None:
            _, ax = pyplot.subplots(
                len(panels),
                1,
                figsize=(6.4, 3.4 * len(panels)),
                sharex=True,
                layout="constrained",
            )
        self.axes_ = np.atleast_1d(np.asarray(ax, dtype=object)).ravel()
        if len(self.axes_) != len(panels):
            raise InputError(
                "{parameter} holds {n_axes} axes, but there are {n} panels to draw "
                "({panels})",
                parameter="ax",
                n_axes=len(self.axes_),
                n=len(panels),
                panels=", ".join(panels),
                remedies=["pass as many"],
            )
        self.ax_, self.figure_ = self.axes_[0], self.axes_[0].figure
        self.lines_: dict[str, Any] = {}
        for axes, (panel, part) in zip(self.axes_, panels.items(), strict=True):
            self._draw_panel(axes, panel, part, curve_kwargs or {})
        self.axes_[-1].set_xlabel("Epoch")
        if name is not None:
            self.ax_.set_title(name)
        return self

    def _draw_panel(
        self, ax: Any, panel: str, part: pd.DataFrame, kwargs: dict[str, Any]
    ) -> None:
        for curve, values in part.groupby("name", sort=False):
            style = {
                "color": OKABE_ITO[len(self.lines_) % len(OKABE_ITO)],
                "label": str(curve).replace("_", " ").replace("held out", "held-out"),
            }
            (self.lines_[str(curve)],) = ax.plot(
                values["epoch"], values["value"], **{**style, **kwargs}
            )
        ax.axvline(
            self.best_epoch,
            color=GREY,
            linestyle=":",
            label=f"kept: epoch {self.best_epoch}",
        )
        ax.set_ylabel(panel)
        ax.legend(frameon=False)
        quiet_axes(ax)
