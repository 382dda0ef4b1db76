"""The propensity and cell figures of a report: directions, ceilings, odd tables."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import fidelity_report
from skl_synth.evaluation.fidelity.cell_figures import compare_cross_tables
from skl_synth.evaluation.fidelity.propensity_figures import compare_propensities
from tests.audit_tables import audit_tables, rows

NAMES = ["pmse_ratio", "cart_pmse_ratio", "pmse", "s_pmse", "pmse_standardised"]


def tables(shift=0.0, n=(300, 300, 200)):
    rng = np.random.default_rng(0)
    parts = [
        rows(rng.normal(size=(size, 2)) + move, rng.integers(0, 3, size=size))
        for size, move in zip(n, (0.0, shift, 0.0), strict=True)
    ]
    return audit_tables(*parts)


def figures(found):
    return found.frame().set_index("metric")


def test_other_people_are_at_one_and_a_shifted_table_is_above():
    rng = np.random.RandomState(0)
    same, moved = (figures(compare_propensities(tables(s), rng)) for s in (0.0, 1.0))
    assert same.index.tolist() == NAMES
    for metric in NAMES[:2]:
        assert 0.05 < same.loc[metric, "value"] < 3
        assert 0.05 < same.loc[metric, "ceiling"] < 3
        assert moved.loc[metric, "value"] > 3
        assert moved.loc[metric, "better"] == "lower"
    share = 300 / 600
    ratio = same.loc["s_pmse", "value"] / same.loc["pmse_ratio", "value"]
    assert ratio == pytest.approx(1 / (1 - share))


def test_a_lost_pair_is_named_and_stands_furthest():
    rng = np.random.default_rng(0)
    one, two, noise = rng.normal(size=(3, 800))
    real = np.column_stack([one, two, 0.8 * one + 0.6 * noise])
    lost = rng.permuted(real, axis=0)
    found = compare_cross_tables(audit_tables(rows(real), rows(lost))).frame()
    pairs = found[found["scope"] == "pair"].set_index("subject")["value"]
    assert pairs.idxmax() == "n0 × n2"
    assert pairs.drop("n0 × n2").max() < 3
    worst = found.set_index("metric").loc["worst_pair_pmse_ratio", "value"]
    assert worst == pairs.max() > 10
    assert found["ceiling"].isna().all()


def test_what_is_constant_in_the_real_table_alone_is_found():
    real = rows(np.zeros((60, 1)), np.zeros(60, dtype=int))
    other = rows(np.zeros((60, 1)), np.repeat([0, 1], 30))
    found = figures(
        compare_propensities(
            audit_tables(real, other, constant=("n0", "c0")), np.random.RandomState(0)
        )
    )
    assert found.loc["pmse_ratio", "value"] > 5


def test_of_constants_there_is_nothing_to_measure():
    real = rows(np.zeros((20, 1)))
    constant = audit_tables(real, real, constant=("n0",))
    assert not len(compare_propensities(constant, np.random.RandomState(0)).frame())
    assert not len(compare_cross_tables(constant).frame())


@pytest.mark.parametrize("values", [[], [5.0]])
def test_numbers_that_are_all_missing_are_compared_all_the_same(values):
    nothing = np.append(values, np.full(30 - len(values), np.nan))
    real = rows(np.column_stack([nothing, np.arange(30)]))
    found = compare_cross_tables(audit_tables(real, real)).frame()
    np.testing.assert_allclose(found["value"], 0, atol=1e-12)


def test_a_report_on_a_frame_of_every_kind_has_them():
    rng = np.random.default_rng(0)

    def frame(n):
        day = pd.Timestamp("2024-01-01") + pd.to_timedelta(
            rng.integers(0, 90, n), unit="D"
        )
        return pd.DataFrame(
            {
                3: rng.normal(size=n),
                "a b": pd.array(rng.integers(0, 40, n), dtype="Int64"),
                "ward": pd.Categorical(rng.choice(list("xyz"), n)),
                "day": day,
                "ill": rng.random(n) < 0.3,
            }
        ).mask(rng.random((n, 5)) < 0.1)

    report = fidelity_report(
        *(part for n in (150, 220, 80) for part in (frame(n), rng.integers(0, 2, n))),
        column_kinds={"ill": "binary"},
        random_state=0,
    )
    for metric in (*NAMES[:2], "pair_pmse_ratio"):
        assert 0.2 < report.figure(metric).value < 2.5
    pairs = report.frame().query("metric == 'pair_pmse_ratio' and scope == 'pair'")
    assert len(pairs) == 15
    assert "propensity error over chance" in str(report)


@pytest.mark.parametrize(("n_columns", "n_rows"), [(40, 60), (400, 1000)])
def test_of_too_many_columns_the_tree_alone_says_something(n_columns, n_rows):
    rng = np.random.default_rng(0)
    parts = map(rows, rng.normal(size=(2, n_rows // 2 - 11, n_columns)))
    found = compare_propensities(audit_tables(*parts), np.random.RandomState(0))
    assert found.frame()["metric"].tolist() == ["cart_pmse_ratio"]
