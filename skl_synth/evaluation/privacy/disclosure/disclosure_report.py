"""disclosure_report: what a few known columns of a person give away, as in synthpop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from skl_synth.evaluation.compared import compared_in
from skl_synth.evaluation.figures import KEY
from skl_synth.evaluation.holdout_overlap import check_holdout_overlap
from skl_synth.evaluation.privacy.check_options import check_names, listed
from skl_synth.evaluation.privacy.disclosure.coded_columns import (
    CodedColumn,
    check_groups,
    code_columns,
)
from skl_synth.evaluation.privacy.disclosure.disclosure_figures import (
    figures_of,
    note_of,
    with_target,
)
from skl_synth.evaluation.privacy.disclosure.disclosure_result import DisclosureReport
from skl_synth.evaluation.privacy.disclosure.expected_levels import (
    CHECK_COLUMNS,
    expected_of,
)
from skl_synth.evaluation.privacy.disclosure.key_shares import (
    KeyTables,
    SecretTables,
)
from skl_synth.evaluation.privacy.disclosure.left_out import read_left_out
from skl_synth.evaluation.privacy.disclosure.named_columns import (
    find_columns,
    find_secrets,
    ordinal_names,
    refuse_identifiers,
)
from skl_synth.evaluation.privacy.disclosure.several_releases import (
    check_limit,
    groups_of_releases,
    releases_of,
)
from skl_synth.evaluation.privacy.disclosure.share_frames import (
    identity_line,
    secret_line,
)
from skl_synth.evaluation.report_groups import n_persons_note, read_report_groups
from skl_synth.evaluation.table_data import AuditTables
from skl_synth.evaluation.tables import (
    Persons,
    read_real,
    read_tables,
    reader_of,
    warn_of_notes,
)
from skl_synth.table.real import RealTable


def disclosure_report(
    X_real: Any,
    y_real: Any,
    X_synthetic: Any,
    y_synthetic: Any,
    X_holdout: Any = None,
    y_holdout: Any = None,
    *,
    quasi_identifiers: Collection[Any],
    secrets: Collection[Any] | None = None,
    n_groups: Any = None,
    denominator_limit: int | None = None,
    expected: Any = None,
    missing_keys: bool = True,
    missing_secrets: bool = True,
    groups_real: Any = None,
    groups_synthetic: Any = None,
    groups_holdout: Any = None,
    encoder: Any = None,
    column_kinds: Any = "infer",
) -> DisclosureReport:
    """Look real people up in a release by a few columns that an outsider knows.

    The measures are those of Raab, Nowok and Dibben [1]_, which the R package synthpop
    computes as ``disclosure()`` and ``multi.disclosure()``; with a hold-out each stands
    beside what it is of people whom the release cannot disclose.

    Parameters
    ----------
    X_real, y_real : table and target
        The real rows that the synthetic ones were made from. The target may be None;
        else it is one more column.
    X_synthetic, y_synthetic : same containers
        The release; or a list of several, of which the figures are averaged, with a
        list of their targets, or None; or what `synthesize_many` returns, and None.
    X_holdout, y_holdout : same containers, default=None
        Real rows of the same population that were held out.
    quasi_identifiers : collection of column names
        What an outsider knows of a person (synthpop: ``keys``).
    secrets : collection of column names, default=None
        What they would like to know (synthpop: ``target``); None takes the first 20
        other columns that vary.
    n_groups : int or mapping of column to int, default=None
        Cut numbers at quantiles of the real rows into so many groups, of all columns or
        of those named. None leaves every number a value of its own.
    denominator_limit : int, default=None
        Count no disclosure that rests on more rows than this: what many say is expected
        more often than it is found out. None counts all.
    expected : DataFrame or list of dict, default=None
        Disclosures that are not counted, as they are no news: lines with secret and
        value, and with column and column_value where that is expected only of people
        with this value in a quasi-identifier; see ``checks`` of the report.
    missing_keys, missing_secrets : bool, default=True
        Whether a missing value is a value like others: of a quasi-identifier one that
        an outsider knows, of a secret one that is disclosed.
    groups_real, groups_synthetic, groups_holdout : array-like, default=None
        Which person each row belongs to. Then people are counted: who is alone is alone
        as a person, and something holds of a person if it does of one of their rows.
    encoder : TableEncoder, default=None
        All that is said of the columns; None infers it from the real rows.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`.

    Returns
    -------
    DisclosureReport
        Identity and attribute disclosure, as shares from 0 to 1.

    Raises
    ------
    ValueError
        If the tables differ in their columns, a column is not known, is an identifier
        or stands on both sides, a number of groups or a limit is none, or a line of
        ``expected`` says what no row has.

    Warns
    -----
    UserWarning
        If the hold-out has fewer than 50 people or some training rows, or dtypes
        differ.

    See Also
    --------
    privacy_report : Attacks by outsiders who know more; these figures among them.
    k_anonymity : One table alone.
    l_diversity : One table and its secrets.
    DisclosureDisplay : Draws the secrets one below the other.

    Notes
    -----
    With d people of the real table and s of the synthetic one who share their keys:

    - UiO: d = 1; UiOiS: d = 1 and s > 0; repU: d = 1 and s = 1. UiS: s = 1, as a share
      of the synthetic rows.
    - Dorig: all real rows with the same keys have the same secret. iS: s > 0. DiS: all
      synthetic rows with these keys have one value of the secret. DiSCO: it is the
      right one. DiSDiO: and the real rows with these keys have it, too. Dsyn: as Dorig,
      in and of the synthetic table.
    - CAP: of a guess by the shares of the whole real table (baseCAPd), of the real rows
      with these keys (CAPd), and of the synthetic ones (DCAP); TCAP is DiSCO over DiS.

    For somebody held out d counts those whom they would meet in the real table. Where
    the text and the formulas of [1]_ differ (UiS, UiOiS, iS) the text is followed.
    Exclusions take disclosures out of the numerators; shares stay shares of everybody,
    and uniques are not touched.

    References
    ----------
    .. [1] G. M. Raab, B. Nowok, C. Dibben, "Practical privacy metrics for synthetic
       data", arXiv:2406.16826, 2024.
    .. [2] G. M. Raab, "Privacy risk from synthetic data: practical proposals", Privacy
       in Statistical Databases 2024, arXiv:2409.04257.
    .. [3] J. Taub et al., "Differential correct attribution probability for synthetic
       data: an exploration", Privacy in Statistical Databases 2018 (CAP).

    Examples
    --------
    >>> from skl_synth import TypeAwareCART, disclosure_report
    >>> from skl_synth.datasets import make_patients
    >>> X, y = make_patients(600, random_state=0, return_X_y=True)
    >>> X = X.drop(columns="patient_id")
    >>> real, control = (X[:300], y[:300]), (X[300:], y[300:])
    >>> cart = TypeAwareCART(mode="replace", min_samples_leaf=5, random_state=0)
    >>> synthetic = cart.fit_resample(*real)
    >>> report = disclosure_report(
    ...     *real, *synthetic, *control, quasi_identifiers=["age", "sex", "ward"]
    ... )
    >>> line = report.identity.iloc[0]
    >>> bool(line["repU"] <= line["UiOiS"] <= line["UiO"])
    True
    """
    check_names(quasi_identifiers, "quasi_identifiers")
    check_names(secrets, "secrets")
    known, wanted = listed(quasi_identifiers) or [], listed(secrets)
    check_limit(denominator_limit)
    table = read_real(X_real, y_real, encoder, column_kinds)
    holdout = X_holdout, y_holdout
    lines: list[_OneTable] = []
    releases = releases_of(X_synthetic, y_synthetic)
    for synthetic, groups in zip(
        releases, groups_of_releases(groups_synthetic, len(releases)), strict=True
    ):
        read = reader_of(table)
        persons = read_report_groups(
            read,
            (X_real, groups_real),
            (synthetic[0], groups),
            (X_holdout, groups_holdout),
        )
        tables = _read(table, (X_real, y_real), synthetic, holdout, persons, read)
        asked = _asked(tables, table, known, wanted, n_groups)
        by_keys = KeyTables.of(tables, asked[0], missing_keys=missing_keys)
        left_out = read_left_out(expected, *asked)
        beside = [
            SecretTables(
                by_keys,
                secret,
                limit=denominator_limit,
                left_out=left_out,
                missing_secrets=missing_secrets,
            )
            for secret in asked[1]
        ]
        lines.append(_OneTable(tables, by_keys, beside))
    return _report_of(lines)


class _OneTable:
    """What is measured of one synthetic table."""

    def __init__(
        self, tables: AuditTables, by_keys: KeyTables, beside: list[SecretTables]
    ) -> None:
        self.tables, self.by_keys = tables, by_keys
        self.figures = figures_of(by_keys, beside).frame()
        self.identity = identity_line(by_keys)
        self.attributes = [secret_line(one) for one in beside]
        self.checks = [expected_of(one) for one in beside]


def _report_of(found: Sequence[_OneTable]) -> DisclosureReport:
    first = found[0]
    identity = [{"table": n, **one.identity} for n, one in enumerate(found)]
    attributes = [
        {"table": n, **line} for n, one in enumerate(found) for line in one.attributes
    ]
    columns = pd.DataFrame([one.frame_line() for one in first.by_keys.columns])
    notes = (
        *first.tables.notes,
        *n_persons_note(first.tables),
        note_of(first.by_keys.columns),
    )
    return DisclosureReport(
        _mean([one.figures for one in found]),
        pd.DataFrame(identity),
        pd.DataFrame(attributes, columns=_columns_of(attributes)),
        _checks([frame for one in found for frame in one.checks]),
        columns,
        n_tables=len(found),
        notes=notes,
        compared=compared_in(first.tables),
    )


def _columns_of(lines: list[dict[str, Any]]) -> list[str]:
    return list(lines[0]) if lines else ["table", "secret", "Dorig", "DiSCO"]


def _checks(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """What was found in any of the tables, each pair once, in the most rows."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame(columns=CHECK_COLUMNS)
    every = pd.concat(filled, ignore_index=True)
    every = every.sort_values("n_disclosed", ascending=False, kind="stable")
    return every.drop_duplicates(CHECK_COLUMNS[:4]).reset_index(drop=True)


def _mean(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Average figures over several tables, in the order of the first."""
    if len(frames) == 1:
        return frames[0]
    numbers = ["value", "low", "high", "ceiling"]
    every = pd.concat(frames).groupby([*KEY, "better"], sort=False)[numbers].mean()
    return every.reset_index()[list(frames[0].columns)]


def _read(
    table: RealTable,
    real: tuple[Any, Any],
    synthetic: tuple[Any, Any],
    holdout: tuple[Any, Any],
    persons: Persons,
    read: Any,
) -> AuditTables:
    tables = read_tables(table, real, synthetic, holdout, persons=persons, read=read)
    tables = check_holdout_overlap(tables)
    warn_of_notes(tables.notes)
    return with_target(tables)


def _asked(
    tables: AuditTables,
    table: RealTable,
    quasi_identifiers: Collection[Any],
    secrets: Collection[Any] | None,
    n_groups: Any,
) -> tuple[list[CodedColumn], list[CodedColumn]]:
    """The columns that an outsider knows, and those that they would like to know."""
    refuse_identifiers(table, quasi_identifiers, "quasi_identifiers")
    keys = find_columns(tables, quasi_identifiers, "quasi_identifiers")
    hidden = find_secrets(tables, table, quasi_identifiers, secrets)
    groups = check_groups(n_groups, [*keys, *hidden], "n_groups")
    about: Any = {"n_groups": groups, "names": ordinal_names(table)}
    return code_columns(tables, keys, **about), code_columns(tables, hidden, **about)
