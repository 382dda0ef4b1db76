"""Utility on a page: models by the rows that they were trained on."""

from skl_synth.evaluation.utility.utility_section import utility_section
from tests.evaluation.page_figures import line, utility_figures


def test_models_with_both_figures_are_drawn():
    picture, _ = utility_section(utility_figures()).blocks
    assert picture.chart.names == ["forest"]
    assert picture.chart.real.tolist() == [0.81]
    assert picture.chart.synthetic.tolist() == [0.77]
    assert "forest: 0.810 after real rows, 0.770 after synthetic ones" in (
        picture.description
    )


def test_every_measure_has_a_line_and_real_rows_are_the_ceiling():
    table = utility_section(utility_figures()).blocks[-1].frame.set_index("measure")
    assert table.loc["ROC AUC", "trained on synthetic"] == "0.750"
    agreement = table.loc["columns that matter agree (best 1)"]
    assert agreement["trained on real"] == "0.700"
    assert agreement["trained on synthetic"] == "0.600"


def test_a_scorer_of_the_users_is_shown_by_its_name():
    import pandas as pd

    own = [line("utility", "<own>", 0.5, rows=rows) for rows in ("real", "synthetic")]
    (table,) = utility_section(pd.DataFrame(own)).blocks
    assert table.frame["measure"].tolist() == ["<own>"]
