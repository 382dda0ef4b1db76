"""k_anonymity and l_diversity: one table by a few columns that an outsider knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.privacy.check_options import check_names, listed
from skl_synth.evaluation.privacy.disclosure.coded_columns import (
    CodedColumn,
    check_groups,
    code_columns,
    combined,
    take_people,
)
from skl_synth.evaluation.privacy.disclosure.counted_people import Crowd
from skl_synth.evaluation.privacy.disclosure.disclosure_figures import with_target
from skl_synth.evaluation.privacy.disclosure.diversity import diversity_of
from skl_synth.evaluation.privacy.disclosure.named_columns import (
    find_columns,
    find_secrets,
    ordinal_names,
    refuse_identifiers,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables
from skl_synth.evaluation.tables import read_real, read_tables
from skl_synth.table.persons import read_groups
from skl_synth.table.real import RealTable

BELOW = (2, 3, 5, 10, 20)
"""Groups of fewer people than these are counted."""

DIVERSITY_COLUMNS = [
    *("secret", "distinct_l", "entropy_l", "recursive_c", "t_closeness", "one_value")
]
"""The columns of `l_diversity`."""


@dataclass(frozen=True, eq=False)
class Anonymity:
    """What `k_anonymity` found.

    Parameters
    ----------
    k : int
        People, at least, who share their quasi-identifiers.
    sizes : ndarray of int
        How many people each combination of quasi-identifiers has, the fewest first.
    columns : DataFrame
        The quasi-identifiers: column, n_levels and grouping ("as it is", or in how many
        groups of numbers).

    See Also
    --------
    k_anonymity : Makes it.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import k_anonymity
    >>> found = k_anonymity(pd.DataFrame({"ward": list("aaabb")}), ["ward"])
    >>> found.k, found.sizes.tolist(), found.share_below(3)
    (2, [2, 3], 0.4)
    """

    k: int
    sizes: np.ndarray
    columns: pd.DataFrame

    def share_below(self, k: int) -> float:
        """Say of how many people fewer than k share their quasi-identifiers.

        Parameters
        ----------
        k : int
            A number of people.

        Returns
        -------
        float
            A share of all people; of ``k=2`` those who are alone (UiO).
        """
        return float(self.sizes[self.sizes < k].sum() / self.sizes.sum())

    def frame(self) -> pd.DataFrame:
        """Count the combinations that few people have.

        Returns
        -------
        DataFrame
            A line per k of 2, 3, 5, 10 and 20: fewer_than, n_combinations, n_people and
            share of all people.
        """
        lines = [
            {
                "fewer_than": k,
                "n_combinations": int((self.sizes < k).sum()),
                "n_people": int(self.sizes[self.sizes < k].sum()),
                "share": self.share_below(k),
            }
            for k in BELOW
        ]
        return pd.DataFrame(lines)


def k_anonymity(
    X: Any,
    quasi_identifiers: Collection[Any],
    *,
    y: Any = None,
    groups: Any = None,
    n_groups: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
) -> Anonymity:
    """Count how many people share a few columns that an outsider may know.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        A table, real or synthetic.
    quasi_identifiers : collection of column names
        What an outsider knows of a person.
    y : array-like of shape (n_rows,), default=None
        Its target, which may be one of them.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to; then people are counted, each once for every
        combination that they have. None where every row is another person.
    n_groups : int or mapping of column to int, default=None
        Cut numbers at quantiles into so many groups, of all columns or of those named:
        the level of generalisation. None leaves every number a value of its own.
    encoder : TableEncoder, default=None
        All that is said of the columns; None infers it.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`.

    Returns
    -------
    Anonymity
        The number k, the size of every group, and how coarse the columns were.

    Raises
    ------
    ValueError
        If a column is not known or is an identifier, or a number of groups is none.

    See Also
    --------
    l_diversity : Whether those who share them differ in a secret.
    disclosure_report : A synthetic table beside the real one that it was made from.

    Notes
    -----
    A missing value is a value like others. A synthetic table that is k-anonymous is not
    thereby safe, nor is one that is not thereby unsafe: its rows are nobody's.

    References
    ----------
    .. [1] L. Sweeney, "k-anonymity: a model for protecting privacy", International
       Journal on Uncertainty, Fuzziness and Knowledge-based Systems 10(5), 557-570,
       2002.

    Examples
    --------
    >>> from skl_synth import k_anonymity
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(600, random_state=0, return_X_y=True)
    >>> k_anonymity(X, ["age", "sex", "ward"]).k
    1
    >>> coarse = k_anonymity(X, ["age", "sex"], n_groups={"age": 4})
    >>> coarse.k > 50
    True
    """
    check_names(quasi_identifiers, "quasi_identifiers")
    tables, table = _read(X, y, groups, encoder, column_kinds)
    keys = _keys(tables, table, listed(quasi_identifiers) or [], n_groups)
    crowd = _crowd(tables, keys)
    sizes = crowd.counts(int(crowd.keys.max()) + 1)
    sizes = np.sort(sizes[sizes > 0])
    columns = pd.DataFrame([one.frame_line() for one in keys])
    return Anonymity(int(sizes[0]), sizes, columns)


def l_diversity(
    X: Any,
    quasi_identifiers: Collection[Any],
    secrets: Collection[Any] | None = None,
    *,
    y: Any = None,
    l: int = 2,  # noqa: E741
    groups: Any = None,
    n_groups: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
) -> pd.DataFrame:
    """Say how secrets differ among people who share a few known columns.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        A table, real or synthetic.
    quasi_identifiers : collection of column names
        What an outsider knows of a person.
    secrets : collection of column names, default=None
        What they would like to know; None takes the first 20 others that vary.
    y : array-like of shape (n_rows,), default=None
        The target of the table, which may be one of them.
    l : int, default=2
        For ``recursive_c``: from the l-th most frequent value on the others are added.
    groups, n_groups, encoder, column_kinds : object
        As in `k_anonymity`; numbers of the secrets are grouped, too.

    Returns
    -------
    DataFrame
        A line per secret, of the worst group of people with equal quasi-identifiers:
        secret; distinct_l (different values); entropy_l (as many equally frequent ones
        would have its entropy); recursive_c (the table is recursively (c, l)-diverse
        for every c above it, infinite where a group has fewer than l values);
        t_closeness (how far its values lie from those of everybody, 0 to 1); and
        one_value, the share of people in groups of one value (Dorig).

    Raises
    ------
    ValueError
        If a column is not known, is an identifier or stands on both sides, or ``l`` or
        a number of groups is none.

    See Also
    --------
    k_anonymity : How many people share the columns.
    disclosure_report : A synthetic table beside the real one that it was made from.

    Notes
    -----
    The distance of ``t_closeness`` is the earth mover's: of numbers and ordered levels
    by steps between neighbouring values, of others the total variation.

    References
    ----------
    .. [1] A. Machanavajjhala, D. Kifer, J. Gehrke, M. Venkitasubramaniam, "l-diversity:
       privacy beyond k-anonymity", ACM Transactions on Knowledge Discovery from Data
       1(1), 2007.
    .. [2] N. Li, T. Li, S. Venkatasubramanian, "t-closeness: privacy beyond k-anonymity
       and l-diversity", ICDE 2007.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import l_diversity
    >>> X = pd.DataFrame({"ward": list("aaabbb"), "ill": list("xxyxyz")})
    >>> found = l_diversity(X, ["ward"], ["ill"]).iloc[0]
    >>> int(found["distinct_l"]), float(found["recursive_c"])
    (2, 2.0)
    """
    check_names(quasi_identifiers, "quasi_identifiers")
    check_names(secrets, "secrets")
    _check_l(l)
    tables, table = _read(X, y, groups, encoder, column_kinds)
    named = listed(quasi_identifiers) or []
    hidden = find_secrets(tables, table, named, listed(secrets))
    keys = _keys(tables, table, named, n_groups, hidden)
    known = find_columns(tables, named, "quasi_identifiers")
    cut = check_groups(n_groups, [*known, *hidden], "n_groups")
    coded = code_columns(tables, hidden, n_groups=cut, names=ordinal_names(table))
    crowd = _crowd(tables, keys)
    lines = [{"secret": one.name, **diversity_of(crowd, one, l=l)} for one in coded]
    return pd.DataFrame(lines, columns=DIVERSITY_COLUMNS)


def _read(
    X: Any, y: Any, groups: Any, encoder: Any, column_kinds: Any
) -> tuple[AuditTables, RealTable]:
    """Read one table as an audit does."""
    table = read_real(X, y, encoder, column_kinds)
    tables = with_target(read_tables(table, (X, y), (X, y)))
    persons = read_groups(groups, len(tables.real))
    return replace(tables, real=replace(tables.real, persons=persons)), table


def _keys(
    tables: AuditTables,
    table: RealTable,
    quasi_identifiers: Collection[Any],
    n_groups: Any,
    others: Sequence[Attribute] = (),
) -> list[CodedColumn]:
    """Code what an outsider knows; of other columns groups may be said as well."""
    refuse_identifiers(table, quasi_identifiers, "quasi_identifiers")
    keys = find_columns(tables, quasi_identifiers, "quasi_identifiers")
    cut = check_groups(n_groups, [*keys, *others], "n_groups")
    return code_columns(tables, keys, n_groups=cut, names=ordinal_names(table))


def _crowd(tables: AuditTables, keys: list[CodedColumn]) -> Crowd:
    return Crowd(combined(keys)[0], take_people(tables.real))


def _check_l(number: Any) -> None:
    is_whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if is_whole and number >= 2:
        return
    raise InputError(
        "{parameter}={value!r} must be a whole number of values from 2 on",
        parameter="l",
        value=number,
        remedies=[Remedy("use {setting}", Setting("l", 2))],
    )
