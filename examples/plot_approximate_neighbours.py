"""
======================================
Approximate neighbours, exact distance
======================================

SMOTE asks for the neighbours of each row. The search here is exact and fast for tables
of people; for hundreds of columns a library for approximate search may be faster. This
example wraps two of them so that they can be given as ``k_neighbors``, and shows what
they decide: between which rows new ones are placed. They never say how far a new row is
from a real one.
"""

# %%
# A wrapper
# ---------
# ``k_neighbors`` takes any object with ``fit``, ``kneighbors`` and ``n_neighbors``, in
# which the row itself counts as the first. Each wrapper is a scikit-learn estimator
# that builds its index in ``fit``.

from importlib.util import find_spec

import matplotlib.pyplot as plt
import numpy as np
from sklearn.base import BaseEstimator
from sklearn.random_projection import GaussianRandomProjection

from skl_synth import ProximityFilter, TypeAwareSMOTE
from skl_synth.datasets import make_patients


class Approximate(BaseEstimator):
    """What the wrappers share; of what they find only the indices are used."""

    def __init__(self, n_neighbors=7):
        self.n_neighbors = n_neighbors

    def kneighbors(self, X, n_neighbors=None, return_distance=True):
        """Find neighbours, nearest first."""
        distances, indices = self.ask(X, n_neighbors or self.n_neighbors)
        return (distances, indices) if return_distance else indices


class ByDescent(Approximate):
    """Neighbours by pynndescent."""

    def fit(self, X):
        """Build the index."""
        from pynndescent import NNDescent

        self.index_ = NNDescent(X, n_neighbors=4 * self.n_neighbors, random_state=0)
        return self

    def ask(self, X, k):
        """Return distances and indices."""
        indices, distances = self.index_.query(X, k=k)
        return distances, indices


class ByGraph(Approximate):
    """Neighbours by the graph of faiss."""

    def fit(self, X):
        """Build the index."""
        import faiss

        self.index_ = faiss.IndexHNSWFlat(X.shape[1], 32)
        self.index_.add(np.ascontiguousarray(X, dtype=np.float32))
        return self

    def ask(self, X, k):
        """Return distances and indices."""
        distances, indices = self.index_.search(
            np.ascontiguousarray(X, dtype=np.float32), k
        )
        return np.sqrt(distances), indices


class ByProjection(Approximate):
    """Neighbours in a few random directions: crude, and needs nothing to install."""

    def fit(self, X):
        """Build the index."""
        n_components = min(8, X.shape[1])
        self.projection_ = GaussianRandomProjection(n_components, random_state=0)
        self.rows_ = self.projection_.fit_transform(X)
        return self

    def ask(self, X, k):
        """Return distances and indices."""
        from scipy.spatial import cKDTree

        return cKDTree(self.rows_).query(self.projection_.transform(X), k=k)


# %%
# Whichever is installed
# ----------------------

WRAPPERS = {"pynndescent": ByDescent, "faiss": ByGraph, "scipy": ByProjection}
found = {name: one for name, one in WRAPPERS.items() if find_spec(name)}
print("installed:", ", ".join(found))

# %%
# What they decide, and what they do not
# --------------------------------------
# The distance of every published row is measured exactly, against every real row: asked
# again, the filter gives the same distances, whoever found the neighbours. No copy
# slips through because an index overlooked a row.

X, y = make_patients(600, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
exact = ProximityFilter(mode="replace", random_state=0)
exact.fit_resample(X, y)
of_rows = {"exact": exact.provenance_.distances}

for name, wrapper in found.items():
    smote = TypeAwareSMOTE(k_neighbors=wrapper(n_neighbors=7))
    filter_ = ProximityFilter(smote, mode="replace", random_state=0)
    table, _ = filter_.fit_resample(X, y)
    distances = of_rows[name] = filter_.provenance_.distances
    np.testing.assert_allclose(distances, exact.nearest_real(table)[0], atol=1e-9)
    print(f"{name}: {len(table)} rows, the closest at {distances.min():.3f}")

# %%
# Nor do rows lie nearer to real ones, whoever found the neighbours that they were made
# between:

# sphinx_gallery_thumbnail_number = 1
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
for name, distances in of_rows.items():
    ax.ecdf(distances, label=f"neighbours: {name}")
ax.set(xlabel="Distance to the nearest real row", ylabel="Share of the rows below it")
ax.legend(frameon=False)
ax.spines[["top", "right"]].set_visible(False)
