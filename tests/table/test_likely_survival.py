"""What is likely a survival time: names and kinds, one of each."""

import pandas as pd
import pytest

from skl_synth import TableEncoder
from skl_synth.table.likely_survival import likely_survival


def _found(**columns):
    return likely_survival(TableEncoder().fit(pd.DataFrame(columns)).describe())


@pytest.mark.parametrize("time", ["time", "futime", "OS", "survival", "days_followed"])
@pytest.mark.parametrize("event", ["status", "died", "event", "censors", "os_event"])
def test_a_time_beside_an_event_is_seen(time, event):
    columns = {time: [3, 8, 27, 81, 5], event: [0, 1, 1, 0, 1], "x": list("abcde")}
    assert _found(**columns) == (time, event)


@pytest.mark.parametrize(
    "columns",
    [
        {"timetable": [3, 8, 27, 81], "died": [0, 1, 1, 0]},
        {"time": [3, 8, 27, 81], "smoker": [0, 1, 1, 0]},
        {"time": [3, 8, 27, 81], "days": [4, 9, 2, 7], "died": [0, 1, 1, 0]},
        {"time": [0, 1, 0, 1], "died": [0, 1, 1, 0]},
        {"time": [3, 8, 27, 81]},
    ],
)
def test_what_leaves_a_doubt_is_not(columns):
    assert _found(**columns) is None
