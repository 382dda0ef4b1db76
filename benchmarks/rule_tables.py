"""Simulated tables with planted rules, and columns that only look as if they kept some.

Every block of columns is drawn by itself, so that a rule across two blocks is false.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

Columns = dict[str, Any]
Block = tuple[Columns, list[tuple[str, tuple[str, ...]]]]


class Planted(NamedTuple):
    """A simulated table.

    Parameters
    ----------
    frame : DataFrame
        The table.
    rules : list of (str, frozenset)
        Family and columns of each rule that was planted.
    """

    frame: pd.DataFrame
    rules: list[tuple[str, frozenset[Hashable]]]


def days(rng: np.random.Generator, n: int, span: int = 365) -> pd.DatetimeIndex:
    start = pd.Timestamp("2019-01-01") + pd.Timedelta(int(rng.integers(0, 900)), "D")
    return start + pd.to_timedelta(rng.integers(0, span, n), "D")


def amounts(rng: np.random.Generator, n: int, decimals: int = 2) -> np.ndarray:
    return np.round(rng.gamma(rng.uniform(1.5, 5), rng.uniform(4, 60), n), decimals)


def gaps(rng: np.random.Generator, n: int) -> np.ndarray:
    kind = rng.integers(0, 3)
    if kind == 0:
        return rng.integers(0, int(rng.integers(5, 30)), n)
    if kind == 1:
        return rng.gamma(1.3, 4, n).astype(int)
    return rng.geometric(0.2, n) - 1


def stay(rng: np.random.Generator, n: int) -> Block:
    start = days(rng, n)
    end = start + pd.to_timedelta(gaps(rng, n), "D")
    unit, length = [("days", 1), ("weeks", 7)][int(rng.integers(0, 8) == 7)]
    if unit == "weeks":
        end = start + pd.to_timedelta(7 * gaps(rng, n), "D")
    count = (end - start).days // length
    cells = {"start": start, "end": end.strftime("%d/%m/%Y"), "stay": count}
    return cells, [("elapsed", ("start", "end", "stay"))]


def hours(rng: np.random.Generator, n: int) -> Block:
    start = days(rng, n) + pd.to_timedelta(rng.integers(0, 1440, n), "min")
    end = start + pd.to_timedelta(rng.integers(1, 2000, n), "min")
    waited = (end - start).total_seconds() / 60
    cells = {"arrived": start, "left": end, "minutes": waited.astype(int)}
    return cells, [("elapsed", ("arrived", "left", "minutes"))]


def age(rng: np.random.Generator, n: int) -> Block:
    seen = days(rng, n)
    born = seen - pd.to_timedelta(rng.integers(400, 33_000, n), "D")
    before = (seen.month < born.month) | (
        (seen.month == born.month) & (seen.day < born.day)
    )
    years = seen.year - born.year - before.astype(int)
    bands = pd.cut(
        years, [-1, 17, 39, 64, 200], labels=["0-17", "18-39", "40-64", "65+"]
    )
    cells = {"born": born, "seen": seen, "age": years, "band": bands.astype(str)}
    rules = [("age", ("born", "seen", "age")), ("band", ("age", "band"))]
    return cells, rules


def shift(rng: np.random.Generator, n: int) -> Block:
    first = days(rng, n)
    by = pd.Timedelta(int(rng.integers(1, 60)), "D")
    return {"first": first, "due": first + by}, [("shift", ("first", "due"))]


def order(rng: np.random.Generator, n: int) -> Block:
    start = days(rng, n, int(rng.integers(60, 900)))
    end = start + pd.to_timedelta(gaps(rng, n), "D")
    return {"from": start, "to": end}, [("order", ("from", "to"))]


def order_of_numbers(rng: np.random.Generator, n: int) -> Block:
    total = rng.negative_binomial(3, 0.2, n) + rng.integers(0, 2)
    part = rng.binomial(total, rng.uniform(0.3, 0.95))
    return {"visits": total, "urgent": part}, [("order", ("visits", "urgent"))]


def part_of_date(rng: np.random.Generator, n: int) -> Block:
    when = days(rng, n)
    part = rng.integers(0, 4)
    cell = (
        when.day_name(),
        when.month,
        "Q" + when.quarter.astype(str),
        when.month_name(),
    )
    return {"when": when, "part": cell[part]}, [("date part", ("when", "part"))]


def code_and_label(rng: np.random.Generator, n: int) -> Block:
    k = int(rng.integers(3, 17))
    code = rng.integers(0, k, n)
    labels = np.array([f"label {i}" for i in rng.permutation(k)])
    cells = {"code": code if rng.random() < 0.5 else "C" + pd.Index(code).astype(str)}
    return {**cells, "label": labels[code]}, [("function", ("code", "label"))]


def area_and_region(rng: np.random.Generator, n: int) -> Block:
    k = min(int(rng.integers(8, 60)), n // 8)
    area = rng.integers(0, k, n)
    region = rng.integers(0, max(2, k // 5), k)[area]
    cells = {
        "area": "A" + pd.Index(area).astype(str),
        "region": "R" + pd.Index(region).astype(str),
    }
    return cells, [("function", ("area", "region"))]


def function_of_two(rng: np.random.Generator, n: int) -> Block:
    first, second = rng.integers(0, 3, n), rng.integers(0, 4, n)
    table = np.array([[0, 1, 2, 3], [3, 0, 1, 2], [1, 2, 3, 0]])
    names = np.array(["w", "x", "y", "z"])
    cells = {"shift_of_day": first, "ward": "W" + pd.Index(second).astype(str)}
    cells["team"] = names[table[first, second]]
    return cells, [("function of two", ("shift_of_day", "ward", "team"))]


def bmi(rng: np.random.Generator, n: int) -> Block:
    in_cm = rng.random() < 0.5
    height = rng.normal(168, 10, n).round()
    weight = np.round(rng.normal(75, 14, n).clip(35), 1)
    index = (weight / (height / 100) ** 2).round(int(rng.integers(1, 3)))
    cells = {
        "height": height if in_cm else height / 100,
        "weight": weight,
        "bmi": index,
    }
    return cells, [("product", ("height", "weight", "bmi"))]


def bill(rng: np.random.Generator, n: int) -> Block:
    count, price = rng.integers(1, 12, n), amounts(rng, n)
    cells = {"count": count, "price": price, "bill": (count * price).round(2)}
    return cells, [("product", ("count", "price", "bill"))]


def ratio(rng: np.random.Generator, n: int) -> Block:
    events, people = rng.integers(1, 400, n), rng.integers(500, 9000, n)
    rate = 1000 * events / people
    rate = rate.round(3) if rng.random() < 0.5 else rate
    return {"events": events, "people": people, "rate": rate}, [
        ("ratio", ("events", "people", "rate"))
    ]


def units(rng: np.random.Generator, n: int) -> Block:
    kg = np.round(rng.normal(75, 14, n).clip(35), 1)
    lb = (kg * 2.20462).round(int(rng.integers(0, 2)))
    return {"kg": kg, "lb": lb}, [("linear", ("kg", "lb"))]


def temperature(rng: np.random.Generator, n: int) -> Block:
    celsius = rng.normal(37, 0.7, n).round(1)
    return {"celsius": celsius, "fahrenheit": (celsius * 9 / 5 + 32).round(1)}, [
        ("linear", ("celsius", "fahrenheit"))
    ]


def charge(rng: np.random.Generator, n: int) -> Block:
    minutes = rng.gamma(3, 60, n).round(1)
    fee = float(rng.choice([0, 0, 2.5, 10]))
    return {"min": minutes, "charge": (0.17 * minutes + fee).round(2)}, [
        ("linear", ("min", "charge"))
    ]


def difference(rng: np.random.Generator, n: int) -> Block:
    one, two = amounts(rng, n), amounts(rng, n)
    cells = {"old": one, "new": two, "change": (two - one).round(2)}
    return cells, [("difference", ("old", "new", "change"))]


def total(rng: np.random.Generator, n: int) -> Block:
    k = int(rng.integers(2, 8))
    parts = {f"part_{i}": rng.poisson(rng.uniform(1, 30), n) for i in range(k)}
    cells = {**parts, "total": np.sum(list(parts.values()), axis=0)}
    return cells, [("sum", tuple(cells))]


def shares(rng: np.random.Generator, n: int) -> Block:
    cuts = np.sort(rng.integers(0, 101, (n, 2)), axis=1)
    cells = {"share_a": cuts[:, 0], "share_b": cuts[:, 1] - cuts[:, 0]}
    return {**cells, "share_c": 100 - cuts[:, 1]}, [
        ("sum to", ("share_a", "share_b", "share_c"))
    ]


RULES: tuple[Callable[[np.random.Generator, int], Block], ...] = (
    *(stay, hours, age, shift, order, order_of_numbers, part_of_date),
    *(code_and_label, area_and_region, function_of_two, bmi, bill, ratio),
    *(units, temperature, charge, difference, total, shares),
)
"""What plants a rule."""


def look_alikes(rng: np.random.Generator, n: int) -> Columns:
    """Draw columns that nearly keep rules, or hang together without one."""
    base = rng.normal(size=n)
    area = rng.integers(0, 12, n)
    region = np.where(rng.random(n) < 0.97, area // 4, rng.integers(0, 3, n))
    region[area == area[0]] = 0
    region[0] = 1
    sys = 125 + 15 * base + rng.normal(0, 8, n)
    first = days(rng, n)
    cells: Columns = {
        "sys": sys.round(),
        "dia": (0.5 * sys + 15 + rng.normal(0, 5, n)).round(),
        "near_copy": (2.2 * base + 50 + rng.normal(0, 0.02, n)).round(2),
        "base": (base + 20).round(2),
        "site": "S" + pd.Index(area).astype(str),
        "nearly_region": "N" + pd.Index(region).astype(str),
        "rare": (rng.random(n) < 0.02).astype(int),
        "flag": rng.integers(0, 2, n),
        "score": rng.integers(1, 6, n),
        "score_again": rng.integers(1, 6, n),
        "zeros": rng.poisson(0.1, n),
        "some_day": first,
        "other_day": first + pd.to_timedelta(rng.integers(-3, 90, n), "D"),
        "far_day": first + pd.to_timedelta(rng.integers(400, 800, n), "D"),
        "small": rng.uniform(0.1, 1, n).round(2),
        "large": (rng.lognormal(3, 0.3, n)).round(1),
        "measure": rng.lognormal(1, 0.5, n),
        "many": "M" + pd.Index(rng.integers(0, min(n // 3, 500) + 2, n)).astype(str),
    }
    chosen = rng.permutation(list(cells))[: int(rng.integers(6, len(cells) + 1))]
    return {name: cells[name] for name in cells if name in set(chosen.tolist())}


def planted(seed: int, n_rows: int, n_rules: int = 5) -> Planted:
    """Draw a table with planted rules.

    Parameters
    ----------
    seed : int
        Source of everything.
    n_rows : int
        Rows.
    n_rules : int, default=5
        Blocks with rules; one in three has missing values.

    Returns
    -------
    Planted
        The table and its rules.
    """
    rng = np.random.default_rng(seed)
    cells, rules = look_alikes(rng, n_rows), []
    for make in rng.permutation(np.array(RULES, dtype=object))[:n_rules]:
        block, found = make(rng, n_rows)
        if rng.random() < 1 / 3:
            block = _with_gaps(block, rng, n_rows)
        cells |= block
        rules += [(family, frozenset(names)) for family, names in found]
    frame = pd.DataFrame(cells)
    return Planted(frame[rng.permutation(frame.columns)], rules)


def _with_gaps(block: Columns, rng: np.random.Generator, n_rows: int) -> Columns:
    """Leave out a tenth of the rows of each column, the rest as it is."""
    name = rng.choice(list(block))
    gap = pd.Series(rng.random(n_rows) < 0.1)
    return {**block, name: pd.Series(block[name]).mask(gap)}
