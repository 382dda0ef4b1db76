"""What would end a guarantee is refused in words that say what to do."""

import pytest

from skl_synth import PrivateMarginals, TableEncoder, TypeAwareCART, publish
from skl_synth.errors import InputError
from skl_synth.release.guarantee_demand import rows_each

X, y = [[0.0], [1.0]] * 60, [0, 1] * 60

AGE = {"name": "age", "type": "integer", "constraints": {"minimum": 0, "maximum": 9}}

KNOWN = {"fields": [AGE], "skl_synth": {"public": True}}

ENDING = {
    "synthesizer": TypeAwareCART(),
    "by": "ward",
    "encoder": TableEncoder(),
    "membership_bound": 0.6,
    "group_bound": 0.7,
}


@pytest.mark.parametrize("name", ENDING)
def test_what_would_end_it(name):
    with pytest.raises(InputError, match=r"cannot be used with epsilon=1.0: ") as found:
        publish(X, y, epsilon=1.0, dictionary={}, **{name: ENDING[name]})
    assert found.value.parameter == name
    assert str(found.value).endswith("leave it out.")


def test_no_domain():
    with pytest.raises(InputError, match="what the table can hold") as found:
        publish(X, y, epsilon=1.0)
    assert "dictionary='patients.json'" in str(found.value)


def test_a_domain_from_the_data():
    said = "dictionary='from_data' reads kinds, bounds and levels from the real rows"
    with pytest.raises(InputError, match=said):
        publish(X, y, epsilon=1.0, dictionary="from_data")


def test_a_domain_that_somebody_still_has_to_go_through():
    unseen = {**KNOWN, "skl_synth": {"public": False}}
    with pytest.raises(InputError, match="says that it is not public") as found:
        publish(X, y, epsilon=1.0, dictionary=unseen)
    assert '"public": true' in str(found.value)


def test_a_large_epsilon_is_asked_for_in_so_many_words():
    with pytest.raises(InputError, match=r"epsilon=4.5 is a guarantee in") as found:
        publish(X, y, epsilon=4.5, dictionary={})
    assert "weak_guarantee=True" in str(found.value)
    assert "epsilon=4.0 or less" in str(found.value)


@pytest.mark.parametrize("epsilon", [0, -1.0, "1", True, float("nan"), float("inf")])
def test_an_epsilon_that_is_no_number_above_0(epsilon):
    said = r"epsilon=.* must be a number above 0: .* begin with epsilon=1\.0"
    with pytest.raises(InputError, match=said) as found:
        publish(X, y, epsilon=epsilon, dictionary=KNOWN)
    assert found.value.parameter == "epsilon"


@pytest.mark.parametrize("epsilon", [None, 2.0])
def test_a_dictionary_inside_of_a_synthesizer_is_not_judged_by_gates(epsilon):
    maker = PrivateMarginals(epsilon, dictionary=KNOWN)
    with pytest.raises(InputError, match="gates that read real rows") as found:
        publish(X, y, synthesizer=maker)
    assert f"epsilon={epsilon or 1.0}" in str(found.value)


@pytest.mark.parametrize(
    "said",
    [
        {"delta": 1e-6},
        {"dictionary": "patients.json"},
        {"class_counts": "public"},
        {"rows_per_person": 2},
        {"weak_guarantee": True},
    ],
)
def test_a_guarantee_that_nobody_asked_for(said):
    with pytest.raises(InputError, match=r"ask for one, epsilon=1\.0") as found:
        publish(X, y, **said)
    assert found.value.parameter in said


class TestRowsOfAPerson:
    """How many count must be said where persons have several."""

    def test_one(self):
        assert rows_each(None, None) == 1
        assert rows_each(["a", "b"], None) == 1

    def test_what_was_said(self):
        assert rows_each(["a", "a", "b"], 2) == 2
        assert rows_each(None, 5) == 5

    def test_nobody_said_it(self):
        with pytest.raises(InputError, match="persons have up to 117 rows") as found:
            publish(X, y, epsilon=1.0, dictionary=KNOWN, groups=["a"] * 3 + ["b"] * 117)
        assert "rows_per_person=117" in str(found.value)
