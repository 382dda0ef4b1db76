"""Generated rows: made from a real table, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.cli.console import progress
from skl_synth.cli.source import Source
from skl_synth.errors import InputError, Remedy, Setting
from skl_synth.selection import ProximityFilter
from skl_synth.table.several_rows import warn_of_several_rows
from skl_synth.table.target.regions import RegionTarget


@dataclass(frozen=True, eq=False)
class Generated:
    """Synthetic rows of a real table.

    Parameters
    ----------
    source : Source
        The real table.
    synthesizer : ProximityFilter
        Fitted to it, after its sample.
    synthetic : DataFrame
        The synthetic rows, with the columns of the real table in its order.
    flag : str or None, default=None
        A column that marks them among the rows to be written: 1, and 0 for real rows.
    """

    source: Source
    synthesizer: ProximityFilter
    synthetic: pd.DataFrame
    flag: str | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """The rows to be written."""
        if self.synthesizer.mode == "replace":
            return self.synthetic
        real = self.source.frame[self.synthetic.columns]
        rows = pd.concat([real, self.synthetic], ignore_index=True)
        if self.flag is None:
            return rows
        return rows.assign(**{self.flag: np.arange(len(rows)) >= len(real)}).astype(
            {self.flag: int}
        )


def generate_rows(
    source: Source,
    synthesizer: ProximityFilter,
    *,
    flag: str | None = None,
    **asked: Any,
) -> Generated:
    """Make synthetic rows from a real table.

    Parameters
    ----------
    source : Source
        The real table.
    synthesizer : ProximityFilter
        Unfitted.
    flag : str or None, default=None
        A column that marks synthetic rows among real ones.
    **asked : object
        How many rows, and what is given of them, as `BaseSynthesizer.sample` takes it.

    Returns
    -------
    Generated
        The rows and what is known of them.

    Raises
    ------
    InputError
        If the table or the target cannot be used; the message says why.
    """
    with progress("Learning the real table"):
        synthesizer.fit(source.features, source.labels, groups=source.groups)
    warn_of_several_rows(synthesizer.table_)
    _check_augment(source, synthesizer)
    with progress("Generating rows and measuring their distances"):
        X_new, y_new = synthesizer.sample(**asked)
    synthetic = X_new if y_new is None else X_new.assign(**{str(source.target): y_new})
    columns = [name for name in source.frame.columns if name in synthetic.columns]
    return Generated(source, synthesizer, synthetic[columns], flag)


def _check_augment(source: Source, synthesizer: ProximityFilter) -> None:
    """Refuse to even out a number of which nobody said what is rare."""
    target = synthesizer.target_
    has_groups = target.classes is not None or isinstance(target, RegionTarget)
    if synthesizer.mode == "replace" or has_groups:
        return
    raise InputError(
        "the target {column!r} is a number, and augment evens out classes",
        column=source.target,
        remedies=[
            Remedy("use {setting}", Setting("mode", "replace")),
            Remedy(
                "add rows of its rare values, {setting}", Setting("relevance", "both")
            ),
        ],
    )


def in_real_order(generated: Generated) -> Generated:
    """Bring the synthetic rows into the order of the real target.

    Parameters
    ----------
    generated : Generated
        As many synthetic rows of each class as there are real ones.

    Returns
    -------
    Generated
        Row for row of the same class as in the real table; where the target is a
        number, of the same rank. Within a class the order is random.
    """
    real, new = generated.source.labels, generated.synthetic[generated.source.target]
    codes, _ = pd.factorize(pd.concat([real, new]), sort=True)
    places = np.empty(len(real), dtype=np.intp)
    sort_real, sort_new = codes[: len(real)], codes[len(real) :]
    places[sort_real.argsort(kind="stable")] = sort_new.argsort(kind="stable")
    ordered = generated.synthetic.take(places).reset_index(drop=True)
    return replace(generated, synthetic=ordered)
