"""SMOTE and the filter on dask frames: the very tables of one machine."""

import dask
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import skl_synth
from skl_synth.dask.dask_filter import ProximityFilter
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.table.constraints import Inequality, Sum
from tests.dask.frames_in_parts import (
    assert_same,
    in_parts,
    odd_table,
    outcome_of,
)

ENCODER = skl_synth.TableEncoder(
    one_hot_groups={"blood": ["blood_a", "blood_b", "blood_o"]}
)
CUTS = (0, 3, 40, 40, 110)
SMOTE = (skl_synth.TypeAwareSMOTE, TypeAwareSMOTE)
FILTER = (skl_synth.ProximityFilter, ProximityFilter)


@pytest.fixture(autouse=True)
def _texts_as_they_are():
    """Columns of text keep their type, so that both see the same table."""
    with dask.config.set({"dataframe.convert-string": False}):
        yield


def compare(classes, X, y, cuts=CUTS, way="fit_resample", **parameters):
    """Make a table on one machine and on dask, and compare all that is known."""
    core, on_dask = classes
    known = outcome_of(core(**parameters), X, y, way)
    parts = None if y is None else in_parts(y, cuts)
    made = outcome_of(on_dask(**parameters), in_parts(X, cuts), parts, way)
    assert_same(made, known)
    return known


INTERPOLATIONS = ["segment", "simplex", "per_feature", "local"]


@pytest.mark.parametrize("interpolation", INTERPOLATIONS)
def test_smote_places_the_same_rows(interpolation):
    X, y = odd_table()
    shared = {"encoder": ENCODER, "random_state": 1, "interpolation": interpolation}
    compare(SMOTE, X, y, mode="replace", **shared)
    compare(SMOTE, X, y, noise_scale=0.2, n_rounds=2, **shared)


@pytest.mark.parametrize(
    "parameters",
    [
        {"sampling_strategy": {"rare": 90}},
        {"sampling_strategy": "not majority"},
        {"k_neighbors": 60, "mode": "replace"},
        {"by": "sex", "mode": "replace"},
        {"by": ["sex", "ward"], "mode": "replace", "interpolation": "simplex"},
    ],
    ids=["dict", "word", "many neighbours", "strata", "pooled strata"],
)
def test_smote_counts_and_strata_are_the_same(parameters):
    compare(SMOTE, *odd_table(), encoder=ENCODER, random_state=0, **parameters)


@pytest.mark.parametrize("relevance", [None, "auto"])
def test_continuous_targets_are_the_same(relevance):
    shared = {"relevance": relevance, "encoder": ENCODER, "random_state": 0}
    compare(SMOTE, *costs(), way="sample", noise_scale=0.1, **shared)


@pytest.mark.parametrize("under_sample", [False, True])
def test_rare_regions_are_filled_up_the_same(under_sample):
    shared = {"relevance": "auto", "encoder": ENCODER, "random_state": 0}
    compare(SMOTE, *costs(), under_sample=under_sample, **shared)


def costs():
    """Return a table with a continuous target."""
    X, _ = odd_table()
    return X.drop(columns="cost"), (X["cost"] + X["age"]).rename("cost")


def test_no_target_is_the_same():
    X, _ = odd_table(80)
    compare(SMOTE, X, None, way="sample", encoder=ENCODER, random_state=0)


def test_class_of_one_row_is_left_as_it_is():
    X, _ = odd_table(60)
    y = pd.Series(["no"] * 59 + ["yes"], name="died")
    made = compare(SMOTE, X, y, encoder=ENCODER, random_state=0)
    assert "gains 0 rows" in made.told[0]


@pytest.mark.parametrize("duplicates", ["all", "excess"])
@pytest.mark.parametrize("mode", ["augment", "replace"])
def test_filter_decides_the_same(mode, duplicates):
    shared = {"mode": mode, "duplicates": duplicates, "random_state": 3}
    compare(FILTER, *odd_table(), encoder=ENCODER, **shared)
    compare(FILTER, *coarse_table(), cuts=(10, 200), **shared)
    made = compare(FILTER, *half_alike(), cuts=(10, 90), **shared)
    if mode == "replace" and duplicates == "all":
        assert "unlike what was made" in made.told[0]


@pytest.mark.parametrize(
    "parameters",
    [
        {"sampling_strategy": {"rare": 70}, "removal_fraction": 0.4},
        {"min_distance": 1.5, "oversampling_factor": 1.0},
        {"duplicate_tolerance": 2.5},
        {"duplicate_tolerance": 0.0, "mode": "replace"},
    ],
    ids=["dict", "distance", "warning of tolerance", "copies stay"],
)
def test_filter_steps_are_the_same(parameters):
    compare(FILTER, *odd_table(), encoder=ENCODER, random_state=0, **parameters)


def test_filter_by_a_ratio_is_the_same():
    X, y = odd_table()
    y = y.replace({"rare": "yes"})
    compare(FILTER, X, y, encoder=ENCODER, random_state=0, sampling_strategy=0.9)


