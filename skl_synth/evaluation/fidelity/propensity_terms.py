"""The terms of a logistic regression that tells two tables apart."""

from __future__ import annotations

from itertools import combinations, islice

import numpy as np

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.table_data import AuditTables, TableData

MOST_TERMS = 600
"""More are refused: a model of so many says little, and takes minutes."""

LEAST_SHARE = 1e-9
"""Of the largest eigenvalue: directions below it are none."""


def basis_of(terms: np.ndarray) -> np.ndarray:
    """Turn terms into as many independent ones as there are, of one scale.

    Parameters
    ----------
    terms : ndarray of shape (n_rows, n_terms)
        Any terms; levels of one column may add up to one.

    Returns
    -------
    ndarray of shape (n_rows, rank)
        Orthonormal columns, each of mean 0.
    """
    centered = terms - terms.mean(axis=0)
    values, directions = np.linalg.eigh(centered.T @ centered)
    kept = values > max(float(values.max(initial=0.0)) * LEAST_SHARE, 1e-12)
    basis: np.ndarray = centered @ (directions[:, kept] / np.sqrt(values[kept]))
    return basis


class Terms:
    """Main effects and interactions of the columns of tables.

    Parameters
    ----------
    tables : AuditTables
        The tables, with few levels each.
    max_order : int, default=0
        Interactions of up to one more columns than this are terms, too.

    Attributes
    ----------
    n_terms : int
        How many there are, of which some may follow from others.

    Raises
    ------
    InputError
        If there are more than 600 terms.
    """

    def __init__(self, tables: AuditTables, max_order: int = 0) -> None:
        self._standardise = Standardiser(tables)
        self._products = _products(self._standardise.owner, max_order)
        self.n_terms = len(self._standardise.owner) + len(self._products)
        if self.n_terms > MOST_TERMS:
            fewer = Setting("max_order", max_order - 1)
            raise InputError(
                "{parameter}={value!r} makes more than {most} terms of {n_columns} "
                "columns, which cannot be estimated",
                parameter="max_order",
                value=max_order,
                most=MOST_TERMS,
                n_columns=len(tables.varying),
                remedies=[
                    *([Remedy("use {setting}", fewer)] if max_order else []),
                    Remedy("use {setting}", Setting("method", "cart")),
                    "leave columns out",
                ],
            )

    def of(self, data: TableData) -> np.ndarray:
        """Write rows as terms.

        Parameters
        ----------
        data : TableData
            Rows of any of the tables.

        Returns
        -------
        ndarray of shape (n_rows, n_terms)
            The terms.
        """
        columns = self._standardise.transform(data)
        products = [np.prod(columns[:, list(p)], axis=1) for p in self._products]
        return np.column_stack([columns, *products])


def _products(owner: np.ndarray, max_order: int) -> list[tuple[int, ...]]:
    """Which columns of the matrix are multiplied: those of different columns."""
    found = (
        together
        for size in range(2, max_order + 2)
        for together in combinations(range(len(owner)), size)
        if len(set(owner[list(together)])) == size
    )
    # One too many is enough to refuse them.
    return list(islice(found, MOST_TERMS + 1))
