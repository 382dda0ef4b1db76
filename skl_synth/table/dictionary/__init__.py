"""The data dictionary: what is known of a table without looking at it."""

from skl_synth.table.dictionary.data_dictionary import DataDictionary
from skl_synth.table.dictionary.dictionary_field import Field
from skl_synth.table.dictionary.rule_entry import RuleEntry

__all__ = ["DataDictionary", "Field", "RuleEntry"]
