"""
=======================================================
A messy table with a rare outcome: augment, and replace
=======================================================

The exercise to be solved alone, after the one on passengers: a table as it comes out of
a hospital system, with words, a key, a body mass index that is often missing, ages of
infants with decimals, and an outcome that one patient in twenty has. It is taken as it
is, without preparing anything, and two things are done with it:

- *augment*: add synthetic patients with a stroke before a model is trained;
- *replace*: make a table of synthetic patients only.

After each question stop and think; the answer follows. It can be downloaded as a
notebook at the end of this page. Where the file ``stroke_raw.csv`` lies beside it, that
is used; else the table is simulated after it, and no real person is in it.
"""

# %%
# The table
# ---------

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit


def make_stroke_table(n_rows, seed):
    """Simulate patients, their habits and whether they had a stroke."""
    rng = np.random.default_rng(seed)
    infant = rng.random(n_rows) < 0.04
    age = np.where(
        infant,
        rng.uniform(0.08, 1.9, n_rows).round(2),
        rng.triangular(2, 55, 82, n_rows).round(),
    )
    adult = age >= 18
    work = np.where(
        adult,
        rng.choice(
            ["Private", "Self-employed", "Govt_job"], n_rows, p=[0.66, 0.2, 0.14]
        ),
        "children",
    )
    smoking = np.where(
        age < 10,
        "Unknown",
        rng.choice(
            ["never smoked", "formerly smoked", "smokes", "Unknown"],
            n_rows,
            p=[0.4, 0.2, 0.17, 0.23],
        ),
    )
    bmi = (np.where(adult, 30, 16 + 0.6 * age) * rng.lognormal(0, 0.2, n_rows)).clip(11)
    hypertension = rng.random(n_rows) < expit(-5 + 0.05 * age)
    diabetic = rng.random(n_rows) < expit(-4 + 0.03 * age + 0.03 * (bmi - 28))
    glucose = np.where(diabetic, 195, 92) * rng.lognormal(0, 0.17, n_rows)
    heart = rng.random(n_rows) < expit(-7 + 0.07 * age)
    risk = -7.5 + 0.075 * age + 0.5 * hypertension + 0.5 * heart + 0.5 * diabetic
    stroke = rng.random(n_rows) < expit(risk)
    lost = rng.random(n_rows) < np.where(stroke, 0.16, 0.03)
    return pd.DataFrame(
        {
            "id": rng.choice(np.arange(1, 75_000), n_rows, replace=False),
            "gender": rng.choice(["Female", "Male"], n_rows, p=[0.59, 0.41]),
            "age": age,
            "hypertension": hypertension.astype(int),
            "heart_disease": heart.astype(int),
            "ever_married": np.where(adult & (rng.random(n_rows) < 0.8), "Yes", "No"),
            "work_type": work,
            "residence_type": rng.choice(["Urban", "Rural"], n_rows),
            "avg_glucose_level": glucose.round(2),
            "bmi": np.where(lost, np.nan, bmi.round(1)),
            "smoking_status": smoking,
            "stroke": stroke.astype(int),
        }
    )


REAL = Path("stroke_raw.csv")
patients = pd.read_csv(REAL) if REAL.exists() else make_stroke_table(2000, seed=0)
patients.head()

# %%
# **Question 1.** Which column must not be in a synthetic table, and what happens if it
# is left in?

from textwrap import fill

from skl_synth import ProximityFilter, TypeAwareSMOTE

X, y = patients.drop(columns="stroke"), patients["stroke"]
try:
    TypeAwareSMOTE().fit(X, y)
except ValueError as error:
    print(fill(str(error), 76))

# %%
# **Answer.** The key, ``id``: it would say who somebody is. Fitting fails at once, and
# says what can be done. It is dropped here; ``TableEncoder(identifiers="surrogate")``,
# passed as ``encoder``, would write fresh keys in its place.
#
# The rest is read as it should be: words are categories, ``bmi`` may be missing, and
# ``age`` has decimals, but not everywhere.

X = X.drop(columns="id")
synthesizer = ProximityFilter(mode="replace", random_state=0).fit(X, y)
synthesizer.describe()[["column", "kind", "range", "decimals", "missing"]]

# %%
# How a synthetic patient is made
# -------------------------------
# In four steps, by two columns, so that it can be drawn.

