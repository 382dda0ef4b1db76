"""A table in which each sort of rule between columns holds, and what says so."""

import numpy as np
import pandas as pd

LABELS = {"A01": "Flu", "B02": "Cold", "C03": "Gout", "D04": "Burn", "E05": "Cut"}
YEARS = {"none": 3, "GCSE": 7, "A": 9, "degree": 13}
BANDS = {"child": 17, "adult": 64, "old": 200}


def planted(n_rows=500, seed=0):
    """Make stays, ages, units, codes with labels, prices and shares of 100."""
    rng = np.random.default_rng(seed)
    admitted = np.datetime64("2023-01-02") + rng.integers(0, 365, n_rows)
    stay = np.minimum(rng.gamma(1.3, 4, n_rows).astype(int), 30)
    born = admitted - rng.integers(0, 90 * 365, n_rows)
    weight = rng.normal(75, 14, n_rows).round(1)
    height = rng.normal(168, 9, n_rows).round()
    minutes = rng.integers(1, 300, n_rows)
    list_price = rng.gamma(5, 40, n_rows).round(2)
    markup = rng.gamma(2, 10, n_rows).round(2)
    home = rng.integers(0, 101, n_rows)
    ward = (rng.random(n_rows) * (100 - home)).astype(int)
    frame = pd.DataFrame(
        {
            "admitted": admitted.astype("M8[ns]"),
            "discharged": (admitted + stay).astype("M8[ns]"),
            "stay": stay,
            "review": (admitted + stay + np.timedelta64(7, "D")).astype("M8[ns]"),
            "born": born.astype("M8[ns]"),
            "height": height,
            "weight": weight,
            "bmi": (weight / (height / 100) ** 2).round(1),
            "pounds": (weight * 2.20462).round(1),
            "code": rng.choice(list(LABELS), n_rows, p=[0.4, 0.3, 0.15, 0.1, 0.05]),
            "minutes": minutes,
            "charge": (0.17 * minutes).round(2),
            "list_price": list_price,
            "price": (list_price + markup).round(2),
            "markup": markup,
            "home": home,
            "on_ward": ward,
            "elsewhere": 100 - home - ward,
            "education": rng.choice(list(YEARS), n_rows),
        }
    )
    frame["age"] = years_between(frame["born"], frame["admitted"])
    frame["band"] = band_of(frame["age"])
    frame["label"] = frame["code"].map(LABELS)
    frame["weekday"] = frame["admitted"].dt.day_name()
    frame["years"] = frame["education"].map(YEARS)
    died = rng.random(n_rows) < 0.15 + 0.2 * (frame["age"] > 60)
    return frame, pd.Series(np.where(died, "yes", "no"), name="died")


def years_between(start, end):
    """Count completed years."""
    later = (end.dt.month * 100 + end.dt.day) < (start.dt.month * 100 + start.dt.day)
    return end.dt.year - start.dt.year - later


def band_of(age):
    """Put ages into bands."""
    return pd.cut(age, [-1, *BANDS.values()], labels=list(BANDS)).astype(str)


def broken_rules(frame):
    """Count the rows that break each rule; rules that all keep are left out."""
    x = frame
    exact = {
        "stay": (x["discharged"] - x["admitted"]).dt.days == x["stay"],
        "review": (x["review"] - x["discharged"]).dt.days == 7,
        "age": years_between(x["born"], x["admitted"]) == x["age"],
        "bmi": _near(x["weight"] / (x["height"] / 100) ** 2, x["bmi"], 0.05),
        "pounds": _near(x["weight"] * 2.20462, x["pounds"], 0.05),
        "charge": _near(0.17 * x["minutes"], x["charge"], 0.005),
        "price": _near(x["list_price"] + x["markup"], x["price"], 0.0),
        "shares": x["home"] + x["on_ward"] + x["elsewhere"] == 100,
        "label": x["label"].eq(x["code"].map(LABELS)) | x["code"].eq("Rare"),
        "band": x["band"].eq(band_of(x["age"])),
        "weekday": x["weekday"].eq(x["admitted"].dt.day_name()),
        "years": x["years"].eq(x["education"].map(YEARS)),
    }
    return {name: int((~kept).sum()) for name, kept in exact.items() if not kept.all()}


def _near(computed, column, slack):
    return (computed - column).abs() <= slack + 1e-6


def stays(n_rows=600, seed=0, *, missing=0.0):
    """Make admissions and discharges: stays of 0 to 14 days, mean 6.9."""
    rng = np.random.default_rng(seed)
    admitted = np.datetime64("2023-04-01") + rng.integers(0, 365, n_rows)
    stay = rng.binomial(14, 0.49, n_rows)
    stay[: n_rows // 5] = rng.integers(0, 15, n_rows // 5)
    frame = pd.DataFrame(
        {
            "admitted": admitted.astype("M8[ns]"),
            "discharged": (admitted + stay).astype("M8[ns]"),
            "age": rng.integers(20, 90, n_rows),
            "score": rng.normal(size=n_rows).round(2),
        }
    )
    for name in ("admitted", "discharged"):
        frame.loc[rng.random(n_rows) < missing, name] = pd.NaT
    return frame, pd.Series(np.where(rng.random(n_rows) < 0.3, "yes", "no"))
