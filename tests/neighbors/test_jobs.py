"""One answer, whatever does the work: threads, processes, compiled kernels."""

import numpy as np
import pytest
from joblib import parallel_config

from skl_synth import ProximityFilter, TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.generators import interpolation
from skl_synth.neighbors import NearestRow, neighbors_within, search
from tests.shapes import random_rows

ROOMS = (search, interpolation)


def answers(n_jobs, shape="few discrete, whole", n_rows=3000):
    rng = np.random.default_rng(0)
    rows = random_rows(rng, n_rows, shape)
    queries = random_rows(rng, n_rows // 2, shape, levels=rows.levels)
    distances, nearest = NearestRow(rows, n_jobs).query(queries)
    return distances, nearest, neighbors_within(rows, 5, n_jobs)


def same(one, other):
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("shape", ["few discrete, whole", "numeric, wide"])
def test_threads_make_no_difference(monkeypatch, shape):
    monkeypatch.setattr(search, "QUERY_ROWS", 700)
    same(answers(None, shape), answers(2, shape))


def test_any_backend_of_joblib_does_the_work(monkeypatch):
    monkeypatch.setattr(search, "QUERY_ROWS", 2000)
    with parallel_config(backend="multiprocessing"):
        elsewhere = answers(2)
    same(elsewhere, answers(None))


@pytest.mark.parametrize("interpolation_", ["segment", "simplex"])
def test_compiled_kernels_give_the_same_table(monkeypatch, interpolation_):
    pytest.importorskip("numba")
    X, y = make_patients(3000, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    made = []
    for fast in (False, True):
        for room in ROOMS:
            monkeypatch.setattr(room, "is_fast", lambda *_, fast=fast, **__: fast)
        smote = TypeAwareSMOTE(interpolation=interpolation_)
        synthesizer = ProximityFilter(smote, mode="replace", random_state=0)
        table = synthesizer.fit_resample(X, y)[0]
        known = synthesizer.provenance_
        made.append((table.to_csv(), known.distances, known.nearest, known.parents))
    same(*made)


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("shape", ["few discrete", "numeric, wide", "many discrete"])
def test_kernels_and_the_rest_agree_on_larger_tables(monkeypatch, shape, fast):
    if fast:
        pytest.importorskip("numba")
    monkeypatch.setattr(search, "is_fast", lambda *_, **__: fast)
    rng = np.random.default_rng(0)
    rows = random_rows(rng, 4000, shape)
    some = rng.integers(0, 4000, 300)
    distances, nearest = NearestRow(rows).query(rows.take(some))
    np.testing.assert_array_equal(distances, 0.0)
    found = neighbors_within(rows, 3, of=some)
    # The screen alone, apart from the rule, as the other side.
    monkeypatch.setattr(search, "is_fast", lambda *_, **__: False)
    monkeypatch.setattr(search, "FEW_ROWS", 10_000)
    np.testing.assert_array_equal(found, neighbors_within(rows, 3, of=some))
    np.testing.assert_array_equal(nearest, NearestRow(rows).query(rows.take(some))[1])
