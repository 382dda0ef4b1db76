"""TypeAwareCART for dask frames."""

from __future__ import annotations

from typing import Any

from skl_synth.dask.distributed_synthesizer import DistributedSynthesizer
from skl_synth.dask.drawn_in_blocks import LearntInBags
from skl_synth.generators.generator import Generator
from skl_synth.synthesizers import TypeAwareCART as OnOneMachine
from skl_synth.table.real import RealTable


class TypeAwareCART(DistributedSynthesizer, OnOneMachine):
    """CART."""

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        n_estimators: int = 10,
        min_samples_leaf: int = 10,
        max_predictors: int | None = 40,
        smoothing: float = 1.0,
        noise_scale: float = 0.0,
        fit_fraction: float = 1.0,
        visit_order: Any = "table",
        labels: str = "kept",
        patterns: str = "kept",
        by: Any = None,
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
        n_jobs: int | None = None,
        bag_rows: int = 100_000,
        n_bags: int = 8,
        client: Any = None,
    ) -> None:
        super().__init__(
            sampling_strategy,
            mode=mode,
            n_estimators=n_estimators,
            min_samples_leaf=min_samples_leaf,
            max_predictors=max_predictors,
            smoothing=smoothing,
            noise_scale=noise_scale,
            fit_fraction=fit_fraction,
            visit_order=visit_order,
            labels=labels,
            patterns=patterns,
            by=by,
            encoder=encoder,
            column_kinds=column_kinds,
            one_hot_groups=one_hot_groups,
            random_state=random_state,
            n_jobs=n_jobs,
        )
        self.bag_rows = bag_rows
        self.n_bags = n_bags
        self.client = client

    def _within_strata(self, table: RealTable) -> Generator:
        return LearntInBags(
            super()._within_strata(table), bag_rows=self.bag_rows, n_bags=self.n_bags
        )
