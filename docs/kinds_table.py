"""Write the table of kinds and containers of the reference, from the tests' own list.

    python docs/kinds_table.py

A test fails where the page is older than the list.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "kinds_table.inc"
HEAD = ("kind", "what the column holds")
NOTHING = "–"


def kinds_table(cases, containers):
    """Lay the cases out: one line per kind and content, one column per container.

    Parameters
    ----------
    cases : list of Case
        The cases of the tests.
    containers : sequence of str
        The columns of the table.

    Returns
    -------
    str
        A table in reStructuredText.
    """
    lines = {}
    for case in cases:
        line = lines.setdefault((case.kind, case.label), {})
        line[case.container] = case.expected
    rows = [(*HEAD, *containers)]
    for (kind, label), found in lines.items():
        named = NOTHING if kind == "refused" else f"``{kind}``"
        rows.append((named, label, *(found.get(name, NOTHING) for name in containers)))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    rule = "  ".join("=" * width for width in widths)
    text = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([rule, text[0], rule, *text[1:], rule, ""])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from tests.table.kind_cases import CASES, CONTAINERS

    PAGE.write_text(kinds_table(CASES, CONTAINERS), encoding="utf-8")
