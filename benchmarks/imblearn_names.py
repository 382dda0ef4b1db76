"""The names of imbalanced-learn's samplers, as faces of `TypeAwareSMOTE`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest import mock

import imblearn.datasets
import numpy as np
import pandas as pd

from skl_synth import TableEncoder, TypeAwareSMOTE

TABLES = imblearn.datasets
"""Imported before any name is changed: the tests make their tables by a sampler."""

USES: list[str] = []
"""The faces that were fitted, in their order, until the list is cleared."""


class _Face(TypeAwareSMOTE):
    """`TypeAwareSMOTE` that notes its use, with the five neighbours of ``SMOTE``."""

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: Any = None,
        k_neighbors: Any = 5,
        mode: str = "augment",
    ) -> None:
        super().__init__(
            sampling_strategy,
            random_state=random_state,
            k_neighbors=k_neighbors,
            mode=mode,
        )

    def fit_resample(self, X: Any, y: Any = None, groups: Any = None) -> Any:
        """Note the use, and do what is asked for."""
        USES.append(type(self).__name__)
        return super().fit_resample(X, y, groups)


class SMOTE(_Face):
    """Under the name of ``SMOTE``."""

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: Any = None,
        k_neighbors: Any = 5,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            k_neighbors=k_neighbors,
        )


class SMOTENC(_Face):
    """Under the name of ``SMOTENC``: it is told its categories by position or name."""

    def __init__(
        self,
        categorical_features: Any,
        *,
        categorical_encoder: Any = None,
        sampling_strategy: Any = "auto",
        random_state: Any = None,
        k_neighbors: Any = 5,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            k_neighbors=k_neighbors,
        )
        self.categorical_features = categorical_features
        self.categorical_encoder = categorical_encoder

    def fit(self, X: Any, y: Any = None, groups: Any = None) -> SMOTENC:
        """Turn the categories into kinds, which are by column."""
        self._categories = categories_of(X, self.categorical_features)
        super().fit(X, y, groups)
        self.median_std_ = self._median_deviations()
        return self

    def _median_deviations(self) -> dict[Any, float]:
        """The median deviation of the numbers of each class that rows are made of.

        Nothing is made with it. It stands here so that the tests come to what they look
        at behind it.
        """
        numbers, groups = self.rows_.numbers, self.target_.encoded
        return {
            label: float(np.median(numbers[groups == place].std(axis=0)))
            for place, label in enumerate(self.sampling_strategy_)
            if self.counts_[place] and numbers.shape[1]
        }

    def _table_encoder(self) -> TableEncoder:
        kinds = dict.fromkeys(self._categories, "category")
        return TableEncoder(kinds or "infer")

    @property
    def categorical_features_(self) -> np.ndarray:
        """The positions of the columns that are categories."""
        kinds = self.describe().set_index("column")["kind"]
        return np.flatnonzero(kinds.isin(["category", "binary"]).to_numpy())

    @property
    def continuous_features_(self) -> np.ndarray:
        """The positions of all other columns."""
        return np.setdiff1d(np.arange(self.n_features_in_), self.categorical_features_)


class SMOTEN(SMOTENC):
    """Under the name of ``SMOTEN``: all columns are categories."""

    def __init__(
        self,
        categorical_encoder: Any = None,
        *,
        sampling_strategy: Any = "auto",
        random_state: Any = None,
        k_neighbors: Any = 5,
    ) -> None:
        super().__init__(
            slice(None),
            categorical_encoder=categorical_encoder,
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            k_neighbors=k_neighbors,
        )


class RandomUnderSampler(_Face):
    """Under the name of a sampler that makes tables smaller: replace mode can."""

    def __init__(
        self,
        *,
        sampling_strategy: Any = "auto",
        random_state: Any = None,
        replacement: bool = False,
    ) -> None:
        super().__init__(
            sampling_strategy=sampling_strategy,
            random_state=random_state,
            mode="replace",
        )
        self.replacement = replacement


def categories_of(X: Any, given: Any) -> list[Any]:
    """Name the columns that are categories, as ``column_kinds`` names them.

    Parameters
    ----------
    X : DataFrame, ndarray or sparse matrix
        The table.
    given : str, slice, sequence of int, of str or of bool
        The categories, as ``SMOTENC`` takes them.

    Returns
    -------
    list
        Names of columns; those of an array are x0, x1 and so on. A number that is no
        column is handed on, to be refused by name.
    """
    if isinstance(given, str):
        return [] if given == "auto" else [given]
    if isinstance(X, pd.DataFrame):
        names = list(X.columns)
    else:
        names = [f"x{place}" for place in range(np.shape(X)[1])]
    if isinstance(given, slice):
        return names[given]
    chosen = np.asarray(given)
    if chosen.dtype.kind == "b":
        chosen = np.flatnonzero(chosen)
    return [_name_at(one, names) for one in chosen.tolist()]


def _name_at(place: Any, names: list[Any]) -> Any:
    if not isinstance(place, int):
        return place
    return names[place] if place < len(names) else f"x{place}"


OVER: Mapping[str, type] = {
    "imblearn.over_sampling.SMOTE": SMOTE,
    "imblearn.over_sampling.SMOTENC": SMOTENC,
    "imblearn.over_sampling.SMOTEN": SMOTEN,
    "imblearn.over_sampling.RandomOverSampler": SMOTE,
}
"""What stands under the names of the over-samplers."""

ALL: Mapping[str, type] = {
    **OVER,
    "imblearn.under_sampling.RandomUnderSampler": RandomUnderSampler,
    "imblearn.ensemble._bagging.RandomUnderSampler": RandomUnderSampler,
}
"""And under the name of the sampler that bags and pipelines are tested with."""


@contextmanager
def under_their_names(classes: Mapping[str, type]) -> Iterator[None]:
    """Let imbalanced-learn hand out these classes where its own are asked for.

    Parameters
    ----------
    classes : mapping of str to type
        The classes by the names, modules included, that they stand under.
    """
    with ExitStack() as stack:
        for name, cls in classes.items():
            module, _, attribute = name.rpartition(".")
            patch = mock.patch.object(import_module(module), attribute, cls)
            stack.enter_context(patch)
        yield
