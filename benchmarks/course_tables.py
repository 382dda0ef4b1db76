"""The course's two tables, and their splits into training and test rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sklearn.model_selection import train_test_split

TEST_SHARE = 0.25


@dataclass(frozen=True)
class CourseTable:
    """One table of the course, as its README describes it."""

    name: str
    file: str
    target: str
    identifier: str
    prefixes: tuple[str, ...]
    rounded: tuple[str, ...]

    def read(self, folder: Path) -> tuple[pd.DataFrame, pd.Series]:
        """Read the table without its identifier.

        Parameters
        ----------
        folder : Path
            Where the file is.

        Returns
        -------
        X : DataFrame
            The columns.
        y : Series
            The target.
        """
        table = pd.read_csv(folder / self.file).drop(columns=self.identifier)
        return table.drop(columns=self.target), table[self.target]

    def groups(self, X: pd.DataFrame) -> dict[str, list[str]]:
        """Return the columns of each one-hot group.

        Parameters
        ----------
        X : DataFrame
            The columns.

        Returns
        -------
        dict of str to list of str
            Columns by prefix.
        """
        return {
            prefix: [name for name in X if name.startswith(prefix)]
            for prefix in self.prefixes
        }


TABLES = (
    CourseTable(
        name="titanic",
        file="titanic_processed.csv",
        target="Survived",
        identifier="PassengerId",
        prefixes=("Embarked_", "CabinLetter_"),
        rounded=("Age",),
    ),
    CourseTable(
        name="stroke",
        file="stroke_processed.csv",
        target="stroke",
        identifier="id",
        prefixes=("gender_", "work_type_", "smoking_status_"),
        rounded=("age",),
    ),
)


@dataclass(frozen=True)
class Split:
    """The real rows of one seed: those given to a method, and those kept from all."""

    X: pd.DataFrame
    y: pd.Series
    X_test: pd.DataFrame
    y_test: pd.Series
    groups: dict[str, list[str]]
    rounded: tuple[str, ...]
    seed: int

    @classmethod
    def of(cls, table: CourseTable, folder: Path, seed: int) -> Split:
        """Read a table and split it, stratified by class.

        Parameters
        ----------
        table : CourseTable
            The table.
        folder : Path
            Where its file is.
        seed : int
            Seed of the split.

        Returns
        -------
        Split
            Its rows.
        """
        X, y = table.read(folder)
        parts = train_test_split(
            X, y, test_size=TEST_SHARE, stratify=y, random_state=seed
        )
        X_train, X_test, y_train, y_test = (
            part.reset_index(drop=True) for part in parts
        )
        return cls(
            X_train, y_train, X_test, y_test, table.groups(X), table.rounded, seed
        )
