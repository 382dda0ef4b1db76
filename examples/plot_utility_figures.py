"""
================================
The utility figures of the field
================================

How good is a synthetic table? Papers and statistical offices answer with pMSE, S_pMSE
and the overlap of confidence intervals. This example measures them for three tables of
which one is bad on purpose, beside what further real people reach.
"""

# %%
# Three synthetic tables, and other people
# ----------------------------------------
# The first is made by trees, the second by SMOTE. In the third every column is shuffled
# by itself: each column alone is perfect, and nothing depends on anything any more. The
# fourth are other patients.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from skl_synth import (
    TypeAwareCART,
    TypeAwareSMOTE,
    UtilityTablesDisplay,
    fidelity_report,
    pmse,
    utility_tables,
)
from skl_synth.datasets import make_patients

X, y = make_patients(1600, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
real, others = (X[:800], y[:800]), (X[800:], y[800:])
rng = np.random.default_rng(0)
shuffled = real[0].apply(lambda column: rng.permutation(column.to_numpy()))
tables = {
    "trees": TypeAwareCART(mode="replace", random_state=0).fit_resample(*real),
    "SMOTE": TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(*real),
    "shuffled": (shuffled.astype(real[0].dtypes), real[1]),
    "other people": others,
}

# %%
# One figure for the whole table
# ------------------------------
# A model is trained to tell a table from the real one; pMSE is how far what it says
# lies from "I cannot tell". ``pmse_ratio`` divides that by what two samples of one
# population give, ``s_pmse`` by what a correct synthesizer gives, which is half of it.

rows = {}
for name, table in tables.items():
    plain = pmse(*real, *table, method="logit", max_order=0)
    pairs = pmse(*real, *table, method="logit", max_order=1)
    tree = pmse(*real, *table, n_permutations=10, random_state=0)
    rows[name] = {
        "main effects": plain.s_pmse,
        "with pairs": pairs.s_pmse,
        "tree": tree.s_pmse,
        "tree, over two samples": tree.pmse_ratio,
    }
pd.DataFrame(rows).T.round(2)

# %%
# Main effects alone find nothing wrong with the shuffled table: no column differs. A
# small pMSE says no more than that *this model* cannot tell the tables apart.
#
# Which pairs were lost
# ---------------------
# All pairs of columns are crossed, and compared cell by cell. On the diagonal stands
# each column by itself.

# sphinx_gallery_thumbnail_number = 1
fig, axes = plt.subplots(1, 3, figsize=(17, 5.4), layout="constrained")
for ax, name in zip(axes, ("trees", "SMOTE", "shuffled"), strict=True):
    UtilityTablesDisplay.from_tables(*real, *tables[name]).plot(ax, name=name, vmax=10)

# %%
# By name, the worst of the shuffled table:

utility_tables(*real, *tables["shuffled"]).worst(4).round(3)

# %%
# Would a report on means say the same?
# -------------------------------------
# The intervals of means and shares are laid over those of the real rows; 1 is the same.
# As many other people reach 0.71 in the mean, a correct synthesizer 0.80. The report
# has every figure beside that of other people.

report = fidelity_report(*real, *tables["trees"], *others, random_state=0)
shown = ["interval_overlap", "std_difference", "pmse_ratio", "cart_pmse_ratio"]
figures = report.frame().query("scope == 'table'").set_index("metric")
figures.loc[shown, ["value", "ceiling"]].round(2)

# %%
# No figure is enough by itself: means and shares of the shuffled table are perfect.
# Look at the pairs, and at the model that you are going to fit
# (:func:`~skl_synth.inference_report`). And none of them says anything about privacy: a
# copy would have the best figures of all.
