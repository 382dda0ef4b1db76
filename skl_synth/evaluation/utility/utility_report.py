"""utility_report: trained on synthetic rows, tested on real ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from skl_synth.errors import InputError, Remedy
from skl_synth.evaluation.audit_report import AuditReport
from skl_synth.evaluation.compared import compared_in
from skl_synth.evaluation.figures import BOTH, REAL, SYNTHETIC
from skl_synth.evaluation.holdout_overlap import check_holdout_overlap
from skl_synth.evaluation.report_groups import n_persons_note, read_report_groups
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import (
    in_order_of,
    read_real,
    read_tables,
    reader_of,
    warn_of_notes,
)
from skl_synth.evaluation.utility.compare import compare
from skl_synth.evaluation.utility.target_twins import warn_of_target_twins
from skl_synth.evaluation.utility.training import TrainingTable
from skl_synth.evaluation.utility.utility_section import utility_section
from skl_synth.evaluation.utility.utility_verdict import utility_verdict
from skl_synth.evaluation.verdict import Verdict
from skl_synth.pages import Section


@dataclass(frozen=True, eq=False, repr=False)
class UtilityReport(AuditReport):
    """What `utility_report` found.

    Parameters
    ----------
    figures : DataFrame
        Every figure, see `frame`.
    predictions : DataFrame
        What each model said of each test row: row, target, model, trained_on, and
        label and score, or prediction.
    importances : DataFrame
        Permutation importance of each column: model, trained_on, column, importance.
    notes : tuple of str
        What the reader should know besides.
    compared : Compared or None
        How many people the figures rest on; None without a hold-out.

    See Also
    --------
    utility_report : Makes it.
    UtilityDisplay : Draws its figures.

    Examples
    --------
    Here other patients stand for synthetic ones:

    >>> from skl_synth import utility_report
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(300, random_state=0, return_X_y=True)
    >>> parts = [part for k in range(3) for part in (X[k::3], y[k::3])]
    >>> report = utility_report(*parts, random_state=0)
    >>> sorted(report.predictions["trained_on"].unique())
    ['real', 'real+synthetic', 'real, balanced', 'synthetic']
    """

    predictions: pd.DataFrame
    importances: pd.DataFrame

    def verdict(self) -> Verdict:
        """Say what the figures come to.

        Returns
        -------
        Verdict
            Words and the figures that count.
        """
        return utility_verdict(self.figures, self.notes, self.compared)

    def _sections(self) -> list[Section | None]:
        return [utility_section(self.figures)]


def utility_report(
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
    estimator: Any = None,
    scoring: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
    random_state: Any = None,
) -> UtilityReport:
    """Train models on real and on synthetic rows and test them on the same real rows.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows that the synthetic ones were made from.
    X_synthetic, y_synthetic : same containers
        The synthetic rows, whoever made them.
    X_holdout, y_holdout : same containers
        Real rows that neither generator nor models have seen; all are tested on them.
    groups_real, groups_synthetic, groups_holdout : array-like, default=None
        Which person each row of these tables belongs to, as the values stand in the
        table, those of the real table and of the hold-out both. Nobody may stand in
        both, and intervals are those of drawing people anew. None where every row is
        another person.
    estimator : estimator, default=None
        The model that is trained. None stands for three: a linear one, a random forest
        and gradient boosting, behind imputation, one-hot encoding and scaling.
    scoring : str, callable, list, tuple, set or dict, default=None
        Scikit-learn scorers. None stands for accuracy, ROC AUC and Brier score, or for
        R² and mean absolute error where the target is continuous; these alone have
        bootstrap intervals.
    encoder : TableEncoder, default=None
        All that is said of the columns; None infers it from the real rows.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`; the target may be
        among them, by its name: "continuous" for a measurement in whole numbers.
    random_state : int, RandomState instance or None, default=None
        Seed of models, resamples and permutations.

    Returns
    -------
    UtilityReport
        Per measure and model (and over all models) the figure after training on
        real, on synthetic, on both, and on real rows with classes weighed alike; the
        ratio to real, paired over resamples of the test rows; and the agreement of
        the importances of columns.

    Raises
    ------
    ValueError
        If there is no hold-out or no target, more than half of the hold-out are
        training rows or one person of it stands in the real table, the tables differ
        in their columns, the groups do not fit the tables, or the synthetic table or
        the hold-out lacks a class.

    Warns
    -----
    InputWarning
        If a column says the same as the target, the hold-out has fewer than 50 people
        or some training rows, or dtypes differ.

    See Also
    --------
    fidelity_report : Whether the table looks like the real one.
    privacy_report : What the table discloses.
    SyntheticEvaluator : All three over folds.

    References
    ----------
    .. [1] C. Esteban, S. L. Hyland, G. Rätsch, "Real-valued (medical) time series
       generation with recurrent conditional GANs", arXiv:1706.02633, 2017.

    Examples
    --------
    >>> from skl_synth import ProximityFilter, utility_report
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("breast_cancer", return_X_y=True)
    >>> real, holdout = (X[::2], y[::2]), (X[1::2], y[1::2])
    >>> synthesizer = ProximityFilter(mode="replace", random_state=0)
    >>> synthetic = synthesizer.fit_resample(*real)
    >>> report = utility_report(*real, *synthetic, *holdout, random_state=0)
    >>> ratio = report.figure("roc_auc_ratio")
    >>> bool(ratio.value > 0.95)
    True
    """
    if X_holdout is None or y_holdout is None:
        raise InputError(
            "utility needs a hold-out: synthetic rows were made from the real ones, "
            "and a test on these would praise whatever repeats them",
            parameter="X_holdout",
            remedies=[
                "pass real rows that the generator has not seen as X_holdout and "
                "y_holdout"
            ],
        )
    if y_real is None:
        raise InputError(
            "utility needs a target that models can predict",
            parameter="y_real",
            remedies=["pass y_real"],
        )
    table = read_real(X_real, y_real, encoder, column_kinds)
    read = reader_of(table)
    real, synthetic = (X_real, y_real), (X_synthetic, y_synthetic)
    persons = read_report_groups(
        read,
        (X_real, groups_real),
        (X_synthetic, groups_synthetic),
        (X_holdout, groups_holdout),
    )
    holdout = X_holdout, y_holdout
    tables = read_tables(table, real, synthetic, holdout, persons=persons, read=read)
    tables = check_holdout_overlap(tables)
    warn_of_notes(tables.notes)
    require_all_classes(tables)
    warn_of_target_twins(tables.attributes, tables.real, is_classes=tables.is_classes)
    rng = check_random_state(random_state)
    with threadpool_limits(1):
        found = compare(
            _training_tables(tables, X_real, X_synthetic),
            (in_order_of(X_real, X_holdout), tables.labels_of("holdout")),
            estimator,
            scoring=scoring,
            table=table,
            read=read,
            rng=rng,
            persons=persons.holdout,
        )
    notes = (*tables.notes, *n_persons_note(tables))
    return UtilityReport(
        found.figures,
        found.predictions,
        found.importances,
        notes=notes,
        compared=compared_in(tables),
    )


def require_all_classes(tables: AuditTables) -> None:
    """Refuse tables that lack a class that the real table has.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Raises
    ------
    ValueError
        If no model could be trained or tested on a class; the message names it.
    """
    if not tables.is_classes:
        return
    classes = np.unique(tables.labels_of("real"))
    if len(classes) < 2:
        raise InputError(
            "the target holds one class only, {value!r}: a model needs two classes to "
            "distinguish",
            value=classes.tolist()[0],
        )
    for name in ("synthetic", "holdout"):
        lacking = np.setdiff1d(classes, tables.labels_of(name)).tolist()
        if lacking:
            raise InputError(
                "the {name} table has no row of class {value!r}: no model can be "
                "compared on it",
                name=name,
                value=lacking[0],
                remedies=[
                    "give a table with every class",
                    "drop the class from all",
                    Remedy(
                        "use fidelity_report and privacy_report, which take the tables "
                        "as they are",
                        only="python",
                    ),
                ],
            )


def _training_tables(
    tables: AuditTables, X_real: Any, X_synthetic: Any
) -> dict[str, TrainingTable]:
    X_synthetic = in_order_of(X_real, X_synthetic)
    labels = tables.labels_of("real"), tables.labels_of("synthetic")
    return {
        REAL: TrainingTable([X_real], labels[0]),
        SYNTHETIC: TrainingTable([X_synthetic], labels[1]),
        BOTH: TrainingTable([X_real, X_synthetic], np.concatenate(labels)),
    }
