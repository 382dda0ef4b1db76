"""Given rows that are filtered: none too close, and as many as were asked for."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import MarginalCalibrator, ProximityFilter, TypeAwareSMOTE
from skl_synth.errors import InputError


def planted(n_rows=600):
    rng = np.random.RandomState(0)
    sex = rng.choice(["f", "m"], n_rows)
    X = pd.DataFrame(
        {
            "sex": sex,
            "dose": (rng.normal(20, 3, n_rows) + 40 * (sex == "m")).round(1),
            "age": rng.randint(20, 90, n_rows),
        }
    )
    return X, pd.Series(rng.choice([0, 1], n_rows, p=[0.8, 0.2]), name="ill")


def test_no_row_equals_a_real_one_and_counts_are_met():
    X, y = planted()
    proximity = ProximityFilter(random_state=0).fit(X, y)
    new, new_y = proximity.sample({0: 90, 1: 60}, given={"sex": "f", "age": (30, 60)})
    assert len(new.merge(X)) == 0
    assert new_y.value_counts().to_dict() == {0: 90, 1: 60}
    counts = proximity.filter_counts_
    assert counts["kept"] == 150
    assert counts["closest"] >= 0.09 * (150 + counts["unused"])
    assert proximity.provenance_.distances.min() > 0


def test_rows_of_a_frame_stay_in_their_order():
    X, y = planted()
    proximity = ProximityFilter(random_state=0).fit(X, y)
    wanted = X[["sex"]].assign(ill=y).sample(200, random_state=0)
    new, new_y = proximity.sample(given=wanted)
    pd.testing.assert_frame_equal(new[["sex"]].assign(ill=new_y), wanted)


def test_what_only_real_rows_have_is_refused():
    X = pd.DataFrame({"a": np.arange(40) % 4, "b": np.arange(40) // 4})
    proximity = ProximityFilter(random_state=0).fit(X)
    with pytest.raises(InputError, match=r"the others equal real rows.*'excess'"):
        proximity.sample(given=X[["a", "b"]].iloc[:3])


def test_a_calibrator_goes_by_the_real_rows_of_that_part():
    X, y = planted()
    calibrator = MarginalCalibrator(TypeAwareSMOTE(), random_state=0).fit(X, y)
    new, _ = calibrator.sample(150, given={"sex": "f"})
    real = X[X["sex"] == "f"]
    assert abs(new["dose"].mean() - real["dose"].mean()) < 0.5
    table = calibrator.deviation_
    assert (table["chosen"] <= table["candidates"] + 0.02).all()
