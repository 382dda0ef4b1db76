"""The only file that imports private names of scikit-learn and imbalanced-learn."""

from typing import Any

import numpy as np
import pandas as pd
from imblearn.over_sampling.base import BaseOverSampler
from imblearn.utils import check_sampling_strategy
from sklearn.base import _fit_context as fit_context
from sklearn.utils import _safe_indexing
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions
from sklearn.utils.validation import validate_data

__all__ = [
    "BaseOverSampler",
    "HasMethods",
    "Interval",
    "StrOptions",
    "check_sampling_strategy",
    "fit_context",
    "safe_indexing",
    "validate_data",
]


def safe_indexing(X: Any, indices: Any, *, axis: int = 0) -> Any:
    """Take rows or columns of any container, also where bytes have another order.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix}
        The table.
    indices : array-like
        Positions, a mask or names, as scikit-learn takes them.
    axis : {0, 1}, default=0
        Rows or columns.

    Returns
    -------
    same container as X
        What was asked for.
    """
    if axis == 0 and isinstance(X, (pd.Series, pd.DataFrame)):
        # pandas takes no rows of them, be it by positions or by a mask.
        X = _in_native_order(X)
    return _safe_indexing(X, indices, axis=axis)


def _in_native_order(X: pd.Series | pd.DataFrame) -> pd.Series | pd.DataFrame:
    if isinstance(X, pd.DataFrame):
        odd = {n: one.newbyteorder("=") for n, one in X.dtypes.items() if _is_odd(one)}
        return X.astype(odd) if odd else X
    dtype: Any = X.dtype
    return X.astype(dtype.newbyteorder("=")) if _is_odd(dtype) else X


def _is_odd(dtype: Any) -> bool:
    return isinstance(dtype, np.dtype) and not dtype.isnative
