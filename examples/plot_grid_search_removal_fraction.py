"""
=======================================
How many of the closest rows to remove?
=======================================

The method removes the tenth of the synthetic rows that lies closest to a real row. Why
a tenth? The share is a parameter like any other, so a grid search can vary it. This
example looks at two things at once: how well a model trained on synthetic rows does on
real ones (TSTR), and how well membership inference does on them. Then it chooses.
"""

# %%
# A pipeline that trains on synthetic rows only
# ---------------------------------------------
# With ``mode="replace"`` the model never sees a real row. The rows it is tested on are
# real: a pipeline leaves rows to predict as they are.

from imblearn.pipeline import Pipeline
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skl_synth import (
    PrivacyUtilityDisplay,
    ProximityFilter,
    most_private_within_one_se,
    privacy_scorer,
)
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
# A scorer of privacy beside that of utility
# ------------------------------------------
# :func:`~skl_synth.privacy_scorer` finds the fitted synthesizer in the pipeline, draws
# a fresh table from it and attacks that table: of the rows it was made from, and of as
# many rows of the test fold, which is which? Its score is 1 where the attack is at
# chance, and 0 where it identifies every member.
#
# With two scores the search has to know what "best" is.
# :func:`~skl_synth.most_private_within_one_se` takes the most private setting among
# those whose utility the folds can hardly tell from the best.

fractions = [0.0, 0.1, 0.3, 0.5, 0.7, 0.9]
search = GridSearchCV(
    pipeline,
    {"synthesize__removal_fraction": fractions},
    scoring={"roc_auc": "roc_auc", "privacy": privacy_scorer},
    refit=most_private_within_one_se(utility="roc_auc", privacy="privacy"),
    cv=5,
)
search.fit(X, y)
print(search.best_params_)

# %%
# The trade-off
# -------------
# To the right is what trains better models, and at the top what discloses less. On the
# frontier are the settings that no other one beats in both; shaded is what lies within
# one standard error of the best AUC.

display = PrivacyUtilityDisplay.from_cv_results(
    search.cv_results_,
    utility="roc_auc",
    privacy="privacy",
    chosen=search.best_index_,
)
# sphinx_gallery_thumbnail_number = 1
display.plot(name="Which share of the closest rows to remove?")

# %%
# The figures behind the picture. A privacy of 0.4 is an attack with an area under the
# ROC curve of 1 - 0.4 / 2 = 0.8.

print(display.frame().round(3).to_string(index=False))

# %%
# What it says
# ------------
# Removing a tenth, as taught, changes little. Removing nine tenths costs hardly any AUC
# and takes something away from the attacker, so that the rule chooses it; but it is not
# much: no share of the closest rows brings the score anywhere near 1. The rows that are
# left still lie between two real rows of the same class, and that is what the attack
# finds.
# Privacy that matters takes another way of making rows, such as
# ``TypeAwareSMOTE(interpolation="simplex")``, and is searched for in the same way:
# ``"synthesize__sampler"`` is a parameter too. Whatever is chosen, judge it once more
# by rows that took no part in the choice.
