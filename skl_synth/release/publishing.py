"""publish: make the table and look at it, audit the method, and refuse if need be."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from sklearn.utils import check_random_state

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.privacy.membership import GROUP_BOUND, MEMBERSHIP_BOUND
from skl_synth.evaluation.privacy.shadow.shadow_plan import check_shadow_models
from skl_synth.evaluation.seeds import draw_seed
from skl_synth.release.gated_release import publish_through_gates
from skl_synth.release.guarantee_demand import (
    FROM_DATA,
    GuaranteeDemand,
    guaranteed_synthesizer,
    refuse_without_epsilon,
)
from skl_synth.release.guaranteed_release import publish_from_noise
from skl_synth.release.judging import Demands, RealInput
from skl_synth.release.ladder import LADDER, RELEASE, Rung
from skl_synth.release.low_fidelity import low_fidelity_synthesizer
from skl_synth.release.release_checks import check_demands
from skl_synth.release.release_inference import formula_demand
from skl_synth.release.release_report import Release
from skl_synth.synthesizers import PrivateMarginals
from skl_synth.table.target import check_pair


def publish(
    X: Any,
    y: Any = None,
    *,
    groups: Any = None,
    synthesizer: Any = None,
    ladder: bool = True,
    fidelity: Any = None,
    by: Any = None,
    encoder: Any = None,
    membership_bound: float = MEMBERSHIP_BOUND,
    group_bound: float = GROUP_BOUND,
    folds: int = 5,
    sections: Any = "all",
    random_state: Any = None,
    n_jobs: int | None = None,
    shadow_models: int = 0,
    epsilon: float | None = None,
    delta: float | None = None,
    dictionary: Any = None,
    class_counts: str | None = None,
    rows_per_person: int | None = None,
    weak_guarantee: bool = False,
    formula: str | None = None,
    event: str | tuple[str, Any] | None = None,
    n_syntheses: int = 5,
) -> Release:
    """Make a table to be published in place of a real one, or refuse.

    Three ways, from the most useful to the most certain: a method that is judged by
    attacks; low fidelity on purpose (``fidelity``); and a formal guarantee
    (``epsilon``), with which no gate decides and nothing below applies.

    A short ladder of settings is walked, from the most useful to the coarsest, and the
    first that passes all gates is published; the report says which were tried. With
    each, the table is made from all real rows and looked at itself. Then the
    method is judged: in each fold it is given a part of the real rows, and the rest is
    the control of the attacks; what the report says besides is measured last. It is
    refused, and nothing more is measured, where

    - in the released table, rows equal a real one in all columns but target and keys,
      or in all but one of these, more often than real rows equal one of another person;
      or a row holds a real key, a level that fewer than 10 persons have, or what the
      columns cannot; or shares or means moved further than chance moves them; or more
      real rows are rebuilt than rows of a second synthetic table;
    - on folds, the worst membership attack reaches more than ``membership_bound`` in
      the mean, or more than ``group_bound`` on outliers, the smallest class or a
      stratum, or there are too few people in these to be measured; or there are more
      copies, near copies or real keys than by chance; or more than half of the numbers
      and combinations that few people have are released above chance; or people of the
      smallest class are rebuilt from lines or lattices more often than the control
      (low end of the interval above 0).

    A gate whose figure cannot be measured is closed. A column that is likely an
    identifier is treated as one, unless its kind is given, and levels that fewer than
    10 rows hold are merged, unless the encoder has a ``min_category_count``.

    Parameters
    ----------
    X : {array-like, dataframe, sparse matrix} of shape (n_rows, n_columns)
        The real table, without the target.
    y : array-like of shape (n_rows,), default=None
        Its target: class labels or numbers. Without one no model is compared, and the
        gates of the smallest class do not apply.
    groups : array-like of shape (n_rows,), default=None
        Which person each row belongs to, such as ``X["patient_id"]``. Folds, attacks
        and gates are then by persons, and so is the size that a table must have. None
        where every row is another person.
    synthesizer : object with ``fit_resample``, default=None
        What makes the rows; None walks the ladder. Only synthetic rows are published,
        as many of each class as there are real ones, whatever its mode.
    ladder : bool, default=True
        Whether several settings are tried; False for `release_synthesizer` alone.
    fidelity : "columns" or list of tuple of str, default=None
        Low fidelity on purpose: each column alone, the target too ("columns"), or
        these margins of two or three columns besides. The release then holds nothing
        else of the table, and the report lists what it holds.
    by : hashable or list of hashable, default=None
        Columns whose values divide the table, such as ``"hospital"``: each stratum is
        made apart, see `TypeAwareCART`. None stands for what the synthesizer says.
    encoder : TableEncoder, default=None
        All that is said of the table; None stands for what the synthesizer says.
    membership_bound : float, default=0.57
        The most that the worst membership attack may reach; chance is 0.5.
    group_bound : float, default=0.65
        The most that it may reach on outliers, the smallest class, or a stratum.
    folds : int, default=5
        Parts into which the real rows are split.
    sections : "all" or list of {"utility", "fidelity"}, default="all"
        What is measured besides privacy, which is always measured.
    random_state : int, RandomState instance or None, default=None
        Seed of rows, folds and attacks; best left None, since with it and the real rows
        the same table is made again.
    n_jobs : int or None, default=None
        Folds at a time, and shadow models. The result does not depend on it.
    shadow_models : int, default=0
        How many shadow models are fitted in the first fold, see `privacy_report`: where
        they reach more than the bound, the table is refused. 0 for none.
    epsilon : float, default=None
        Make the table from noisy counts alone (`PrivateMarginals`), with (ε, δ)-
        differential privacy for persons. Nothing that reads real rows touches it: there
        are no gates, and the audit is for the owner of the real table alone. None for
        no guarantee.
    delta : float, default=None
        The δ of the guarantee; None stands for one in a million.
    dictionary : DataDictionary, path or mapping, default=None
        What is public of the table: kinds, levels and bounds. ``epsilon`` needs it.
    class_counts : {"noisy", "public"}, default=None
        Whether the sizes of the classes are measured with noise (as by None), or taken
        for known.
    rows_per_person : int, default=None
        With ``epsilon`` and ``groups``: the most rows of one person that count.
    weak_guarantee : bool, default=False
        Whether an ``epsilon`` above 4 is meant, which rules out little.
    formula : str, default=None
        A model that is fitted to the real table and to synthetic ones, see
        `inference_report`. The report holds the synthetic estimates, and in classes how
        well their intervals overlap with the real ones; ``owner`` holds everything.
        With ``epsilon`` all of it is the owner's.
    event : str or (str, object), default=None
        Where the formula explains times: the column of what ended them, see
        `inference_report`.
    n_syntheses : int, default=5
        How many synthetic tables the model is fitted to; they are not published.

    Returns
    -------
    Release
        X, y and the report, which may be shared: a `ReleaseReport`, or with ``epsilon``
        a `GuaranteeReport`. ``owner`` is to be shared with nobody: it holds the seed,
        exact figures, and what rests on few people.

    Raises
    ------
    RefusedReleaseError
        If a gate is closed, with every setting of the ladder; the message says which
        of the coarsest, with the figure and what to do, and ``report`` holds all
        figures until then.
    ValueError
        If the table is too small to be judged (fewer than 50 controls in a fold, or 40
        rows in a class; people where these are known), it looks as if people had
        several rows and ``groups`` does not say whose they are, a parameter or the
        table cannot be used, or what was asked for would end the guarantee.

    Warns
    -----
    InputWarning
        With ``epsilon``, where the smallest class times ε is below 500: what will be
        lost.

    See Also
    --------
    release_synthesizer : The first setting of the ladder.
    PrivateMarginals : What makes tables with a guarantee.
    SyntheticEvaluator : The audit alone.

    Notes
    -----
    Open gates prove little: attacks that were not run may do better, and figures move
    by some hundredths with the seed, so that no table has passed that was made with one
    seed after the other until the gates opened. The ladder is no such search, since
    each setting blurs more than the one before, but a second look all the same: what
    passes as the third is a little worse than its figures.

    Examples
    --------
    >>> from skl_synth import publish
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(2000, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> release = publish(X, y, folds=3, sections=[], random_state=0)
    >>> len(release.X) == len(X)
    True
    >>> release.report.passed
    True
    """
    check_pair(X, y)
    check_pair(X, groups, "groups")
    bounds = {"membership_bound": membership_bound, "group_bound": group_bound}
    check_demands(bounds, folds)
    check_shadow_models(shadow_models)
    modelled = formula_demand(formula, event, n_syntheses)
    seed = _seed_of(random_state)
    sections = sections if isinstance(sections, str) else [*sections, "privacy"]
    demands = Demands(bounds, folds, sections, seed, n_jobs, shadow_models)
    X = X.tocsr() if sparse.issparse(X) else X
    demand = GuaranteeDemand(
        epsilon, delta, dictionary, class_counts, rows_per_person, weak_guarantee
    )
    if epsilon is not None:
        others = {"synthesizer": synthesizer, "by": by, "encoder": encoder}
        maker = guaranteed_synthesizer(
            demand,
            fidelity=fidelity,
            groups=groups,
            others={**others, **_changed(bounds)},
        )
        return publish_from_noise(maker, RealInput(X, y, groups), demands, modelled)
    refuse_without_epsilon(demand)
    settings = _settings(synthesizer, fidelity, ladder)
    return publish_through_gates(
        settings,
        RealInput(X, y, groups),
        demands,
        encoder=encoder,
        by=by,
        is_release_setting=synthesizer is None,
        formula=modelled,
    )


def _settings(synthesizer: Any, fidelity: Any, ladder: bool) -> tuple[Rung, ...]:
    """The settings to be tried: one, where it is said which."""
    if synthesizer is not None and fidelity is not None:
        raise InputError(
            "{parameter}={value!r} says what makes the rows, and so does synthesizer",
            parameter="fidelity",
            value=fidelity,
            remedies=["leave out one of them"],
        )
    if synthesizer is not None:
        _refuse_dictionary_inside(synthesizer)
        return (Rung("synthesizer", "as given", lambda: synthesizer),)
    if fidelity is not None:
        maker = low_fidelity_synthesizer(fidelity)
        return (Rung("low fidelity", "margins as given", lambda: maker),)
    return LADDER if ladder else (RELEASE,)


def _refuse_dictionary_inside(synthesizer: Any) -> None:
    """Refuse what has a guarantee of its own, which gates and an encoder would end."""
    dictionary = getattr(synthesizer, "dictionary", None)
    if not isinstance(synthesizer, PrivateMarginals) or dictionary is None:
        return
    if isinstance(dictionary, str) and dictionary == FROM_DATA:
        return
    raise InputError(
        "PrivateMarginals with a dictionary is not published through {parameter}, "
        "because gates that read real rows would end its guarantee",
        parameter="synthesizer",
        remedies=[
            Remedy(
                "leave out synthesizer, and pass the dictionary to publish beside "
                "{setting}",
                Setting("epsilon", synthesizer.epsilon or 1.0),
            ),
        ],
    )


def _changed(bounds: dict[str, float]) -> dict[str, float]:
    """The bounds that are not the default: those that were asked for."""
    default = {"membership_bound": MEMBERSHIP_BOUND, "group_bound": GROUP_BOUND}
    return {name: one for name, one in bounds.items() if one != default[name]}


def _seed_of(random_state: Any) -> int:
    if isinstance(random_state, int | np.integer):
        return int(random_state)
    return draw_seed(check_random_state(random_state))
