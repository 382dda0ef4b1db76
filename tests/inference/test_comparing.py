"""One model on real rows beside synthetic ones: persons, times, and what is missing."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    InferenceReport,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    inference_report,
    synthesize_many,
)
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError
from skl_synth.inference.syntheses import Syntheses

pytest.importorskip("statsmodels", reason="no statsmodels")


def planted(seed, n=400, slope=1.0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    ward = rng.choice(["a", "b", "c"], n)
    time = rng.exponential(np.exp(-slope * x))
    censored = rng.exponential(2.0, n)
    X = pd.DataFrame({"x": x, "ward": ward, "died": (time <= censored).astype(int)})
    return X, pd.Series(np.minimum(time, censored), name="time")


def made(slope=1.0, seeds=(1, 2, 3)):
    return Syntheses(tuple(planted(seed, slope=slope) for seed in seeds), 400, True)


def test_times_with_their_event():
    X, y = planted(0)
    held = inference_report("time ~ x + ward", X, y, made(), event="died")
    lost = inference_report("time ~ x + ward", X, y, made(0.2), event="died")
    assert held.model == lost.model == "cox"
    assert abs(held.frame().loc["x", "std_difference"]) < 3
    assert lost.moved == ("x",)
    assert lost.frame().loc["x", "coverage"] < 0.1
    said = " ".join(str(lost).split())
    assert "Not held: x is flatter in the synthetic tables" in said
    assert "would hold the truth" in said


def test_a_target_of_two_columns():
    X, y = planted(0)
    pairs = tuple(
        (X_new[["x"]], X_new[["died"]].assign(time=y_new)) for X_new, y_new in made()
    )
    tables = Syntheses(pairs, 400, True)
    both = X[["died"]].assign(time=y)
    report = inference_report("time ~ x", X[["x"]], both, tables, event="died")
    plain = inference_report("time ~ x", X, y, made(), event="died")
    pd.testing.assert_frame_equal(report.frame(), plain.frame())


def test_tables_of_another_library():
    pl = pytest.importorskip("polars", reason="no polars")
    pytest.importorskip("pyarrow", reason="no pyarrow")
    pytest.importorskip("narwhals", reason="no narwhals")
    X, y = planted(0)
    tables = Syntheses(
        tuple((pl.from_pandas(one), pl.Series("time", two)) for one, two in made()),
        400,
        True,
    )
    report = inference_report(
        "time ~ x + ward", pl.from_pandas(X), pl.Series("time", y), tables
    )
    plain = inference_report("time ~ x + ward", X, y, made())
    pd.testing.assert_frame_equal(report.frame(), plain.frame())


def test_a_term_that_one_table_lacks_is_left_out_and_said():
    X, y = planted(0)
    X_new, y_new = planted(2)
    is_kept = X_new["ward"] != "c"
    tables = Syntheses((planted(1), (X_new[is_kept], y_new[is_kept])), 400, True)
    report = inference_report("time ~ x + ward", X, y, tables)
    assert report.left_out == ("ward[T.c]",)
    assert np.isnan(report.frame().loc["ward[T.c]", "synthetic"])
    assert report.wald[1] == 3
    assert "Not estimated" in str(report)


def test_rows_that_are_left_out_are_counted():
    X, y = planted(0)
    X.loc[:49, "x"] = np.nan
    report = inference_report("time ~ x", X, y, made())
    assert report.rows == (400, 350, 400.0)
    assert "350 of 400 real rows were used" in " ".join(str(report).split())


def test_a_level_with_one_outcome_in_a_synthetic_table_alone():
    rng = np.random.default_rng(0)

    def table(is_one_sided):
        X = pd.DataFrame({"ward": rng.choice(["a", "b"], 300, p=[0.9, 0.1])})
        y = rng.random(300) < 0.5
        if is_one_sided:
            y &= X["ward"] == "a"
        return X, pd.Series(np.asarray(y).astype(int), name="y")

    tables = Syntheses((table(False), table(True)), 300, True)
    report = inference_report("y ~ ward", *table(False), tables)
    assert report.separated == ("ward[T.b]",)


def test_no_term_that_every_table_has():
    X, y = planted(0)
    lone = Syntheses(((X.assign(x=0.0), y),), 400, False)
    with pytest.raises(InputError, match=r"no term of 'time ~ 0 \+ x'"):
        inference_report("time ~ 0 + x", X, y, lone)


def test_levels_that_were_merged_before_rows_were_made():
    X, y = planted(0)
    merged = Syntheses(((X.assign(ward="Other"), y),), 400, False)
    with pytest.raises(InputError, match=r"levels that real rows do not .*merge"):
        inference_report("time ~ ward", X, y, merged)


@pytest.fixture(scope="module")
def visits():
    X, y = make_visits(150, random_state=0, return_X_y=True)
    X = X.rename(columns=str)
    maker = TypeAwareCART(encoder=TableEncoder(identifiers="surrogate"))
    groups = X["nhs_number"]
    return X, y, synthesize_many(maker, X, y, 2, groups=groups, random_state=0)


def test_errors_are_those_of_persons(visits):
    X, y, tables = visits
    number = next(name for name in X.select_dtypes("number"))
    formula = f"Q({number!r}) ~ 1"
    groups = X["nhs_number"]
    report = inference_report(formula, X, y, tables, groups=groups)
    with pytest.warns(UserWarning, match="persons have several rows"):
        by_rows = inference_report(formula, X, y, tables)
    assert tables.has_visits
    assert report.real["std_error"].item() != by_rows.real["std_error"].item()
    assert len(tables.persons_of(0)) == len(tables[0][0])


def test_rows_that_were_made_singly_have_no_persons():
    X, y = planted(0)
    X, label = X[["x"]], (y > 1).astype(int)
    tables = synthesize_many(TypeAwareSMOTE(), X, label, 2, random_state=0)
    with pytest.raises(InputError, match="were made row by row"):
        inference_report("time ~ x", X, label, tables, groups=np.arange(400) // 2)


def test_the_report_as_page_and_record(tmp_path):
    X, y = planted(0)
    report = inference_report("time ~ x + ward", X, y, made(0.3), event="died")
    assert isinstance(report, InferenceReport)
    report.write_html(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "ward[T.b]" in page
    assert "Not held" in page
    kept = report.to_dict()
    assert [one["term"] for one in kept["coefficients"]] == list(report.frame().index)
    assert kept["moved"] == ["x"]
