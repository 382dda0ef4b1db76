"""
==============================
Survival times, with censoring
==============================

A time and how it ended belong together: 30 months until death is one thing, 30 months
until the study ended another. This example makes a synthetic trial in which they stay
together, and compares it with the real one as a trial is read: Kaplan-Meier curves,
those at risk, hazard ratios.
"""

# %%
# A trial
# -------
# Six hundred patients are drawn, and their hazard ratios are known: treatment halves
# the hazard, ten years of age raise it by half. Older patients are lost earlier, and
# after 60 months the trial ends for everybody who is left.

import numpy as np
import pandas as pd

from skl_synth import SurvivalDisplay, TableEncoder, TypeAwareCART, survival_report


def trial(n_patients, seed):
    """Draw patients of a trial with proportional hazards."""
    rng = np.random.RandomState(seed)
    age = rng.normal(65, 9, n_patients).round()
    arm = rng.choice(["control", "treated"], n_patients)
    hazard = np.exp(np.log(1.5) * (age - 65) / 10 + np.log(0.5) * (arm == "treated"))
    until_death = rng.exponential(40 / hazard)
    until_lost = rng.exponential(70 / np.exp(0.02 * (age - 65)))
    followed = np.minimum(until_lost, 60)
    return pd.DataFrame(
        {
            "months": np.minimum(until_death, followed).round(1),
            "died": (until_death <= followed).astype(int),
            "age": age,
            "arm": arm,
        }
    )


real, others = trial(600, 0), trial(600, 1)
real.head()

# %%
# Made together
# -------------
# One line says which column is the time and which its end. Trees then split on the
# log-rank statistic, and both are taken from one patient of a leaf.

encoder = TableEncoder(survival={"months": "died"})
synthesizer = TypeAwareCART(encoder=encoder, random_state=0).fit(real)
synthetic, _ = synthesizer.sample(600)
pd.DataFrame(
    {
        name: {
            "died": table["died"].mean(),
            "longest time": table["months"].max(),
            "reached the end of the trial": (table["months"] == 60).mean(),
            "died at its end": (table["died"] & (table["months"] == 60)).mean(),
        }
        for name, table in (("real", real), ("synthetic", synthetic))
    }
).round(3)

# %%
# Read as a trial is read
# -----------------------
# Beside each figure stands what other real patients reach, here 600 more.

report = survival_report(
    *(real, None, synthetic, None, others, None), encoder=encoder, by="arm"
)
print(report)

# %%
# The curves of each arm, with 95 % bands and those at risk:

# sphinx_gallery_thumbnail_number = 1
_ = SurvivalDisplay.from_report(report).plot(by_group=True)

# %%
# What goes wrong otherwise
# -------------------------
# A generator that draws the two apart leaves both columns as they were, each by itself.
# The share of events is right to the row, and the treatment looks much weaker:

apart = synthetic.assign(died=synthetic["died"].sample(frac=1, random_state=0).values)
torn = survival_report(
    *(real, None, apart, None, others, None), encoder=encoder, by="arm"
)
pd.DataFrame(
    {
        "together": report.hazards["synthetic"],
        "apart": torn.hazards["synthetic"],
        "real": report.hazards["real"],
    }
).round(2)

# %%
# What may be claimed
# -------------------
# Log hazard ratios of synthetic rows are a little nearer to zero than the real ones:
# a leaf holds people who are only nearly alike. Whoever publishes an analysis makes
# several tables and combines them, see :doc:`/how_to/inference`; the bands above take
# synthetic rows for people, which they are not.
