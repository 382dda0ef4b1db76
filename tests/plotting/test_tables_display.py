"""The heat map of tables of one and two columns, by what is drawn."""

from copy import copy

import numpy as np
import pytest

from skl_synth import UtilityTablesDisplay, utility_tables


@pytest.fixture(scope="module")
def results(patients):
    real, synthetic, _ = patients
    return [utility_tables(*real, *synthetic, order=order) for order in (1, 2)]


def test_the_cells_are_the_measures(results):
    display = UtilityTablesDisplay.from_results(*results)
    assert display.plot() is display
    matrix = np.ma.masked_invalid(display.image_.get_array())
    names = [label.get_text() for label in display.ax_.get_xticklabels()]
    assert names == [label.get_text() for label in display.ax_.get_yticklabels()]
    for line in results[1].frame().itertuples():
        cell = matrix[names.index(line.column_2), names.index(line.column_1)]
        assert cell == pytest.approx(line.s_pmse)
    diagonal = results[0].frame().set_index("column_1")["s_pmse"]
    np.testing.assert_allclose(np.diag(matrix), diagonal[names])
    assert matrix.count() == len(display.frame()) == len(display.texts_)


def test_from_tables_it_is_the_same(results, patients):
    real, synthetic, _ = patients
    one = UtilityTablesDisplay.from_tables(*real, *synthetic, measure="jsd")
    other = UtilityTablesDisplay.from_results(*results, measure="jsd")
    np.testing.assert_allclose(one.frame()["value"], other.frame()["value"])
    assert one.plot().colorbar_.ax.get_ylabel() == "jsd"


def test_two_pictures_can_have_one_scale(results):
    display = UtilityTablesDisplay.from_results(*results).plot(vmax=30, values=False)
    assert display.image_.norm.vmax == 30
    assert display.texts_ == []


def test_small_ratios_look_small(patients):
    real, _, _ = patients
    display = UtilityTablesDisplay.from_tables(*real, *real).plot()
    assert display.image_.get_array().max() == 0
    assert display.image_.norm.vmax == 3


def test_one_column_is_one_cell(patients):
    (X, _), _, _ = patients
    display = UtilityTablesDisplay.from_tables(X[["age"]], None, X[["age"]]).plot()
    assert display.image_.get_array().shape == (1, 1)


def test_what_cannot_be_drawn_is_refused(patients):
    real, synthetic, _ = patients
    three = utility_tables(*real, *synthetic, order=3, columns=["age", "sex", "ward"])
    with pytest.raises(ValueError, match="no place in a picture of pairs"):
        UtilityTablesDisplay.from_results(three)
    with pytest.raises(ValueError, match="measure='G' must be one of"):
        UtilityTablesDisplay.from_tables(*real, *synthetic, measure="G")


def test_from_an_evaluator_it_is_the_mean_over_folds(judged):
    display = UtilityTablesDisplay.from_evaluator(judged)
    lines = judged.details_.query("metric == 'pair_pmse_ratio' and scope == 'pair'")
    frame = display.frame()
    np.testing.assert_allclose(np.sort(frame["value"]), np.sort(lines["mean"]))
    assert set(frame["column_1"]) | set(frame["column_2"]) >= {"ward", "readmitted"}
    assert "other people" in display.plot().colorbar_.ax.get_ylabel()


def test_without_fidelity_there_are_no_pairs(judged):
    of_utility = copy(judged)
    of_utility.details_ = judged.details_.query("section == 'utility'")
    with pytest.raises(ValueError, match="no pairs of columns"):
        UtilityTablesDisplay.from_evaluator(of_utility)
