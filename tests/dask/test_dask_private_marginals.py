"""PrivateMarginals on dask frames: the counts of one machine, and noise added once."""

import pickle
import threading
from functools import partial
from itertools import pairwise

import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import skl_synth
from skl_synth import PrivateMarginals as OnOneMachine
from skl_synth import TableEncoder
from skl_synth.dask import counted_blocks, drawn_by_seeds
from skl_synth.dask.dask_private_marginals import PrivateMarginals
from skl_synth.dask.row_blocks import even_sizes
from skl_synth.errors import InputError, InputWarning
from skl_synth.generators.marginals import further_pairs
from skl_synth.generators.marginals.marginals_generator import MarginalsGenerator
from tests.generators.marginals.described_people import (
    FIELDS,
    Answers,
    answered_by,
    associated,
    described,
)

NAMES = ["age", "dose", "weight", "born", "sex", "smoker", "ward", "stage", "blood"]
SOME = ["age", "sex", "ward", "cost"]


def columns_of(names):
    return [field["name"] for name in names for field in FIELDS[name]]


def in_parts(frame, cuts):
    """Cut a frame at some places; where two are the same, a partition is empty."""
    edges = pairwise([0, *sorted(cuts), len(frame)])
    pieces = [frame.iloc[low:high] for low, high in edges]
    return dd.from_map(_itself, pieces, meta=frame.iloc[:0])


def _itself(piece):
    return piece


def fitted_both(frame, names, target, cuts, seed=0, groups=None, **parameters):
    """Fit on one machine and on parts, with the same noise."""
    X, y = frame[columns_of(names)], frame[target]
    said = {"dictionary": described(*names, target=target), "random_state": 0}
    with answered_by(Answers(seed)) as answers:
        alone = OnOneMachine(**said, **parameters).fit(X, y, groups)
    with answered_by(answers.again()) as again:
        far = PrivateMarginals(**said, **parameters).fit(
            in_parts(X, cuts),
            in_parts(y, cuts),
            None if groups is None else in_parts(groups, cuts),
        )
    return (alone, answers.asked), (far, again.asked)


def assert_same_questions(one, other):
    assert len(one) == len(other)
    for (kind, true, sensitivity), (kind_too, true_too, as_sensitive) in zip(
        one, other, strict=True
    ):
        assert (kind, sensitivity) == (kind_too, as_sensitive)
        np.testing.assert_array_equal(true, true_too)


CUTS = st.lists(st.integers(0, 300), max_size=6)


@settings(max_examples=8, deadline=None)
@given(CUTS, st.sampled_from(["died", "cost"]), st.sampled_from(["auto", "none"]))
def test_what_is_asked_of_the_rows_is_what_one_machine_asks(cuts, target, pairs):
    people = associated(300)
    (alone, asked), (far, again) = fitted_both(
        people, NAMES, target, cuts, pairs=pairs, epsilon=4.0
    )
    assert_same_questions(asked, again)
    pd.testing.assert_frame_equal(alone.measurements_, far.measurements_)
    assert alone.n_rows_left_out_ == far.n_rows_left_out_ == 0
    assert alone.outside_ == far.outside_


def test_pairs_beyond_a_tree_are_chosen_by_the_same_scores(monkeypatch):
    monkeypatch.setattr(further_pairs, "CELLS_WORTH_IT", 0.1)
    monkeypatch.setattr(counted_blocks, "BATCH_CELLS", 50)
    people = associated(300, seed=1)
    for pairs in ("auto", [("age", "died"), ("age", "sex"), ("sex", "ward", "died")]):
        (_, asked), (far, again) = fitted_both(
            people, SOME, "died", [10, 10, 200], epsilon=4.0, pairs=pairs
        )
        assert_same_questions(asked, again)
        assert far._unconstrained().fitted.pool is not None


def test_without_noise_the_same_is_learnt():
    people = associated(250)
    X, y = people[columns_of(SOME)], people["died"]
    said = {"dictionary": described(*SOME, target="died"), "epsilon": None}
    alone = OnOneMachine(random_state=0, **said).fit(X, y)
    far = PrivateMarginals(random_state=0, **said).fit(
        in_parts(X, [100, 180]), in_parts(y, [100, 180])
    )
    assert not far.is_private_
    learnt, elsewhere = alone._unconstrained().fitted, far._unconstrained().fitted
    for one, other in zip(learnt.columns, elsewhere.columns, strict=True):
        np.testing.assert_array_equal(one.shares, other.shares)
    assert list(learnt.tree.tables) == list(elsewhere.tree.tables)
    for pair, table in learnt.tree.tables.items():
        np.testing.assert_array_equal(table, elsewhere.tree.tables[pair])


