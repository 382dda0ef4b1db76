"""Figures of an evaluation, few and made up, as pages show them."""

import numpy as np
import pandas as pd

NAN = np.nan
COLUMNS = ["age", "$x_1$ <b>", "ward"]


def line(
    section, metric, value, *, scope="table", subject="", rows="synthetic", **more
):
    """One figure."""
    known = {"low": NAN, "high": NAN, "better": "higher", "ceiling": NAN} | more
    return {
        "section": section,
        "metric": metric,
        "scope": scope,
        "subject": subject,
        "rows": rows,
        "value": value,
        **known,
    }


def of_column(name, value, ceiling, **more):
    """How alike a column is."""
    parts = {"scope": "column", "subject": name, "ceiling": ceiling, **more}
    return line("fidelity", "column_similarity", value, **parts)


def of_pair(one, other, value, ceiling):
    """How alike a pair is."""
    parts = {"scope": "pair", "subject": f"{one} × {other}", "ceiling": ceiling}
    return line("fidelity", "pair_similarity", value, **parts)


def fidelity_figures():
    """Three columns, of which the second is furthest below other real rows."""
    return pd.DataFrame(
        [
            of_column("age", 0.80, 0.81, low=0.7, high=0.9),
            of_column("$x_1$ <b>", 0.85, 0.97, low=0.84, high=0.86),
            of_column("ward", 0.99, 0.98),
            line("fidelity", "column_similarity", 0.88, ceiling=0.92),
            of_pair("age", "$x_1$ <b>", 0.7, 0.75),
            of_pair("age", "ward", 0.8, 0.95),
            of_pair("$x_1$ <b>", "ward", NAN, NAN),
            line("fidelity", "pair_similarity", 0.75, ceiling=0.85),
            line("fidelity", "two_sample_unseen_auc", 0.8, ceiling=0.5),
        ]
    )


def privacy_figures():
    """An attack above its bound, one below it, and one without."""
    chance = {"ceiling": 0.5, "better": "lower"}
    by_low = {"ceiling": 0.0, "better": "lower", "rows": "members"}
    worst = "membership_worst_auc"
    outliers = {"scope": "group", "subject": "outliers"}
    few = {"scope": "group", "subject": "class 1"}
    return pd.DataFrame(
        [
            line("privacy", worst, 0.7, low=0.66, high=0.74, **chance),
            line("privacy", worst, 0.6, low=0.4, high=0.8, **chance, **outliers),
            line("privacy", worst, 1.0, **chance, **few),
            line("privacy", "membership_controls", 4, **few),
            line("privacy", "membership_density_auc", 0.55, **chance),
            line(
                *("privacy", "near_copied_but_one_above_control", 0.2),
                low=-0.1,
                high=0.4,
                **by_low,
            ),
            line("privacy", "inference", 0.4, **by_low),
        ]
    )


def utility_figures():
    """Two models, one of them without a synthetic figure."""
    parts = [
        ("", "table", "real", 0.8),
        ("", "table", "synthetic", 0.75),
        ("forest", "model", "real", 0.81),
        ("forest", "model", "synthetic", 0.77),
        ("_own", "model", "real", 0.79),
    ]
    return pd.DataFrame(
        [
            line("utility", "roc_auc", value, scope=scope, subject=subject, rows=rows)
            for subject, scope, rows, value in parts
        ]
        + [line("utility", "importance_agreement", 0.6, ceiling=0.7)]
    )


def figures():
    """Every figure of the three sections."""
    parts = [utility_figures(), fidelity_figures(), privacy_figures()]
    return pd.concat(parts, ignore_index=True)
