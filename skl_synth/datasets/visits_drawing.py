"""The drawing of simulated visits: persons first, then the visits of each."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

OUTCOME = "readmitted"

PERSON_KEY = "nhs_number"

_DAY = np.timedelta64(1, "D")
_FIRST_DAY = np.datetime64("2015-01-01")

_SBP_SPREAD = 12.0
"""Standard deviation of ``sbp`` within a person; that between persons is as large."""

_SBP_MEMORY = 0.4
"""Of the deviation within a person, the share that is left at the next visit. With half
of the variance between persons, that makes the correlation 0.5 + 0.5 * 0.4."""


class _Ward(NamedTuple):
    """How the visits to one ward are drawn."""

    name: str
    share: float
    emergency: float
    stay_days: float
    cost_per_day: float
    risk: float  # on the logit of a readmission


_WARDS = (
    _Ward("General medicine", 0.38, 0.70, 4.0, 420.0, 0.2),
    _Ward("Surgery", 0.24, 0.30, 3.0, 780.0, -0.4),
    _Ward("Cardiology", 0.18, 0.55, 4.5, 640.0, 0.3),
    _Ward("Respiratory", 0.12, 0.75, 5.0, 460.0, 0.5),
    _Ward("Rehabilitation", 0.08, 0.05, 12.0, 310.0, -0.1),
)

_AREAS = {"Northfield": 0.46, "Old Town": 0.31, "Riverside": 0.16, "The Isles": 0.07}

_ETHNICITIES = {
    "White": 0.78,
    "Asian": 0.11,
    "Black": 0.06,
    "Mixed": 0.03,
    "Other": 0.02,
}


def _happens(probability: ArrayLike, rng: RandomState) -> NDArray:
    """Toss one coin each, with its own probability."""
    chance = np.asarray(probability)
    return rng.random_sample(len(chance)) < chance


def _one_of(names: dict[str, float], size: int, rng: RandomState) -> NDArray:
    drawn = rng.choice(len(names), size=size, p=list(names.values()))
    return np.array(list(names), dtype=object)[drawn]


def _draw_keys(n: int, rng: RandomState) -> NDArray:
    """Draw different NHS numbers with a valid check digit, none ever given out."""
    body = 999_000_000 + rng.permutation(1_000_000)
    digits = body[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = -(digits @ np.arange(10, 1, -1)) % 11
    # A number whose check digit would be 10 does not exist.
    valid = np.flatnonzero(check < 10)[:n]
    return (10 * body[valid] + check[valid]).astype(str).astype(object)


def draw_persons(n: int, rng: RandomState) -> pd.DataFrame:
    """Draw what stays the same in all visits of a person, and what underlies them."""
    age = rng.normal(62, 17, size=n).clip(18, 95)
    first = _FIRST_DAY + _DAY * rng.randint(0, 5 * 365, size=n)
    persons = pd.DataFrame({PERSON_KEY: _draw_keys(n, rng)})
    persons["sex"] = _one_of({"Female": 0.52, "Male": 0.48}, n, rng)
    # A day more than the years, so that nobody is younger than was drawn.
    born = first - _DAY * (np.ceil(age * 365.25) + 1).astype(np.int64)
    persons["birth_date"] = born.astype("datetime64[ns]")
    persons["ethnicity"] = _one_of(_ETHNICITIES, n, rng)
    persons["area"] = _one_of(_AREAS, n, rng)
    older = (age - 62) / 17
    for condition, level in (
        ("hypertension", -0.6),
        ("diabetes", -1.5),
        ("copd", -2.0),
    ):
        has = _happens(expit(level + 0.6 * older), rng)
        persons[condition] = has.astype(np.int64)
    persons["_first"] = first
    persons["_older"] = older
    persons["_sbp"] = (
        (127 + 4.0 * older + 9.0 * persons["hypertension"])
        # The rest of the variance between persons, as large as that within them.
        + rng.normal(scale=10.0, size=n)
    )
    heavier = 8.0 * persons["diabetes"] + 11.0 * (persons["sex"] == "Male")
    persons["_weight"] = (69 + heavier + rng.normal(scale=13, size=n)).clip(40, 180)
    return persons


def draw_n_visits(
    persons: pd.DataFrame, least: int, most: int, rng: RandomState
) -> NDArray:
    """Draw numbers of visits: each further one is less likely, by less for the sick."""
    span = most - least + 1
    conditions = persons[["hypertension", "diabetes", "copd"]].sum(axis=1).to_numpy()
    falling = np.exp(-(3.6 - 0.8 * conditions) / span)
    # The inverse of the distribution function of a truncated geometric distribution.
    chance = rng.random_sample(len(persons))
    further = np.log1p(-chance * (1 - falling**span)) / np.log(falling)
    return least + np.minimum(further.astype(np.int64), span - 1)


def number_within(n_visits: NDArray) -> NDArray:
    """Count the visits of each person from 1 on."""
    start = np.repeat(np.cumsum(n_visits) - n_visits, n_visits)
    return np.arange(n_visits.sum()) - start + 1


def draw_visits(table: pd.DataFrame, number: NDArray, rng: RandomState) -> pd.DataFrame:
    """Draw the columns of the visits in the order in which they depend on others."""
    n = len(table)
    is_last = np.append(number[1:] == 1, True)
    table["visit"] = number.astype(np.int64)
    code = _draw_wards(number, rng)
    ward = pd.DataFrame(_WARDS).iloc[code].reset_index(drop=True)
    table["ward"] = ward["name"]
    emergency = _happens(expit(4 * ward["emergency"] - 2 + 0.3 * table["_older"]), rng)
    table["emergency"] = emergency.astype(np.int64)
    table["sbp"] = _draw_sbp(table, number, rng)
    drift = _sums_within(rng.normal(scale=1.2, size=n), number)
    table["weight_kg"] = (table["_weight"] + drift).clip(35, 200).round(1)
    stay = _draw_stay(ward, table, rng)
    table["cost"] = _draw_cost(ward, stay, emergency, rng)
    died = is_last & _happens(expit(-3.6 + 0.7 * table["_older"] + emergency), rng)
    table["died"] = died.astype(np.int64)
    again = ~died & _happens(expit(ward["risk"] + _readmission_logit(table)), rng)
    table[OUTCOME] = again.astype(np.int64)
    _write_dates(table, number, stay, again, rng)
    return table


def _draw_wards(number: NDArray, rng: RandomState) -> NDArray:
    """Draw a ward at the first visit and at two in five others; else it stays."""
    n = len(number)
    drawn = rng.choice(len(_WARDS), size=n, p=[ward.share for ward in _WARDS])
    is_new = (number == 1) | _happens(np.full(n, 0.4), rng)
    return drawn[np.maximum.accumulate(np.where(is_new, np.arange(n), 0))]


def _draw_sbp(table: pd.DataFrame, number: NDArray, rng: RandomState) -> NDArray:
    """Draw mmHg: the level of the person, and a deviation that fades over visits."""
    shock = rng.normal(size=len(number))
    deviation = np.where(number == 1, shock, np.sqrt(1 - _SBP_MEMORY**2) * shock)
    for visit in range(2, number.max() + 1):
        at = np.flatnonzero(number == visit)
        deviation[at] += _SBP_MEMORY * deviation[at - 1]
    sbp = table["_sbp"] + _SBP_SPREAD * deviation
    return sbp.clip(70, 240).round().to_numpy()


def _sums_within(steps: NDArray, number: NDArray) -> NDArray:
    """Sum up steps from visit to visit of each person; the first has none."""
    total = np.cumsum(np.where(number == 1, 0, steps))
    first = np.flatnonzero(number == 1)
    return total - np.repeat(total[first], np.diff(np.append(first, len(number))))


def _draw_stay(ward: pd.DataFrame, table: pd.DataFrame, rng: RandomState) -> NDArray:
    """Draw whole days: log-normal, so that a few persons stay for months."""
    typical = ward["stay_days"] * np.exp(0.12 * table["_older"])
    days = typical * rng.lognormal(sigma=0.75, size=len(ward))
    return np.minimum(days, 180).astype(np.int64).to_numpy()


def _draw_cost(
    ward: pd.DataFrame, stay: NDArray, emergency: NDArray, rng: RandomState
) -> NDArray:
    """Draw pounds and pence: by the day, and more for who came in an emergency."""
    typical = ward["cost_per_day"] * (stay + 1) + 350.0 * emergency
    return (typical * rng.lognormal(sigma=0.2, size=len(ward))).round(2).to_numpy()


def _readmission_logit(table: pd.DataFrame) -> pd.Series:
    """Score the risk of each visit."""
    return (
        -2.2
        + 0.4 * table["_older"]
        + 0.03 * (table["sbp"] - 130)
        + 0.5 * table["diabetes"]
        + 0.8 * table["copd"]
        + 0.5 * table["emergency"]
    )


def _write_dates(
    table: pd.DataFrame,
    number: NDArray,
    stay: NDArray,
    again: NDArray,
    rng: RandomState,
) -> None:
    """Draw the days between visits, and write dates and the age that follows."""
    n = len(number)
    soon = rng.randint(1, 31, size=n)
    late = 30 + np.ceil(90 * rng.lognormal(sigma=0.9, size=n)).astype(np.int64)
    gap = np.where(again, soon, np.minimum(late, 900))
    since = np.append(0, (stay + gap)[:-1])
    admitted = table["_first"].to_numpy("datetime64[D]") + _DAY * _sums_within(
        since, number
    )
    table["admitted"] = admitted.astype("datetime64[ns]")
    table["discharged"] = (admitted + _DAY * stay).astype("datetime64[ns]")
    table["age"] = _whole_years(table["birth_date"], table["admitted"])


def _whole_years(born: pd.Series, day: pd.Series) -> pd.Series:
    """Count birthdays."""
    before = day.dt.month * 100 + day.dt.day < born.dt.month * 100 + born.dt.day
    return (day.dt.year - born.dt.year - before).astype(np.int64)


def lose_values(
    table: pd.DataFrame, person: NDArray, rate: float, rng: RandomState
) -> None:
    """Blank measurements, most in emergencies, and the ethnicity of some persons."""
    factor = 1.0 + 2.0 * table["emergency"].to_numpy()
    for column in ("sbp", "weight_kg"):
        is_lost = _happens(rate * factor / factor.mean(), rng)
        table[column] = table[column].mask(is_lost)
    is_unknown = rng.random_sample(person[-1] + 1) < rate
    table["ethnicity"] = table["ethnicity"].mask(is_unknown[person])
