"""A first look at a table: what will probably be refused, before the long audit."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.errors import InputError, InputWarning
from skl_synth.evaluation.privacy.membership import GROUP_BOUND, MEMBERSHIP_BOUND
from skl_synth.evaluation.tables import plain_labels
from skl_synth.evaluation.utility.target_twins import warn_of_twins_in
from skl_synth.evaluation.work_ahead import MAKING, weights_of_release
from skl_synth.release.first_findings import (
    MAY_BE_REFUSED,
    TO_KNOW,
    WILL_BE_REFUSED,
    FirstFinding,
    FirstLook,
)
from skl_synth.release.likely_keys import read_for_release
from skl_synth.release.release_checks import check_demands, check_size
from skl_synth.release.release_setting import release_synthesizer
from skl_synth.release.seen_before import seen_of_class, seen_of_everyone
from skl_synth.release.shared_rows import coarse_rows
from skl_synth.said_once import collected
from skl_synth.table import RealTable
from skl_synth.table.several_rows import several_rows
from skl_synth.table.target import check_pair

TIMED_ROWS = 1000
"""Rows of which a table is made, at most, to see how long that takes."""


def first_look(
    X: Any,
    y: Any = None,
    *,
    groups: Any = None,
    encoder: Any = None,
    membership_bound: float = MEMBERSHIP_BOUND,
    group_bound: float = GROUP_BOUND,
    folds: int = 5,
) -> FirstLook:
    """Say in seconds what `publish` will probably refuse, and about how long it takes.

    Nothing is attacked: it is looked whether the table can be read and is large enough,
    and what such tables showed before. What it says is for the owner of the real table,
    like all that is read from real rows without noise.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,), default=None
        Its target.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to.
    encoder : TableEncoder, default=None
        All that is said of the table.
    membership_bound, group_bound, folds : object
        As in `publish`.

    Returns
    -------
    FirstLook
        What was found, and about how many seconds the audit takes; not to be shared.

    Raises
    ------
    ValueError
        If a parameter cannot be used. What is wrong with the table is no error here,
        but what is looked for.

    See Also
    --------
    publish : Make the table, and measure what it discloses.

    Examples
    --------
    >>> from skl_synth import first_look
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(150, random_state=0, return_X_y=True)
    >>> look = first_look(X.drop(columns="patient_id"), y)
    >>> look.will_be_refused
    True
    >>> print(look.findings[0].text())
    the table is too small for a release: of 150 rows each of 5 folds keeps 30 as \
controls, and 50 are needed to measure what the table discloses: use folds=3 at most, \
or use more rows.
    """
    check_pair(X, y)
    check_pair(X, groups, "groups")
    bounds = {"membership_bound": membership_bound, "group_bound": group_bound}
    check_demands(bounds, folds)
    X = X.tocsr() if sparse.issparse(X) else X
    maker = release_synthesizer()
    if encoder is not None:
        maker.set_params(encoder=encoder)
    with warnings.catch_warnings():
        # What is warned of when a table is read is warned of again by `publish`.
        warnings.simplefilter("ignore", InputWarning)
        try:
            table, notes = read_for_release(maker, X, y, groups=groups)
        except InputError as error:
            return FirstLook((FirstFinding("reading", WILL_BE_REFUSED, error),))
        findings = [*_of_size(table, folds), *_of_people(table, bounds)]
        findings += [*_of_columns(table, X), *_told("columns", notes)]
    order = (WILL_BE_REFUSED, MAY_BE_REFUSED, TO_KNOW)
    findings.sort(key=lambda one: order.index(one.outcome))
    return FirstLook(tuple(findings), _seconds(maker, table, folds))


def _of_size(table: RealTable, folds: int) -> Iterator[FirstFinding]:
    """What `publish` refuses before it makes a table."""
    several = several_rows(table)
    if several is not None:
        yield FirstFinding("persons", WILL_BE_REFUSED, several)
    try:
        check_size(table, folds)
    except InputError as error:
        yield FirstFinding("size", WILL_BE_REFUSED, error)


def _of_people(table: RealTable, bounds: dict[str, float]) -> Iterator[FirstFinding]:
    """What tables of so many people showed before."""
    said = seen_of_everyone(table, bounds["membership_bound"])
    if said is not None:
        yield FirstFinding("membership", MAY_BE_REFUSED, said)
    said = seen_of_class(table, bounds["group_bound"])
    if said is not None:
        yield FirstFinding("smallest class", MAY_BE_REFUSED, said)
    said = coarse_rows(table)
    if said is not None:
        yield FirstFinding("shared rows", TO_KNOW, said)


def _of_columns(table: RealTable, X: Any) -> Iterator[FirstFinding]:
    """Columns that say the same as the target."""
    if table.target.kind == "none":
        return
    with collected() as heard:
        warn_of_twins_in(table, X, plain_labels(table.target, table.target.encoded))
    for one in heard:
        yield FirstFinding("target", TO_KNOW, one)


def _told(subject: str, notes: tuple[str, ...]) -> Iterator[FirstFinding]:
    for note in notes:
        yield FirstFinding(subject, TO_KNOW, InputWarning("{note}", note=note))


def _seconds(maker: BaseSynthesizer, table: RealTable, folds: int) -> float:
    """About how long it takes to judge one setting, by the making of a small table."""
    rows = np.arange(min(len(table), TIMED_ROWS))
    part = table.take(rows)
    start = perf_counter()
    try:
        with collected():
            clone(maker).set_params(random_state=0)._fit_table(part).sample()
    except InputError:
        # A part may hold one row of a class.
        return math.nan
    seconds = (perf_counter() - start) * len(table) / len(rows)
    return seconds * sum(weights_of_release(folds)) / MAKING
