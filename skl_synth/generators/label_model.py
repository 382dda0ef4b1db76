"""Class labels drawn anew from what a classifier expects of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

FOLDS = 5
"""Folds of the cross-validation; as many as the smallest class has rows, if fewer."""


@dataclass(frozen=True, eq=False)
class LabelModel:
    """The classifier that expects labels best, and how frequent they are.

    Parameters
    ----------
    classifier : fitted classifier
        Predicts the probability of each class from the standardised matrix.
    shares : ndarray of shape (n_classes,)
        The classes' shares among the real rows.
    """

    classifier: Any
    shares: np.ndarray

    @classmethod
    def fit(cls, matrix: np.ndarray, labels: np.ndarray, seed: int) -> LabelModel:
        """Choose a classifier by its cross-validated log-likelihood, and fit it.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_columns)
            The real rows, standardised.
        labels : ndarray of shape (n_rows,), dtype int
            Their classes, by position.
        seed : int
            Seed of the classifiers.

        Returns
        -------
        LabelModel
            The best of them.
        """
        counts = np.bincount(labels)
        choices = _classifiers(seed)
        folds = min(FOLDS, int(counts.min()))
        if folds < 2 or len(counts) < 2 or not matrix.shape[1]:
            # Nothing can be validated: labels come by their shares alone.
            return cls(choices[-1].fit(matrix, labels), counts / len(labels))
        scores = [
            cross_val_score(one, matrix, labels, cv=folds, scoring="neg_log_loss")
            for one in choices
        ]
        best = clone(choices[int(np.argmax(np.mean(scores, axis=1)))])
        return cls(best.fit(matrix, labels), counts / len(labels))

    def draw(
        self, matrix: np.ndarray, asked: np.ndarray, rng: np.random.RandomState
    ) -> np.ndarray:
        """Draw the label of each row.

        Parameters
        ----------
        matrix : ndarray of shape (n_rows, n_columns)
            Rows, standardised.
        asked : ndarray of shape (n_classes,)
            How many rows there are of each class in the mixture from which the rows
            come. Where the mixture is not that of the real rows, neither are the
            labels: Bayes' rule says how to correct them.
        rng : RandomState
            Source of randomness.

        Returns
        -------
        ndarray of shape (n_rows,), dtype int
            Classes by position.
        """
        # A class that is asked for can be drawn, however unlikely it is.
        expected = self.classifier.predict_proba(matrix) + 1e-9
        expected = expected * (asked / self.shares)
        upto = np.cumsum(expected, axis=1)
        point = rng.uniform(size=len(matrix)) * upto[:, -1]
        return (upto <= point[:, None]).sum(axis=1).clip(max=len(asked) - 1)


def _classifiers(seed: int) -> list[Any]:
    return [
        LogisticRegression(max_iter=2000),
        RandomForestClassifier(50, min_samples_leaf=5, random_state=seed),
        DummyClassifier(strategy="prior"),
    ]
