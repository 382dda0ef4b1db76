"""The contract of all synthesizers, kept by the networks too."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.pipeline import make_pipeline
from joblib import parallel_config
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler

from skl_synth import (
    Inequality,
    ProximityFilter,
    TableEncoder,
    TypeAwareGAN,
    TypeAwareVAE,
    load,
)
from skl_synth.datasets import load_table
from skl_synth.generators.neural.early_stopping import Epoch
from tests.tables import mixed_table, tables
from tests.test_invariants import (
    assert_counts,
    assert_one_hots_are_valid,
    assert_within_what_was_seen,
)

torch = pytest.importorskip("torch", reason="the extra neural is not installed")

# So few epochs converge nowhere, which is warned of and tested for below.
pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

BRIEF = {"epochs": 3, "hidden_layers": (16,), "latent_dim": 4, "random_state": 0}
BOTH = [TypeAwareVAE(**BRIEF), TypeAwareGAN(**BRIEF)]
both = pytest.mark.parametrize("synthesizer", BOTH, ids=lambda one: type(one).__name__)


@pytest.fixture
def synthesizer(request):
    return clone(request.param)


@both
@settings(max_examples=15)
@given(table=tables(), mode=st.sampled_from(["augment", "replace"]))
def test_a_synthetic_table_is_a_table_of_the_same_kind(synthesizer, table, mode):
    X, y = table
    synthesizer = clone(synthesizer).set_params(mode=mode)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        X_made, y_made = synthesizer.fit_resample(X, y)
    assert_counts(y_made, y, mode)
    if mode == "augment":
        pd.testing.assert_frame_equal(X_made.iloc[: len(X)], X)
    assert list(X_made.columns) == list(X.columns)
    assert X_made.dtypes.equals(X.dtypes)
    for column in X:
        assert_within_what_was_seen(X_made[column], X[column])
    assert_one_hots_are_valid(X_made)


@both
def test_the_seed_fixes_everything_and_no_thread_does(synthesizer):
    X, y = mixed_table()
    threads = torch.get_num_threads()
    state = torch.get_rng_state()
    first = clone(synthesizer).fit(X, y).sample()
    try:
        torch.set_num_threads(threads + 1)
        again = clone(synthesizer).fit(X, y).sample()
        assert torch.get_num_threads() == threads + 1
    finally:
        torch.set_num_threads(threads)
    other = clone(synthesizer).set_params(random_state=1).fit(X, y).sample()
    pd.testing.assert_frame_equal(first[0], again[0])
    pd.testing.assert_series_equal(first[1], again[1])
    assert not first[0].equals(other[0])
    assert torch.equal(torch.get_rng_state(), state), "PyTorch's own seed was touched"


@both
def test_any_counts_by_class(synthesizer):
    X, y = mixed_table()
    synthesizer = clone(synthesizer).fit(X, y)
    assert synthesizer.sample({0: 3, 1: 11})[1].value_counts().to_dict() == {
        1: 11,
        0: 3,
    }
    assert synthesizer.sample(0)[0].dtypes.equals(X.dtypes)
    assert len(synthesizer.sample(70_000)[0]) == 70_000, "more than one block"


@both
def test_a_fitted_network_holds_no_real_row_and_travels(synthesizer):
    X, y = mixed_table()
    fitted = clone(synthesizer).fit(X, y)
    assert not fitted.holds_real_rows
    assert not hasattr(fitted, "rows_")
    assert not fitted.table_.rows.numbers.size
    assert not len(fitted.target_.original)
    assert all(isinstance(array, np.ndarray) for array in fitted.weights_.values())
    again = pickle.loads(pickle.dumps(fitted))
    pd.testing.assert_frame_equal(again.sample()[0], fitted.sample()[0])
    assert not hasattr(clone(fitted), "weights_")


@both
def test_the_history_has_a_line_per_epoch(synthesizer):
    X, y = mixed_table()
    fitted = clone(synthesizer).fit(X, y)
    assert fitted.history_["epoch"].tolist() == [1, 2, 3]
    assert fitted.n_epochs_ == 3
    score = fitted.history_.filter(like="held_out").iloc[:, 0]
    assert score.argmin() + 1 == fitted.best_epoch_


@both
def test_all_rows_may_be_learnt_from(synthesizer):
    X, y = mixed_table()
    fitted = clone(synthesizer).set_params(validation_fraction=0.0).fit(X, y)
    assert fitted.best_epoch_ >= 1
    assert "held_out_loss" not in fitted.history_


@both
def test_a_continuous_target_is_synthesised_with_the_columns(synthesizer):
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    kinds = {"target": "continuous"}
    fitted = clone(synthesizer).set_params(column_kinds=kinds, mode="replace").fit(X, y)
    X_new, y_new = fitted.sample()
    assert len(X_new) == len(X)
    assert y_new.dtype == y.dtype
    assert y_new.between(y.min(), y.max()).all()
    np.testing.assert_array_equal(y_new, y_new.round())
    with pytest.raises(ValueError, match=r"continuous.*fit\(X, y\) and sample"):
        clone(synthesizer).fit_resample(X, y + 0.5)


@both
def test_without_a_target(synthesizer):
    X, _ = mixed_table()
    X_new, y_new = clone(synthesizer).fit(X).sample(30)
    assert y_new is None
    assert len(X_new) == 30


@both
def test_inside_a_filter_no_row_is_a_copy(synthesizer):
    X, y = mixed_table()
    wrapped = ProximityFilter(clone(synthesizer), mode="replace", random_state=0)
    X_new, y_new = wrapped.fit_resample(X, y)
    assert wrapped.nearest_real(X_new)[0].min() > 1e-3
    assert y_new.value_counts().to_dict() == y.value_counts().to_dict()


@both
def test_in_a_pipeline_inside_a_grid_search(synthesizer):
    X, y = load_table("iris", return_X_y=True)
    name = type(synthesizer).__name__.lower()
    pipeline = make_pipeline(
        clone(synthesizer).set_params(mode="replace"),
        StandardScaler(),
        LogisticRegression(),
    )
    grid = {f"{name}__epochs": [1, 4], f"{name}__hidden_layers": [(8,), (16, 16)]}
    found = []
    for n_jobs in (None, 2):
        search = GridSearchCV(pipeline, grid, cv=2, n_jobs=n_jobs, error_score="raise")
        # In threads, which share what PyTorch has but one of.
        with parallel_config(backend="threading"):
            search.fit(X, y)
        found.append(search.cv_results_["mean_test_score"])
    np.testing.assert_array_equal(*found)


@both
def test_a_class_of_one_row_is_refused_by_name(synthesizer):
    X, _ = mixed_table(30)
    y = pd.Series(["a"] * 29 + ["rare"])
    with pytest.raises(ValueError, match=r"class 'rare' has 1 row .*[Mm]erge or drop"):
        clone(synthesizer).set_params(sampling_strategy={"rare": 5}).fit(X, y)
    kept = clone(synthesizer).set_params(sampling_strategy={"a": 40})
    assert kept.fit_resample(X, y)[1].value_counts().to_dict() == {"a": 40, "rare": 1}


@both
@pytest.mark.parametrize("layers", [(0,), (16, -1), (2.5,), ("a",)])
def test_layers_that_are_none(synthesizer, layers):
    with pytest.raises(ValueError, match=r"hidden_layers=.*such as \(128, 128\)"):
        clone(synthesizer).set_params(hidden_layers=layers).fit(*mixed_table(40))


@both
def test_a_device_that_is_not_there(synthesizer):
    with pytest.raises(ValueError, match=r"device='tpu9'.*use 'auto' or 'cpu'"):
        clone(synthesizer).set_params(device="tpu9").fit(*mixed_table(40))


@both
def test_batches_of_one_row(synthesizer):
    X, y = mixed_table(20)
    params = {"batch_size": 1, "epochs": 1}
    if "pack_size" in synthesizer.get_params():
        params["pack_size"] = 1
    assert len(clone(synthesizer).set_params(**params).fit(X, y).sample(5)[0]) == 5


@both
def test_an_interrupt_leaves_a_usable_network(synthesizer, monkeypatch):
    kind = type(synthesizer.make_generator())
    original = kind._train

    def interrupted(self, *args):
        training = original(self, *args)
        yield from (next(training) for _ in range(2))
        raise KeyboardInterrupt

    monkeypatch.setattr(kind, "_train", interrupted)
    X, y = mixed_table()
    fitted = clone(synthesizer)
    with pytest.warns(UserWarning, match=r"interrupted in epoch 3 of 3.*are kept"):
        fitted.fit(X, y)
    assert fitted.n_epochs_ == 2
    assert len(fitted.sample(10)[0]) == 10


@both
def test_a_loss_that_diverges_is_warned_of(synthesizer, monkeypatch):
    kind = type(synthesizer.make_generator())
    original = kind._train

    def diverging(self, *args):
        epoch = next(original(self, *args))
        yield epoch
        yield Epoch(dict.fromkeys(epoch.losses, np.nan), epoch.weights)

    monkeypatch.setattr(kind, "_train", diverging)
    match = r"a loss of epoch 2 is no finite number.*lower lr=0\.001"
    with pytest.warns(ConvergenceWarning, match=match) as caught:
        clone(synthesizer).fit(*mixed_table())
    assert caught[0].message.parameter == "lr"


@both
def test_too_few_epochs_are_warned_of_with_the_figures(synthesizer):
    X, _ = load_table("iris", return_X_y=True)
    with pytest.warns(ConvergenceWarning) as caught:
        clone(synthesizer).set_params(epochs=1).fit(X)
    message = " ".join(str(one.message) for one in caught)
    assert "less than half of the dependence between columns was learnt" in message
    assert "if each column is drawn on its own" in message
    assert "raise epochs; lower batch_size; or use TypeAwareSMOTE" in message


def test_a_training_that_went_well_is_not_complained_of():
    # The species says nearly all of the other columns: within one, little is left to
    # be learnt, and being no better at that is no failure.
    X, y = load_table("iris", return_X_y=True)
    vae = TypeAwareVAE(mode="replace", random_state=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        made = vae.fit_resample(X, y)
    assert LogisticRegression(max_iter=1000).fit(*made).score(X, y) > 0.9


def test_a_score_that_still_falls_is_warned_of():
    X, y = mixed_table()
    with pytest.warns(ConvergenceWarning, match="its score still fell, by .* raise"):
        TypeAwareVAE(**{**BRIEF, "epochs": 10}).fit(X, y)


def test_the_latent_space_tells_classes_apart():
    X, y = load_table("iris", return_X_y=True)
    vae = TypeAwareVAE(latent_dim=2, epochs=60, random_state=0).fit(X)
    points = vae.latent(X)
    assert points.shape == (150, 2)
    model = LogisticRegression().fit(points, y)
    assert model.score(points, y) > 0.75, "the vae was not given the species"
    of_class = TypeAwareVAE(**BRIEF).fit(X, y)
    assert of_class.latent(X, y).shape == (150, 4)


@both
def test_a_loaded_network_makes_the_same_rows_and_holds_no_real_ones(
    synthesizer, tmp_path
):
    synthesizer = clone(synthesizer).fit(*mixed_table(120))
    # No warning, which would be an error: there are no real rows to be told of.
    synthesizer.save(tmp_path / "saved.synth")
    loaded = load(tmp_path / "saved.synth")
    (X_one, y_one), (X_other, y_other) = synthesizer.sample(9), loaded.sample(9)
    pd.testing.assert_frame_equal(X_one, X_other)
    pd.testing.assert_series_equal(y_one, y_other)
    assert (np.diff(loaded.target_.encoded) >= 0).all()
    assert not len(loaded.target_.original)
    assert not hasattr(loaded, "rows_")


@both
@pytest.mark.parametrize("kind", ["classes", "continuous", "rules"])
def test_nothing_that_is_kept_or_saved_has_a_line_per_real_row(
    synthesizer, kind, tmp_path
):
    """No array, frame or list is as long as the table, but for the sorted classes."""
    X, y = mixed_table(137)
    encoder = TableEncoder(constraints=[Inequality("flag", "<=", "age")])
    if kind == "continuous":
        y = X.pop("weight")
    if kind == "rules":
        synthesizer = clone(synthesizer).set_params(encoder=encoder)
    fitted = clone(synthesizer).fit(X, y)
    fitted.sample(10)
    fitted.save(tmp_path / "saved.synth")
    for one in (fitted, load(tmp_path / "saved.synth")):
        long = list(parts_of_length(one, 137))
        assert long
        assert all(path.endswith(".encoded") for path, _ in long)
        for _, values in long:
            assert np.isnan(values).all() if kind == "continuous" else is_sorted(values)


def is_sorted(values):
    return bool((np.diff(values) >= 0).all())


def parts_of_length(one, length, path="", seen=None):
    """Walk through all that an object holds, for what has so many lines."""
    seen = set() if seen is None else seen
    if id(one) in seen or isinstance(one, (str, bytes, type)):
        return
    seen.add(id(one))
    if isinstance(one, (np.ndarray, pd.DataFrame, pd.Series, pd.Index)):
        if length in one.shape:
            yield path, one
        return
    if isinstance(one, dict):
        parts = one.items()
    elif isinstance(one, (list, tuple, set)):
        parts = enumerate(one)
        if len(one) == length:
            yield path, one
    else:
        parts = getattr(one, "__dict__", {}).items()
    for name, part in parts:
        yield from parts_of_length(part, length, f"{path}.{name}", seen)


@both
def test_a_wrapped_network_is_a_fitted_synthesizer_that_holds_no_real_rows(
    synthesizer, tmp_path
):
    X, y = mixed_table(120)
    wrapped = ProximityFilter(clone(synthesizer), random_state=0).fit(X, y)
    network = wrapped.sampler_
    assert wrapped.holds_real_rows
    assert not network.holds_real_rows
    assert network.n_epochs_ == 3
    assert network.sample(7)[0].shape == (7, X.shape[1])
    network.save(tmp_path / "network.synth")
    assert len(load(tmp_path / "network.synth").sample(5)[0]) == 5


@both
def test_rules_of_the_table_are_kept_by_its_rows(synthesizer):
    X, y = mixed_table(120)
    X["later"] = X["age"] + 3
    encoder = TableEncoder(constraints=[Inequality("age", "<", "later")])
    fitted = clone(synthesizer).set_params(encoder=encoder, mode="replace").fit(X, y)
    X_new, _ = fitted.sample()
    assert (X_new["age"] < X_new["later"]).all()
    assert len(fitted.history_) == 3, "what stands around it to keep rules hides it"
