"""The figures of disclosure from tables, as a report and an evaluation hold them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import REAL, SYNTHETIC
from skl_synth.evaluation.privacy.attack import AttackOptions, Findings
from skl_synth.evaluation.privacy.attack_context import MEMBERS, AttackContext
from skl_synth.evaluation.privacy.check_options import listed
from skl_synth.evaluation.privacy.disclosure.clustered_excess import clustered_excess
from skl_synth.evaluation.privacy.disclosure.coded_columns import (
    CodedColumn,
    code_columns,
)
from skl_synth.evaluation.privacy.disclosure.diversity import Cells
from skl_synth.evaluation.privacy.disclosure.key_shares import (
    KeyTables,
    SecretTables,
    identity_of,
)
from skl_synth.evaluation.privacy.inference import MOST_SECRETS, of_best
from skl_synth.evaluation.registry import (
    COUNT,
    HELD_OUT,
    HIGHER,
    LOWER,
    SHARE,
    Measure,
    register,
)
from skl_synth.evaluation.table_data import Attribute, AuditTables

NO_KEYS = "no column that an outsider knows is named by quasi_identifiers"
NO_SECRETS = "no secret is left beside the quasi-identifiers"

OF_KEYS = (
    "uniques, DiSCO, k-anonymity and l-diversity speak of an outsider who knows "
    "{keys} and nothing else. To be alone with them is no disclosure by itself; who "
    "knows more, or compares whole rows as membership inference does, may find more."
)
"""What the figures do not show, said wherever they are."""


@register(
    "privacy",
    13,
    Measure(
        "unique_in_real",
        LOWER,
        "Share of the people in the real table whose quasi-identifiers nobody else "
        "there has (UiO). It is a property of the real table, whatever is released.",
        label="alone in the real table (UiO)",
        unit=SHARE,
        rows=(REAL,),
    ),
    Measure(
        "unique_in_synthetic",
        LOWER,
        "Share of the synthetic rows whose quasi-identifiers no other one has (UiS).",
        unit=SHARE,
    ),
    Measure(
        "uniques_in_release",
        LOWER,
        "Share of the people in the real table whose quasi-identifiers nobody else "
        "there has, and which stand in the release (UiOiS).",
        unit=SHARE,
        ceiling=HELD_OUT,
        rows=(MEMBERS,),
    ),
    Measure(
        "replicated_uniques",
        LOWER,
        "Share of the people in the real table whose quasi-identifiers nobody else "
        "there has, and which stand in the release just once (replicated uniques, "
        "repU).",
        label="  and in the release (replicated uniques, repU)",
        unit=SHARE,
        ceiling=HELD_OUT,
        rows=(MEMBERS,),
    ),
    Measure(
        "replicated_uniques_above_control",
        LOWER,
        "Replicated uniques (repU), less the share of the people held out of whom the "
        "same would hold if they stood in the real table: with few coarse columns many "
        "are met by chance.",
        label="  repU, above strangers",
        unit=SHARE,
        ceiling=0.0,
        rows=(MEMBERS,),
    ),
    Measure(
        "disclosive_in_real",
        LOWER,
        "Share of the people in the real table who have a secret in common with all "
        "who have the same quasi-identifiers there (Dorig); of the table, that of the "
        "worst column.",
        label="secret follows in the real table (Dorig)",
        unit=SHARE,
        scopes=("table", "column"),
        rows=(REAL,),
    ),
    Measure(
        "disclosive_correct",
        LOWER,
        "Share of the people in the real table whose secret all synthetic rows with "
        "their quasi-identifiers have (disclosive in synthetic, correct in the "
        "original, DiSCO); of the table, that of the worst column.",
        label="  and rightly in the release (DiSCO)",
        unit=SHARE,
        ceiling=HELD_OUT,
        scopes=("table", "column"),
        rows=(MEMBERS,),
    ),
    Measure(
        "disclosive_correct_above_control",
        LOWER,
        "DiSCO, less the same share of the people held out: what follows of anybody "
        "from the quasi-identifiers is known of the population, and no leak of this "
        "table; of the table, that of the worst column.",
        label="  DiSCO, above strangers",
        unit=SHARE,
        ceiling=0.0,
        scopes=("table", "column"),
        rows=(MEMBERS,),
    ),
    Measure(
        "smallest_group",
        HIGHER,
        "People, at least, who share their quasi-identifiers with one another "
        "(k-anonymity: the k).",
        label="smallest group, {rows} rows (k-anonymity)",
        unit=COUNT,
        rows=(REAL, SYNTHETIC),
    ),
    Measure(
        "least_values",
        HIGHER,
        "Different values of a secret, at least, among people who share their "
        "quasi-identifiers (distinct l-diversity: the l); of the table, that of the "
        "worst column.",
        label="  values of a secret, {rows} rows (l-diversity)",
        unit=COUNT,
        scopes=("table", "column"),
        rows=(REAL, SYNTHETIC),
    ),
)
def find_disclosed(
    context: AttackContext, options: AttackOptions, rng: np.random.RandomState
) -> Findings:
    """Look people up in the release by a few columns, as an outsider would.

    Parameters
    ----------
    context : AttackContext
        The tables; all of their people are looked up.
    options : AttackOptions
        With the quasi-identifiers, and the secrets; without the former nothing is
        measured, without the latter of every other column.
    rng : RandomState
        Not used.

    Returns
    -------
    Findings
        Identity disclosure (UiO, UiS, UiOiS, repU), attribute disclosure (Dorig,
        DiSCO), k-anonymity and l-diversity.
    """
    if not listed(options.quasi_identifiers):
        figures = FigureList()
        for metric in ("replicated_uniques", "disclosive_correct", "smallest_group"):
            figures.skip(metric, NO_KEYS)
        return Findings(figures)
    whole = with_target(context.tables)
    named = whole.named(options.quasi_identifiers, "quasi_identifiers")
    keys = list(dict.fromkeys(named))
    wanted = None
    if options.secrets is not None:
        wanted = whole.named(options.secrets, "secrets")
    known = code_columns(whole, keys)
    tables = KeyTables.of(whole, known)
    secrets = code_columns(whole, secrets_beside(whole, keys, wanted))
    beside = [SecretTables(tables, one) for one in secrets]
    return Findings(figures_of(tables, beside), (note_of(known),))


def with_target(tables: AuditTables) -> AuditTables:
    """Make the target one of the columns, unless one of them has its name.

    Parameters
    ----------
    tables : AuditTables
        The tables.

    Returns
    -------
    AuditTables
        The same rows.
    """
    columns = {one.name for one in tables.attributes}
    return tables if tables.target_name in columns else tables.with_target()


def secrets_beside(
    tables: AuditTables, keys: Sequence[Attribute], named: Sequence[Attribute] | None
) -> list[Attribute]:
    """Choose the columns that an outsider would like to know.

    Parameters
    ----------
    tables : AuditTables
        The tables.
    keys : sequence of Attribute
        The quasi-identifiers.
    named : sequence of Attribute or None
        Those that the user names; None for the first ones that vary.

    Returns
    -------
    list of Attribute
        Without the keys: these are known.
    """
    if named is not None:
        return [one for one in dict.fromkeys(named) if one not in keys]
    return [one for one in tables.varying if one not in keys][:MOST_SECRETS]


def note_of(keys: Sequence[CodedColumn]) -> str:
    """Say what the figures do not show.

    Parameters
    ----------
    keys : sequence of CodedColumn
        The quasi-identifiers.

    Returns
    -------
    str
        A note.
    """
    return OF_KEYS.format(keys=", ".join(one.name for one in keys))


def figures_of(tables: KeyTables, secrets: Sequence[SecretTables]) -> FigureList:
    """Put all figures of one release together.

    Parameters
    ----------
    tables : KeyTables
        The tables by their keys.
    secrets : sequence of SecretTables
        The secrets beside them.

    Returns
    -------
    FigureList
        The figures; those that need a control only where there is one.
    """
    figures = FigureList()
    _add_identity(figures, tables)
    if secrets:
        _add_secrets(figures, secrets)
    else:
        figures.skip("disclosive_correct", NO_SECRETS)
    _add_groups(figures, tables, secrets)
    return figures


def _add_identity(figures: FigureList, tables: KeyTables) -> None:
    found = identity_of(tables)
    figures.add("unique_in_real", float(found["UiO"].mean()))
    figures.add("unique_in_synthetic", float(found["UiS"].mean()))
    in_release = {"uniques_in_release": "UiOiS", "replicated_uniques": "repU"}
    for metric, name in in_release.items():
        ceiling = _mean_or_none(found.get(f"{name}_control"))
        figures.add(metric, float(found[name].mean()), ceiling=ceiling)
    if "repU_control" in found:
        assert tables.holdout is not None
        keys = tables.real.first_keys, tables.holdout.first_keys
        figure = clustered_excess(found["repU"], found["repU_control"], *keys)
        figures.add("replicated_uniques_above_control", figure)


def _mean_or_none(found: np.ndarray | None) -> float | None:
    return float(found.mean()) if found is not None and len(found) else None


def _add_secrets(figures: FigureList, secrets: Sequence[SecretTables]) -> None:
    """Add figures of the worst secret, then of each, the worst first."""
    names = [one.secret.name for one in secrets]
    found = [one.disclosed() for one in secrets]
    in_real = [(float(one["Dorig"].mean()), None) for one in found]
    _add_each(figures, "disclosive_in_real", names, in_real)
    right = [one["DiSCO"] for one in found]
    controls = [one["DiSCO_control"] for one in found if "DiSCO_control" in one]
    ceilings = [_mean_or_none(one.get("DiSCO_control")) for one in found]
    shares = [float(one.mean()) for one in right]
    in_release = list(zip(shares, ceilings, strict=True))
    _add_each(figures, "disclosive_correct", names, in_release)
    if controls:
        _add_above(figures, secrets[0].tables, names, right, controls)


def _add_each(
    figures: FigureList,
    metric: str,
    names: Sequence[str],
    shares: Sequence[tuple[float, float | None]],
) -> None:
    """Add shares with their ceilings: the highest for the table, then each column."""
    order = sorted(range(len(names)), key=lambda place: -shares[place][0])
    value, ceiling = shares[order[0]]
    figures.add(metric, value, ceiling=ceiling)
    for place in order:
        value, ceiling = shares[place]
        about = {"scope": "column", "subject": names[place]}
        figures.add(metric, value, ceiling=ceiling, **about)


def _add_above(
    figures: FigureList,
    tables: KeyTables,
    names: Sequence[str],
    members: Sequence[np.ndarray],
    controls: Sequence[np.ndarray],
) -> None:
    """Compare each secret, and the worst, chosen on one half of the people."""
    assert tables.holdout is not None
    metric = "disclosive_correct_above_control"
    keys = tables.real.first_keys, tables.holdout.first_keys
    is_member = np.repeat([True, False], [len(members[0]), len(controls[0])])
    hits = [np.r_[pair].astype(float) for pair in zip(members, controls, strict=True)]
    worst = of_best(
        hits, is_member, lambda found, who: found[who].mean() - found[~who].mean()
    )
    figures.add(metric, clustered_excess(worst[is_member], worst[~is_member], *keys))
    pairs = zip(members, controls, strict=True)
    each = [clustered_excess(*pair, *keys) for pair in pairs]
    for place in np.argsort([-one.value for one in each], kind="stable").tolist():
        about = {"scope": "column", "subject": names[place]}
        figures.add(metric, each[place], **about)


def _add_groups(
    figures: FigureList, tables: KeyTables, secrets: Sequence[SecretTables]
) -> None:
    crowds = {REAL: tables.real, SYNTHETIC: tables.synthetic}
    for which, (rows, crowd) in enumerate(crowds.items()):
        counts = crowd.counts(tables.n_keys)
        figures.add("smallest_group", float(counts[counts > 0].min()), rows=rows)
        least = {
            one.secret.name: float(
                Cells.of(crowd, one.secret.codes[which], len(one.secret.levels))
                .distinct()
                .min()
            )
            for one in secrets
        }
        if least:
            figures.add("least_values", min(least.values()), rows=rows)
        for name, value in sorted(least.items(), key=lambda pair: pair[1]):
            figures.add("least_values", value, scope="column", subject=name, rows=rows)