# Persons.


@settings(max_examples=5, deadline=None)
@given(CUTS, st.integers(1, 3))
def test_a_person_is_counted_so_often_in_all_partitions_together(cuts, most):
    rng = np.random.default_rng(0)
    people = associated(300)
    whose = pd.Series(rng.choice([f"p{i}" for i in range(40)], 300))
    X, y = people[columns_of(SOME)], people["died"]
    far = PrivateMarginals(
        None,
        dictionary=described(*SOME, target="died"),
        rows_per_person=most,
    )
    with pytest.warns(InputWarning, match="left out"):
        far.fit(in_parts(X, cuts), in_parts(y, cuts), in_parts(whose, cuts))
    kept = int(whose.value_counts().clip(upper=most).sum())
    assert far.n_rows_left_out_ == 300 - kept
    assert far._unconstrained().n_rows == kept


def test_the_dictionary_may_say_whose_rows_are():
    people = associated(120)
    people["nhs"] = [str(1_000_000_000 + i // 3) for i in range(120)]
    fields = [*FIELDS["sex"], *FIELDS["died"], {"name": "nhs"}]
    fields[-1]["skl_synth"] = {"kind": "identifier"}
    said = {"fields": fields, "skl_synth": {"target": "died", "person": "nhs"}}
    X, y = people[["nhs", "sex"]], people["died"]
    far = PrivateMarginals(dictionary=said, rows_per_person=3, random_state=0)
    far.fit(in_parts(X, [50]), in_parts(y, [50]))
    assert far.n_rows_left_out_ == 0
    keys = far.sample(60)[0].compute()["nhs"].astype(str)
    assert keys.is_unique
    assert not set(keys) & set(people["nhs"])
    far.set_params(rows_per_person=2)
    with pytest.warns(InputWarning, match="40 of 120 rows are left out"):
        far.fit(in_parts(X, [50]), in_parts(y, [50]))


def test_whose_a_row_is_must_be_known():
    people = associated(60)
    whose = pd.Series([f"p{i}" for i in range(60)])
    whose[40] = None
    far = PrivateMarginals(dictionary=described("sex", target="died"))
    with pytest.raises(InputError, match="1 of 60 rows, the first is row 40"):
        far.fit(
            in_parts(people[["sex"]], [30]),
            in_parts(people["died"], [30]),
            in_parts(whose, [30]),
        )


# Drawing.


def fitted(cuts=(150,), names=SOME, target="died", n_rows=300, **parameters):
    people = associated(n_rows)
    y = None if target is None else people[target]
    said = {"dictionary": described(*names, target=target), "random_state": 0}
    with answered_by(Answers(0)):
        return PrivateMarginals(**{**said, **parameters}).fit(
            in_parts(people[columns_of(names)], list(cuts)),
            None if y is None else in_parts(y, list(cuts)),
        )


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(drawn_by_seeds, "even_sizes", partial(even_sizes, most=70))


@pytest.mark.parametrize("target", ["died", "cost", None])
@pytest.mark.usefixtures("small_blocks")
def test_rows_do_not_depend_on_the_partitions_of_the_real_table(target):
    one = fitted([], ["age", "sex"], target)
    other = fitted([5, 5, 100, 250], ["age", "sex"], target)
    for seed in (None, 3):
        X, y = one.sample(200, random_state=seed)
        X_too, y_too = other.sample(200, random_state=seed)
        assert X.npartitions == X_too.npartitions == 3
        pd.testing.assert_frame_equal(X.compute(), X_too.compute())
        assert len(X.compute().drop_duplicates()) > 50
        if target is None:
            assert y is y_too is None
        else:
            pd.testing.assert_series_equal(y.compute(), y_too.compute())
            assert y.name == target
    X, _ = one.sample(200)
    assert not X.compute().equals(one.sample(200, random_state=3)[0].compute())


@pytest.mark.usefixtures("small_blocks")
def test_counts_of_classes_are_exact_in_the_whole():
    far = fitted()
    asked = {"no": 100, "yes": 50, "lost": 7}
    X, y = far.sample(asked)
    assert y.compute().value_counts().to_dict() == asked
    assert len(X.compute()) == 157
    X, y = far.sample()
    assert y.compute().value_counts().to_dict() == {
        label: n for label, n in far.sampling_strategy_.items() if n
    }
    assert far.sample({"no": 0})[0].compute().shape == (0, X.shape[1])


def test_what_was_said_of_a_frame_is_true_of_its_partitions():
    # Texts are of one dtype or another, as dask and pandas are set.
    X, y = fitted(names=["age", "dose", "born"], target="cost").sample(50)
    assert X.compute().dtypes.equals(X._meta.dtypes)
    assert y.compute().dtype == y._meta.dtype
    alone = fitted(names=["age", "dose", "born"], target="cost").to_local()
    assert alone.sample(50)[0].dtypes.equals(X._meta.dtypes)


@pytest.mark.usefixtures("small_blocks")
def test_rules_of_the_dictionary_are_kept_in_every_block():
    rng = np.random.default_rng(0)
    start, stay = rng.integers(0, 60, 400), rng.integers(0, 30, 400)
    X = pd.DataFrame({"came": start, "left": start + stay})
    bounds = {"minimum": 0, "maximum": 100, "required": True}
    fields = [
        {"name": one, "type": "integer", "constraints": bounds} for one in list(X)
    ]
    rule = {"inequality": ["came", "<=", "left"]}
    said = {"fields": fields, "skl_synth": {"rules": [rule]}}
    with answered_by(Answers(0)):
        far = PrivateMarginals(dictionary=said, random_state=0).fit(in_parts(X, [99]))
    assert len(far.table_.rules)
    drawn = far.sample(300)[0].compute()
    assert len(drawn) == 300
    assert (drawn["came"] <= drawn["left"]).all()


def test_given_rows_are_drawn():
    far = fitted()
    X, y = far.sample(20, given={"sex": "f"})
    assert X.npartitions == 1
    assert (X.compute()["sex"] == "f").all()
    assert len(y.compute()) == 20


# What a table gives away.


def test_nothing_of_real_rows_is_in_what_comes_out():
    people = associated(200)
    people["ward"] = ["Nightingale-7731"] * 100 + ["A"] * 100
    names = ["age", "ward"]
    with answered_by(Answers(0)):
        far = PrivateMarginals(dictionary=described(*names, target="died")).fit(
            in_parts(people[names], [30, 100]), in_parts(people["died"], [30, 100])
        )
    assert far.outside_ == {"ward": 100}
    X, y = far.sample(40)
    for made in (far, X.__dask_graph__(), y.__dask_graph__()):
        written = pickle.dumps(made)
        assert b"Nightingale" not in written
        assert b"outside_" not in written
    assert len(far.table_.rows) == 0
    assert not far.holds_real_rows


def test_the_table_that_comes_out_has_the_shape_of_noisy_counts_alone(monkeypatch):
    monkeypatch.setattr(drawn_by_seeds, "even_sizes", partial(even_sizes, most=70))
    shapes = []
    for cuts in ([], [1, 1, 2, 299], list(range(0, 300, 20))):
        X, _ = fitted(cuts).sample()
        shapes.append((X.npartitions, X.divisions, tuple(map(len, X.partitions))))
    assert len(set(shapes)) == 1


def test_noise_is_added_here_and_once(monkeypatch):
    threads = set()

    class Heard(Answers):
        def noise(self, counts, **said):
            threads.add(threading.get_ident())
            return super().noise(counts, **said)

    people = associated(100)
    with answered_by(Heard(0)) as answers:
        far = PrivateMarginals(dictionary=described("sex", target="died")).fit(
            in_parts(people[["sex"]], [10, 20]), in_parts(people["died"], [10, 20])
        )
        n_asked = len(answers.asked)
        far.sample(500)[0].compute()
    assert threads == {threading.get_ident()}
    assert len(answers.asked) == n_asked == len(far.measurements_)
    assert far.measurements_["rho"].sum() <= far.rho_


# Odd tables.


def test_cells_are_read_alike_whatever_is_in_their_partition():
    people = associated(90)
    people["age"] = people["age"].astype(object)
    people.loc[10, "age"] = "UNKNOWN"
    people.loc[20:29, "age"] = people.loc[20:29, "age"].astype(str)
    people["sex"] = people["sex"].astype("category")
    people["ward"] = people["ward"].astype("string")
    people["born"] = people["born"].dt.strftime("%d/%m/%Y")
    people["blood_a"] = people["blood_a"].astype(int)
    names = ["age", "sex", "ward", "born", "blood"]
    (_, asked), (_, again) = fitted_both(people, names, "died", [10, 11, 30])
    assert_same_questions(asked, again)


def test_keys_that_repeat_are_warned_of():
    people = associated(200)
    people["visit_id"] = [f"k{i // 4:05d}" for i in range(200)]
    fields = [*FIELDS["sex"], {"name": "visit_id"}]
    fields[-1]["skl_synth"] = {"kind": "identifier"}
    X = people[["visit_id", "sex"]]
    with pytest.warns(InputWarning, match="repeats: 200 of 200") as alone:
        OnOneMachine(dictionary={"fields": fields}).fit(X)
    with pytest.warns(InputWarning, match="repeats: 200 of 200") as far:
        PrivateMarginals(dictionary={"fields": fields}).fit(in_parts(X, [7, 90]))
    assert {str(one.message) for one in alone} == {str(one.message) for one in far}


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"dictionary": None}, "dictionary is None"),
        ({"mode": "augment"}, "real rows beside"),
        ({"delta": 0.5}, "once in a while"),
        ({"encoder": TableEncoder(min_tail_count=3)}, "both the dictionary"),
    ],
)
def test_what_would_end_the_guarantee_is_refused(parameters, words):
    with pytest.raises(InputError, match=words):
        fitted(**parameters)


