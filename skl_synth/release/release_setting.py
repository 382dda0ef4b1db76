"""The setting for tables that are published, under one name."""

from __future__ import annotations

from typing import Any

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError
from skl_synth.release.protect_few import protecting_few
from skl_synth.selection import ProximityFilter
from skl_synth.synthesizers import TypeAwareCART
from skl_synth.table.encoder import with_short_cuts

CANDIDATES_PER_ROW = 1.1
"""Candidates that the filter makes per row: few copies are to be dropped."""

NOISE_SCALE = 0.1
"""Noise on numbers, in units of the spread of a column. Without it members are found by
the exact values that stand in the table (1,000 simulated patients: worst attack .72,
with a twentieth or a tenth .57)."""

LARGE_LEAVES = 50
"""Rows in a leaf from which values are drawn. Smaller leaves follow the counts of the
real table more closely, and who was counted can be solved for (six times 1,000
simulated patients, worst attack, everyone / smallest class: .59 / .65 with leaves of
10, .57 / .60 with 50, .58 / .63 with 200, which blur small classes); rows chosen by
their counts disclose far more (.71 / .79)."""

TREES_OF_RELEASE: dict[str, Any] = {
    "min_samples_leaf": LARGE_LEAVES,
    "noise_scale": NOISE_SCALE,
    # Counts of patterns would let people be traced better.
    "patterns": "drawn",
}
"""Parameters of the trees from which rows are drawn."""

FILTER_OF_RELEASE: dict[str, Any] = {
    "removal_fraction": 0.0,
    "duplicates": "excess",
    "oversampling_factor": CANDIDATES_PER_ROW,
    "mode": "replace",
}
"""Parameters of the filter around them."""


def release_synthesizer(
    *,
    by: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
    one_hot_groups: Any = "infer",
    random_state: Any = None,
    n_jobs: int | None = None,
) -> ProximityFilter:
    """Make the synthesizer for a table that is to be published.

    Column after column is drawn from bagged trees with large leaves
    (`TypeAwareCART`), numbers get noise, and copies of real rows are dropped where
    there are more than strangers show (`ProximityFilter`). Counts
    are not matched: whoever matches them discloses who was counted. No row lies on a
    line between two real ones, as those of SMOTE do.

    Parameters
    ----------
    by : hashable, list of hashable or None, default=None
        Columns whose values divide the table, such as ``"hospital"``: each stratum is
        made apart, see `TypeAwareCART`.
    encoder : TableEncoder or None, default=None
        All that is said of the table: kinds, identifiers, constraints and so on. Levels
        that fewer than 10 rows hold are merged, and the outermost values of numbers and
        dates coded together, unless it has a ``min_category_count`` and a
        ``min_tail_count``.
    column_kinds, one_hot_groups : object, default="infer"
        Short cuts to these two parameters of the encoder.
    random_state : int, RandomState instance or None, default=None
        Seed of the rows.
    n_jobs : int or None, default=None
        Threads of the search for the nearest real rows. The result does not depend on
        it.

    Returns
    -------
    ProximityFilter
        Unfitted, in the mode "replace".

    See Also
    --------
    publish : Makes the table, audits it, and refuses what fails.
    ProximityFilter : The taught method, for augmenting a rare class.

    Examples
    --------
    >>> from skl_synth import TableEncoder, release_synthesizer
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(500, random_state=0, return_X_y=True)
    >>> encoder = TableEncoder(identifiers="surrogate")
    >>> synthesizer = release_synthesizer(encoder=encoder, random_state=0)
    >>> X_new, y_new = synthesizer.fit_resample(X, y)
    >>> bool((y_new.value_counts() == y.value_counts()).all())
    True
    """
    # Of the filter, whose encoder `publish` replaces by the one that it is given.
    encoder = with_short_cuts(
        protecting_few(encoder),
        column_kinds=column_kinds,
        one_hot_groups=one_hot_groups,
    )
    return ProximityFilter(
        TypeAwareCART(**TREES_OF_RELEASE, by=by, n_jobs=n_jobs),
        **FILTER_OF_RELEASE,
        encoder=encoder,
        random_state=random_state,
        n_jobs=n_jobs,
    )


def divided_by(synthesizer: BaseSynthesizer, by: Any) -> BaseSynthesizer:
    """Let the synthesizer that makes the rows, however deep, make strata apart.

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Unfitted; it is changed.
    by : hashable, list of hashable or None
        The columns that divide the table; None changes nothing.

    Returns
    -------
    BaseSynthesizer
        The same.

    Raises
    ------
    InputError
        If none of what it wraps can make strata.
    """
    if by is None:
        return synthesizer
    names = [name for name in synthesizer.get_params() if f"__{name}".endswith("__by")]
    if not names:
        raise InputError(
            "{parameter}={value!r} divides the table, but {synthesizer} makes no "
            "strata",
            parameter="by",
            value=by,
            synthesizer=" ".join(repr(synthesizer).split()),
            remedies=["use TypeAwareCART or TypeAwareSMOTE, by itself or wrapped"],
        )
    return synthesizer.set_params(**dict.fromkeys(names, by))
