"""A simulated table of hospital patients, of any size."""

from numbers import Integral, Real
from typing import Any, Literal, NamedTuple, overload

import numpy as np
import pandas as pd
from numpy.random import RandomState
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from sklearn.utils import check_random_state

from skl_synth.errors import InputError

TARGET = "readmitted"

# At this rate the ward that is hit hardest lacks half of its measurements.
_MAX_MISSING_RATE = 0.25


class _Ward(NamedTuple):
    """How the patients of one ward are drawn."""

    name: str
    share: float
    age_mean: float
    age_sd: float
    female: float
    emergency: float
    stay_days: float
    missing_factor: float  # times the overall missing rate; one on average
    risk: float  # on the logit of a readmission


_WARDS = (
    _Ward("General medicine", 0.32, 62.0, 17.0, 0.50, 0.75, 4.0, 1.00, 0.3),
    _Ward("Surgery", 0.25, 55.0, 17.0, 0.48, 0.35, 3.0, 1.13, -0.3),
    _Ward("Cardiology", 0.15, 68.0, 12.0, 0.40, 0.60, 4.5, 0.30, 0.5),
    _Ward("Geriatrics", 0.13, 83.0, 7.0, 0.58, 0.80, 9.0, 0.75, 0.6),
    _Ward("Maternity", 0.09, 30.0, 5.5, 1.00, 0.30, 2.0, 1.50, -0.2),
    _Ward("Paediatrics", 0.06, 7.0, 4.5, 0.47, 0.65, 2.0, 2.00, 0.5),
)


@overload
def make_patients(
    n_samples: int = ...,
    *,
    missing_rate: float = ...,
    return_X_y: Literal[False] = ...,
    random_state: int | RandomState | None = ...,
) -> pd.DataFrame: ...


@overload
def make_patients(
    n_samples: int = ...,
    *,
    missing_rate: float = ...,
    return_X_y: Literal[True],
    random_state: int | RandomState | None = ...,
) -> tuple[pd.DataFrame, pd.Series]: ...


def make_patients(
    n_samples: int = 1000,
    *,
    missing_rate: float = 0.1,
    return_X_y: bool = False,
    random_state: int | RandomState | None = None,
) -> pd.DataFrame | tuple[pd.DataFrame, pd.Series]:
    """Simulate a table of hospital patients with mixed column types.

    No real person stands behind any row. The columns depend on one another as they
    would in a hospital: the ward decides age, sex and urgency; age and sex the body
    mass index; these the blood glucose, the length of stay and the outcome.

    ================== ==================================================
    column             values
    ================== ==================================================
    ``patient_id``     unique key, such as ``"P0000042"``
    ``age``            whole years, 0 to 100
    ``sex``            ``"Female"`` or ``"Male"``
    ``ward``           six names of unequal frequency
    ``length_of_stay`` whole days with a long tail
    ``glucose``        mmol/l to two decimals; missing more on some wards
    ``bmi``            kg/m² to one decimal
    ``smoker``         ``"Yes"`` or ``"No"``
    ``emergency``      0 or 1
    ``readmitted``     the outcome, 0 or 1, about 13 % ones
    ================== ==================================================

    Parameters
    ----------
    n_samples : int, default=1000
        Number of patients.
    missing_rate : float, default=0.1
        Expected share of missing ``glucose`` values, from 0 to 0.25.
    return_X_y : bool, default=False
        Whether to hand back the outcome apart from the other columns.
    random_state : int, RandomState instance or None, default=None
        Fixes the table: the same seed and size give the same rows.

    Returns
    -------
    table : DataFrame of shape (n_samples, 10)
        The whole table, outcome last. Only if ``return_X_y`` is False.
    (X, y) : tuple of a DataFrame of shape (n_samples, 9) and a Series
        The columns and the outcome. Only if ``return_X_y`` is True.

    Raises
    ------
    InputError
        If ``n_samples`` is not a whole number of at least 1, or ``missing_rate`` is
        not a number from 0 to 0.25.

    See Also
    --------
    load_table : Real tables that scikit-learn carries.
    make_visits : Several rows a person.

    Examples
    --------
    >>> from skl_synth.datasets import make_patients
    >>> table = make_patients(500, random_state=0)
    >>> table.shape
    (500, 10)
    >>> X, y = make_patients(500, random_state=0, return_X_y=True)
    >>> list(X.columns[:4]), y.name
    (['patient_id', 'age', 'sex', 'ward'], 'readmitted')
    """
    _check_parameters(n_samples, missing_rate)
    table = _draw_table(n_samples, missing_rate, check_random_state(random_state))
    if return_X_y:
        return table.drop(columns=TARGET), table[TARGET]
    return table


def _check_parameters(n_samples: Any, missing_rate: Any) -> None:
    is_whole = isinstance(n_samples, Integral) and not isinstance(n_samples, bool)
    if not is_whole or n_samples < 1:
        raise InputError(
            "{parameter} must be a whole number of at least 1, got {value!r}",
            parameter="n_samples",
            value=n_samples,
            remedies=["ask for one patient or more"],
        )
    is_number = isinstance(missing_rate, Real) and not isinstance(missing_rate, bool)
    if not is_number or not 0 <= missing_rate <= _MAX_MISSING_RATE:
        raise InputError(
            "{parameter} must be a number from 0 to {most}, got {value!r}",
            parameter="missing_rate",
            value=missing_rate,
            most=_MAX_MISSING_RATE,
            remedies=["pass 0 for a table without missing values"],
        )


