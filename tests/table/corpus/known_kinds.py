"""Columns whose kinds are known: of installed packages, and made in many forms.

What each column is was written down by reading its name, its documentation and a few of
its values, before any of them was read by the package.
"""

import importlib
import pkgutil
import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn import datasets

NUMBER, FLAG, LEVELS, KEY, DATE, CONSTANT = (
    "number",
    "flag",
    "levels",
    "key",
    "date",
    "constant",
)

KINDS = {
    NUMBER: {"continuous", "integer"},
    FLAG: {"binary"},
    LEVELS: {"category", "ordinal", "binary"},
    KEY: {"identifier"},
    DATE: {"datetime"},
    CONSTANT: {"constant"},
}
"""The kinds that are right for each."""

FLAGS = {
    *("vote", "OWNRENT", "PRESTIGE", "SOUTH", "censors", "choice", "idp", "hlthg"),
    *("hlthf", "hlthp", "PSI", "GRADE"),
}
"""Columns of statsmodels with two values; all others but those below are numbers."""

OTHERS = {
    "firm": LEVELS,
    "Country Name": KEY,
    "Country Code": KEY,
    "Indicator Name": CONSTANT,
    "Indicator Code": CONSTANT,
    "2012": CONSTANT,
    "2013": CONSTANT,
    "individual": KEY,
    # Kinds of transport and of work, numbered.
    "mode": LEVELS,
    "occupation": LEVELS,
    "occupation_husb": LEVELS,
}


class Known(NamedTuple):
    """A column and what it is."""

    truth: str
    column: pd.Series


def of_scikit_learn():
    """Measurements of flowers, wines, tumours, people and digits."""
    for load in ("iris", "wine", "breast_cancer", "diabetes", "linnerud", "digits"):
        table = getattr(datasets, f"load_{load}")(as_frame=True).data
        for name in table:
            truth = FLAG if (load, name) == ("diabetes", "sex") else NUMBER
            # Corners of an image that are white, or nearly so, in all of them.
            n_values = table[name].nunique()
            if load == "digits" and n_values <= 2:
                truth = CONSTANT if n_values == 1 else FLAG
            yield Known(truth, table[name])


def of_statsmodels():
    """Economic and medical tables."""
    folder = importlib.import_module("statsmodels.datasets")
    for module in pkgutil.iter_modules(folder.__path__):
        loaded = importlib.import_module(f"statsmodels.datasets.{module.name}")
        if module.name == "template_data" or not hasattr(loaded, "load_pandas"):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = loaded.load_pandas().data
        for name in table:
            other = OTHERS.get(str(name), NUMBER)
            yield Known(FLAG if name in FLAGS else other, table[name])


