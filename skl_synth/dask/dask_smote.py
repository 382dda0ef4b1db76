"""TypeAwareSMOTE for dask frames."""

from __future__ import annotations

from typing import Any

from skl_synth.dask.distributed_synthesizer import DistributedSynthesizer
from skl_synth.dask.smote_in_blocks import SmoteInBlocks
from skl_synth.synthesizers import TypeAwareSMOTE as OnOneMachine


class TypeAwareSMOTE(DistributedSynthesizer, OnOneMachine):
    """SMOTE."""

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        k_neighbors: Any = 6,
        encoder: Any = None,
        random_state: Any = None,
        client: Any = None,
    ) -> None:
        super().__init__(
            sampling_strategy,
            mode=mode,
            k_neighbors=k_neighbors,
            encoder=encoder,
            random_state=random_state,
        )
        self.client = client

    def make_generator(self) -> SmoteInBlocks:
        return SmoteInBlocks(self.k_neighbors)
