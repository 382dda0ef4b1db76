"""
===========================
People with several visits
===========================

A table of hospital visits has several rows a person. This example makes synthetic
people with their visits, and shows what goes wrong where rows are taken for people.
"""

# %%
# The table
# ---------
# :func:`~skl_synth.datasets.make_visits` simulates persons and their visits; nobody
# real stands behind them. The column ``nhs_number`` says whose a row is.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from skl_synth import TableEncoder, TypeAwareCART
from skl_synth.datasets import make_visits

X, y = make_visits(600, visits=(1, 8), random_state=0, return_X_y=True)
X.head()

# %%
# Row by row
# ----------
# If every row is called a person of its own, each synthetic row is somebody new. Rows
# that share a birth date, and might be of one person, are of two sexes.

encoder = TableEncoder(identifiers="surrogate")
by_rows = TypeAwareCART(mode="replace", encoder=encoder, random_state=0)
X_rows, _ = by_rows.fit_resample(X, y, groups=range(len(X)))
for name, table in {"real": X, "synthetic": X_rows}.items():
    sexes = table.groupby("birth_date")["sex"].nunique()
    print(f"{name}: {(sexes > 1).sum()} of {len(sexes)} birth dates have two sexes")

# %%
# Person by person
# ----------------
# With ``groups`` persons are drawn first, then their visits. What belongs to the person
# is found by itself.

by_persons = TypeAwareCART(mode="replace", encoder=encoder, random_state=0)
X_new, y_new = by_persons.fit_resample(X, y, groups=X["nhs_number"])
print("columns of the person:", ", ".join(by_persons.table_.person_columns))
print("real keys in it:", int(X_new["nhs_number"].isin(X["nhs_number"]).sum()))
people = X_new.groupby("nhs_number")
print("persons with two sexes:", int((people["sex"].nunique() > 1).sum()))
print(
    "visits before the last discharge:",
    int((X_new["admitted"] < people["discharged"].shift()).sum()),
)

# %%
# Visits a person, and how one visit follows the other
# -----------------------------------------------------

tables = {"real": X, "synthetic": X_new}
# sphinx_gallery_thumbnail_number = 1
figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
counts = {
    name: table["nhs_number"].value_counts().value_counts(normalize=True)
    for name, table in tables.items()
}
pd.DataFrame(counts).sort_index().plot.bar(ax=axes[0], rot=0)
axes[0].set(xlabel="visits", ylabel="share of persons", title="Visits a person")
for name, table in tables.items():
    before = table.groupby("nhs_number")["sbp"].shift()
    pairs = pd.DataFrame({"before": before, "now": table["sbp"]}).dropna()
    label = f"{name}, correlation {np.corrcoef(pairs.T)[0, 1]:.2f}"
    axes[1].plot(pairs["before"], pairs["now"], ".", alpha=0.3, label=label)
axes[1].set(xlabel="at the visit before", ylabel="now", title="Blood pressure")
axes[1].legend()
plt.show()

# %%
# The days between two visits are drawn as such, so that their distribution is kept and
# no visit begins before the last one has ended.

figure, axis = plt.subplots(figsize=(6, 3.4), layout="constrained")
bins = np.arange(0, 720, 30)
for name, table in tables.items():
    last = table.groupby("nhs_number")["discharged"].shift()
    days = (table["admitted"] - last).dt.days.dropna()
    axis.hist(days, bins=bins, density=True, histtype="step", label=name)
axis.set(xlabel="days since the last discharge", ylabel="density")
axis.legend()
plt.show()
