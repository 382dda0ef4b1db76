"""Arguments that are not known: the error says where they belong, in code that runs."""

import ast
import copy
import inspect
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import GridSearchCV

import skl_synth
from skl_synth import (
    FixedCombinations,
    Inequality,
    OneHotArgmaxRestorer,
    ProximityFilter,
    Sum,
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.keywords.homes import CALLS, HOMES, MEANT

NAMES = {name: getattr(skl_synth, name) for name in skl_synth.__all__}
ESTIMATORS = {
    name: one
    for name, one in NAMES.items()
    if inspect.isclass(one)
    and issubclass(one, BaseEstimator)
    and not inspect.isabstract(one)
    # It goes around a classifier of scikit-learn's, and is used as those are.
    and name != "HonestProbabilities"
}
PARAMETERS = {name: [*one._get_param_names()] for name, one in ESTIMATORS.items()}


def refused(call, error=TypeError):
    with pytest.raises(error) as caught:
        call()
    return str(caught.value)


def codes_of(message):
    """The calls that a message shows, each up to the bracket that closes it."""
    advice = message.partition(": ")[2]
    parts = re.split(r", or [a-z ]+, ", re.sub(r"^[a-z_ ]+, ", "", advice))
    codes = [part.rstrip(".") for part in parts]
    return [code for code in codes if re.match(r"[A-Z]\w+\(", code)]


KINDS = {"ward": "category"}
SLIPS = [
    (
        lambda: ProximityFilter(column_kinds=KINDS),
        "ProximityFilter(TypeAwareSMOTE(column_kinds={'ward': 'category'}))",
        "ProximityFilter(encoder=TableEncoder(column_kinds={'ward': 'category'}))",
    ),
    (
        lambda: ProximityFilter(TypeAwareCART(), column_kinds=KINDS),
        "ProximityFilter(TypeAwareCART(column_kinds={'ward': 'category'}))",
    ),
    (lambda: ProximityFilter(removal_fracton=0.2), "removal_fraction=0.2"),
    (lambda: ProximityFilter(colum_kinds=KINDS), "did you mean column_kinds"),
    (lambda: ProximityFilter(k_neighbors=3), "TypeAwareSMOTE(k_neighbors=3)"),
    (lambda: ProximityFilter(identifiers="drop"), "TableEncoder(identifiers='drop')"),
    (lambda: ProximityFilter(TypeAwareSMOTE(), 0.2), "removal_fraction=0.2"),
    (lambda: TypeAwareSMOTE(n_neighbors=5), "TypeAwareSMOTE(k_neighbors=5)"),
    (lambda: TypeAwareSMOTE(k=5), "k_neighbors=5"),
    (lambda: TypeAwareSMOTE(ratio="auto"), "sampling_strategy='auto'"),
    (lambda: TypeAwareSMOTE("auto", "replace"), "mode='replace'"),
    (
        lambda: TypeAwareSMOTE(categorical_features=["ward", "sex"]),
        "column_kinds={'ward': 'category', 'sex': 'category'}",
    ),
    (lambda: TypeAwareSMOTE(categorical_features=[0]), "{column: 'category'}"),
    (lambda: TypeAwareSMOTE(metadata="a.json"), "TableEncoder(dictionary='a.json')"),
    (lambda: TypeAwareSMOTE(num_rows=9), "sample(n_samples=9)"),
    (lambda: TypeAwareSMOTE(seed=1), "TypeAwareSMOTE(random_state=1)"),
    (lambda: TypeAwareSMOTE(m_neighbors=3), "SamplerAdapter(BorderlineSMOTE"),
    (lambda: TypeAwareSMOTE(zzz=1), "it knows sampling_strategy, mode"),
    (
        lambda: TypeAwareSMOTE(removal_fraction=0.2),
        "ProximityFilter(TypeAwareSMOTE(), removal_fraction=0.2)",
    ),
    (lambda: TypeAwareCART(k_neighbors=3), "TypeAwareSMOTE(k_neighbors=3)"),
    (
        lambda: SyntheticEvaluator(TypeAwareCART(), n_estimators=3),
        "SyntheticEvaluator(TypeAwareCART(n_estimators=3))",
    ),
    (
        lambda: SyntheticEvaluator(column_kinds=KINDS),
        "ProximityFilter(encoder=TableEncoder(column_kinds={'ward': 'category'}))",
    ),
    (lambda: SyntheticEvaluator(groups=[1]), "fit(X, y, groups=...)"),
    (lambda: TableEncoder(mode="replace"), "TypeAwareSMOTE(mode='replace')"),
    (lambda: OneHotArgmaxRestorer(one_hot_groups=["a"]), "groups=['a']"),
    (lambda: FixedCombinations(columns=["a", "b"]), "FixedCombinations('a', 'b')"),
    (lambda: Inequality(left="a", op="<", right="b"), "it knows left, operator, right"),
    (lambda: TypeAwareSMOTE().sample(num_rows=10), "sample(n_samples=10)"),
    (lambda: TypeAwareSMOTE().sample(10, 0, size=3), "n_samples"),
    (lambda: TypeAwareSMOTE().fit_resample(data=1), "it is called X here"),
    (lambda: ProximityFilter().resample(data=1), "it is called X here"),
    (lambda: TypeAwareSMOTE().fit_resample([], [], sample_weight=1), "X, y, groups"),
]


@pytest.mark.parametrize("slip", SLIPS, ids=[slip[1] for slip in SLIPS])
def test_a_slip_is_answered_by_what_to_type(slip):
    call, *words = slip
    message = refused(call)
    for word in words:
        assert word in message


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_each_parameter_of_another_class_is_placed_and_the_place_has_it(name):
    others = {one for names in PARAMETERS.values() for one in names}
    # Groups of columns are a parameter, groups of rows an argument of fit.
    for parameter in sorted(others.difference(PARAMETERS[name], {"groups"})):
        message = refused(lambda p=parameter: ESTIMATORS[name](**{p: None}))
        assert f"unexpected keyword argument {parameter!r}" in message
        codes = codes_of(message)
        assert codes or "it knows" in message
        for code in codes:
            assert parameter.removeprefix("one_hot_") in code
            eval(compile(ast.parse(code, mode="eval"), "", "eval"), NAMES)


def test_the_table_of_homes_is_that_of_the_classes():
    for home, parameters in HOMES.items():
        assert set(parameters) <= set(PARAMETERS[home])
    placed = {one for names in HOMES.values() for one in names}
    alone = {"groups", "implicit_baseline"}
    assert {one for names in PARAMETERS.values() for one in names} <= placed | alone


def test_what_is_meant_is_there():
    known = {one for names in PARAMETERS.values() for one in names}
    of_functions = {
        one
        for name in ("utility_report", "privacy_report", "fidelity_report")
        for one in inspect.signature(NAMES[name]).parameters
    }
    assert set(MEANT.values()) <= known | of_functions | set(CALLS)
    assert not known & set(MEANT) - {"labels_"}


@given(st.sampled_from(sorted(ESTIMATORS)), st.from_regex(r"[a-z_]{1,20}\Z"))
def test_any_unknown_name_is_a_type_error_that_names_it(name, parameter):
    if parameter in PARAMETERS[name] or parameter == "self":
        return
    message = refused(lambda: ESTIMATORS[name](**{parameter: object()}))
    assert f"{name}() got an unexpected keyword argument {parameter!r}" in message


@given(st.text(alphabet="{}'\"\\x!:%\n", max_size=80))
def test_values_of_the_user_are_never_taken_for_a_template(value):
    message = refused(lambda: TypeAwareSMOTE(n_neighbors=value))
    assert repr(value) in message or "..." in message


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_constructors_copies_and_pickles_are_as_they_were(name):
    one = ESTIMATORS[name]()
    assert [*inspect.signature(ESTIMATORS[name]).parameters] != ["args", "kwargs"]
    for again in (clone(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert repr(again) == repr(one)


def test_rules_are_copied_and_pickled():
    rule = Sum("t", ["a", "b"])
    assert copy.deepcopy(rule) == pickle.loads(pickle.dumps(rule)) == rule


def test_setting_a_parameter_says_the_same():
    message = refused(
        lambda: ProximityFilter(TypeAwareCART()).set_params(column_kinds=KINDS),
        ValueError,
    )
    assert "Invalid parameter 'column_kinds' for estimator ProximityFilter(" in message
    assert "ProximityFilter(TypeAwareCART(column_kinds=" in message
    message = refused(lambda: TypeAwareSMOTE().set_params(n_neighbors=3), ValueError)
    assert "TypeAwareSMOTE(k_neighbors=3)" in message


def test_a_parameter_of_what_is_not_there_says_what_to_put_there():
    message = refused(
        lambda: ProximityFilter().set_params(sampler__k_neighbors=3), ValueError
    )
    assert "ProximityFilter(sampler=TypeAwareSMOTE())" in message
    inside = {"sampler": TypeAwareSMOTE(), "sampler__k_neighbors": 3}
    assert ProximityFilter().set_params(**inside).sampler.k_neighbors == 3


def test_a_search_says_it_too():
    search = GridSearchCV(ProximityFilter(), {"k_neighbors": [3]}, scoring=len, cv=2)
    message = refused(lambda: search.fit([[1.0], [2.0]] * 10, [0, 1] * 10), ValueError)
    assert "ProximityFilter(TypeAwareSMOTE(k_neighbors=3))" in message


def test_a_synthesizer_of_ones_own_may_take_any_name():
    class Own(TypeAwareSMOTE):
        def __init__(self, **anything):
            super().__init__()
            self.anything = anything

    assert Own(column_kind=3).anything == {"column_kind": 3}