def _draw_table(n: int, missing_rate: float, rng: RandomState) -> pd.DataFrame:
    """Draw the columns in the order in which they depend on one another."""
    code = rng.choice(len(_WARDS), size=n, p=[ward.share for ward in _WARDS])
    ward = pd.DataFrame(_WARDS).iloc[code].reset_index(drop=True)
    table = pd.DataFrame({"patient_id": _draw_keys(n, rng)})
    table["age"] = _draw_age(ward, rng)
    table["sex"] = _either(ward["female"], "Female", "Male", rng)
    table["ward"] = ward["name"]
    emergency = _happens(ward["emergency"], rng)
    table["length_of_stay"] = _draw_stay(ward, table, emergency, rng)
    bmi = _draw_bmi(table, rng)
    glucose = _draw_glucose(table, bmi, rng)
    # A gap hides the value; what the value does to the outcome stays.
    is_missing = _happens(missing_rate * ward["missing_factor"], rng)
    table["glucose"] = np.where(is_missing, np.nan, glucose)
    table["bmi"] = bmi
    table["smoker"] = _either(_smoking(table), "Yes", "No", rng)
    table["emergency"] = emergency.astype(np.int64)
    risk = ward["risk"] + _readmission_logit(table, glucose)
    table[TARGET] = _happens(expit(risk), rng).astype(np.int64)
    return table


def _happens(probability: ArrayLike, rng: RandomState) -> NDArray:
    """Toss one coin per patient, each with its own probability."""
    chance = np.asarray(probability)
    return rng.random_sample(len(chance)) < chance


def _either(probability: ArrayLike, yes: str, no: str, rng: RandomState) -> NDArray:
    return np.where(_happens(probability, rng), yes, no).astype(object)


def _draw_keys(n: int, rng: RandomState) -> NDArray:
    """Number the patients in random order, so that a key says nothing of its row."""
    width = max(7, len(str(n)))
    return np.char.mod(f"P%0{width}d", rng.permutation(n) + 1).astype(object)


def _draw_age(ward: pd.DataFrame, rng: RandomState) -> NDArray:
    """Draw whole years: no adult lies on the ward for children, no child elsewhere."""
    age = rng.normal(ward["age_mean"], ward["age_sd"])
    is_child = ward["age_mean"] < 18
    lowest, highest = np.where(is_child, 0, 18), np.where(is_child, 17, 100)
    return age.clip(lowest, highest).round().astype(np.int64)


def _draw_stay(
    ward: pd.DataFrame, table: pd.DataFrame, emergency: NDArray, rng: RandomState
) -> NDArray:
    """Draw whole days: log-normal, so that a few patients stay for months."""
    typical = ward["stay_days"] * np.exp(0.008 * (table["age"] - 60) + 0.3 * emergency)
    days = typical * rng.lognormal(sigma=0.75, size=len(ward))
    return np.minimum(days, 365).astype(np.int64)


def _draw_bmi(table: pd.DataFrame, rng: RandomState) -> NDArray:
    """Draw kg/m²: rising through childhood, highest in middle age, skewed upwards."""
    age = table["age"].to_numpy()
    adult = 28.0 - 0.0025 * (age - 55) ** 2 - 0.6 * (table["sex"] == "Female")
    typical = np.where(age < 18, 15.5 + 0.35 * age, adult)
    return (typical * rng.lognormal(sigma=0.17, size=len(age))).clip(11, 60).round(1)


def _draw_glucose(table: pd.DataFrame, bmi: NDArray, rng: RandomState) -> NDArray:
    """Draw mmol/l: most people, and those with diabetes, who are older and heavier."""
    age = table["age"].to_numpy()
    diabetic = _happens(expit(-2.0 + 0.03 * (age - 60) + 0.11 * (bmi - 27)), rng)
    typical = np.where(diabetic, 10.0, 5.2 + 0.006 * age)
    spread = np.where(diabetic, 0.28, 0.13)
    return (typical * rng.lognormal(sigma=spread)).clip(2.2, 33).round(2)


def _smoking(table: pd.DataFrame) -> NDArray:
    """Give the probability: no child smokes, men and the young more than others."""
    level = np.where(table["sex"] == "Female", 0.14, 0.20)
    return np.where(table["age"] < 18, 0.0, level - 0.001 * (table["age"] - 50))


def _readmission_logit(table: pd.DataFrame, glucose: NDArray) -> pd.Series:
    """Score the risk; the last term is one that no linear model can hold."""
    return (
        -4.05
        + 0.025 * (table["age"] - 60)
        + 0.55 * np.log1p(table["length_of_stay"])
        + 0.16 * (glucose - 6)
        + 0.6 * (table["smoker"] == "Yes")
        + 0.7 * table["emergency"]
        + 0.5 * (table["emergency"] * (glucose > 8))
    )
