"""The steps before a model: fitted once per table, whichever models follow."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from skl_synth.evaluation.utility.encoded_labels import fit_on_labels
from skl_synth.evaluation.utility.training import Answers, predict_scores


class Preparation:
    """Train pipelines that differ in their last step only, and ask them.

    To encode a table takes longer than to train some of the models, and all models of
    the default panel encode alike: so each table is encoded once for all of them.

    Attributes
    ----------
    fitted, matrices : dict
        The fitted steps by table, and what they make of a table. By identity, beside
        the table itself, so that no other takes its place while it is known.
    """

    def __init__(self) -> None:
        self.fitted: dict[int, tuple[Any, Pipeline, Any]] = {}
        self.matrices: dict[tuple[int, int], tuple[Any, Any]] = {}

    def fit(self, model: Pipeline, X: Any, y: np.ndarray) -> Pipeline:
        """Train a clone of a pipeline.

        Parameters
        ----------
        model : Pipeline
            Unfitted; its steps but the last are those of every other one.
        X, y : table and target
            What to train on. The steps but the last do not look at the target.

        Returns
        -------
        Pipeline
            The same as ``clone(model).fit(X, y)``.
        """
        if id(X) not in self.fitted:
            steps = clone(model[:-1])
            self.fitted[id(X)] = X, steps, steps.fit_transform(X)
        _, steps, matrix = self.fitted[id(X)]
        name, last = model.steps[-1]
        return Pipeline([*steps.steps, (name, fit_on_labels(last, matrix, y))])

    def predict_scores(self, model: Pipeline, X: Any) -> Answers:
        """Ask a pipeline that was trained here about rows.

        Parameters
        ----------
        model : Pipeline
            From `fit`.
        X : table
            The rows.

        Returns
        -------
        Answers
            The same as `predict_scores` gives.
        """
        # The steps of one table are the same objects in every model trained on it.
        key = id(model.steps[0][1]), id(X)
        if key not in self.matrices:
            self.matrices[key] = X, model[:-1].transform(X)
        return predict_scores(model[-1], self.matrices[key][1])
