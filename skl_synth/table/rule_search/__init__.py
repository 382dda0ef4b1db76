"""Rules between columns that hold in every row, found in the real rows."""

from skl_synth.table.rule_search.found_rule import FoundRule

__all__ = ["FoundRule"]
def find_rules(schema, rows, persons=None):
    return ()
