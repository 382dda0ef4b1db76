"""Charts of plain arrays, drawn without pyplot, that pages turn into SVG."""

from skl_synth.pages.charts.chart import Chart
from skl_synth.pages.charts.frontier_chart import Frontier
from skl_synth.pages.charts.marginal_bars import Marginal, MarginalBars
from skl_synth.pages.charts.pair_matrix import PairMatrix
from skl_synth.pages.charts.range_chart import Ranges
from skl_synth.pages.charts.roc_curves import RocCurves
from skl_synth.pages.charts.utility_bars import UtilityBars

__all__ = [
    "Chart",
    "Frontier",
    "Marginal",
    "MarginalBars",
    "PairMatrix",
    "Ranges",
    "RocCurves",
    "UtilityBars",
]
