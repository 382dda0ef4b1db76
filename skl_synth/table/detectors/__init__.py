"""Detectors of keys, names and free text: one for each way in which they show."""

from skl_synth.table.detectors.filled_cells import is_token
from skl_synth.table.detectors.finding import (
    ENOUGH_VALUES,
    LEAST_ROWS,
    Finding,
    Repetition,
)
from skl_synth.table.detectors.key_names import is_birth_name, kind_of_name
from skl_synth.table.detectors.number_keys import find_number_key, may_hold_key
from skl_synth.table.detectors.text_keys import (
    TextColumn,
    find_by_content,
    find_by_repetition,
)

__all__ = [
    "ENOUGH_VALUES",
    "LEAST_ROWS",
    "Finding",
    "Repetition",
    "TextColumn",
    "find_by_content",
    "find_by_repetition",
    "find_number_key",
    "is_birth_name",
    "is_token",
    "kind_of_name",
    "may_hold_key",
]