FORMS = [
    *("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d"),
    *("%d %b %Y", "%d-%b-%y", "%m/%d/%y", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S"),
    *("%m%d%Y", "%d%m%Y", "%Y%m%d", "%Y-%m", "%m/%Y", "%b %Y", "%H:%M", "%H:%M:%S"),
]
"""Ways in which dates and times are exported."""


def made(seed, n_rows=300):
    """Columns in the forms in which systems export them."""
    rng = np.random.default_rng(seed)
    yield from (Known(truth, _named(*one)) for truth, one in _dates(rng, n_rows))
    yield from (Known(NUMBER, _named(*one)) for one in _numbers(rng, n_rows))
    yield from (Known(LEVELS, _named(*one)) for one in _levels(rng, n_rows))


def _named(name, values):
    return pd.Series(values, name=name)


def _dates(rng, n):
    days = pd.Timestamp("2017-03-01") + pd.to_timedelta(rng.integers(0, 1500, n), "D")
    times = days + pd.to_timedelta(rng.integers(0, 86_400, n), "s")
    for form in FORMS:
        yield DATE, ("seen", times.strftime(form).to_numpy(dtype=object))
    for form in ("%m%d%Y", "%d%m%Y", "%Y%m%d"):
        yield DATE, ("adm", times.strftime(form).astype(int))
    gaps = np.where(rng.random(n) < 0.1, "NA", days.strftime("%Y-%m-%d"))
    yield DATE, ("onset", gaps.astype(object))
    odd = np.where(rng.random(n) < 0.05, "unknown", days.strftime("%d/%m/%Y"))
    yield DATE, ("discharged", odd.astype(object))
    yield DATE, ("died", days)
    yield DATE, ("died", days.tz_localize("Europe/London"))


def _numbers(rng, n):
    age = rng.integers(18, 95, n)
    lab = rng.gamma(3.0, 4.0, n).round(2)
    for name, token in (("age", "NA"), ("age", "?"), ("age", "."), ("age", "-")):
        yield name, _with(rng, age.astype(str), token)
    for name, token in (("age", "90+"), ("age", "Unknown"), ("age", "not asked")):
        yield name, _with(rng, age.astype(str), token)
    for token in ("<0.5", ">50", "N/A", "**"):
        yield "crp", _with(rng, np.char.mod("%.2f", lab), token)
    for name, values in (("age", age), ("lab", lab)):
        for code in (-1, -9, 999):
            yield name, np.where(rng.random(n) < 0.05, code, values)
    yield "year", rng.integers(1950, 2024, n)
    yield "income", rng.integers(20, 200, n) * 500
    yield "dose", rng.integers(1, 20, n) * 0.05
    yield "sbp", rng.normal(130, 20, n).round()
    yield "children", rng.poisson(1.5, n)
    yield "score", rng.integers(0, 11, n)
    yield "cost", rng.lognormal(6, 1, n).round(2)
    yield "steps_per_day", rng.integers(1_000, 20_000, n)
    yield "platelets", rng.integers(150_000, 450_000, n)
    yield "population", rng.lognormal(10, 1, n).round()
    yield "distance_km", rng.exponential(20, n).round(1)
    yield "temperature", rng.normal(12, 9, n).round(1)
    yield "change", rng.integers(-10, 10, n)
    yield "rank", rng.permutation(n) + 1
    yield "los_days", rng.geometric(0.2, n)
    yield "percent", rng.integers(0, 101, n)
    yield "lat", rng.uniform(50, 55, n).round(6)


def _levels(rng, n):
    yield "zip", rng.choice(rng.integers(10_000, 99_999, 40), n)
    yield "zip", np.char.mod("%05d", rng.choice(rng.integers(0, 99_999, 40), n))
    yield "county_fips", rng.choice(rng.integers(1_001, 56_045, 40), n)
    yield "provider_id", rng.choice(rng.integers(100_000, 999_999, 30), n)
    yield "practice_code", rng.choice(rng.integers(1_000, 9_999, 30), n)
    yield "icd_code", rng.choice(rng.integers(100, 999, 50), n)
    yield "specialty_code", rng.choice([100, 101, 110, 300, 320, 430, 502], n)
    yield "icd10", rng.choice([f"{c}{i:02d}" for c in "IJKC" for i in range(20)], n)
    yield "ward", rng.choice(["A1", "A2", "B1", "B2", "ICU"], n)
    yield "sex", rng.choice(["F", "M"], n)
    yield "smoker", rng.choice(["yes", "no", "NA"], n)
    yield "ethnicity", rng.choice(["White", "Black", "Asian", "Mixed", "Unknown"], n)
    yield "stage", rng.choice(["I", "II", "III", "IV"], n)
    yield "outcome", rng.choice(["home", "died", "transfer"], n)
    yield "age_band", rng.choice(["0-17", "18-39", "40-64", "65+"], n)
    yield "flag", rng.choice([True, False], n)
    yield "grade", pd.Categorical(rng.choice(list("ABC"), n), ordered=True)
    yield "site", pd.Categorical(rng.choice(list("XYZ"), n))
    yield "version", rng.choice(["1.0.2", "1.1.0", "2.0.0"], n)


def _with(rng, values, token, share=0.05):
    return np.where(rng.random(len(values)) < share, token, values).astype(object)
