"""The setting for tables that are published, for dask frames."""

from __future__ import annotations

from typing import Any

from skl_synth.dask.dask_cart import TypeAwareCART
from skl_synth.dask.dask_filter import ProximityFilter
from skl_synth.release.protect_few import protecting_few
from skl_synth.release.release_setting import FILTER_OF_RELEASE, TREES_OF_RELEASE
from skl_synth.table.encoder import with_short_cuts


def release_synthesizer(
    *,
    by: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
    one_hot_groups: Any = "infer",
    random_state: Any = None,
    n_jobs: int | None = None,
    client: Any = None,
) -> ProximityFilter:
    """Make the synthesizer for a table of a cluster that is to be published.

    As `skl_synth.release_synthesizer`: bagged trees with large leaves, noise on
    numbers, and copies of real rows dropped where there are more than strangers show.
    It makes a table and audits nothing: `skl_synth.publish`, which refuses what fails,
    is for tables of one machine, such as a sample of this one.

    Parameters
    ----------
    by : hashable, list of hashable or None, default=None
        Columns whose values divide the table, such as ``"hospital"``.
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
        Threads that grow the trees of a bag. The result does not depend on it.
    client : distributed.Client, str or None, default=None
        The cluster, or the address of its scheduler. None: the client that is open,
        else threads of this process.

    Returns
    -------
    ProximityFilter
        Unfitted, in the mode "replace".

    See Also
    --------
    skl_synth.publish : Makes a table of one machine, audits it, and refuses what fails.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> from skl_synth import TableEncoder
    >>> from skl_synth.dask import release_synthesizer
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(500, random_state=0, return_X_y=True)
    >>> X = dd.from_pandas(X.drop(columns="patient_id"), npartitions=2)
    >>> synthesizer = release_synthesizer(random_state=0)
    >>> X_new, y_new = synthesizer.fit_resample(X, dd.from_pandas(y, npartitions=2))
    >>> len(X_new)
    500
    """
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
        client=client,
    )
