"""Rules that compute a column: what real rows have, they compute bit for bit."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import (
    DatePart,
    Elapsed,
    FunctionOf,
    Inequality,
    Linear,
    Product,
    RealTable,
    Shift,
    Sum,
    SumTo,
    TableEncoder,
)
from skl_synth.table.constraints import constraint_to_json, constraints_from_json
from skl_synth.table.constraints.row_reader import RowReader

N = 90


def days(rng):
    return pd.Timestamp("2021-03-01") + pd.to_timedelta(rng.integers(0, 400, N), "D")


def stays(rng, zone=None):
    start, stay = days(rng), rng.integers(0, 15, N)
    end = start + pd.to_timedelta(stay, "D")
    cells = {"start": start.tz_localize(zone), "end": end.tz_localize(zone)}
    return pd.DataFrame({**cells, "stay": stay})


def arrivals(rng):
    start = days(rng) + pd.to_timedelta(rng.integers(0, 1440, N), "min")
    end = start + pd.to_timedelta(rng.integers(0, 3000, N), "min")
    return pd.DataFrame({"start": start, "end": end})


def stays_in(unit, length):
    def make(rng):
        table = arrivals(rng)
        return table.assign(stay=(table.end - table.start) / pd.Timedelta(length))

    return make, Elapsed("stay", "start", "end", unit)


def whole_days(rng):
    table = arrivals(rng)
    stay = (table.end - table.start) // pd.Timedelta("1 day")
    return table.assign(stay=stay)


def midnights(rng):
    table = arrivals(rng)
    stay = table.end.dt.normalize() - table.start.dt.normalize()
    return table.assign(stay=stay.dt.days)


def both_days(rng):
    table = stays(rng)
    return table.assign(stay=table.stay + 1)


def durations(rng):
    table = arrivals(rng)
    return table.assign(stay=table.end - table.start)


def ages(rng):
    seen = days(rng)
    born = seen - pd.to_timedelta(rng.integers(0, 33_000, N), "D")
    age = [
        s.year - b.year - ((s.month, s.day) < (b.month, b.day))
        for s, b in zip(seen, born, strict=True)
    ]
    return pd.DataFrame({"seen": seen, "born": born, "age": age})


def bodies(rng):
    height, weight = rng.normal(168, 9, N).round(), rng.normal(70, 12, N).round(1)
    bmi = (weight / (height / 100) ** 2).round(1)
    return pd.DataFrame({"height": height, "weight": weight, "bmi": bmi})


def ratios(rng):
    table = pd.DataFrame({"a": rng.integers(1, 99, N), "b": rng.integers(0, 40, N)})
    return table.assign(ratio=table.a / table.b.where(table.b > 0))


def shares(rng):
    cuts = np.sort(rng.integers(0, 101, (N, 2)), axis=1)
    cells = {"a": cuts[:, 0], "b": cuts[:, 1] - cuts[:, 0], "c": 100 - cuts[:, 1]}
    return pd.DataFrame(cells)


def money(rng):
    table = pd.DataFrame(rng.gamma(3, 20, (N, 2)).round(2), columns=["old", "new"])
    return table.assign(
        change=(table.new - table.old).round(2),
        both=table.new + table.old,
        tax=(0.175 * table.new).round(2),
        more=(table.old + 2.5).round(2),
    )


def bands(rng):
    age = rng.integers(0, 90, N)
    cut = pd.cut(age, [-1, 17, 39, 64, 120]).astype(str)
    return pd.DataFrame({"age": age, "band": cut})


def places(rng):
    area, night = rng.integers(0, 9, N), rng.integers(0, 2, N)
    table = pd.DataFrame({"area": area, "night": night})
    table["region"] = np.array(["N", "S", "E"])[area % 3]
    return table.assign(team=np.array(list("abcdef"))[2 * (area % 3) + night])


def weekdays(rng):
    date = days(rng)
    names = date.day_name()
    return pd.DataFrame({"date": date, "weekday": names, "month": date.month})


def calls(rng):
    call = days(rng)
    return pd.DataFrame({"call": call, "due": call + pd.Timedelta("7 days")})


CASES = [
    (stays, Elapsed("stay", "start", "end")),
    (lambda rng: stays(rng, "Europe/London"), Elapsed("stay", "start", "end")),
    stays_in("hours", "1h"),
    stays_in("minutes", "1min"),
    stays_in("weeks", "7D"),
    (whole_days, Elapsed("stay", "start", "end", "days", "floor")),
    (midnights, Elapsed("stay", "start", "end", "midnights")),
    (both_days, Elapsed("stay", "start", "end", plus=1)),
    (durations, Elapsed("stay", "start", "end")),
    (ages, Elapsed("age", "born", "seen", "years")),
    (bodies, Product("bmi", (("weight", 1), ("height", -2)), 10_000)),
    (ratios, Product("ratio", (("a", 1), ("b", -1)))),
    (shares, SumTo(("a", "b", "c"), 100)),
    (money, Linear("change", (("new", 1.0), ("old", -1.0)))),
    (money, Sum("both", ("old", "new"))),
    (money, Linear("tax", (("new", 0.175),))),
    (money, Shift("more", "old", 2.5)),
    (calls, Shift("due", "call", "7 days")),
    (bands, FunctionOf("band", "age")),
    (places, FunctionOf("region", "area")),
    (places, FunctionOf("team", ("area", "night"))),
    (weekdays, DatePart("weekday", "date", "weekday")),
    (weekdays, DatePart("month", "date", "month")),
]


def read(table, rule):
    encoder = TableEncoder(constraints=[rule], rules=None)
    return RealTable.read(table, encoder=encoder)


def assert_same(rows, others):
    np.testing.assert_array_equal(rows.numbers, others.numbers)
    np.testing.assert_array_equal(rows.decimals, others.decimals)
    np.testing.assert_array_equal(rows.codes, others.codes)


def disturbed(real, column, rng):
    """Real rows with the cells of one column dealt out anew."""
    order = rng.permutation(len(real))
    rows, other = real.rows, real.rows.take(order)
    variable = next(one for one in real.schema.variables if one.name == column)
    numbers, decimals, codes = (
        rows.numbers.copy(),
        rows.decimals.copy(),
        rows.codes.copy(),
    )
    if variable in real.schema.numbers:
        place = real.schema.numbers.index(variable)
        numbers[:, place] = other.numbers[:, place]
        decimals[:, place] = other.decimals[:, place]
    if variable.n_levels:
        place = real.schema.codes.index(variable)
        codes[:, place] = other.codes[:, place]
    return replace(rows, numbers=numbers, decimals=decimals, codes=codes)


@pytest.mark.parametrize(("make", "rule"), CASES, ids=[str(rule) for _, rule in CASES])
def test_what_is_computed_is_what_the_real_rows_have(make, rule):
    rng = np.random.default_rng(0)
    real = read(make(rng), rule)
    repaired, keeps = real.rules.repair(real.rows)
    assert keeps.all()
    assert_same(repaired, real.rows)
    mixed = disturbed(real, rule.computed, rng)
    assert not real.rules.held(mixed).all(), "nothing to be repaired"
    again, keeps = real.rules.repair(mixed)
    assert keeps.all()
    pd.testing.assert_frame_equal(
        real.decode(again), real.decode(real.rows), check_exact=False, rtol=1e-9
    )
    assert_same(real.rules.repair(again)[0], again)


@pytest.mark.parametrize(("make", "rule"), CASES, ids=[str(rule) for _, rule in CASES])
def test_a_rule_is_written_and_read(make, rule):
    assert constraints_from_json([constraint_to_json(rule)]) == [rule]


@pytest.mark.parametrize(
    ("make", "rule"),
    CASES[:1] + CASES[10:],
    ids=[str(r) for _, r in CASES[:1] + CASES[10:]],
)
@pytest.mark.parametrize("where", ["everywhere", "source", "computed"])
def test_gaps_stay_as_they_are(make, rule, where):
    rng = np.random.default_rng(1)
    table = make(rng).astype(object).convert_dtypes()
    gap = rng.random(N) < 0.2
    named = {
        "everywhere": [rule.sources[0], rule.computed],
        "source": [rule.sources[0]],
        "computed": [rule.computed],
    }[where]
    table.loc[gap, named] = None
    real = read(table, rule)
    repaired, keeps = real.rules.repair(real.rows)
    assert keeps.all()
    assert_same(repaired, real.rows)
    again, _ = real.rules.repair(disturbed(real, rule.computed, rng))
    made = real.decode(again)
    if where == "everywhere":
        absent = table[rule.sources[0]].isna()
        assert made[rule.computed].isna()[absent].all()
        assert made[rule.computed].notna()[~absent].sum() >= (~absent).sum() * 0.95


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(CASES))
def test_rows_that_are_kept_keep_the_rule_when_they_are_read_again(seed, case):
    make, rule = case
    rng = np.random.default_rng(seed)
    real = read(make(rng), rule)
    rows = real.rows
    mixed = rows
    for column in rule.columns_named:
        mixed = disturbed(replace(real, rows=mixed), column, rng)
    repaired, keeps = real.rules.repair(real.snap(mixed))
    if keeps.any():
        again = real.encode(real.decode(repaired.take(keeps)))
        assert real.rules.held(again).all()


def test_an_age_is_that_of_the_last_birthday():
    born = pd.to_datetime(["2000-02-29", "2000-05-10", "2000-05-10", "2000-12-31"] * 9)
    seen = pd.to_datetime(["2021-03-01", "2021-05-09", "2021-05-10", "2022-01-01"] * 9)
    table = pd.DataFrame({"born": born, "seen": seen, "age": [21, 20, 21, 21] * 9})
    real = read(table, Elapsed("age", "born", "seen", "years"))
    assert real.rules.repair(real.rows)[1].all()


def test_a_forgotten_entry_is_left_as_it_was_drawn():
    table = pd.DataFrame({"code": list("aaaaabbbbbc"), "label": list("xxxxxyyyyyz")})
    real = read(table, FunctionOf("label", "code"))
    ((rule, memory),) = real.rules.learned
    few = memory.restricted_to(5)
    found = few.find(rule.keys(RowReader(real.schema, real.rows)))
    assert found.tolist() == [0] * 5 + [1] * 5 + [-1]


def test_numbers_that_nobody_has_fall_into_the_bands():
    table = pd.DataFrame({"bmi": [15.2, 17.9, 19.0, 24.1, 25.3, 31.0, 16.0, 28.8]})
    table["class"] = ["low", "low", "mid", "mid", "high", "high", "low", "high"]
    real = read(table, FunctionOf("class", "bmi"))
    ((_, memory),) = real.rules.learned
    assert memory.cuts.tolist() == [18.0, 25.0]
    assert memory.find([np.array([18.4, 24.9, 25.0])]).tolist() == [1, 1, 2]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Elapsed("stay", "start", "end", "fortnights"), ["'fortnights'", "'weeks'"]),
        (Elapsed("stay", "start", "end", "days", "up"), ["'up'", "'floor'"]),
        (Elapsed("stay", "stay", "end"), ["numbers", "dates", "cannot be compared"]),
        (Elapsed("start", "start", "end"), ["'start'", "only numbers"]),
        (Elapsed("stay", "start", "end", plus=1), ["stay = days", "+ 1", "break it"]),
        (Shift("end", "start", "a while"), ["'a while'", "'7 days'"]),
        (Shift("end", "start", 7), ["'end'", "only numbers"]),
        (Shift("stay", "stay", "7 days"), ["'stay'", "no length of time"]),
        (DatePart("stay", "start", "century"), ["'century'", "'weekday'"]),
        (DatePart("end", "stay", "month"), ["'stay'", "no dates"]),
        (Linear("stay", (("start", 2),)), ["'start'", "only numbers"]),
        (Linear("stay", (("stay", 2),), 0, "up"), ["'up'", "'ceil'"]),
        (FunctionOf("stay", ("start", "end", "stay")), ["one other or from two"]),
        (FunctionOf("stay", ("nowhere",)), ["'nowhere'", "columns are"]),
        (SumTo(("stay",), 100), ["list of columns, 2 or more"]),
        (SumTo(("stay", "start"), 100), ["'start'", "only numbers are added"]),
        (Shift("end", "start", "7 days"), ["end = start + 7 days", "break it"]),
    ],
)
def test_rules_that_make_no_sense_are_refused(rule, words):
    with pytest.raises(ValueError, match="constraint") as error:
        read(stays(np.random.default_rng(0)), rule)
    for word in words:
        assert word in str(error.value)


def test_a_date_is_compared_with_a_time_of_its_day():
    table = arrivals(np.random.default_rng(0))
    table["due"] = table["start"].dt.normalize()
    with pytest.raises(ValueError, match="midnight") as error:
        read(table, Inequality("start", "<=", "due"))
    assert "'start' as a date without its time of day" in str(error.value)
    table.loc[0, "due"] -= pd.Timedelta("3 days")
    with pytest.raises(ValueError, match="break it") as error:
        read(table, Inequality("start", "<=", "due"))
    assert "midnight" not in str(error.value)


@pytest.mark.parametrize("totals", [[100], [50, 100]])
def test_a_total_that_is_given_is_kept_by_the_last_part(totals):
    rng = np.random.default_rng(0)
    total = np.array(totals)[rng.integers(0, len(totals), N)]
    first = rng.integers(0, 25, N)
    table = pd.DataFrame({"a": first, "b": rng.integers(0, 25, N), "total": total})
    table["c"] = total - table.a - table.b
    real = read(table, Sum("total", ["a", "b", "c"]))
    _, keeps = real.rules.repair(disturbed(real, "a", rng))
    assert keeps.mean() > 0.8
    assert [rule.computed for rule, _ in real.rules.learned] == ["c"]


def test_bands_are_learnt_though_some_are_missing():
    rng = np.random.default_rng(0)
    bmi = rng.normal(25, 5, 200)
    band = pd.Series(pd.cut(bmi, [0, 18.5, 25, 30, 90]).astype(str))
    table = pd.DataFrame({"bmi": bmi, "class": band.mask(rng.random(200) < 0.2)})
    real = read(table, FunctionOf("class", "bmi"))
    repaired, keeps = real.rules.repair(real.rows)
    assert keeps.all()
    assert_same(repaired, real.rows)
    ((_, memory),) = real.rules.learned
    assert len(memory.cuts) == 3
    assert np.abs(memory.cuts - [18.5, 25, 30]).max() < 0.5


def test_who_is_not_told_of_does_not_count():
    cells = {"code": list("aaaaabb"), "label": ["x", None, None, None, None, "y", "y"]}
    real = read(pd.DataFrame(cells), FunctionOf("label", "code"))
    ((_, memory),) = real.rules.learned
    assert memory.n_persons.tolist() == [1, 2]
