"""One-hot groups: what they are, how they are found, and how they are restored."""

from skl_synth.table.onehot.group_search import NEARLY, almost_groups, find_groups
from skl_synth.table.onehot.one_hot_group import (
    GroupRows,
    OneHotGroup,
    check_rows,
    group_codes,
)

__all__ = [
    "NEARLY",
    "GroupRows",
    "OneHotGroup",
    "almost_groups",
    "check_rows",
    "find_groups",
    "group_codes",
]
