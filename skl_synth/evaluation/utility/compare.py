"""The figures of utility: models trained on several tables, measured side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import (
    BALANCED,
    BOTH,
    NAN,
    REAL,
    SYNTHETIC,
    Interval,
)
from skl_synth.evaluation.intervals import percentiles
from skl_synth.evaluation.model_columns import ModelColumns
from skl_synth.evaluation.registry import (
    HIGHER,
    LOWER,
    PERMUTED_AGAIN,
    Measure,
    capitalised,
    measure_of,
    register,
    score_of,
)
from skl_synth.evaluation.seeds import seeded
from skl_synth.evaluation.tables import Read
from skl_synth.evaluation.utility.class_recall import compare_recall
from skl_synth.evaluation.utility.importance import (
    agreement,
    exchange,
    importances_in,
)
from skl_synth.evaluation.utility.measures import OF_MODELS, draw_weights, measure
from skl_synth.evaluation.utility.models import default_panel, weighing_classes_alike
from skl_synth.evaluation.utility.preparation import Preparation
from skl_synth.evaluation.utility.training import (
    Scoring,
    Table,
    Trained,
    TrainingTable,
    predict_scores,
    predictions_of,
    train,
)
from skl_synth.table.real import RealTable
from skl_synth.table.schema import Schema

MEAN = ""
"""Stands for the name of the model in figures that are means over all models."""

RATIOS = ("accuracy", "roc_auc", "roc_auc_ovr", "r2")
"""Measures that are compared by their ratio to training on real rows."""


class Comparison(NamedTuple):
    """What `compare` found."""

    figures: pd.DataFrame
    predictions: pd.DataFrame
    importances: pd.DataFrame
    notes: tuple[str, ...] = ()


class Comparable(NamedTuple):
    """Tables as the models take them.

    Parameters
    ----------
    tables : dict of str to (X, y)
        What to train on.
    test : (X, y)
        What to test on.
    columns : list of (str, list of int)
        Names of the attributes, and the positions of their columns in these tables.
    """

    tables: dict[str, Table]
    test: Table
    columns: list[tuple[str, list[int]]]


def model_panel(
    estimator: Any,
    schema: Schema,
    *,
    continuous: bool,
    rng: np.random.RandomState,
    is_read: bool = False,
) -> dict[str, Any]:
    """Make the unfitted models that are trained.

    Parameters
    ----------
    estimator : estimator or None
        The user's; None for the default ones.
    schema : Schema
        What the columns are.
    continuous : bool
        Whether the target is a number.
    rng : RandomState
        Source of seeds.
    is_read : bool, default=False
        Whether the default ones are given tables that were read already.

    Returns
    -------
    dict of str to estimator
        Clones with their seeds set, by name.
    """
    if estimator is not None:
        return {_name_of(estimator): seeded(estimator, rng)}
    columns = ModelColumns.of(schema)
    panel = default_panel(columns, continuous=continuous, is_read=is_read)
    return {name: seeded(model, rng) for name, model in panel.items()}


@register(
    "utility",
    2,
    *(
        Measure(
            f"{name}_ratio",
            HIGHER,
            f"{capitalised(measure_of(name))} after training on other rows, over that "
            "after training on real ones; paired over resamples of the test rows.",
            ceiling=1.0,
            scopes=OF_MODELS,
            rows=(SYNTHETIC, BOTH),
        )
        for name in RATIOS
    ),
    Measure(
        "importance_agreement",
        HIGHER,
        "Rank correlation of the importances of columns, for models trained on real "
        "and on synthetic rows.",
        label="columns that matter agree (best 1)",
        ceiling=PERMUTED_AGAIN,
        scopes=OF_MODELS,
    ),
    Measure(
        "brier_change",
        LOWER,
        "What synthetic rows beside the real ones add to the Brier score.",
        ceiling=0.0,
        rows=(BOTH,),
    ),
)
def compare(
    tables: Mapping[str, TrainingTable],
    test: Table,
    estimator: Any,
    *,
    scoring: Any,
    table: RealTable,
    read: Read,
    rng: np.random.RandomState,
    persons: np.ndarray | None = None,
) -> Comparison:
    """Train every model on every table and compare what they reach.

    Parameters
    ----------
    tables : mapping of str to TrainingTable
        What to train on: real, synthetic, and both.
    test : (X, y)
        Real rows that none of them was made from.
    estimator : estimator or None
        The model that is trained; None for the default ones.
    scoring : str, callable, list, tuple, set, dict or None
        Scorers; None for the measures that fit the target.
    table : RealTable
        How the real table was read.
    read : callable
        Gives the columns of a table.
    rng : RandomState
        Source of seeds, resamples and permutations.
    persons : ndarray of shape (n_rows,) or None, default=None
        Whom the test rows belong to, where that is known.

    Returns
    -------
    Comparison
        Figures, predictions, importances, and what should be noted.
    """
    schema, continuous = table.schema.as_published(), table.target.kind == "continuous"
    is_read = estimator is None and bool(ModelColumns.of(schema).n_columns)
    given = _read(tables, test, schema, read) if is_read else _raw(tables, test, table)
    panel = model_panel(
        estimator, schema, continuous=continuous, rng=rng, is_read=is_read
    )
    test = given.test
    # The default models encode alike; what a model of the user's does is its own.
    preparation = Preparation() if is_read else None
    trained = [
        *train(panel, given.tables, test[0], preparation),
        *_balanced(panel, given, preparation),
    ]
    if continuous:
        trained = [one for one in trained if one.trained_on != BALANCED]
    weights = draw_weights(len(test[1]), rng, persons)
    resampled = _resampled(trained, test[1], weights, continuous=continuous)
    figures = FigureList()
    if scoring is None:
        for metric, values in resampled.items():
            _add_measure(figures, metric, values)
    else:
        _add_scores(figures, trained, test, scoring)
        if "brier" in resampled:
            _add_measure(figures, "brier", resampled["brier"])
    _add_harm(figures, resampled.get("brier", {}))
    if not continuous:
        figures.extend(compare_recall(trained, test[1], weights))
    importances = _importances(
        trained, given, preparation, continuous=continuous, rng=rng
    )
    _add_agreement(figures, importances)
    return Comparison(
        figures.frame(),
        pd.concat([predictions_of(one, test[1]) for one in trained], ignore_index=True),
        importances[importances["trained_on"] != _AGAIN].reset_index(drop=True),
    )


def _raw(
    tables: Mapping[str, TrainingTable], test: Table, table: RealTable
) -> Comparable:
    """The columns as they are, for a model of the user's."""
    whole = {
        name: (reduce(table.container.append, one.parts), one.y)
        for name, one in tables.items()
    }
    schema = table.schema.as_published()
    return Comparable(whole, test, _permutable(schema, list(schema.columns)))


