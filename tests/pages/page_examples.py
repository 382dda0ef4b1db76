"""Pages and charts for tests, with names that must be taken as they are."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from skl_synth.pages import Bullets, Figures, Page, Picture, Section, Status, Text
from skl_synth.pages.charts import (
    Chart,
    Frontier,
    Marginal,
    MarginalBars,
    PairMatrix,
    Ranges,
    RocCurves,
    UtilityBars,
)

NASTY = (
    "<script>alert(1)</script>",
    "$x_1^2$ & \"q\" 'a'",
    "עברית שם",
    "_under_\\$",
    "line\nbreak\x00\u202e",
    "n" * 300,
    "]]>--><![CDATA[",
    "{{ 7 * 7 }} {% raw %}",
)
"""Names of columns and levels that something on the way might read as more."""


def marginals(names: Sequence[str]) -> MarginalBars:
    edges = np.linspace(-3, 3, 31)
    days = np.arange("2020-01", "2021-02", dtype="datetime64[M]")
    rng = np.random.default_rng(0)

    def shares(n):
        return rng.dirichlet(np.ones(n))

    kinds = [
        lambda one: Marginal(
            *(one, "number", edges, shares(30), shares(30)), 0.9, 0.97, (0.1, 0.2)
        ),
        lambda one: (one, "level", [one, "b"], shares(2), shares(2), 0.9, 0.95),
        lambda one: Marginal(one, "date", days, None, shares(12)),
    ]
    return MarginalBars(
        columns=[kinds[place % 3](name) for place, name in enumerate(names)]
    )


def charts(names: Sequence[str]) -> dict[str, Chart]:
    """One of each."""
    n = len(names)
    values = np.linspace(0, 0.6, n * n).reshape(n, n)
    low, some = np.full(n, 0.4), np.linspace(0.5, 0.9, n)
    nothing = np.full(n, np.nan)
    line = np.linspace(0, 1, 40)
    return {
        "marginals": marginals(names),
        "pairs": PairMatrix(names=names, values=values),
        "coarse pairs": PairMatrix(names=names, values=values, steps=(0.1, 0.3)),
        "utility": UtilityBars(
            names=names, real=some, synthetic=some - 0.1, low=low, high=nothing
        ),
        "roc": RocCurves(curves=dict.fromkeys(names, (line, line, 0.5)), bound=0.6),
        "ranges": Ranges(
            names=names,
            values=some,
            low=low,
            high=some,
            bounds=nothing,
            ceilings=nothing,
            what=names[0],
        ),
        "frontier": Frontier(
            names=names, x=some, y=nothing, outcome=names, bound=0.6, x_label=names[0]
        ),
    }


def page_of_everything(names: Sequence[str]) -> Page:
    """Every block, with names wherever a name can stand."""
    frame = pd.DataFrame({name: [name, 1.5] for name in names})
    text = " ".join(names)
    pictures = tuple(
        Picture(chart, text, text, frame) for chart in charts(names).values()
    )
    return Page(
        text,
        Status("refused", text, text),
        (
            Section(text, (Text((text,)), Bullets((("passed", text),)))),
            Section("Table", (Figures(frame, text, ["attention", "neutral"], most=1),)),
            Section("Pictures", pictures),
            Section("Last", (Text((text,)),)),
        ),
        facts=((text, text),),
        private=True,
    )
