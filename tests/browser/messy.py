"""A table as a hospital's system exports it, of people who do not exist."""

from __future__ import annotations

from pathlib import Path

import numpy as np

HEAD = "NHS Number,Age,Sex,Ward,LOS (days),,Cost,Died in hospital"
WARDS = ("General medicine", "Surgery", "Cardiology", "Maternity")


def nhs_number(nine: str) -> str:
    """Nine digits with the check digit that makes a number of them, or nothing."""
    check = 11 - sum(int(one) * (10 - place) for place, one in enumerate(nine)) % 11
    return "" if check == 10 else f"{nine[:3]} {nine[3:6]} {nine[6:]}{check % 11}"


def write_messy(path: Path, n_rows: int = 300, seed: int = 0) -> Path:
    """Write it: titles above, a column without a name, a total below, pounds.

    Parameters
    ----------
    path : Path
        The file.
    n_rows : int, default=300
        Persons.
    seed : int, default=0
        Of all that is drawn.

    Returns
    -------
    Path
        The file.
    """
    rng = np.random.default_rng(seed)
    title = "Emergency admissions 2023/24 – extract run 03/04/2024"
    lines = [title + "," * 7, "Patient,,,,Spell,,,Outcome", HEAD]
    drawn = (f"9{digits:08d}" for digits in rng.integers(0, 10**8, 2 * n_rows))
    numbers = filter(None, map(nhs_number, drawn))
    for _, number in zip(range(n_rows), numbers, strict=False):
        age = int(rng.integers(18, 95))
        stay = int(rng.poisson(3 + age / 30))
        died = "Y" if rng.random() < 0.1 + age / 300 else "N"
        cost = f'"£{rng.gamma(2.0, 700 + 90 * stay):,.2f}"'
        sex, ward = rng.choice(["F", "M"]), rng.choice(WARDS)
        lines.append(f"{number},{age},{sex},{ward},{stay},,{cost},{died}")
    lines.append(f"Total,,,,{4 * n_rows},,,")
    path.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return path
