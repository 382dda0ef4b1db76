"""The two ends: tables come in as frames, arrays, sparse matrices or lists."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.utils import check_array

from skl_synth.compat import validate_data
from skl_synth.errors import InputError, Phrase
from skl_synth.table.dense_size import check_dense_size, in_full
from skl_synth.table.foreign import ForeignFormat, as_pandas
from skl_synth.table.plain_arrays import array_of_rows, check_container
from skl_synth.table.row_labels import extend_index
from skl_synth.table.whole_cells import check_cells


@dataclass(frozen=True, eq=False)
class TableFormat:
    """The container of a table, so that the same kind comes back.

    Parameters
    ----------
    container : {"frame", "foreign", "array", "sparse", "list"}
        What the user passed.
    dtype : dtype or None
        The dtype of an array or a sparse matrix.
    index_name : hashable or None
        The name of the index of a frame. Its labels are those of real rows, and are
        not kept.
    sparse_format : str or None
        The format of a sparse container, such as ``"csc"``.
    is_sparse_array : bool
        Whether it is a sparse array rather than a matrix.
    foreign : ForeignFormat or None
        The types of a frame of another library.
    """

    container: str
    dtype: Any = None
    index_name: Hashable = None
    sparse_format: str | None = None
    is_sparse_array: bool = False
    foreign: ForeignFormat | None = None

    @classmethod
    def of(cls, X: Any) -> TableFormat:
        """Recognise the container of a table.

        Parameters
        ----------
        X : dataframe, ndarray, sparse matrix or list
            A table.

        Returns
        -------
        TableFormat
            Its format.
        """
        if isinstance(X, pd.DataFrame):
            return cls("frame", index_name=X.index.name)
        if sparse.issparse(X):
            is_array = isinstance(X, sparse.sparray)
            return cls(
                "sparse", X.dtype, sparse_format=X.format, is_sparse_array=is_array
            )
        if isinstance(X, list):
            return cls("list")
        foreign = ForeignFormat.of(X)
        if foreign is not None:
            return cls("foreign", foreign=foreign)
        return cls("array", np.asarray(X).dtype)

    def without_categories(self, names: list[Hashable]) -> TableFormat:
        """Forget the categories of some columns, which are those of real rows.

        Parameters
        ----------
        names : list of hashable
            The columns.

        Returns
        -------
        TableFormat
            The format of a table whose categories are those of what is written.
        """
        if self.foreign is None or not names:
            return self
        return replace(self, foreign=self.foreign.without_categories(names))

    @property
    def named(self) -> bool:
        """Whether the columns have names of their own."""
        return self.container in ("frame", "foreign")

    def write(self, frame: pd.DataFrame) -> Any:
        """Turn decoded rows into the container.

        Parameters
        ----------
        frame : DataFrame
            Decoded rows, columns in the dtypes of the real table.

        Returns
        -------
        dataframe, ndarray, sparse matrix or list
            The rows in the container of the real table.
        """
        if self.container == "frame":
            return frame.set_axis(frame.index.rename(self.index_name), axis=0)
        if self.foreign is not None:
            return self.foreign.write(frame)
        if self.container == "sparse":
            return self._sparse(sparse.csr_array(frame.to_numpy(dtype=self.dtype)))
        if self.container == "list":
            # By columns: a row of one type would round whole numbers to floats.
            return frame.to_numpy(dtype=object).tolist()
        if self.dtype.kind == "U":
            # As wide as the longest text, which may be a word for rare levels.
            texts = frame.to_numpy(dtype=object).astype(str)
            return texts.astype(np.result_type(texts.dtype, self.dtype))
        # pandas may hand out a view that nobody may write to.
        return np.require(frame.to_numpy(dtype=self.dtype), requirements="W")

    def append(self, X: Any, X_new: Any) -> Any:
        """Put synthetic rows behind the real ones, which stay bit for bit as given.

        Parameters
        ----------
        X : dataframe, ndarray, sparse matrix or list
            The real table, as the user passed it.
        X_new : same container
            The synthetic rows, as `write` gives them.

        Returns
        -------
        same container
            All rows. A categorical column gains a category where rare ones were merged
            into a new one.
        """
        if self.container == "frame":
            X, X_new = _with_shared_categories(X, X_new)
            stacked = pd.concat([X, X_new]) if len(X_new) else X.copy()
            return stacked.set_axis(extend_index(X.index, len(X_new)), axis=0)
        if self.foreign is not None:
            return self.foreign.append(X, X_new)
        if self.container == "sparse":
            return self._sparse(sparse.vstack([X, X_new]))
        if self.container == "list":
            return X + X_new
        return np.concatenate([np.asarray(X), X_new])

    def _sparse(self, values: Any) -> Any:
        kind = "array" if self.is_sparse_array else "matrix"
        return getattr(sparse, f"{self.sparse_format}_{kind}")(values)


def _with_shared_categories(
    X: pd.DataFrame, X_new: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give categories of real and synthetic rows one dtype, that of the real first."""
    dtypes = {}
    for name in X.columns:
        real: Any = X[name].dtype
        new: Any = X_new[name].dtype
        if isinstance(real, pd.CategoricalDtype) and real != new:
            categories = real.categories.union(new.categories, sort=False)
            dtypes[name] = pd.CategoricalDtype(categories, ordered=real.ordered)
    return (X.astype(dtypes), X_new.astype(dtypes)) if dtypes else (X, X_new)


