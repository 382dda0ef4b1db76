"""
==================================
Synthetic passengers, step by step
==================================

The exercise as it is taught: rows are wanted that can stand in for those of a table of
people. First every step is done by hand, with imbalanced-learn and pandas, so that
nothing is magic: SMOTE, rounding, arg-max, twice as many rows as needed, copies out,
the closest tenth out, exact class counts. Then the same is done in three lines, and the
new table is put to the test. After each question stop and think; the answer follows.

It can be downloaded as a notebook at the end of this page. Where the file
``titanic_processed.csv`` lies beside it, it is used; else passengers are simulated, and
no real one is in the table.
"""

# %%
# A table of passengers
# ---------------------
# Prepared for a model: whole numbers, money, and one-hot groups. In the simulated table
# the class decides the fare and the cabin; sex, class and age decide who survives.

from pathlib import Path

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

REAL = Path("titanic_processed.csv")
if REAL.exists():
    passengers = pd.read_csv(REAL).drop(columns="PassengerId")
else:
    passengers = make_passengers(891, seed=0)
X, y = passengers.drop(columns="Survived"), passengers["Survived"].astype(int)
passengers.head()

# %%
# **Question 1.** A quarter of the passengers is held out before anything else is done.
# Why not afterwards?

from sklearn.model_selection import train_test_split

X_train, X_test, y_train, y_test = train_test_split(
    X, y, test_size=0.25, stratify=y, random_state=0
)

# %%
# **Answer.** A synthetic row is made from real ones. Had the passengers that models are
# tested on helped to make the rows that models are trained on, the models would know
# their test, and look better than they are.
#
# How SMOTE makes one row
# -----------------------
# Pick a passenger who survived, find the six nearest of those who survived too, choose
# one of them, and go a random part of the way. Here by two columns, so that it can be
# drawn; in the table it is done by all.

from skl_synth import SmoteStepsDisplay

# sphinx_gallery_thumbnail_number = 1
SmoteStepsDisplay.from_table(
    X_train, y_train, columns=("Age", "Fare"), label=1, random_state=1
).plot()

# %%
# By hand: twice as many rows as needed
# -------------------------------------
# Some will be dropped, so more are made. imbalanced-learn puts the new rows below the
# real ones.

from imblearn.over_sampling import SMOTE

n_of_class = y_train.value_counts()
smote = SMOTE(
    sampling_strategy={label: 3 * n for label, n in n_of_class.items()},
    k_neighbors=6,
    random_state=0,
)
X_both, y_both = smote.fit_resample(X_train.astype(float), y_train)
made = X_both.iloc[len(X_train) :].reset_index(drop=True)
made_y = y_both.iloc[len(X_train) :].reset_index(drop=True)
made.filter(regex="Age|Fare|Embarked").head().round(3)

# %%
# **Question 2.** What is wrong with these rows?

groups = [[c for c in X if c.startswith(f"{g}_")] for g in ("Embarked", "CabinLetter")]
in_groups = [*groups[0], *groups[1]]
whole = [c for c in X if c not in in_groups and (X_train[c] % 1 == 0).all()]
no_port = ~made[groups[0]].isin([0, 1]).all(axis=1)
broken = (made[whole] != made[whole].round()).any(axis=1)
print(f"{no_port.mean():.0%} of the rows have no port of their own")
print(f"{broken.mean():.0%} have a number that should be whole and is not")

# %%
# **Answer.** A row between two passengers is no passenger yet: it has embarked half in
# Southampton and half in Cherbourg, has 0.4 siblings, and paid its fare to fifteen
# decimals.
#
# By hand: rounding, and the arg-max of each group
# ------------------------------------------------

made[whole] = made[whole].round()
made["Fare"] = made["Fare"].round(2)
for group in groups:
    largest = made[group].to_numpy().argmax(axis=1)
    made[group] = np.eye(len(group))[largest]
print("one port each:", (made[groups[0]].sum(axis=1) == 1).all())

# %%
# By hand: copies and the closest tenth go
# ----------------------------------------
# How far is each row from the nearest real passenger? Columns are standardised first.
#
# **Question 3.** What would happen otherwise?

