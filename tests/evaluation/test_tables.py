"""Tables of an audit: read alike, and told where they differ."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import fidelity_report, privacy_report, utility_report
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.evaluation.matrix import Standardiser
from skl_synth.evaluation.read_data import INVALID
from skl_synth.evaluation.tables import read_real, read_tables
from skl_synth.inference import Syntheses
from skl_synth.table import TableEncoder

REPORTS = [utility_report, fidelity_report, privacy_report]


@pytest.fixture(scope="module")
def parts():
    X, y = make_patients(360, random_state=0, return_X_y=True)
    return [(X[k::3], y[k::3]) for k in range(3)]


def given(parts, **changed):
    names = ("real", "synthetic", "holdout")
    tables = {**dict(zip(names, parts, strict=True)), **changed}
    return [part for name in names for part in tables[name]]


def read(*tables):
    pairs = list(zip(tables[::2], tables[1::2], strict=True))
    return read_tables(read_real(*pairs[0]), *pairs)


def test_the_matrix_is_that_of_the_encoder(parts):
    tables = read(*given(parts))
    X = parts[0][0]
    encoder = TableEncoder(identifiers="surrogate").fit(X)
    expected = encoder.transform(X)
    found = Standardiser(tables).transform(tables.real)

    def distances(matrix):
        return np.linalg.norm(matrix[:30, None] - matrix[None, :30], axis=2)

    np.testing.assert_allclose(distances(found), distances(expected), atol=1e-9)


def test_one_hot_groups_are_one_attribute_and_broken_rows_have_no_level():
    wards = pd.get_dummies(pd.Series(list("abc") * 20), prefix="ward").astype(int)
    broken = wards.astype(float)
    broken.iloc[0] = [0.3, 0.7, 0.0]
    tables = read(wards, None, broken, None)
    [ward] = tables.attributes
    assert [ward.levels[code] for code in tables.synthetic.codes[:2, 0]] == [
        INVALID,
        "ward_b",
    ]


def test_float_noise_hides_no_copy():
    """A copy is one too where the real table holds 34.492000000000004 for 34.492."""
    rng = np.random.default_rng(0)
    euros = np.round(rng.lognormal(16, 1, 180), 2)
    real = pd.DataFrame({"tax": euros * 0.2, "age": rng.integers(18, 90, 180)})
    exact = real.assign(tax=[round(tax, 3) for tax in real["tax"].tolist()])
    assert not exact.equals(real)
    tables = real[:120], None, exact[:120], None, real[120:], None
    report = privacy_report(*tables, random_state=0)
    assert report.figure("identical_to_training").value == 1


@pytest.mark.parametrize("report", REPORTS)
def test_columns_that_are_not_in_both_are_named(parts, report):
    X, y = parts[1]
    other = X.drop(columns="age").assign(years=1)
    with pytest.raises(ValueError, match="synthetic table lacks 'age' and has besides"):
        report(*given(parts, synthetic=(other, y)))


def test_another_order_of_columns_is_none(parts):
    X, y = parts[1]
    swapped = X[X.columns[::-1]]
    for report in REPORTS:
        one = report(*given(parts), random_state=0)
        other = report(*given(parts, synthetic=(swapped, y)), random_state=0)
        pd.testing.assert_frame_equal(one.frame(), other.frame())


def test_dtypes_that_differ_are_told(parts):
    X, y = parts[1]
    other = X.assign(age=X["age"].astype(float))
    with pytest.warns(UserWarning, match=r"other dtypes .*'age' \(int64, here float64"):
        report = fidelity_report(*given(parts, synthetic=(other, y)), random_state=0)
    assert "'age' (int64, here float64)" in " ".join(str(report).split())


def test_a_column_that_cannot_be_read_is_named(parts):
    X, y = parts[1]
    other = X.assign(age=X["age"].map("{} years".format))
    with pytest.raises(ValueError, match="column 'age'"):
        fidelity_report(*given(parts, synthetic=(other, y)))


def test_a_class_without_rows_is_named(parts):
    X, y = parts[1]
    lacking = X[y == 0], y[y == 0]
    with pytest.warns(UserWarning, match="synthetic table has no row of class 1"):
        report = fidelity_report(*given(parts, synthetic=lacking), random_state=0)
    about = {"scope": "class", "subject": "1"}
    assert report.figure("class_similarity", **about).value == 0
    with (
        pytest.warns(UserWarning, match="no row of class 1"),
        pytest.raises(ValueError, match="synthetic table has no row of class 1"),
    ):
        utility_report(*given(parts, synthetic=lacking))


def test_a_class_never_seen_is_named(parts):
    X, y = parts[1]
    with pytest.raises(ValueError, match="2"):
        privacy_report(*given(parts, synthetic=(X, y + 2)))


def test_few_controls_are_warned_of_and_the_interval_is_printed(parts):
    X, y = parts[2]
    few = pd.concat([X[y == 0][:30], X[y == 1][:10]])
    labels = pd.concat([y[y == 0][:30], y[y == 1][:10]])
    with pytest.warns(UserWarning, match="40 rows, fewer than 50"):
        report = privacy_report(*given(parts, holdout=(few, labels)), random_state=0)
    assert "fewer than 50" in " ".join(str(report).split())
    figure = report.figure("membership_distance_auc")
    assert figure.high - figure.low > 0.1


@pytest.mark.parametrize("report", [utility_report, privacy_report])
def test_without_a_holdout_it_is_said_why_not(parts, report):
    with pytest.raises(ValueError, match=r"needs a hold-out: .* X_holdout"):
        report(*given(parts, holdout=(None, None)))


def test_fidelity_runs_without_a_holdout(parts):
    report = fidelity_report(*given(parts, holdout=(None, None)), random_state=0)
    assert report.frame()["ceiling"].isna().all()
    assert report.worst_column in parts[0][0]


def test_constant_columns_are_told_by_name():
    X = pd.DataFrame({"site": ["north"] * 60, "unit": [1] * 60})
    y = pd.Series([0, 1] * 30)
    same = fidelity_report(X, y, X, y, random_state=0)
    assert "every column of the real table holds one value only" in str(same)
    other = X.assign(site=["south"] * 60)
    report = fidelity_report(X, y, other, y, random_state=0)
    assert "site: one value in every real row" in str(report)
    about = {"scope": "column", "subject": "site"}
    assert report.figure("column_similarity", **about).value == 0
    privacy = privacy_report(X, y, X, y, X, y, random_state=0)
    assert privacy.figure("membership_tracing_auc").value == 0.5
    worst = privacy.figure("membership_worst_auc")
    assert worst.low < 0.5 < worst.high


def test_without_a_target():
    X = make_patients(300, random_state=0)
    tables = X[:100], None, X[100:200], None, X[200:], None
    assert fidelity_report(*tables, random_state=0).figure("mean_gap").value > 0
    figure = privacy_report(*tables, random_state=0).figure("membership_worst_auc")
    assert figure.low < 0.5 < figure.high
    with pytest.raises(ValueError, match="utility needs a target"):
        utility_report(*tables[:5], X["age"][200:])


def test_whole_numbers_are_a_measurement_if_told(parts):
    tables = [part for X, _ in parts for part in (X.drop(columns="age"), X["age"])]
    report = utility_report(*tables, column_kinds={"age": "continuous"}, random_state=0)
    assert {"r2", "mae"} <= set(report.frame()["metric"])


def test_a_figure_that_there_is_not_is_told(parts):
    report = fidelity_report(*given(parts), random_state=0)
    with pytest.raises(KeyError, match=r"no figure .beauty. .* the metrics are"):
        report.figure("beauty")


def month_first(dates):
    return dates.dt.strftime("%m/%d/%Y")


def year_first(dates):
    return dates.dt.strftime("%Y-%m-%d")


def test_a_holdout_that_could_be_read_otherwise_is_read_as_the_real_table():
    """All its days are 12 or less: alone it would be read with the day first."""
    rng = np.random.RandomState(0)

    def patients(n_rows, last_day):
        seen = {
            "year": rng.choice([2021, 2022], n_rows),
            "month": rng.randint(1, 13, n_rows),
            "day": rng.randint(1, last_day + 1, n_rows),
        }
        bmi = rng.normal(26, 4, n_rows).round(1)
        return pd.DataFrame({"seen": pd.to_datetime(seen), "bmi": bmi})

    real, other, holdout = patients(150, 28), patients(150, 28), patients(150, 12)
    reports = [
        privacy_report(
            *(
                part
                for table in (real, other, holdout)
                for part in (table.assign(seen=written(table["seen"])), None)
            ),
            attacks=["membership"],
            random_state=0,
        )
        for written in (month_first, year_first)
    ]
    pd.testing.assert_frame_equal(*(report.frame() for report in reports))


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("which", ["synthetic", "holdout"])
def test_a_target_in_another_order_is_not_paired_by_position(parts, report, which):
    X, y = parts[("real", "synthetic", "holdout").index(which)]
    mixed = y.sample(frac=1, random_state=0)
    remedy = rf"y_{which} = y_{which}\.loc\[X_{which}\.index\]"
    with pytest.raises(InputError, match=remedy):
        report(*given(parts, **{which: (X, mixed)}))
    read(*given(parts, **{which: (X, mixed.loc[X.index])}))


@pytest.mark.parametrize("report", REPORTS)
def test_groups_in_another_order_are_not_paired_by_position(parts, report):
    persons = [pd.Series(range(len(X)), index=X.index) for X, _ in parts]
    names = ("groups_real", "groups_synthetic", "groups_holdout")
    groups = dict(zip(names, persons, strict=True))
    groups["groups_holdout"] = persons[2].sample(frac=1, random_state=0)
    with pytest.raises(InputError, match=r"groups_holdout\.loc\[X_holdout\.index\]"):
        report(*given(parts), **groups)


@pytest.mark.parametrize("report", REPORTS)
def test_several_tables_are_no_table(parts, report):
    many = Syntheses((parts[1], parts[1]), len(parts[0][0]), False)
    for y_new in (None, parts[1][1]):
        with pytest.raises(InputError, match=r"X_new, y_new = syntheses\[0\]"):
            report(*given(parts, synthetic=(many, y_new)))
