"""Fidelity on a page: pairs as a triangle, those that differ most first."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.evaluation.fidelity import fidelity_section as module
from skl_synth.evaluation.fidelity.fidelity_section import fidelity_section
from skl_synth.pages import Picture
from tests.evaluation.page_figures import COLUMNS, fidelity_figures, of_column, of_pair


def picture_of(figures):
    found = [b for b in fidelity_section(figures).blocks if isinstance(b, Picture)]
    return found[0] if found else None


def test_every_pair_has_its_cell():
    chart = picture_of(fidelity_figures()).chart
    assert chart.names == COLUMNS
    assert chart.values[1, 0] == pytest.approx(0.3)
    assert chart.values[2, 0] == pytest.approx(0.2)
    assert np.isnan(chart.values[2, 1])


def test_the_pair_furthest_from_other_real_rows_is_named():
    picture = picture_of(fidelity_figures())
    assert "age × ward: 0.200" in picture.description
    assert picture.frame["pair"].tolist()[0] == "age × ward"


def test_figures_stand_beside_other_real_rows():
    table = fidelity_section(fidelity_figures()).blocks[0].frame
    assert table.columns.tolist() == ["figure", "synthetic rows", "other real rows"]
    assert "0.800" in table["synthetic rows"].tolist()


def test_of_many_pairs_the_worst_are_listed(monkeypatch):
    monkeypatch.setattr(module, "MOST_PAIRS", 1)
    picture = picture_of(fidelity_figures())
    assert len(picture.frame) == 1
    assert "1 of 3 pairs" in picture.description


def test_one_column_has_no_pairs():
    assert picture_of(pd.DataFrame([of_column("age", 0.9, 0.9)])) is None


def test_a_name_that_looks_like_a_pair_is_a_column():
    names = ["a × b", "c"]
    figures = pd.DataFrame(
        [*(of_column(one, 0.9, 0.9) for one in names), of_pair(*names, 0.6, 0.9)]
    )
    assert picture_of(figures).chart.values[1, 0] == pytest.approx(0.4)
