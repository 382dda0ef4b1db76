"""Marginals of rows that are elsewhere: counted in tasks, measured here."""

from __future__ import annotations

from copy import copy

from skl_synth.dask.counted_blocks import CountedBlocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.generators.constrained import Constrained
from skl_synth.generators.generator import Generator
from skl_synth.generators.marginals.attribute import Attribute
from skl_synth.generators.marginals.counted_rows import CountedRows
from skl_synth.generators.marginals.marginals_generator import MarginalsGenerator
from skl_synth.table.real import RealTable


class MarginalsInBlocks(MarginalsGenerator):
    """Count rows where they are; all else is decided as on one machine.

    Counts are whole numbers, which are summed over blocks; the ledger that adds noise
    to the sums, chooses, and keeps the account is that of one machine.

    See Also
    --------
    skl_synth.dask.PrivateMarginals : The estimator.
    """

    @property
    def draws_columns(self) -> bool:
        """Columns that follow from others are counted, too, and computed afterwards.

        Gaps would be measured in the rows, which are elsewhere, where there is no
        budget; with one they are not on any machine.
        """
        return False

    def _counted(self, real: RealTable, attributes: list[Attribute]) -> CountedRows:
        if isinstance(real.rows, RowBlocks):
            return CountedBlocks.of(real, attributes)
        return super()._counted(real, attributes)


def alone_of(generator: Generator) -> Generator:
    """Give the generator of one machine that has learnt the same.

    Parameters
    ----------
    generator : Generator
        `MarginalsInBlocks`, or what stands around it to keep rules.

    Returns
    -------
    Generator
        It holds noisy counts, and no real row, as the other does.
    """
    alone = copy(generator)
    if isinstance(alone, Constrained):
        alone.inner = alone_of(alone.inner)
        return alone
    plain = MarginalsGenerator()
    vars(plain).update(vars(generator))
    return plain
