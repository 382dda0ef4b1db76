"""
======================================
Honest probabilities, after augmenting
======================================

A model that was trained on as many patients with a rare outcome as without ranks
patients as well as before, and overstates every risk. This example shows by how much,
and puts it right in one line: :class:`~skl_synth.HonestProbabilities` around the
pipeline.
"""

# %%
# A rare outcome, and a model trained on evened-out classes
# ---------------------------------------------------------
# One patient in eight is readmitted. Half of the patients are kept for the test; they
# are real, and as seldom readmitted as they are.

import matplotlib.pyplot as plt
import pandas as pd
from imblearn.pipeline import make_pipeline
from sklearn.calibration import CalibrationDisplay
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skl_synth import HonestProbabilities, ProximityFilter
from skl_synth.datasets import make_patients

X, y = make_patients(4000, random_state=0, return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(
    X.drop(columns="patient_id"), y, test_size=0.5, stratify=y, random_state=0
)
prepare = make_column_transformer(
    (OneHotEncoder(drop="if_binary"), make_column_selector(dtype_exclude="number")),
    (SimpleImputer(), ["glucose"]),
    remainder="passthrough",
)
plain = make_pipeline(prepare, StandardScaler(), LogisticRegression(max_iter=500))
augmented = make_pipeline(ProximityFilter(random_state=0), *plain)

# %%
# The one line
# ------------
# By default the way is chosen on held-out real rows, in five folds of the training
# part: none at all; the correction for changed class frequencies; a sigmoid; steps.

honest = HonestProbabilities(augmented).fit(X_train, y_train)
print("chosen:", honest.method_)
honest.scores_.round(4)

# %%
# What the last step was trained on, and what is real, it has found out by itself:

pd.DataFrame(
    {"trained on": honest.trained_frequencies_, "real": honest.real_frequencies_}
).round(3)

# %%
# On rows that nobody has seen
# ----------------------------
# The Brier score is the mean squared error of the probabilities: lower is better.

models = {
    "real rows": plain.fit(X_train, y_train),
    "augmented": honest.estimator_,
    "augmented, honest": honest,
}
risks = {name: model.predict_proba(X_test)[:, 1] for name, model in models.items()}
pd.DataFrame(
    {
        "Brier score": {one: brier_score_loss(y_test, p) for one, p in risks.items()},
        "ROC AUC": {one: roc_auc_score(y_test, p) for one, p in risks.items()},
        "mean risk": {one: p.mean() for one, p in risks.items()},
        "readmitted": y_test.mean(),
    }
).round(3)

# %%
# In the reliability diagram an honest model lies on the diagonal: of those to whom it
# gives 30 %, three in ten are readmitted. The augmented model says 70 % to them.

# sphinx_gallery_thumbnail_number = 1
fig, ax = plt.subplots(figsize=(5.6, 5.2), layout="constrained")
colors = ["#8C8C8C", "#D55E00", "#0072B2"]
for (name, risk), color, marker in zip(risks.items(), colors, "os^", strict=True):
    CalibrationDisplay.from_predictions(
        y_test, risk, n_bins=8, strategy="quantile", name=name, ax=ax, color=color
    ).line_.set_marker(marker)
ax.set(xlabel="Risk that the model states", ylabel="Share that was readmitted")
ax.legend(frameon=False, loc="upper left")
ax.spines[["top", "right"]].set_visible(False)

# %%
# What it is for
# --------------
# If all that is wanted is a good probability, a model trained on the real rows alone is
# as good here, and simpler: look at the first line of the table. Where augmenting does
# help, as with trees on few patients of the rare class, this makes its probabilities
# usable. For a yes or no that overlooks few, move the threshold, not the
# probabilities:

from sklearn.metrics import recall_score
from sklearn.model_selection import FixedThresholdClassifier

careful = FixedThresholdClassifier(
    HonestProbabilities(augmented, method="prior"), threshold=y_train.mean()
).fit(X_train, y_train)
print(f"found by default: {recall_score(y_test, honest.predict(X_test)):.0%}")
print(f"found from {y_train.mean():.0%} on: ", end="")
print(f"{recall_score(y_test, careful.predict(X_test)):.0%}")
