"""Shadow models: the reference attack, by the same method on tables of other people."""
