"""Times of every sort and zone come back from a file as they were."""

import datetime as dt
import warnings
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from dateutil import tz as dateutil_zones
from hypothesis import given
from hypothesis import strategies as st

import skl_synth
from skl_synth import RealRowsWarning, TableEncoder, TypeAwareSMOTE
from skl_synth.saving.time_values import (
    decimal_of_text,
    duration_of_text,
    parts_of_zone,
    text_of_duration,
    zone_of_parts,
)

N_ROWS = 30
Y = np.repeat([0, 1], [20, 10])
DAYS = pd.date_range("2020-10-01", periods=N_ROWS, freq="37h")

ZONES = {
    "a name": "Europe/London",
    "UTC": "UTC",
    "a text of hours": "+02:00",
    "Python's UTC": dt.UTC,
    "hours": dt.timezone(dt.timedelta(hours=2)),
    "hours with a name": dt.timezone(dt.timedelta(hours=2), "ours"),
    "hours and minutes": dt.timezone(-dt.timedelta(hours=3, minutes=30)),
    "zoneinfo": ZoneInfo("America/St_Johns"),
    "zoneinfo, UTC": ZoneInfo("UTC"),
    "dateutil": dateutil_zones.gettz("Europe/London"),
    "dateutil, UTC": dateutil_zones.tzutc(),
    "dateutil, hours": dateutil_zones.tzoffset("ours", 7200),
    "dateutil, here": dateutil_zones.tzlocal(),
}


def _saved(fitted, path):
    with pytest.warns(RealRowsWarning):
        fitted.save(path)
    with pytest.warns(RealRowsWarning):
        return skl_synth.load(path)


