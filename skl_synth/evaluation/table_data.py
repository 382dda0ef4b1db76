"""The rows of one table as an audit reads them, and all the tables of an audit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from skl_synth.errors import InputError
from skl_synth.evaluation.people import People, people_of, taken


@dataclass(frozen=True)
class Attribute:
    """One thing that a table says of a person: a column, or a one-hot group.

    Parameters
    ----------
    name : str
        Its name.
    is_number : bool
        Whether it is measured or counted; else it has levels.
    place : int
        Its column in `TableData.numbers` or `TableData.codes`.
    levels : tuple of str
        The levels by code, those of every table; empty for a number.
    is_constant : bool
        Whether the real table holds one value only.
    kind : str
        The kind of its column, such as "ordinal", whose numbers are places of levels;
        empty for the target.
    """

    name: str
    is_number: bool
    place: int
    levels: tuple[str, ...] = ()
    is_constant: bool = False
    kind: str = ""


@dataclass(frozen=True, eq=False)
class TableData:
    """The rows of one table.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_numbers), dtype float64
        Numbers as they stand in the table, but for float noise; NaN where missing.
    codes : ndarray of shape (n_rows, n_codes), dtype int
        Positions among the levels of each attribute.
    labels : ndarray of shape (n_rows,) or None
        The target as a plain array of labels or numbers; None without a target.
    keys : tuple of ndarray
        The identifiers, as text; they take part in no distance and no model.
    persons : ndarray of shape (n_rows,) or None
        Which person each row belongs to, where that is known.
    """

    numbers: np.ndarray
    codes: np.ndarray
    labels: np.ndarray | None = None
    keys: tuple[np.ndarray, ...] = ()
    persons: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, rows: np.ndarray) -> TableData:
        """Return some of the rows.

        Parameters
        ----------
        rows : ndarray of int or bool
            Positions, or a mask.

        Returns
        -------
        TableData
            The rows asked for.
        """
        labels = None if self.labels is None else self.labels[rows]
        keys = tuple(key[rows] for key in self.keys)
        persons = taken(self.persons, rows)
        return TableData(self.numbers[rows], self.codes[rows], labels, keys, persons)

    @property
    def n_people(self) -> int:
        """Number of people: where nothing is known of them, every row is one."""
        return len(self) if self.persons is None else len(np.unique(self.persons))

    def values(self, attribute: Attribute) -> np.ndarray:
        """Return one attribute of all rows.

        Parameters
        ----------
        attribute : Attribute
            A number or levels.

        Returns
        -------
        ndarray of shape (n_rows,)
            Numbers, or codes.
        """
        table = self.numbers if attribute.is_number else self.codes
        return table[:, attribute.place]


@dataclass(frozen=True, eq=False)
class AuditTables:
    """What an audit works on.

    Parameters
    ----------
    attributes : tuple of Attribute
        What the tables say of a person, in the order of the columns.
    real, synthetic : TableData
        The rows that the generator was given, and those that it made.
    holdout : TableData or None
        Further real rows of the same population, which were held out.
    target_kind : {"classes", "continuous", "none"}
        What the target is.
    target_name : str
        Its name.
    notes : tuple of str
        What was found on reading that the user should know.
    """

    attributes: tuple[Attribute, ...]
    real: TableData
    synthetic: TableData
    holdout: TableData | None
    target_kind: str
    target_name: str
    notes: tuple[str, ...] = ()

    @property
    def is_classes(self) -> bool:
        """Whether the target holds classes."""
        return self.target_kind == "classes"

    @property
    def people(self) -> tuple[People, People] | None:
        """Whom the real and the held-out rows belong to; None where rows are people.

        It must be known of both: people of several rows cannot be compared with single
        rows.
        """
        parts = [self.real, self.holdout]
        known = [s.persons for s in parts if s is not None and s.persons is not None]
        if len(known) < 2 or all(len(np.unique(one)) == len(one) for one in known):
            return None
        return people_of(known[0]), people_of(known[1])

    @property
    def varying(self) -> tuple[Attribute, ...]:
        """The attributes that differ among the real rows."""
        return tuple(one for one in self.attributes if not one.is_constant)

    @property
    def parts(self) -> list[TableData]:
        """The tables that there are."""
        found = [self.real, self.synthetic]
        return found if self.holdout is None else [*found, self.holdout]

    def named(self, names: Collection[str] | None, parameter: str) -> list[Attribute]:
        """Find attributes by name.

        Parameters
        ----------
        names : collection of str or None
            Names of columns or one-hot groups; None finds none.
        parameter : str
            What the user called them, for messages.

        Returns
        -------
        list of Attribute
            The attributes.

        Raises
        ------
        InputError
            If there is no such column or group.
        """
        by_name = {one.name: one for one in self.attributes}
        wanted = [] if names is None else list(names)
        for name in wanted:
            if str(name) not in by_name:
                raise InputError(
                    "{parameter} names {value!r}; the columns and one-hot groups are "
                    "{known}",
                    parameter=parameter,
                    value=name,
                    known=", ".join(by_name),
                )
        return [by_name[str(name)] for name in wanted]

    def labels_of(self, name: str) -> np.ndarray:
        """Return the target of one table, which must have one.

        Parameters
        ----------
        name : {"real", "synthetic", "holdout"}
            The table.

        Returns
        -------
        ndarray of shape (n_rows,)
            Labels or numbers.
        """
        labels: np.ndarray = getattr(self, name).labels
        return labels

    def with_target(self) -> AuditTables:
        """Make the target one more attribute.

        Returns
        -------
        AuditTables
            The same rows; the target is their last number, or their last code.
        """
        if self.target_kind == "none":
            return self
        if not self.is_classes:
            place = self.real.numbers.shape[1]
            attribute = Attribute(self.target_name, True, place)
            parts = [_with_number(data) for data in self.parts]
        else:
            labels = np.unique(np.concatenate([s.labels for s in self.parts]))
            levels = tuple(str(label) for label in labels.tolist())
            place = self.real.codes.shape[1]
            attribute = Attribute(self.target_name, False, place, levels)
            parts = [_with_code(data, labels) for data in self.parts]
        holdout = parts[2] if len(parts) == 3 else None
        return replace(
            self,
            attributes=(*self.attributes, attribute),
            real=parts[0],
            synthetic=parts[1],
            holdout=holdout,
        )


def _with_number(data: TableData) -> TableData:
    assert data.labels is not None
    numbers = np.column_stack([data.numbers, data.labels.astype(np.float64)])
    return replace(data, numbers=numbers)


def _with_code(data: TableData, labels: np.ndarray) -> TableData:
    assert data.labels is not None
    codes = np.column_stack([data.codes, np.searchsorted(labels, data.labels)])
    return replace(data, codes=codes)
