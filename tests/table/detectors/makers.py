"""Values of every look, made with a seed: keys, names, addresses, measurements."""

import string

import numpy as np
import pandas as pd

FORENAMES = str.split(
    "Amina Bram Carla Dieter Elif Femi Grace Hamza Ines Jonas Kofi Leila Marek Nadia "
    "Oscar Priya Quentin Rosa Samir Tessa Uma Victor Wanda Xenia Yusuf Zoe"
)

SURNAMES = str.split(
    "Ashworth Bello Carver Dalton Eriksen Fairley Garside Holm Ivers Jaffrey Kendall "
    "Lindqvist Marlow Norberg O'Shea Penrose Quaile Ridley Sandhu Thackray Underhill "
    "Vance Whitlock Yardley Zeller Achebe Brook Castell Dunmore Ellwood"
)

STREETS = str.split(
    "Mill Church Station Park Victoria Orchard Chapel Bridge School Green"
)

WORDS = str.split(
    "patient seen after fall from stairs complains of pain in left hip says was asked "
    "to return next week mother worried about cough since Tuesday given advice sent "
    "home with tablets referred for scan no change today slept badly eats little"
)


def nhs_number(rng):
    """Make ten digits with a check digit of modulus 11."""
    while True:
        digits = [int(one) for one in rng.integers(0, 10, 9)]
        digits[0] = int(rng.choice([4, 6, 7]))
        check = (
            11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        )
        if check != 10:
            return "".join(map(str, [*digits, check % 11]))


def spaced(number):
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def letters(rng, n):
    return "".join(rng.choice(list(string.ascii_uppercase), n))


def digits(rng, n, first="123456789"):
    rest = "".join(rng.choice(list(string.digits), n - 1))
    return str(rng.choice(list(first))) + rest


def person(rng):
    return f"{rng.choice(FORENAMES)} {rng.choice(SURNAMES)}"


def titled(rng):
    title = rng.choice(["Mr", "Mrs", "Miss", "Dr"])
    return f"{rng.choice(SURNAMES)}, {title} {rng.choice(FORENAMES)}"


def email(rng):
    forename, surname = person(rng).lower().split()
    return f"{forename}.{surname.replace(chr(39), '')}{digits(rng, 2)}@example.org"


def phone(rng):
    return f"07{digits(rng, 3)} {digits(rng, 6)}"


def landline(rng):
    return f"+44 (0){digits(rng, 3)} {digits(rng, 3)} {digits(rng, 4)}"


def postcode(rng):
    area = rng.choice(["LS", "M", "B", "SW", "EX", "NE"])
    inward = "".join(rng.choice(list("ABDEFGHJLNPQRSTUWXYZ"), 2))
    return f"{area}{rng.integers(1, 29)} {rng.integers(0, 10)}{inward}"


def insurance_number(rng):
    return f"A{rng.choice(list('BEHKM'))}{digits(rng, 6)}{rng.choice(list('ABCD'))}"


def card(rng):
    """Make sixteen digits that pass the test of Luhn."""
    body = "4" + digits(rng, 14)
    total = 0
    for place, digit in enumerate(reversed(body)):
        number = int(digit) * (2 - place % 2)
        total += number // 10 + number % 10
    return body + str(-total % 10)


def uuid(rng):
    text = "".join(rng.choice(list("0123456789abcdef"), 32))
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


def address(rng):
    return (
        f"{rng.integers(1, 200)} {rng.choice(STREETS)} {rng.choice(['Road', 'Lane'])}"
    )


def note(rng):
    return " ".join(rng.choice(WORDS, rng.integers(6, 14)))


def different(rng, make, n):
    """Make so many different values."""
    found = {}
    while len(found) < n:
        found[make(rng)] = None
    return np.array(list(found), dtype=object)


class Rows:
    """Rows of people of whom each has one or several.

    Parameters
    ----------
    seed : int
        Fixes everything.
    n : int
        Rows.
    most : int
        Rows of one person, at most.
    """

    def __init__(self, seed, n=600, most=6):
        self.rng = np.random.default_rng(seed)
        visits = self.rng.integers(1, most + 1, n)
        self.person = np.repeat(np.arange(n), visits)[:n]
        self.n = n

    def each(self, make):
        """Give every person a value of its own, in all rows of the person."""
        values = different(self.rng, make, int(self.person.max()) + 1)
        return values[self.person]

    def one(self, make):
        """Give every row a value of its own."""
        return different(self.rng, make, self.n)

    def few(self, make, filled):
        """Fill few rows only, each with a value of its own."""
        values = np.full(self.n, None, dtype=object)
        where = self.rng.choice(self.n, filled, replace=False)
        values[where] = different(self.rng, make, filled)
        return values

    def of(self, levels, p=None):
        return self.rng.choice(np.array(levels, dtype=object), self.n, p=p)

    def zipf(self, levels):
        weights = 1 / np.arange(1, len(levels) + 1)
        return self.of(levels, weights / weights.sum())


def ints(values):
    return pd.Series(values).astype("int64")
