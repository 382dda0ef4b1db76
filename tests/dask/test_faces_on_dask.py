"""What users do with synthesizers of dask frames."""

import pickle
import warnings

import dask
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import skl_synth
from skl_synth.dask.dask_filter import ProximityFilter
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.datasets import make_patients
from tests.dask.frames_in_parts import assert_same_rows, in_parts, odd_table

CUTS = (0, 20, 50)


@pytest.fixture(autouse=True)
def _texts_as_they_are():
    with dask.config.set({"dataframe.convert-string": False}):
        yield


@pytest.fixture(name="table", scope="module")
def _table():
    X, y = odd_table(90)
    return X, y.replace({"rare": "yes"})


@pytest.fixture(name="fitted", scope="module")
def _fitted(table):
    """A filter on dask and one of one machine, each with a sample."""
    X, y = table
    on_dask = ProximityFilter(mode="replace", random_state=0)
    one = skl_synth.ProximityFilter(mode="replace", random_state=0)
    with dask.config.set({"dataframe.convert-string": False}):
        on_dask.fit_resample(in_parts(X, CUTS), in_parts(y, CUTS))
    return on_dask, one, one.fit_resample(X, y)


def test_what_is_shown_is_that_of_one_machine(fitted):
    on_dask, one, _ = fitted
    assert on_dask.describe().equals(one.describe())
    assert on_dask.filter_counts_ == one.filter_counts_
    assert on_dask.sampling_strategy_ == one.sampling_strategy_
    assert on_dask.feature_names_in_.tolist() == one.feature_names_in_.tolist()
    assert on_dask.rules_.equals(one.rules_)
    known, made = one.provenance_.to_frame(), on_dask.provenance_.to_frame()
    pd.testing.assert_frame_equal(made, known)
    assert isinstance(on_dask.sampler_, TypeAwareSMOTE)


def test_nearest_real_takes_frames_of_pandas_and_dask(fitted):
    on_dask, one, (X_new, _) = fitted
    known = one.nearest_real(X_new)
    for frame in (X_new, in_parts(X_new, (0, 1, 30))):
        for made, expected in zip(on_dask.nearest_real(frame), known, strict=True):
            np.testing.assert_array_equal(made, expected)


def test_local_one_draws_the_same_rows_and_can_more(fitted, tmp_path):
    on_dask, _, (X_new, y_new) = fitted
    local = on_dask.to_local()
    assert type(local) is skl_synth.ProximityFilter
    assert type(local.sampler_) is skl_synth.TypeAwareSMOTE
    X, y = local.sample()
    assert_same_rows(X, X_new)
    assert_same_rows(y, y_new)
    assert (local.sample(20, given={"sex": "f"})[0]["sex"] == "f").all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", skl_synth.RealRowsWarning)
        local.save(tmp_path / "local")
        loaded = skl_synth.load(tmp_path / "local")
    assert_same_rows(loaded.sample()[0], X_new)


def test_local_one_by_relevance_has_the_same_regions(table):
    X, y = table[0].drop(columns="cost"), table[0]["cost"]
    smote = TypeAwareSMOTE(relevance="auto", random_state=0)
    smote.fit(in_parts(X, CUTS), in_parts(y, CUTS))
    one = skl_synth.TypeAwareSMOTE(relevance="auto", random_state=0).fit(X, y)
    assert smote.regions_.equals(one.regions_)
    assert_same_rows(smote.to_local().sample()[0], one.sample()[0])


def test_strata_are_shown():
    X, y = odd_table(150)
    y = y.replace({"rare": "yes"})
    smote = TypeAwareSMOTE(by="sex").fit(in_parts(X, CUTS), in_parts(y, CUTS))
    one = skl_synth.TypeAwareSMOTE(by="sex").fit(X, y)
    assert smote.strata_.equals(one.strata_)