def test_filter_around_strata_is_the_same():
    X, y = odd_table(200)
    y = y.replace({"rare": "yes"})
    for duplicates in ("all", "excess"):
        made = [
            filter_of(smote(by=["sex", "ward"]), duplicates=duplicates, random_state=0)
            for filter_of, smote in zip(FILTER, SMOTE, strict=True)
        ]
        assert_same(
            outcome_of(made[1], in_parts(X, CUTS), in_parts(y, CUTS)),
            outcome_of(made[0], X, y),
        )


@pytest.mark.parametrize("duplicates", ["all", "excess"])
def test_full_domain_is_refused_or_released_in_the_same_words(duplicates):
    X, y = coarse_table()
    X = X[["a", "b"]]
    shared = {"mode": "replace", "random_state": 0, "duplicates": duplicates}
    made = compare(FILTER, X, y, cuts=(7, 50), **shared)
    assert bool(made.error) == (duplicates == "all")


def test_repeated_rows_are_warned_of_in_the_same_words():
    people = np.random.default_rng(0).normal(size=(40, 2)).round(1)
    X = pd.DataFrame(np.tile(people, (6, 1)), columns=["a", "b"])
    y = pd.Series(np.tile(np.arange(40) % 2, 6), name="y")
    made = compare(SMOTE, X, y, mode="replace", random_state=0)
    assert "equal a real one" in made.told[0]
    made = compare(SMOTE, X[:60], y[:60], random_state=0, sampling_strategy={0: 2000})
    assert "of them differ" in made.told[-1]
    compare(FILTER, X, y, random_state=0)


def test_rules_are_kept_as_on_one_machine():
    X, y = odd_table()
    X["low"] = np.round(X["age"] / 3)
    X["rest"] = X["age"] - X["low"]
    rules = [Sum("age", ["low", "rest"]), Inequality("low", "<=", "age")]
    encoder = skl_synth.TableEncoder(constraints=rules, one_hot_groups=None)
    for interpolation in ("segment", "per_feature"):
        smote = {"interpolation": interpolation, "noise_scale": 0.3}
        made = compare(
            SMOTE, X, y, mode="replace", encoder=encoder, random_state=0, **smote
        )
        assert len(made.synthesizer.rules_) >= 2
    compare(FILTER, X, y, encoder=encoder, random_state=0)


@settings(deadline=None, max_examples=8)
@given(
    cuts=st.lists(st.integers(0, 60), max_size=8),
    seed=st.integers(0, 3),
    threads=st.sampled_from([1, 4]),
)
def test_partitions_and_threads_do_not_matter(cuts, seed, threads):
    X, y = odd_table(60, seed)
    y = y.replace({"rare": "yes"})
    with dask.config.set(scheduler="threads", num_workers=threads):
        compare(FILTER, X, y, cuts, encoder=ENCODER, random_state=seed)


def test_a_row_a_partition_gives_the_same():
    X, y = odd_table(30)
    y = y.replace({"rare": "yes"})
    compare(FILTER, X, y, range(1, 30), encoder=ENCODER, random_state=0)


def test_blocks_are_as_many_as_there_are_rows_for(monkeypatch):
    X, y = odd_table()
    for module in ("smote_in_blocks", "row_pairs", "row_blocks"):
        monkeypatch.setattr(f"skl_synth.dask.{module}.even_sizes", sizes_of_ten)
    compare(FILTER, X, y, mode="replace", encoder=ENCODER, random_state=0)
    shared = {"interpolation": "simplex", "noise_scale": 0.2, "n_rounds": 2}
    compare(SMOTE, X, y, mode="replace", encoder=ENCODER, random_state=0, **shared)


def test_many_candidates_are_compared_by_some_of_each_class(monkeypatch):
    monkeypatch.setattr("skl_synth.dask.proximity_in_blocks.MOST_COMPARED", 400)
    X, y = half_alike()
    made = ProximityFilter(mode="replace", random_state=3)
    told = outcome_of(made, in_parts(X, (100,)), in_parts(y, (100,))).told
    assert "unlike what was made" in told[0]
    assert "ward 'A' in class" in told[0]


def sizes_of_ten(n_rows):
    """Cut rows into blocks of ten."""
    n_blocks = max(-(-n_rows // 10), 1)
    sizes = np.full(n_blocks, 10)
    sizes[-1] = n_rows - 10 * (n_blocks - 1)
    return sizes


def coarse_table():
    """Return a table of few different rows."""
    rng = np.random.default_rng(0)
    n_rows = 300
    frame = pd.DataFrame(
        {
            "a": rng.integers(0, 4, n_rows),
            "b": rng.choice(list("uvw"), n_rows),
            "c": rng.integers(0, 3, n_rows),
            "d": rng.integers(0, 30, n_rows),
        }
    )
    return frame, pd.Series(rng.integers(0, 2, n_rows), name="y")


def half_alike():
    """Return a table in which everybody of one ward has the same values."""
    rng = np.random.default_rng(0)
    ward = rng.choice(["A", "B", "C"], 160)
    score = np.where(ward == "A", 0.0, rng.normal(size=160).round(2))
    return pd.DataFrame({"ward": ward, "score": score}), pd.Series(
        ward == "B", name="y"
    )
