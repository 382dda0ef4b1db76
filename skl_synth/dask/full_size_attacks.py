"""Attacks on a table at its full size: some people, looked for among all rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skl_synth.dask.equal_in_blocks import equal_in_blocks
from skl_synth.dask.nearest_in_blocks import NearestInBlocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.rows_looked_at import rows_of_some
from skl_synth.errors import InputError
from skl_synth.evaluation.curves import measure_curve
from skl_synth.evaluation.figure_list import FigureList
from skl_synth.evaluation.figures import NAN
from skl_synth.evaluation.intervals import excess, wilson
from skl_synth.evaluation.privacy.attack_context import AttackContext
from skl_synth.evaluation.privacy.membership.attacks import rate_name
from skl_synth.evaluation.privacy.membership.features import FAR
from skl_synth.evaluation.privacy.membership.worst import RATES
from skl_synth.evaluation.privacy.strangers import above_strangers
from skl_synth.neighbors.stranger_rates import any_row
from skl_synth.table.layout import MatrixLayout
from skl_synth.table.rows import EncodedRows, stack_rows

ATTACK = "distance"
"""The attack of membership inference that is carried out."""


@dataclass(frozen=True, eq=False)
class Side:
    """One of the tables: all of its rows, and those that are looked at.

    Parameters
    ----------
    rows : RowBlocks
        All rows.
    groups : ndarray of shape (n_rows,), dtype int
        The class of each.
    some : EncodedRows
        Those that are looked at.
    some_groups : ndarray of shape (n_some,), dtype int
        Their classes.
    persons, some_persons : ndarray or None, default=None
        Whose they are, by the same numbers; None where each row is one person.
    """

    rows: RowBlocks
    groups: np.ndarray
    some: EncodedRows
    some_groups: np.ndarray
    persons: np.ndarray | None = None
    some_persons: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class FullSizeAttacks:
    """Attacks that compare some people with all rows of the tables.

    Parameters
    ----------
    layout : MatrixLayout
        The matrix in which distances are measured, that of all real rows.
    real, synthetic : Side
        The tables.
    holdout : EncodedRows
        The people who were held out and are looked at.
    holdout_groups : ndarray of shape (n_holdout,), dtype int
        Their classes.
    context : AttackContext
        Who of them is attacked.
    where : ndarray of shape (n_some,), dtype int
        Where the real rows that are looked at stand among all.
    """

    layout: MatrixLayout
    real: Side
    synthetic: Side
    holdout: EncodedRows
    holdout_groups: np.ndarray
    context: AttackContext
    where: np.ndarray

    def distances(self) -> pd.DataFrame:
        """Measure the distance to closest record, over all real rows.

        Returns
        -------
        DataFrame
            Columns rows ("synthetic" or "holdout") and distance.
        """
        search = NearestInBlocks(self.real.rows, self.layout)
        tables = {"synthetic": self.synthetic.some, "holdout": self.holdout}
        parts = [
            pd.DataFrame({"rows": name, "distance": search.query(self._far(some))[0]})
            for name, some in tables.items()
        ]
        return pd.concat(parts, ignore_index=True)

    def scores(self) -> pd.DataFrame:
        """Score people by how near the nearest of all synthetic rows lies.

        Returns
        -------
        DataFrame
            As `PrivacyReport.scores`.
        """
        context = self.context
        attacked = stack_rows(
            [self.real.some.take(context.members), self.holdout.take(context.controls)]
        )
        groups = np.r_[
            self.real.some_groups[context.members],
            self.holdout_groups[context.controls],
        ]
        found = np.full(len(attacked), FAR)
        for group in np.unique(groups).tolist():
            of_class = np.flatnonzero(self.synthetic.groups == group)
            if not len(of_class):
                continue
            search = NearestInBlocks(self.synthetic.rows.take(of_class), self.layout)
            who = np.flatnonzero(groups == group)
            found[who] = search.query(self._far(attacked.take(who)))[0]
        scores = context.of_person(-found, np.maximum)
        return pd.DataFrame(
            {
                "person": np.arange(len(scores)),
                "is_member": context.is_member,
                "attack": ATTACK,
                "score": scores,
                "group_outliers": False,
                "group_smallest_class": False,
            }
        )

    def figures(
        self,
        distances: pd.DataFrame,
        scores: pd.DataFrame,
        rng: np.random.RandomState,
    ) -> FigureList:
        """Say what was found.

        Parameters
        ----------
        distances, scores : DataFrame
            From these methods.
        rng : RandomState
            Source of resamples, for intervals.

        Returns
        -------
        FigureList
            Every figure.

        Raises
        ------
        InputError
            If more than half of the people who were held out are in the real table.
        """
        figures = FigureList()
        is_member = scores["is_member"].to_numpy()
        auc, *shares = measure_curve(scores["score"].to_numpy(), is_member, rng, RATES)
        figures.add(f"membership_{ATTACK}_auc", auc)
        for rate, share in zip(RATES, shares, strict=True):
            figures.add(rate_name(ATTACK, rate), share)
        figures.add("membership_controls", float((~is_member).sum()))
        self._add_copies(figures)
        _add_distances(figures, distances)
        return figures

    def _add_copies(self, figures: FigureList) -> None:
        """Count replicated records, each of some people looked for among all rows."""
        real, context = self.real, self.context
        rows, whose = real.some, self.where
        if real.some_persons is not None:
            whose = real.some_persons
        others = equal_in_blocks(rows, real.rows, real.persons).of_others(whose)
        people = np.unique(whose, return_inverse=True)[1]
        rate = float(any_row(others, people).mean())
        of_holdout = equal_in_blocks(self.holdout, real.rows, real.persons).are_there
        _refuse_members(of_holdout, rate)
        of_synthetic = equal_in_blocks(self.synthetic.some, real.rows).are_there
        released = self._released(rows)
        figures.add(
            "identical_to_training",
            wilson(of_synthetic.sum(), len(of_synthetic)),
            ceiling=float(of_holdout.mean()),
        )
        shown = any_row(self._as_many(rows, released, rate), people)
        n = len(shown)
        found = above_strangers(float(shown.mean()), rate, n, n, by_chance=False)
        figures.add("copies_above_strangers", found)
        attacked = np.r_[
            released[context.members],
            self._released(self.holdout)[context.controls],
        ]
        copied = context.of_person(attacked, np.logical_or)
        members, controls = context.by_membership(copied)
        figures.add(
            "copied_above_control",
            excess(members.sum(), len(members), controls.sum(), len(controls)),
        )

    def _released(self, rows: EncodedRows) -> np.ndarray:
        """Say which rows stand among all synthetic ones."""
        return equal_in_blocks(rows, self.synthetic.rows).are_there

    def _as_many(
        self, rows: EncodedRows, released: np.ndarray, rate: float
    ) -> np.ndarray:
        """Of no more synthetic rows than there are real ones: more meet more people."""
        n_real, n_synthetic = len(self.real.rows), len(self.synthetic.rows)
        if not rate or n_synthetic <= n_real:
            return released
        fewer = self.synthetic.rows.take(rows_of_some(n_synthetic, None, n_real, 0))
        return equal_in_blocks(rows, fewer).are_there

    def _far(self, rows: EncodedRows) -> RowBlocks:
        """Bring some rows to where all others are."""
        runner = self.real.rows.runner
        return RowBlocks((runner.put(rows),), np.array([len(rows)]), runner)


def _refuse_members(of_holdout: np.ndarray, by_chance: float) -> None:
    """Refuse people as a control who were in the table themselves."""
    share = float(of_holdout.mean())
    if share - by_chance <= 0.5 * (1 - by_chance):
        return
    raise InputError(
        "{n} of the {n_rows} hold-out rows that were looked at equal a training row, "
        "and a hold-out must be people that the generator has not seen, else it hides "
        "what the table discloses",
        parameter="X_holdout",
        n=int(of_holdout.sum()),
        n_rows=len(of_holdout),
        remedies=[
            "hold real rows out before the synthetic ones are made, and give those"
        ],
    )


def _add_distances(figures: FigureList, distances: pd.DataFrame) -> None:
    """Compare distances of synthetic rows with those of people who were held out."""
    found = dict(list(distances.groupby("rows")["distance"]))
    for name, percentile in (("p5", 5), ("median", 50)):
        synthetic, other = (
            float(np.percentile(found[rows], percentile))
            for rows in ("synthetic", "holdout")
        )
        metric = f"nearest_training_{name}"
        figures.add(metric, synthetic, ceiling=other)
        figures.add(f"{metric}_ratio", synthetic / other if other > 0 else NAN)
