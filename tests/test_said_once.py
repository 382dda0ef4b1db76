"""What is said once, and by what two warnings are the same."""

import warnings
from threading import Thread

import pytest

from skl_synth.errors import InputError, InputWarning, Setting, warn
from skl_synth.said_once import collected, kind_of, said_once, say, topic_of

ROWS = "class {label!r} has {n} rows"


def said(function):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function()
    return [str(one.message) for one in caught]


def test_the_first_of_a_kind_is_said():
    def several():
        with said_once():
            for label, n in [("a", 3), ("a", 4), ("b", 3), ("b", 9)]:
                warn(ROWS, label=label, n=n)

    assert said(several) == ["class 'a' has 3 rows.", "class 'b' has 3 rows."]


def test_nothing_is_remembered_after_the_context():
    def twice():
        for _ in range(2):
            with said_once():
                warn(ROWS, label="a", n=3)

    assert len(said(twice)) == 2


def test_a_context_in_another_forgets_nothing():
    def nested():
        with said_once():
            for _ in range(2):
                with said_once():
                    warn(ROWS, label="a", n=3)

    assert len(said(nested)) == 1


def test_an_error_ends_the_context():
    def failing():
        with said_once():
            warn(ROWS, label="a", n=3)
            raise InputError("no")

    def twice():
        for _ in range(2):
            with pytest.raises(InputError):
                failing()

    assert len(said(twice)) == 2


def test_other_threads_are_not_heard():
    def in_a_thread():
        with collected() as heard:
            thread = Thread(target=warn, args=(ROWS,), kwargs={"label": "a", "n": 3})
            thread.start()
            thread.join()
        assert heard == []

    assert len(said(in_a_thread)) == 1


def test_the_line_is_that_which_was_asked_for():
    def asks(scope):
        with warnings.catch_warnings(record=True) as caught, scope():
            warnings.simplefilter("always")
            say(InputWarning("odd"))
            warn("even", stacklevel=1)
        return [(one.filename, one.lineno) for one in caught]

    from contextlib import nullcontext

    plain, once = asks(nullcontext), asks(said_once)
    assert plain == once
    assert plain[0][0] == __file__


ODD = "{n} of {share} rows of {columns} are {kind!r}, unlike {asked}"


def odd(**parts):
    given = {"n": 3, "share": "4.5 %", "columns": "a, b1", "kind": "1"}
    return InputWarning(ODD, **{**given, "asked": Setting("cv", 3), **parts})


@pytest.mark.parametrize("parts", [{"n": 4}, {"share": "5.0 %"}, {"value": [1, 2]}])
def test_figures_make_no_difference(parts):
    assert kind_of(odd(**parts)) == kind_of(odd())


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": "2"},
        {"column": "a"},
        {"column": 1},
        {"parameter": "cv"},
        {"label": "class 2"},
    ],
)
def test_what_it_is_about_makes_a_difference(parts):
    assert topic_of(odd(**parts)) != topic_of(odd())


@pytest.mark.parametrize("parts", [{"columns": "b2"}, {"asked": Setting("cv", 4)}])
def test_what_it_lists_is_of_the_same_topic_and_another_kind(parts):
    assert topic_of(odd(**parts)) == topic_of(odd())
    assert kind_of(odd(**parts)) != kind_of(odd())


def test_a_warning_without_parts_is_its_text():
    assert kind_of(UserWarning("3")) == kind_of(UserWarning("3"))
    assert kind_of(UserWarning("3")) != kind_of(UserWarning("4"))
    assert kind_of(UserWarning("3")) != kind_of(FutureWarning("3"))
