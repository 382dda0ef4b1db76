"""The models that judge when the user gives none: plain, and fit for messy tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    StandardScaler,
)

from skl_synth.evaluation.model_columns import ColumnReader, EmptyColumns, ModelColumns

MOST_LEVELS = 50
"""Of a column with more levels the most frequent ones are distinguished."""

MISSING = "Missing"
"""The level of text that is missing."""

N_TREES = 40
"""Of the forest and of the boosting: enough to compare tables, and quick."""


def default_panel(
    columns: ModelColumns, *, continuous: bool, is_read: bool = False
) -> dict[str, Any]:
    """Make the models that judge: a linear one, a forest, gradient boosting.

    Parameters
    ----------
    columns : ModelColumns
        The columns by kind.
    continuous : bool
        Whether the target is a number.
    is_read : bool, default=False
        Whether they are given tables that `ReadColumns` has read.

    Returns
    -------
    dict of str to estimator
        Unfitted models by name. Where no column says anything, the first alone.

    Examples
    --------
    >>> from skl_synth.evaluation.model_columns import ModelColumns
    >>> from skl_synth.evaluation.utility.models import default_panel
    >>> list(default_panel(ModelColumns(numbers=(0,)), continuous=False))
    ['logistic regression', 'random forest', 'gradient boosting']
    """
    linear = default_model(columns, continuous=continuous, is_read=is_read)
    panel = {"ridge regression" if continuous else "logistic regression": linear}
    if not isinstance(linear, Pipeline):
        return panel
    forest: Any = RandomForestClassifier(N_TREES, min_samples_leaf=2)
    boosting: Any = HistGradientBoostingClassifier(
        max_iter=N_TREES, early_stopping=False
    )
    if continuous:
        forest = RandomForestRegressor(N_TREES, min_samples_leaf=2, max_features=0.5)
        boosting = HistGradientBoostingRegressor(max_iter=N_TREES, early_stopping=False)
    panel["random forest"] = clone(linear).set_params(model=forest)
    panel["gradient boosting"] = clone(linear).set_params(model=boosting)
    return panel


def weighing_classes_alike(model: Any) -> Any:
    """Make a model weigh every class the same.

    Parameters
    ----------
    model : estimator
        Unfitted.

    Returns
    -------
    estimator or None
        A clone with ``class_weight="balanced"``; None where it has no such parameter.
    """
    model = clone(model)
    names = [
        name for name in model.get_params() if name.split("__")[-1] == "class_weight"
    ]
    if not names:
        return None
    return model.set_params(**dict.fromkeys(names, "balanced"))


def default_model(
    columns: ModelColumns, *, continuous: bool, is_read: bool = False
) -> Any:
    """Make an unfitted linear model for a table with text and missing values.

    Missing numbers get the median and a column that says so; missing text is a level
    of its own; levels that were not trained on count as none of the others, or as one
    of the rare ones.

    Parameters
    ----------
    columns : ModelColumns
        The columns by kind.
    continuous : bool
        Whether the target is a number: then a ridge regression, else a logistic one.
    is_read : bool, default=False
        Whether it is given tables that `ReadColumns` has read.

    Returns
    -------
    Pipeline
        The model. Where no column says anything, one that knows the target only.

    Examples
    --------
    >>> from skl_synth import TableEncoder
    >>> from skl_synth.evaluation.model_columns import ModelColumns
    >>> from skl_synth.evaluation.utility.models import default_model
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(300, random_state=0, return_X_y=True)
    >>> schema = TableEncoder(identifiers="surrogate").fit(X).schema_
    >>> model = default_model(ModelColumns.of(schema), continuous=False)
    >>> list(model.named_steps)[-2:]
    ['scale', 'model']
    >>> bool(model.fit(X, y).score(X, y) > 0.6)
    True
    """
    as_numbers = columns.as_numbers
    if not columns.n_columns:
        return DummyRegressor() if continuous else DummyClassifier(strategy="prior")
    reader: Any = EmptyColumns(numbers=as_numbers)
    if not is_read:
        reader = ColumnReader(
            numbers=as_numbers, levels=list(columns.levels), codecs=columns.codecs
        )
    return Pipeline(
        [
            ("read", reader),
            ("fill", _filled(_names(columns.levels), _names(as_numbers))),
            ("scale", StandardScaler()),
            ("model", Ridge() if continuous else LogisticRegression(max_iter=1000)),
        ]
    )


def _names(positions: Iterable[int]) -> list[str]:
    return [f"x{position}" for position in positions]


def _filled(levels: list[str], numbers: list[str]) -> ColumnTransformer:
    """Make plain numbers without gaps of what a reader has read."""
    # Gaps are filled also where none was seen: one may be in the rows to be predicted.
    levels_to_numbers = make_pipeline(
        FunctionTransformer(_with_missing_level, feature_names_out="one-to-one"),
        OneHotEncoder(
            handle_unknown="infrequent_if_exist",
            max_categories=MOST_LEVELS,
            sparse_output=False,
        ),
    )
    medians = SimpleImputer(strategy="median", add_indicator=True)
    return ColumnTransformer(
        [("levels", levels_to_numbers, levels), ("numbers", medians, numbers)]
    )


def _with_missing_level(frame: pd.DataFrame) -> pd.DataFrame:
    """Write a level for what is missing: None and NaN alike, as a column holds both."""
    return frame.fillna(MISSING)