def _fitted(cells, **options):
    """A synthesizer of a table with a column of these cells."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"a": rng.normal(size=N_ROWS), "v": cells})
    encoder = TableEncoder(**options)
    with warnings.catch_warnings():
        # What is found in so small a table is no matter here.
        warnings.simplefilter("ignore")
        return TypeAwareSMOTE(encoder=encoder, random_state=0).fit(table, Y)


def _assert_comes_back(cells, path, **options):
    fitted = _fitted(pd.Series(cells).reset_index(drop=True), **options)
    ours, _ = fitted.sample(20, random_state=1)
    theirs, _ = _saved(fitted, path).sample(20, random_state=1)
    pd.testing.assert_frame_equal(ours, theirs)
    assert repr(ours["v"].dtype) == repr(theirs["v"].dtype)
    assert list(map(type, ours["v"])) == list(map(type, theirs["v"]))
    for one, other in zip(ours["v"], theirs["v"], strict=True):
        assert getattr(one, "tzinfo", None) == getattr(other, "tzinfo", None)


@pytest.mark.parametrize("zone", ZONES.values(), ids=ZONES)
def test_dates_of_a_column_in_every_zone(zone, tmp_path):
    try:
        days = DAYS.tz_localize(zone)
    except AttributeError:
        pytest.skip("an older pandas does not read the zones of a newer dateutil")
    _assert_comes_back(days, tmp_path / "one.synth")


@pytest.mark.parametrize("zone", ["Europe/London", dt.UTC])
def test_dates_that_stand_for_missing_values(zone, tmp_path):
    days = DAYS.tz_localize(zone).to_series()
    special = {"v": [days.iloc[3]]}
    _assert_comes_back(days, tmp_path / "one.synth", special_values=special)


def test_zones_of_pytz(tmp_path):
    pytz = pytest.importorskip("pytz")
    for zone in (pytz.utc, pytz.timezone("Europe/London"), pytz.FixedOffset(90)):
        _assert_comes_back(DAYS.tz_localize(zone), tmp_path / "one.synth")


def _objects(cells):
    return pd.Series(list(cells), dtype=object)


LONDON = DAYS.tz_localize(ZoneInfo("Europe/London"))

OBJECTS = {
    "days": _objects(DAYS.date),
    "times of day": _objects(dt.time(k % 24) for k in range(N_ROWS)),
    "durations": _objects(dt.timedelta(k) for k in range(N_ROWS)),
    "pandas' durations": _objects(pd.Timedelta(k, "h") for k in range(N_ROWS)),
    "dates": _objects(day.to_pydatetime() for day in DAYS),
    "dates with a zone": _objects(day.to_pydatetime() for day in LONDON),
    "pandas' dates": _objects(DAYS),
    "pandas' dates with a zone": _objects(LONDON),
    "decimals": _objects(Decimal(k % 7) / 4 for k in range(N_ROWS)),
}


@pytest.mark.parametrize("cells", OBJECTS.values(), ids=OBJECTS)
def test_cells_that_are_objects_of_python(cells, tmp_path):
    _assert_comes_back(cells, tmp_path / "one.synth")


def test_a_duration_that_stands_for_a_missing_value(tmp_path):
    cells = OBJECTS["durations"]
    special = {"v": [cells.iloc[0]]}
    _assert_comes_back(cells, tmp_path / "one.synth", special_values=special)


COUNTS = pd.Series(np.arange(N_ROWS) % 4)
LEVELS = COUNTS.map(dict(enumerate("abcd")))

PLAIN = ("int8", "uint16", "float32", "Int64", "UInt8", "Float32", "object")
ARROW = ("int64[pyarrow]", "double[pyarrow]", "uint8[pyarrow]")

TYPED = {
    **{name: COUNTS.astype(name) for name in PLAIN},
    "category of numbers": COUNTS.astype("category"),
    "booleans": COUNTS % 2 == 0,
    "boolean": (COUNTS % 2 == 0).astype("boolean"),
    "string": LEVELS.astype("string"),
    "categories of dates": DAYS[:3].repeat(10).to_series().astype("category"),
    "categories in a zone": LONDON[:3].repeat(10).to_series().astype("category"),
    "ordered categories": pd.Series(pd.Categorical(LONDON[COUNTS], ordered=True)),
    "categories of durations": pd.to_timedelta(COUNTS, "h").astype("category"),
    "categories of periods": pd.Series(DAYS[COUNTS].to_period("D")).astype("category"),
    "sparse": pd.Series(pd.arrays.SparseArray(COUNTS)),
    "sparse booleans": pd.Series(pd.arrays.SparseArray(COUNTS == 0)),
    "intervals": pd.cut(COUNTS, 3),
    "intervals of dates": pd.Series(pd.cut(LONDON, 3)),
    **{f"period {one}": pd.Series(DAYS.to_period(one)) for one in "DWMQ"},
    **{f"dates, {one}": DAYS.as_unit(one) for one in ("s", "ms", "us", "ns")},
    **{f"zoned, {one}": LONDON.as_unit(one) for one in ("s", "ms", "us", "ns")},
    **{
        f"durations, {one}": (DAYS - DAYS[0]).as_unit(one)
        for one in ("s", "ms", "us", "ns")
    },
}


@pytest.mark.parametrize("cells", TYPED.values(), ids=TYPED)
def test_every_type_of_column(cells, tmp_path):
    _assert_comes_back(cells, tmp_path / "one.synth")


def test_every_type_of_arrow(tmp_path):
    pa = pytest.importorskip("pyarrow")
    columns = [COUNTS.astype(name) for name in ARROW]
    columns += [
        LEVELS.astype("string[pyarrow]"),
        LEVELS.astype(pd.ArrowDtype(pa.string())),
        LEVELS.astype(pd.ArrowDtype(pa.large_string())),
        OBJECTS["decimals"].astype(pd.ArrowDtype(pa.decimal128(10, 2))),
        pd.Series(DAYS.date).astype(pd.ArrowDtype(pa.date32())),
        pd.Series(DAYS).astype(pd.ArrowDtype(pa.timestamp("ms"))),
        pd.Series(LONDON).astype(pd.ArrowDtype(pa.timestamp("us", "Europe/London"))),
        pd.Series(DAYS - DAYS[0]).astype(pd.ArrowDtype(pa.duration("s"))),
        OBJECTS["times of day"].astype(pd.ArrowDtype(pa.time64("us"))),
    ]
    for cells in columns:
        _assert_comes_back(cells, tmp_path / "one.synth")


def test_the_index_and_the_target_may_be_of_dates(tmp_path):
    table = pd.DataFrame({"a": np.arange(N_ROWS) % 7 / 4}, index=LONDON)
    fitted = TypeAwareSMOTE(random_state=0).fit(table, Y)
    ours, theirs = fitted.sample(9), _saved(fitted, tmp_path / "one.synth").sample(9)
    pd.testing.assert_frame_equal(ours[0], theirs[0])


@given(st.timedeltas())
def test_a_duration_comes_back_to_the_microsecond(value):
    assert duration_of_text(text_of_duration(value)) == value


@given(st.timezones() | st.timedeltas(-dt.timedelta(1), dt.timedelta(1)))
def test_a_zone_comes_back(zone):
    if isinstance(zone, dt.timedelta):
        if abs(zone) >= dt.timedelta(1):
            return
        zone = dt.timezone(zone)
    back = zone_of_parts(*parts_of_zone(zone))
    assert type(back) is type(zone)
    assert back == zone


def test_a_zone_of_another_library_is_not_saved():
    class Own(dt.tzinfo):
        pass

    assert parts_of_zone(Own()) is None


@pytest.mark.parametrize(
    "parts",
    [
        ["named", "/etc/passwd"],
        ["named", "../../../etc/passwd"],
        ["dateutil", "/etc/localtime"],
        ["dateutil", "../../../etc/localtime"],
        ["dateutil", "Europe/Nowhere"],
        ["named", "Europe/Nowhere"],
        ["eval", "1"],
    ],
)
def test_a_name_leads_to_no_other_file(parts):
    with pytest.raises((ValueError, LookupError)):
        zone_of_parts(*parts)


def test_decimals_with_which_one_could_not_count():
    assert decimal_of_text("1.50") == Decimal("1.50")
    assert decimal_of_text("NaN").is_nan()
    with pytest.raises(ValueError, match="thousands of digits"):
        decimal_of_text("1e999999999")
