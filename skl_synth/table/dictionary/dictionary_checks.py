"""What must hold between the fields of a data dictionary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from skl_synth.errors import InputError
from skl_synth.table.dictionary.dictionary_field import LEVEL_KINDS, lacking_of
from skl_synth.table.dictionary.located import inside
from skl_synth.table.dictionary.schema_shapes import OURS, did_you_mean
from skl_synth.table.identifiers import IDENTIFIERS
from skl_synth.table.level_keys import key_of
from skl_synth.table.target.target_cells import TARGET_KINDS
from skl_synth.table.values import some_of

if TYPE_CHECKING:
    from skl_synth.table.dictionary.data_dictionary import DataDictionary


def check_dictionary(dictionary: DataDictionary) -> None:
    """Refuse a dictionary whose parts do not fit together.

    Parameters
    ----------
    dictionary : DataDictionary
        A dictionary, each of whose fields is sound by itself.

    Raises
    ------
    InputError
        If a column comes twice, the target is none of the fields or of a kind that no
        target has, or a group or a combination names what there is not.
    """
    _check_names(dictionary)
    _check_columns(dictionary)
    if dictionary.public:
        check_complete(dictionary)
    _check_target(dictionary)
    _check_person(dictionary)
    _check_identifiers(dictionary)
    _check_rules(dictionary)
    for name in dictionary.baselines:
        if name not in dictionary.groups:
            raise InputError(
                "the dictionary gives the one-hot group {value!r} a baseline; its "
                "groups are {groups}",
                value=name,
                at=(OURS, "baselines"),
                groups=some_of(list(dictionary.groups)) or "none",
            )
    for place, combination in enumerate(dictionary.impossible):
        with inside(OURS, "impossible", place):
            _check_impossible(dictionary, combination)


def check_complete(dictionary: DataDictionary) -> None:
    """Refuse a dictionary that leaves bounds or levels to the table.

    Parameters
    ----------
    dictionary : DataDictionary
        One that a table is read by alone, and nothing else of its rows.

    Raises
    ------
    InputError
        If a column has no bounds, or none of its levels is listed.
    """
    for place, field in enumerate(dictionary.fields):
        lacking = lacking_of(field)
        if lacking is not None:
            with inside("fields", place):
                raise lacking


def _check_names(dictionary: DataDictionary) -> None:
    counts = Counter(one.name for one in dictionary.fields)
    twice = [name for name, n in counts.items() if n > 1]
    if twice:
        raise InputError(
            "the dictionary has the field {column!r} {n} times",
            column=twice[0],
            at=("fields", _second(dictionary, twice[0])),
            n=counts[twice[0]],
            remedies=["describe each column once"],
        )


def _second(dictionary: DataDictionary, name: str) -> int:
    return [i for i, one in enumerate(dictionary.fields) if one.name == name][1]


def _check_columns(dictionary: DataDictionary) -> None:
    if not dictionary.columns:
        raise InputError(
            "the dictionary describes no column beside the target",
            value=dictionary.target,
            remedies=["describe the columns of the table among the fields"],
        )


def _check_target(dictionary: DataDictionary) -> None:
    field = dictionary.target_field
    names = [one.name for one in dictionary.fields]
    if dictionary.target is not None and field is None:
        raise InputError(
            "the dictionary calls {value!r} the target, which is none of its fields; "
            "they are {names}",
            value=dictionary.target,
            names=some_of(names, 20),
            at=(OURS, "target"),
            remedies=["describe it among the fields"],
        )
    if field is None:
        return
    if field.kind not in TARGET_KINDS or field.may_be_missing:
        raise InputError(
            "the target {column!r} is {value}{missing}; a target is one of {choices}, "
            "and is never missing",
            column=field.name,
            value=field.kind,
            missing=" and may be missing" if field.may_be_missing else "",
            at=("fields", names.index(field.name)),
            choices=list(TARGET_KINDS),
            remedies=['say {{"required": true}} under its constraints, and its kind'],
        )


def _check_person(dictionary: DataDictionary) -> None:
    names = [one.name for one in dictionary.columns]
    if dictionary.person is not None and dictionary.person not in names:
        raise InputError(
            "the dictionary says that {value!r} is whose a row is, which is none of "
            "its columns; {likely}",
            value=dictionary.person,
            likely=did_you_mean(dictionary.person, names),
            at=(OURS, "person"),
            remedies=["name a column, and not the target", "strike it out"],
        )


def _check_identifiers(dictionary: DataDictionary) -> None:
    kinds = {one.name: one.kind for one in dictionary.columns}
    for name, choice in dictionary.identifiers.items():
        if name not in kinds or (kinds[name] != "identifier" and choice == "drop"):
            raise InputError(
                "the dictionary says what becomes of {value!r}, which is no identifier "
                "of it; {likely}",
                value=name,
                likely=did_you_mean(
                    name, [one for one in kinds if kinds[one] == "identifier"]
                ),
                at=(OURS, "identifiers", name),
                of_key=True,
                remedies=[
                    'give the column the kind "identifier"',
                    'name it under "drop", if it is to be left out',
                    "strike it out",
                ],
            )
        if choice not in IDENTIFIERS:
            raise InputError(
                "the dictionary says {value!r} of the identifier {column!r}, which is "
                "none of {choices}",
                column=name,
                value=choice,
                choices=list(IDENTIFIERS),
                at=(OURS, "identifiers", name),
            )


def _check_rules(dictionary: DataDictionary) -> None:
    names = [one.name for one in dictionary.columns]
    names += list(dictionary.groups)
    for place, entry in enumerate(dictionary.rules or ()):
        unknown = [one for one in entry.columns if one not in names]
        if unknown and entry.keep:
            raise InputError(
                "rule {number} of the dictionary ({rule}) names {column!r}, which is "
                "{what}; {likely}",
                number=place + 1,
                what="the target, and a rule is between the other columns"
                if unknown[0] == dictionary.target
                else "none of its columns",
                column=unknown[0],
                value=unknown[0],
                rule=str(entry.rule),
                likely=did_you_mean(unknown[0], names),
                at=(OURS, "rules", place),
                remedies=['strike the rule out, "keep": false'],
            )


def _check_impossible(dictionary: DataDictionary, combination: Any) -> None:
    if not isinstance(combination, Mapping) or len(combination) < 2:
        raise InputError(
            "the dictionary calls {value!r} impossible, which is no combination of two "
            "columns or more",
            value=combination,
            remedies=['write {{"sex": ["m"], "pregnant": ["yes"]}}'],
        )
    levels = {
        one.name: {key_of(level) for level in one.levels}
        for one in dictionary.columns
        if one.kind in LEVEL_KINDS
    }
    for name, cells in combination.items():
        if name not in levels:
            raise InputError(
                "the dictionary calls a combination with {column!r} impossible; only "
                "columns with levels can stand in one, and not the target: {choices}",
                column=name,
                choices=some_of(list(levels), 20),
            )
        if not levels[name]:
            # They are those of the table, and are compared with it there.
            continue
        for cell in cells if isinstance(cells, list) else [cells]:
            if key_of(cell) not in levels[name]:
                raise InputError(
                    "the dictionary calls a combination with {value!r} in column "
                    "{column!r} impossible, which is none of its levels",
                    column=name,
                    value=cell,
                    remedies=["name a level that it has"],
                )