@pytest.mark.parametrize("duplicates", ["all", "excess"])
def test_reference_rows_are_kept_away_from(fitted, table, duplicates):
    X, y = table
    reference = fitted[2][0]
    shared = {"random_state": 0, "duplicates": duplicates}
    one = skl_synth.ProximityFilter(**shared)
    known = one.fit_resample(X, y, reference=reference)
    for given in (reference, in_parts(reference, (3,))):
        on_dask = ProximityFilter(**shared)
        made = on_dask.fit_resample(
            in_parts(X, CUTS), in_parts(y, CUTS), reference=given
        )
        assert_same_rows(made[0].compute(), known[0])
        assert on_dask.filter_counts_ == one.filter_counts_
        np.testing.assert_array_equal(
            on_dask.nearest_real(reference)[1], one.nearest_real(reference)[1]
        )


@pytest.mark.parametrize("strategy", ["auto", {"no": 12, "yes": 9}])
def test_tables_made_elsewhere_are_filtered_the_same(table, strategy):
    X, y = table
    made = skl_synth.TypeAwareSMOTE(mode="replace", random_state=5).fit_resample(X, y)
    shared = {"random_state": 0, "sampling_strategy": strategy, "mode": "replace"}
    on_dask = ProximityFilter(**shared).fit(in_parts(X, CUTS), in_parts(y, CUTS))
    one = skl_synth.ProximityFilter(**shared).fit(X, y)
    known = one.resample(*made)
    for X_new, y_new in (made, [in_parts(frame, (5, 5, 31)) for frame in made]):
        X_kept, y_kept = on_dask.resample(X_new, y_new)
        assert_same_rows(X_kept.compute(), known[0])
        assert_same_rows(y_kept.compute(), known[1])
        assert on_dask.filter_counts_ == one.filter_counts_


@pytest.mark.parametrize("relevance", [None, "auto"])
def test_target_may_be_here_or_in_partitions_of_its_own(table, relevance):
    X, y = table
    if relevance:
        X, y = X.drop(columns="cost"), X["cost"]
    shared = {"relevance": relevance, "under_sample": bool(relevance)}
    known = skl_synth.TypeAwareSMOTE(random_state=0, **shared).fit_resample(X, y)
    for given in (y, in_parts(y, (7, 7, 61)), y.to_numpy()):
        smote = TypeAwareSMOTE(random_state=0, **shared)
        X_all, y_all = smote.fit_resample(in_parts(X, CUTS), given)
        assert X_all.npartitions == y_all.npartitions
        assert_same_rows(X_all.compute(), known[0])
        assert_same_rows(y_all.compute().rename(y.name), known[1])


def test_a_cell_of_another_table_is_named_by_its_row_in_the_whole(fitted, table):
    on_dask, one, _ = fitted
    X, y = table
    X = X.assign(ward=X["ward"].astype(object))
    X.loc[80, "ward"] = "nowhere"
    with pytest.raises(ValueError, match="in row 80 ") as whole:
        one.resample(X, y)
    for other in (X, in_parts(X, [20, 20, 60])):
        with pytest.raises(ValueError, match="in row 80 ") as error:
            on_dask.resample(other, y)
        assert str(error.value) == str(whole.value)


def test_each_row_may_be_a_person(table):
    X, y = table
    X = X.drop(columns=["begin", "end"])
    ids = pd.Series(np.arange(len(X)))
    parts = [in_parts(one, CUTS) for one in (X, y, ids)]
    made = ProximityFilter(random_state=0).fit_resample(*parts)
    known = skl_synth.ProximityFilter(random_state=0).fit_resample(X, y, groups=ids)
    assert_same_rows(made[0].compute(), known[0])