from skl_synth import SmoteStepsDisplay

SmoteStepsDisplay.from_table(X, y, columns=("age", "avg_glucose_level"), label=1).plot()

# %%
# Replace: synthetic patients only
# --------------------------------
# The table has as many patients with and without a stroke as the real one.

X_new, y_new = synthesizer.sample()
print("real:     ", y.value_counts().to_dict())
print("synthetic:", y_new.value_counts().to_dict())
X_new.assign(stroke=y_new).head()

# %%
# **Question 2.** Name three things of the real table that are easily lost. Are they
# still there?
#
# **Answer.** Body mass index is missing about as often, and more often in those who had
# a stroke:

pd.DataFrame(
    {
        "real": X["bmi"].isna().groupby(y).mean(),
        "synthetic": X_new["bmi"].isna().groupby(y_new).mean(),
    }
).round(3)

# %%
# Infants have decimals, nobody else has:

for name, table in {"real": X, "synthetic": X_new}.items():
    infants = table["age"] < 2
    with_decimals = table["age"] % 1 > 0
    print(
        f"{name:10} decimals in {with_decimals[infants].mean():.0%} of infants,",
        f"in {with_decimals[~infants].mean():.0%} of the others",
    )

# %%
# And glucose has two decimals, bmi one:

for name in ("avg_glucose_level", "bmi"):
    print(name, X_new[name].dropna().head(5).to_list())

# %%
# Augment: more patients with a stroke
# ------------------------------------
# For training only: the real rows come first, unchanged, and synthetic patients with a
# stroke follow until both classes are of one size.
#
# **Question 3.** In a cross-validation, when must that happen?
#
# **Answer.** Inside each training part, so it is a step of a pipeline. The rows that
# the model is tested on are real, and as rare as they are.

from imblearn.pipeline import make_pipeline
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_validate
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skl_synth import HonestProbabilities

words = make_column_selector(dtype_exclude="number")
prepare = make_column_transformer(
    (OneHotEncoder(drop="if_binary", handle_unknown="ignore"), words),
    (SimpleImputer(add_indicator=True), ["bmi"]),
    remainder="passthrough",
)
plain = make_pipeline(prepare, StandardScaler(), LogisticRegression())
augmented = make_pipeline(ProximityFilter(random_state=0), *plain)
models = {
    "real rows": plain,
    "real and synthetic rows": augmented,
    "the same, honest": HonestProbabilities(augmented, method="prior"),
}

scoring = ["accuracy", "recall", "roc_auc", "neg_brier_score"]
results = {}
for name, model in models.items():
    scores = cross_validate(model, X, y, cv=3, scoring=scoring)
    results[name] = {metric: scores[f"test_{metric}"].mean() for metric in scoring}
pd.DataFrame(results).T.round(3)

# %%
# **Question 4.** What has augmenting done to the model?
#
# **Answer.** Trained on real rows, the model finds hardly any stroke (*recall*) and is
# right most of the time, since strokes are rare (*accuracy*). With synthetic strokes it
# finds many more, at the price of false alarms. It does not rank the patients better
# (*roc_auc*), and its probabilities are far too high (*neg_brier_score*, higher is
# better). ``HonestProbabilities`` puts these right, and then finds as few strokes as at
# first: what had moved was the threshold. If ranks or probabilities are what you need,
# augmenting is not the way; if you need a yes or no that does not overlook the rare
# class, it is one way, and moving the threshold is another.
#
# How good are the synthetic patients?
# ------------------------------------
# Three folds; in each, the synthesizer and the models see the training part only.

from skl_synth import ClassMomentsDisplay, RocDisplay, SyntheticEvaluator

evaluator = SyntheticEvaluator(ProximityFilter(mode="replace"), cv=3, random_state=0)
evaluator.fit(X, y)
columns = ["section", "metric", "rows", "mean", "std", "better"]
evaluator.summary_[columns].round(3)

# %%
RocDisplay.from_evaluator(evaluator).plot()

# %%
# Points below the diagonal on the right are columns whose spread has shrunk: rows
# between two patients are less extreme than patients are.

# sphinx_gallery_thumbnail_number = 1
ClassMomentsDisplay.from_evaluator(evaluator).plot()

# %%
# **Question 5.** What may be said of the synthetic table, and what not?
#
# **Answer.**

print(evaluator.report())
