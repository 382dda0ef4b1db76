"""
==================
Beyond one machine
==================

``skl_synth.dask`` has synthesizers of the same names for tables in partitions, whose
rows never come together. This example shows on a small table that SMOTE and the
proximity filter give the rows of one machine, however the table is cut, and how few
parts of a table have to be asked for the nearest real row. It needs the extra ``dask``,
and no cluster: without one, tasks run in threads of this process.
"""

# %%
# A table in partitions
# ---------------------
# Simulated patients: nobody real stands behind them. A register would be opened by
# ``dd.read_parquet``; here one frame is cut in three ways. It is sorted by age, so that
# its partitions are as unlike as they can be.

import dask.dataframe as dd
import matplotlib.pyplot as plt
import numpy as np

import skl_synth
from skl_synth.dask import ProximityFilter
from skl_synth.datasets import make_patients

patients = make_patients(4000, random_state=0).drop(columns="patient_id")
patients = patients.sort_values("age", ignore_index=True)
X, y = patients.drop(columns="readmitted"), patients["readmitted"]
frames = {n: dd.from_pandas(patients, npartitions=n) for n in (1, 3, 16)}
frames[16].map_partitions(len).compute().tolist()

# %%
# The same rows, however the table is cut
# ---------------------------------------
# ``sample`` gives a dask DataFrame, and the rows are written when it is computed. They
# are those of the class of the same name for tables in memory, to the last bit.

here = skl_synth.ProximityFilter(mode="replace", random_state=0)
X_here, _ = here.fit(X, y).sample()
for n, frame in frames.items():
    filtered = ProximityFilter(mode="replace", random_state=0)
    filtered.fit(frame.drop(columns="readmitted"), frame["readmitted"])
    X_new, y_new = filtered.sample()
    made = X_new.compute().astype(X_here.dtypes)
    print(f"{n:2} partitions: equal to one machine {made.equals(X_here)}")

# %%
# What happened to the candidates is counted as there, and each row that was kept has
# its distance to the nearest of all real rows.

print(filtered.filter_counts_)
print(np.array_equal(filtered.provenance_.distances, here.provenance_.distances))

# %%
# How many parts are asked for the nearest row
# --------------------------------------------
# Real rows are first rearranged into parts, so that rows of one part lie near to one
# another. A part is known by its box: the range of each number, and the levels that its
# rows have. Each synthetic row is asked of one part, and of another only where some row
# of that box could be as near. A table of less than 32,768 rows is one part; here it is
# cut into smaller and smaller ones, and the distances stay the same.

from skl_synth.dask.arrangement import arranged
from skl_synth.dask.nearest_in_blocks import NearestInBlocks

table, rows = filtered.table_, filtered.provenance_.rows
n_parts, n_asked = [], []
for most in (4000, 2000, 1000, 500, 250, 125):
    search = NearestInBlocks(
        arranged(table.rows, table.layout, most=most), table.layout
    )
    distances, _ = search.query(rows)
    assert np.array_equal(distances, here.provenance_.distances)
    n_parts.append(search.asked_["parts"])
    n_asked.append(search.asked_["questions"] / search.asked_["queries"])
    print(f"{n_parts[-1]:3} parts: {n_asked[-1]:.2f} of them asked for each row")

# %%
# Of nearly every row the part in which it lies knows the answer.

# sphinx_gallery_thumbnail_number = 1
figure, axis = plt.subplots(figsize=(6, 3.6), layout="constrained")
axis.plot(n_parts, n_parts, color="0.6", linestyle="--", label="if all were asked")
axis.plot(n_parts, n_asked, marker="o", label="asked")
axis.set(
    xscale="log",
    yscale="log",
    xlabel="parts of the real table",
    ylabel="parts asked for each row",
)
axis.legend(frameon=False)
figure.suptitle("Who has to be asked for the nearest real row")
