"""TableEncoder: all that is said of a table, and the transformer that comes of it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import fit_context
from skl_synth.keywords import SettableParameters
from skl_synth.table.coded_tails import list_tails
from skl_synth.table.coding import read_rows
from skl_synth.table.column import RARE
from skl_synth.table.containers import check_table, record_columns
from skl_synth.table.few_people import with_few
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.real import RealTable
from skl_synth.table.schema import Schema
from skl_synth.table.specification import TABLE_CONSTRAINTS


class TableEncoder(SettableParameters, TransformerMixin, BaseEstimator):
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
    identifiers : {"refuse", "surrogate", "surrogate_valid", "drop"} or mapping, \
            default="refuse"
        What becomes of a key, a name or free text, which is never copied: an error
        that names the column; fresh keys, drawn at random in the shape of the real
        ones, which are shared and left empty as the real ones are; or the column is
        left out of what is written, real rows included. Where real keys have check
        digits (NHS numbers, cards), those of fresh ones are wrong, so that nobody has
        such a key; ``"surrogate_valid"`` makes them right, of the NHS numbers that are
        kept for tests. A mapping says it column by column; columns that it does not
        name are refused.
    min_category_count : int, default=1
        Levels held by fewer rows than this are not published. Rare levels of text
        become ``rare_label``, ordered ones their nearest neighbour, and rare numbers,
        flags and columns of a one-hot group the level of most rows.
    rare_label : str, default="Rare"
        The level that stands for rare ones. Where all of them together have too few
        rows, they go to the level of most rows instead.
    min_tail_count : int, default=1
        The outermost numbers and dates at either end of a column, and of a continuous
        target, are coded together, so many people at least: as a round number among
        them, or as the innermost where so many have that. Nothing lies farther out
        then, and an end on which so many people heap stays. People are counted where
        they are known, rows elsewhere. 1 codes nothing.
    constraints : list of constraints or None, default=None
        Rules that every row keeps, such as `Inequality`, `FixedCombinations` and `Sum`.
        Synthetic rows that break one are replaced by others.
    rules : {"infer"} or None, default="infer"
        Whether rules that hold in every real row are found and kept besides: orders,
        sums, formulas, columns that follow from others. None keeps those alone that
        ``constraints`` or the dictionary name.
    missing_values : str or list of str, default=()
        Texts that stand for a missing value in every column, such as ``"Unknown"``.
    special_values : mapping of column to list, default=None
        Values beside a number or a date that are none, such as ``-1``, ``"90+"`` or
        ``"9999-12-31"``: each is a level of its own, kept at its rate, and nothing is
        interpolated between it and the numbers.
    survival : mapping of column to column, default=None
        The column of times, and the one that says whether each ended with the event
        or was censored: ``{"time": "died"}``; or, where the levels leave a doubt,
        ``{"time": ("status", 2)}``, with the level that is the event. The event may be
        the target. A synthetic row has both from one another, see
        :doc:`/how_to/survival`.
    dictionary : DataDictionary, str, path, mapping or None, default=None
        What is known of the table; the other parameters overrule it.

    Attributes
    ----------
    table_ : RealTable
        How the table was read, without its rows.
    schema_ : Schema
        The variables of the table.
    rare_levels_ : dict of column to list
        Levels that are not published because too few rows hold them: for the eyes of
        who holds the real table.
    coded_tails_ : DataFrame
        Which outermost numbers and dates are coded together, and as what: for the same
        eyes.
    few_people_ : DataFrame
        What rests on few persons, variable by variable: for the same eyes.
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

    _parameter_constraints: dict = {**TABLE_CONSTRAINTS}

    table_: RealTable
    few_people_: pd.DataFrame

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
        min_tail_count: int = 1,
        constraints: Any = None,
        rules: Any = "infer",
        missing_values: Any = (),
        special_values: Any = None,
        survival: Any = None,
        dictionary: Any = None,
    ) -> None:
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.one_hot_repair = one_hot_repair
        self.identifiers = identifiers
        self.min_category_count = min_category_count
        self.rare_label = rare_label
        self.min_tail_count = min_tail_count
        self.constraints = constraints
        self.rules = rules
        self.missing_values = missing_values
        self.special_values = special_values
        self.survival = survival
        self.dictionary = dictionary

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
        InputError
            If a column cannot be read, or is an identifier and those are refused;
            the message names the column and the remedy.
        """
        return self.fitted_to(RealTable.read(X, encoder=self))

    def fitted_to(self, table: RealTable) -> TableEncoder:
        """Take over how a table was read.

        Parameters
        ----------
        table : RealTable
            A table that was read by this encoder.

        Returns
        -------
        TableEncoder
            The encoder itself. It holds no row of the table.
        """
        record_columns(self, table.header, reset=True)
        self.table_ = table.without_rows()
        # Counted now, since the rows are forgotten.
        self.few_people_ = table.summary_of_few()
        return self

    @property
    def schema_(self) -> Schema:
        """The variables of the table."""
        return self.table_.schema

    @property
    def layout_(self) -> MatrixLayout:
        """Means, standard deviations and columns of the standardised matrix."""
        return self.table_.layout

    @property
    def rare_levels_(self) -> dict[Hashable, list]:
        """Levels that are not published because too few rows hold them, by column."""
        return self.table_.schema.rare_levels

    @property
    def coded_tails_(self) -> pd.DataFrame:
        """Which outermost numbers and dates are coded together, and as what."""
        return list_tails(self.table_.schema)

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
        check_is_fitted(self)
        frame = check_table(self, self.table_.completed(X), reset=False)
        return self.table_.matrix(read_rows(self.schema_, frame, "ignore"))

    def describe(self) -> pd.DataFrame:
        """Show what each column was taken for, and why.

        Returns
        -------
        DataFrame
            One row per variable, see `Schema.describe`; and how many levels or values
            rest on one person (``one_person``) and on fewer than ten
            (``few_persons``), and which (``held_by_few``): every level, and the
            smallest and the largest number.

        Raises
        ------
        NotFittedError
            Before ``fit``.
        """
        check_is_fitted(self)
        return with_few(self.schema_.describe(), self.few_people_)

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

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        return tags


def with_short_cuts(
    encoder: TableEncoder | None,
    *,
    column_kinds: Any = "infer",
    one_hot_groups: Any = "infer",
) -> TableEncoder:
    """Put all that was said of a table into one encoder.

    Parameters
    ----------
    encoder : TableEncoder or None
        What was said; it is left as it is. None for nothing.
    column_kinds, one_hot_groups : object, default="infer"
        The short cuts that stand beside an encoder, and overrule it.

    Returns
    -------
    TableEncoder
        A new one, whose parameters are checked.
    """
    merged: TableEncoder = TableEncoder() if encoder is None else clone(encoder)
    if not _is_inferred(column_kinds):
        said = {} if _is_inferred(merged.column_kinds) else merged.column_kinds
        merged.set_params(column_kinds={**said, **column_kinds})
    if not _is_inferred(one_hot_groups):
        merged.set_params(one_hot_groups=one_hot_groups)
    merged._validate_params()
    return merged


def _is_inferred(said: Any) -> bool:
    # Groups may be an array, which cannot be compared with a word.
    return isinstance(said, str) and said == "infer"
