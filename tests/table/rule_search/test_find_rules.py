"""Rules that hold in every row are found, and what is chance is not."""

import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.rule_tables import look_alikes, planted
from benchmarks.rules import found_in, judge
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
from skl_synth.table.rule_search import find_rules
from skl_synth.table.rule_search.find_rules import too_wide

N = 300


def days(rng, n=N):
    return pd.Timestamp("2021-03-01") + pd.to_timedelta(rng.integers(0, 400, n), "D")


def rules_of(table, persons=None):
    real = RealTable.read(table, encoder=TableEncoder(rules=None))
    return [one.rule for one in find_rules(real.schema, real.rows, persons)]


def stay(rng):
    admitted, gap = days(rng), rng.gamma(1.5, 4, N).astype(int)
    left = admitted + pd.to_timedelta(gap, "D")
    cells = {"admitted": admitted, "left": left.strftime("%d/%m/%Y"), "los": gap}
    return cells, Elapsed("los", "admitted", "left")


def stay_in_zone(rng):
    cells, rule = stay(rng)
    left = pd.to_datetime(cells["left"], format="%d/%m/%Y").tz_localize("Europe/London")
    admitted = cells["admitted"].tz_localize("Europe/London")
    return {**cells, "admitted": admitted, "left": left}, rule


def arrivals(rng):
    start = days(rng) + pd.to_timedelta(rng.integers(0, 1440, N), "min")
    return start, start + pd.to_timedelta(rng.integers(0, 9000, N), "min")


def both_days(rng):
    cells, _ = stay(rng)
    return {**cells, "los": cells["los"] + 1}, Elapsed(
        "los", "admitted", "left", plus=1
    )


def calendar_days(rng):
    cells, _ = nights(rng)
    rule = Elapsed("nights", "start", "end", "midnights", plus=1)
    return {**cells, "nights": cells["nights"] + 1}, rule


def nights(rng):
    start, end = arrivals(rng)
    n = (end.normalize() - start.normalize()).days
    return {"start": start, "end": end, "nights": n}, Elapsed(
        "nights", "start", "end", "midnights"
    )


def whole_days(rng):
    start, end = arrivals(rng)
    n = (end - start) // pd.Timedelta("1 day")
    rule = Elapsed("n", "start", "end", "days", "floor")
    return {"start": start, "end": end, "n": n}, rule


def hours(rng):
    start, end = arrivals(rng)
    n = (end - start) / pd.Timedelta("1h")
    return {"start": start, "end": end, "n": n}, Elapsed("n", "start", "end", "hours")


def decimal_age(rng):
    seen = days(rng)
    born = seen - pd.to_timedelta(rng.integers(0, 33_000, N), "D")
    age = ((seen - born).days / 365.25).round(1)
    rule = Elapsed("age", "born", "seen", "years of 365.25 days", "round")
    return {"seen": seen, "born": born, "age": age}, rule


def age(rng):
    seen = days(rng)
    born = seen - pd.to_timedelta(rng.integers(0, 33_000, N), "D")
    both = zip(seen, born, strict=True)
    years = [s.year - b.year - ((s.month, s.day) < (b.month, b.day)) for s, b in both]
    rule = Elapsed("age", "born", "seen", "years")
    return {"seen": seen, "born": born, "age": years}, rule


def order(rng):
    start = days(rng)
    end = start + pd.to_timedelta(rng.integers(0, 15, N), "D")
    return {"start": start, "end": end}, Inequality("start", "<=", "end")


def week_later(rng):
    start = days(rng)
    end = start + pd.Timedelta("7 days")
    return {"start": start, "end": end}, Shift("end", "start", "7 days")


def bmi(rng):
    height, weight = rng.normal(168, 9, N).round(), rng.normal(70, 12, N).round(1)
    cells = {"height": height, "weight": weight}
    rule = Product("bmi", (("height", -2.0), ("weight", 1.0)), 10_000.0)
    return {**cells, "bmi": (weight / (height / 100) ** 2).round(1)}, rule


def pounds(rng):
    kg = rng.normal(70, 12, N).round(1)
    return {"lb": (kg * 2.2046).round(1), "kg": kg}, ("lb", "kg")


def charge(rng):
    minutes = rng.integers(1, 90, N)
    cells = {"minutes": minutes, "charge": (0.17 * minutes).round(2)}
    return cells, Linear("charge", (("minutes", 0.17),))


def rate_of_many(rng):
    n, people = rng.poisson(60, N), rng.integers(800, 9000, N)
    rule = Product("rate", (("n", 1.0), ("people", -1.0)), 1000.0)
    return {"n": n, "people": people, "rate": (n / people * 1000).round(1)}, rule


