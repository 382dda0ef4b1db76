"""Overlap of coefficients: against statsmodels, by chance, where a slope is lost."""

import numpy as np
import pytest

from skl_synth.evaluation.fidelity.coefficient_overlap import compare_coefficients
from skl_synth.evaluation.fidelity.mean_overlap import HALF_WIDTH
from tests.audit_tables import audit_tables, rows


def figures(*parts):
    return compare_coefficients(audit_tables(*parts)).frame().set_index("metric")


def patients(rng, n, slope=0.8, kind="classes", n_rows=1):
    """Two numbers and a level; the target depends on the first number."""
    numbers = np.repeat(rng.normal(size=(n, 2)), n_rows, axis=0)
    codes = np.repeat(rng.integers(0, 3, size=n), n_rows)
    noise = np.repeat(rng.logistic(size=n), n_rows)
    target = slope * numbers[:, 0] + noise
    persons = np.repeat(np.arange(n), n_rows) if n_rows > 1 else None
    labels = target if kind == "continuous" else np.where(target > 0, "ill", "well")
    return rows(numbers, codes, labels, persons=persons)


@pytest.mark.parametrize("kind", ["classes", "continuous"])
def test_it_is_what_statsmodels_says(kind):
    api = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(0)
    real, other = (patients(rng, 400, slope, kind) for slope in (0.8, 0.3))

    def fitted(data):
        # In standard deviations of the real rows, and with the last level as base.
        levels = np.column_stack([data.codes[:, 0] == level for level in (0, 1)])
        base = np.column_stack([real.codes[:, 0] == level for level in (0, 1)])
        terms = np.column_stack([data.numbers, levels])
        scale = np.column_stack([real.numbers, base]).std(axis=0)
        terms = api.add_constant(terms / scale)
        if kind == "classes":
            # Of two classes the second is explained.
            return api.Logit(data.labels == "well", terms).fit(disp=0)
        return api.OLS(data.labels, terms).fit()

    one, two = fitted(real), fitted(other)
    gaps = np.abs(two.params - one.params)[1:] / one.bse[1:]
    found = figures(real, other)["value"]
    assert found["coefficient_difference"] == pytest.approx(np.median(gaps), rel=0.02)
    overlap = np.maximum(1 - gaps / (2 * HALF_WIDTH), 0).mean()
    assert found["coefficient_overlap"] == pytest.approx(overlap, rel=0.02)


@pytest.mark.parametrize("n_rows", [1, 4])
def test_other_people_reach_what_theory_says(n_rows):
    """Also where persons have several rows, all alike."""
    rng = np.random.default_rng(0)
    found = [
        figures(*(patients(rng, 150, n_rows=n_rows) for _ in range(2)))
        for _ in range(40)
    ]
    overlaps = [one.loc["coefficient_overlap", "value"] for one in found]
    assert np.mean(overlaps) == pytest.approx(0.712, abs=0.06)


def test_a_lost_slope_is_seen_though_every_column_is_kept():
    rng = np.random.default_rng(0)
    parts = [patients(rng, 800, slope) for slope in (1.5, 0.0, 1.5)]
    found = figures(*parts).loc["coefficient_overlap"]
    assert found["value"] < found["ceiling"] - 0.1


def test_several_classes_are_explained_one_by_one():
    rng = np.random.default_rng(0)

    def of_three():
        numbers = rng.normal(size=(300, 2))
        cut = np.digitize(numbers[:, 0] + rng.normal(size=300), [-0.5, 0.5])
        return rows(numbers, labels=cut)

    found = figures(of_three(), of_three())
    assert 0.5 < found.loc["coefficient_overlap", "value"] < 1
    assert found["ceiling"].isna().all()


def test_a_level_of_one_class_is_left_out():
    rng = np.random.default_rng(0)
    real, other = (patients(rng, 300) for _ in range(2))
    for data in (real, other):
        data.labels[data.codes[:, 0] == 0] = "ill"
    assert figures(real, other).loc["coefficient_difference", "value"] < 5


@pytest.mark.parametrize(
    "parts",
    [
        [rows(np.arange(40.0)) for _ in range(2)],
        [rows(np.arange(9.0), labels=np.arange(9) % 2) for _ in range(2)],
        [rows(np.arange(40.0), labels=np.ones(40)) for _ in range(2)],
        [
            rows(np.arange(40.0), labels=np.arange(40) % 2),
            rows(np.arange(40.0), labels=np.zeros(40, dtype=int)),
        ],
    ],
    ids=["no target", "few rows", "constant target", "one class in the other"],
)
def test_where_there_is_no_model_there_is_no_figure(parts):
    assert not len(figures(*parts))
