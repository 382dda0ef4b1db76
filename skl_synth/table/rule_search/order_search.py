"""Columns of which one is never above the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

import numpy as np

from skl_synth.table.constraints import Constraint, Inequality
from skl_synth.table.rule_search.near_orders import is_plain_order
from skl_synth.table.rule_search.searched_table import Quantity, SearchedTable

EXPECTED = 12.0
"""Rows that would have to break an order if it were none: e^-12 that none does."""

SHARES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
"""Shares of the gaps, from the least on, of which the width is compared."""

NARROWER = (1, 2, 4)
"""Parts of the width of the stretches that are looked at, too."""

AS_MANY = 1.5
"""In narrower stretches there are fewer rows; by so much more than their width."""

OFTEN_EQUAL = 0.02
"""Two columns that are equal in more of the rows than this end at one another."""

FEW_STEPS = 20
"""Numbers below so many steps are counts, of which a ratio says little."""

LOW = 0.3
"""The share of the rows that have low numbers."""

MANY = 5000
"""Rows that are enough to tell how two columns overlap."""

LEAST_ROWS = 30
"""Rows in which two columns must both be there."""


def order_rules(table: SearchedTable) -> list[Inequality]:
    """Find the pairs of columns of which one is never above the other.

    That is no rule where the two hardly overlap, or where one follows the other at a
    distance: the gap between them must end at zero as if it were cut off there.

    Parameters
    ----------
    table : SearchedTable
        The real rows.

    Returns
    -------
    list of Inequality
        The orders, those left out that follow from others.
    """
    families: dict[str, list[Quantity]] = {}
    for one in table.quantities:
        if one.owns_number and one.present.any():
            families.setdefault(one.family, []).append(one)
    found = {
        (low.name, high.name): rule
        for columns in families.values()
        for low, high in _kept_in_sample(table, columns)
        if (rule := _order(low, high)) is not None
    }
    return _without_implied(found, _presence(table))


def _kept_in_sample(
    table: SearchedTable, columns: list[Quantity]
) -> list[tuple[Quantity, Quantity]]:
    if len(columns) < 2:
        return []
    values = np.array([_ticks(one.values[table.sample]) for one in columns])
    least = np.array([_ticks(one.values[one.present]).min() for one in columns])
    most = np.array([_ticks(one.values[one.present]).max() for one in columns])
    kept = []
    for low in range(len(columns)):
        with np.errstate(invalid="ignore"):
            broken = (values[low] > values).any(axis=1)
        # Where all of one are above all of the other there is nothing to be broken.
        overlap = least < most[low]
        kept += [(low, high) for high in np.flatnonzero(overlap & ~broken).tolist()]
    return [(columns[a], columns[b]) for a, b in kept if a != b]


def _ticks(values: np.ndarray) -> np.ndarray:
    """Numbers as they are, times as seconds."""
    if values.dtype.kind not in "mM":
        return values
    ticks = values.astype("i8") / 1e9
    return np.where(np.isnat(values), np.nan, ticks)


def _order(low: Quantity, high: Quantity) -> Inequality | None:
    both = low.present & high.present
    if both.sum() < LEAST_ROWS:
        return None
    left, right = _ticks(low.values[both]), _ticks(high.values[both])
    gap = right - left
    if (gap < 0).any() or not gap.any():
        return None
    expected = _broken_if_unrelated(left, right)
    if expected < EXPECTED:
        return None
    is_date = low.family.startswith("dates")
    step = max(low.step, high.step) if low.values.dtype.kind == "f" else _step(gap)
    rule = Inequality(low.name, "<" if gap.min() > 0 else "<=", high.name)
    if is_plain_order(left, right, step, expected, is_date=is_date):
        return rule
    # Only where the one is within the range of the other could the order be broken.
    free = (left > right.min()) & (right < left.max())
    left, right = left[free], right[free]
    ends = any(_ends_at_zero(*rows, step) for rows in _all_or_low(left, right))
    return rule if ends else None


def _all_or_low(
    left: np.ndarray, right: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All rows; then those of low numbers: a part is near a total that is small."""
    yield left, right
    if len(right):
        few = right <= np.quantile(right, LOW)
        yield left[few], right[few]


def _ends_at_zero(left: np.ndarray, right: np.ndarray, step: float) -> bool:
    """Whether the gap, and the ratio, end as if cut off."""
    if _beyond_zero(right - left, step) < EXPECTED:
        return False
    is_count = step > 0 and np.median(left) < FEW_STEPS * step
    return is_count or _holds_for_ratios(left, right)


def _step(gap: np.ndarray) -> float:
    """The least difference of gaps: times are counted in days, or in minutes."""
    gaps = np.unique(gap)
    return float(np.diff(gaps).min()) if len(gaps) > 1 else 0.0


