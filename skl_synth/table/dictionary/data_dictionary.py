"""DataDictionary: what is known of a table without looking at it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from skl_synth.table.dictionary.dictionary_checks import check_dictionary
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.dictionary_files import read_text, written_text
from skl_synth.table.dictionary.identifier_choices import choices_from
from skl_synth.table.dictionary.located import inside, lines_of
from skl_synth.table.dictionary.our_parts import parts_of
from skl_synth.table.dictionary.rule_entry import (
    RuleEntry,
    entry_of,
    rules_from,
    rules_to,
)
from skl_synth.table.dictionary.schema_shapes import OURS, as_list
from skl_synth.table.dictionary.survival_entry import (
    survival_from,
    survival_without,
)
from skl_synth.table.dictionary.table_schema import field_from, field_to
from skl_synth.whole_files import replacing

_OUR_KEYS = {
    "target": "name",
    "public": "flag",
    "n_rows": "people",
    "baselines": "list",
    "impossible": "list",
    "person": "name",
    "identifiers": "",
    "survival": "",
    "rules": "list",
    "drop": "list",
    "how_to": "list",
}
"""What stands under our key, and its shape."""

_KEPT = (
    *("$schema", "name", "title", "description", "primaryKey", "foreignKeys"),
    *("uniqueKeys", "fieldsMatch", "homepage", "version", "licenses", "sources"),
)
"""Words of a Table Schema that say nothing here, and are kept."""


@dataclass(frozen=True, repr=False)
class DataDictionary:
    """What is known of a table without looking at its rows.

    Kinds, levels, bounds, decimals and what may be missing, column by column. A
    formal guarantee takes all of this from here, and nothing of it from the real rows:
    what stands in a dictionary is public. It is written as a Frictionless Table Schema;
    what that has no word for stands under the key ``"skl_synth"``.

    Parameters
    ----------
    fields : tuple of Field
        The columns in order, the target among them.
    target : str or None, default=None
        Which of the fields is the target; None where there is none.
    missing_values : tuple of str, default=("",)
        Texts that stand for a missing value, in all columns.
    public : bool, default=True
        Whether all of it is known without the real rows. What was read from a table
        says False, until somebody has gone through it, see `as_public`.
    n_rows : int or None, default=None
        How many persons there are, if that is public.
    baselines : tuple of str, default=()
        One-hot groups in which a row may have no column set.
    impossible : tuple of mapping, default=()
        Combinations that cannot be, such as
        ``{"sex": ["m"], "pregnant": ["yes"]}``: no row has one of the levels in each
        of these columns.
    person : str or None, default=None
        The column that says whose a row is, where people have several rows.
    identifiers : mapping of str to str, default={}
        What becomes of each column of keys, names or free text: ``"surrogate"``,
        ``"surrogate_valid"``, ``"drop"`` or ``"refuse"``, see `TableEncoder`.
    survival : mapping of str to object, default={}
        The event of each time: its column, or a list of its column and the level that
        is the event, see `TableEncoder`.
    rules : tuple of RuleEntry or None, default=None
        The rules that hold in every row, with what each rests on, and whether it is
        kept. None where nothing is said: they are searched for in the rows then.
    drop : tuple of str, default=()
        Columns of the file that are left out before it is read.
    other : mapping, default={}
        Words of a Table Schema that say nothing here, such as ``"licenses"``.

    See Also
    --------
    PrivateMarginals : Takes its domain from a dictionary.
    TableEncoder : Infers what a table is from its rows.

    References
    ----------
    .. [1] Frictionless Data, "Table Schema", https://specs.frictionlessdata.io

    Examples
    --------
    >>> from skl_synth import DataDictionary
    >>> dictionary = DataDictionary.read(
    ...     {
    ...         "fields": [
    ...             {
    ...                 "name": "age",
    ...                 "type": "integer",
    ...                 "constraints": {"minimum": 0, "maximum": 110},
    ...             },
    ...             {
    ...                 "name": "ill",
    ...                 "type": "boolean",
    ...                 "constraints": {"required": True},
    ...             },
    ...         ],
    ...         "skl_synth": {"target": "ill"},
    ...     }
    ... )
    >>> [(field.name, field.kind, field.nullable) for field in dictionary.fields]
    [('age', 'integer', True), ('ill', 'binary', False)]
    >>> DataDictionary.read(dictionary.to_mapping()) == dictionary
    True
    """

    fields: tuple[Field, ...]
    target: str | None = None
    missing_values: tuple[str, ...] = ("",)
    public: bool = True
    n_rows: int | None = None
    baselines: tuple[str, ...] = ()
    impossible: tuple[Mapping[str, list], ...] = ()
    person: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    survival: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[RuleEntry, ...] | None = None
    drop: tuple[str, ...] = ()
    other: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rules is not None:
            entries = tuple(entry_of(one) for one in self.rules)
            object.__setattr__(self, "rules", entries)
        check_dictionary(self)

    def __repr__(self) -> str:
        # As a parameter of an estimator it is shown wherever that is.
        return f"DataDictionary({len(self.fields)} fields, target={self.target!r})"

    def __deepcopy__(self, memo: dict) -> DataDictionary:
        # Nothing of it is ever changed, and the copies of an estimator share it.
        return self

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields of the table, without the target."""
        return tuple(one for one in self.fields if one.name != self.target)

    @property
    def target_field(self) -> Field | None:
        """The field of the target, if there is one."""
        return next((one for one in self.fields if one.name == self.target), None)

    @property
    def groups(self) -> dict[str, list[str]]:
        """The columns of each one-hot group."""
        groups: dict[str, list[str]] = {}
        for one in self.fields:
            if one.group is not None:
                groups.setdefault(one.group, []).append(one.name)
        return groups

    @classmethod
    def from_table(
        cls, X: Any, y: Any = None, encoder: Any = None, groups: Any = None
    ) -> DataDictionary:
        """Describe a table as it was read.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target.
        encoder : TableEncoder, default=None
            What is said of the table; None infers everything. What its dictionary says
            of a column stays.
        groups : array-like of shape (n_rows,), default=None
            Which person each row belongs to.

        Returns
        -------
        DataDictionary
            It says ``public=False``: levels and bounds are those of the real rows, and
            whoever has them knows of the people who hold them.

        Raises
        ------
        InputError
            If the table cannot be read.
        """
        # Reading a table may need a dictionary, and comes before this in turn.
        from skl_synth.table.dictionary.self_description import describe_table

        return describe_table(X, y, encoder, groups)

    @classmethod
    def read(cls, source: Any) -> DataDictionary:
        """Read a dictionary.

        Parameters
        ----------
        source : str, path, mapping or DataDictionary
            A file of JSON or YAML, or what stands in one.

        Returns
        -------
        DataDictionary
            The dictionary.

        Raises
        ------
        InputError
            If it is none; the message names the line and the column of the file, the
            column of the table, and the value that is wrong.
        OSError
            If there is no such file.
        """
        if isinstance(source, DataDictionary):
            return source
        if isinstance(source, Mapping):
            return cls._of(source)
        text = read_text(source)
        with lines_of(text):
            return cls._of(text.value)

    @classmethod
    def _of(cls, described: Any) -> DataDictionary:
        """Read what stands in a file."""
        fields, ours = parts_of(described, _OUR_KEYS, _KEPT)
        read = tuple(field_from(one, place) for place, one in enumerate(fields))
        with inside(OURS, "rules"):
            rules = rules_from(ours.get("rules"))
        return cls(
            fields=read,
            target=ours.get("target"),
            missing_values=as_list(
                described.get("missingValues", [""]),
                "missingValues",
                "text",
                at=("missingValues",),
            ),
            public=ours.get("public") is not False,
            n_rows=ours.get("n_rows"),
            baselines=_listed(ours, "baselines", "text"),
            impossible=tuple(ours.get("impossible") or ()),
            person=ours.get("person"),
            identifiers=choices_from(ours.get("identifiers"), read),
            survival=survival_from(ours.get("survival"), read),
            rules=rules,
            drop=_listed(ours, "drop", "name"),
            other={name: described[name] for name in _KEPT if name in described},
        )

    def to_mapping(self) -> dict[str, Any]:
        """Write the dictionary as a Frictionless Table Schema.

        Returns
        -------
        dict
            What `read` reads as the same dictionary; ready for JSON.
        """
        ours = {
            "target": self.target,
            "person": self.person,
            "public": self.public,
            "n_rows": self.n_rows,
            "identifiers": dict(self.identifiers) or None,
            "survival": dict(self.survival) or None,
            "baselines": list(self.baselines) or None,
            "impossible": [dict(one) for one in self.impossible] or None,
            "drop": list(self.drop) or None,
            "rules": rules_to(self.rules),
        }
        return {
            **self.other,
            "fields": [field_to(one) for one in self.fields],
            "missingValues": list(self.missing_values),
            OURS: {name: value for name, value in ours.items() if value is not None},
        }

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the dictionary to a file, which is there whole or not at all.

        Unless it is public, only its owner can read the file: levels and bounds of real
        rows are often those of one person.

        Parameters
        ----------
        path : str or path
            The file, which is replaced where it exists. One that ends in .yaml or .yml
            becomes YAML, with comments that say what to do; any other JSON.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        text = written_text(self.to_mapping(), path)
        with replacing(path, encoding="utf-8", private=not self.public) as handle:
            handle.write(text)

    def as_public(self) -> DataDictionary:
        """Declare that all of it is known without the real rows.

        Whoever says so has replaced levels and bounds that only the real rows know by
        those that any such table could have.

        Returns
        -------
        DataDictionary
            The same, public. Of rules it does not say any more how many rows they
            rest on, which nobody can know without counting them.
        """
        bare = [RuleEntry(one.rule, keep=one.keep) for one in self.rules or ()]
        rules = None if self.rules is None else tuple(bare)
        return replace(self, public=True, rules=rules)

    def without(self, names: Collection[str]) -> DataDictionary:
        """Strike out columns that are left out of the table.

        Parameters
        ----------
        names : collection of str
            Columns; those that it does not describe are passed over.

        Returns
        -------
        DataDictionary
            The others, and the combinations and rules that name none of these
            columns.

        Raises
        ------
        InputError
            If no column is left, or the target is struck out.

        Examples
        --------
        >>> from skl_synth import DataDictionary
        >>> flag = {"type": "boolean"}
        >>> fields = [{"name": name, **flag} for name in ("smoker", "diabetic")]
        >>> dictionary = DataDictionary.read({"fields": fields})
        >>> [field.name for field in dictionary.without(["smoker"]).fields]
        ['diabetic']
        """
        fields = tuple(one for one in self.fields if one.name not in names)
        rules = self.rules or ()
        groups = {one.group for one in fields}
        return replace(
            self,
            fields=fields,
            baselines=tuple(one for one in self.baselines if one in groups),
            impossible=tuple(
                one for one in self.impossible if not set(one) & set(names)
            ),
            person=None if self.person in names else self.person,
            identifiers={
                name: choice
                for name, choice in self.identifiers.items()
                if name not in names
            },
            survival=survival_without(self.survival, names),
            rules=None
            if self.rules is None
            else tuple(one for one in rules if not set(one.columns) & set(names)),
        )


def _listed(ours: Mapping, name: str, shape: str) -> tuple:
    return as_list(ours.get(name), name, shape, at=(OURS, name))
