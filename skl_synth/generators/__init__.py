"""Generators: plain objects that learn a table that was read, and draw rows."""
