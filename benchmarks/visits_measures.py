"""What benchmarks/visits.py measures of synthetic persons, apart from the package."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors

from benchmarks.visits_tables import Panel


def measured(real: Panel, made: Panel) -> dict[str, float]:
    """Compare synthetic persons with the real ones that they were made from.

    Parameters
    ----------
    real, made : Panel
        Both, of the same columns.

    Returns
    -------
    dict of str to float
        The figures.
    """
    figures = {
        "keys_released": float(len(set(made.key.dropna()) & set(real.key))),
        "persons": float(made.key.nunique()),
        "two_valued": two_valued(made),
        "visits_tv": total_variation(*(_sizes(one) for one in (real, made))),
        "lag_1_gap": lag_gap(real, made),
        "first_tv": edge_variation(real, made, first=True),
        "last_tv": edge_variation(real, made, first=False),
    }
    if {"birth_date", "admitted", "discharged"} <= set(real.X.columns):
        figures |= wrong_dates(made)
    return figures


def two_valued(panel: Panel) -> float:
    """Count the persons who have two values of what belongs to the person.

    Parameters
    ----------
    panel : Panel
        Persons.

    Returns
    -------
    float
        How many.
    """
    n_values = panel.X.groupby(panel.key)[list(panel.of_person)].nunique(dropna=False)
    return float((n_values > 1).any(axis=1).sum())


def total_variation(real: pd.Series, made: pd.Series) -> float:
    """Give the share of values that would have to be others.

    Parameters
    ----------
    real, made : Series
        Values with few levels.

    Returns
    -------
    float
        From 0, the same shares, to 1.
    """
    shares = [one.value_counts(normalize=True) for one in (real, made)]
    return float(shares[0].sub(shares[1], fill_value=0).abs().sum() / 2)


def lag_gap(real: Panel, made: Panel) -> float:
    """Give the largest difference of correlations with the row before.

    Parameters
    ----------
    real, made : Panel
        Persons.

    Returns
    -------
    float
        The largest absolute difference over the numbers of the panel.
    """
    gaps = [abs(_lag(real, name) - _lag(made, name)) for name in real.numbers]
    return float(max(gaps))


def edge_variation(real: Panel, made: Panel, *, first: bool) -> float:
    """Give the largest total variation of a category at first, or at last, visits.

    Parameters
    ----------
    real, made : Panel
        Persons.
    first : bool
        The first row of each person, or the last.

    Returns
    -------
    float
        The largest over the columns of few values, the outcome among them.
    """
    ends = []
    for panel in (real, made):
        table = _ordered(panel).assign(outcome_=panel.y)
        ends.append(table.groupby(panel.key).nth(0 if first else -1))
    few = [name for name in ends[0] if ends[0][name].nunique() <= 12]
    return max(total_variation(ends[0][name], ends[1][name]) for name in few)


def wrong_dates(panel: Panel) -> dict[str, float]:
    """Count the rows of visits whose dates cannot be.

    Parameters
    ----------
    panel : Panel
        Simulated visits, or synthetic ones.

    Returns
    -------
    dict of str to float
        Rows with an admission before birth, a discharge before the admission, or an
        admission before the last discharge; and with an age that is not that of the
        dates.
    """
    table = _ordered(panel)
    before = table.groupby(panel.key.loc[table.index])["discharged"].shift()
    years = (table["admitted"] - table["birth_date"]).dt.days / 365.25
    is_wrong = (
        (table["admitted"] < table["birth_date"])
        | (table["discharged"] < table["admitted"])
        | (table["admitted"] < before)
    )
    is_off = ~(years - table["age"]).between(-0.01, 1.01)
    return {"dates_wrong": float(is_wrong.sum()), "ages_wrong": float(is_off.sum())}


def membership(members: Panel, others: Panel, made: Panel) -> float:
    """Attack persons, to tell those that the table was made from.

    Each attacker scores a person by how near his rows, or what sums them up, lie to
    synthetic ones; the best attacker counts.

    Parameters
    ----------
    members, others : Panel
        Persons that it was made from, and others.
    made : Panel
        The synthetic persons.

    Returns
    -------
    float
        The largest ROC AUC; chance is 0.5.
    """
    tables = [_numeric(one, members) for one in (members, others, made)]
    search = NearestNeighbors(n_neighbors=1).fit(tables[2])
    distances = [search.kneighbors(one)[0][:, 0] for one in tables[:2]]
    keys = [one.key.to_numpy() for one in (members, others)]
    scores = [
        [
            -pd.Series(d).groupby(k).agg(how)
            for d, k in zip(distances, keys, strict=True)
        ]
        for how in ("mean", "min", "max")
    ]
    summed = [
        pd.DataFrame(table).groupby(panel.key.to_numpy()).agg(["mean", "std", "size"])
        for table, panel in zip(tables, (members, others, made), strict=True)
    ]
    whole = [one.fillna(0).to_numpy() for one in summed]
    spread = np.where(whole[0].std(axis=0) > 0, whole[0].std(axis=0), 1)
    search = NearestNeighbors(n_neighbors=1).fit(whole[2] / spread)
    scores.append([-search.kneighbors(one / spread)[0][:, 0] for one in whole[:2]])
    return max(_auc(*pair) for pair in scores)


def _auc(members: np.ndarray, others: np.ndarray) -> float:
    is_member = np.repeat([1, 0], [len(members), len(others)])
    return float(roc_auc_score(is_member, np.concatenate([members, others])))


def _numeric(panel: Panel, like: Panel) -> np.ndarray:
    """Write rows as numbers, standardised by the members."""
    X, known = (one.X.drop(columns=one.person) for one in (panel, like))
    columns = []
    for name in known:
        is_number = pd.api.types.is_numeric_dtype(known[name])
        if is_number or pd.api.types.is_datetime64_any_dtype(known[name]):
            reference = _float(known[name])
            values = (_float(X[name]) - np.nanmean(reference)) / (
                np.nanstd(reference) or 1.0
            )
            columns.append(np.nan_to_num(values))
        else:
            levels = known[name].dropna().unique()
            columns += [(X[name] == level).to_numpy(dtype=float) for level in levels]
    columns.append(pd.factorize(panel.y, sort=True)[0])
    return np.column_stack(columns)


def _float(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_datetime64_any_dtype(values):
        return (values - pd.Timestamp("2000-01-01")).dt.days.to_numpy(dtype=float)
    return values.to_numpy(dtype=float)


def _sizes(panel: Panel) -> pd.Series:
    return panel.key.value_counts()


def _ordered(panel: Panel) -> pd.DataFrame:
    return panel.X.sort_values(panel.time, kind="stable")


def _lag(panel: Panel, name: str) -> float:
    table = _ordered(panel)
    before = table.groupby(panel.key.loc[table.index])[name].shift()
    return float(table[name].corr(before))
