"""The generator that knows counts of a table only, and the ledger of what they cost."""
