"""One way in, one way out: from a table to the matrix and back."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import Interval, StrOptions, fit_context, safe_indexing
from skl_synth.neighbors import MixedRows
from skl_synth.table.coding import read_rows, snap_rows, write_rows
from skl_synth.table.column import RARE, Publishing
from skl_synth.table.containers import (
    TableFormat,
    check_table,
    column_name,
    named_groups,
)
from skl_synth.table.foreign import as_pandas
from skl_synth.table.identifiers import IDENTIFIERS, with_identifiers
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import infer_schema

SCHEMA_CONSTRAINTS: dict = {
    "column_kinds": [StrOptions({"infer"}), Mapping],
    "one_hot_groups": [StrOptions({"infer"}), "array-like", Mapping, None],
    "implicit_baseline": ["boolean", "array-like", str],
    "one_hot_repair": [StrOptions({"refuse", "repair"})],
    "identifiers": [StrOptions(set(IDENTIFIERS)), Mapping],
    "min_category_count": [Interval(numbers.Integral, 1, None, closed="left")],
    "rare_label": [str],
}
"""Constraints of the parameters by which a user tells what a table is."""


class TableEncoder(TransformerMixin, BaseEstimator):
    """Read a table into numbers and codes, and write such rows back as a table.

    The encoder owns what makes a synthetic row a row of the same table: the kind of
    each column, its range, its decimals, its categories and its missing values. As a
    transformer it gives the standardised matrix on which distances are measured.

    Parameters
    ----------
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones: ``"continuous"``, ``"integer"``,
        ``"binary"``, ``"category"``, ``"ordinal"``, ``"datetime"``, ``"timedelta"``,
        ``"constant"`` or ``"identifier"``. A list of levels makes a column ordinal in
        that order: ``{"stage": ["I", "II", "III"]}``.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        The one-hot groups: inferred from a common prefix and rows that sum to one,
        or given as prefixes, as lists of columns, or as a mapping of name to columns.
        None for no group.
    implicit_baseline : bool, str or list of str, default=False
        Groups (by prefix or name) whose encoding dropped one level; True for all
        groups that are given.
    one_hot_repair : {"refuse", "repair"}, default="refuse"
        What becomes of a one-hot group with rows in which no column is set, or more
        than one: an error that counts them (a warning, where the group is only
        inferred); or the group is read as near as can be, by the first column that
        is set, and a row without any has a level of its own, written as zeros.
    identifiers : {"refuse", "surrogate", "drop"} or mapping, default="refuse"
        What becomes of a key, a name or free text, which is never copied: an error
        that names the column; fresh surrogate keys; or the column is left out of what
        is written, real rows included. A mapping says it column by column; columns
        that it does not name are refused.
    min_category_count : int, default=1
        Levels held by fewer rows than this are not published. Rare levels of text
        become ``rare_label``, ordered ones their nearest neighbour, and rare numbers,
        flags and columns of a one-hot group the level of most rows.
    rare_label : str, default="Rare"
        The level that stands for rare ones. Where all of them together have too few
        rows, they go to the level of most rows instead.

    Attributes
    ----------
    schema_ : Schema
        The variables of the table.
    rare_levels_ : dict of column to list
        Levels that are not published because too few rows hold them: for the eyes of
        who holds the real table.
    layout_ : MatrixLayout
        Means, standard deviations and columns of the standardised matrix.
    n_features_in_ : int
        Number of columns of the table.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    Schema : What the encoder found.
    TypeAwareSMOTE : Generates rows of such a table.

    Notes
    -----
    A missing number stands at the mean of the matrix, and a column of its own says
    that it is missing; the mean is never written into a table.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import TableEncoder
    >>> table = pd.DataFrame({"age": [31, 54, 47, 31], "ward": ["A", "B", "A", "C"]})
    >>> encoder = TableEncoder().fit(table)
    >>> encoder.describe()[["column", "kind", "range", "levels"]]
      column      kind     range         levels
    0    age   integer  31 to 54
    1   ward  category            'A', 'B', 'C'
    >>> encoder.transform(table).shape
    (4, 4)
    """

    _parameter_constraints: dict = {**SCHEMA_CONSTRAINTS}

    def __init__(
        self,
        column_kinds: Any = "infer",
        *,
        one_hot_groups: Any = "infer",
        implicit_baseline: Any = False,
        one_hot_repair: str = "refuse",
        identifiers: Any = "refuse",
        min_category_count: int = 1,
        rare_label: str = RARE,
    ) -> None:
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.one_hot_repair = one_hot_repair
        self.identifiers = identifiers
        self.min_category_count = min_category_count
        self.rare_label = rare_label

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any = None) -> TableEncoder:
        """Infer the schema and the scales of a real table.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table.
        y : None
            Ignored.

        Returns
        -------
        TableEncoder
            The fitted encoder.

        Raises
        ------
        ValueError
            If a column cannot be read, or is an identifier and those are refused;
            the message names the column and the remedy.
        """
        self.fit_encode(X)
        return self

    def fit_encode(self, X: Any) -> EncodedRows:
        """Fit to a real table and encode it, reading it once.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table.

        Returns
        -------
        EncodedRows
            The rows of the table.

        Raises
        ------
        ValueError
            As `fit`.
        """
        frame = check_table(self, X, reset=True)
        self.format_ = TableFormat.of(X)
        schema = infer_schema(
            frame,
            column_kinds=self._named_kinds(frame),
            one_hot_groups=named_groups(
                self.one_hot_groups, frame, named=self.format_.named
            ),
            implicit_baseline=self.implicit_baseline,
            repair=self.one_hot_repair == "repair",
            named=self.format_.named,
            publishing=Publishing(self.min_category_count, self.rare_label),
        )
        self.schema_ = with_identifiers(schema, self.identifiers)
        self.rare_levels_ = self.schema_.rare_levels
        rows = read_rows(self.schema_, frame, "error")
        self.layout_ = MatrixLayout.fit(self.schema_, rows)
        return rows

    def encode(self, X: Any, *, unknown: str = "error") -> EncodedRows:
        """Read a table by the schema.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns that were fitted. One-hot groups may be blended
            and numbers unrounded.
        unknown : {"error", "ignore"}, default="error"
            Whether a level never seen raises an error or is read as unlike all.

        Returns
        -------
        EncodedRows
            Its rows; numbers as they came, codes by look-up and arg-max.

        Raises
        ------
        ValueError
            If the columns differ, or for a level never seen.
        """
        check_is_fitted(self)
        written = as_pandas(X)
        if isinstance(written, pd.DataFrame) and written.columns.equals(
            self.schema_.published
        ):
            # Identifiers that are left out need not be there.
            X = written.reindex(columns=self.schema_.columns)
        return read_rows(self.schema_, check_table(self, X, reset=False), unknown)

    def append(self, X: Any, X_new: Any) -> Any:
        """Put synthetic rows behind the real ones, which stay as they are.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table.
        X_new : same container
            Synthetic rows.

        Returns
        -------
        same container
            All rows, without the identifiers that are dropped. A categorical column
            gains a category where rare ones were merged into a new one.
        """
        if self.format_.foreign is None:
            X = self.without_dropped(X)
        return self.format_.append(X, X_new)

    def without_dropped(self, X: Any) -> Any:
        """Leave out the identifiers that are left out of all that is written.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns that were fitted.

        Returns
        -------
        same container
            The table, or a copy of the columns that stay.
        """
        columns = self.schema_.columns
        kept = np.flatnonzero(columns.isin(self.schema_.published))
        if len(kept) == len(columns):
            return X
        if isinstance(X, list):
            return [[row[place] for place in kept] for row in X]
        return safe_indexing(X, kept, axis=1)

    def snap(self, rows: EncodedRows) -> EncodedRows:
        """Move the numbers of rows onto what their columns can hold.

        Parameters
        ----------
        rows : EncodedRows
            Rows with any numbers.

        Returns
        -------
        EncodedRows
            Rows within range and with the decimals seen, as they will be published.
        """
        return snap_rows(self.schema_, rows)

    def decode(self, rows: EncodedRows) -> pd.DataFrame:
        """Write snapped rows as a frame.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.

        Returns
        -------
        DataFrame
            The columns of the real table in its order and dtypes, but for identifiers
            that are left out.
        """
        return write_rows(self.schema_, rows)

    def matrix(self, rows: EncodedRows) -> np.ndarray:
        """Standardise rows.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema.

        Returns
        -------
        ndarray of shape (n_rows, n_matrix_columns), dtype float64
            The rows in units of standard deviations of the real table.
        """
        return self.layout_.matrix(rows)

    def mixed(self, rows: EncodedRows) -> MixedRows:
        """Standardise rows for a search, which needs no 0/1 columns.

        Parameters
        ----------
        rows : EncodedRows
            Rows of the schema.

        Returns
        -------
        MixedRows
            The rows, whose distances are those of the matrix.
        """
        return self.layout_.mixed(rows)

    def transform(self, X: Any) -> np.ndarray:
        """Turn a table into the standardised matrix.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns that were fitted; a level never seen is read as
            unlike all others.

        Returns
        -------
        ndarray of shape (n_rows, n_matrix_columns), dtype float64
            The rows in units of standard deviations of the real table.

        Raises
        ------
        ValueError
            If the columns differ from those fitted, or a number is missing where none
            was missing there.
        """
        return self.matrix(self.encode(X, unknown="ignore"))

    def describe(self) -> pd.DataFrame:
        """Show what each column was taken for, and why.

        Returns
        -------
        DataFrame
            One row per variable, see `Schema.describe`.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        check_is_fitted(self)
        return self.schema_.describe()

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Names of the columns of the standardised matrix.

        Parameters
        ----------
        input_features : None
            Ignored; the names come from the schema.

        Returns
        -------
        ndarray of str
            One name per column.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        check_is_fitted(self)
        return np.asarray(self.layout_.names, dtype=object)

    def _named_kinds(self, frame: pd.DataFrame) -> Any:
        """Let the columns of an array be given by position."""
        if isinstance(self.column_kinds, str) or self.format_.named:
            return self.column_kinds
        return {
            column_name(key, frame): kind for key, kind in self.column_kinds.items()
        }

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        return tags
