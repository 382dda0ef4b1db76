"""
=======================================
How many of the closest rows to remove?
=======================================

The method removes the tenth of the synthetic rows that lies closest to a real row. Why
a tenth? The share is a parameter like any other, so a grid search can vary it. This
example looks at two things at once: how well a model trained on synthetic rows does on
real ones, and how far the synthetic rows are from the nearest real row.
"""

# %%
# A pipeline that trains on synthetic rows only
# ---------------------------------------------
# With ``mode="replace"`` the model never sees a real row. The rows it is tested on are
# real: a pipeline leaves rows to predict as they are.

import matplotlib.pyplot as plt
import numpy as np
from imblearn.pipeline import Pipeline
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, RepeatedStratifiedKFold
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skl_synth import ProximityFilter
from skl_synth.datasets import make_patients

X, y = make_patients(1000, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")

prepare = make_column_transformer(
    (
        OneHotEncoder(handle_unknown="ignore"),
        make_column_selector(dtype_exclude="number"),
    ),
    (SimpleImputer(), ["glucose"]),
    remainder="passthrough",
)
pipeline = Pipeline(
    [
        ("synthesize", ProximityFilter(mode="replace", random_state=0)),
        ("prepare", prepare),
        ("scale", StandardScaler()),
        ("model", LogisticRegression()),
    ]
)

# %%
# A second scorer beside the AUC
# ------------------------------
# A scorer is a function of the fitted pipeline and the test rows. This one asks the
# filter for the distances that it measured, and does not look at the test rows at all.


def nearest_real_median(pipeline, *_test_rows):
    """Distance of the middle row."""
    return np.median(pipeline["synthesize"].provenance_.distances)


def nearest_real_p5(pipeline, *_test_rows):
    """Distance below which the closest twentieth lies."""
    return np.quantile(pipeline["synthesize"].provenance_.distances, 0.05)


fractions = [0.0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9]
search = GridSearchCV(
    pipeline,
    {"synthesize__removal_fraction": fractions},
    scoring={
        "roc_auc": "roc_auc",
        "nearest_real_median": nearest_real_median,
        "nearest_real_p5": nearest_real_p5,
    },
    refit=False,
    cv=RepeatedStratifiedKFold(n_splits=5, n_repeats=3, random_state=0),
)
results = search.fit(X, y).cv_results_

# %%
# Both against the fraction
# -------------------------
# The band is one standard error over the folds.

real = GridSearchCV(
    pipeline, {"synthesize": ["passthrough"]}, scoring="roc_auc", cv=search.cv
).fit(X, y)

fig, (above, below) = plt.subplots(
    2, 1, figsize=(7, 6.4), sharex=True, layout="constrained"
)
auc = results["mean_test_roc_auc"]
error = results["std_test_roc_auc"] / np.sqrt(search.n_splits_)
above.plot(fractions, auc, "o-", color="#0072B2", label="trained on synthetic rows")
above.fill_between(fractions, auc - error, auc + error, color="#0072B2", alpha=0.15)
above.axhline(real.best_score_, color="#D55E00", ls="--", label="trained on real rows")
above.set(ylabel="ROC AUC on real rows")
above.legend(frameon=False, loc="lower left")

styles = {"median": ("s-", "#009E73"), "p5": ("^--", "#CC79A7")}
labels = {"median": "median row", "p5": "closest twentieth"}
for name, (line, color) in styles.items():
    distances = results[f"mean_test_nearest_real_{name}"]
    below.plot(fractions, distances, line, color=color, label=labels[name])
below.set(
    xlabel="Share of the closest rows that is removed",
    ylabel="Distance to the nearest\nreal row, standard deviations",
    ylim=(0, None),
)
below.legend(frameon=False, loc="upper left")
for ax in (above, below):
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(alpha=0.2)

# %%
# The model hardly notices: up to four fifths of the rows can go before it does worse by
# more than a standard error. The rows move away from real people all the while. What
# they do not do is stop following them: those that are left still lie between two real
# rows of the same class, and distances do not show what an attacker could find out (see
# :doc:`/user_guide/limits`). So choose the fraction by what is published, not by the
# AUC, and expect no more from it than this picture shows.
#
# The figures behind the picture:

for fraction, area, median in zip(
    fractions, auc, results["mean_test_nearest_real_median"], strict=True
):
    print(f"remove {fraction:4.0%}:  AUC {area:.3f}   median distance {median:.2f}")
