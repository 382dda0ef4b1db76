"""OneHotArgmaxRestorer: valid one-hot rows out of blended ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import StrOptions, fit_context
from skl_synth.errors import warn
from skl_synth.keywords import SettableParameters
from skl_synth.table.containers import TableFormat, check_table, named_groups
from skl_synth.table.onehot import (
    GroupRows,
    almost_groups,
    check_rows,
    find_groups,
    group_codes,
)
from skl_synth.table.onehot.groups_of_table import unit_columns
from skl_synth.table.values import cast_numbers, numbers_of


class OneHotArgmaxRestorer(
    SettableParameters, OneToOneFeatureMixin, TransformerMixin, BaseEstimator
):
    """Restore one-hot groups: the largest column of each group becomes 1, the rest 0.

    An over-sampler that interpolates leaves rows such as ``(0.7, 0.3, 0.0)`` in a
    one-hot group, which no real row has. This transformer makes them ``(1, 0, 0)``;
    valid rows pass as they are, so it may also stand before prediction.

    Parameters
    ----------
    groups : "infer", list, mapping or None, default="infer"
        The one-hot groups. ``"infer"`` finds columns that share a name prefix and
        whose rows sum to one; else prefixes, lists of columns (names or positions),
        or a mapping of group name to columns. None, or no group found: the identity.
    implicit_baseline : bool, str or list of str, default=False
        Groups whose encoding dropped one level, so that a row may have no 1: by
        prefix or name, or True for all groups that are given. What is missing to a
        sum of one counts as a level.

    Attributes
    ----------
    groups_ : dict of group name to list of columns
        The groups that were found.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    TypeAwareSMOTE : Restores all kinds of columns by itself.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import OneHotArgmaxRestorer
    >>> blended = pd.DataFrame(
    ...     {"age": [40.0, 51.0], "ward_a": [0.7, 0.2], "ward_b": [0.3, 0.8]}
    ... )
    >>> OneHotArgmaxRestorer().fit_transform(blended)
        age  ward_a  ward_b
    0  40.0     1.0     0.0
    1  51.0     0.0     1.0
    """

    _parameter_constraints: dict = {
        "groups": [StrOptions({"infer"}), "array-like", Mapping, None],
        "implicit_baseline": ["boolean", "array-like", str],
    }

    def __init__(
        self, groups: Any = "infer", *, implicit_baseline: Any = False
    ) -> None:
        self.groups = groups
        self.implicit_baseline = implicit_baseline

    @fit_context(prefer_skip_nested_validation=True)
    def fit(self, X: Any, y: Any = None) -> OneHotArgmaxRestorer:
        """Find the one-hot groups.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table; its one-hot rows may be blended.
        y : None
            Ignored.

        Returns
        -------
        OneHotArgmaxRestorer
            The fitted transformer.

        Raises
        ------
        ValueError
            If a prefix or a column matches nothing, or the rows of a given group do
            not sum to one.
        """
        frame = check_table(self, X, reset=True)
        self._found = find_groups(
            list(frame.columns),
            unit_columns(frame, exact=False),
            named_groups(self.groups, frame, named=TableFormat.of(X).named),
            self.implicit_baseline,
        )
        self._warn_of_truncated(frame)
        self.groups_ = {group.name: list(group.columns) for group in self._found}
        return self

    def _warn_of_truncated(self, frame: pd.DataFrame) -> None:
        """An over-sampler given integers or booleans truncates what it blends."""
        if isinstance(self.groups, str):
            taken = [column for group in self._found for column in group.columns]
            rest = unit_columns(frame.drop(columns=taken), exact=True)
            for prefix, columns in almost_groups(rest).items():
                warn(
                    "the columns {prefix!r} ({columns}) look like a one-hot group, but "
                    "not every row sums to one, and they are left as they are. An "
                    "over-sampler truncates what it blends in columns of integers or "
                    "booleans",
                    prefix=prefix,
                    columns=", ".join(columns),
                    remedies=["make them floats before it (.astype(float))"],
                )

    def transform(self, X: Any) -> Any:
        """Restore the groups; all other columns pass as they are.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The table.

        Returns
        -------
        {ndarray, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A copy in which each group has at most a single 1 per row, exactly one
            where the group has no implicit baseline.

        Raises
        ------
        ValueError
            If the columns differ from those fitted, or the rows of a group are no
            one-hot, exact or blended: they do not sum to one.
        """
        check_is_fitted(self)
        frame = check_table(self, X, reset=False)
        given = TableFormat.of(X)
        by_name = given.named
        if by_name:
            restored = X.copy() if given.foreign is None else frame
        else:
            restored = X.toarray() if sparse.issparse(X) else np.array(X)
        for group in self._found:
            values = np.column_stack([numbers_of(frame[n]) for n in group.columns])
            rows = GroupRows.of(list(values.T))
            check_rows(group, rows)
            codes = group_codes(values, baseline=group.baseline)
            for level, name in enumerate(group.columns):
                column = np.where(rows.absent, np.nan, codes == level)
                if by_name:
                    restored[name] = cast_numbers(column, restored[name].dtype)
                else:
                    restored[:, frame.columns.get_loc(name)] = column
        if given.foreign is not None or sparse.issparse(X):
            return given.write(pd.DataFrame(restored))
        return restored

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        return tags
