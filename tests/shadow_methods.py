"""Methods of which it is known what they disclose, and which take no time."""

import numpy as np

from skl_synth import BaseSynthesizer, Generator
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.table.rows import without_parents


def patients(n, seed=0):
    """Simulated people without their key."""
    X, y = make_patients(n, random_state=seed, return_X_y=True)
    return X.drop(columns="patient_id"), y


class _Copies(Generator):
    makes_persons = True

    def learn(self, real, rng):
        self.real = real

    def draw(self, request, rng):
        groups = self.real.target.groups
        drawn = [
            rng.permutation(np.flatnonzero(groups == group))[:n]
            for group, n in enumerate(request.counts)
        ]
        places = np.concatenate(drawn)
        return without_parents(
            self.real.rows.take(places), self.real.target.encoded[places]
        )


class Copying(BaseSynthesizer):
    """Hands out its table."""

    def make_generator(self):
        return _Copies()


class Strangers(Copying):
    """Hands out other people, whatever its table."""

    def sample(self, n_samples=None, random_state=None):
        rng = np.random.RandomState(random_state)
        X, y = patients(4 * sum(n_samples.values()), seed=rng.randint(10**6))
        drawn = [np.flatnonzero(y == label)[:n] for label, n in n_samples.items()]
        rows = rng.permutation(np.concatenate(drawn))
        return X.iloc[rows].reset_index(drop=True), y.iloc[rows].reset_index(drop=True)


class Failing(Copying):
    """Makes a table only of people among whom a certain one is not."""

    def __init__(self, never=0.0, random_state=None):
        super().__init__(random_state=random_state)
        self.never = never

    def sample(self, n_samples=None, random_state=None):
        if np.random.RandomState(random_state).random_sample() < self.never:
            raise InputError("it did not work")
        return super().sample(n_samples, random_state)
