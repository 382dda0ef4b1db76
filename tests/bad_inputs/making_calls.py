"""Bad input to what reads, makes and keeps tables: its call, the error, the words."""

import numpy as np

from skl_synth import (
    DataDictionary,
    MarginalCalibrator,
    OneHotArgmaxRestorer,
    PrivateMarginals,
    ProximityFilter,
    RealTable,
    SamplerAdapter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.datasets import make_patients
from tests.bad_inputs.python_calls import X, Y


def calibrate(**given):
    return MarginalCalibrator(**given).fit_resample(X, Y)


def cart(**given):
    return TypeAwareCART(**given).fit_resample(X, Y)


def smote(**given):
    return TypeAwareSMOTE(**given).fit_resample(X, Y)


def private(**given):
    return PrivateMarginals(**given).fit(X, Y)


def fitted():
    return TypeAwareSMOTE(random_state=0).fit(X, Y)


MAKING = [
    (
        "MarginalCalibrator(column_kinds={})",
        lambda: MarginalCalibrator(column_kinds={}),
        TypeError,
        ["'column_kinds'", "encoder=TableEncoder", "give it to"],
    ),
    (
        "calibrate(random_state='a')",
        lambda: calibrate(random_state="a"),
        ValueError,
        ["The 'random_state' parameter", "Got 'a'"],
    ),
    (
        "calibrate(sampling_strategy=2.5)",
        lambda: calibrate(sampling_strategy=2.5),
        ValueError,
        ["The 'sampling_strategy' parameter", "Got 2.5"],
    ),
    (
        "calibrate(sampling_strategy='most')",
        lambda: calibrate(sampling_strategy="most"),
        ValueError,
        ["The 'sampling_strategy' parameter", "Got 'most'"],
    ),
    (
        "calibrate(mode='both')",
        lambda: calibrate(mode="both"),
        ValueError,
        ["The 'mode' parameter", "Got 'both'"],
    ),
    (
        "cart(n_estimators=0)",
        lambda: cart(n_estimators=0),
        ValueError,
        ["The 'n_estimators' parameter", "Got 0"],
    ),
    (
        "cart(min_samples_leaf=0)",
        lambda: cart(min_samples_leaf=0),
        ValueError,
        ["The 'min_samples_leaf' parameter", "Got 0"],
    ),
    (
        "cart(min_samples_leaf='ten')",
        lambda: cart(min_samples_leaf="ten"),
        ValueError,
        ["The 'min_samples_leaf' parameter", "Got 'ten'"],
    ),
    (
        "cart(labels='guess')",
        lambda: cart(labels="guess"),
        ValueError,
        ["The 'labels' parameter", "Got 'guess'"],
    ),
    (
        "TypeAwareCART(max_depht=3)",
        lambda: TypeAwareCART(max_depht=3),
        TypeError,
        ["'max_depht'", "it knows sampling_strategy"],
    ),
    (
        "smote(k_neighbors='six')",
        lambda: smote(k_neighbors="six"),
        ValueError,
        ["The 'k_neighbors' parameter", "Got 'six'"],
    ),
    (
        "smote(k_neighbors=-1)",
        lambda: smote(k_neighbors=-1),
        ValueError,
        ["The 'k_neighbors' parameter", "Got -1"],
    ),
    (
        "smote(interpolation='cubic')",
        lambda: smote(interpolation="cubic"),
        ValueError,
        ["The 'interpolation' parameter", "Got 'cubic'"],
    ),
    (
        "smote(noise_scale=-1)",
        lambda: smote(noise_scale=-1),
        ValueError,
        ["The 'noise_scale' parameter", "Got -1"],
    ),
    (
        "smote(n_rounds=0)",
        lambda: smote(n_rounds=0),
        ValueError,
        ["The 'n_rounds' parameter", "Got 0"],
    ),
    (
        "smote(sampling_strategy={0: 1.5})",
        lambda: smote(sampling_strategy={0: 1.5}),
        ValueError,
        ["number of rows", "1"],
    ),
    (
        "smote(sampling_strategy={5: 300})",
        lambda: smote(sampling_strategy={5: 300}),
        ValueError,
        ["5", "0"],
    ),
    (
        "smote(sampling_strategy=0)",
        lambda: smote(sampling_strategy=0),
        ValueError,
        ["The 'sampling_strategy' parameter", "Got 0"],
    ),
    (
        "smote(sampling_strategy=[1])",
        lambda: smote(sampling_strategy=[1]),
        ValueError,
        ["The 'sampling_strategy' parameter", "Got [1]"],
    ),
    (
        "smote(column_kinds='category')",
        lambda: smote(column_kinds="category"),
        ValueError,
        ["The 'column_kinds' parameter", "Got 'category'"],
    ),
    (
        "smote(column_kinds={'age': 'colour'})",
        lambda: smote(column_kinds={"age": "colour"}),
        ValueError,
        ["'age'", "'colour'"],
    ),
    (
        "smote(one_hot_groups='all')",
        lambda: smote(one_hot_groups="all"),
        ValueError,
        ["The 'one_hot_groups' parameter", "Got 'all'"],
    ),
    (
        "smote(constraints=3)",
        lambda: smote(constraints=3),
        TypeError,
        ["'constraints'", "encoder=TableEncoder", "give it to"],
    ),
    (
        "smote(encoder=TableEncoder)",
        lambda: smote(encoder=TableEncoder),
        ValueError,
        ["The 'encoder' parameter", "TableEncoder"],
    ),
    (
        "smote(encoder={})",
        lambda: smote(encoder={}),
        ValueError,
        ["The 'encoder' parameter", "Got {}"],
    ),
    (
        "SamplerAdapter(3).fit_resample(X, Y)",
        lambda: SamplerAdapter(3).fit_resample(X, Y),
        ValueError,
        ["The 'sampler' parameter", "Got 3"],
    ),
    (
        "private(epsilon=0)",
        lambda: private(epsilon=0),
        ValueError,
        ["The 'epsilon' parameter", "Got 0"],
    ),
    (
        "private(epsilon=-1)",
        lambda: private(epsilon=-1),
        ValueError,
        ["The 'epsilon' parameter", "Got -1"],
    ),
    (
        "private(epsilon='small')",
        lambda: private(epsilon="small"),
        ValueError,
        ["The 'epsilon' parameter", "Got 'small'"],
    ),
    (
        "private(epsilon=np.inf)",
        lambda: private(epsilon=np.inf),
        ValueError,
        ["The 'epsilon' parameter", "Got inf"],
    ),
    (
        "private(epsilon=np.nan)",
        lambda: private(epsilon=np.nan),
        ValueError,
        ["The 'epsilon' parameter", "Got nan"],
    ),
    (
        "private(delta=1)",
        lambda: private(delta=1),
        ValueError,
        ["The 'delta' parameter", "Got 1"],
    ),
    (
        "private(delta=0)",
        lambda: private(delta=0),
        ValueError,
        ["The 'delta' parameter", "Got 0"],
    ),
    (
        "private()",
        lambda: private(),
        ValueError,
        ["dictionary='from_data'", "describe the table"],
    ),
    (
        "private(dictionary='mine')",
        lambda: private(dictionary="mine"),
        OSError,
        ["cannot read the dictionary"],
    ),
    (
        "private(dictionary=3)",
        lambda: private(dictionary=3),
        ValueError,
        ["The 'dictionary' parameter", "Got 3"],
    ),
    (
        "private(dictionary='from_data', pairs='all')",
        lambda: private(dictionary="from_data", pairs="all"),
        ValueError,
        ["The 'pairs' parameter", "Got 'all'"],
    ),
    (
        "private(dictionary='from_data', rows_per_person=0)",
        lambda: private(dictionary="from_data", rows_per_person=0),
        ValueError,
        ["The 'rows_per_person' parameter", "Got 0"],
    ),
    (
        "private(dictionary='from_data', class_counts='exact!')",
        lambda: private(dictionary="from_data", class_counts="exact!"),
        ValueError,
        ["The 'class_counts' parameter", "Got 'exact!'"],
    ),
    (
        "DataDictionary.read('nothing.json')",
        lambda: DataDictionary.read("nothing.json"),
        OSError,
        ["cannot read the dictionary"],
    ),
    (
        "DataDictionary.from_table('t.csv')",
        lambda: DataDictionary.from_table("t.csv"),
        TypeError,
        ["'t.csv'", "read the file"],
    ),
    (
        "DataDictionary.from_table(X, Y[:2])",
        lambda: DataDictionary.from_table(X, Y[:2]),
        ValueError,
        ["120", "2", "the table has"],
    ),
    (
        "smote(encoder=TableEncoder(dictionary=3))",
        lambda: smote(encoder=TableEncoder(dictionary=3)),
        ValueError,
        ["The 'dictionary' parameter", "Got 3"],
    ),
    (
        "smote(encoder=TableEncoder(dictionary='d.json'))",
        lambda: smote(encoder=TableEncoder(dictionary="d.json")),
        OSError,
        ["cannot read the dictionary"],
    ),
    (
        "a table that lacks a column of the dictionary",
        lambda: TypeAwareSMOTE(
            encoder=TableEncoder(dictionary=DataDictionary.from_table(X, Y))
        ).fit_resample(X.rename(columns={"age": "years"}), Y),
        ValueError,
        ["'age'", "'years'", "take a table"],
    ),
    (
        "TableEncoder({'nobody': 'category'}).fit(X)",
        lambda: TableEncoder({"nobody": "category"}).fit(X),
        ValueError,
        ["'nobody'", "'age'"],
    ),
    (
        "TableEncoder(identifiers='keep').fit(X)",
        lambda: TableEncoder(identifiers="keep").fit(X),
        ValueError,
        ["The 'identifiers' parameter", "Got 'keep'"],
    ),
    (
        "TableEncoder(rules='all').fit(X)",
        lambda: TableEncoder(rules="all").fit(X),
        ValueError,
        ["The 'rules' parameter", "Got 'all'"],
    ),
    (
        "TableEncoder(missing_values=3).fit(X)",
        lambda: TableEncoder(missing_values=3).fit(X),
        ValueError,
        ["The 'missing_values' parameter", "Got 3"],
    ),
    (
        "TableEncoder(special_values={'nobody': [1]}).fit(X)",
        lambda: TableEncoder(special_values={"nobody": [1]}).fit(X),
        ValueError,
        ["'nobody'", "'age'", "name one of"],
    ),
    (
        "TableEncoder(special_values=[1]).fit(X)",
        lambda: TableEncoder(special_values=[1]).fit(X),
        ValueError,
        ["The 'special_values' parameter", "Got [1]"],
    ),
    (
        "TableEncoder().transform(X)",
        lambda: TableEncoder().transform(X),
        ValueError,
        ["not fitted"],
    ),
    (
        "TableEncoder().fit(X).transform(X.drop(columns='age'))",
        lambda: TableEncoder().fit(X).transform(X.drop(columns="age")),
        ValueError,
        ["The feature names should"],
    ),
    (
        "TableEncoder(min_category_count=-1).fit(X)",
        lambda: TableEncoder(min_category_count=-1).fit(X),
        ValueError,
        ["The 'min_category_count' parameter", "Got -1"],
    ),
    (
        "OneHotArgmaxRestorer({'b': ['blood_a']}).fit(X)",
        lambda: OneHotArgmaxRestorer({"b": ["blood_a"]}).fit(X),
        ValueError,
        ["'b'", "'blood_a'", "the columns ['blood_a']"],
    ),
    (
        "OneHotArgmaxRestorer({'b': ['blood_a', 'nobody']}).fit(X)",
        lambda: OneHotArgmaxRestorer({"b": ["blood_a", "nobody"]}).fit(X),
        ValueError,
        ["'nobody'", "give columns by"],
    ),
    (
        "OneHotArgmaxRestorer(3).fit(X)",
        lambda: OneHotArgmaxRestorer(3).fit(X),
        ValueError,
        ["The 'groups' parameter", "Got 3"],
    ),
    (
        "OneHotArgmaxRestorer().transform(X)",
        lambda: OneHotArgmaxRestorer().transform(X),
        ValueError,
        ["not fitted"],
    ),
    (
        "OneHotArgmaxRestorer().fit('x')",
        lambda: OneHotArgmaxRestorer().fit("x"),
        TypeError,
        ["'x'", "read the file"],
    ),
    (
        "a column in two groups of the restorer",
        lambda: OneHotArgmaxRestorer(
            {"a": ["blood_a", "blood_b"], "b": ["blood_a", "blood_o"]}
        ).fit(X),
        ValueError,
        ["'blood_a'", "'a'"],
    ),
    (
        "TypeAwareSMOTE().save('a.synth')",
        lambda: TypeAwareSMOTE().save("a.synth"),
        ValueError,
        ["not fitted"],
    ),
    (
        "fitted().save('no/such/folder/a.synth')",
        lambda: fitted().save("no/such/folder/a.synth"),
        OSError,
        ["there is no"],
    ),
    ("fitted().save('.')", lambda: fitted().save("."), OSError, ["give the name"]),
    (
        "fitted().sample(-1)",
        lambda: fitted().sample(-1),
        ValueError,
        ["number of rows", "-1"],
    ),
    (
        "fitted().sample(2.5)",
        lambda: fitted().sample(2.5),
        ValueError,
        ["number of rows", "2"],
    ),
    (
        "fitted().sample('ten')",
        lambda: fitted().sample("ten"),
        ValueError,
        ["number of rows", "'ten'"],
    ),
    (
        "fitted().sample({7: 3})",
        lambda: fitted().sample({7: 3}),
        ValueError,
        ["class 7", "[0, 1]"],
    ),
    (
        "fitted().sample(float('nan'))",
        lambda: fitted().sample(float("nan")),
        ValueError,
        ["number of rows", "nan"],
    ),
    (
        "fitted().sample(num_rows=3)",
        lambda: fitted().sample(num_rows=3),
        TypeError,
        ["'num_rows'", "n_samples=3", "it is called"],
    ),
    (
        "make_patients(0)",
        lambda: make_patients(0),
        ValueError,
        ["1", "0", "ask for one"],
    ),
    (
        "make_patients('ten')",
        lambda: make_patients("ten"),
        ValueError,
        ["1", "'ten'", "ask for one"],
    ),
    (
        "make_patients(-3)",
        lambda: make_patients(-3),
        ValueError,
        ["1", "-3", "ask for one"],
    ),
    (
        "RealTable.read(X, Y[:3])",
        lambda: RealTable.read(X, Y[:3]),
        ValueError,
        ["120", "3", "the table has"],
    ),
    (
        "ProximityFilter().nearest_real(X)",
        lambda: ProximityFilter().nearest_real(X),
        ValueError,
        ["not fitted"],
    ),
    (
        "ProximityFilter().fit(X, Y).nearest_real(X[['age']])",
        lambda: ProximityFilter().fit(X, Y).nearest_real(X[["age"]]),
        ValueError,
        ["'ward'", "'glucose'", "pass it with"],
    ),
    (
        "ProximityFilter().fit(X, Y).resample(X, Y[:3])",
        lambda: ProximityFilter().fit(X, Y).resample(X, Y[:3]),
        ValueError,
        ["120", "3"],
    ),
    (
        "ProximityFilter(duplicates='some').fit_resample(X, Y)",
        lambda: ProximityFilter(duplicates="some").fit_resample(X, Y),
        ValueError,
        ["The 'duplicates' parameter", "Got 'some'"],
    ),
    (
        "ProximityFilter(reference=3).fit_resample(X, Y)",
        lambda: ProximityFilter(reference=3).fit_resample(X, Y),
        TypeError,
        ["'reference'", "reference=...", "it is given"],
    ),
    (
        "ProximityFilter(candidate_factor=0).fit_resample(X, Y)",
        lambda: ProximityFilter(candidate_factor=0).fit_resample(X, Y),
        TypeError,
        ["'candidate_factor'", "it knows sampler"],
    ),
]
