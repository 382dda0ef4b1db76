"""The same table as systems export it: titles, totals, units, other kinds of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

Variant = tuple[Path, pd.DataFrame, dict[str, Any]]


def variants_of(real: pd.DataFrame, folder: Path) -> Iterator[Variant]:
    """Write a table in the ways in which it could have come.

    Parameters
    ----------
    real : DataFrame
        The table.
    folder : Path
        Where to write to.

    Yields
    ------
    path : Path
        A file.
    table : DataFrame
        What is right to read from it.
    right : dict
        How pandas reads the output, which is written in the same manner.
    """
    real = real.set_axis([_plain(name) for name in real.columns], axis=1)
    csv = real.to_csv(index=False)
    names, _, rows = csv.partition("\n")
    width = real.shape[1]
    texts = {
        "title.csv": f"Extract of the register\nPrinted 3 May 2024\n\n{csv}",
        "total.csv": f"{csv}Total{',' * (width - 1)}\n",
        "units.csv": f"{names}\n{','.join(_units(real))}\n{rows}",
        "trailing.csv": "".join(f"{line},,\n" for line in csv.splitlines()),
        "sep.csv": real.to_csv(index=False, sep=";", decimal=","),
    }
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        table = real
        if name == "trailing.csv":
            table = real.assign(empty_1=None, empty_2=None)
        yield path, table, {"sep": ";", "decimal": ","} if name == "sep.csv" else {}
    accents = _with_site(real)
    path = folder / "cp1252.csv"
    path.write_bytes(accents.to_csv(index=False).encode("windows-1252"))
    yield path, accents, {"encoding": "windows-1252"}
    path = folder / "jsonl.jsonl"
    real.to_json(path, orient="records", lines=True)
    yield path, real, {}
    yield from _binary(real, folder)


def _binary(real: pd.DataFrame, folder: Path) -> Iterator[Variant]:
    import pyreadstat

    path = folder / "table.xlsx"
    real.to_excel(path, index=False)
    yield path, real, {}
    path = folder / "titled.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        real.to_excel(book, index=False, startrow=3)
        book.sheets["Sheet1"]["A1"] = "Extract of the register"
    yield path, real, {}
    names = [re.sub(r"\W", "_", str(name))[:30] for name in real.columns]
    renamed = real.set_axis(names, axis=1)
    path = folder / "table.sav"
    pyreadstat.write_sav(renamed, str(path))
    yield path, renamed, {}
    path = folder / "table.dta"
    pyreadstat.write_dta(renamed, str(path))
    yield path, renamed, {}


def _plain(name: object) -> str:
    return str(name) if str(name).strip() and "Unnamed" not in str(name) else "row"


def _units(real: pd.DataFrame) -> list[str]:
    return [
        "(years)" if pd.api.types.is_numeric_dtype(real[name]) else "" for name in real
    ]


def _with_site(real: pd.DataFrame) -> pd.DataFrame:
    sites = ["Zürich", "Genève", "Malmö", "Orléans"]
    return real.assign(site=[sites[at % 4] for at in range(len(real))])
