"""
=============================
Write a generator of your own
=============================

The library brings generators of several kinds, and has one place for yours. You write
two methods, ``learn`` and ``draw``, that deal in numbers and codes. Reading the table,
class counts, seeds, rounding, missing values, rules between columns and the way back to
a DataFrame are the library's part, and so is the estimator around it.

The example is ROSE (random over-sampling examples): take a real row at random, and move
its numbers by as much as a kernel density estimate of its class would.

    G. Menardi and N. Torelli (2014). Training and assessing classification rules with
    imbalanced data. *Data Mining and Knowledge Discovery* 28, 92-122.
"""

# %%
# The generator
# -------------
# ``learn`` is handed a :class:`~skl_synth.RealTable`: the real table, read once. Its
# ``rows`` hold ``numbers`` (NaN where one is missing), their ``decimals``, and
# ``codes``, which are the levels of everything discrete; its ``target`` holds the
# target, as ``encoded`` numbers, and the class of each row as ``groups``.
#
# ``draw`` is handed a :class:`~skl_synth.Request` with the number of rows of each class
# and answers with :class:`~skl_synth.Candidates`. Each says from which real rows it was
# made and with what weight. ``snap`` moves numbers to the range and the decimals of
# their columns; rows that were not snapped must not leave a generator.
#
# All randomness comes from ``rng``, so that equal seeds give equal tables.
#
# ``check`` may refuse, before anything is learnt, what could not be drawn: here a class
# of one row, whose spread nobody knows. The error names the parameter, the value and
# what to do.

from dataclasses import replace
from numbers import Real

import matplotlib.pyplot as plt
import numpy as np

from skl_synth import BaseSynthesizer, Candidates, Generator
from skl_synth.errors import InputError


class RoseGenerator(Generator):
    """Move the numbers of real rows by the bandwidth of their class.

    Parameters
    ----------
    shrinkage : float, default=1.0
        Factor of the bandwidth. At 0 every row is a copy of a real one.
    """

    def __init__(self, shrinkage=1.0):
        self.shrinkage = shrinkage

    def check(self, real, request):
        """Refuse a class that has no spread."""
        for group in np.flatnonzero((request.counts > 0) & (real.counts < 2)):
            raise InputError(
                "{label} has {n} row (n_samples = {n}), and ROSE needs two to see how "
                "far rows of it lie apart",
                parameter="sampling_strategy",
                label=real.target.label(group),
                n=int(real.counts[group]),
                remedies=["merge or drop the class"],
            )

    def learn(self, real, rng):
        """Remember the rows of each class, and how far to move them."""
        self.real = real
        numbers = real.rows.numbers
        n_numbers = max(numbers.shape[1], 1)
        self.members, self.bandwidths = [], []
        for group in range(real.n_groups):
            members = np.flatnonzero(real.target.groups == group)
            silverman = (4 / ((n_numbers + 2) * len(members))) ** (1 / (n_numbers + 4))
            self.members.append(members)
            self.bandwidths.append(silverman * spread(numbers[members]))

    def draw(self, request, rng):
        """Draw real rows of each class, and move their numbers."""
        drawn, noise = [], []
        for group, n_rows in enumerate(request.counts):
            drawn.append(rng.choice(self.members[group], size=n_rows))
            width = self.shrinkage * self.bandwidths[group]
            noise.append(width * rng.normal(size=(n_rows, len(width))))
        parents = np.concatenate(drawn)
        real = self.real.rows.take(parents)
        moved = real.numbers + np.concatenate(noise)  # a missing number stays missing
        return Candidates(
            rows=self.real.snap(replace(real, numbers=moved)),
            target=self.real.target.encoded[parents],
            parents=parents[:, None],
            weights=np.ones((len(parents), 1)),
        )


def spread(numbers):
    """Measure the standard deviation of each column over what is not missing."""
    known = np.isfinite(numbers)
    n_known = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, numbers, 0).sum(axis=0) / n_known
    return np.sqrt(np.where(known, (numbers - mean) ** 2, 0).sum(axis=0) / n_known)


# %%
# The estimator
# -------------
# A :class:`~skl_synth.BaseSynthesizer` is an over-sampler in the manner of
# imbalanced-learn. Yours has the parameters below, which the base class uses, and its
# own; like every estimator of scikit-learn it only stores them. ``make_generator`` is
# the one hook: it says which generator this is the estimator of.
#
# ``_parameter_constraints`` is how scikit-learn validates parameters; add a line for
# each of your own.


class Rose(BaseSynthesizer):
    """Random over-sampling examples, for tables of every kind of column.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    shrinkage : float, default=1.0
        Factor of the bandwidth.
    encoder : TableEncoder or None, default=None
        All that is said of the table.
    column_kinds, one_hot_groups : object, default="infer"
        Short cuts to these two parameters of the encoder.
    random_state : int, RandomState instance or None, default=None
        Seed.
    """

    _parameter_constraints = {
        **BaseSynthesizer._parameter_constraints,
        "shrinkage": [Real],
    }

    def __init__(
        self,
        sampling_strategy="auto",
        *,
        mode="augment",
        shrinkage=1.0,
        encoder=None,
        column_kinds="infer",
        one_hot_groups="infer",
        random_state=None,
    ):
        super().__init__(
            sampling_strategy,
            mode=mode,
            encoder=encoder,
            column_kinds=column_kinds,
            one_hot_groups=one_hot_groups,
            random_state=random_state,
        )
        self.shrinkage = shrinkage

    def make_generator(self):
        """Make the generator with the parameters of this estimator."""
        return RoseGenerator(self.shrinkage)


# %%
# Use it
# ------
# Kinds, decimals, missing values and dtypes come out right, though the generator knows
# nothing of them:

from skl_synth.datasets import make_patients

X, y = make_patients(500, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
rose = Rose(mode="replace", random_state=0)
X_new, y_new = rose.fit_resample(X, y)
print("same dtypes:", (X_new.dtypes == X.dtypes).all())
print("same class counts:", y_new.value_counts().equals(y.value_counts()))
X_new.head()

# %%
# It can be the synthesizer inside a :class:`~skl_synth.ProximityFilter`, and its
# ``shrinkage`` a parameter of a grid search:

from skl_synth import ProximityFilter

filtered = ProximityFilter(rose, mode="replace", random_state=0)
filtered.fit_resample(X, y)
print(filtered.filter_counts_)

# %%
# Does it pass?
# -------------
# An estimator that others are to use passes the checks of scikit-learn and of
# imbalanced-learn. This one does; :doc:`/how_to/own_generator` has the lines that run
# them on yours.
#
# Is it any good?
# ---------------
# Each number was moved away from a real person, but every word of a row is still that
# of this person. The distance to the nearest real row shows it: at the left are rows of
# which hardly a number was moved.

distances, _ = filtered.nearest_real(X_new)
# sphinx_gallery_thumbnail_number = 1
fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
ax.hist(distances, bins=40, color="#0072B2")
ax.set(xlabel="Distance to the nearest real row", ylabel="Synthetic rows")
ax.spines[["top", "right"]].set_visible(False)

# %%
# What that means for the people in the table, :class:`~skl_synth.SyntheticEvaluator`
# measures: see :doc:`/how_to/reading_the_audit`.
