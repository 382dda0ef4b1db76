"""Tables of an audit, made of arrays, so that tests know what stands in them."""

import numpy as np

from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.table_data import Attribute, AuditTables, TableData


def rows(numbers, codes=None, labels=None, keys=(), persons=None):
    """Rows of one table: numbers and codes, one row for each row of the arrays."""
    numbers = np.asarray(numbers, dtype=float).reshape(len(numbers), -1)
    if codes is None:
        codes = np.zeros((len(numbers), 0))
    codes = np.asarray(codes, dtype=int).reshape(len(numbers), -1)
    labels = None if labels is None else np.asarray(labels)
    keys = tuple(np.asarray(key, dtype=object) for key in keys)
    persons = None if persons is None else np.asarray(persons)
    return TableData(numbers, codes, labels, keys, persons)


def audit_tables(real, synthetic, holdout=None, *, constant=()):
    """Tables of these rows; numbers are called n0, n1, …, levels c0, c1 and so on."""
    parts = [part for part in (real, synthetic, holdout) if part is not None]
    n_levels = [
        1 + max(int(part.codes[:, place].max(initial=0)) for part in parts)
        for place in range(real.codes.shape[1])
    ]
    numbers = [
        Attribute(f"n{place}", True, place, is_constant=f"n{place}" in constant)
        for place in range(real.numbers.shape[1])
    ]
    levels = [
        Attribute(f"c{place}", False, place, tuple(map(str, range(size))))
        for place, size in enumerate(n_levels)
    ]
    kind = "none"
    if real.labels is not None:
        kind = "continuous" if real.labels.dtype.kind == "f" else "classes"
    return AuditTables((*numbers, *levels), real, synthetic, holdout, kind, "target")


def attacked(real, synthetic, holdout, **parameters):
    """The context of attacks on these rows."""
    tables = audit_tables(real, synthetic, holdout, **parameters)
    return AttackContext.of(tables, np.random.RandomState(0))


def value_of(findings, metric, **about):
    """One figure, with its interval."""
    frame = findings.figures.frame()
    about = {"scope": "table", "subject": "", **about, "metric": metric}
    for name, value in about.items():
        frame = frame[frame[name] == value]
    [line] = frame[["value", "low", "high"]].to_numpy()
    return line
