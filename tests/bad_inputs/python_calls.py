"""Bad input through Python, a row each: what, which call, which error, which words."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE

from skl_synth import (
    Inequality,
    OneHotArgmaxRestorer,
    ProximityFilter,
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareSMOTE,
    load,
)
from tests.tables import mixed_table

X, Y = mixed_table(120)


def resample(X=X, y=Y, **parameters):
    return ProximityFilter(
        TypeAwareSMOTE(**parameters.pop("smote", {})),
        **{"random_state": 0} | parameters,
    ).fit_resample(X, y)


def of_smote(name, value):
    return lambda: TypeAwareSMOTE(**{name: value}).fit_resample(X, Y)


def of_encoder(name, value):
    encoder = TableEncoder(**{name: value})
    return lambda: TypeAwareSMOTE(encoder=encoder).fit_resample(X, Y)


def of_filter(name, value):
    return lambda: resample(**{"random_state": 0, name: value})


def polars_frame():
    pytest.importorskip("pyarrow")
    return pytest.importorskip("polars").from_pandas(X)


def len_of_classes(y):
    return dict.fromkeys(np.unique(y).tolist(), len(y))


def tiny_domain():
    frame = pd.DataFrame({"a": [0, 1] * 20, "b": [0, 0, 1, 1] * 10})
    return resample(frame, ["x"] * 24 + ["y"] * 16, mode="replace")


BAD_INPUTS = [
    (
        "a class with one row",
        lambda: resample(y=pd.Series(["a"] * 119 + ["b"]), mode="replace"),
        ValueError,
        ["class 'b'", "1 row", "merge or drop"],
    ),
    (
        "one class",
        lambda: resample(y=pd.Series(["a"] * 120)),
        ValueError,
        ["more than 1 class"],
    ),
    (
        "a missing target",
        lambda: resample(y=Y.astype(float).mask(Y.index == 7)),
        ValueError,
        ["target", "1 rows", "row 7", "drop"],
    ),
    (
        "a target of another length",
        lambda: resample(y=Y[:50]),
        ValueError,
        ["120 rows", "target 50"],
    ),
    (
        "a continuous target to be balanced",
        lambda: resample(y=X["weight"]),
        ValueError,
        ["continuous", "fit(X, y) and sample()"],
    ),
    (
        "two targets",
        lambda: resample(y=np.column_stack([Y, 1 - Y, Y])),
        ValueError,
        ["multioutput"],
    ),
    (
        "text and numbers in one column",
        lambda: resample(X.assign(ward=["A", 1] * 60)),
        ValueError,
        ["'ward'", "'A'", "1", "astype(str)"],
    ),
    (
        "a list in a cell",
        lambda: resample(X.assign(ward=[["A"]] * 120)),
        TypeError,
        ["'ward'", "['A']", "row 0"],
    ),
    (
        "a word in a column of numbers",
        lambda: resample(X.assign(age=[*map(str, range(119)), "unknown"])),
        ValueError,
        ["'age'", "'unknown'", "correct", "column_kinds"],
    ),
    (
        "a foreign sampler and a class of one row",
        lambda: ProximityFilter(SMOTE()).fit_resample(X, ["a"] * 119 + ["b"]),
        ValueError,
        ["SMOTE could not make", "class 'b' (which has 1 rows)"],
    ),
    (
        "an infinite value",
        lambda: resample(X.assign(weight=X["weight"].where(X.index != 3, np.inf))),
        ValueError,
        ["'weight'", "inf", "row 3"],
    ),
    (
        "two columns of one name",
        lambda: resample(pd.concat([X, X["age"]], axis=1)),
        ValueError,
        ["'age'", "rename or drop"],
    ),
    ("no rows", lambda: resample(X[:0], Y[:0]), ValueError, ["0 sample"]),
    ("no columns", lambda: resample(X[[]]), ValueError, ["0 feature"]),
    ("one dimension", lambda: resample(np.arange(120.0)), ValueError, ["2D array"]),
    (
        "an identifier",
        lambda: resample(X.assign(patient_id=np.arange(120) * 3)),
        ValueError,
        ["'patient_id'", "identifiers='surrogate'", "column_kinds"],
    ),
    (
        "free text",
        lambda: resample(X.assign(note=[f"note {i}" for i in range(120)])),
        ValueError,
        ["'note'", "120 different values"],
    ),
    (
        "keys that do not fit their dtype",
        lambda: resample(
            X.assign(id=np.arange(120, dtype="int8")),
            smote={"encoder": TableEncoder(identifiers="surrogate")},
            sampling_strategy={0: 120},
        ),
        ValueError,
        ["'id'", "int8", "widen"],
    ),
    (
        "whole numbers that no float can hold",
        lambda: resample(X.assign(size=[2**60, 2**60 + 1, 5] * 40)),
        ValueError,
        ["'size'", "2**53", "identifier"],
    ),
    (
        "a target of no known kind",
        lambda: resample(smote={"column_kinds": {"died": "number"}}),
        ValueError,
        ["'died'", "'number'", "'continuous'"],
    ),
    (
        "a removal fraction of one",
        lambda: resample(removal_fraction=1.0),
        ValueError,
        ["removal_fraction", "[0.0, 0.99]", "1.0"],
    ),
    (
        "a negative removal fraction",
        lambda: resample(removal_fraction=-0.1),
        ValueError,
        ["removal_fraction", "[0.0, 0.99]", "-0.1"],
    ),
    (
        "a removal fraction as text",
        lambda: resample(removal_fraction="10 %"),
        ValueError,
        ["removal_fraction", "'10 %'"],
    ),
    (
        "a mode that is none",
        lambda: resample(mode="publish"),
        ValueError,
        ["mode", "'augment'", "'publish'"],
    ),
    (
        "no neighbours",
        lambda: resample(smote={"k_neighbors": 0}),
        ValueError,
        ["k_neighbors", "TypeAwareSMOTE", "0"],
    ),
    (
        "fewer rows than augment has",
        lambda: resample(sampling_strategy={0: 10}),
        ValueError,
        ["10 rows of class 0", "90 real rows", "mode='replace'"],
    ),
    (
        "a class that is not there",
        lambda: resample(sampling_strategy={"dead": 10}),
        ValueError,
        ["class 'dead'", "[0, 1]"],
    ),
    (
        "a domain that is too small",
        tiny_domain,
        ValueError,
        ["only 0 of 24 rows", "class 'x'", "duplicates='excess'", "decimals"],
    ),
    (
        "a one-hot prefix that matches nothing",
        lambda: resample(smote={"one_hot_groups": ["blod"]}),
        ValueError,
        ["'blod'", "'blood'"],
    ),
    (
        "a one-hot prefix that matches nothing, restorer",
        lambda: OneHotArgmaxRestorer(["blod"]).fit(X),
        ValueError,
        ["'blod'", "'blood'"],
    ),
    (
        "one-hot rows with nothing set",
        lambda: resample(
            X.assign(blood_a=X["blood_a"].where(X.index > 9, 0)),
            smote={"one_hot_groups": ["blood"]},
        ),
        ValueError,
        ["'blood'", "row", "implicit_baseline"],
    ),
    (
        "a kind that is none",
        lambda: resample(smote={"column_kinds": {"age": "number"}}),
        ValueError,
        ["'age'", "'number'", "'continuous'"],
    ),
    (
        "a kind for a column that is not there",
        lambda: resample(smote={"column_kinds": {"height": "integer"}}),
        ValueError,
        ["'height'", "'age'"],
    ),
    (
        "a sampler that is none",
        lambda: ProximityFilter("smote").fit(X, Y),
        ValueError,
        ["sampler", "fit_resample", "'smote'"],
    ),
    (
        "rows of another table",
        lambda: ProximityFilter().fit(X, Y).nearest_real(X.drop(columns="age")),
        ValueError,
        ["age"],
    ),
    (
        "a level of another table",
        lambda: ProximityFilter().fit(X, Y).resample(X.assign(ward="Z"), Y),
        ValueError,
        ["'ward'", "'Z'", "row 0"],
    ),
    (
        "a sample of minus one row",
        lambda: TypeAwareSMOTE().fit(X, Y).sample(-1),
        ValueError,
        ["whole number", "-1"],
    ),
    # What is passed as a table.
    (
        "the name of a file",
        lambda: resample("patients.csv"),
        TypeError,
        ["'patients.csv'", "read_csv"],
    ),
    (
        "a mapping",
        lambda: resample({"age": [1, 2]}),
        TypeError,
        ["mapping", "pandas.DataFrame(X)"],
    ),
    ("nothing", lambda: resample(None), ValueError, ["2D array", "None"]),
    ("a number", lambda: resample(5), ValueError, ["2D array", "array=5"]),
    ("one column alone", lambda: resample(X["age"]), TypeError, ["to_frame()"]),
    (
        "three dimensions",
        lambda: resample(np.zeros((120, 2, 2))),
        ValueError,
        ["dim 3", "<= 2"],
    ),
    (
        "rows of several lengths",
        lambda: resample([[1, 2], [3]] * 60),
        ValueError,
        ["row 1", "1 values", "the first has 2"],
    ),
    ("an empty list", lambda: resample([]), ValueError, ["array=[]"]),
    ("rows of nothing", lambda: resample([[]] * 120), ValueError, ["0 feature"]),
    (
        "a masked array",
        lambda: resample(np.ma.masked_all((120, 2))),
        TypeError,
        ["masked", "filled(numpy.nan)"],
    ),
    (
        "fields in place of columns",
        lambda: resample(np.zeros(120, dtype=[("a", int), ("b", float)])),
        TypeError,
        ["array of records", "pandas.DataFrame(X)"],
    ),
    (
        "an index of two levels",
        lambda: resample(X.set_index(["site", "ward"])),
        ValueError,
        ["2 levels", "'site', 'ward'", "reset_index()"],
    ),
    (
        "two columns of one number",
        lambda: resample(X.set_axis([7, 7, *range(8)], axis=1)),
        ValueError,
        ["called 7", "rename or drop"],
    ),
    ("a query", lambda: resample(polars_frame().lazy()), TypeError, [".collect()"]),
    (
        "a column of lists",
        lambda: resample(polars_frame().with_columns(tags=[[1]] * 120)),
        ValueError,
        ["'tags'", "list<", "not supported"],
    ),
    # What stands in the cells.
    (
        "a mapping in a cell",
        lambda: resample(X.assign(ward=[{}] * 120)),
        TypeError,
        ["'ward'", "{}", "dict", "row 0"],
    ),
    (
        "a set in a cell",
        lambda: resample(X.assign(ward=["A"] * 119 + [{1}])),
        TypeError,
        ["'ward'", "{1}", "row 119"],
    ),
    (
        "a function in a cell",
        lambda: resample(X.assign(ward=[len] * 120)),
        TypeError,
        ["'ward'", "len"],
    ),
    (
        "complex numbers",
        lambda: resample(X.assign(weight=X["weight"] * 1j)),
        ValueError,
        ["Complex", "'weight'"],
    ),
    (
        "complex numbers in an array",
        lambda: resample(np.ones((120, 2)) * 1j),
        ValueError,
        ["Complex"],
    ),
    (
        "intervals without a kind",
        lambda: resample(X.assign(bin=pd.interval_range(0, 120))),
        ValueError,
        ["'bin'", "interval", "drop"],
    ),
    (
        "numbers too large for distances",
        lambda: resample(X.assign(weight=np.linspace(-8e307, 8e307, 120))),
        ValueError,
        ["'weight'", "too large", "rescale"],
    ),
    (
        "minus infinity",
        lambda: resample(X.assign(weight=X["weight"].where(X.index != 3, -np.inf))),
        ValueError,
        ["'weight'", "-inf", "row 3"],
    ),
    (
        "an infinite value of a nullable column",
        lambda: resample(
            X.assign(weight=X["weight"].where(X.index != 3, np.inf).astype("Float64"))
        ),
        ValueError,
        ["'weight'", "inf", "row 3"],
    ),
    (
        "an infinite value in an array",
        lambda: resample(np.where(np.arange(240).reshape(120, 2) == 7, np.inf, 1.5)),
        ValueError,
        ["infinity"],
    ),
    # The target.
    (
        "a target of mappings",
        lambda: resample(y=[{}] * 120),
        ValueError,
        ["label type: unknown"],
    ),
    (
        "text and numbers as labels",
        lambda: resample(y=["a", 1] * 60),
        ValueError,
        ["mixes text with numbers", "text"],
    ),
    (
        "an infinite target",
        lambda: TypeAwareSMOTE().fit(X, np.where(np.arange(120) == 3, np.inf, 1.5)),
        ValueError,
        ["y contains infinity", "row 3", "drop the row"],
    ),
    (
        "a complex target",
        lambda: resample(y=np.ones(120) * 1j),
        ValueError,
        ["Complex"],
    ),
    (
        "dates as target",
        lambda: resample(y=pd.Series(pd.date_range("2020", periods=120))),
        ValueError,
        ["dates", "days since"],
    ),
    ("no target", lambda: resample(y=None), ValueError, ["fit(X) and sample()"]),
    ("one label for all rows", lambda: resample(y="died"), ValueError, ["'died'"]),
    (
        "a target that is always missing",
        lambda: resample(y=[np.nan] * 120),
        ValueError,
        ["missing in 120 rows"],
    ),
    # Parameters.
    *(
        (f"{name}={value!r}", call(name, value), ValueError, [name, repr(value)])
        for call, name, value in [
            (of_smote, "k_neighbors", -1),
            (of_smote, "k_neighbors", 2.5),
            (of_smote, "k_neighbors", "six"),
            (of_smote, "n_rounds", 0),
            (of_smote, "n_rounds", 9),
            (of_smote, "noise_scale", -1),
            (of_smote, "noise_scale", float("nan")),
            (of_smote, "interpolation", "linear"),
            (of_smote, "n_vertices", 0),
            (of_smote, "n_jobs", "all"),
            (of_smote, "random_state", "seed"),
            (of_smote, "column_kinds", ["age"]),
            (of_smote, "column_kinds", None),
            (of_encoder, "identifiers", "delete"),
            (of_encoder, "min_category_count", 0),
            (of_filter, "sampling_strategy", "everything"),
            (of_filter, "sampling_strategy", 2.5),
            (of_filter, "sampling_strategy", [0, 1]),
            (of_filter, "oversampling_factor", 0.5),
            (of_filter, "duplicate_tolerance", -1),
            (of_filter, "min_distance", -1),
            (of_filter, "random_state", -1),
        ]
    ),
    (
        "fewer rows than none",
        lambda: resample(sampling_strategy={0: -5}, mode="replace"),
        ValueError,
        ["class 0", "-5"],
    ),
    (
        "half a row",
        lambda: resample(sampling_strategy={0: 5.5}, mode="replace"),
        ValueError,
        ["class 0", "5.5"],
    ),
    (
        "a distance that no row has",
        lambda: resample(min_distance=1e9, mode="replace"),
        ValueError,
        ["only 0 of", "min_distance"],
    ),
    (
        "a class in place of an object",
        lambda: ProximityFilter(TypeAwareSMOTE).fit(X, Y),
        TypeError,
        ["class TypeAwareSMOTE", "TypeAwareSMOTE()"],
    ),
    (
        "a constraint in words",
        lambda: resample(smote={"encoder": TableEncoder(constraints=["age < weight"])}),
        TypeError,
        ["'age < weight'", "Inequality"],
    ),
    (
        "a constraint that real rows break",
        lambda: resample(
            smote={
                "encoder": TableEncoder(constraints=[Inequality("weight", "<", "age")])
            }
        ),
        ValueError,
        ["weight < age", "break it", "leave the constraint out"],
    ),
    (
        "a constraint of a column that is not there",
        lambda: resample(
            smote={
                "encoder": TableEncoder(constraints=[Inequality("size", "<", "age")])
            }
        ),
        ValueError,
        ["'size'", "'weight'"],
    ),
    (
        "a column in two groups",
        lambda: resample(
            smote={"one_hot_groups": [["blood_a", "blood_b"], ["blood_b", "blood_o"]]}
        ),
        ValueError,
        ["'blood_b'", "two one-hot groups"],
    ),
    (
        "a group of numbers",
        lambda: resample(smote={"one_hot_groups": [["age", "weight"]]}),
        ValueError,
        ["'age'", "from 0 to 1"],
    ),
    # What comes later.
    ("a sample before the fit", TypeAwareSMOTE().sample, ValueError, ["not fitted"]),
    (
        "a distance before the fit",
        lambda: ProximityFilter().nearest_real(X),
        ValueError,
        ["not fitted"],
    ),
    (
        "a sample in words",
        lambda: TypeAwareSMOTE().fit(X, Y).sample("ten"),
        ValueError,
        ["whole number", "'ten'"],
    ),
    (
        "a sample of a class that is not there",
        lambda: TypeAwareSMOTE().fit(X, Y).sample({5: 3}),
        ValueError,
        ["class 5", "[0, 1]"],
    ),
    (
        "columns in another order",
        lambda: ProximityFilter().fit(X, Y).nearest_real(X[X.columns[::-1]]),
        ValueError,
        ["same order"],
    ),
    (
        "an array in place of a frame",
        lambda: ProximityFilter().fit(X, Y).nearest_real(X.to_numpy()),
        ValueError,
        ["'x0'", "'age'", "same container"],
    ),
    (
        "a reference of other columns",
        lambda: ProximityFilter().fit(X, Y, reference=X[["age"]]),
        ValueError,
        ["lacks", "blood_a"],
    ),
    (
        "text where numbers were",
        lambda: ProximityFilter().fit(X, Y).nearest_real(X.assign(age="x")),
        ValueError,
        ["'age'", "str", "dtype"],
    ),
    (
        "a table made elsewhere without its target",
        lambda: ProximityFilter().fit(X, Y).resample(X),
        ValueError,
        ["has a target", "as y"],
    ),
    (
        "a function to be saved",
        lambda: TypeAwareSMOTE(len_of_classes).fit(X, Y).save("never.synth"),
        TypeError,
        ["TypeAwareSMOTE.sampling_strategy", "len_of_classes", "a dict"],
    ),
    (
        "a saved file that is not there",
        lambda: load("never.synth"),
        OSError,
        ["there is no file never.synth"],
    ),
    (
        "a program in place of a saved file",
        lambda: load(__file__),
        ValueError,
        ["cannot be loaded", "no such file"],
    ),
    (
        "one fold",
        lambda: SyntheticEvaluator(cv=1).fit(X, Y),
        ValueError,
        ["cv", "[2, inf)", "1"],
    ),
]
"""What, which call, which error, and the words that its message must hold."""
