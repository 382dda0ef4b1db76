"""DataDictionary: what is known of a table without looking at it."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from skl_synth.errors import InputError, Remedy
from skl_synth.table.dictionary.described_table import fields_of, target_of
from skl_synth.table.dictionary.dictionary_checks import check_dictionary
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.table_schema import (
    OURS,
    as_list,
    as_mapping,
    check_keys,
    field_from,
    field_to,
)
from skl_synth.table.real import RealTable
from skl_synth.whole_files import replacing

_OUR_KEYS = ("target", "public", "n_rows", "baselines", "impossible")


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

    def __post_init__(self) -> None:
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
    def from_table(cls, X: Any, y: Any = None, encoder: Any = None) -> DataDictionary:
        """Describe a table as it was read.

        Parameters
        ----------
        X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
            The table, without the target.
        y : array-like of shape (n_rows,), default=None
            The target.
        encoder : TableEncoder, default=None
            What is said of the table; None infers everything.

        Returns
        -------
        DataDictionary
            It says ``public=False``: levels and bounds are those of the real rows, and
            whoever has them knows of the people who hold them.

        Raises
        ------
        InputError
            If the table cannot be read, or a column has no word in a dictionary, such
            as times of day.
        """
        table = RealTable.read(X, y, encoder=encoder)
        fields, baselines = fields_of(table.schema)
        field = target_of(table.target, [one.name for one in fields])
        return cls(
            fields=(*fields, *([field] if field else [])),
            target=field.name if field else None,
            public=False,
            baselines=tuple(baselines),
        )

    @classmethod
    def read(cls, source: Any) -> DataDictionary:
        """Read a dictionary.

        Parameters
        ----------
        source : str, path, mapping or DataDictionary
            A file of JSON, or what stands in one.

        Returns
        -------
        DataDictionary
            The dictionary.

        Raises
        ------
        InputError
            If it is none; the message names the field and what is wrong.
        OSError
            If there is no such file.
        """
        if isinstance(source, DataDictionary):
            return source
        described = source if isinstance(source, Mapping) else _from_file(source)
        fields = described.get("fields")
        if not isinstance(fields, list) or not fields:
            raise InputError(
                "the dictionary has no list of fields",
                parameter="dictionary",
                value=fields,
                remedies=['give one, {{"fields": [{{"name": "age", ...}}]}}'],
            )
        ours = as_mapping(described.get(OURS, {}), OURS)
        check_keys(ours, _OUR_KEYS)
        return cls(
            fields=tuple(field_from(one, place) for place, one in enumerate(fields)),
            target=ours.get("target"),
            missing_values=as_list(
                described.get("missingValues", [""]), "missingValues"
            ),
            public=ours.get("public", True),
            n_rows=ours.get("n_rows"),
            baselines=as_list(ours.get("baselines"), "baselines"),
            impossible=as_list(ours.get("impossible"), "impossible"),
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
            "public": self.public,
            "n_rows": self.n_rows,
            "baselines": list(self.baselines) or None,
            "impossible": [dict(one) for one in self.impossible] or None,
        }
        return {
            "fields": [field_to(one) for one in self.fields],
            "missingValues": list(self.missing_values),
            OURS: {name: value for name, value in ours.items() if value is not None},
        }

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the dictionary to a file of JSON, which is there whole or not at all.

        Parameters
        ----------
        path : str or path
            The file, which is replaced where it exists.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        text = json.dumps(self.to_mapping(), indent=2, ensure_ascii=False)
        with replacing(path, encoding="utf-8") as handle:
            handle.write(text + "\n")

    def as_public(self) -> DataDictionary:
        """Declare that all of it is known without the real rows.

        Whoever says so has replaced levels and bounds that only the real rows know by
        those that any such table could have.

        Returns
        -------
        DataDictionary
            The same, public.
        """
        return replace(self, public=True)

    def without(self, names: Collection[str]) -> DataDictionary:
        """Strike out columns that are left out of the table.

        Parameters
        ----------
        names : collection of str
            Columns; those that it does not describe are passed over.

        Returns
        -------
        DataDictionary
            The others, and the combinations that name none of these columns.

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
        groups = {one.group for one in fields}
        return replace(
            self,
            fields=fields,
            baselines=tuple(one for one in self.baselines if one in groups),
            impossible=tuple(
                one for one in self.impossible if not set(one) & set(names)
            ),
        )


def _from_file(path: str | os.PathLike[str]) -> Mapping:
    try:
        text = Path(path).read_text(encoding="utf-8")
        described = json.loads(text, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "the dictionary {path} is no JSON ({reason})",
            parameter="dictionary",
            path=str(path),
            reason=error,
            remedies=[
                "correct the file",
                Remedy("write one by DataDictionary.write", only="python"),
                Remedy("write one by skl-synth inspect --write", only="command line"),
            ],
        ) from error
    if isinstance(described, Mapping):
        return described
    raise InputError(
        "the dictionary {path} holds no object of names and values",
        parameter="dictionary",
        path=str(path),
    )


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: whoever reads the file sees only one of them."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name!r} stands twice in one object")
        found[name] = value
    return found
