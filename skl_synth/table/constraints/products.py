"""Products, ratios and powers of other columns."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from skl_synth.table.constraints.constraint_slips import (
    as_terms,
    check_number,
    check_terms,
)
from skl_synth.table.constraints.formula import Formula
from skl_synth.table.constraints.linear import Terms, check_rounding, rounding_text
from skl_synth.table.constraints.row_reader import RowReader


@dataclass(frozen=True)
class Product(Formula):
    """A column is a product of powers of others: price × quantity, a ratio, a BMI.

    The result is rounded to the decimals of the column. A row in which it is out of
    the range seen is replaced. A row in which one of the columns is missing, or by
    zero would be divided, keeps the rule.

    Parameters
    ----------
    column : hashable
        The column that is computed.
    factors : list of (hashable, float)
        The other columns, each with its power: 1, 2, −1 for a divisor.
    scale : float, default=1.0
        By what the product is multiplied.
    rounding : {"round", "floor", "ceil"}, default="round"
        How the result comes to the decimals of the column.
    for_zero : float or None, default=None
        By what is divided where a divisor is 0, such as 1; by default the row keeps
        the rule.

    See Also
    --------
    Linear : Columns are added.

    Examples
    --------
    >>> from skl_synth import Product
    >>> print(Product("bmi", (("weight", 1), ("height", -2)), 10_000))
    bmi = 10000 × weight / height²
    >>> print(Product("per_day", (("cost", 1), ("stay", -1)), for_zero=1))
    per_day = cost / stay (1 where that is 0)
    """

    column: Hashable
    factors: Terms
    scale: float = 1.0
    rounding: str = "round"
    for_zero: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "factors", as_terms(self.factors))

    @property
    def computed(self) -> Hashable:
        """The column."""
        return self.column

    @property
    def sources(self) -> tuple[Hashable, ...]:
        """The others."""
        return tuple(other for other, _ in self.factors)

    def _rounding(self) -> str:
        return self.rounding

    def _check(self, reader: RowReader) -> None:
        check_terms("Product", self.column, self.factors)
        check_number("scale", self.scale)
        if self.for_zero is not None:
            check_number("divisor for zero", self.for_zero)
        check_rounding(self.rounding)
        super()._check(reader)

    def _exact(self, reader: RowReader) -> tuple[np.ndarray, np.ndarray]:
        """Multiply, and divide once."""
        over = np.full(len(reader.rows), float(self.scale))
        under = np.ones(len(reader.rows))
        with np.errstate(all="ignore"):
            for other, power in self.factors:
                side, values = over if power > 0 else under, reader.values(other)
                if power < 0 and self.for_zero is not None:
                    values = np.where(values == 0, self.for_zero, values)
                side *= values ** abs(power)
            result = over / under
        exact = np.where(np.isfinite(result), result, np.nan)
        return exact, np.abs(exact)

    def __str__(self) -> str:
        over = [_power(other, power) for other, power in self.factors if power > 0]
        under = [_power(other, -power) for other, power in self.factors if power < 0]
        if self.scale != 1 or not over:
            over.insert(0, f"{self.scale:.10g}")
        text = " / ".join([" × ".join(over), *under])
        if self.for_zero is not None:
            text += f" ({self.for_zero:g} where that is 0)"
        return f"{self.column} = {text}{rounding_text(self.rounding)}"


def _power(other: Hashable, power: float) -> str:
    sign = {1.0: "", 2.0: "²", 3.0: "³"}.get(power)
    return f"{other}^{power:g}" if sign is None else f"{other}{sign}"