def frame_of(X: Any, *, reader: str = "the reader of tables") -> pd.DataFrame:
    """Validate a table and read it as a frame; the table itself is not changed.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    reader : str
        Who asks for it, for messages.

    Returns
    -------
    DataFrame
        The table as a frame with a fresh index; columns ``x0``, ``x1``, … for arrays.

    Raises
    ------
    InputError
        If the table is empty, has two columns of one name, is no table, or is sparse
        and too large to be dense.
    InputTypeError
        If a cell holds something else than text, a number or a missing value.
    """
    X = as_pandas(X)
    check_dense_size(X)
    if isinstance(X, pd.DataFrame):
        check_frame(X, reader)
        frame = X.reset_index(drop=True)
        check_cells(frame)
        return frame
    check_container(X)
    array = check_array(
        array_of_rows(X) if isinstance(X, list) else X,
        accept_sparse=["csr", "csc"],
        dtype=None,
        ensure_all_finite="allow-nan",
        estimator=reader,
        input_name="X",
    )
    if sparse.issparse(array):
        array = in_full(array)
    frame = pd.DataFrame(array, columns=[f"x{i}" for i in range(array.shape[1])])
    if array.dtype != object:
        return frame
    check_cells(frame, named=False)
    return frame.infer_objects()


def check_table(estimator: Any, X: Any, *, reset: bool) -> pd.DataFrame:
    """Read a table as a frame, and record its columns on an estimator.

    Parameters
    ----------
    estimator : estimator
        Receives ``n_features_in_`` and ``feature_names_in_``, or is asked for them.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table.
    reset : bool
        Whether to learn the columns or to check them.

    Returns
    -------
    DataFrame
        As `frame_of`.

    Raises
    ------
    InputError
        As `frame_of`, and if the columns differ.
    """
    frame = frame_of(X, reader=type(estimator).__name__)
    record_columns(estimator, X, reset=reset)
    return frame


def record_columns(estimator: Any, X: Any, *, reset: bool) -> None:
    """Record the columns of a table on an estimator, or compare them.

    Parameters
    ----------
    estimator : estimator
        Receives ``n_features_in_`` and ``feature_names_in_``, or is asked for them.
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The table, checked already.
    reset : bool
        Whether to learn the columns or to check them.

    Raises
    ------
    ValueError
        If the columns differ.
    """
    foreign = ForeignFormat.of(X)
    header = X if foreign is None else as_pandas(foreign.prototype)
    if isinstance(header, pd.DataFrame):
        header = header.iloc[:0]
        is_text = {isinstance(name, str) for name in header.columns}
        if len(is_text) > 1:
            # scikit-learn takes names that are all text; others are not recorded.
            header = header.set_axis(range(header.shape[1]), axis=1)
    validate_data(estimator, X=header, reset=reset, skip_check_array=True)


EMPTY = {"feature": "columns", "sample": "rows"}
"""What scikit-learn calls them, and what others do."""


def check_frame(X: pd.DataFrame, reader: str) -> None:
    """Refuse a frame without rows or columns, or whose columns cannot be told apart.

    Parameters
    ----------
    X : DataFrame
        The table.
    reader : str
        Who asks for it, for messages.

    Raises
    ------
    InputError
        If it cannot be used.
    """
    if not X.columns.is_unique:
        raise InputError(
            "the table has two columns called {column!r}",
            column=X.columns[X.columns.duplicated()].tolist()[0],
            remedies=["rename or drop one"],
        )
    if X.index.nlevels > 1:
        raise InputError(
            "the index of the table has {n} levels ({names}), which a synthetic row "
            "cannot have",
            n=X.index.nlevels,
            names=", ".join(repr(level) for level in X.index.names),
            remedies=[
                "make columns of them by reset_index()",
                "leave them out by reset_index(drop=True)",
            ],
        )
    for size, what in zip(X.shape[::-1], EMPTY, strict=True):
        if size == 0:
            raise InputError(
                "{found}",
                found=Phrase(
                    f"Found array with 0 {what}(s) (shape={X.shape}) while a minimum "
                    f"of 1 is required by {reader}.",
                    f"the table has no {EMPTY[what]}",
                ),
            )


def column_name(key: Hashable, frame: pd.DataFrame) -> Hashable:
    """Let a column of an array be given by its position.

    Parameters
    ----------
    key : hashable
        A name or a position.
    frame : DataFrame
        The table as a frame.

    Returns
    -------
    hashable
        The name of that column; the key itself where it is no position.
    """
    n_columns = len(frame.columns)
    if isinstance(key, (int, np.integer)) and -n_columns <= key < n_columns:
        return frame.columns[int(key)]
    return key


def named_groups(groups: Any, frame: pd.DataFrame, *, named: bool) -> Any:
    """Translate one-hot groups given by position into names.

    Parameters
    ----------
    groups : "infer", list, mapping or None
        The groups as the user gave them.
    frame : DataFrame
        The table as a frame.
    named : bool
        Whether the columns have names of their own. The names x0, x1, … of an array
        share no prefix that means anything, so no group is inferred from them.

    Returns
    -------
    "infer", list, mapping or None
        The groups by name.
    """
    if named or groups is None:
        return groups
    if isinstance(groups, str):
        return []
    if isinstance(groups, Mapping):
        return {
            name: [column_name(column, frame) for column in columns]
            for name, columns in groups.items()
        }
    return [[column_name(column, frame) for column in group] for group in groups]
