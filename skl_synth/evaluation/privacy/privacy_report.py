"""privacy_report: what a table discloses about the people it was made from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.evaluation.audit_report import AuditReport
from skl_synth.evaluation.compared import compared_in
from skl_synth.evaluation.holdout_overlap import check_holdout_overlap
from skl_synth.evaluation.privacy.attack import (
    MIN_PEOPLE,
    N_RELEASES,
    AttackOptions,
)
from skl_synth.evaluation.privacy.check_options import (
    check_names,
    check_that_some_run,
)
from skl_synth.evaluation.privacy.privacy_section import privacy_section
from skl_synth.evaluation.privacy.privacy_verdict import privacy_verdict
from skl_synth.evaluation.privacy.run_attacks import ATTACK_NAMES, run_attacks
from skl_synth.evaluation.privacy.shadow.shadow_plan import check_shadow_models
from skl_synth.evaluation.privacy.shadow.shadow_pool import is_fitted, plan_shadows
from skl_synth.evaluation.report_groups import n_persons_note, read_report_groups
from skl_synth.evaluation.tables import (
    make_resampler,
    read_real,
    read_tables,
    reader_of,
    warn_of_notes,
)
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Section
from skl_synth.table.encoder import with_short_cuts
from skl_synth.table.real import RealTable
from skl_synth.table.several_rows import warn_of_several_rows


@dataclass(frozen=True, eq=False, repr=False)
class PrivacyReport(AuditReport):
    """What `privacy_report` found.

    Parameters
    ----------
    figures : DataFrame
        Every figure, see `frame`.
    scores : DataFrame
        What the membership attacks say of each person: person (position among those
        attacked), attack (its name, such as "tracing"; "combined" for all together),
        is_member, score (higher for rather a member), group_outliers and
        group_smallest_class (whether the person is one of them).
    distances : DataFrame
        Distance to the nearest training row, in standard deviations: rows ("synthetic"
        or "holdout") and distance.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        Of how many people the figures speak.
    few_people : DataFrame
        What rests on few people of the real table and is released, for its owner: do
        not share it. Columns column, what ("level", "tail", "number" or "combination"),
        value, n_persons (in the real table) and n_rows (in the synthetic one).

    See Also
    --------
    privacy_report : Makes it.
    MembershipRocDisplay : Draws its membership attacks.

    Examples
    --------
    Here other patients stand for synthetic ones:

    >>> from skl_synth import privacy_report
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(300, random_state=0, return_X_y=True)
    >>> parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    >>> report = privacy_report(*parts, random_state=0)
    >>> sorted(report.distances["rows"].unique())
    ['holdout', 'synthetic']
    """

    scores: pd.DataFrame
    distances: pd.DataFrame
    few_people: pd.DataFrame = field(default_factory=pd.DataFrame, kw_only=True)

    def verdict(self) -> Verdict:
        """Say what the figures come to.

        Returns
        -------
        Verdict
            Words and the figures that count.
        """
        return privacy_verdict(self.figures, self.notes, self.compared)

    def _sections(self) -> list[Section | None]:
        return [privacy_section(self.figures)]


def privacy_report(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    X_holdout: Any,
    y_holdout: Any,
    *,
    groups_real: Any = None,
    groups_synthetic: Any = None,
    groups_holdout: Any = None,
    attacks: Collection[str] = ATTACK_NAMES,
    quasi_identifiers: Collection[str] | None = None,
    secrets: Collection[str] | None = None,
    synthesizer: Any = None,
    shadow_models: int = 0,
    n_releases: Collection[int] = N_RELEASES,
    by: Collection[str] | None = None,
    min_people: int = MIN_PEOPLE,
    encoder: Any = None,
    column_kinds: Any = "infer",
    random_state: Any = None,
    n_jobs: int | None = None,
) -> PrivacyReport:
    """Attack a synthetic table, and count what succeeds above a control.

    The control are real rows of the same population that were held out: what holds
    of them as well is no leak of the table.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows that the synthetic ones were made from: the members. The targets
        may be None.
    X_synthetic, y_synthetic : same containers
        The synthetic rows that are to be released, whoever made them.
    X_holdout, y_holdout : same containers
        The control: real rows of the same population, drawn by chance, which neither a
        generator nor a filter has seen.
    groups_real, groups_synthetic, groups_holdout : array-like, default=None
        Which person each row of these tables belongs to, as the values stand in the
        table. Then people are attacked, by all of their rows; those of the real
        table and of the hold-out are given both, those of the synthetic one where it
        has persons. None where every row is another person.
    attacks : collection of str, default=all
        Which to run: "copies", "disclosure", "distances", "few_people", "inference",
        "linkability", "membership", "near_copies", "nearer", "reconstruction",
        "releases", "shadow", "singling_out".
    quasi_identifiers : collection of column names, default=None
        What an outsider may know of a person. None chooses up to three columns (or
        one-hot groups) by which most training rows are unique, and leaves out what
        `disclosure_report` measures, "disclosure", for which they must be named.
    secrets : collection of column names, default=None
        What an outsider would like to know; each is attacked in turn. None takes every
        column.
    synthesizer : object with ``fit_resample``, default=None
        The method that made the table. From a fitted synthesizer further tables are
        drawn, and the cumulative release is measured, of tables from this fit and of
        such as are each fitted anew. Shadow models are copies of it, for which it need
        not be fitted.
    shadow_models : int, default=0
        How many shadow models are fitted to tables with and without the most exposed
        people, and people drawn by chance (64, say); 0 for none. This is the reference
        for the quick attacks, and takes as long as that many tables take to be made.
        `report_progress` tells how far it is.
    n_releases : collection of int, default=(1, 2, 5)
        How many tables are published.
    by : collection of column names, default=None
        Columns whose values divide the table into strata, such as ``["hospital"]``:
        membership is inferred in each of them apart.
    min_people : int, default=10
        What fewer people of the real table have rests on few, see ``few_people``.
    encoder : TableEncoder, default=None
        All that is said of the columns; None infers it from the real rows.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`; the target may be
        among them, by its name: "continuous" for a measurement in whole numbers.
    random_state : int, RandomState instance or None, default=None
        Seed of the attacks, of the members that are attacked, and of resamples.
    n_jobs : int or None, default=None
        Shadow models at a time. The result does not depend on it.

    Returns
    -------
    PrivacyReport
        The figures of each attack, with intervals.

    Raises
    ------
    ValueError
        If there is no hold-out, more than half of it are training rows or one person
        of it stands in the real table, the tables differ in their columns, the groups
        do not fit the tables, an attack or a column is not known, or a number of
        people or releases is none; or if shadow models are asked for without a
        synthesizer.

    Warns
    -----
    UserWarning
        If the hold-out has fewer than 50 people or some training rows, or dtypes
        differ.

    See Also
    --------
    utility_report : Whether the table trains models.
    fidelity_report : Whether the table looks like the real one.
    disclosure_report : What a few known columns give away, in more detail.
    SyntheticEvaluator : All three over folds.

    Notes
    -----
    Attacks that fail prove little: others may succeed. Distances are a diagnostic; a
    release that passes them may still disclose membership [2]_.

    References
    ----------
    .. [1] M. Giomi, F. Boenisch, C. Wehmeyer, B. Tasnádi, "A unified framework for
       quantifying privacy risk in synthetic data", Proceedings on Privacy Enhancing
       Technologies 2023(2), 312-328.
    .. [2] Z. Yao, N. Krčo, G. Ganev, Y.-A. de Montjoye, "The DCR Delusion: measuring
       the privacy risk of synthetic data", arXiv:2505.01524, 2025.
    .. [3] B. van Breugel, H. Sun, Z. Qian, M. van der Schaar, "Membership inference
       attacks against synthetic data through overfitting detection", AISTATS 2023.
    .. [4] G. Ganev et al., "SMOTE and Mirrors: exposing privacy leakage from synthetic
       minority oversampling", arXiv:2510.15083, 2025.
    .. [5] N. Carlini et al., "Membership inference attacks from first principles", IEEE
       Symposium on Security and Privacy 2022 (shadow models).
    .. [6] F. Guépin, M. Meeus, A.-M. Crețu, Y.-A. de Montjoye, "Synthetic is all you
       need", and M. Meeus et al., "Achilles' Heels", arXiv:2306.10308, 2023.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, privacy_report
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(600, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> members, control = (X[:300], y[:300]), (X[300:], y[300:])
    >>> synthesizer = ProximityFilter(mode="replace", random_state=0)
    >>> synthetic = synthesizer.fit_resample(*members)
    >>> report = privacy_report(*members, *synthetic, *control, random_state=0)
    >>> auc = report.figure("membership_worst_auc")
    >>> bool(auc.value > 0.55)
    True
    """
    _require_holdout(X_holdout)
    check_names(attacks, "attacks")
    _check_method(synthesizer, shadow_models)
    check_that_some_run(attacks, synthesizer, shadow_models)
    table = read_real(X_real, y_real, encoder, column_kinds)
    if groups_real is None:
        warn_of_several_rows(table, parameter="groups_real")
    read = reader_of(table)
    real, synthetic = (X_real, y_real), (X_synthetic, y_synthetic)
    holdout = X_holdout, y_holdout
    persons = read_report_groups(
        read,
        (X_real, groups_real),
        (X_synthetic, groups_synthetic),
        (X_holdout, groups_holdout),
    )
    tables = read_tables(table, real, synthetic, holdout, persons=persons, read=read)
    tables = check_holdout_overlap(tables)
    warn_of_notes(tables.notes)
    shadows = None
    if shadow_models and "shadow" in attacks:
        shadows = plan_shadows(
            synthesizer,
            table,
            real,
            holdout,
            persons,
            encoder=_said_of(encoder, column_kinds),
            n_models=shadow_models,
            n_jobs=n_jobs,
        )
    draw = refit = None
    if is_fitted(synthesizer):
        whole = table, tables, real, holdout
        make = partial(make_resampler, synthesizer, *whole, persons=persons, read=read)
        draw, refit = make(), make(anew=_read_anew(synthesizer, real, groups_real))
    with threadpool_limits(1):
        found = run_attacks(
            tables,
            attacks=attacks,
            options=AttackOptions(
                quasi_identifiers,
                secrets,
                draw,
                n_releases,
                refit=refit,
                by=by or (),
                min_people=min_people,
                shadows=shadows,
            ),
            rng=check_random_state(random_state),
        )
    notes = (*tables.notes, *n_persons_note(tables), *found.notes)
    return PrivacyReport(
        found.figures,
        found.scores,
        found.distances,
        notes=notes,
        few_people=found.few_people,
        compared=compared_in(tables),
    )


def _read_anew(synthesizer: Any, real: tuple[Any, Any], groups: Any) -> RealTable:
    """Read the real table as the synthesizer does, to fit it to the table again."""
    X, y = real
    return RealTable.read(X, y, encoder=synthesizer._table_encoder(), groups=groups)


def _check_method(synthesizer: Any, shadow_models: int) -> None:
    """Refuse to attack a method that nobody named."""
    check_shadow_models(shadow_models)
    if shadow_models and synthesizer is None:
        raise InputError(
            "{parameter}={value!r} needs the method that made the table, which is "
            "fitted to tables of other people",
            parameter="shadow_models",
            value=shadow_models,
            remedies=[
                "pass it as synthesizer, fitted or not",
                Remedy("use {setting}", Setting("shadow_models", 0)),
            ],
        )
    if synthesizer is None or shadow_models or is_fitted(synthesizer):
        return
    raise InputError(
        "{parameter} is not fitted, so that no further table can be drawn from it",
        parameter="synthesizer",
        remedies=["fit it to the real rows", "pass shadow_models=64"],
    )


def _said_of(encoder: Any, column_kinds: Any) -> Any:
    """All that the user says of the columns here; None for nothing."""
    if encoder is None and isinstance(column_kinds, str):
        return None
    return with_short_cuts(encoder, column_kinds=column_kinds)


def _require_holdout(X_holdout: Any) -> None:
    if X_holdout is None:
        raise InputError(
            "privacy needs a hold-out: without real rows that the generator has not "
            "seen, nobody can say what an attack reaches by chance",
            parameter="X_holdout",
            remedies=[
                "hold some real rows out before the table is made, and pass them as "
                "X_holdout",
                "use fidelity_report, which runs without",
            ],
        )