from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(X_train)
search = NearestNeighbors(n_neighbors=1).fit(scaler.transform(X_train))
distance = search.kneighbors(scaler.transform(made))[0][:, 0]

is_copy = distance < 1e-3
cut = np.quantile(distance[~is_copy], 0.1)
far_enough = distance > cut
print(f"{is_copy.sum()} copies of a passenger, {(~far_enough).sum()} rows dropped")

# %%
# **Answer.** The column with the largest numbers, the fare, would alone decide who is
# near: a pound would count as much as a year of age or another sex. (By the way: plain
# SMOTE does just that when it looks for neighbours. The three lines below do not.)
#
# By hand: exact class counts
# ---------------------------

kept = pd.concat([made, made_y.rename("Survived")], axis=1)[far_enough]
by_hand = pd.concat(
    kept[kept["Survived"] == label].sample(n, random_state=0)
    for label, n in n_of_class.items()
)
print(by_hand["Survived"].value_counts().to_dict(), "as in the real table:")
print(n_of_class.to_dict())

# %%
# The same in three lines
# -----------------------

from skl_synth import ProximityFilter

synthesizer = ProximityFilter(mode="replace", random_state=0)
X_new, y_new = synthesizer.fit_resample(X_train, y_train)
synthetic = X_new.assign(Survived=y_new)
synthetic.head()

# %%
# What the columns were taken for was found out, and can be read and corrected:

synthesizer.describe()[["column", "kind", "range", "decimals", "why"]]

# %%
# And what became of the rows that were made:

for outcome, n_rows in synthesizer.filter_counts_.items():
    print(f"{outcome:20}{n_rows:6}")

# %%
# (With the real file there is a warning above: many passengers are alike there, so that
# many rows are copies, and dropping them changes the table.)

# %%
# **Question 4.** Are the types right, is every one-hot group whole, is no row that of a
# passenger? Check it, rather than believe it.

valid = all((X_new[group].sum(axis=1) == 1).all() for group in groups)
print("exactly one 1 in each one-hot group:", valid)
print("same dtypes:", (X_new.dtypes == X_train.dtypes).all())
print("same class counts:", y_new.value_counts().to_dict() == n_of_class.to_dict())
print("rows that are also in the real table:", len(X_new.merge(X_train)))

# %%
# **Answer.** Four times yes: whatever code runs on the real table runs on this one.
#
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
# **Question 5.** No synthetic row is a copy. May the table be put on the internet?
#
# **Answer.** No. The synthetic rows lie closer to the training passengers than other
# real passengers do: rows made between two people stay near them. Dropping the closest
# tenth does not change that, and a distance does not show what the table discloses.
# The function ``publish`` makes tables for strangers, in another way, and measures what
# they disclose.
#
# Do means and spreads agree?
# ---------------------------
# Each point is a column in a class, in units of the real column.

from skl_synth import ClassMomentsDisplay

ClassMomentsDisplay.from_tables(X_train, y_train, X_new, y_new).plot()

# %%
# **Question 6.** Why do most spreads lie below the diagonal?
#
# **Answer.** A point between two is less extreme than the two are.
#
# Does it train a model as well?
# ------------------------------
# One logistic regression is trained on real passengers, one on those made by hand, one
# on those of the three lines. All are tested on the real passengers who were held out.

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from skl_synth import RocDisplay

model = make_pipeline(StandardScaler(), LogisticRegression())
trained_on = {
    "real": (X_train, y_train),
    "by hand": (by_hand.drop(columns="Survived"), by_hand["Survived"]),
    "synthetic": (X_new, y_new),
}
scores = {
    name: model.fit(*rows).predict_proba(X_test)[:, 1]
    for name, rows in trained_on.items()
}
RocDisplay.from_predictions(y_test, scores).plot()

# %%
# **Question 7.** The curves are close together. Is that a result?
#
# **Answer.** One split is one throw of dice. The class ``SyntheticEvaluator`` repeats
# the whole of it in five folds, from fitting the synthesizer to testing the models, and
# says what may be claimed; the exercise on strokes ends with it.
