"""Real keys, remembered only as well as is needed to avoid them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

LAST_NUMBER = re.compile(r"(.*?)([0-9]{1,18})([^0-9]*)", re.DOTALL)
"""A key, split around the last digits in it."""

NO_ALPHANUMERIC = re.compile(r"[\W_]+")
"""What may stand in a key or not: 943 476 5919 is 943-476-5919."""


@dataclass(frozen=True, eq=False)
class KnownKeys:
    """A set that knows its members, and takes about half of all other keys for some.

    A fitted synthesizer has to avoid the real keys, also after it was saved and loaded.
    A list of them would be the table's keys in the clear, and a list of their hashes
    hardly less: there are so few possible NHS numbers that all can be tried. So one bit
    stands for many keys: whoever tries all that are possible is left with half of them,
    and to find a key here says little about it. That half of the fresh keys are refused
    costs a second draw, no more.

    Parameters
    ----------
    bits : ndarray of bool
        Whether some member has that hash.
    """

    bits: np.ndarray

    @classmethod
    def of(cls, texts: np.ndarray) -> KnownKeys:
        """Remember keys, and their neighbours among the numbers.

        Parameters
        ----------
        texts : ndarray of str
            Keys.

        Returns
        -------
        KnownKeys
            The set.
        """
        normal = normal_form(texts)
        members = pd.unique(_unpadded(np.concatenate([normal, *_neighbours(normal)])))
        # With so many bits about half of them are set.
        bits = np.zeros(max(int(np.ceil(len(members) / np.log(2))), 2), dtype=bool)
        bits[_hashes(members, len(bits))] = True
        return cls(bits)

    def may_hold(self, texts: np.ndarray) -> np.ndarray:
        """Whether keys may be members; of members it is always true.

        Parameters
        ----------
        texts : ndarray of str
            Keys.

        Returns
        -------
        ndarray of bool
            False for keys that are sure to be no members, and no neighbours of some.
        """
        return self.bits[_hashes(_unpadded(normal_form(texts)), len(self.bits))]


def normal_form(texts: np.ndarray) -> np.ndarray:
    """Write keys without what may differ between two spellings of one key.

    Parameters
    ----------
    texts : ndarray of str
        Keys.

    Returns
    -------
    ndarray of str
        Their letters and digits, in lower case; the key itself where it has none.
    """
    plain = [NO_ALPHANUMERIC.sub("", text.casefold()) or text for text in texts]
    return np.array(plain, dtype=object)


def _unpadded(texts: np.ndarray) -> np.ndarray:
    """Write numbers without zeros in front: 007 and 7 are one number to a reader."""
    plain = [text.lstrip("0") or "0" if text.isdecimal() else text for text in texts]
    return np.array(plain, dtype=object)


def _neighbours(texts: np.ndarray) -> list[np.ndarray]:
    """Keys whose last number is one more, or one less."""
    matches = [match.groups() for match in map(LAST_NUMBER.fullmatch, texts) if match]
    # 99 comes before 100, and 099 before 0100.
    cells = [(a, b, len(b) if b[0] == "0" else 1, c) for a, b, c in matches]
    return [
        np.array(
            [f"{a}{int(b) + step:0{width}d}{c}" for a, b, width, c in cells], object
        )
        for step in (-1, 1)
    ]


def _hashes(texts: np.ndarray, n_bits: int) -> np.ndarray:
    hashes = pd.util.hash_array(np.asarray(texts, dtype=object), categorize=False)
    return (hashes % np.uint64(n_bits)).astype(np.intp)
