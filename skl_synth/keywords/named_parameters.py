"""What classes have that say where an unknown parameter belongs."""

from __future__ import annotations

import functools
import inspect
from typing import Any, Self

from skl_synth.errors import InputError, InputTypeError
from skl_synth.keywords.elsewhere import Slip, written
from skl_synth.keywords.known_call import (
    in_remedies,
    knows_keywords,
    names_of,
    unexpected,
)

METHODS = ("sample", "fit_resample", "resample", "nearest_real", "transform")
"""Methods whose arguments are looked at, too.

Not ``fit``: warnings that it gives name the line that called it.
"""


class NamedParameters:
    """A class whose constructor says where a parameter belongs that it has not.

    The arguments are looked at before the constructor sees them, which only stores.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in METHODS:
            if inspect.isfunction(vars(cls).get(name)):
                setattr(cls, name, knows_keywords(vars(cls)[name]))

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        """Refuse arguments that the constructor would refuse, in more words."""
        # Copies and saved files make an object without any argument.
        if args or kwargs:
            _check_call(cls, args, kwargs)
        return super().__new__(cls)

    @classmethod
    def _rewritten(cls, args: tuple[Any, ...]) -> str | None:  # noqa: ARG003 - a hook
        """Write a call with too many or too few arguments as it is to be typed."""
        return None


class SettableParameters(NamedParameters):
    """The same for an estimator, whose parameters can be set later, too."""

    def set_params(self, **params: Any) -> Any:
        """Set parameters of this estimator, or of one inside it.

        Parameters
        ----------
        **params : dict
            Names and values; ``sampler__k_neighbors`` is a parameter of ``sampler``.

        Returns
        -------
        estimator
            The estimator itself.

        Raises
        ------
        InputError
            If there is no such parameter; the message says where there is one.
        """
        cls: Any = type(self)
        known, _ = _known_to(cls)
        for name, value in params.items():
            if known is not None and name.partition("__")[0] not in known:
                raise _invalid(self, known, name, value)
            _check_inside(self, name, params)
        return super().set_params(**params)  # type: ignore[misc]


@functools.cache
def _known_to(cls: Any) -> tuple[tuple[str, ...] | None, int | None]:
    """The parameters of a constructor, and how many may come without their names."""
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return names_of(cls.__init__), None
    by_place = [one for one in parameters if one.kind is one.POSITIONAL_OR_KEYWORD]
    return names_of(cls.__init__), len(by_place)


def _check_call(cls: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    known, most = _known_to(cls)
    if known is None:
        return
    for name, value in kwargs.items():
        if name not in known:
            raise unexpected(_slip(cls, known, name, value, args, kwargs))
    if most is not None and len(args) > most:
        raise _too_many(cls, known, most, args)
    rewritten = cls._rewritten(args) if not kwargs else None
    if rewritten is not None:
        raise InputTypeError(
            "{owner}() takes {known}",
            owner=cls.__name__,
            known=", ".join(known),
            remedies=["write {code}"],
            code=rewritten,
        )


def _slip(
    cls: type,
    known: tuple[str, ...],
    name: str,
    value: Any,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Slip:
    inner = args[0] if args else kwargs.get(known[0]) if known else None
    inside = type(inner) if isinstance(inner, SettableParameters) else None
    if inside is None:
        return Slip(cls.__name__, known, name, value)
    its_names = names_of(inside.__init__) or ()
    return Slip(cls.__name__, known, name, value, inside.__name__, its_names)


def _too_many(
    cls: Any, known: tuple[str, ...], most: int, args: tuple[Any, ...]
) -> InputTypeError:
    places = "one argument" if most == 1 else f"{most} arguments"
    code = cls._rewritten(args)
    remedies = ["write {code}"]
    if code is None and most < len(known):
        code = f"{known[most]}={written(known[most], args[most])}"
        remedies = ["give the others by name, such as {code}"]
    return InputTypeError(
        "{owner}() takes {places} without a name, and {n} were given",
        owner=cls.__name__,
        places=places,
        n=len(args),
        remedies=remedies if code else [],
        code=code,
    )


def _invalid(
    estimator: Any, known: tuple[str, ...], name: str, value: Any
) -> InputError:
    """Say it as scikit-learn does, and where the parameter is."""
    inner = getattr(estimator, known[0]) if known else None
    cls = type(estimator)
    remedies, codes = in_remedies(_slip(cls, known, name, value, (inner,), {}))
    return InputError(
        "Invalid parameter {parameter!r} for estimator {estimator!r}",
        parameter=name,
        value=value,
        remedies=remedies,
        estimator=estimator,
        **codes,
    )


def _check_inside(estimator: Any, name: str, params: dict[str, Any]) -> None:
    """Refuse a parameter of something that is not there."""
    outer, inside, rest = name.partition("__")
    inner = params.get(outer, getattr(estimator, outer, None))
    if inside and not hasattr(inner, "set_params"):
        raise InputError(
            "{parameter} sets {rest} of {outer}, which is {value!r}",
            parameter=name,
            value=inner,
            rest=rest,
            outer=outer,
            remedies=["say what it is first, {code}"],
            code=f"{type(estimator).__name__}({outer}={_usual(outer)})",
        )


def _usual(parameter: str) -> str:
    usual = {
        "encoder": "TableEncoder()",
        "relevance": "Relevance()",
        "synthesizer": "ProximityFilter()",
    }
    return usual.get(parameter, "TypeAwareSMOTE()")
