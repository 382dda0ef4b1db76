"""
============================================
Rare numbers: costs that few people run up
============================================

A model that predicts costs sees many cheap patients and few dear ones, and errs most on
those few. This example shows what is rare, adds rows there, and looks at what that
costs elsewhere.
"""

# %%
# A target with a long tail
# -------------------------
# Simulated costs: age, visits and a stay in intensive care raise them.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from imblearn.pipeline import make_pipeline
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from skl_synth import (
    Relevance,
    RelevanceDisplay,
    TypeAwareSMOTE,
    phi_weighted_error,
)

rng = np.random.default_rng(0)
n = 2000
X = pd.DataFrame(
    {
        "age": rng.integers(18, 95, n),
        "visits": rng.poisson(3, n),
        "ward": rng.choice(
            ["surgery", "medicine", "intensive care"], n, p=[0.5, 0.4, 0.1]
        ),
    }
)
level = 0.01 * X["age"] + 0.15 * X["visits"] + 1.2 * (X["ward"] == "intensive care")
cost = np.exp(5 + level + rng.normal(0, 0.4, n)).round(2).rename("cost")
X_train, X_test, y_train, y_test = train_test_split(X, cost, random_state=0)

# %%
# What is rare
# ------------
# By the box plot: relevance is 0 at the median, 1 beyond the whisker. Here what has 0.8
# and more is rare; by default it is 0.5.

# sphinx_gallery_thumbnail_number = 1
relevance = Relevance(threshold=0.8)
RelevanceDisplay.from_target(y_train, relevance=relevance).plot(name="Costs")

# %%
# More rows there
# ---------------
# They have whole ages, wards that there are, and costs in pence.

smote = TypeAwareSMOTE(relevance=relevance, random_state=0)
X_all, y_all = smote.fit_resample(X_train, y_train)
smote.regions_.round(2)

# %%

X_all.assign(cost=y_all).tail(3)

# %%
# Models with and without
# -----------------------
# One relevance function, from the training rows, weighs the errors on the test rows,
# which are all real.

phi = relevance.function(y_train)
rare = phi.is_rare(y_test)
prepare = make_column_transformer(
    (OneHotEncoder(sparse_output=False), make_column_selector(dtype_exclude="number")),
    remainder=StandardScaler(),
)
models = {
    "linear": Ridge(),
    "boosting": HistGradientBoostingRegressor(max_iter=60, random_state=0),
}
predictions, lines = {}, []
for name, model in models.items():
    for rows, steps in {"real rows": [], "with rare rows": [smote]}.items():
        pipeline = make_pipeline(*steps, prepare, model).fit(X_train, y_train)
        predicted = predictions[name, rows] = pipeline.predict(X_test)
        lines.append(
            {
                "model": name,
                "trained on": rows,
                "phi-weighted error": phi_weighted_error(
                    y_test, predicted, relevance=phi
                ),
                "error, rare": root_mean_squared_error(y_test[rare], predicted[rare]),
                "error, all": root_mean_squared_error(y_test, predicted),
            }
        )
pd.DataFrame(lines).set_index(["model", "trained on"]).round(0)

# %%
# What is won and what is lost
# ----------------------------
# The costs of dear patients are underrated less. Those of others may be overrated,
# which the error over all rows shows: here it is no larger, elsewhere it is. Whether
# that is a good bargain no single measure says: look at both columns.

fig, axes = plt.subplots(
    1, 2, figsize=(9.6, 4.4), sharex=True, sharey=True, layout="constrained"
)
for ax, name in zip(axes, models, strict=True):
    for rows, color in (("real rows", "#0072B2"), ("with rare rows", "#D55E00")):
        ax.scatter(
            y_test, predictions[name, rows], s=8, alpha=0.5, color=color, label=rows
        )
    ax.plot([0, 6000], [0, 6000], color="#8C8C8C", linestyle=":")
    ax.set(title=name, xlabel="Cost", xlim=(0, 6000), ylim=(0, 6000))
    ax.spines[["top", "right"]].set_visible(False)
axes[0].set_ylabel("Predicted")
legend = axes[0].legend(frameon=False, markerscale=2)
