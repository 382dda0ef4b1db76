"""What is pictured of a release: kept on its report from when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PicturedColumn:
    """One column, counted.

    Parameters
    ----------
    name : str
        The column or one-hot group.
    kind : {"number", "date", "level"}
        What is counted.
    ends : list
        The edges of bins, one more than there are shares, dates as days since 1970; or
        the names of levels.
    synthetic : list of float
        Shares of the released rows.
    real : list of float or None, default=None
        Shares of the real ones; None where they are not shown.
    missing : tuple of (float or None, float) or None, default=None
        Shares of missing numbers, real and released; None where there are none.
    """

    name: str
    kind: str
    ends: list[Any]
    synthetic: list[float]
    real: list[float] | None = None
    missing: tuple[float | None, float] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            Its fields.
        """
        return {**vars(self), "missing": self.missing and list(self.missing)}


@dataclass(frozen=True)
class PicturedPairs:
    """How pairs of columns differ.

    Parameters
    ----------
    names : list of str
        The columns.
    values : list of list of float or None
        The lower end of the class of the difference, one list for each column; None on
        the diagonal.
    steps : tuple of float
        Where classes begin.
    """

    names: list[str]
    values: list[list[float | None]]
    steps: tuple[float, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            Its fields.
        """
        return {**vars(self), "steps": list(self.steps)}


@dataclass(frozen=True)
class PicturedCurve:
    """The worst attack of membership inference on a group.

    Parameters
    ----------
    group : str
        Who was attacked.
    fpr, tpr : list of float
        Shares of others taken for members, and of members found, means over folds.
    auc : float
        The area that is told elsewhere.
    """

    group: str
    fpr: list[float]
    tpr: list[float]
    auc: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            Its fields.
        """
        return dict(vars(self))


@dataclass(frozen=True)
class Pictured:
    """What is drawn of a release.

    Parameters
    ----------
    columns : tuple of PicturedColumn, default=()
        Single columns, the least alike first.
    pairs : PicturedPairs or None, default=None
        Columns two by two.
    curves : tuple of PicturedCurve, default=()
        Attacks.
    blur : float, default=0.0
        The spread of the noise on real shares; 0 where there is none.
    n_columns : int, default=0
        How many columns there are, of which some are drawn.
    """

    columns: tuple[PicturedColumn, ...] = ()
    pairs: PicturedPairs | None = None
    curves: tuple[PicturedCurve, ...] = ()
    blur: float = 0.0
    n_columns: int = 0

    @property
    def has_real(self) -> bool:
        """Whether shares of real rows are drawn."""
        return any(one.real is not None for one in self.columns)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it.

        Returns
        -------
        dict
            Columns, pairs, curves, and how much noise there is, each where there is
            any.
        """
        found = {
            "columns": [one.to_dict() for one in self.columns],
            "pairs": self.pairs and self.pairs.to_dict(),
            "membership": [one.to_dict() for one in self.curves],
            "blur": self.blur,
        }
        return {name: one for name, one in found.items() if one}
