"""
======================================================
Uniques, DiSCO and k-anonymity of a release, in Python
======================================================

A board asks how many people are unique on what an outsider may know, and what a release
gives away about them. This example measures that of two releases of one table, shows
what strangers reach, and why good figures are no promise.
"""

# %%
# Two releases, and people who were held out
# ------------------------------------------
# One release is made by the taught method, the other is careless: it holds a third of
# the real rows as they are.

import matplotlib.pyplot as plt
import pandas as pd

from skl_synth import (
    DisclosureDisplay,
    ProximityFilter,
    disclosure_report,
    k_anonymity,
    privacy_report,
)
from skl_synth.datasets import make_patients

X, y = make_patients(1200, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
real, control = (X[:600], y[:600]), (X[600:], y[600:])
made = ProximityFilter(mode="replace", random_state=0).fit_resample(*real)
careless = tuple(
    pd.concat([of_real[:200], of_made[200:]], ignore_index=True)
    for of_real, of_made in zip(real, made, strict=True)
)

# %%
# Who is alone with age, sex and ward
# -----------------------------------
# Nearly a third of the people (UiO). Of how many the release has the same three values
# just once (repU) is seen beside the same of people held out, whom no release can
# disclose: what they show is chance.

known = {
    "quasi_identifiers": ["age", "sex", "ward"],
    "secrets": ["smoker", "emergency", "length_of_stay", "readmitted"],
}
reports = {
    name: disclosure_report(*real, *release, *control, **known)
    for name, release in {"taught method": made, "careless": careless}.items()
}
pd.concat({name: one.identity for name, one in reports.items()}).droplevel(1).round(3)

# %%
# What follows from them
# ----------------------
# Blue: whose secret all real people with the same three values share. Orange: whose
# secret all synthetic rows with these give, rightly (DiSCO). The line marks how often
# the release is right about people it knows nothing of; "check" a secret of which some
# might have been expected anyway.

# sphinx_gallery_thumbnail_number = 1
figure, axes = plt.subplots(1, 2, figsize=(13, 4.2), layout="constrained", sharex=True)
for ax, (name, report) in zip(axes, reports.items(), strict=True):
    DisclosureDisplay.from_report(report).plot(ax, name=name.capitalize())

# %%
# The careless release is right about its own people more often than about strangers, by
# more than chance; of the taught one that cannot be shown:

above = ["replicated_uniques_above_control", "disclosive_correct_above_control"]
pd.concat(
    {
        name: report.frame().query("metric in @above and scope == 'table'")
        for name, report in reports.items()
    }
).droplevel(1)[["metric", "value", "low", "high"]].round(3)

# %%
# Good figures are no promise
# ---------------------------
# Whoever compares whole rows finds the people of the taught release, too: 0.5 would be
# chance.

audit = privacy_report(
    *real, *made, *control, attacks=["membership"], random_state=0
).figure("membership_worst_auc")
print(f"membership inference reaches a ROC AUC of {audit.value:.2f}")

# %%
# How coarse must it be?
# ----------------------
# With age in six groups nobody is alone with it and sex.

for n_groups in (None, {"age": 20}, {"age": 6}):
    found = k_anonymity(X, ["age", "sex"], n_groups=n_groups)
    print(found.columns["grouping"][0], "- k:", found.k)
