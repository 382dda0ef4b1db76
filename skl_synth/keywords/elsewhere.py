"""What to write instead of an argument that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from skl_synth.keywords.homes import (
    CALLS,
    CAN_BE_WRAPPED,
    CATEGORIES,
    FOREIGN,
    HOMES,
    MEANT,
    SYNTHESIZERS,
    WRAPPERS,
)

LONGEST_VALUE = 60
"""Values whose text is longer are not repeated in a message."""


@dataclass(frozen=True)
class Slip:
    """An argument that whoever was called does not know.

    Parameters
    ----------
    owner : str
        The class or the function that was called.
    known : tuple of str
        The arguments that it knows.
    name : str
        The argument that it does not know.
    value : object
        What was passed.
    inner : str or None, default=None
        The class of what is wrapped, where something is.
    inner_known : tuple of str, default=()
        The parameters of that class.
    """

    owner: str
    known: tuple[str, ...]
    name: str
    value: Any
    inner: str | None = None
    inner_known: tuple[str, ...] = ()

    def advice(self) -> list[tuple[str, str]]:
        """Say what to do, each time in words and in code, the likeliest first.

        Returns
        -------
        list of (str, str)
            What to do, and what to type.
        """
        found = self._of_name(self.name) or self._of_nearest()
        return found[:2] or [self._all_known()]

    def _of_name(self, name: str) -> list[tuple[str, str]]:
        """What there is under a name, here or elsewhere."""
        meant = {**MEANT, **_OWN_NAMES.get(self.owner, {})}.get(name, name)
        setting = f"{meant}={written(self.name, self.value)}"
        if meant in self.known:
            return [(f"it is called {meant} here", f"{self.owner}({setting})")]
        if not self._is_estimator:
            return []
        found = [*self._wrapped(meant, setting), *_elsewhere(self, meant, setting)]
        return list(dict.fromkeys(found))

    def _of_nearest(self) -> list[tuple[str, str]]:
        """What there is under the name that is most like the one given."""
        elsewhere = [one for names in HOMES.values() for one in names]
        for choices in (self.known, elsewhere if self._is_estimator else ()):
            near = get_close_matches(self.name, choices, n=1, cutoff=0.7)
            if near:
                codes = [code for _, code in self._of_name(near[0])]
                return [(f"did you mean {near[0]}", code) for code in codes[:1]]
        return []

    def _all_known(self) -> tuple[str, str]:
        if self.known:
            return "it knows", ", ".join(self.known)
        values = self.value if isinstance(self.value, (list, tuple)) else [self.value]
        code = ", ".join(written("", one) for one in values)
        return "give it without a name", f"{self.owner}({code})"

    @property
    def _is_estimator(self) -> bool:
        """Whether a parameter that it lacks may be that of another estimator."""
        is_class = self.owner[0].isupper()
        return is_class and bool(_OF_ESTIMATORS.intersection(self.known))

    def _wrapped(self, meant: str, setting: str) -> Iterator[tuple[str, str]]:
        """What the synthesizer that is wrapped knows."""
        if self.inner is not None and meant in self.inner_known:
            inner = f"{self.owner}({self.inner}({setting}))"
            yield f"give it to the {self.known[0]} inside", inner
        elif "sampler" in self.known and self.owner in WRAPPERS:
            for home in _homes_of(meant, CAN_BE_WRAPPED):
                inner = f"{self.owner}({home}({setting}))"
                yield "give it to the sampler inside", inner


_OWN_NAMES = {
    "OneHotArgmaxRestorer": {"one_hot_groups": "groups", "one_hot": "groups"},
    "DataDictionary": {"columns": "fields"},
}
"""What single classes call by a name of their own."""

_OF_ESTIMATORS = frozenset({"random_state", "dictionary", "implicit_baseline"})
"""Each estimator has one of these, and nothing else has."""


def _elsewhere(slip: Slip, meant: str, setting: str) -> Iterator[tuple[str, str]]:
    """What other classes know, or a method."""
    if meant in HOMES["TableEncoder"]:
        yield from _of_encoder(slip, setting)
    elif meant in CALLS:
        call = CALLS[meant].replace("{setting}", setting)
        yield "it is given to a method", call
    elif slip.name in FOREIGN:
        sampler = f"{FOREIGN[slip.name]}({slip.name}=...)"
        yield "wrap that over-sampler", f"SamplerAdapter({sampler})"
    elif slip.owner == "SyntheticEvaluator" and meant not in slip.inner_known:
        for home in _homes_of(meant, SYNTHESIZERS):
            yield "give it to what is judged", f"SyntheticEvaluator({home}({setting}))"
    elif slip.owner in SYNTHESIZERS or slip.owner == "SamplerAdapter":
        yield from _of_other_class(slip.owner, meant, setting)
    elif meant not in slip.inner_known:
        for home in _homes_of(meant, frozenset(HOMES)):
            yield "it is a parameter of another class", f"{home}({setting})"


def _of_encoder(slip: Slip, setting: str) -> Iterator[tuple[str, str]]:
    encoder = f"encoder=TableEncoder({setting})"
    if "encoder" in slip.known:
        yield "give it to the encoder", f"{slip.owner}({encoder})"
    elif slip.owner == "SyntheticEvaluator":
        judged = f"SyntheticEvaluator(ProximityFilter({encoder}))"
        yield "give it to what is judged", judged
    else:
        yield "give it to the encoder", f"TypeAwareSMOTE({encoder})"


def _of_other_class(owner: str, meant: str, setting: str) -> Iterator[tuple[str, str]]:
    for home in _homes_of(meant, frozenset(HOMES)):
        is_inside = owner in CAN_BE_WRAPPED or owner == "SamplerAdapter"
        if home == "SyntheticEvaluator" or (home in WRAPPERS and is_inside):
            is_first = meant in ("sampler", "synthesizer")
            given = f"{meant}={owner}()" if is_first else f"{owner}(), {setting}"
            yield "give it to what stands around", f"{home}({given})"
        elif owner not in WRAPPERS or home not in CAN_BE_WRAPPED:
            yield "it is a parameter of another class", f"{home}({setting})"


def _homes_of(name: str, among: frozenset[str]) -> Iterator[str]:
    return (one for one, names in HOMES.items() if one in among and name in names)


def written(name: str, value: Any) -> str:
    """Write a value as it is to be typed.

    Parameters
    ----------
    name : str
        The argument under which it was given.
    value : object
        The value.

    Returns
    -------
    str
        Its text; dots where that is long.
    """
    if name in CATEGORIES:
        return _as_kinds(value)
    text = repr(value) if isinstance(value, (str, int, float, *_PLAIN)) else "..."
    return text if len(text) <= LONGEST_VALUE and "\n" not in text else "..."


_PLAIN = (list, tuple, dict, type(None))


def _as_kinds(value: Any) -> str:
    """Columns that are categories, as kinds."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    names = list(value) if is_list else [value]
    if not names or not all(isinstance(one, str) for one in names):
        return "{column: 'category'}"
    text = repr(dict.fromkeys(names, "category"))
    return text if len(text) <= LONGEST_VALUE else f"{{{names[0]!r}: 'category', ...}}"
