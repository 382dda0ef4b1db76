"""RealTable: a real table, read once, and what every room needs to know of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.compat import safe_indexing
from skl_synth.neighbors import MixedRows
from skl_synth.table.coded_tails import with_coded_tails, with_target_tails
from skl_synth.table.coding import read_rows, snap_rows, write_rows
from skl_synth.table.column import Publishing
from skl_synth.table.constraints import Rules
from skl_synth.table.constraints.rules_of_visits import rules_of_visits
from skl_synth.table.containers import TableFormat, frame_of, named_groups
from skl_synth.table.dictionary.said_kinds import infer_by_dictionary
from skl_synth.table.dictionary.said_numbers import read_by_dictionary
from skl_synth.table.dictionary.said_of_table import (
    dictionary_of,
    persons_of,
    specification_of,
)
from skl_synth.table.few_people import FEW, few_people, summary_of_few, with_few
from skl_synth.table.foreign import as_pandas
from skl_synth.table.identifiers import with_identifiers, with_keys
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.missing_tokens import find_tokens, without_tokens
from skl_synth.table.part import part_of
from skl_synth.table.person_columns import (
    kinds_of_columns,
    kinds_of_target,
    person_columns,
    warn_of_shared_name,
    with_person_key,
)
from skl_synth.table.persons import numbered, read_groups
from skl_synth.table.rows import Candidates, EncodedRows
from skl_synth.table.rule_search import find_rules
from skl_synth.table.schema import Schema
from skl_synth.table.special_values import named_special, special_of
from skl_synth.table.specification import TableSpecification
from skl_synth.table.survival_pairs import with_survival
from skl_synth.table.target import Target, check_pair
from skl_synth.table.unmerged_levels import with_all_levels
from skl_synth.table.whole_cells import with_plain_flags


@dataclass(frozen=True, eq=False)
class RealTable:
    """A real table that was read: the one thing that a generator is handed.

    Kinds, codecs, ranges and scales are decided here, when it is read. What is made
    from it, and what is compared with it, is written and read by these decisions.

    Parameters
    ----------
    schema : Schema
        What its columns are.
    layout : MatrixLayout
        The standardised matrix in which rows are compared.
    rows : EncodedRows
        The real rows.
    target : Target
        Their target.
    rules : Rules
        What holds in every row.
    container : TableFormat
        What the user passed, so that the same comes back.
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to, numbered by their first rows, where that is
        known.

    See Also
    --------
    TableEncoder : Says how a table is to be read, and is a transformer.
    skl_synth.generators.Generator : What learns such a table.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth.table import RealTable
    >>> frame = pd.DataFrame({"age": [31, 54, 47, 31], "ward": ["A", "B", "A", "C"]})
    >>> table = RealTable.read(frame, ["no", "yes", "no", "no"])
    >>> table.counts.tolist()
    [3, 1]
    >>> table.matrix().shape
    (4, 4)
    >>> table.decode(table.rows).equals(frame)
    True
    """

    schema: Schema
    layout: MatrixLayout
    rows: EncodedRows
    target: Target
    rules: Rules
    container: TableFormat
    persons: np.ndarray | None = None

    @classmethod
    def read(
        cls,
        X: Any,
        y: Any = None,
        *,
        encoder: Any = None,
        groups: Any = None,
    ) -> RealTable:
        """Read a real table; there is no other way in.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target.
        encoder : TableEncoder or TableSpecification, default=None
            What the user says of the table; None infers everything.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to; None where nothing is known of that.

        Returns
        -------
        RealTable
            The table.

        Raises
        ------
        InputError
            If the table, the target or the groups cannot be read, or real rows break a
            rule; the error names the column, the value and the remedy.
        """
        said = TableSpecification() if encoder is None else encoder
        check_pair(X, y)
        check_pair(X, groups, "groups")
        frame, container = with_plain_flags(frame_of(X)), TableFormat.of(X)
        named = container.named
        dictionary, overruled = dictionary_of(said.dictionary), said.column_kinds
        if dictionary is not None:
            said = specification_of(dictionary, frame, y, said)
            groups = persons_of(dictionary, frame, groups)
        kinds = kinds_of_columns(said.column_kinds, y, frame, named=named)
        of_target = kinds_of_target(said.column_kinds, frame, named=named)
        warn_of_shared_name(overruled, y, frame, named=named)
        kinds = with_person_key(kinds, frame, groups)
        special = named_special(said.special_values, frame, named=named)
        tokens = find_tokens(frame, said.missing_values, kinds, special)
        frame = without_tokens(frame, tokens)
        schema = infer_by_dictionary(
            dictionary,
            overruled,
            frame,
            special_values=special_of(frame, special),
            column_kinds=kinds,
            one_hot_groups=named_groups(said.one_hot_groups, frame, named=named),
            implicit_baseline=said.implicit_baseline,
            repair=said.one_hot_repair == "repair",
            named=named,
            publishing=Publishing(
                said.min_category_count, said.rare_label, said.min_tail_count
            ),
        )
        schema = with_identifiers(replace(schema, tokens=tokens), said.identifiers)
        persons = read_groups(groups, len(frame))
        schema = with_keys(schema, frame, persons)
        schema, rows = read_by_dictionary(dictionary, schema, frame, overruled)
        schema = with_survival(schema, rows, said.survival, y, named=named)
        # As the table is, not as rare levels and outermost values are published.
        whole = with_all_levels(schema, rows, frame)
        rules = Rules.fit(said.constraints or (), *whole, persons)
        rules = rules.learned_anew(schema, rows, persons)
        if said.rules == "infer":
            found = find_rules(*whole, persons)
            found = rules_of_visits(found, schema, rows, persons)
            rules = rules.with_found(found, rows, persons)
        return cls._with_tails(
            schema,
            rows,
            Target.read(y, len(rows), of_target),
            rules,
            container.without_categories([one.name for one in schema.identifiers]),
            persons,
        )

    @classmethod
    def _with_tails(
        cls,
        schema: Schema,
        rows: EncodedRows,
        target: Target,
        rules: Rules,
        container: TableFormat,
        persons: np.ndarray | None,
    ) -> RealTable:
        """Put together a table of some rows, the outermost values coded together."""
        least = schema.publishing.tail
        schema, rows = with_coded_tails(schema, rows, persons, least)
        return cls(
            schema,
            MatrixLayout.fit(schema, rows),
            rows,
            with_target_tails(target, persons, least),
            rules.learned_anew(schema, rows, persons),
            container,
            persons,
        )

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def header(self) -> Any:
        """The columns of the table as the user knows them, in a table without rows."""
        if self.container.named:
            return pd.DataFrame(columns=self.schema.columns)
        return np.empty((0, len(self.schema.columns)))

    @property
    def n_groups(self) -> int:
        """Number of classes; one where there are none."""
        return self.target.n_groups

    @property
    def counts(self) -> np.ndarray:
        """Real rows of each class; also of a table that holds no rows any more."""
        return np.bincount(self.target.groups, minlength=self.target.n_groups)

    @property
    def n_persons(self) -> int:
        """Number of people: where nothing is known of them, every row is one."""
        if self.persons is None:
            return len(self)
        return int(self.persons.max(initial=-1)) + 1

    @property
    def has_visits(self) -> bool:
        """Whether somebody is known to have more than one row."""
        return self.n_persons < len(self)

    def few_people(self, least: int = FEW) -> pd.DataFrame:
        """Name the levels and values that rest on few persons.

        It is for whoever has the table, and nothing of it is released.

        Parameters
        ----------
        least : int, default=10
            What fewer persons have rests on few. Where nothing is known of persons,
            each row is one.

        Returns
        -------
        DataFrame
            Column, value and number of persons (``n_persons``): of every level that
            fewer persons have, and of the smallest and the largest number where fewer
            have it.

        Examples
        --------
        >>> import pandas as pd
        >>> from skl_synth.table import RealTable
        >>> sex = pd.DataFrame({"sex": ["f"] * 12 + ["m"] * 12 + ["other"]})
        >>> RealTable.read(sex).few_people()
          column  value  n_persons
        0    sex  other          1
        """
        return few_people(self.schema, self.rows, self.persons, least)

    def describe(self) -> pd.DataFrame:
        """Show what each column was taken for, why, and what of it rests on few.

        Returns
        -------
        DataFrame
            As `Schema.describe`; and how many levels or values rest on one person
            (``one_person``) and on few (``few_persons``), and which (``held_by_few``).
        """
        return with_few(self.schema.describe(), self.summary_of_few())

    def summary_of_few(self) -> Any:
        """Count the levels and values of each column that rest on few persons.

        Returns
        -------
        object
            As `describe` shows it.
        """
        return summary_of_few(self.schema, self.rows, self.persons)

    @property
    def person_columns(self) -> list[Hashable]:
        """The columns that belong to the person: the same in all rows of everybody.

        Keys and constants are not among them; of a table whose persons are not known,
        or that holds no rows, there are none.
        """
        if self.persons is None or not len(self):
            return []
        return person_columns(self.schema, self.rows, self.persons)

    def encode(self, X: Any, *, unknown: str = "error") -> EncodedRows:
        """Read the rows of another table as the real one was read.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns of the real one, or with those that are published.
            One-hot groups may be blended and numbers unrounded.
        unknown : {"error", "ignore"}, default="error"
            Whether a level never seen raises an error or is read as unlike all.

        Returns
        -------
        EncodedRows
            Its rows; numbers as they came, codes by look-up and arg-max.

        Raises
        ------
        InputError
            If the columns differ, or for a level never seen.
        """
        return read_rows(self.schema, frame_of(self.completed(X)), unknown)

    def completed(self, X: Any) -> Any:
        """Give a table the identifiers, empty, that are left out of what is written.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns of the real one, or with those that are published.

        Returns
        -------
        table
            One with the columns of the real one.
        """
        written = as_pandas(X)
        if isinstance(written, pd.DataFrame) and written.columns.equals(
            self.schema.published
        ):
            return written.reindex(columns=self.schema.columns)
        return X

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
        return snap_rows(self.schema, rows)

    def decode(
        self, rows: EncodedRows, persons: np.ndarray | None = None, seed: int = 0
    ) -> pd.DataFrame:
        """Write snapped rows as a frame.

        Parameters
        ----------
        rows : EncodedRows
            Snapped rows.
        persons : ndarray of shape (n_rows,), default=None
            Which person each row belongs to, where there are persons.
        seed : int, default=0
            Source of the fresh keys.

        Returns
        -------
        DataFrame
            The columns of the real table in its order and dtypes, but for identifiers
            that are left out.
        """
        return write_rows(self.schema, rows, persons, seed)

    def matrix(self, rows: EncodedRows | None = None) -> np.ndarray:
        """Standardise rows.

        Parameters
        ----------
        rows : EncodedRows, default=None
            Rows of the schema; None for the real rows.

        Returns
        -------
        ndarray of shape (n_rows, n_matrix_columns), dtype float64
            The rows in units of standard deviations of the real table.
        """
        return self.layout.matrix(self.rows if rows is None else rows)

    def mixed(self, rows: EncodedRows | None = None) -> MixedRows:
        """Standardise rows for a search, which needs no 0/1 columns.

        Parameters
        ----------
        rows : EncodedRows, default=None
            Rows of the schema; None for the real rows.

        Returns
        -------
        MixedRows
            The rows, whose distances are those of the matrix.
        """
        return self.layout.mixed(self.rows if rows is None else rows)

    def write(self, candidates: Candidates) -> tuple[Any, Any]:
        """Write candidates as a table and its target; there is no other way out.

        Parameters
        ----------
        candidates : Candidates
            Snapped rows with their target.

        Returns
        -------
        X : same container as the real table
            The rows.
        y : same container as the real target, or None
            Their target; None where the real table has none.
        """
        frame = self.decode(candidates.rows, candidates.persons, candidates.seed)
        return self.in_containers(frame, candidates.target)

    def in_containers(self, frame: pd.DataFrame, target: np.ndarray) -> tuple[Any, Any]:
        """Put decoded rows and their target into the containers of the real ones.

        Parameters
        ----------
        frame : DataFrame
            Decoded rows.
        target : ndarray of shape (n_rows,)
            Their encoded target.

        Returns
        -------
        tuple of (X, y)
            As `write`.
        """
        X = self.container.write(frame)
        y = self.target.decode(target)
        if isinstance(y, (pd.Series, pd.DataFrame)) and isinstance(X, pd.DataFrame):
            y = y.set_axis(X.index, axis=0)
        return X, y

    def append(self, X: Any, X_new: Any) -> Any:
        """Put synthetic rows behind the real ones, which stay as they are.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The real table, as it was read.
        X_new : same container
            Synthetic rows, as `write` gives them.

        Returns
        -------
        same container
            All rows, without the identifiers that are left out. A categorical column
            gains a category where rare ones were merged into a new one.
        """
        if self.container.foreign is None:
            X = self.without_dropped(X)
        return self.container.append(X, X_new)

    def without_dropped(self, X: Any) -> Any:
        """Leave out the identifiers that are left out of all that is written.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            A table with the columns of the real one.

        Returns
        -------
        same container
            The table, or a copy of the columns that stay.
        """
        columns = self.schema.columns
        kept = np.flatnonzero(columns.isin(self.schema.published))
        if len(kept) == len(columns):
            return X
        if isinstance(X, list):
            return [[row[place] for place in kept] for row in X]
        return safe_indexing(X, kept, axis=1)

    def take(self, rows: np.ndarray) -> RealTable:
        """Restrict the table to some of its rows, as if no others had ever been seen.

        What the columns are, and how they are written, stays as it was decided for the
        whole table; ranges, decimals, levels, scales and rules are those of the rows
        that are taken.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask over all rows.

        Returns
        -------
        RealTable
            The part.
        """
        schema, taken = part_of(self.schema, self.rows.take(rows))
        return self._with_tails(
            schema,
            taken,
            self.target.take(rows),
            self.rules,
            self.container,
            None if self.persons is None else numbered(self.persons[rows]),
        )

    def without_found_rules(self) -> RealTable:
        """Forget the rules that were found in the rows; those that were given stay.

        Returns
        -------
        RealTable
            The same table, for what may learn nothing of it but by its budget.
        """
        return replace(self, rules=self.rules.without_found())

    def part(self, rows: np.ndarray, name: str) -> RealTable:
        """Restrict the table to some rows, by columns and scales of the whole.

        Its rows can be put beside those of other parts, which `take` does not promise.

        Parameters
        ----------
        rows : ndarray of int
            Positions.
        name : str
            What to call the part in messages.

        Returns
        -------
        RealTable
            The part, with the classes that it has.
        """
        return replace(
            self,
            rows=self.rows.take(rows),
            target=self.target.within(rows, name),
            persons=None if self.persons is None else numbered(self.persons[rows]),
        )

    def without_rows(self) -> RealTable:
        """Forget the real rows; what remains reads and writes as before.

        Returns
        -------
        RealTable
            The same reading and the same counts of classes, without a row.
        """
        nothing = np.empty(0, dtype=np.intp)
        return replace(
            self,
            rows=self.rows.take(nothing),
            target=self.target.without_rows(),
            persons=None,
        )
