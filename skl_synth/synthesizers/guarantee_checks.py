"""What ends a formal guarantee, or makes one that says nothing: refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skl_synth.errors import ColumnOf, InputError, Remedy, Setting, warn
from skl_synth.generators.marginals.exact_noise import require_opendp
from skl_synth.synthesizers.tuning_warning import warn_of_tuning
from skl_synth.table.dictionary import DataDictionary
from skl_synth.table.dictionary.public_rules import rules_left_out
from skl_synth.table.encoder import TableEncoder
from skl_synth.table.real import RealTable

if TYPE_CHECKING:
    from skl_synth.synthesizers.private_marginals import PrivateMarginals

FROM_DATA = "from_data"
"""The word for a domain that is read from the real rows."""

LARGE_EPSILON = 4
"""Above it, the ceiling that the guarantee sets to an attack is next to none."""


def dictionary_of(synthesizer: PrivateMarginals) -> DataDictionary | None:
    """Read the dictionary that a synthesizer was given.

    Parameters
    ----------
    synthesizer : PrivateMarginals
        The synthesizer.

    Returns
    -------
    DataDictionary or None
        The dictionary; None where the domain is to be read from the real rows.

    Raises
    ------
    InputError
        If there is none and a guarantee was asked for, or it cannot be read.
    """
    given = synthesizer.dictionary
    if isinstance(given, str) and given == FROM_DATA:
        return None
    if given is not None:
        return DataDictionary.read(given)
    if synthesizer.epsilon is None:
        return None
    raise InputError(
        "a guarantee needs to know what the table can hold without looking at it, and "
        "{parameter} is {value}",
        parameter="dictionary",
        value=None,
        remedies=[
            Remedy(
                "describe the table by a DataDictionary, or the path of one, with "
                "levels and bounds that are public"
            ),
            Remedy(
                "read them from the real rows, {setting}, which ends the guarantee",
                Setting("dictionary", FROM_DATA),
            ),
        ],
    )


def check_guarantee(
    synthesizer: PrivateMarginals, dictionary: DataDictionary | None
) -> None:
    """Refuse what cannot stand beside a dictionary, and warn of what says little.

    Parameters
    ----------
    synthesizer : PrivateMarginals
        The synthesizer.
    dictionary : DataDictionary or None
        Its dictionary; None where the domain is read from the real rows.

    Raises
    ------
    InputError
        For ``mode="augment"`` or an encoder beside a dictionary, and for a delta that
        is no smaller than one over the number of people that the dictionary names.

    ImportError
        If OpenDP, which makes the noise, is not installed.

    Warns
    -----
    InputWarning
        If the domain is not public, epsilon is large, or another one was tried with
        the same dictionary.
    """
    if dictionary is not None:
        _check_mode(synthesizer)
        _check_encoder(synthesizer)
        check_delta(synthesizer, dictionary.n_rows)
    epsilon = synthesizer.epsilon
    if epsilon is not None:
        require_opendp()
        _warn_of_domain(dictionary)
        _warn_of_epsilon(epsilon)
        if dictionary is not None and dictionary.public:
            warn_of_tuning(dictionary, float(epsilon))


def is_public(synthesizer: PrivateMarginals, dictionary: DataDictionary | None) -> bool:
    """Whether a synthesizer can give a guarantee.

    Parameters
    ----------
    synthesizer : PrivateMarginals
        The synthesizer.
    dictionary : DataDictionary or None
        Its dictionary.

    Returns
    -------
    bool
        Whether there is noise, and the domain is known without the real rows.
    """
    known = dictionary is not None and dictionary.public
    return synthesizer.epsilon is not None and known


def check_delta(synthesizer: PrivateMarginals, n_people: int | None) -> None:
    """Refuse a delta with which everything of one person may be published.

    Parameters
    ----------
    synthesizer : PrivateMarginals
        The synthesizer.
    n_people : int or None
        How many people there are, by the dictionary or with noise.

    Raises
    ------
    InputError
        If delta is not smaller than one over that number.
    """
    if synthesizer.epsilon is None or not n_people:
        return
    if synthesizer.delta >= 1 / n_people:
        raise InputError(
            "{parameter}={value:g} allows to publish one of {n} people as they are, "
            "once in a while",
            parameter="delta",
            value=synthesizer.delta,
            n=n_people,
            remedies=[
                Remedy(
                    "choose one that is far below one over the number of people, "
                    "{setting}",
                    Setting("delta", 1e-6),
                )
            ],
        )


def refuse_wrapping(synthesizer: PrivateMarginals) -> None:
    """Refuse to stand inside of what reads real rows, where a guarantee was asked for.

    Parameters
    ----------
    synthesizer : PrivateMarginals
        The synthesizer that is wrapped.

    Raises
    ------
    InputError
        Unless it has no guarantee anyway.
    """
    if is_public(synthesizer, dictionary_of(synthesizer)):
        raise InputError(
            "PrivateMarginals stands inside of a synthesizer that compares its rows "
            "with real ones, and chooses among them: that ends the guarantee of "
            "{parameter}={value:g}",
            parameter="epsilon",
            value=synthesizer.epsilon,
            remedies=[
                "use PrivateMarginals by itself",
                Remedy("give up the guarantee, {setting}", Setting("epsilon", None)),
            ],
        )


def warn_of_rules(dictionary: DataDictionary, table: RealTable) -> None:
    """Say which rules of a dictionary are not kept, since only rows could tell them.

    Parameters
    ----------
    dictionary : DataDictionary
        What is known.
    table : RealTable
        A table that was read by it.

    Warns
    -----
    InputWarning
        If there are any.
    """
    left_out = rules_left_out(dictionary, table.schema)
    if left_out:
        warn(
            "the dictionary wants these rules kept, and does not say what follows from "
            "what: {rules}; to look it up in the real rows would end the guarantee, so "
            "they are not kept",
            parameter="dictionary",
            rules="; ".join(str(one) for one in left_out),
            stacklevel=4,
            remedies=[
                "leave out the columns that follow, and add them to the synthetic rows "
                "afterwards",
                "strike these rules out in the dictionary",
            ],
        )


def warn_of_left_out(rows_per_person: int, n_left_out: int, n_rows: int) -> None:
    """Say how many rows are not used since their person has too many.

    Parameters
    ----------
    rows_per_person : int
        Rows that a person may have.
    n_left_out, n_rows : int
        Rows that are not used, and all of them.

    Warns
    -----
    InputWarning
        If there are any.
    """
    if n_left_out:
        warn(
            "{n} of {n_rows} rows are left out, since their person has more than "
            "{parameter}={value}",
            parameter="rows_per_person",
            value=rows_per_person,
            n=n_left_out,
            n_rows=n_rows,
            stacklevel=5,
            remedies=[
                Remedy(
                    "keep more of them, with more noise, {setting}",
                    Setting("rows_per_person", rows_per_person + 1),
                ),
                "make one row of each person before, such as the last one",
            ],
        )


def warn_of_bound_alone(rows_per_person: int) -> None:
    """Say so where people may have several rows, and nobody says whose a row is.

    Parameters
    ----------
    rows_per_person : int
        Rows that a person may have.

    Warns
    -----
    InputWarning
        If it is more than one.
    """
    if rows_per_person > 1:
        warn(
            "{parameter}={value} and nothing says whose a row is: there is the noise "
            "of so many rows, and nobody sees to it that no person has more",
            parameter="rows_per_person",
            value=rows_per_person,
            stacklevel=4,
            remedies=[
                Remedy(
                    "name the column that says so, {setting}",
                    Setting("groups", ColumnOf("patient_id")),
                ),
                "leave it out if every row is a person of its own",
            ],
        )


def _check_mode(synthesizer: PrivateMarginals) -> None:
    if synthesizer.mode == "augment":
        raise InputError(
            "{parameter}={value!r} puts the real rows beside the synthetic ones, and "
            "nothing of a table is protected that holds them",
            parameter="mode",
            value="augment",
            remedies=[
                Remedy(
                    "publish synthetic rows alone, {setting}",
                    Setting("mode", "replace"),
                )
            ],
        )


def _check_encoder(synthesizer: PrivateMarginals) -> None:
    plain = TableEncoder().get_params()
    said: dict[str, Any] = {
        "encoder": synthesizer.encoder is not None
        and synthesizer.encoder.get_params() != plain,
        "column_kinds": not isinstance(synthesizer.column_kinds, str),
        "one_hot_groups": not isinstance(synthesizer.one_hot_groups, str),
    }
    for parameter, is_given in said.items():
        if is_given:
            raise InputError(
                "both the dictionary and {parameter} say what the table is",
                parameter=parameter,
                value=getattr(synthesizer, parameter),
                remedies=["say it in the dictionary, and leave out {parameter}"],
            )


PUBLIC_LEVELS = (
    "replace levels and bounds that only this table has by those that any could have, "
    "and declare it"
)


def _warn_of_domain(dictionary: DataDictionary | None) -> None:
    if dictionary is None:
        warn(
            "{parameter}={value!r} reads kinds, levels, bounds and decimals from the "
            "real rows: there is noise, but no guarantee",
            parameter="dictionary",
            value=FROM_DATA,
            stacklevel=5,
            remedies=["describe the table by a dictionary that is public"],
        )
    elif not dictionary.public:
        warn(
            "the dictionary says of itself that it was read from real rows: there is "
            "noise, but no guarantee",
            parameter="dictionary",
            stacklevel=5,
            remedies=[
                Remedy(f"{PUBLIC_LEVELS} by dictionary.as_public()", only="python"),
                Remedy(PUBLIC_LEVELS + ' by "public": true in it', only="command line"),
            ],
        )


def _warn_of_epsilon(epsilon: float) -> None:
    if epsilon > LARGE_EPSILON:
        warn(
            "{parameter}={value:g} promises little: an attack may tell who was in the "
            "table far better than chance",
            parameter="epsilon",
            value=epsilon,
            stacklevel=5,
            remedies=[
                Remedy(
                    "take {setting} or less",
                    Setting("epsilon", LARGE_EPSILON),
                )
            ],
        )