def _read(
    tables: Mapping[str, TrainingTable], test: Table, schema: Schema, read: Read
) -> Comparable:
    """Floats and text, for the default models: each table is read once for all."""
    columns = ModelColumns.of(schema)

    def frame(X: Any) -> pd.DataFrame:
        return read(X).frame(columns.as_numbers, columns.levels)

    whole = {
        name: (pd.concat(list(map(frame, one.parts)), ignore_index=True), one.y)
        for name, one in tables.items()
    }
    # What stands beside the numbers of a column goes with it.
    order = [schema.columns[i % len(schema.columns)] for i in columns.positions]
    return Comparable(whole, (frame(test[0]), test[1]), _permutable(schema, order))


_AGAIN = "real, again"
"""The importances of the model trained on real rows, with other permutations."""

Resampled = dict[tuple[str, str], np.ndarray]
"""A measure by model and table, for the test rows and their resamples."""


def _name_of(estimator: Any) -> str:
    last = getattr(estimator, "steps", None)
    return type(last[-1][1] if last else estimator).__name__


def _balanced(
    panel: Mapping[str, Any], given: Comparable, preparation: Preparation | None
) -> list[Trained]:
    """Train on real rows with classes weighed alike: what augmentation must beat."""
    weighed = {name: weighing_classes_alike(model) for name, model in panel.items()}
    able = {name: model for name, model in weighed.items() if model is not None}
    return train(able, {BALANCED: given.tables[REAL]}, given.test[0], preparation)


def _resampled(
    trained: list[Trained], y: np.ndarray, weights: np.ndarray, *, continuous: bool
) -> dict[str, Resampled]:
    found: dict[str, Resampled] = {}
    for one in trained:
        measures = measure(one.answers, y, weights, continuous=continuous)
        for metric, values in measures.items():
            found.setdefault(metric, {})[one.name, one.trained_on] = values
    return {
        metric: {**_means(values), **values} for metric, values in sorted(found.items())
    }


def _means(values: Resampled) -> Resampled:
    """The mean over the models, for the tables that all were trained on."""
    # In their order, not that of a set: a sum of floats depends on it.
    models = list(dict.fromkeys(model for model, _ in values))
    rows = list(dict.fromkeys(rows for _, rows in values))
    return {
        (MEAN, name): np.mean([values[model, name] for model in models], axis=0)
        for name in rows
        if all((model, name) in values for model in models)
    }


