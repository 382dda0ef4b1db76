"""Identity and attribute disclosure: the shares that Raab, Nowok and Dibben define.

All are shares of the people in the real table, unless said otherwise. A person with
several rows counts for a share if one of them does; so do the people held out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from skl_synth.evaluation.privacy.disclosure.coded_columns import (
    CodedColumn,
    combined,
    take_people,
)
from skl_synth.evaluation.privacy.disclosure.counted_people import Crowd, Levels
from skl_synth.evaluation.privacy.disclosure.left_out import LeftOut
from skl_synth.evaluation.table_data import AuditTables

NAN = float("nan")


@dataclass(frozen=True, eq=False)
class KeyTables:
    """The tables of an audit by the combinations of a few known columns.

    Parameters
    ----------
    columns : tuple of CodedColumn
        The columns that an outsider knows.
    real, synthetic : Crowd
        The rows that the synthetic ones were made from, and these.
    holdout : Crowd or None
        Other real rows.
    n_keys : int
        How many combinations there are in all tables.
    has_value : tuple of ndarray of bool
        Which rows of each table count: those with a value in every key, or all.
    """

    columns: tuple[CodedColumn, ...]
    real: Crowd
    synthetic: Crowd
    holdout: Crowd | None
    n_keys: int
    has_value: tuple[np.ndarray, ...]

    @classmethod
    def of(
        cls,
        tables: AuditTables,
        columns: list[CodedColumn],
        *,
        missing_keys: bool = True,
    ) -> KeyTables:
        """Put the keys of every row together.

        Parameters
        ----------
        tables : AuditTables
            The tables.
        columns : list of CodedColumn
            The columns that an outsider knows.
        missing_keys : bool, default=True
            Whether a missing value is something that an outsider knows.

        Returns
        -------
        KeyTables
            The tables.
        """
        numbers = combined(columns)
        crowds = [
            Crowd(keys, take_people(data))
            for keys, data in zip(numbers, tables.parts, strict=True)
        ]
        counts = [np.ones(len(keys), dtype=bool) for keys in numbers]
        for one in columns if not missing_keys else []:
            for place, codes in enumerate(one.codes):
                counts[place] &= ~one.is_missing[codes]
        n_keys = 1 + max(int(keys.max(initial=-1)) for keys in numbers)
        holdout = crowds[2] if len(crowds) == 3 else None
        return cls(tuple(columns), crowds[0], crowds[1], holdout, n_keys, tuple(counts))

    @cached_property
    def n_real(self) -> np.ndarray:
        """How many people of the real table have each combination."""
        return self.real.counts(self.n_keys)

    @cached_property
    def n_synthetic(self) -> np.ndarray:
        """How many synthetic ones have each."""
        return self.synthetic.counts(self.n_keys)

    def people(self, which: int) -> tuple[Crowd, np.ndarray, np.ndarray]:
        """Return the people of one of the tables that are looked up.

        Parameters
        ----------
        which : {0, 2}
            Those in the real table, or those held out.

        Returns
        -------
        crowd : Crowd
            The people.
        counts : ndarray of bool
            Which of their rows count.
        is_alone : ndarray of bool
            Which of their rows nobody else has, or would have in the real table if
            they stood there: so that both groups differ in nothing but that.
        """
        crowd = self.real if which == 0 else self.holdout
        assert crowd is not None
        others = self.n_real[crowd.keys] - (1 if which == 0 else 0)
        counts = self.has_value[which]
        return crowd, counts, (others == 0) & counts


def identity_of(tables: KeyTables) -> dict[str, np.ndarray]:
    """Say who is alone with the keys, and is found by them.

    Parameters
    ----------
    tables : KeyTables
        The tables.

    Returns
    -------
    dict of str to ndarray of bool
        For each person in the real table whether they are alone (``UiO``), found in the
        synthetic one (``UiOiS``), and alone there as well (``repU``); the same for
        those who were held out (``UiOiS_control``, ``repU_control``), where there are
        such; and for the synthetic people whether they are alone among themselves
        (``UiS``).
    """
    alone_there = tables.n_synthetic == 1
    released = tables.synthetic
    found = {"UiS": released.any_row(alone_there[released.keys] & tables.has_value[1])}
    for which, ending in ((0, ""), (2, "_control")):
        if which == 2 and tables.holdout is None:
            continue
        crowd, _, is_alone = tables.people(which)
        there = tables.n_synthetic[crowd.keys] > 0
        found |= {
            f"UiO{ending}": crowd.any_row(is_alone),
            f"UiOiS{ending}": crowd.any_row(is_alone & there),
            f"repU{ending}": crowd.any_row(is_alone & alone_there[crowd.keys]),
        }
    return found


class SecretTables:
    """One secret beside the keys: what follows from these.

    Parameters
    ----------
    tables : KeyTables
        The tables by their keys.
    secret : CodedColumn
        What an outsider would like to know.
    limit : int or None, default=None
        Combinations of which more people say the same disclose nothing; None for no
        such limit.
    left_out : LeftOut or None, default=None
        What is expected anyway and not counted.
    missing_secrets : bool, default=True
        Whether it is a disclosure that somebody's value is missing.
    """

    def __init__(
        self,
        tables: KeyTables,
        secret: CodedColumn,
        *,
        limit: int | None = None,
        left_out: LeftOut | None = None,
        missing_secrets: bool = True,
    ) -> None:
        self.tables, self.secret = tables, secret
        n_levels = len(secret.levels)
        sizes = tables.n_keys, n_levels
        self.real = Levels.of(tables.real.keys, secret.codes[0], *sizes)
        self.synthetic = Levels.of(tables.synthetic.keys, secret.codes[1], *sizes)
        self.most = np.inf if limit is None else limit
        self.left_out = left_out
        self.is_told = np.ones(n_levels, dtype=bool)
        if not missing_secrets:
            self.is_told = ~secret.is_missing

    def _counts(self, which: int, values: np.ndarray) -> np.ndarray:
        """Which rows of a table count if these values are said of them."""
        known = values >= 0
        counts: np.ndarray = self.tables.has_value[which] & known & self.is_told[values]
        if self.left_out is None:
            return counts
        expected = self.left_out.of(self.tables.columns, self.secret, which, values)
        return counts & ~expected

    def disclosed(self) -> dict[str, np.ndarray]:
        """Say of whom the secret follows from the keys.

        Returns
        -------
        dict of str to ndarray of bool
            For each person in the real table: whether all with the same keys there have
            the same value (``Dorig``), their keys are released (``iS``), all synthetic
            rows with these have the same value (``DiS``), which is theirs (``DiSCO``),
            and is so in the real table as well (``DiSDiO``); the same of those held out
            (``…_control``); and ``Dsyn``, for each synthetic one, as Dorig.
        """
        tables = self.tables
        keys = tables.synthetic.keys
        own = self.synthetic.only[keys]
        is_one = self._counts(1, own) & (tables.n_synthetic[keys] <= self.most)
        found = {"Dsyn": tables.synthetic.any_row(is_one)}
        for which, ending in ((0, ""), (2, "_control")):
            if which == 2 and tables.holdout is None:
                continue
            crowd, counts, _ = tables.people(which)
            rows = self._of_people(which)
            rows["iS"] = counts & (tables.n_synthetic[crowd.keys] > 0)
            found |= {
                f"{name}{ending}": crowd.any_row(one) for name, one in rows.items()
            }
        return found

    def _of_people(self, which: int) -> dict[str, np.ndarray]:
        """Whose rows disclose, in the table and in the release."""
        tables = self.tables
        crowd, _, _ = tables.people(which)
        keys, values = crowd.keys, self.secret.codes[which]
        # Of somebody held out it is asked as if they stood in the table, too.
        only, others = self.real.only[keys], tables.n_real[keys] - (which == 0)
        agree = (only == values) | ((which != 0) & (others == 0))
        in_real = agree & self._counts(which, values) & (others < self.most)
        said = self.synthetic.only[keys]
        is_said = self._counts(which, said) & (tables.n_synthetic[keys] <= self.most)
        is_right = is_said & (said == values)
        return {
            "Dorig": in_real,
            "DiS": is_said,
            "DiSCO": is_right,
            "DiSDiO": is_right & in_real,
        }

    def right_rows(self) -> np.ndarray:
        """Say which real rows count for DiSCO.

        Returns
        -------
        ndarray of shape (n_rows,), dtype bool
            Before they are put together to people.
        """
        return self._of_people(0)["DiSCO"]

    def denominators(self) -> tuple[float, float]:
        """Say on how many synthetic rows what is disclosed rests.

        Returns
        -------
        largest, mean : float
            Over the real rows that count for DiSCO; NaN where there is none.
        """
        rests = self.tables.n_synthetic[self.tables.real.keys[self.right_rows()]]
        if not len(rests):
            return NAN, NAN
        return float(rests.max()), float(rests.mean())

    def attribution(self) -> dict[str, float]:
        """Average the correct attribution probability (CAP) over people.

        Returns
        -------
        dict of str to float
            Of a guess by the shares of the real table alone (``baseCAPd``), by those
            beside the same keys there (``CAPd``), and in the release (``DCAP``, 0 for
            who is not found).
        """
        crowd, values = self.tables.real, self.secret.codes[0]
        shares = np.bincount(values, minlength=len(self.secret.levels)) / len(values)
        of_rows = {"baseCAPd": shares[values]}
        for name, levels in (("CAPd", self.real), ("DCAP", self.synthetic)):
            n = np.maximum(levels.n_rows[crowd.keys], 1)
            of_rows[name] = levels.in_cell(crowd.keys, values) / n
        return {
            name: float(crowd.mean_row(one).mean()) for name, one in of_rows.items()
        }
