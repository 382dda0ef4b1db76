"""Coefficients that rest on few people are not shared, however a formula hides it."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareCART, inference_report, synthesize_many
from skl_synth.release.shared_inference import FormulaDemand, shared_inference
from skl_synth.table.real import RealTable

pytest.importorskip("statsmodels", reason="no statsmodels")

pytestmark = pytest.mark.filterwarnings("ignore:.*merges levels")


def shared(formula, X, y, *, encoder=None, groups=None):
    cart = TypeAwareCART(encoder=encoder)
    made = synthesize_many(cart, X, y, m=2, groups=groups, random_state=0)
    table = RealTable.read(X, y, encoder=encoder, groups=groups)
    report = inference_report(formula, X, y, made, groups=groups)
    return shared_inference(FormulaDemand(formula), report, table, X.assign(y=y))


def people(n=400):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(
        {
            "sex": rng.choice(["F", "M"], n),
            "ward": rng.choice(["A", "B"], n),
            "income": rng.normal(20_000, 3_000, n).round(),
        }
    )
    return X, pd.Series(rng.normal(size=n), name="y")


def test_a_few_whom_an_interaction_compares_with():
    X, y = people()
    few = np.flatnonzero((X["sex"] == "F") & (X["ward"] == "A"))[3:]
    X, y = (one.drop(index=few).reset_index(drop=True) for one in (X, y))
    assert not len(shared("y ~ C(sex) * C(ward)", X, y).coefficients)
    assert len(shared("y ~ C(sex) + C(ward)", X, y).coefficients) == 3


def test_one_person_far_from_all_others():
    X, y = people()
    X.loc[7, "income"] = 1e9
    found = shared("y ~ income + C(sex)", X, y)
    assert found.coefficients["term"].tolist() == ["C(sex)[T.M]"]
    assert found.formula == ""


def test_many_rows_of_few_people():
    rng = np.random.default_rng(0)
    person = np.repeat(np.arange(100), 8)
    X = pd.DataFrame({"age": 20 + person % 60, "dose": rng.normal(size=800).round(2)})
    y = pd.Series(rng.normal(size=800), name="y")
    groups = pd.Series([f"p{one}" for one in person])
    found = shared("y ~ age + dose + I(1.0 * (age > 78))", X, y, groups=groups)
    assert found.coefficients["term"].tolist() == ["age", "dose"]


def test_a_hidden_level_that_is_part_of_a_longer_word_hides_nothing():
    X, y = people()
    X.loc[:2, "ward"] = "in"
    encoder = TableEncoder(min_category_count=10)
    assert shared("y ~ income", X, y, encoder=encoder).formula == "y ~ income"
    named = shared("y ~ I(1.0 * (ward == 'in'))", X, y, encoder=encoder)
    assert not len(named.coefficients)
    assert named.formula == ""
