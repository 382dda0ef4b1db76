"""publish(formula=...): what others read of a model, and what its owner alone reads."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from skl_synth import DataDictionary, TableEncoder, TypeAwareCART, publish
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.release import ReleaseReport
from skl_synth.release.judging import NO_FIGURES, RealCase
from skl_synth.release.owner_audit import OwnerAudit
from skl_synth.release.release_inference import add_inference, as_released
from skl_synth.release.shared_inference import OVERLAPS, FormulaDemand
from skl_synth.table.real import RealTable

pytest.importorskip("statsmodels", reason="no statsmodels")

OPEN = {"membership_bound": 1.0, "group_bound": 1.0, "folds": 2, "sections": []}

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*merges levels"),
    pytest.mark.filterwarnings("ignore:.*is lost in the noise"),
]

TOWNS = ["C(town)[T.Exeter]", "C(town)[T.Truro]"]
"""Compared with Bath, where many people live."""

FORMULA = "readmitted ~ age + C(town) + income"


def patients(n=210):
    """Among whom one town has three people, and one of them an income of his own."""
    X, _ = make_patients(n, random_state=3, return_X_y=True)
    rng = np.random.default_rng(0)
    town = rng.choice(["Exeter", "Truro", "Bath"], n).astype(object)
    town[6:9] = "Qwertopolis"
    income = rng.normal(20_000, 3_000, n).round(1)
    income[7] = 987654.0
    X = X[["age", "sex"]].assign(town=town, income=income)
    return X, pd.Series(np.arange(n) % 2, name="readmitted")


def inferred(formula, X, y, encoder=None):
    real = RealCase(RealTable.read(X, y, encoder=encoder), X, y)
    fitted = TypeAwareCART(mode="replace", encoder=encoder, random_state=0).fit(X, y)
    report = ReleaseReport(
        [], {}, NO_FIGURES, NO_FIGURES, "", owner=OwnerAudit("", (), 0)
    )
    return add_inference(report, FormulaDemand(formula, None, 3), fitted, real, 0)


def written(report):
    page = re.sub(r"<[^>]*>", " ", report._repr_html_())
    return "\n".join([json.dumps(report.to_dict()), str(report), page])


@pytest.fixture(scope="module")
def report():
    encoder = TableEncoder(min_category_count=10, min_tail_count=10)
    return inferred(FORMULA, *patients(), encoder)


def test_others_read_synthetic_estimates_and_classes(report):
    kept = report.to_dict()["inference"]
    assert kept["formula"] == FORMULA
    assert kept["syntheses"] == 3
    shown = {"term", "estimate", "low", "high", "overlap_with_real"}
    assert all(set(one) == shown for one in kept["coefficients"])
    exact = report.owner.findings["inference"].set_index("term")
    for line in kept["coefficients"]:
        found = exact.loc[line["term"]]
        assert line["estimate"] == float(f"{found['synthetic']:.3g}")
        ends = [float(one) for one in re.findall(r"\d\.\d", line["overlap_with_real"])]
        assert set(ends) <= set(OVERLAPS)
    said = written(report)
    assert "A model on synthetic tables, beside the real one" in said
    assert "Qwertopolis" not in said
    assert "987654" not in said


def test_no_real_coefficient_is_shared(report):
    shared = report.inference
    numbers = shared.coefficients.select_dtypes("number").to_numpy().ravel()
    exact = report.owner.findings["inference"]
    for name in ("real", "real_low", "real_high", "std_difference", "overlap"):
        for figure in exact[name].dropna():
            assert not np.isclose(numbers, figure, rtol=1e-3).any()
    held = {"term", "estimate", "low", "high", "overlap_with_real"}
    assert set(shared.coefficients) == held


def test_the_owner_reads_all(report):
    owner = report.owner
    assert {"real", "synthetic", "overlap", "coverage"} <= set(
        owner.findings["inference"]
    )
    assert "INFERENCE  readmitted" in str(owner)
    json.dumps(owner.to_dict(), allow_nan=False)
    assert "A model on real rows" in owner._repr_html_()


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("readmitted ~ age + C(town)", ["age", *TOWNS]),
        ("readmitted ~ age + I(income > 900000)", ["age"]),
        ("readmitted ~ age + C(town, Treatment('Qwertopolis'))", ["age"]),
        ("readmitted ~ age + sex", ["Intercept", "sex[T.Male]", "age"]),
    ],
)
def test_terms_that_rest_on_few_people_are_the_owners(formula, kept):
    X, y = patients()
    X["income"] = X["income"].clip(upper=950_000)
    report = inferred(formula, X, y)
    shared = report.inference
    assert sorted(shared.coefficients["term"]) == sorted(kept)
    said = f"{shared} {json.dumps(shared.to_dict())}"
    assert "Qwertopolis" not in said
    assert "900000" not in said
    assert len(report.owner.findings["inference"]) > 1
    assert (shared.formula == formula) == ("sex" in formula)


def test_a_formula_that_names_a_merged_level_is_withheld():
    X, y = patients()
    encoder = TableEncoder(min_category_count=10)
    formula = "readmitted ~ age + I(1.0 * (town == 'Qwertopolis') + age)"
    report = inferred(formula, X, y, encoder)
    assert "Qwertopolis" not in written(report)
    assert len(report.inference.coefficients) == 0
    assert len(report.owner.findings["inference"]) > 1


def test_a_model_that_one_table_cannot_have_is_noted_for_the_owner():
    X, y = patients()
    report = inferred("readmitted ~ 0 + I(1.0 * (income == 987654.0))", X, y)
    assert len(report.inference.coefficients) == 0
    assert "could not be fitted to every table" in str(report)
    assert any("No model was fitted" in note for note in report.owner.notes)


def test_real_rows_are_read_as_a_release_reads_them():
    """One person far out would else move a coefficient, and so its class."""
    X, y = patients()
    table = RealTable.read(X, y, encoder=TableEncoder(min_tail_count=10))
    rows, target = as_released(RealCase(table, X, y))
    assert X["income"].max() == 987_654
    assert rows["income"].max() < 40_000
    assert target is y


def test_it_is_part_of_a_release():
    X = patients(240)[0][["age", "income"]].clip(upper=40_000)
    about = {"fidelity": "columns", "random_state": 0, "n_syntheses": 2, **OPEN}
    report = publish(X, formula="income ~ age", **about).report
    kept = report.to_dict()["inference"]
    assert [one["term"] for one in kept["coefficients"]] == ["Intercept", "age"]
    assert len(report.owner.findings["inference"]) == 2


def test_with_a_guarantee_nothing_is_shared():
    X, y = patients(90)
    X = X[["age", "sex"]]
    dictionary = DataDictionary.from_table(X, y).as_public()
    release = publish(
        *(X, y),
        epsilon=1.0,
        dictionary=dictionary,
        formula="readmitted ~ age",
        folds=2,
        sections=[],
        random_state=0,
    )
    said = written(release.report)
    assert "inference" not in release.report.to_dict()
    assert "readmitted ~ age" not in said
    assert {"real", "synthetic"} <= set(release.owner.findings["inference"])


def test_with_a_guarantee_a_model_that_cannot_be_fitted_ends_nothing():
    X, y = patients(90)
    X = X[["age", "sex"]]
    dictionary = DataDictionary.from_table(X, y).as_public()
    release = publish(
        *(X, y),
        epsilon=1.0,
        dictionary=dictionary,
        formula="readmitted ~ nothing",
        folds=2,
        sections=[],
        random_state=0,
    )
    assert len(release.X)
    assert any("No model was fitted: the model" in note for note in release.owner.notes)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"formula": "readmitted ~ nothing"}, "cannot be fitted: .*nothing"),
        ({"formula": "age"}, "has no ~"),
        ({"formula": "readmitted ~ age", "n_syntheses": 1}, "n_syntheses=1 must be"),
        ({"formula": "readmitted ~ age", "n_syntheses": True}, "must be a whole"),
        ({"event": "died"}, "leave out event"),
    ],
)
def test_what_cannot_be_asked_is_said_before_the_work(about, message):
    with pytest.raises(InputError, match=message):
        publish(*patients(), **OPEN, **about)
