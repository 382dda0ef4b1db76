"""Columns that need attention first: by how far they are below other real rows."""

import pytest

from skl_synth.evaluation.fidelity.column_section import column_frame, column_section
from tests.evaluation.page_figures import fidelity_figures, figures, line, of_column


def test_the_column_furthest_below_its_ceiling_stands_first():
    frame = column_frame(figures())
    assert frame["column"].tolist() == ["$x_1$ <b>", "age", "ward"]
    assert frame["other real rows"].tolist() == [0.97, 0.81, 0.98]


def test_marked_is_what_is_below_beyond_its_interval():
    picture, table = column_section(figures()).blocks
    assert list(table.marks) == ["attention", "neutral", "neutral"]
    assert table.frame["similarity"].tolist()[0] == "0.850 (0.840 – 0.860)"
    assert "Furthest below other real rows is $x_1$ <b>: 0.850" in picture.description


def test_where_none_is_below_none_is_said_to_be():
    import pandas as pd

    alike = [of_column("age", 0.98, 0.97), of_column("ward", 0.96, 0.94)]
    picture, _ = column_section(pd.DataFrame(alike)).blocks
    assert picture.description == (
        "No column is below other real rows; nearest to them is age: 0.980, other real "
        "rows 0.970."
    )


def test_what_is_guessed_of_a_column_stands_beside_it():
    import pandas as pd

    more = line("privacy", "inference", 0.4, scope="column", subject="ward")
    frame = column_frame(pd.concat([figures(), pd.DataFrame([more])]))
    named = frame.set_index("column")["attribute inference, above control"]
    assert named["ward"] == 0.4
    assert named.isna().sum() == 2


@pytest.mark.parametrize("n", [1, 40])
def test_few_columns_and_many(n):
    import pandas as pd

    alike = [of_column(f"c{place}", 0.5, float("nan")) for place in range(n)]
    picture, table = column_section(pd.DataFrame(alike)).blocks
    assert len(table.frame) == n
    assert ("25 of 40" in picture.description) == (n == 40)
    assert len(picture.chart.names) == min(n, 25)


def test_without_columns_there_is_no_section():
    every = fidelity_figures()
    assert column_section(every[every["scope"] == "pair"]) is None
