"""One release of a table in which single people are planted, and its pack."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, publish
from skl_synth.datasets import make_patients

SEED = 860_042_173

OF_ONE = {
    "a level of one": "Zzyzx",
    "a level of three": "Qwertopolis",
    "a number far out": "987654",
    "a date of one": "1931-03-17",
    "a name": "Bloggs",
    "a label of a row": "person-0042",
    "a word for missing": "refused-by-widow",
    "the seed": str(SEED),
}
"""What stands in the table of one person or three, and may be in no shared file."""


def planted(n_rows=210):
    """Patients among whom each of a kind is alone, with keys, dates and an order."""
    X, _ = make_patients(n_rows, random_state=3, return_X_y=True)
    rng = np.random.default_rng(0)
    labels = [f"person-{i:04d}" for i in range(n_rows)]
    town = rng.choice(["Exeter", "Truro", "Bath"], n_rows).astype(object)
    town[5], town[6:9] = "Zzyzx", "Qwertopolis"
    income = rng.normal(20_000, 3_000, n_rows).round(1)
    income[7] = 987654.0
    seen = pd.Timestamp("2020-01-01") + pd.to_timedelta(
        rng.integers(0, 90, n_rows), unit="D"
    )
    seen = seen.to_series(index=X.index)
    seen.iloc[8] = pd.Timestamp("1931-03-17")
    stage = pd.Categorical(
        rng.choice(["low", "mid", "high"], n_rows),
        categories=["low", "mid", "high", "Zzyzx"],
        ordered=True,
    )
    X = X[["age", "sex"]].assign(
        town=town,
        income=income,
        seen=seen,
        stage=stage,
        name=[f"Ann Bloggs {i}" for i in range(n_rows)],
    )
    y = pd.Series(np.arange(n_rows) % 2, name="readmitted")
    return X.set_axis(labels), y.set_axis(labels)


@pytest.fixture(scope="session")
def release():
    """The release, made once for all tests of the pack."""
    X, y = planted()
    encoder = TableEncoder(identifiers="surrogate", missing_values=["refused-by-widow"])
    return publish(
        X,
        y,
        encoder=encoder,
        random_state=SEED,
        membership_bound=1.0,
        group_bound=1.0,
        folds=2,
        sections=[],
    )


@pytest.fixture(scope="session")
def pack(release, tmp_path_factory):
    """Its pack, with a column that labels the rows."""
    folder = tmp_path_factory.mktemp("packs") / "pack"
    release.write(folder, label="column")
    return folder
