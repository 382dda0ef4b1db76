"""Rules between columns that hold in every row, found in the real rows."""

from skl_synth.table.rule_search.find_rules import find_rules
from skl_synth.table.rule_search.found_rule import FoundRule

__all__ = ["FoundRule", "find_rules"]
