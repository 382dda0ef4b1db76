"""Which rows belong to whom, and in which class somebody is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.evaluation.people import People, people_of, rarest_classes, taken

PERSONS = st.lists(st.integers(0, 6), min_size=1, max_size=30).map(np.array)


@given(PERSONS)
def test_everybody_has_their_rows_and_no_others(persons):
    people = people_of(persons)
    everyone = np.arange(len(people))
    rows = people.rows_of(everyone)
    assert sorted(rows) == list(range(len(persons)))
    assert len(people) == len(set(persons.tolist()))
    ends = np.cumsum(people.sizes_of(everyone))
    for own in np.split(rows, ends[:-1]):
        assert len(set(persons[own].tolist())) == 1
        assert own.tolist() == sorted(own)


def test_people_are_given_in_the_order_asked_for():
    people = People(np.array([1, 0, 1, 2, 0]))
    assert people.rows_of(np.array([2, 0])).tolist() == [3, 1, 4]
    assert people.rows_of(np.array([], dtype=int)).tolist() == []
    assert people.sizes_of(np.array([2, 0])).tolist() == [1, 2]


@given(PERSONS, st.data())
def test_somebody_is_in_the_rarest_of_their_classes(persons, data):
    letters = st.lists(st.sampled_from("abc"), min_size=len(persons))
    labels = np.array(data.draw(letters)[: len(persons)])
    order = rarest_classes(labels)
    people = people_of(persons)
    found = people.classes(labels, order)
    rank = {label: place for place, label in enumerate(order.tolist())}
    for person, label in enumerate(found.tolist()):
        own = labels[people.persons == person].tolist()
        assert rank[label] == min(rank[one] for one in own)


def test_the_rarest_class_comes_first():
    assert rarest_classes(np.array(["x", "y", "x", "z", "z", "z"])).tolist() == [
        *("y", "x", "z")
    ]


def test_nothing_known_stays_nothing_known():
    assert taken(None, np.array([0, 1])) is None
    assert taken(np.array([4, 5, 6]), np.array([2, 0])).tolist() == [6, 4]
