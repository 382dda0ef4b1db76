"""Columns that are likely a survival time and what says how it ended."""

from __future__ import annotations

import re
from collections.abc import Hashable

import pandas as pd

EVENT = re.compile(
    r"(?:^|_|\b)(event|status|died|dead|death|deceased|censored|censors?|cens|relapsed?)"
    r"(?:$|_|\b)",
    re.IGNORECASE,
)
"""Names of what says how a time ended, whole or as a part."""

TIME = re.compile(
    r"(?:^|_|\b)(time|days|weeks|months|years|survival|duration|futime|follow_?up|tte|"
    r"os|pfs|dfs)(?:$|_|\b)",
    re.IGNORECASE,
)
"""Names of times."""


def likely_survival(described: pd.DataFrame) -> tuple[Hashable, Hashable] | None:
    """Find a time and an event by their names and kinds.

    Parameters
    ----------
    described : DataFrame
        From `Schema.describe`.

    Returns
    -------
    (time, event) or None
        None unless there is one of each: of several only who knows the table can say
        which belong together.

    Examples
    --------
    >>> import pandas as pd
    >>> from skl_synth import TableEncoder
    >>> from skl_synth.table.likely_survival import likely_survival
    >>> table = pd.DataFrame({"days": [3, 9, 27, 81], "died": [0, 1, 1, 0]})
    >>> likely_survival(TableEncoder().fit(table).describe())
    ('days', 'died')
    """
    numbers = described[described["kind"].isin(["continuous", "integer"])]
    flags = described[described["kind"] == "binary"]
    times = [name for name in numbers["column"] if TIME.search(str(name))]
    events = [name for name in flags["column"] if EVENT.search(str(name))]
    if len(times) != 1 or len(events) != 1:
        return None
    return times[0], events[0]