def test_several_rows_a_person_are_refused(table):
    X, y = (one[:60] for one in table)
    X = X[["age", "weight", "sex"]]
    persons = pd.Series(np.arange(60) // 2)
    parts = [in_parts(one, CUTS) for one in (X, y, persons)]
    for synthesizer in (TypeAwareSMOTE(), ProximityFilter()):
        with pytest.raises(ValueError, match="draws row by row"):
            synthesizer.fit(*parts)


def test_one_seed_gives_one_table_and_other_seeds_others(table):
    parts = [in_parts(one, CUTS) for one in table]
    smote = TypeAwareSMOTE(random_state=0).fit(*parts)
    one, same, other = (smote.sample(9, seed)[0].compute() for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)
    assert len(smote.sample({"no": 0, "yes": 3})[1].compute()) == 3


def test_clones_share_a_client_and_copy_the_rest():
    client = object()
    smote = TypeAwareSMOTE(by=["sex"], client=client)
    whole = ProximityFilter(smote, client=client, min_distance=1.0)
    copied = clone(whole)
    assert copied.client is client
    assert copied.min_distance == 1.0
    assert copied.sampler is not smote
    assert copied.sampler.client is client
    assert copied.sampler.by == ["sex"]
    assert clone(whole.set_params(sampler__by="ward")).sampler.by == "ward"


class _Client:
    """Stands for a client, which has a connection that cannot be pickled."""

    class scheduler:  # noqa: N801 - as it is called there
        address = "tcp://127.0.0.1:8786"

    def __reduce__(self):
        raise TypeError("a connection cannot be pickled")


def test_what_is_not_fitted_is_pickled_with_the_address_of_its_client(fitted):
    again = pickle.loads(pickle.dumps(TypeAwareSMOTE(by="sex", client=_Client())))
    assert again.client == _Client.scheduler.address
    assert again.by == "sex"
    with pytest.raises(TypeError, match=r"pickle what to_local\(\) gives"):
        pickle.dumps(fitted[0])


def test_what_cannot_be_done_names_what_can(fitted, table, tmp_path):
    on_dask, _, _ = fitted
    X, y = (in_parts(one, CUTS) for one in table)
    with pytest.raises(ValueError, match=r"to_local\(\)\.sample\(given="):
        on_dask.sample(given={"sex": "f"})
    with pytest.raises(TypeError, match=r"to_local\(\)\.save"):
        on_dask.save(tmp_path / "filter")
    with pytest.raises(ValueError, match=r"to_local\(max_rows=90\)"):
        on_dask.to_local(max_rows=10)
    with pytest.raises(TypeError, match=r"skl_synth\.dask\.TypeAwareSMOTE"):
        ProximityFilter(skl_synth.TypeAwareSMOTE()).fit(X, y)
    with pytest.raises(ValueError, match="Unknown label type: continuous"):
        TypeAwareSMOTE().fit_resample(X, X["score"])
    with pytest.raises(ValueError, match="requires y to be passed"):
        TypeAwareSMOTE().fit_resample(X, None)
    with pytest.raises(ValueError, match="'mode' parameter"):
        TypeAwareSMOTE(mode="both").fit(X, y)
    with pytest.raises(ValueError, match="'k_neighbors' parameter"):
        ProximityFilter(TypeAwareSMOTE(k_neighbors=0)).fit(X, y)
    with pytest.raises(ValueError, match=r"0 sample\(s\)"):
        on_dask.nearest_real(X.partitions[:1])
    with pytest.raises(NotFittedError):
        TypeAwareSMOTE().to_local()


@pytest.mark.parametrize("identifiers", ["surrogate", "drop"])
def test_a_key_that_repeats_is_warned_of_as_on_one_machine(identifiers):
    few = make_patients(60, random_state=0)
    table = pd.concat([few, few], ignore_index=True)
    said = []
    for one, made in (
        (table, skl_synth.TypeAwareSMOTE),
        (in_parts(table, CUTS), TypeAwareSMOTE),
    ):
        encoder = skl_synth.TableEncoder(identifiers=identifiers)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            made(encoder=encoder).fit(one.drop(columns="readmitted"), one["readmitted"])
        said.append([str(warning.message) for warning in caught])
    assert any("repeats: 120 of 120 rows share one" in one for one in said[0])
    assert sorted(said[0]) == sorted(said[1])