def test_what_no_row_can_mend_is_refused_before_any_is_read():
    people = associated(50)
    far = PrivateMarginals(dictionary=described("sex", "age", target="died"))
    X, y = in_parts(people[["sex"]], [20]), in_parts(people["died"], [20])
    with pytest.raises(InputError, match=r"lacks .age."):
        far.fit(X, y)
    X = in_parts(people[["sex", "age"]], [20])
    with pytest.raises(InputError, match="no target was given"):
        far.fit(X)
    nobody = people[:0]
    with pytest.raises(InputError, match="0 sample"):
        far.fit(in_parts(nobody[["sex", "age"]], []), in_parts(nobody["died"], []))
    people.loc[49, "died"] = "unheard of"
    with pytest.raises(InputError, match="unheard of"):
        far.fit(X, in_parts(people["died"], [20]))


def test_a_domain_that_is_read_from_rows_is_no_guarantee():
    people = associated(200)[["sex", "age", "died"]]
    X, y = people[["sex", "age"]], people["died"]
    far = PrivateMarginals(dictionary="from_data", random_state=0)
    with pytest.warns(InputWarning, match="no guarantee"):
        far.fit(in_parts(X, [80]), in_parts(y, [80]))
    assert not far.is_private_
    assert set(far.sample(30)[0].compute()) == {"sex", "age"}


