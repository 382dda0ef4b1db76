"""
==============================================
SMOTE with proximity filter, on the passengers
==============================================

Rows are wanted that can stand in for those of a table of people. This example makes
them by SMOTE with proximity filter, as it is taught: SMOTE, rounding, arg-max, twice as
many rows as needed, copies out, the closest tenth out, exact class counts. Then it
measures how good the new table is.

The table looks like the one that every course begins with, the passengers of the
*Titanic*, prepared for a model: whole numbers, money, and one-hot groups. It is
simulated here, so no real passenger is in it.
"""

# %%
# A table of passengers
# ---------------------
# The class decides the fare and the cabin; sex, class and age decide who survives.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.special import expit


def make_passengers(n_rows, seed):
    """Simulate passengers; ports and decks come as one-hot groups."""
    rng = np.random.default_rng(seed)
    pclass = rng.choice([1, 2, 3], n_rows, p=[0.24, 0.21, 0.55])
    male = (rng.random(n_rows) < 0.65).astype(int)
    age = rng.normal(44 - 5 * pclass, 14, n_rows).clip(1, 80).round()
    sibsp = rng.poisson(0.5, n_rows).clip(0, 8)
    parch = rng.poisson(0.15 + 0.5 * (sibsp > 0), n_rows).clip(0, 6)
    fare = np.array([0, 62, 19, 10])[pclass] * rng.lognormal(0, 0.4, n_rows)
    fare = (fare * (1 + 0.4 * (sibsp + parch))).round(2)
    port = np.array([rng.choice(list("CQS"), p=p) for p in PORTS[pclass]])
    deck = np.array([rng.choice(DECKS, p=p) for p in CABINS[pclass]])
    risk = 3.2 - 1.0 * pclass - 2.6 * male - 0.03 * (age - 30) - 0.2 * sibsp
    table = pd.DataFrame(
        {
            "Survived": (rng.random(n_rows) < expit(risk)).astype(int),
            "Pclass": pclass,
            "Age": age.astype(int),
            "SibSp": sibsp,
            "Parch": parch,
            "Fare": fare,
            "male": male,
            "Embarked": port,
            "CabinLetter": deck,
        }
    )
    return pd.get_dummies(table, columns=["Embarked", "CabinLetter"], dtype=int)


DECKS = ["A", "B", "C", "D", "E", "F", "G", "missing"]
PORTS = np.array([[0, 0, 1], [0.4, 0.01, 0.59], [0.09, 0.02, 0.89], [0.13, 0.15, 0.72]])
CABINS = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 1],
        [0.07, 0.21, 0.27, 0.13, 0.12, 0, 0, 0.20],
        [0, 0, 0, 0.02, 0.02, 0.05, 0, 0.91],
        [0, 0, 0, 0, 0.01, 0.01, 0.01, 0.97],
    ]
)

passengers = make_passengers(891, seed=0)
X, y = passengers.drop(columns="Survived"), passengers["Survived"]
passengers.head()

# %%
# A quarter of the passengers is held out. Nothing that follows sees them until the
# end, when both models are tested on them.

from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=0
)

# %%
# What plain SMOTE makes of it
# ----------------------------
# SMOTE places a new row between two real ones of the same class. That is no passenger
# yet: it may have embarked half in Southampton and half in Cherbourg.

from imblearn.over_sampling import SMOTE

floats = X_train.astype(float)
plain = SMOTE(
    sampling_strategy={0: 2 * sum(y_train == 0), 1: 2 * sum(y_train == 1)},
    k_neighbors=6,
    random_state=0,
).fit_resample(floats, y_train)[0][len(X_train) :]
plain.filter(regex="Age|Fare|Embarked").head().round(3)

# %%
# Most of these rows hold something that no passenger has.

ports = [name for name in X if name.startswith("Embarked_")]
whole = ["Age", "SibSp", "Parch", "Pclass", "male"]
no_port = ~plain[ports].isin([0, 1]).all(axis=1)
broken = (plain[whole] != plain[whole].round()).any(axis=1)
print(f"{no_port.mean():.0%} of the rows have no port of their own")
print(f"{broken.mean():.0%} have a number that should be whole and is not")

