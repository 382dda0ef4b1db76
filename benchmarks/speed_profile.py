"""Where the time of the whole method goes, step by step, on one core.

Run ``python -m benchmarks.speed_profile --rows 200000`` from the root of the project.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from typing import Any

from threadpoolctl import threadpool_limits

from benchmarks.speed import kernels
from benchmarks.speed_tables import make_table
from skl_synth import ProximityFilter
from skl_synth.base import BaseSynthesizer
from skl_synth.generators.proximity import ProximityGenerator
from skl_synth.generators.smote import SmoteGenerator
from skl_synth.neighbors import NearestRow
from skl_synth.neighbors.within import NeighborLists
from skl_synth.table.real import RealTable

READ: Any = RealTable.__dict__["read"].__func__
NEIGHBOURS = NeighborLists.of
NEW, NEAREST = SmoteGenerator.draw, NearestRow.query
GENERATE, SAMPLE = ProximityGenerator.draw, BaseSynthesizer.sample

STEPS: dict[str, tuple[Callable[..., Any], ...]] = {
    "kinds, codes and numbers of the real table": (READ,),
    "neighbours within the classes": (NEIGHBOURS,),
    "new rows between them": (NEW, NEIGHBOURS),
    "nearest real row of each candidate": (NEAREST,),
    "which candidates stay": (GENERATE, NEW, NEAREST),
    "writing the synthetic table": (SAMPLE, GENERATE),
}
"""The function of each step, and those within it that are steps of their own."""


def profiled(do: Callable[[], Any]) -> tuple[pstats.Stats, float]:
    """Run a function in the profiler, by processor time."""
    profiler = cProfile.Profile(time.process_time)
    started = time.process_time()
    profiler.runcall(do)
    return pstats.Stats(profiler), time.process_time() - started


def cumulative(stats: pstats.Stats, step: Callable[..., Any]) -> float:
    """Return the seconds spent in a function and in all that it calls."""
    code = step.__code__
    key = (code.co_filename, code.co_firstlineno, code.co_name)
    return stats.stats[key][3] if key in stats.stats else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--functions", type=int, default=12, help="to be listed")
    arguments = parser.parse_args()
    X, y = make_table("patients", arguments.rows, None)

    def whole() -> Any:
        filter_ = ProximityFilter(mode="replace", random_state=0)
        return filter_.fit_resample(X, y)

    for name, used in (("fast", True), ("plain", False)):
        with threadpool_limits(1), kernels(used):
            whole()  # compiled, loaded
            stats, total = profiled(whole)
        print(f"\n{name}: {total:.2f} s in the profiler, {arguments.rows:,} rows")
        rest = total
        for step, (function, *within) in STEPS.items():
            own = cumulative(stats, function)
            own -= sum(cumulative(stats, one) for one in within)
            rest -= own
            print(f"  {step:45} {own:7.2f} s {own / total:6.0%}")
        print(f"  {'the rest':45} {rest:7.2f} s {rest / total:6.0%}")
        stats.sort_stats("tottime").print_stats(arguments.functions)


if __name__ == "__main__":
    main()
