"""Time zones of any maker come out as they went in."""

import datetime as dt
import zoneinfo

import dateutil.tz
import numpy as np
import pandas as pd
import pytest

from skl_synth.table import RealTable
from skl_synth.table.codecs.zones import zones_of

ZONES = {
    "zoneinfo": zoneinfo.ZoneInfo("America/New_York"),
    "fixed": dt.timezone(dt.timedelta(hours=-3, minutes=-30)),
    "dateutil": dateutil.tz.gettz("Europe/London"),
    "dateutil utc": dateutil.tz.UTC,
    "dateutil offset": dateutil.tz.tzoffset(None, 7200),
}


def local_hours(zone):
    hours = pd.date_range("2020-01-01", periods=8784, freq="h", tz="UTC")
    rows = np.random.default_rng(0).choice(8784, 90, replace=False)
    column = pd.Series(hours[rows]).dt.tz_convert(zone)
    try:
        column.tolist()
    except AttributeError:
        pytest.skip("an older pandas does not read the zones of a newer dateutil")
    return column


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
@pytest.mark.parametrize("form", ["dtype", "stamps", "datetimes"])
def test_each_zone_is_kept(zone, form):
    column = local_hours(zone)
    if form == "stamps":
        column = pd.Series(column.tolist(), dtype=object)
    if form == "datetimes":
        cells = [cell.to_pydatetime() for cell in column]
        column = pd.Series(cells, dtype=object)
    frame = pd.DataFrame({"t": column})
    table = RealTable.read(frame)
    assert table.schema.variables[0].kind == "datetime"
    pd.testing.assert_frame_equal(table.decode(table.rows), frame)


@pytest.mark.parametrize("stamps", [True, False])
def test_an_hour_that_comes_twice_is_written_as_its_first(stamps):
    zone = zoneinfo.ZoneInfo("America/New_York")
    column = pd.Series(pd.date_range("2020-11-01", periods=60, freq="10min", tz=zone))
    cells = [cell if stamps else cell.to_pydatetime() for cell in column]
    table = RealTable.read(pd.DataFrame({"t": pd.Series(cells, dtype=object)}))
    new = table.decode(table.rows)["t"]
    assert [cell.hour for cell in new] == [cell.hour for cell in cells]


def test_both_halves_of_a_zone_of_pytz_are_one():
    pytz = pytest.importorskip("pytz")
    zone = pytz.timezone("Europe/London")
    cells = [zone.localize(dt.datetime(2020, month, 3)) for month in (1, 7)]
    assert zones_of(cells) == [zone]
    column = pd.Series([cells[i % 2] + dt.timedelta(hours=i) for i in range(60)])
    frame = pd.DataFrame({"t": column.astype(object)})
    table = RealTable.read(frame)
    assert table.decode(table.rows)["t"].tolist() == frame["t"].tolist()
