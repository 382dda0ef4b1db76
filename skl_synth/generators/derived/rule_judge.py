"""RuleJudge: rows as they are once rules are kept, and which of them keep all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skl_synth.errors import Remedy, Setting, warn
from skl_synth.generators.derived.derivation import Derivation
from skl_synth.generators.derived.mended_orders import with_orders_mended
from skl_synth.generators.derived.mixed_gaps import MixedGaps
from skl_synth.generators.derived.random_columns import with_random_columns
from skl_synth.generators.derived.turned_times import with_times_measured
from skl_synth.generators.derived.visit_orders import VisitOrders
from skl_synth.generators.whole_persons import Judged
from skl_synth.table.constraints import Rules
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.rows import Candidates, EncodedRows

LEAST_YIELD = 0.2
"""The share of rows that a rule which nobody gave has to leave."""

MANY_MORE = 1.5
"""Found rules are given up for so many times the rows that keep all."""

ENOUGH = 20
"""Of fewer rows it is not known how many a rule leaves."""

LAST_RESORT = 2
"""First the order of columns is mended, then they are drawn at random."""

REMEDIES = [
    Remedy("strike it out in the dictionary"),
    Remedy(
        "leave all rules out that nobody gave, {setting}",
        Setting("rules", None),
        only="python",
    ),
]
"""What to do where a rule that was found cannot be kept."""


class RuleJudge:
    """Repair the rows of one draw, and say which of them keep the rules.

    What the user said is kept or refused. A rule that was found, and that next to no
    row keeps, is given up with a word: the rules of one draw are those of its first
    rows.

    Parameters
    ----------
    rules : Rules
        The rules.
    derivation : Derivation or None
        How the table follows from what was drawn, where that is not the table.
    mixed : tuple of MixedGaps
        The gaps of real rows, for rows that were mixed from them.
    orders : VisitOrders
        What of one visit comes before what of the next.
    rng : RandomState
        Source of randomness.
    mends : bool, default=False
        Whether rows are mended where those that keep all rules are too rare: columns in
        the wrong order are exchanged, and if that does not help, the columns that rules
        name are drawn at random within their bounds.
    """

    def __init__(
        self,
        rules: Rules,
        derivation: Derivation | None,
        mixed: tuple[MixedGaps, ...],
        orders: VisitOrders,
        rng: np.random.RandomState,
        *,
        mends: bool = False,
    ) -> None:
        self.rules = rules
        self.derivation = derivation
        self.mixed = mixed
        self.orders = orders
        self.rng = rng
        self.mends, self.resort = mends, 0
        self.asked: np.ndarray | None = None
        self.given = np.array([one is None for one in rules.support], dtype=bool)
        self.n_kept, self.n_keeping_given = 0, 0

    def __call__(self, drawn: Candidates) -> Judged:
        """Repair rows.

        Parameters
        ----------
        drawn : Candidates
            Rows as they were drawn.

        Returns
        -------
        Judged
            Rows of the table, and which of them keep all rules.
        """
        rows, held, fits = self._repaired(drawn)
        if self.asked is None and len(rows) >= ENOUGH:
            self.asked = self._those_that_leave_rows(held, fits)
        keeps = fits & held[self._kept_rules()].all(axis=0)
        self.n_kept += int(keeps.sum())
        self.n_keeping_given += int((fits & held[self.given].all(axis=0)).sum())
        return Judged(replace(drawn, rows=rows), keeps)

    def _repaired(
        self, drawn: Candidates
    ) -> tuple[EncodedRows, np.ndarray, np.ndarray]:
        """Repair rows; say which keep each rule, and which fit what they rest on."""
        rows, fits = self._rows(drawn)
        rows = self.rules.computed(rows)
        if self.resort:
            rows = with_orders_mended(self.rules, rows)
        if self.resort == LAST_RESORT:
            rows = with_random_columns(self.rules, rows, self.rng)
        if drawn.persons is not None and self.orders.pairs:
            reader = RowReader(self.rules.schema, rows)
            fits &= ~self.orders.broken(reader, drawn.persons)
        held = self.rules.held(rows)
        if drawn.persons is not None and not held.all():
            broken = ~self.rules.kept(rows)
            rows = with_times_measured(self.rules, rows, broken)
            held = self.rules.held(rows)
        return rows, held, fits

    def _kept_rules(self) -> np.ndarray:
        everything = np.ones(len(self.given), dtype=bool)
        return everything if self.asked is None else self.asked

    def gives_up(self) -> bool:
        """Give up what stands in the way, where rows cannot be had.

        Rows are mended from now on, where they may be; else rules that were found are
        kept no longer, if they are to blame.

        Returns
        -------
        bool
            Whether there was anything, so that it is worth to go on.
        """
        if self.mends and self.resort < LAST_RESORT:
            self.resort += 1
            if self.resort == LAST_RESORT:
                self._warn_of_random_columns()
            return True
        is_to_blame = self.n_keeping_given >= MANY_MORE * max(self.n_kept, 1)
        if not is_to_blame or not (self._kept_rules() & ~self.given).any():
            return False
        self.warn_of_rare()
        self.asked = self._kept_rules() & self.given
        return True

    def _warn_of_random_columns(self) -> None:
        warn(
            "what was measured leaves too few rows that keep the rules ({rules}): in "
            "the others the columns that they name are drawn at random within their "
            "bounds",
            parameter="rules",
            rules=str(self.rules),
            remedies=["strike out in the dictionary what is no rule"],
        )

    def warn_of_rare(self) -> None:
        """Say which of the rules that were found some rows break.

        Warns
        -----
        InputWarning
            Always.
        """
        left = np.flatnonzero(self._kept_rules() & ~self.given).tolist()
        warn(
            "rows that keep all rules are too rare: {rules} hold in every real row, "
            "and in some synthetic ones not",
            parameter="rules",
            rules="; ".join(str(self.rules.learned[place][0]) for place in left),
            remedies=REMEDIES,
        )

    def _rows(self, drawn: Candidates) -> tuple[EncodedRows, np.ndarray]:
        if self.derivation is not None:
            return self.derivation.restored(drawn.rows, self.rng)
        rows = drawn.rows
        for one in self.mixed if drawn.parents.shape[1] else ():
            rows = one.mended(drawn, RowReader(self.rules.schema, rows))
        return rows, np.ones(len(rows), dtype=bool)

    def _those_that_leave_rows(self, held: np.ndarray, fits: np.ndarray) -> np.ndarray:
        """Give up the found rule that fewest rows keep until enough rows are left."""
        asked = np.ones(len(held), dtype=bool)
        share = np.where(self.given, np.inf, held.mean(axis=1))
        # What the user said may leave few rows: found rules are not to blame for it.
        least = LEAST_YIELD * (fits & held[self.given].all(axis=0)).mean()
        while (fits & held[asked].all(axis=0)).mean() < least:
            worst = int(np.argmin(np.where(asked, share, np.inf)))
            if not asked[worst] or np.isinf(share[worst]):
                break
            asked[worst] = False
        for place in np.flatnonzero(~asked).tolist():
            self._warn(place, int(held[place].sum()), held.shape[1])
        return asked

    def _warn(self, place: int, n_kept: int, n_rows: int) -> None:
        rule = self.rules.learned[place][0]
        warn(
            "the rule {rule} holds in every real row, but only in {n_kept} of {n_rows} "
            "rows that were drawn: it is not kept",
            parameter="rules",
            rule=str(rule),
            n_kept=n_kept,
            n_rows=n_rows,
            remedies=REMEDIES,
        )
