"""Tables in partitions: classes of the same names on frames of dask.

Nothing is loaded before it is used, dask least of all. ``from skl_synth.dask import
TypeAwareSMOTE`` is a class of the same name and parameters, which takes and gives
frames of dask. Its rows, and those of the proximity filter around it, are the rows of
one machine; the docstrings of the others say in what theirs differ.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # For editors and type checkers alone; a test holds it against the table below.
    from skl_synth.dask.audit_of_tables import audit_tables as audit_tables
    from skl_synth.dask.dask_calibrator import MarginalCalibrator as MarginalCalibrator
    from skl_synth.dask.dask_cart import TypeAwareCART as TypeAwareCART
    from skl_synth.dask.dask_evaluator import SyntheticEvaluator as SyntheticEvaluator
    from skl_synth.dask.dask_filter import ProximityFilter as ProximityFilter
    from skl_synth.dask.dask_private_marginals import (
        PrivateMarginals as PrivateMarginals,
    )
    from skl_synth.dask.dask_release import release_synthesizer as release_synthesizer
    from skl_synth.dask.dask_smote import TypeAwareSMOTE as TypeAwareSMOTE
    from skl_synth.dask.parquet_out import write_parquet as write_parquet

_FILE_OF = {
    "MarginalCalibrator": "dask_calibrator",
    "PrivateMarginals": "dask_private_marginals",
    "ProximityFilter": "dask_filter",
    "SyntheticEvaluator": "dask_evaluator",
    "TypeAwareCART": "dask_cart",
    "TypeAwareSMOTE": "dask_smote",
    "audit_tables": "audit_of_tables",
    "release_synthesizer": "dask_release",
    "write_parquet": "parquet_out",
}
"""The file that each public name is imported from when it is first asked for."""

__all__ = sorted(_FILE_OF)

_NEEDED = ("dask", "distributed", "pyarrow")

MISSING = (
    "tables in partitions need dask, and {name} is not installed: "
    'pip install "skl_synth[dask]".'
)


def check_installed() -> None:
    """Refuse to go on without dask.

    Raises
    ------
    ImportError
        If it, or what it needs for frames and clusters, is not installed.
    """
    for name in _NEEDED:
        if find_spec(name) is None:
            raise ImportError(MISSING.format(name=name))


if not TYPE_CHECKING:
    # A type checker that saw this would believe in any name at all.
    def __getattr__(name: str) -> object:
        if name not in _FILE_OF:
            raise AttributeError(f"module 'skl_synth.dask' has no attribute {name!r}")
        check_installed()
        value = getattr(import_module(f"skl_synth.dask.{_FILE_OF[name]}"), name)
        # Kept, so that it is looked up here once only.
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
