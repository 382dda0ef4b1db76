"""Keys, names and free text."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.errors import InputError, in_code
from skl_synth.table.variables.variable import Variable

LEFT_OUT = "left out"
"""What is shown of an identifier that is not written."""


@dataclass(frozen=True, eq=False, kw_only=True)
class IdentifierVariable(Variable):
    """A key or a name; never copied, replaced by fresh surrogate keys.

    Surrogates are 1, 2, 3, … behind ``first`` for numbers and ``S1``, ``S2``, … for
    text; none of them is a value of the real table.
    """

    dtype: Any
    is_numeric: bool
    first: int
    dropped: bool = False
    """Whether the column is left out of what is written."""

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write surrogate keys.

        Raises
        ------
        InputError
            If the dtype has no room for them.
        """
        if self.dropped:
            return {}
        keys = pd.Series(range(self.first, self.first + n_rows), dtype=np.int64)
        if not self.is_numeric:
            text = "S" + keys.astype(str).astype(object)
            # The categories of keys are the keys themselves.
            is_category = isinstance(self.dtype, pd.CategoricalDtype)
            dtype: Any = "category" if is_category else self.dtype
            return {self.columns[0]: text.astype(dtype).array}
        plain = isinstance(self.dtype, np.dtype) and self.dtype.kind in "iu"
        if plain and n_rows and keys.iloc[-1] > np.iinfo(self.dtype).max:
            raise InputError(
                "column {column!r} has dtype {dtype}, which has no room for {n_rows} "
                "keys behind {last}",
                column=self.name,
                dtype=self.dtype,
                n_rows=n_rows,
                last=self.first - 1,
                remedies=in_code("widen it", ".astype('int64')"),
            )
        return {self.columns[0]: keys.astype(self.dtype).array}

    def describe(self) -> dict[str, Any]:
        """Say what the surrogates look like."""
        if self.dropped:
            return {**super().describe(), "levels": LEFT_OUT}
        first = self.first if self.is_numeric else f"S{self.first}"
        return {**super().describe(), "levels": f"surrogates from {first}"}
