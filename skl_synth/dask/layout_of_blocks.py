"""The standardised matrix of rows that are elsewhere: two passes over their blocks."""

from __future__ import annotations

from operator import add

from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.table.exact_sums import ExactSums
from skl_synth.table.layout import MatrixLayout, levels_of
from skl_synth.table.matrix_sums import Center, MatrixSums
from skl_synth.table.rows import EncodedRows
from skl_synth.table.schema import Schema


def layout_of_blocks(schema: Schema, rows: RowBlocks) -> MatrixLayout:
    """Take means and standard deviations from rows that are elsewhere.

    Sums are exact, so that the layout is that of one machine to the last bit, whatever
    the blocks.

    Parameters
    ----------
    schema : Schema
        The schema of the rows.
    rows : RowBlocks
        The real rows.

    Returns
    -------
    MatrixLayout
        As `MatrixLayout.fit` gives it for the same rows.

    Examples
    --------
    >>> import dask.dataframe as dd
    >>> import pandas as pd
    >>> from skl_synth.dask.layout_of_blocks import layout_of_blocks
    >>> from skl_synth.dask.parts import Parts
    >>> from skl_synth.dask.read_parts import read_parts
    >>> from skl_synth.dask.running import Runner
    >>> frame = pd.DataFrame({"age": [31, 54, 47, 31], "mark": [0.1, 0.2, 0.3, 0.4]})
    >>> parts = Parts.of(dd.from_pandas(frame, 2), None, None, Runner())
    >>> table = read_parts(parts, None)
    >>> layout_of_blocks(table.schema, table.rows).mean.tolist()
    [40.75, 0.25]
    """
    rows, runner = rows.in_blocks(), rows.runner
    shared = (levels_of(schema),)
    sums: MatrixSums = runner.merged(rows.each(MatrixSums.of, shared=shared), add)
    squares: ExactSums = runner.merged(rows.each(_squares, shared=(sums.center,)), add)
    return MatrixLayout.of_sums(schema, sums, squares)


def _squares(rows: EncodedRows, center: Center) -> ExactSums:
    return center.squares(rows)
