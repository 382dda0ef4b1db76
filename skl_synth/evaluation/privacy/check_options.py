"""What may be said of the attacks: checked before the first of them runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from numbers import Integral
from typing import Any

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.privacy.attack import MIN_PEOPLE, N_RELEASES, AttackOptions


def check_options(options: AttackOptions, attacks: Collection[str]) -> None:
    """Refuse what no attack could be run with.

    Parameters
    ----------
    options : AttackOptions
        What the user says of the attacks.
    attacks : collection of str
        Which are to run.

    Raises
    ------
    InputError
        If a name stands where a collection of names is expected, or a number of people
        or of releases is no whole number above 0.
    """
    check_names(attacks, "attacks")
    check_names(options.quasi_identifiers, "quasi_identifiers")
    check_names(options.secrets, "secrets")
    check_names(options.by, "by")
    _check_min_people(options.min_people)
    _check_n_releases(options.n_releases)


def check_names(names: Any, parameter: str) -> None:
    """Refuse one name where a collection of names is expected.

    A string is a collection as well: of its letters, none of which is a column.

    Parameters
    ----------
    names : object
        What the user passed.
    parameter : str
        Its name.

    Raises
    ------
    InputError
        If it is a string, or no collection.
    """
    if names is None or (isinstance(names, Iterable) and not isinstance(names, str)):
        return
    raise InputError(
        "{parameter}={value!r} must be a collection of names",
        parameter=parameter,
        value=names,
        remedies=[Remedy("say {setting}", Setting(parameter, [names]))],
    )


def listed(names: Collection[Any] | None) -> list[Any] | None:
    """Put names into a list.

    Parameters
    ----------
    names : iterable or None
        What the user passed, checked by `check_names`.

    Returns
    -------
    list or None
        None where nothing was passed.
    """
    return None if names is None else list(names)


def check_that_some_run(
    attacks: Collection[str], synthesizer: Any, n_models: int
) -> None:
    """Refuse a report in which nothing would be measured.

    Parameters
    ----------
    attacks : collection of str
        Which are to run.
    synthesizer : object or None
        The method that made the table.
    n_models : int
        How many shadow models there are to be.

    Raises
    ------
    InputError
        If none is named, or only such as need what was not passed.
    """
    idle = {"releases"} if synthesizer is None else set()
    if set(attacks) - (idle if n_models else {*idle, "shadow"}):
        return
    raise InputError(
        "{parameter}={value!r} would measure nothing",
        parameter="attacks",
        value=list(attacks),
        remedies=[
            "leave it out, for all attacks",
            "for 'releases' pass the fitted method as synthesizer, and for 'shadow' "
            "shadow_models=64 besides",
        ],
    )


def _check_min_people(least: Any) -> None:
    """Refuse a number of people that is none."""
    if not _is_number(least):
        raise InputError(
            "{parameter}={value!r} must be a whole number from 1 on",
            parameter="min_people",
            value=least,
            remedies=[Remedy("use {setting}", Setting("min_people", MIN_PEOPLE))],
        )


def _check_n_releases(numbers: Any) -> None:
    """Refuse numbers of releases that nobody can publish."""
    is_list = isinstance(numbers, Iterable) and not isinstance(numbers, str)
    if is_list and all(_is_number(number) for number in numbers) and any(numbers):
        return
    meant = (1, numbers) if _is_number(numbers) else N_RELEASES
    raise InputError(
        "{parameter}={value!r} must be a collection of whole numbers from 1 on",
        parameter="n_releases",
        value=numbers,
        remedies=[Remedy("use {setting}", Setting("n_releases", meant))],
    )


def _is_number(value: Any) -> bool:
    """Whether it is a whole number above 0."""
    is_whole = isinstance(value, Integral) and not isinstance(value, bool)
    return is_whole and value > 0
