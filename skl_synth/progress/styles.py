"""How progress can be shown: nothing else is here, so that --help loads no more."""

STYLES = ("auto", "bar", "lines", "json", "none")
"""A bar, sentences, lines for programs, nothing, or what fits."""
