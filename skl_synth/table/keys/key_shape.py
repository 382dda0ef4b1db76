"""The shape of a key: what is drawn in it, and what stands in each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from skl_synth.table.check_digits import CHECKS

LOWER, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"

# Characters that no key holds stand for those that are drawn.
DIGIT, FIRST_DIGIT, UPPER_LETTER, LOWER_LETTER = "\x01", "\x02", "\x03", "\x04"
HEX_LOWER, HEX_UPPER, UUID_VARIANT = "\x05", "\x06", "\x07"

DRAWN = {
    DIGIT: DIGITS,
    FIRST_DIGIT: DIGITS[1:],
    UPPER_LETTER: LOWER.upper(),
    LOWER_LETTER: LOWER,
    HEX_LOWER: "0123456789abcdef",
    HEX_UPPER: "0123456789ABCDEF",
    UUID_VARIANT: "89ab",
}
"""What each of them stands for."""

SHOWN = {
    **dict.fromkeys((DIGIT, FIRST_DIGIT), "9"),
    **dict.fromkeys((HEX_LOWER, UUID_VARIANT), "f"),
    UPPER_LETTER: "A",
    LOWER_LETTER: "a",
    HEX_UPPER: "F",
}
"""How each of them is shown: 9 for a digit, a and A for letters."""

OF_DIGITS = (DIGIT, FIRST_DIGIT)

RESERVED = "999"
"""NHS numbers that begin with these digits are for tests and never given to anybody."""


@dataclass(frozen=True)
class KeyShape:
    """Which characters of a key are drawn, of which kind, and which stand in each.

    Parameters
    ----------
    template : str
        The characters; those of `DRAWN` are drawn.
    rule : str
        The rule of the check digit, from `CHECKS`; empty for none.
    kept : bool
        Whether the real keys keep the rule. Where they do not, keys are drawn that do
        not either: they might be the numbers of strangers.
    """

    template: str
    rule: str = ""
    kept: bool = True

    @property
    def room(self) -> float:
        """How many keys have this shape."""
        return float(
            np.prod([float(len(DRAWN.get(one, "x"))) for one in self.template])
        )

    def show(self) -> str:
        """Write the shape for people.

        Returns
        -------
        str
            Such as ``PC 99999``.
        """
        return "".join(SHOWN.get(one, one) for one in self.template)

    def spell(self, key: str) -> str | None:
        """Write a key of another column in this shape: 9434765919 as 943 476 5919.

        Parameters
        ----------
        key : str
            The key.

        Returns
        -------
        str or None
            The same letters and digits with the signs of this shape; None where it has
            others, or not as many.
        """
        own = [one for one in key if one.isalnum()]
        places = [i for i, one in enumerate(self.template) if _is_spelled(one)]
        if len(own) != len(places):
            return None
        cells = list(self.template)
        for place, character in zip(places, own, strict=True):
            if character not in DRAWN.get(cells[place], cells[place]):
                return None
            cells[place] = character
        return "".join(cells)

    def widened(self) -> KeyShape:
        """Make room: one more digit behind the last one, or one more letter.

        Returns
        -------
        KeyShape
            A longer shape; the same where a check digit fixes the length.
        """
        if self.rule and self.kept:
            return self
        drawn = [i for i, one in enumerate(self.template) if one in DRAWN]
        digits = [i for i in drawn if self.template[i] in OF_DIGITS]
        place = (digits or drawn or [len(self.template) - 1])[-1] + 1
        kind = LOWER_LETTER if drawn and not digits else DIGIT
        wider = self.template[:place] + kind + self.template[place:]
        return replace(self, template=wider, rule="")

    def draw(
        self, n_keys: int, rng: np.random.RandomState, *, valid: bool, reserved: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw keys of this shape.

        Parameters
        ----------
        n_keys : int
            How many.
        rng : RandomState
            Source of randomness.
        valid : bool
            Whether check digits are right; else they are wrong, so that nobody has such
            a key.
        reserved : bool
            Whether valid NHS numbers are of those that nobody has.

        Returns
        -------
        keys : ndarray of str
            Keys, some of them perhaps equal; fewer than asked for where some have no
            check digit.
        close : ndarray of str
            The keys that are closest to them: the same with the right check digit.
        """
        cells = np.empty((n_keys, len(self.template)), dtype="U1")
        for place, kind in enumerate(self.template):
            alphabet = np.array(list(DRAWN.get(kind, kind)))
            cells[:, place] = alphabet[rng.randint(len(alphabet), size=n_keys)]
        if not self.rule:
            keys = _joined(cells)
            return keys, keys
        return self._checked(cells, rng, valid and self.kept, reserved)

    def _checked(
        self, cells: np.ndarray, rng: np.random.RandomState, valid: bool, reserved: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Write check digits into drawn keys."""
        places = [i for i, one in enumerate(self.template) if _is_digit(one)]
        if valid and reserved and self.rule == "nhs":
            cells[:, places[: len(RESERVED)]] = list(RESERVED)
        right = CHECKS[self.rule](cells[:, places[:-1]].astype(np.int64))
        wrong = (right + rng.randint(1, 10, size=len(right))) % 10
        close = cells.copy()
        close[:, places[-1]] = (right % 10).astype(str)
        if valid:
            keys = _joined(close[right < 10])
            return keys, keys
        # Where there is no right digit, 10 % 10 may be drawn as well as any other.
        cells[:, places[-1]] = wrong.astype(str)
        return _joined(cells), _joined(close)


@dataclass(frozen=True)
class KeyShapes:
    """The shapes of a column of keys.

    Parameters
    ----------
    shapes : tuple of KeyShape
        At least one.
    shares : tuple of float
        How often each is drawn; they sum to one.
    """

    shapes: tuple[KeyShape, ...]
    shares: tuple[float, ...]

    def show(self) -> str:
        """Write the most usual shape for people.

        Returns
        -------
        str
            Such as ``PC 99999``.
        """
        return self.shapes[int(np.argmax(self.shares))].show()

    def spell(self, key: str) -> str:
        """Write a key of another column as those of this one are written.

        Parameters
        ----------
        key : str
            The key.

        Returns
        -------
        str
            The same letters and digits; as it was where no shape fits.
        """
        spelled = (shape.spell(key) for shape in self.shapes)
        return next((one for one in spelled if one is not None), key)

    def widened(self) -> KeyShapes:
        """Make room in each shape.

        Returns
        -------
        KeyShapes
            Longer shapes.
        """
        return replace(self, shapes=tuple(one.widened() for one in self.shapes))

    def draw(
        self, n_keys: int, rng: np.random.RandomState, *, valid: bool, reserved: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Draw keys, each of one of the shapes; see `KeyShape.draw`.

        Parameters
        ----------
        n_keys : int
            How many.
        rng : RandomState
            Source of randomness.
        valid, reserved : bool
            What check digits are, and of which range.

        Returns
        -------
        keys, close : ndarray of str
            Keys in random order, and the keys that are closest to them.
        """
        counts = rng.multinomial(n_keys, self.shares)
        parts = [
            shape.draw(count, rng, valid=valid, reserved=reserved)
            for shape, count in zip(self.shapes, counts.tolist(), strict=True)
            if count
        ]
        keys, close = (
            np.concatenate(one).astype(object) for one in zip(*parts, strict=True)
        )
        order = rng.permutation(len(keys))
        return keys[order], close[order]


def _is_digit(character: str) -> bool:
    return character in OF_DIGITS or character.isdecimal()


def _is_spelled(character: str) -> bool:
    return character in DRAWN or character.isalnum()


def _joined(cells: np.ndarray) -> np.ndarray:
    """Put the characters of each row together."""
    n_rows, width = cells.shape
    return np.ascontiguousarray(cells).view(f"U{max(width, 1)}").reshape(n_rows)
