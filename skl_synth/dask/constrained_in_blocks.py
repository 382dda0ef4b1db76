"""Rules kept by rows that are elsewhere: repaired and judged block by block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from skl_synth.dask.columns_here import with_columns_here
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.row_pairs import in_even_blocks
from skl_synth.generators.constrained import Constrained
from skl_synth.generators.derived.mixed_gaps import MixedGaps, gaps_of_rows
from skl_synth.generators.derived.rule_judge import RuleJudge
from skl_synth.table.constraints import Rules
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.real import RealTable
from skl_synth.table.rows import Candidates, EncodedRows


class JudgeInBlocks(RuleJudge):
    """Repair rows where they are, and say which of them keep the rules."""

    def _repaired(self, drawn: Candidates) -> tuple[Any, np.ndarray, np.ndarray]:
        if not isinstance(drawn.rows, RowBlocks):
            return super()._repaired(drawn)
        rows = in_even_blocks(drawn.rows)
        mixed = self.mixed if drawn.parents.shape[1] else ()
        # Mixed here, so that the gaps of all real rows need not be sent anywhere.
        none = np.empty((len(rows), 0))
        gaps = np.column_stack([none, *(one.of_parents(drawn) for one in mixed)])
        repair = _Repair(self.rules, tuple(one.without_rows() for one in mixed))
        runner = rows.runner
        tasks = rows.each(_repaired, gaps, shared=(repair,))
        kept = runner.kept(tasks)
        repaired = tuple(one[0] for one in kept)
        held = runner.results([one[1] for one in kept])
        made = RowBlocks(repaired, rows.sizes, runner)
        return made, np.concatenate(held, axis=1), np.ones(len(rows), dtype=bool)


class ConstrainedInBlocks(Constrained):
    """Draw until every class has enough rows that keep all rules, wherever rows are.

    What rows have to be is decided as on one machine; whether they are so is found
    where they are. Around rows that are here it does what `Constrained` does.
    """

    _judge_class = JudgeInBlocks

    def _gaps_of(self, real: RealTable) -> tuple[MixedGaps, ...]:
        if not isinstance(real.rows, RowBlocks):
            return super()._gaps_of(real)
        named = [name for rule, _ in real.rules.learned for name in rule.columns_named]
        return gaps_of_rows(with_columns_here(real, named))


@dataclass(frozen=True, eq=False)
class _Repair:
    """What a task needs to know to repair rows."""

    rules: Rules
    mixed: tuple[MixedGaps, ...]


def _repaired(
    rows: EncodedRows, gaps: np.ndarray, repair: _Repair
) -> tuple[EncodedRows, np.ndarray]:
    for one, mixed in zip(repair.mixed, gaps.T, strict=True):
        rows = one.moved(mixed, RowReader(repair.rules.schema, rows))
    rows = repair.rules.computed(rows)
    return rows, repair.rules.held(rows)