def decade(rng):
    age = rng.integers(18, 95, N)
    rule = Linear("decade", (("age", 0.1),), 0.0, "floor")
    return {"age": age, "decade": age // 10}, rule


def single_precision(rng):
    x = rng.normal(size=N).astype(np.float32)
    return {"x": x, "y": x * np.float32(2.5)}, ("x", "y")


def per_day(rng):
    days_in, cost = rng.integers(0, 9, N), rng.gamma(3, 100, N).round(2)
    each = (cost / np.where(days_in > 0, days_in, np.nan)).round(2)
    rule = Product("each", (("days_in", -1.0), ("cost", 1.0)))
    return {"days_in": days_in, "cost": cost, "each": each}, rule


def date_of_stamp(rng):
    stamp, _ = arrivals(rng)
    return {"stamp": stamp, "date": stamp.normalize()}, DatePart(
        "date", "stamp", "date"
    )


def two_rates(rng):
    day, night = rng.integers(0, 90, N), rng.integers(0, 60, N)
    cost = (0.35 * day + 0.1 * night + 4).round(2)
    rule = Linear("cost", (("day", 0.35), ("night", 0.1)), 4.0)
    return {"day": day, "night": night, "cost": cost}, rule


def prices(rng):
    old, new = rng.gamma(3, 20, (2, N)).round(2)
    rule = Linear("change", (("old", -1.0), ("new", 1.0)))
    return {"old": old, "new": new, "change": (new - old).round(2)}, rule


def total(rng):
    parts = {f"part_{i}": rng.poisson(9, N) for i in range(6)}
    return {**parts, "all": sum(parts.values())}, Sum("all", tuple(parts))


def flags(rng):
    parts = {f"has_{i}": rng.integers(0, 2, N) for i in range(6)}
    return {**parts, "count": sum(parts.values())}, Sum("count", tuple(parts))


def shares(rng):
    cuts = np.sort(rng.integers(0, 1001, (N, 2)) / 10, axis=1)
    cells = {"a": cuts[:, 0], "b": cuts[:, 1] - cuts[:, 0], "c": 100 - cuts[:, 1]}
    return {k: v.round(1) for k, v in cells.items()}, SumTo(("a", "b", "c"), 100.0)


def label(rng):
    code = rng.integers(0, 9, N)
    names = np.array([f"L{i}" for i in rng.permutation(9)])[code]
    return {"label": names, "code": code}, FunctionOf("code", "label")


def region(rng):
    area = rng.integers(0, 25, N)
    cells = {"area": np.array([f"A{i}" for i in area])}
    return {**cells, "region": np.array(list("NESW"))[area % 4]}, FunctionOf(
        "region", "area"
    )


def band(rng):
    years = rng.integers(0, 95, N)
    cells = {"age": years, "band": pd.cut(years, [-1, 17, 64, 120]).astype(str)}
    return cells, FunctionOf("band", "age")


def education(rng):
    number = rng.integers(1, 17, N)
    names = np.array([f"grade {i * 7 % 17}" for i in range(17)])[number]
    return {"education": names, "number": number}, FunctionOf("number", "education")


def weekday(rng):
    date = days(rng)
    cells = {"date": date, "weekday": date.day_name()}
    return cells, DatePart("weekday", "date", "weekday")


def quarter(rng):
    date = days(rng)
    return {"date": date, "q": "Q" + date.quarter.astype(str)}, DatePart(
        "q", "date", "quarter"
    )


def of_two(rng):
    sex, dose = rng.integers(0, 2, N), rng.integers(0, 4, N)
    arm = np.array(list("abcabcad"))[4 * sex + (dose + sex) % 4]
    cells = {"sex": np.array(list("fm"))[sex], "dose": dose, "arm": arm}
    return cells, FunctionOf("arm", ("sex", "dose"))


CASES = [
    *(stay, stay_in_zone, nights, whole_days, hours, decimal_age, age, order),
    *(week_later, bmi, pounds, charge, two_rates, prices, total, flags, shares),
    *(single_precision, per_day, date_of_stamp, both_days, calendar_days),
    *(rate_of_many, decade),
    *(label, region, band, education, weekday, quarter, of_two),
]


@pytest.mark.parametrize("make", CASES)
@pytest.mark.parametrize("gaps", [False, True])
def test_what_is_planted_is_found_and_nothing_else(make, gaps):
    rng = np.random.default_rng(3)
    cells, expected = make(rng)
    table = pd.DataFrame({**cells, "noise": rng.normal(size=N).round(2)})
    if gaps and make is not flags:
        column = list(cells)[-1]
        table[column] = table[column].mask(rng.random(N) < 0.1)
    rule, *more = rules_of(table)
    # Computed from the two dates, or missing, it does not keep them in order.
    is_time = make in (stay, stay_in_zone, hours, both_days)
    in_order = make in (nights, whole_days, calendar_days) or (gaps and is_time)
    assert [one.sources for one in more] == [tuple(cells)[:2]] * in_order
    if isinstance(expected, tuple):
        assert rule.columns_named == expected
    else:
        assert rule == expected


def test_found_rules_hold_and_are_in_order_of_computing():
    for seed in range(2):
        table = planted(seed, 300)
        real = RealTable.read(table.frame)
        computed = set()
        rules = [rule for rule, _ in real.rules.learned]
        all_computed = {rule.computed for rule in rules} - {None}
        for rule in rules:
            assert not (set(rule.sources) & all_computed) - computed
            assert rule.computed is None or rule.computed not in computed
            computed |= {rule.computed} - {None}
        assert real.rules.held(real.rows).all()


def test_most_planted_rules_are_found_and_few_others():
    n_planted = n_found = n_false = 0
    for seed in range(8):
        there, hit, false = judge(planted(seed, 300))
        n_planted, n_found = n_planted + there.total(), n_found + hit.total()
        n_false += len(false)
    assert n_found / n_planted >= 0.95
    assert n_found / (n_found + n_false) >= 0.98


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.sampled_from([40, 150, 600]))
def test_columns_that_only_look_alike_keep_no_rule(seed, n_rows):
    rng = np.random.default_rng(seed)
    assert not found_in(pd.DataFrame(look_alikes(rng, n_rows)))


