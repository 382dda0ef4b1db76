"""The heat map of pairs, by what is drawn."""

import numpy as np
import pytest

from skl_synth import PairDifferenceDisplay, SyntheticEvaluator, fidelity_report
from skl_synth.datasets import load_table, make_patients


def test_the_cells_are_the_differences(fidelity):
    display = PairDifferenceDisplay.from_report(fidelity)
    assert display.plot() is display
    matrix = display.image_.get_array()
    columns = [label.get_text() for label in display.ax_.get_xticklabels()]
    rows = [label.get_text() for label in display.ax_.get_yticklabels()]
    for pair in fidelity.pairs.itertuples():
        cell = matrix[rows.index(pair.column_2), columns.index(pair.column_1)]
        assert cell == pytest.approx(1 - pair.similarity)
    assert np.ma.count(np.ma.masked_invalid(matrix)) == len(display.frame())


def test_numbers_stand_in_the_cells_or_not(fidelity):
    display = PairDifferenceDisplay.from_report(fidelity).plot()
    written = sorted(float(text.get_text()) for text in display.texts_)
    expected = np.sort(display.frame()["difference"].round(2))
    np.testing.assert_allclose(written, expected, atol=0.0051)
    assert display.plot(values=False).texts_ == []


def test_tables_give_the_same_as_their_report(patients, fidelity):
    real, synthetic, _ = patients
    of_tables = PairDifferenceDisplay.from_tables(*real, *synthetic).frame()
    of_report = PairDifferenceDisplay.from_report(fidelity).frame()
    np.testing.assert_allclose(of_tables["difference"], of_report["difference"])
    assert of_tables["ceiling"].isna().all()
    assert of_report["ceiling"].notna().all()


def test_equal_tables_are_as_light_as_can_be(patients):
    real, _, _ = patients
    display = PairDifferenceDisplay.from_tables(*real, *real).plot()
    assert display.image_.get_array().max() == 0
    assert display.image_.norm.vmax > 0


def test_from_an_evaluator_it_is_the_mean_over_folds(judged):
    frame = PairDifferenceDisplay.from_evaluator(judged).frame()
    lines = judged.details_.query("metric == 'pair_similarity' and scope == 'pair'")
    np.testing.assert_allclose(np.sort(frame["difference"]), np.sort(1 - lines["mean"]))
    assert set(frame["column_1"]) | set(frame["column_2"]) >= {"ward", "readmitted"}


def test_without_fidelity_there_are_no_pairs():
    X, y = load_table("iris", return_X_y=True)
    evaluator = SyntheticEvaluator(cv=2, sections=["privacy"], random_state=0)
    with pytest.raises(ValueError, match="no pairs of columns"):
        PairDifferenceDisplay.from_evaluator(evaluator.fit(X, y))


def test_a_report_on_one_column_has_no_pairs():
    X = make_patients(120, random_state=0)[["age"]]
    report = fidelity_report(X[::2], None, X[1::2], None, random_state=0)
    with pytest.raises(ValueError, match="one column"):
        PairDifferenceDisplay.from_report(report)


def test_the_title_says_what_is_shown_unless_told_otherwise(fidelity):
    display = PairDifferenceDisplay.from_report(fidelity)
    assert "Pairs of columns" in display.plot().ax_.get_title("left")
    assert display.plot(name="Wards").ax_.get_title("left") == "Wards"
