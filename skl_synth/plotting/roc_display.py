"""RocDisplay: ROC curves of models trained on real and on synthetic rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from skl_synth.errors import InputError
from skl_synth.evaluation.figures import BALANCED
from skl_synth.plotting.axes_style import GREY, OKABE_ITO, quiet_axes, require_pyplot
from skl_synth.plotting.mean_curves import GRID, check_label, for_label, mean_curve

LINE_STYLES = ("-", "--", "-.", ":")


class RocDisplay:
    """ROC curves on real test rows, by what the model was trained on.

    Each curve is the mean over folds (and, with several classes, over the classes, one
    against the rest); the band is one standard deviation over folds.

    Parameters
    ----------
    fpr : ndarray of shape (n_points,)
        False positive rates.
    tpr : dict of str to ndarray of shape (n_points,)
        Mean true positive rates, by what was trained on.
    tpr_std : dict of str to ndarray of shape (n_points,)
        Their standard deviations over folds; NaN where there is one fold.
    roc_auc, roc_auc_std : dict of str to float
        Area under the curve, its mean and standard deviation over folds.
    pos_label : label or None
        The positive class; None if the curves are means over several.

    Attributes
    ----------
    lines_ : list of matplotlib Line2D
        The curves.
    bands_ : list of matplotlib collections
        The bands.
    chance_line_ : matplotlib Line2D
        The diagonal.
    ax_ : matplotlib Axes
        Where it was drawn.
    figure_ : matplotlib Figure
        The figure of the axes.

    See Also
    --------
    SyntheticEvaluator : Trains and tests the models.
    ClassMomentsDisplay : Means and standard deviations, real against synthetic.

    References
    ----------
    .. [1] T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters
       27, 861-874, 2006 (vertical averaging).

    Examples
    --------
    >>> from skl_synth import RocDisplay
    >>> scores = {"real": [0.1, 0.4, 0.6, 0.8], "synthetic": [0.2, 0.7, 0.5, 0.9]}
    >>> display = RocDisplay.from_predictions([0, 0, 1, 1], scores)
    >>> display.roc_auc
    {'real': 1.0, 'synthetic': 0.75}
    >>> display.plot().ax_.get_xlabel()
    'False positive rate'
    """

    def __init__(
        self,
        *,
        fpr: np.ndarray,
        tpr: dict[str, np.ndarray],
        tpr_std: dict[str, np.ndarray],
        roc_auc: dict[str, float],
        roc_auc_std: dict[str, float],
        pos_label: Any = None,
    ) -> None:
        self.fpr = fpr
        self.tpr = tpr
        self.tpr_std = tpr_std
        self.roc_auc = roc_auc
        self.roc_auc_std = roc_auc_std
        self.pos_label = pos_label

    @classmethod
    def from_evaluator(
        cls, evaluator: Any, *, pos_label: Any = None, model: str | None = None
    ) -> RocDisplay:
        """Compute the curves from the predictions of a fitted evaluator.

        Parameters
        ----------
        evaluator : SyntheticEvaluator
            Fitted, on classes.
        pos_label : label, default=None
            The positive class. None stands for the second of two classes, and for the
            mean over all if there are more.
        model : str, default=None
            Which of the models; None stands for the first.

        Returns
        -------
        RocDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If the target is continuous, the model gives no scores, or there is no such
            class.
        """
        check_is_fitted(evaluator)
        predictions = evaluator.predictions_
        if "model" in predictions:
            name = predictions["model"].iloc[0] if model is None else model
            predictions = predictions[
                (predictions["model"] == name) & (predictions["trained_on"] != BALANCED)
            ]
        if "score" not in predictions:
            raise InputError(
                "an ROC curve needs scores of classes, and the evaluated model gives "
                "none: its target is continuous, or it has neither predict_proba nor "
                "decision_function"
            )
        return cls._from_scores(predictions, pos_label)

    @classmethod
    def from_predictions(
        cls,
        y_true: Any,
        scores: Mapping[str, Any],
        *,
        folds: Any = None,
        pos_label: Any = None,
    ) -> RocDisplay:
        """Compute the curves of models that were tested on the same rows.

        Parameters
        ----------
        y_true : array-like of shape (n_rows,)
            The classes of the test rows, two of them.
        scores : mapping of str to array-like of shape (n_rows,)
            Scores of the positive class, by what the model was trained on.
        folds : array-like of shape (n_rows,), default=None
            The fold in which each row was tested; None if it was one test.
        pos_label : label, default=None
            The positive class; None stands for the second.

        Returns
        -------
        RocDisplay
            The display, not yet drawn.

        Raises
        ------
        ValueError
            If there are not two classes, or no such class.
        """
        target = np.asarray(y_true)
        labels = np.unique(target)
        if len(labels) != 2:
            raise InputError(
                "{parameter} has {n} classes, {value}, and an ROC curve needs two",
                parameter="y_true",
                n=len(labels),
                value=labels.tolist()[:6],
                remedies=["compare one class with the rest"],
            )
        positive = labels.tolist()[1] if pos_label is None else pos_label
        check_label(positive, labels.tolist())
        fold = np.zeros(len(target), dtype=int) if folds is None else np.asarray(folds)
        parts = [
            pd.DataFrame(
                {"fold": fold, "target": target, "score": np.asarray(score)}
            ).assign(trained_on=name, label=positive)
            for name, score in scores.items()
        ]
        return cls._from_scores(pd.concat(parts, ignore_index=True), positive)

    @classmethod
    def _from_scores(cls, predictions: pd.DataFrame, pos_label: Any) -> RocDisplay:
        predictions, pos_label = for_label(predictions, pos_label)
        curves = {
            str(name): mean_curve(part)
            for name, part in predictions.groupby("trained_on", sort=False)
        }
        return cls(
            fpr=GRID,
            tpr={name: curve[0] for name, curve in curves.items()},
            tpr_std={name: curve[1] for name, curve in curves.items()},
            roc_auc={name: curve[2] for name, curve in curves.items()},
            roc_auc_std={name: curve[3] for name, curve in curves.items()},
            pos_label=pos_label,
        )

    def frame(self) -> pd.DataFrame:
        """Return what is drawn.

        Returns
        -------
        DataFrame
            Columns trained_on, fpr, tpr and tpr_std.
        """
        parts = [
            pd.DataFrame(
                {"fpr": self.fpr, "tpr": tpr, "tpr_std": self.tpr_std[name]}
            ).assign(trained_on=name)
            for name, tpr in self.tpr.items()
        ]
        columns = ["trained_on", "fpr", "tpr", "tpr_std"]
        return pd.concat(parts, ignore_index=True)[columns]

    def plot(
        self,
        ax: Any = None,
        *,
        name: str | None = None,
        curve_kwargs: Mapping[str, Any] | None = None,
        plot_band: bool = True,
    ) -> RocDisplay:
        """Draw the curves.

        Parameters
        ----------
        ax : matplotlib Axes, default=None
            Where to draw; None makes a figure.
        name : str, default=None
            Title.
        curve_kwargs : mapping, default=None
            Passed to matplotlib's ``plot`` for each curve.
        plot_band : bool, default=True
            Whether to draw the standard deviation over folds, where there is one.

        Returns
        -------
        RocDisplay
            The display itself.

        Raises
        ------
        ImportError
            If matplotlib is not installed.
        """
        pyplot = require_pyplot()
        if ax is None:
            _, ax = pyplot.subplots(figsize=(5.6, 5.6), layout="constrained")
        self.ax_, self.figure_ = ax, ax.figure
        self.lines_: list[Any] = []
        self.bands_: list[Any] = []
        (self.chance_line_,) = ax.plot([0, 1], [0, 1], color=GREY, linestyle=":")
        for position, trained_on in enumerate(self.tpr):
            self._draw_curve(position, trained_on, dict(curve_kwargs or {}), plot_band)
        of_class = "" if self.pos_label is None else f" (positive: {self.pos_label})"
        ax.set(
            xlabel="False positive rate",
            ylabel="True positive rate" + of_class,
            xlim=(-0.01, 1.01),
            ylim=(-0.01, 1.01),
            aspect="equal",
            title=name or "Tested on real rows, trained on …",
        )
        quiet_axes(ax)
        ax.legend(loc="lower right", frameon=False)
        return self

    def _draw_curve(
        self, position: int, name: str, kwargs: dict[str, Any], plot_band: bool
    ) -> None:
        color = OKABE_ITO[position % len(OKABE_ITO)]
        tpr, std = self.tpr[name], self.tpr_std[name]
        spread = self.roc_auc_std[name]
        style = {
            "color": color,
            "linestyle": LINE_STYLES[position % len(LINE_STYLES)],
            "linewidth": 2.0,
            "label": f"{name}: AUC {self.roc_auc[name]:.3f}"
            + ("" if np.isnan(spread) else f" ± {spread:.3f}"),
        }
        (line,) = self.ax_.plot(self.fpr, tpr, **{**style, **kwargs})
        self.lines_.append(line)
        if plot_band and not np.isnan(std).all():
            low, high = np.clip(tpr - std, 0, 1), np.clip(tpr + std, 0, 1)
            band = self.ax_.fill_between(
                self.fpr, low, high, color=line.get_color(), alpha=0.12, linewidth=0
            )
            self.bands_.append(band)
