"""The four steps of SMOTE: what is drawn is what the synthesizer does."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from sklearn.exceptions import NotFittedError
from sklearn.neighbors import NearestNeighbors

from skl_synth import (
    ProximityFilter,
    SamplerAdapter,
    SmoteStepsDisplay,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError, InputTypeError, InputWarning


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(300, random_state=0, return_X_y=True)
    return X.drop(columns="patient_id"), y


def part(display, *roles):
    frame = display.frame()
    return frame[frame["role"].isin(roles)]


def test_the_neighbours_are_the_nearest_of_the_class_in_both_columns(patients):
    X, y = patients
    display = SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi"))
    (start,) = part(display, "picked")["row"]
    near = set(part(display, "neighbour", "chosen")["row"])
    assert len(near) == 6
    members = np.flatnonzero(y == 1)
    table = X[["age", "bmi"]]
    matrix = ((table - table.mean()) / table.std(ddof=0)).to_numpy()
    search = NearestNeighbors(n_neighbors=7).fit(matrix[members])
    found = search.kneighbors(matrix[[start]], return_distance=False)[0]
    assert near == {*members[found].tolist()} - {start}


def test_the_new_row_lies_between_and_is_snapped(patients):
    X, y = patients
    display = SmoteStepsDisplay.from_table(X, y, columns=("age", "length_of_stay"))
    place = ["x_place", "y_place"]
    (start,), (end,) = (
        part(display, one)[place].to_numpy() for one in ("picked", "chosen")
    )
    between = start + display.weight * (end - start)
    np.testing.assert_allclose(display.between, between)
    assert 0 <= display.weight <= 1
    new = part(display, "new")[["x", "y"]].to_numpy()[0]
    np.testing.assert_array_equal(new, np.rint(between))
    assert display.frame()["x"].dtype == X["age"].dtype


def test_the_new_row_is_one_that_the_synthesizer_draws(patients):
    """Candidates of the same seed hold it, with the same parents."""
    X, y = patients
    X = X[["age", "bmi", "ward"]]
    synthesizer = TypeAwareSMOTE(random_state=0).fit(X, y)
    display = SmoteStepsDisplay.from_synthesizer(
        synthesizer, columns=("age", "bmi"), random_state=3
    )
    from skl_synth.generators import Request

    counts = np.array([0, max(200, 4 * int((y == 1).sum()))])
    drawn = synthesizer.generator_.draw(Request(counts), np.random.RandomState(3))
    rows = synthesizer.table_.decode(drawn.rows)
    new = display.frame().iloc[-1]
    same = (rows["age"] == new["x"]) & (rows["bmi"] == new["y"])
    parents = [part(display, one)["row"].iloc[0] for one in ("picked", "chosen")]
    assert (drawn.parents[same] == parents).all(axis=1).any()
    assert not hasattr(synthesizer, "provenance_"), "no sample is remembered"


def test_the_row_that_is_asked_for_is_picked_with_its_class(patients):
    X, y = patients
    for row in (0, 17, 299):
        display = SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi"), row=row)
        assert part(display, "picked")["row"].tolist() == [row]
        assert display.group == f"class {y.iloc[row]}"
        assert display.frame()["x"].iloc[-1] == int(display.frame()["x"].iloc[-1])


def test_all_columns_decide_who_is_near_where_they_are_asked(patients):
    X, y = patients
    two, all_ = (
        SmoteStepsDisplay.from_table(
            X, y, columns=("age", "bmi"), row=5, distance=distance
        )
        for distance in ("columns", "table")
    )
    assert two.n_columns == 2
    assert all_.n_columns == X.shape[1]
    nearest = NearestNeighbors(n_neighbors=7)
    synthesizer = TypeAwareSMOTE().fit(X, y)
    members = np.flatnonzero(y == y.iloc[5])
    nearest.fit(synthesizer.table_.matrix()[members])
    own = synthesizer.table_.matrix()[[5]]
    expected = members[nearest.kneighbors(own, return_distance=False)[0]]
    rows = {*part(all_, "neighbour", "chosen", "picked")["row"].tolist()}
    assert rows == {*expected.tolist()}
    assert rows != {*part(two, "neighbour", "chosen", "picked")["row"].tolist()}


def test_every_row_is_drawn_in_its_class(patients):
    X, y = patients
    display = SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi")).plot()
    frame = display.frame()
    classes = y.iloc[frame["row"].dropna().astype(int)].to_numpy()
    assert (classes == np.where(frame["role"].iloc[:-1] == "other class", 0, 1)).all()
    assert len(frame) == len(X) + 1
    for role, shown in display.points_.items():
        places = frame.loc[frame["role"] == role, ["x_place", "y_place"]]
        np.testing.assert_array_equal(shown.get_offsets(), places)


def test_four_panels_say_the_four_steps(patients):
    X, y = patients
    display = SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi")).plot()
    titles = [one.get_title(loc="left") for one in display.axes_]
    assert [title[0] for title in titles] == ["1", "2", "3", "4"]
    assert "class 1" in titles[0]
    assert "6 nearest" in titles[1].replace("\n", " ")
    assert f"{display.weight:.0%}" in titles[3]
    assert [one.get_xlabel() for one in display.axes_] == ["age"] * 4
    shown = [len(one.collections) for one in display.axes_]
    assert shown == sorted(shown)
    first, second = display.way_.get_xydata()
    assert [*first] == part(display, "picked")[["x_place", "y_place"]].iloc[0].tolist()
    assert [*second] == part(display, "chosen")[["x_place", "y_place"]].iloc[0].tolist()


def test_it_draws_where_it_is_told(patients):
    X, y = patients
    display = SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi"))
    figure, axes = plt.subplots(1, 4)
    assert display.plot(axes, name="Steps", point_kwargs={"alpha": 0.5}) is display
    assert display.figure_ is figure
    assert figure.get_suptitle() == "Steps"
    assert display.points_["new"].get_alpha() == 0.5
    with pytest.raises(InputError, match="1 axes, but there are 4 steps"):
        display.plot(plt.subplots()[1])


@pytest.fixture(scope="module")
def all_kinds():
    rng = np.random.default_rng(0)
    n = 200
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 400, n), "D")
    size = rng.normal(50, 9, n).round(1)
    table = pd.DataFrame(
        {
            "size": size,
            "text_size": np.where(rng.random(n) < 0.1, "?", size.astype(str)),
            "whole": rng.integers(0, 60, n),
            "flag": rng.random(n) < 0.4,
            "sex": rng.choice(["F", "M"], n),
            "ward": rng.choice(["A", "B", "C"], n),
            "grade": pd.Categorical(
                rng.choice(["low", "mid", "high"], n), ["low", "mid", "high"], True
            ),
            "day": day,
            "day_text": day.strftime("%d/%m/%Y"),
            "time": (
                day + pd.to_timedelta(rng.integers(0, 80_000, n), "s")
            ).tz_localize("Europe/London", ambiguous=True, nonexistent="shift_forward"),
            "span": pd.to_timedelta(rng.integers(60, 8000, n), "min"),
            "gaps": np.where(rng.random(n) < 0.3, np.nan, rng.normal(size=n).round(2)),
            "end": day + pd.to_timedelta(rng.integers(0, 40, n), "D"),
        }
    )
    return table, pd.Series(rng.random(n) < 0.3, name="died")


@pytest.mark.parametrize(
    "columns",
    [
        ("text_size", "grade"),
        ("whole", "day"),
        ("day_text", "size"),
        ("time", "span"),
        ("flag", "ward"),
        ("sex", "size"),
        ("gaps", "size"),
        ("day", "end"),
    ],
    ids=str,
)
def test_columns_of_any_kind_can_be_drawn(all_kinds, columns):
    X, y = all_kinds
    display = SmoteStepsDisplay.from_table(X, y, columns=columns).plot()
    display.figure_.canvas.draw()
    frame = display.frame()
    assert frame[["x_place", "y_place"]].notna().all(axis=None)
    rows = frame["row"].iloc[:-1].astype(int)
    for shown, column in zip(("x", "y"), columns, strict=True):
        assert frame[shown].iloc[:-1].tolist() == X[column].iloc[rows].tolist()
        values = {*X[column]}
        if column in ("flag", "ward", "sex", "grade"):
            assert frame[shown].iloc[-1] in values


@pytest.mark.parametrize("columns", [("day", "size"), ("ward", "size")], ids=str)
def test_ticks_are_written_as_in_the_table(all_kinds, columns):
    X, y = all_kinds
    display = SmoteStepsDisplay.from_table(X, y, columns=columns).plot()
    display.figure_.canvas.draw()
    texts = {one.get_text() for one in display.ax_.get_xticklabels()} - {""}
    known = {str(one).removesuffix(" 00:00:00") for one in X[columns[0]]}
    assert texts
    if columns[0] == "ward":
        assert texts == known
    else:
        assert all(pd.Timestamp(one).year in (2023, 2024, 2025) for one in texts)


def test_arrays_take_positions_and_no_target_is_one_class():
    array = np.random.default_rng(0).normal(size=(60, 3))
    display = SmoteStepsDisplay.from_table(array, columns=(0, -1))
    assert display.group == "the table"
    assert "other class" not in {*display.frame()["role"]}
    rows = display.frame()["row"].iloc[:-1].astype(int)
    np.testing.assert_array_equal(display.frame()["y"].iloc[:-1], array[rows, 2])
    display.plot()


def test_index_labels_do_not_matter(patients):
    X, y = patients
    labels = pd.Index(np.arange(len(X))[::-1] * 7)
    one, other = (
        SmoteStepsDisplay.from_table(*table, columns=("age", "bmi"))
        for table in ((X, y), (X.set_axis(labels), y.set_axis(labels)))
    )
    pd.testing.assert_frame_equal(one.frame(), other.frame())


def test_a_filter_around_it_is_looked_into_and_rules_are_kept(all_kinds):
    X, y = all_kinds
    X = X[["day", "end", "size"]]
    synthesizer = ProximityFilter(random_state=0).fit(X, y)
    display = SmoteStepsDisplay.from_synthesizer(synthesizer, columns=("day", "end"))
    new = display.frame().iloc[-1]
    assert new["x"] <= new["y"]
    near = part(display, "neighbour", "chosen")
    assert len(near) == 6
    assert y.iloc[near["row"].astype(int)].nunique() == 1


def test_a_large_table_is_drawn_in_part():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(6000, 2)).round(3), columns=["a", "b"])
    y = rng.random(6000) < 0.5
    display = SmoteStepsDisplay.from_table(X, y, columns=("a", "b"))
    counts = display.frame()["role"].value_counts()
    assert counts["other class"] == counts["same class"] == 2000


def test_a_class_of_few_uses_all_there_are_and_says_so(patients):
    X, _ = patients
    y = np.zeros(len(X), dtype=int)
    y[:4] = 1
    with pytest.warns(InputWarning, match="3 neighbours are used instead of"):
        display = SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi"))
    assert len(part(display, "neighbour", "chosen")) == 3
    y[1:4] = 0
    with pytest.raises(InputError, match=r"has 1 row .* SMOTE needs two"):
        SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": ("age", "age")}, "two different columns"),
        ({"columns": "age"}, "two different columns"),
        ({"columns": ("age", "nope")}, "'nope' is not in the table"),
        ({"label": 7}, "the class 7 is not in the target"),
        ({"row": 5, "label": "x"}, "the class 'x' is not in the target"),
        ({"row": -1}, "row is -1, which is no position"),
        ({"row": 1000}, "row is 1000, which is no position"),
        ({"row": "a"}, "row is 'a', which is no position"),
        ({"distance": "both"}, "distance is 'both'; known are"),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_is_refused(patients, change, words):
    with pytest.raises(InputError, match=words):
        SmoteStepsDisplay.from_table(*patients, **{"columns": ("age", "bmi"), **change})


def test_a_row_of_another_class_or_without_value_is_refused(patients, all_kinds):
    X, y = patients
    row = int(np.flatnonzero(y == 0)[0])
    with pytest.raises(InputError, match=f"row {row} is of class 0, not of class 1"):
        SmoteStepsDisplay.from_table(X, y, columns=("age", "bmi"), row=row, label=1)
    X, y = all_kinds
    row = int(np.flatnonzero(X["gaps"].isna())[0])
    with pytest.raises(InputError, match=f"row {row} misses a value of"):
        SmoteStepsDisplay.from_table(X, y, columns=("gaps", "size"), row=row)


def test_keys_constants_and_continuous_targets_are_refused(patients):
    X, _ = patients
    X = X[["age", "bmi"]].assign(one=1)
    with pytest.raises(InputError, match="'one' has one value"):
        SmoteStepsDisplay.from_table(X, columns=("one", "age"))
    with pytest.raises(InputError, match="the target is continuous"):
        SmoteStepsDisplay.from_table(
            X, X["bmi"] + np.linspace(0, 1, len(X)), columns=("age", "bmi")
        )


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("interpolation", "local"), ("n_rounds", 2), ("noise_scale", 0.1)],
)
def test_another_way_than_four_steps_is_refused(patients, parameter, value):
    X, y = patients
    synthesizer = TypeAwareSMOTE(**{parameter: value}).fit(X, y)
    with pytest.raises(InputError, match=f"fit one with {parameter}="):
        SmoteStepsDisplay.from_synthesizer(synthesizer, columns=("age", "bmi"))


def test_what_makes_no_steps_is_refused(patients):
    X, y = patients
    X = X[["age", "bmi"]]
    for synthesizer in (TypeAwareCART(), ProximityFilter(SamplerAdapter())):
        with pytest.raises(InputTypeError, match="does not place rows between"):
            SmoteStepsDisplay.from_synthesizer(
                synthesizer.fit(X, y), columns=("age", "bmi")
            )
    with pytest.raises(NotFittedError):
        SmoteStepsDisplay.from_synthesizer(TypeAwareSMOTE(), columns=("age", "bmi"))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n_rows=st.integers(9, 60),
    decimals=st.integers(0, 2),
    k=st.integers(1, 8),
)
def test_any_table_of_numbers_gives_a_row_between_two_of_the_class(
    seed, n_rows, decimals, k
):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(0, 5, (n_rows, 2)).round(decimals), columns=["a", "b"])
    X.iloc[:2] = [[0.0, 1.0], [1.0, 0.0]]
    with warnings.catch_warnings():
        # Few, whole or all different: what is said of that is tested elsewhere.
        warnings.simplefilter("ignore")
        display = SmoteStepsDisplay.from_table(
            X, columns=("a", "b"), k_neighbors=k, random_state=seed
        )
    place = ["x_place", "y_place"]
    ends = part(display, "picked", "chosen")[place].to_numpy(dtype=float)
    new = part(display, "new")[place].to_numpy(dtype=float)[0]
    half = 0.5 * 10.0**-decimals + 1e-9
    assert (new >= ends.min(axis=0) - half).all()
    assert (new <= ends.max(axis=0) + half).all()
    assert len(part(display, "neighbour", "chosen")) == min(k, n_rows - 1)
