"""Keys, names and free text."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.table.keys.key_column import KeyColumn
from skl_synth.table.variables.variable import Variable

LEFT_OUT = "left out"
"""What is shown of an identifier that is not written."""


@dataclass(frozen=True, eq=False, kw_only=True)
class IdentifierVariable(Variable):
    """A key or a name; never copied, replaced by fresh surrogate keys.

    The keys of all identifiers are written together, by `write_keys`, since they may
    refer to one another.
    """

    is_numeric: bool
    dropped: bool = False
    """Whether the column is left out of what is written."""
    valid: bool = False
    """Whether fresh keys have the right check digit, where the real ones have."""
    keys: KeyColumn | None = None
    """What has to be known of the real keys; they are learnt once all are found."""

    def decode(
        self, number: np.ndarray | None, code: np.ndarray | None, n_rows: int
    ) -> dict[Hashable, Any]:
        """Write nothing: keys are written together with those of other columns."""
        return {}

    def describe(self) -> dict[str, Any]:
        """Say what the surrogates look like."""
        levels = "" if self.keys is None else self.keys.describe(valid=self.valid)
        if self.dropped:
            levels = LEFT_OUT
        return {**super().describe(), "levels": levels}
