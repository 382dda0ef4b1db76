"""SharedClient: the parameter ``client`` of what works on a cluster."""

from __future__ import annotations

from typing import Any

from sklearn.base import clone

from skl_synth.dask.running import Runner


class SharedClient:
    """Keeps a client, which is neither copied nor pickled with what works by it."""

    client: Any

    @property
    def _runner(self) -> Runner:
        return Runner(self.client)

    def __sklearn_clone__(self) -> Any:
        """Clone the parameters, but not the client, which is shared."""
        one: Any = self
        given = one.get_params(deep=False)
        client = given.pop("client")
        copies = {name: clone(value, safe=False) for name, value in given.items()}
        return type(one)(**copies, client=client)

    def __getstate__(self) -> dict[str, Any]:
        """Pickle what else there is, and of the client its address."""
        state: Any = super().__getstate__()
        scheduler = getattr(self.client, "scheduler", None)
        return {**state, "client": getattr(scheduler, "address", self.client)}
