"""Strata: by= in synthesizers, alone and wrapped, and what it promises."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from skl_synth import (
    FixedCombinations,
    MarginalCalibrator,
    ProximityFilter,
    RealTable,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
    load,
    release_synthesizer,
)
from skl_synth.datasets import make_visits
from skl_synth.errors import InputError, InputWarning
from skl_synth.generators.strata import Strata

# Leaves of small classes shrink, which a warning says; it has a test of its own.
SMALL_LEAVES = pytest.mark.filterwarnings("ignore:class .*leaves of")
POOLED = pytest.mark.filterwarnings("ignore:.*strata have fewer than")


def hospitals(n_rows=600, shares=(0.5, 0.3, 0.2), seed=0):
    """Return a table in which dose depends on age, in each hospital another way."""
    rng = np.random.default_rng(seed)
    hospital = rng.choice(["A", "B", "C"], n_rows, p=shares)
    age = rng.integers(20, 90, n_rows)
    slope = pd.Series(hospital).map({"A": 1.0, "B": -1.0, "C": 0.0}).to_numpy()
    dose = np.round(100 + slope * (age - 55) + rng.normal(0, 4, n_rows), 1)
    frame = pd.DataFrame({"hospital": hospital, "age": age, "dose": dose})
    frame["sex"] = rng.choice(["f", "m"], n_rows)
    frame["test"] = np.where(rng.random(n_rows) < 0.1, np.nan, rng.normal(size=n_rows))
    target = pd.Series((rng.random(n_rows) < 0.3).astype(int), name="died")
    return frame, target


def crossed(X, y, by="hospital"):
    """Count rows by stratum and class; a missing value is a stratum."""
    strata = X[by].astype(object).where(X[by].notna(), "none")
    return pd.crosstab(strata, np.asarray(y))


FACES = [
    pytest.param(TypeAwareSMOTE(by="hospital"), id="smote"),
    pytest.param(
        TypeAwareSMOTE(by="hospital", interpolation="local", noise_scale=0.1),
        id="local",
    ),
    pytest.param(TypeAwareCART(by="hospital", n_estimators=2), id="cart"),
    pytest.param(
        TypeAwareCART(by="hospital", n_estimators=2, labels="redrawn"), id="redrawn"
    ),
    pytest.param(
        TypeAwareCART(by="hospital", n_estimators=2, labels="modelled"), id="modelled"
    ),
    pytest.param(ProximityFilter(TypeAwareSMOTE(by="hospital")), id="filter"),
    pytest.param(
        MarginalCalibrator(TypeAwareCART(by="hospital", n_estimators=2)),
        id="calibrator",
    ),
    pytest.param(release_synthesizer(by="hospital"), id="release"),
]


@SMALL_LEAVES
@pytest.mark.parametrize("synthesizer", FACES)
def test_every_stratum_and_class_has_its_count(synthesizer):
    X, y = hospitals()
    synthesizer.set_params(mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))
    assert (X_new.dtypes == X.dtypes).all()


@SMALL_LEAVES
@pytest.mark.parametrize("synthesizer", FACES)
def test_a_relation_that_differs_by_hospital_is_kept(synthesizer):
    X, y = hospitals(1500)
    synthesizer.set_params(mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)

    def slopes(table):
        return [
            np.polyfit(rows["age"], rows["dose"], 1)[0]
            for _, rows in table.groupby("hospital")
        ]

    # Large leaves flatten slopes.
    tolerance = 0.12 if isinstance(synthesizer, TypeAwareCART) else 0.25
    assert slopes(X_new) == pytest.approx(slopes(X), abs=tolerance)


def test_parents_are_of_the_same_stratum_and_class():
    X, y = hospitals()
    synthesizer = TypeAwareSMOTE(by="hospital", mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y)
    for parents in synthesizer.provenance_.parents.T:
        np.testing.assert_array_equal(
            X["hospital"].to_numpy()[parents], X_new["hospital"]
        )
        np.testing.assert_array_equal(y.to_numpy()[parents], y_new)


def test_numbers_lie_between_their_parents_in_the_whole_table():
    X, y = hospitals()
    synthesizer = TypeAwareSMOTE(by="hospital", mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    parents = X["age"].to_numpy()[synthesizer.provenance_.parents]
    assert X_new["age"].between(parents.min(axis=1), parents.max(axis=1)).all()


@SMALL_LEAVES
def test_a_stratum_does_not_depend_on_the_rows_of_others():
    X, y = hospitals()
    other = X["hospital"] != "A"
    changed = X.copy()
    # Another order of the same rows: columns and scales of the whole stay.
    changed.loc[other, "dose"] = X.loc[other, "dose"].to_numpy()[::-1]
    made = [
        TypeAwareCART(by="hospital", n_estimators=2, mode="replace", random_state=0)
        .fit_resample(table, y)[0]
        .query("hospital == 'A'")
        for table in (X, changed)
    ]
    # The first stratum has its own seed, and its rows are those of before.
    one, two = (part.sort_values(list(X.columns)).to_numpy() for part in made)
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(two))


@pytest.mark.parametrize(
    "synthesizer",
    [
        ProximityFilter(TypeAwareSMOTE(by="hospital")),
        MarginalCalibrator(
            ProximityFilter(TypeAwareCART(by="hospital", n_estimators=2))
        ),
        MarginalCalibrator(TypeAwareCART(by="hospital", n_estimators=2)),
    ],
    ids=["filter", "both", "calibrator"],
)
@SMALL_LEAVES
def test_distances_are_to_the_nearest_of_all_real_rows(synthesizer):
    X, y = hospitals(400)
    # Numbers, so that somebody of another hospital may be the nearest.
    X["hospital"] = X["hospital"].map({"A": 1, "B": 2, "C": 3})
    X = X.drop(columns=["sex", "test"])
    synthesizer.set_params(mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    transform = synthesizer.encoder_.transform
    distances = cdist(transform(X_new), transform(X))
    known = synthesizer.provenance_
    np.testing.assert_allclose(known.distances, distances.min(axis=1), atol=1e-9)
    of_nearest = distances[np.arange(len(X_new)), known.nearest]
    np.testing.assert_allclose(of_nearest, known.distances, atol=1e-9)


def test_the_filter_keeps_away_from_reference_rows_in_every_stratum():
    X, y = hospitals(500)
    X = X[["hospital", "age", "dose"]].round()
    plain = ProximityFilter(
        TypeAwareSMOTE(by="hospital"), mode="replace", random_state=0
    )
    avoided = plain.fit_resample(X, y)[0].drop_duplicates()
    X_new, _ = plain.fit_resample(X, y, reference=avoided)
    assert len(X_new) == len(X)
    assert len(avoided) > 300
    assert X_new.merge(avoided).empty


def test_a_filter_over_strata_filters_tables_made_elsewhere():
    X, y = hospitals(300)
    X = X.drop(columns="test")
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(by="hospital"), removal_fraction=0.0, mode="replace"
    ).set_params(random_state=0)
    synthesizer.fit(X, y)
    distances, nearest = synthesizer.nearest_real(X[::-1])
    np.testing.assert_allclose(distances, 0, atol=1e-9)
    np.testing.assert_array_equal(X["age"].to_numpy()[nearest], X["age"][::-1])
    made = X.copy()
    made.loc[:99, "age"] += 1
    kept, _ = synthesizer.resample(made, y)
    assert 0 < len(kept) <= 100
    assert kept.merge(X).empty


def test_the_inner_synthesizer_samples_by_strata():
    X, y = hospitals()
    synthesizer = ProximityFilter(TypeAwareSMOTE(by="hospital"), mode="replace")
    synthesizer.set_params(random_state=0).fit(X, y)
    X_new, y_new = synthesizer.sampler_.sample()
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))
    assert synthesizer.sampler_.strata_.equals(synthesizer.strata_)


@SMALL_LEAVES
def test_what_is_told_of_a_draw_is_of_all_strata():
    X, y = hospitals()
    synthesizer = ProximityFilter(
        MarginalCalibrator(TypeAwareCART(by="hospital", n_estimators=2)),
        mode="replace",
        random_state=0,
    )
    X_new, _ = synthesizer.fit_resample(X, y)
    assert synthesizer.filter_counts_["kept"] == len(X_new)
    calibrator = synthesizer.sampler_
    calibrator.sample()
    assert set(calibrator.deviation_["stratum"]) == {
        f"hospital={name!r}" for name in "ABC"
    }


@pytest.mark.parametrize("strategy", [{0: 700, 1: 500}, "auto", 0.9])
def test_a_strategy_is_shared_in_proportion_to_the_real_rows(strategy):
    X, y = hospitals()
    synthesizer = TypeAwareSMOTE(strategy, by="hospital", random_state=0)
    X_all, y_all = synthesizer.fit_resample(X, y)
    assert y_all.value_counts().to_dict() == {
        label: n + synthesizer.sampling_strategy_[label]
        for label, n in y.value_counts().items()
    }
    added = crossed(X_all[len(X) :], y_all[len(X) :])
    real = crossed(X, y)
    for label, n_rows in synthesizer.sampling_strategy_.items():
        if n_rows:
            share = n_rows * real[label] / real[label].sum()
            assert (added[label] - share).abs().max() < 1


@pytest.mark.parametrize("n_samples", [1, 7, 100, {0: 3, 1: 0}, 0])
def test_a_sample_has_the_size_asked_for(n_samples):
    X, y = hospitals(300)
    synthesizer = TypeAwareSMOTE(by="hospital", random_state=0).fit(X, y)
    X_new, y_new = synthesizer.sample(n_samples)
    total = sum(n_samples.values()) if isinstance(n_samples, dict) else n_samples
    assert len(X_new) == len(y_new) == total


@pytest.mark.parametrize("face", [TypeAwareSMOTE, TypeAwareCART])
@pytest.mark.parametrize("has_target", [False, True])
def test_a_table_without_classes_is_divided_too(face, has_target):
    X, _ = hospitals()
    y = X.pop("dose") if has_target else None
    X_new, y_new = face(by="hospital", random_state=0).fit(X, y).sample()
    assert X_new["hospital"].value_counts().equals(X["hospital"].value_counts())
    if has_target:
        table = X_new.assign(dose=y_new)
        slope = {
            name: np.polyfit(rows["age"], rows["dose"], 1)[0]
            for name, rows in table.groupby("hospital")
        }
        assert slope["A"] > 0.8
        assert slope["B"] < -0.8


def test_a_missing_value_is_a_stratum():
    X, y = hospitals()
    X["hospital"] = X["hospital"].where(X["hospital"] != "C")
    X_new, y_new = TypeAwareSMOTE(
        by="hospital", mode="replace", random_state=0
    ).fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))
    assert X_new["hospital"].isna().sum() == X["hospital"].isna().sum() > 50


@POOLED
def test_strata_of_two_columns():
    X, y = hospitals(900)
    X_new, y_new = TypeAwareSMOTE(
        by=["hospital", "sex"], mode="replace", random_state=0
    ).fit_resample(X, y)
    real, new = (
        crossed(table.assign(both=table["hospital"] + table["sex"]), target, "both")
        for table, target in ((X, y), (X_new, y_new))
    )
    pd.testing.assert_frame_equal(new, real)


@SMALL_LEAVES
def test_a_class_that_only_some_strata_have():
    X, y = hospitals()
    y = y.where(X["hospital"] != "A", 0)
    X_new, y_new = TypeAwareCART(
        by="hospital", n_estimators=2, mode="replace", random_state=0
    ).fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))


POOLS = [
    TypeAwareSMOTE(),
    TypeAwareCART(n_estimators=2),
    ProximityFilter(TypeAwareSMOTE()),
    MarginalCalibrator(ProximityFilter(TypeAwareCART(n_estimators=2))),
]


def with_small_hospitals(as_numbers=False):
    X, y = hospitals(700)
    small = pd.Series(np.repeat(["D", "E", "F"], [30, 12, 8]))
    X.loc[: len(small) - 1, "hospital"] = small
    if as_numbers:
        X["hospital"] = X["hospital"].map({name: i for i, name in enumerate("ABCDEF")})
    return X, y


@SMALL_LEAVES
@pytest.mark.parametrize("as_numbers", [False, True])
@pytest.mark.parametrize("synthesizer", POOLS, ids=lambda one: type(one).__name__)
def test_small_strata_are_pooled_and_have_their_counts_too(synthesizer, as_numbers):
    X, y = with_small_hospitals(as_numbers)
    inner = [name for name in synthesizer.get_params() if f"__{name}".endswith("__by")]
    synthesizer.set_params(mode="replace", random_state=0, **{inner[0]: "hospital"})
    with pytest.warns(InputWarning, match="3 of 6 strata have fewer than 20 rows"):
        X_new, y_new = synthesizer.fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))
    # The three have 15 rows of class 1 together, so the next larger one joins them.
    assert synthesizer.strata_["pooled"].tolist() == [False] * 2 + [True] * 4
    counted = synthesizer.provenance_.diagnostics.get("filter_counts")
    assert counted is None or counted["kept"] >= len(X_new)


@POOLED
def test_rows_of_the_pool_come_from_the_pool():
    X, y = with_small_hospitals()
    synthesizer = TypeAwareSMOTE(by="hospital", mode="replace", random_state=0)
    X_new, _ = synthesizer.fit_resample(X, y)
    pool = set(synthesizer.strata_.query("pooled").index)
    parents = X["hospital"].to_numpy()[synthesizer.provenance_.parents]
    is_pooled = X_new["hospital"].isin(pool).to_numpy()
    assert np.isin(parents[is_pooled], list(pool)).all()
    assert not np.isin(parents[~is_pooled], list(pool)).any()


@POOLED
def test_where_a_stratum_of_the_pool_cannot_be_had_others_stand_in(monkeypatch):
    X, y = with_small_hospitals()
    synthesizer = TypeAwareCART(by="hospital", n_estimators=2, mode="replace")
    synthesizer.set_params(random_state=0).fit(X, y)
    pool = synthesizer.generator_.parts[-1]
    draw, columns = pool.generator.draw, synthesizer.generator_.partition.columns
    first = pool.table.rows.take([0])

    def draw_of_one_only(request, rng):
        drawn = draw(request, rng)
        object.__setattr__(drawn, "rows", columns.set_to(drawn.rows, first))
        return drawn

    monkeypatch.setattr(pool.generator, "draw", draw_of_one_only)
    with pytest.warns(InputWarning, match="of the pooled strata are of other strata"):
        _, y_new = synthesizer.sample()
    assert y_new.value_counts().equals(y.value_counts())


@POOLED
def test_a_table_of_small_strata_only_is_made_as_a_whole():
    X, y = hospitals(60)
    synthesizer = TypeAwareSMOTE(by="hospital", mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))
    assert synthesizer.strata_["pooled"].all()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(
    sizes=st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40)), max_size=5),
    seed=st.integers(0, 2**32 - 1),
    as_numbers=st.booleans(),
)
@POOLED
@pytest.mark.filterwarnings("ignore:class ")
def test_counts_are_exact_whatever_the_sizes(sizes, seed, as_numbers):
    sizes = [(30, 25), *sizes]
    codes = np.repeat(np.arange(len(sizes)), [sum(one) for one in sizes])
    labels = np.concatenate([np.repeat([0, 1], one) for one in sizes])
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(codes))
    names = codes if as_numbers else np.array(list("abcdef"))[codes]
    X = pd.DataFrame({"age": rng.integers(0, 90, len(codes)), "ward": names[order]})
    X["dose"] = np.round(rng.normal(size=len(codes)), 3)
    y = pd.Series(labels[order], name="died")
    X_new, y_new = TypeAwareSMOTE(
        by="ward", mode="replace", random_state=seed
    ).fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new, "ward"), crossed(X, y, "ward"))


def test_rules_are_kept_within_strata():
    X, y = hospitals()
    X["region"] = X["hospital"].map({"A": "N", "B": "S", "C": "S"}) + X["sex"]
    rules = [FixedCombinations("hospital", "region")]
    synthesizer = ProximityFilter(
        TypeAwareSMOTE(by="hospital", encoder=TableEncoder(constraints=rules)),
        mode="replace",
        random_state=0,
    )
    X_new, y_new = synthesizer.fit_resample(X, y)
    pd.testing.assert_frame_equal(crossed(X_new, y_new), crossed(X, y))
    known = set(zip(X["hospital"], X["region"], strict=True))
    assert set(zip(X_new["hospital"], X_new["region"], strict=True)) <= known


def test_warnings_name_the_stratum():
    X, y = hospitals()
    # 25 rows of a class have smaller leaves.
    y[:] = 0
    y[np.flatnonzero(X["hospital"] == "B")[:25]] = 1
    with pytest.warns(InputWarning, match=r"class 1 in hospital='B' has 25 rows"):
        TypeAwareCART(by="hospital", n_estimators=1, random_state=0).fit(X, y)


def test_errors_name_the_column():
    X, y = hospitals(100)
    for synthesizer in (
        TypeAwareCART(by="ward"),
        ProximityFilter(TypeAwareSMOTE(by="ward")),
    ):
        with pytest.raises(InputError, match="by names 'ward', which is no column"):
            synthesizer.fit(X, y)


@SMALL_LEAVES
def test_a_seed_fixes_the_rows_whatever_the_threads():
    X, y = hospitals(300)
    made = [
        ProximityFilter(
            TypeAwareCART(by="hospital", n_estimators=2, n_jobs=n), n_jobs=n
        )
        .set_params(mode="replace", random_state=3)
        .fit_resample(X, y)[0]
        for n in (None, 2)
    ]
    pd.testing.assert_frame_equal(*made)


@POOLED
@SMALL_LEAVES
@pytest.mark.filterwarnings("ignore:min_category_count=10 merges")
@pytest.mark.filterwarnings("ignore:.*real rows")
@pytest.mark.parametrize("synthesizer", FACES)
def test_a_saved_synthesizer_draws_the_same_rows(synthesizer, tmp_path):
    if "redrawn" in repr(synthesizer):
        pytest.importorskip("skops")
    X, y = with_small_hospitals()
    synthesizer.set_params(mode="replace", random_state=0).fit(X, y)
    synthesizer.save(tmp_path / "fitted.skl")
    again = load(tmp_path / "fitted.skl")
    pd.testing.assert_frame_equal(again.sample()[0], synthesizer.sample()[0])
    assert again.strata_.equals(synthesizer.strata_)
    assert isinstance(again.generator_, Strata)


def test_strata_are_shown():
    X, y = hospitals()
    shown = TypeAwareSMOTE(by="hospital").fit(X, y).strata_
    assert shown.index.name == "hospital"
    assert list(shown.columns) == ["rows", "pooled", "class 0", "class 1"]
    np.testing.assert_array_equal(shown[["class 0", "class 1"]], crossed(X, y))


def test_without_by_there_are_no_strata():
    X, y = hospitals(100)
    synthesizer = TypeAwareSMOTE().fit(X, y)
    with pytest.raises(AttributeError, match="fitted without by"):
        _ = synthesizer.strata_


def two_areas(*, single_rows_in=None):
    """Return visits of two areas; in one of them persons may have one row each."""
    X, y = make_visits(360, visits=(1, 4), random_state=0, return_X_y=True)
    X["area"] = X["area"].where(X["area"] == "Northfield", "elsewhere")
    if single_rows_in is not None:
        keep = (X["area"] != single_rows_in) | (X["visit"] == 1)
        X, y = X[keep].reset_index(drop=True), y[keep].reset_index(drop=True)
    persons = X.pop("nhs_number")
    X = X[["sex", "area", "visit", "admitted", "sbp", "ward"]]
    return X, y, persons


@SMALL_LEAVES
@pytest.mark.parametrize("single_rows_in", [None, "Northfield"])
@pytest.mark.parametrize(
    "synthesizer",
    [TypeAwareCART(by="area", n_estimators=2), release_synthesizer(by="area")],
    ids=["cart", "release"],
)
def test_persons_are_made_within_their_stratum(synthesizer, single_rows_in):
    X, y, persons = two_areas(single_rows_in=single_rows_in)
    synthesizer.set_params(mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y, groups=persons)
    pd.testing.assert_frame_equal(crossed(X_new, y_new, "area"), crossed(X, y, "area"))
    made = X_new.groupby(synthesizer.provenance_.persons)
    assert made.ngroups == persons.nunique()
    assert (made[["sex", "area"]].nunique() == 1).all(axis=None)
    if single_rows_in is not None:
        assert (made.size()[made["area"].first() == single_rows_in] == 1).all()


@POOLED
@SMALL_LEAVES
def test_pooled_strata_of_persons_have_the_counts_of_the_pool():
    X, y, persons = two_areas()
    X["area"] = make_visits(360, visits=(1, 4), random_state=0)["area"]
    synthesizer = TypeAwareCART(by="area", n_estimators=2, mode="replace")
    synthesizer.set_params(random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y, groups=persons)
    shown = synthesizer.strata_
    assert shown["pooled"].sum() >= 2
    pool = dict.fromkeys(shown.index[shown["pooled"]], "pool")
    real, new = (
        crossed(table.assign(area=table["area"].replace(pool)), target, "area")
        for table, target in ((X, y), (X_new, y_new))
    )
    pd.testing.assert_frame_equal(new, real)
    made = X_new.groupby(synthesizer.provenance_.persons)
    assert (made["area"].nunique() == 1).all()


def test_a_column_that_divides_persons_is_refused():
    X, y, persons = two_areas()
    with pytest.raises(InputError, match=r"by divides persons: some have rows in sev"):
        TypeAwareCART(by="ward").fit(X, y, groups=persons)


def test_a_part_of_a_table_has_its_classes_and_the_scales_of_the_whole():
    X, y = hospitals(100)
    y = pd.Series(np.where(X["hospital"] == "A", "no", np.where(y, "yes", "may")))
    real = RealTable.read(X, y)
    rows = np.flatnonzero(X["hospital"] != "A")
    part = real.part(rows, "hospital='B'")
    assert part.target.classes.tolist() == ["may", "yes"]
    np.testing.assert_array_equal(part.counts, [(y == "may").sum(), (y == "yes").sum()])
    assert part.target.label(1) == "class 'yes' in hospital='B'"
    np.testing.assert_array_equal(part.matrix(), real.matrix()[rows])
    assert len(part.target.original) == 0, "a part keeps no target as it came"