def test_rules_that_were_found_are_kept_without_noise():
    rng = np.random.default_rng(0)
    start, stay = rng.integers(0, 60, 300), rng.integers(0, 30, 300)
    X = pd.DataFrame({"came": start, "left": start + stay, "stay": stay})
    y = pd.Series(rng.choice(["a", "b"], 300), name="died")
    far = PrivateMarginals(None, random_state=0).fit(
        in_parts(X, [100]), in_parts(y, [100])
    )
    assert len(far.table_.rules)
    drawn = far.sample(100)[0].compute()
    assert (drawn["came"] + drawn["stay"] == drawn["left"]).all()


def test_real_rows_may_be_augmented_where_nothing_is_promised():
    people = associated(150)[["sex", "age", "died"]]
    X, y = (in_parts(one, [80]) for one in (people[["sex", "age"]], people["died"]))
    far = PrivateMarginals(None, mode="augment", random_state=0)
    X_all, y_all = far.fit_resample(X, y)
    assert y_all.compute().value_counts().nunique() == 1
    pd.testing.assert_frame_equal(
        X_all.compute().iloc[:150], X.compute(), check_dtype=False
    )


def test_one_machine_draws_from_what_was_counted_elsewhere(tmp_path):
    far = fitted()
    alone = far.to_local()
    assert type(alone) is OnOneMachine
    assert type(alone.generator_) is MarginalsGenerator
    X, y = alone.sample(30)
    assert isinstance(X, pd.DataFrame)
    assert len(X) == len(y) == 30
    far.save(tmp_path / "private.skops")
    loaded = skl_synth.load(tmp_path / "private.skops")
    pd.testing.assert_frame_equal(loaded.sample(30)[0], X)
    again = pickle.loads(pickle.dumps(far))
    pd.testing.assert_frame_equal(
        again.sample(30)[0].compute(), far.sample(30)[0].compute()
    )
    pd.testing.assert_frame_equal(alone.measurements_, far.measurements_)