# %%
# The columns, as the library reads them
# --------------------------------------
# :class:`~skl_synth.TypeAwareSMOTE` first finds out what each column is: two one-hot
# groups, whole numbers, a price with two decimals.

from skl_synth import ProximityFilter, TypeAwareSMOTE

synthesizer = ProximityFilter(
    TypeAwareSMOTE(k_neighbors=6),
    removal_fraction=0.1,
    oversampling_factor=2.0,
    mode="replace",
    random_state=0,
)
synthesizer.fit(X_train, y_train)
synthesizer.describe()[["column", "kind", "range", "decimals", "why"]]

# %%
# Every new row is rounded and gets one port and one deck as soon as it is made.
# :class:`~skl_synth.ProximityFilter` wraps the sampler. It asks for twice as many rows
# as needed, measures how far each is from the nearest real passenger, drops copies,
# then the closest tenth, and draws the exact class counts from the rest.

X_new, y_new = synthesizer.sample()
for outcome, n_rows in synthesizer.filter_counts_.items():
    print(f"{outcome:20}{n_rows:6}")

# %%
# The result is a table of the same shape as the real one.

synthetic = X_new.assign(Survived=y_new)[passengers.columns]
synthetic.head()

# %%
valid = all(
    (X_new.filter(regex=f"^{group}_").sum(axis=1) == 1).all()
    for group in ("Embarked", "CabinLetter")
)
print("exactly one 1 in each one-hot group:", valid)
print("same dtypes:", (X_new.dtypes == X_train.dtypes).all())
print("class counts:", y_new.value_counts().to_dict(), "as in the real table:")
print("             ", y_train.value_counts().to_dict())
print("rows that are also in the real table:", len(X_new.merge(X_train)))

# %%
# How close do they come?
# -----------------------
# The distance to closest record (DCR): how far each synthetic passenger is from the
# nearest real one, in standard deviations. For comparison, the same for the real
# passengers who were held out.

of_synthetic, _ = synthesizer.nearest_real(X_new)
of_others, _ = synthesizer.nearest_real(X_test)
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
style = {"bins": np.linspace(0, 3, 61), "density": True}
ax.hist(
    of_synthetic.clip(max=2.99),
    color="#0072B2",
    alpha=0.7,
    label="synthetic passengers",
    **style,
)
ax.hist(
    of_others.clip(max=2.99),
    color="#D55E00",
    histtype="step",
    linewidth=1.8,
    label="real passengers held out",
    **style,
)
ax.set(xlabel="Distance to the nearest training passenger", ylabel="Density")
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)

# %%
# No synthetic row is a copy, and yet they lie closer to the training passengers than
# other real passengers do: rows made between two people stay near them. Dropping the
# closest tenth does not change that, and a distance does not show what the table
# discloses: see :doc:`/explanation/limits`.
#
# Do means and spreads agree?
# ---------------------------
# Each point is a column in a class, in units of the real column.

from skl_synth import ClassMomentsDisplay

ClassMomentsDisplay.from_tables(X_train, y_train, X_new, y_new).plot()

# %%
# Does it train a model as well?
# ------------------------------
# One logistic regression is trained on real passengers, one on synthetic ones. Both are
# tested on the real passengers who were held out.

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from skl_synth import RocDisplay

model = make_pipeline(StandardScaler(), LogisticRegression())
scores = {
    "real": model.fit(X_train, y_train).predict_proba(X_test)[:, 1],
    "synthetic": model.fit(X_new, y_new).predict_proba(X_test)[:, 1],
}
RocDisplay.from_predictions(y_test, scores).plot()

# %%
# One split is one throw of dice. :class:`~skl_synth.SyntheticEvaluator` repeats the
# whole of it, from fitting the synthesizer to testing the models, in five folds, and
# says what may be claimed.

from skl_synth import SyntheticEvaluator

evaluator = SyntheticEvaluator(synthesizer, random_state=0).fit(X, y)
print(evaluator.report())