def test_a_few_rows_keep_no_rule():
    table = pd.DataFrame({"a": np.arange(15) ** 2 % 11, "b": np.arange(15) ** 2 % 11})
    assert not rules_of(table)


def test_one_row_that_breaks_a_rule_is_enough():
    cells, _ = charge(np.random.default_rng(0))
    table = pd.DataFrame(cells)
    table.loc[17] = [10, float(table["charge"].max())]
    assert not rules_of(table)


def test_rules_of_single_persons_are_not_rules():
    rng = np.random.default_rng(0)
    persons = np.repeat(np.arange(60), 5)
    height = rng.permutation(np.arange(140, 200))
    kind = np.array(list("abc"))[rng.integers(0, 3, 60)]
    table = pd.DataFrame({"height": height[persons], "kind": kind[persons]})
    table["visit"] = rng.integers(0, 9, len(table))
    assert rules_of(table) == [FunctionOf("kind", "height")]
    assert not rules_of(table, persons)


def test_orders_that_follow_are_not_listed():
    rng = np.random.default_rng(0)
    start = days(rng)
    first = start + pd.to_timedelta(rng.integers(0, 9, N), "D")
    second = first + pd.to_timedelta(rng.integers(0, 9, N), "D")
    table = pd.DataFrame({"a": start, "b": first, "c": second})
    assert rules_of(table) == [Inequality("a", "<=", "b"), Inequality("b", "<=", "c")]
    table["wait"] = (first - start).days
    assert set(map(str, rules_of(table))) == {"wait = days from a to b", "b <= c"}


def test_two_columns_that_hardly_overlap_have_no_order():
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"low": rng.normal(80, 9, N), "high": rng.normal(125, 9, N)})
    table["high"] = table["high"].clip(lower=table["low"] + 5)
    assert not rules_of(table.round())


def test_what_was_found_says_what_it_rests_on():
    cells, _ = region(np.random.default_rng(0))
    table = pd.DataFrame(cells)
    table.loc[:19, "area"] = None
    (found,) = found_in(table)
    assert (found.n_rows, found.n_different) == (N - 20, 25)
    assert str(found) == "region follows from area (280 rows, 25 different)"


def test_the_search_is_the_same_every_time():
    table = planted(5, 2000).frame
    assert found_in(table) == found_in(table)


def test_a_table_with_too_many_columns_is_not_searched(monkeypatch):
    cells, _ = charge(np.random.default_rng(0))
    # A column without a second value is none that could be searched.
    table = pd.DataFrame(cells).assign(always=1)
    monkeypatch.setattr(sys.modules[too_wide.__module__], "MOST_COLUMNS", 2)
    assert not too_wide(RealTable.read(table).schema)
    assert rules_of(table)
    table["other"] = np.arange(N) % 7
    assert too_wide(RealTable.read(table).schema)
    assert not rules_of(table)
