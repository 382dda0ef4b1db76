"""Methods: what makes the rows, and which options of the command go with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from skl_synth.base import BaseSynthesizer
from skl_synth.cli.options import METHODS
from skl_synth.cli.relevance_option import relevance_of_side
from skl_synth.cli.source import Source
from skl_synth.errors import ColumnOf, InputError, Remedy, Setting
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import (
    PrivateMarginals,
    TypeAwareCART,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
)

OWN_OPTIONS: dict[str, dict[str, Any]] = {
    "smote": {
        "k_neighbors": 6,
        "interpolation": "segment",
        "relevance": None,
        "by": (),
    },
    "cart": {"by": ()},
    "vae": {},
    "gan": {},
    "marginals": {},
}
"""What goes with one method and not with every other, and its defaults."""

AS_TAUGHT: dict[str, Any] = {"removal_fraction": 0.1, "duplicates": "all"}
"""The filter around SMOTE, whose rows lie between two real ones."""

AS_STRANGERS: dict[str, Any] = {"removal_fraction": 0.0, "duplicates": "excess"}
"""The filter around the others, which follow no single row: a copy is chance there."""

LEARNS_PERSONS = "cart"
"""The method that makes persons with several rows."""


class HasVisits(Protocol):
    """A table of which is known whether persons have several rows."""

    @property
    def has_visits(self) -> bool:
        """Whether somebody is known to have several rows."""

    @property
    def person(self) -> str | None:
        """The column that says whose a row is."""


@dataclass(frozen=True, kw_only=True)
class MethodChoice:
    """What was typed of the method: None, and no column, where nothing was.

    Parameters
    ----------
    method : {"smote", "cart", "vae", "gan", "marginals"} or None, default=None
        What makes the rows; None is SMOTE, or trees where persons have several rows.
    removal_fraction : float or None, default=None
        Share of the candidates to drop that lie closest to a real row.
    duplicates : {"all", "excess"} or None, default=None
        Which copies of real rows are dropped, see `ProximityFilter`.
    k_neighbors : int or None, default=None
        Neighbours among which the second row is drawn.
    interpolation : {"segment", "per_feature"} or None, default=None
        Where between two rows a new one lies, see `TypeAwareSMOTE`.
    relevance : {"both", "low", "high"} or None, default=None
        Which values of a number are rare, see `Relevance`.
    by : tuple of str, default=()
        Columns whose values are made apart.
    """

    method: str | None = None
    removal_fraction: float | None = None
    duplicates: str | None = None
    k_neighbors: int | None = None
    interpolation: str | None = None
    relevance: str | None = None
    by: tuple[str, ...] = ()

    def settled(self, source: HasVisits) -> dict[str, Any]:
        """Complete what was typed by the defaults of the method.

        Parameters
        ----------
        source : Source
            The real table.

        Returns
        -------
        dict of str to object
            The method, and the options that go with it.

        Raises
        ------
        InputError
            If an option was typed that does not go with the method, or the method
            does not go with the table.
        """
        method = self._method_for(source)
        own = OWN_OPTIONS[method]
        for name in _names_of_own():
            if getattr(self, name) and name not in own:
                raise _does_not_go(name, getattr(self, name), method)
        defaults = {**(AS_TAUGHT if method == "smote" else AS_STRANGERS), **own}
        typed = {name: getattr(self, name) for name in defaults}
        given = {name: one for name, one in typed.items() if one not in (None, ())}
        return {"method": method, **defaults, **given}

    def configuration(self, source: Source) -> dict[str, Any]:
        """Write down what the rows are made by.

        Parameters
        ----------
        source : Source
            The real table.

        Returns
        -------
        dict of str to object
            As `settled`, without what divides no table.
        """
        settled = self.settled(source)
        return {name: one for name, one in settled.items() if one not in ((), None)}

    def _method_for(self, source: HasVisits) -> str:
        if not source.has_visits:
            return self.method or "smote"
        if self.method not in (None, LEARNS_PERSONS):
            raise InputError(
                "{chosen} makes single rows, and by {person} somebody has several",
                chosen=Setting("method", self.method),
                person=Setting("groups", ColumnOf(source.person)),
                remedies=[Remedy("use {setting}", Setting("method", LEARNS_PERSONS))],
            )
        return LEARNS_PERSONS

    def synthesizer(
        self, source: Source, *, seed: int, mode: str = "replace"
    ) -> ProximityFilter:
        """Make the synthesizer that was asked for.

        Parameters
        ----------
        source : Source
            The real table, and what was given for its columns.
        seed : int
            Seed of the rows.
        mode : {"augment", "replace"}, default="replace"
            Real rows plus synthetic ones, or synthetic ones only.

        Returns
        -------
        ProximityFilter
            Unfitted.

        Raises
        ------
        InputError
            As for `settled`.
        """
        options = self.settled(source)
        return ProximityFilter(
            _MAKERS[options["method"]](source, options),
            removal_fraction=options["removal_fraction"],
            duplicates=options["duplicates"],
            mode=mode,
            random_state=seed,
        )


def choice_of(given: dict[str, Any]) -> MethodChoice:
    """Take what was typed of the method out of all that was typed.

    Parameters
    ----------
    given : dict of str to object
        The options of a command by name; those of the method are taken out.

    Returns
    -------
    MethodChoice
        What was typed of the method.
    """
    names = MethodChoice.__dataclass_fields__
    return MethodChoice(**{name: given.pop(name) for name in names})


def _names_of_own() -> list[str]:
    """The options that do not go with every method."""
    return list(dict.fromkeys(name for one in OWN_OPTIONS.values() for name in one))


def _does_not_go(name: str, value: Any, method: str) -> InputError:
    others = [one for one in METHODS if name in OWN_OPTIONS[one]]
    return InputError(
        "{option} does not go with {chosen}",
        option=Setting(name, list(value) if isinstance(value, tuple) else value),
        chosen=Setting("method", method),
        remedies=[
            "leave it out",
            *(Remedy("use {setting}", Setting("method", one)) for one in others),
        ],
    )


def _smote(source: Source, options: dict[str, Any]) -> BaseSynthesizer:
    return TypeAwareSMOTE(
        k_neighbors=options["k_neighbors"],
        interpolation=options["interpolation"],
        relevance=relevance_of_side(options["relevance"]),
        by=list(options["by"]) or None,
        encoder=source.encoder,
    )


def _cart(source: Source, options: dict[str, Any]) -> BaseSynthesizer:
    return TypeAwareCART(by=list(options["by"]) or None, encoder=source.encoder)


def _marginals(source: Source, _: dict[str, Any]) -> BaseSynthesizer:
    # Without noise: a guarantee is what publish gives.
    return PrivateMarginals(epsilon=None, encoder=source.encoder)


_MAKERS: dict[str, Callable[[Source, dict[str, Any]], BaseSynthesizer]] = {
    "smote": _smote,
    "cart": _cart,
    "vae": lambda source, _: TypeAwareVAE(encoder=source.encoder),
    "gan": lambda source, _: TypeAwareGAN(encoder=source.encoder),
    "marginals": _marginals,
}
