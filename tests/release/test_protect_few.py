"""What few people have is hidden in every release, and said in its report."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    publish,
    release_synthesizer,
)
from skl_synth.datasets import make_patients
from skl_synth.release.likely_keys import read_for_release
from skl_synth.release.protect_few import protect_few, protecting_few
from skl_synth.table import RealTable

N = 400


@pytest.fixture(name="table")
def _table():
    X, y = make_patients(N, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    # One person who stands apart from everybody.
    X.loc[7, ["age", "length_of_stay"]] = [117, 400]
    return X, y


@pytest.mark.parametrize(
    "maker", [TypeAwareCART(), ProximityFilter(TypeAwareCART())], ids=repr
)
def test_tails_are_coded_whatever_is_wrapped(maker, table):
    read, notes = read_for_release(maker, *table)
    assert maker._table_encoder().min_tail_count == 10
    assert read.decode(read.rows)["age"].max() < 100
    (note,) = (note for note in notes if "min_tail_count=10" in note)
    assert "age, length_of_stay" in note
    assert "117" not in note


def test_a_number_that_was_given_is_kept(table):
    maker = TypeAwareCART(encoder=TableEncoder(min_category_count=5, min_tail_count=20))
    read = RealTable.read(*table, encoder=maker.encoder)
    assert not protect_few(maker, read)
    told = protecting_few(maker.encoder)
    assert (told.min_category_count, told.min_tail_count) == (5, 20)


def test_the_setting_protects_by_itself(table):
    synthesizer = release_synthesizer(random_state=0)
    X_new, _ = synthesizer.fit_resample(*table)
    assert X_new["age"].max() < 100
    assert X_new["length_of_stay"].max() < 100
    assert TableEncoder().min_tail_count == 1


def test_an_encoder_is_left_as_it_is():
    encoder = TableEncoder()
    assert protecting_few(encoder).min_tail_count == 10
    assert encoder.min_tail_count == 1


@pytest.mark.filterwarnings("ignore:class .*leaves of")
def test_the_report_says_of_which_columns(table):
    X, y = table
    release = publish(
        X,
        y,
        synthesizer=TypeAwareCART(min_samples_leaf=50, noise_scale=0.1),
        membership_bound=1,
        group_bound=1,
        folds=2,
        sections=[],
        random_state=0,
    )
    assert release.X["age"].max() < 100
    assert any("codes the outermost values" in note for note in release.report.notes)
    assert "codes the outermost values" in str(release.report)


def test_the_target_of_a_regression_is_named():
    X = pd.DataFrame({"x": np.random.default_rng(0).normal(size=200)})
    _, notes = read_for_release(TypeAwareCART(), X, pd.Series(np.arange(200.0) / 7))
    assert any("x, the target" in note for note in notes)
