"""Samples of which something is given, by tables whose truth is known."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, ks_2samp

from skl_synth import (
    PrivateMarginals,
    SamplerAdapter,
    TypeAwareCART,
    TypeAwareGAN,
    TypeAwareSMOTE,
    TypeAwareVAE,
)
from skl_synth.errors import InputError

N_ROWS = 3_000

pytestmark = pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")


def planted(n_rows=N_ROWS, seed=0):
    """A table in which sex says how high the dose is, and both how likely harm is."""
    rng = np.random.RandomState(seed)
    sex = rng.choice(["f", "m"], size=n_rows, p=[0.3, 0.7])
    is_f = sex == "f"
    age = rng.randint(20, 90, size=n_rows)
    dose = np.round(np.where(is_f, rng.normal(20, 2, n_rows), rng.normal(60, 5, n_rows)), 1)
    site = np.where(
        rng.uniform(size=n_rows) < np.where(is_f, 0.8, 0.1), "north", "south"
    )
    pulse = np.where(rng.uniform(size=n_rows) < 0.2, np.nan, rng.randint(50, 99, n_rows))
    harm = rng.uniform(size=n_rows) < np.where(is_f, 0.6, 0.2)
    X = pd.DataFrame(
        {"sex": sex, "age": age, "dose": dose, "site": site, "pulse": pulse}
    )
    return X, pd.Series(harm.astype(int), name="harm")


SYNTHESIZERS = {
    "smote": lambda: TypeAwareSMOTE(random_state=0),
    "cart": lambda: TypeAwareCART(n_estimators=2, random_state=0),
    "vae": lambda: TypeAwareVAE(n_epochs=3, random_state=0),
    "adapter": lambda: SamplerAdapter(random_state=0),
}
