"""
============================
Rows of which some are given
============================

What would a ward of old women look like? This example draws rows under a condition, and
completes rows of which only some columns are known.
"""

# %%
# The table
# ---------
# Simulated patients: nobody real stands behind them. Two more tables of the same kind
# show what is true under a condition.

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from skl_synth import TypeAwareCART, TypeAwareSMOTE
from skl_synth.datasets import make_patients

X, y = make_patients(2000, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
others, _ = make_patients(20000, random_state=1, return_X_y=True)
X.head()

# %%
# A condition
# -----------
# A value, a range that may be open, a list of levels: all of them hold in every row.
# What is not given follows from what is.

given = {"sex": "Female", "age": (80, None), "ward": ["Surgery", "Geriatrics"]}
is_old = others["age"].ge(80) & others["sex"].eq("Female")
truth = others[is_old & others["ward"].isin(given["ward"])]
drawn = {}
for synthesizer in (TypeAwareSMOTE(random_state=0), TypeAwareCART(random_state=0)):
    name = type(synthesizer).__name__
    drawn[name], _ = synthesizer.fit(X, y).sample(1000, given=given)
    print(f"{name}: {synthesizer.given_yield_:.1%} of the rows drawn could be used")

# %%
# The stay of these women is longer than that of all patients, and the synthetic rows
# know it.

# sphinx_gallery_thumbnail_number = 1
figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
bins = np.arange(0, 41, 4)
tables = {"all real rows": X, "20,000 others, under the condition": truth, **drawn}
for name, table in tables.items():
    heights, _ = np.histogram(table["length_of_stay"], bins=bins)
    axis.stairs(heights / len(table), bins, label=name, linewidth=1.8)
axis.set(xlabel="length of stay (days)", ylabel="share of rows")
axis.legend(frameon=False)
figure.suptitle("Women of 80 and more in two wards")

# %%
# Classes under a condition
# -------------------------
# A number of rows has the classes that come under the condition; a mapping says how
# many of each there are to be.

cart = TypeAwareCART(random_state=0).fit(X, y)
_, y_old = cart.sample(1000, given={"age": (80, None)})
_, y_exact = cart.sample({0: 300, 1: 300}, given={"age": (80, None)})
pd.DataFrame(
    {
        "all real rows": y.value_counts(normalize=True),
        "real, 80 and more": y[X["age"] >= 80].value_counts(normalize=True),
        "drawn, 80 and more": y_old.value_counts(normalize=True),
        "drawn by a mapping": y_exact.value_counts(normalize=True),
    }
).round(3)

# %%
# Rows to be completed
# --------------------
# Each row of a frame becomes a whole row, in the order of the frame and with its index.

known = pd.DataFrame(
    {"sex": ["Female", "Male", "Female"], "age": [25, 71, 88]},
    index=["first", "second", "third"],
)
completed, readmitted = cart.sample(given=known)
completed.assign(readmitted=readmitted)

# %%
# What cannot be had
# ------------------
# What was never seen is refused, and the message says what there is.

try:
    cart.sample(10, given={"age": (150, None)})
except ValueError as error:
    print(error)
