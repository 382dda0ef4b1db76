"""How much more often something holds of members, where people share their keys.

Who has the same keys is found alike: one synthetic row finds all of them, or none.
An interval that takes people for independent would be too narrow.
"""

from __future__ import annotations

import numpy as np

from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import excess


def clustered_excess(
    members: np.ndarray,
    controls: np.ndarray,
    keys_of_members: np.ndarray,
    keys_of_controls: np.ndarray,
) -> Interval:
    """Compare members with people who were held out, by the keys that they share.

    Parameters
    ----------
    members, controls : ndarray of bool
        Of whom something holds.
    keys_of_members, keys_of_controls : ndarray of int
        The combination of keys of each, numbered alike in both groups.

    Returns
    -------
    Interval
        The difference of the shares. The interval is that of as many independent people
        as would leave the difference as uncertain as its sums over combinations do
        (the design effect), and of no more than there are.
    """
    sizes = len(members), len(controls)
    means = members.mean(), controls.mean()
    residuals = np.r_[(members - means[0]) / sizes[0], (means[1] - controls) / sizes[1]]
    keys = np.unique(np.r_[keys_of_members, keys_of_controls], return_inverse=True)[1]
    sums = np.bincount(keys.ravel(), weights=residuals)
    alone = sum(p * (1 - p) / n for p, n in zip(means, sizes, strict=True))
    effect = max(1.0, float((sums**2).sum() / alone)) if alone else 1.0
    # Whole people, and one of each at least: of none there is no share.
    n, n_control = (max(1, round(size / effect)) for size in sizes)
    return excess(means[0] * n, n, means[1] * n_control, n_control)
