"""
==========================================
Coefficients that may be published, or not
==========================================

A colleague who may not see the patients wants to know who stays how long. You make
several synthetic tables, the colleague fits a model to each and combines what comes
out; you, who have the patients, look first at what the synthesizer has lost.
"""

# %%
# Several synthetic tables
# ------------------------
# One table says nothing of how far it lies from the patients by chance. Leaves as small
# as they may be, the columns with few values first, and a synthesizer that is fitted to
# another bootstrap sample for each table hold more of the relations between columns:

import matplotlib.pyplot as plt
import pandas as pd
import statsmodels.formula.api as smf

from skl_synth import (
    CoefficientsDisplay,
    TypeAwareCART,
    inference_report,
    synthesize_many,
)
from skl_synth.datasets import make_patients

X, y = make_patients(1500, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
makers = {
    "as it comes": (TypeAwareCART(), False),
    "for inference": (TypeAwareCART(min_samples_leaf=2, visit_order="levels"), True),
}
tables = {
    name: synthesize_many(maker, X, y, m=5, proper=proper, random_state=0)
    for name, (maker, proper) in makers.items()
}

# %%
# What the colleague does
# -----------------------
# The model of statsmodels, once for each table, and the rule of Raab, Nowok and Dibben.
# No real row is needed. ``within`` is what a single synthetic table would give as the
# standard error, which is too small:

formula = "length_of_stay ~ age + emergency + readmitted + C(ward)"
given = tables["for inference"]
results = [smf.ols(formula, frame).fit() for frame in given.frames()]
given.combine(results).frame()[["estimate", "std_error", "within"]].round(3)

# %%
# What you look at before
# -----------------------
# The same model on the patients. ``overlap`` is that of the intervals, and ``coverage``
# how often an interval made so holds the truth: below 0.95 where the synthesizer has
# moved a coefficient further than the drawing of rows explains. As it comes, the
# synthesizer halves what an emergency adds to the stay: such an interval would miss the
# truth more often than not. Made for inference, no coefficient is moved.

reports = {name: inference_report(formula, X, y, some) for name, some in tables.items()}
pd.concat(
    {name: report.frame()[["overlap", "coverage"]] for name, report in reports.items()},
    axis=1,
).round(2)

# %%
# Drawn around the real estimate, in units of its interval:

# sphinx_gallery_thumbnail_number = 1
fig, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True, layout="constrained")
for ax, (name, report) in zip(axes, reports.items(), strict=True):
    CoefficientsDisplay.from_report(report).plot(ax, name=name)

# %%
# What may be said
# ----------------
# The report ends with what may be said. It holds real coefficients, and is for you
# alone; what may be shared with a release is written by ``publish(formula=...)``.

print(reports["as it comes"])

# %%
# Smaller leaves tell more of single people: judge what is released
# (``SyntheticEvaluator``, ``publish``) by the same settings that you made it with.