def _add_measure(figures: FigureList, metric: str, values: Resampled) -> None:
    for (model, rows), found in values.items():
        real = values[model, REAL]
        scope = "model" if model else "table"
        about: dict[str, Any] = {"rows": rows, "subject": model, "scope": scope}
        figures.add(
            metric,
            _interval(found),
            ceiling=float(real[0]),
            **about,
        )
        if metric in RATIOS and rows in (SYNTHETIC, BOTH) and real[0] > 0:
            ratio = _interval(found / np.where(real > 0, real, NAN))
            figures.add(f"{metric}_ratio", ratio, **about)


def _interval(values: np.ndarray) -> Interval:
    return percentiles(float(values[0]), values[1:])


def _add_scores(
    figures: FigureList, trained: list[Trained], test: Table, scoring: Any
) -> None:
    """Add what the user's scorers say; they are asked once, so have no interval."""
    found: dict[str, Resampled] = {}
    for one in trained:
        for metric, value in Scoring(one.model, scoring)(one.model, *test).items():
            found.setdefault(metric, {})[one.name, one.trained_on] = np.array([value])
    for metric, by_model in found.items():
        every = {**_means(by_model), **by_model}
        for (model, rows), values in every.items():
            figures.add(
                score_of(metric),
                float(values[0]),
                scope="model" if model else "table",
                subject=model,
                rows=rows,
                ceiling=float(every[model, REAL][0]),
            )


def _importances(
    trained: list[Trained],
    given: Comparable,
    preparation: Preparation | None,
    *,
    continuous: bool,
    rng: np.random.RandomState,
) -> pd.DataFrame:
    names = [name for name, _ in given.columns]
    positions = [columns for _, columns in given.columns]
    seed = int(rng.randint(np.iinfo(np.int32).max))
    # All models are asked about the same exchanged rows.
    every = [
        exchange(given.test, positions, np.random.RandomState(seed + offset))
        for offset in (0, 1)
    ]
    ask = predict_scores if preparation is None else preparation.predict_scores
    parts = []
    for one, name, offset in _asked_for_importances(trained):
        exchanged = every[offset]
        answers = ask(one.model, exchanged.X)
        values = importances_in(exchanged, answers, continuous=continuous)
        part = {"model": one.name, "trained_on": name, "column": names}
        parts.append(pd.DataFrame({**part, "importance": values}))
    return pd.concat(parts, ignore_index=True)


def _asked_for_importances(
    trained: list[Trained],
) -> Iterator[tuple[Trained, str, int]]:
    for one in trained:
        if one.trained_on in (REAL, SYNTHETIC):
            yield one, one.trained_on, 0
        if one.trained_on == REAL:
            yield one, _AGAIN, 1


def _permutable(
    schema: Schema, columns: Sequence[Hashable]
) -> list[tuple[str, list[int]]]:
    """The attributes that say something, and where they stand among some columns."""
    positions: dict[Hashable, list[int]] = {}
    for i, column in enumerate(columns):
        positions.setdefault(column, []).append(i)
    return [
        (str(one.name), [i for column in one.columns for i in positions[column]])
        for one in schema.variables
        if one.kind not in ("identifier", "constant")
    ]


def _add_agreement(figures: FigureList, importances: pd.DataFrame) -> None:
    found = []
    for model, part in importances.groupby("model", sort=False):
        of = {
            name: one["importance"].to_numpy()
            for name, one in part.groupby("trained_on")
        }
        values = agreement(of[REAL], of[SYNTHETIC]), agreement(of[REAL], of[_AGAIN])
        if np.isnan(values[0]):
            continue
        found.append(values)
        _add_agreement_of(figures, str(model), values)
    if found:
        _add_agreement_of(figures, MEAN, tuple(np.mean(found, axis=0).tolist()))


def _add_agreement_of(
    figures: FigureList, model: str, values: tuple[float, ...]
) -> None:
    figures.add(
        "importance_agreement",
        values[0],
        scope="model" if model else "table",
        subject=model,
        ceiling=values[1],
    )


def _add_harm(figures: FigureList, brier: Resampled) -> None:
    """By how much synthetic rows beside the real ones make probabilities worse."""
    if (MEAN, BOTH) not in brier or (MEAN, REAL) not in brier:
        return
    change = _interval(brier[MEAN, BOTH] - brier[MEAN, REAL])
    figures.add("brier_change", change)