def _broken_if_unrelated(left: np.ndarray, right: np.ndarray) -> float:
    """How many rows would break the order if the two had nothing to do with another."""
    some = slice(None, None, max(1, len(right) // MANY))
    below = np.searchsorted(np.sort(right[some]), left[some], side="left")
    return float(below.mean() / len(below) * len(right))


def _beyond_zero(gap: np.ndarray, step: float) -> float:
    """How many gaps would be negative if zero were no limit.

    The logarithm of the density is continued from three stretches on this side of zero
    to one on the other, as a parabola: exact for a normal distribution. Narrower
    stretches must say so, too: else the gaps end somewhere above zero.
    """
    if len(gap) < LEAST_ROWS:
        return 0.0
    gaps = np.sort(gap)
    widths = {float(gaps[int(share * (len(gaps) - 1))]) for share in SHARES}
    if step:
        widths |= {step, 2 * step}
    return max((_edge(gaps, w, step) for w in widths if w > 0), default=0.0)


def _edge(gaps: np.ndarray, width: float, step: float) -> float:
    """The rows expected beyond zero, by stretches of a width and by narrower ones."""
    expected = [_continued(gaps, width / part, step) for part in NARROWER]
    more = [n * part * AS_MANY for n, part in zip(expected, NARROWER, strict=True)]
    return min(expected[0], *more[1:])


def _continued(gaps: np.ndarray, width: float, step: float) -> float:
    # A stretch holds whole steps, from the first on.
    if step:
        width = max(np.floor(width / step + 0.5), 1) * step
    edges = width * np.arange(4) - step / 2
    edges[0] -= step or 1.0
    first, second, third = np.diff(np.searchsorted(gaps, edges)).astype(float)
    if first > len(gaps) / 2 or first == 0:
        return 0.0 if first == 0 or second == 0 else first / 2
    if second <= first:
        return float(first)
    return float(min(first, first**3 * max(third, 0.5) / second**3))


def _holds_for_ratios(left: np.ndarray, right: np.ndarray) -> bool:
    """Whether the ratio, too, ends at one: amounts near zero are near to one another.

    Where one is a fraction of the other, whatever its size, the gap is small where both
    are, and no rule keeps it above zero.
    """
    if (left < 0).any() or (right <= 0).any() or (left == right).mean() > OFTEN_EQUAL:
        return True
    positive = left > 0
    if positive.mean() < 0.5:
        return True
    return _beyond_zero(np.log(right[positive] / left[positive]), 0.0) >= EXPECTED


def _presence(table: SearchedTable) -> Callable[[Hashable], np.ndarray]:
    """Tell where a column can be computed with: neither missing nor special."""
    of_quantity = {one.name: one for one in table.quantities}

    def present(name: Hashable) -> np.ndarray:
        one = of_quantity.get(name)
        return ~table.missing[name] if one is None else one.present

    return present


def _without_implied(
    found: dict[tuple[Hashable, Hashable], Inequality],
    present: Callable[[Hashable], np.ndarray],
) -> list[Inequality]:
    """Leave out orders that follow from two others, in every row."""
    above: dict[Hashable, set[Hashable]] = {}
    for low, high in found:
        above.setdefault(low, set()).add(high)
    return [
        rule
        for (low, high), rule in found.items()
        if not any(
            high in above.get(middle, ())
            and _always_there([middle], (low, high), present)
            for middle in above[low] - {high}
        )
    ]


def _always_there(
    names: Iterable[Hashable],
    ends: tuple[Hashable, Hashable],
    present: Callable[[Hashable], np.ndarray],
) -> bool:
    """Whether columns are there in every row in which both ends of an order are."""
    both = present(ends[0]) & present(ends[1])
    return all(present(name)[both].all() for name in names)


def not_implied(
    orders: Iterable[Inequality],
    formulas: Iterable[Constraint],
    table: SearchedTable,
) -> list[Inequality]:
    """Leave out the orders of a computed column and one that it is computed from.

    Where another column of the formula is missing nothing is computed, and the order
    is news.

    Parameters
    ----------
    orders : iterable of Inequality
        Orders that were found.
    formulas : iterable of Constraint
        Rules that compute a column.
    table : SearchedTable
        The real rows.

    Returns
    -------
    list of Inequality
        The orders that are news.
    """
    known = [
        (rule.computed, set(rule.columns_named)) for rule in formulas if rule.computed
    ]
    present = _presence(table)
    return [
        order
        for order in orders
        if not any(
            computed in (order.left, order.right)
            and {order.left, order.right} <= columns
            and _always_there(columns, (order.left, order.right), present)
            for computed, columns in known
        )
    ]
