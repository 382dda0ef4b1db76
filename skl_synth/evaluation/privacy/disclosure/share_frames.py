"""The lines of the frames of a disclosure report, by the names of the field."""

from __future__ import annotations

from skl_synth.evaluation.privacy.disclosure.key_shares import (
    NAN,
    KeyTables,
    SecretTables,
    identity_of,
)

IDENTITY = ("UiO", "UiS", "UiOiS", "repU", "UiOiS_control", "repU_control")
ATTRIBUTE = ("Dorig", "Dsyn", "iS", "DiS", "DiSCO", "DiSDiO")


def identity_line(tables: KeyTables) -> dict[str, float]:
    """Write the shares of people who are alone with their keys.

    Parameters
    ----------
    tables : KeyTables
        The tables by their keys.

    Returns
    -------
    dict of str to float
        By the names of the field; those of controls where there are any.
    """
    found = identity_of(tables)
    return {name: float(found[name].mean()) for name in IDENTITY if name in found}


def secret_line(tables: SecretTables) -> dict[str, float | str]:
    """Write the shares of people whose secret follows from their keys.

    Parameters
    ----------
    tables : SecretTables
        The secret beside the keys.

    Returns
    -------
    dict of str to float or str
        The secret, the shares by the names of the field, the synthetic rows that they
        rest on, and correct attribution probabilities.
    """
    found = {name: float(one.mean()) for name, one in tables.disclosed().items()}
    names = [*ATTRIBUTE, *(f"{name}_control" for name in ATTRIBUTE[2:])]
    largest, mean = tables.denominators()
    said = found["DiS"]
    return {
        "secret": tables.secret.name,
        **{name: found[name] for name in names if name in found},
        "max_denom": largest,
        "mean_denom": mean,
        **tables.attribution(),
        "TCAP": found["DiSCO"] / said if said else NAN,
    }
