"""Long names of columns: shortened, and still told apart."""

from hypothesis import given
from hypothesis import strategies as st

from skl_synth.cli.short_names import GAP, SHORTEST, short_names


def test_what_tells_long_questions_apart_is_kept():
    question = (
        "How comfortable would you be to see somebody do this: item {}, in public"
    )
    names = [question.format(number) for number in range(12)]
    short = short_names([*names, "age"], 20)
    assert short["age"] == "age"
    assert len(set(short.values())) == 13
    for number, name in enumerate(names):
        assert len(short[name]) <= 20
        assert f"{number}{GAP}" in short[name]


def test_names_that_differ_at_the_end_keep_it():
    short = short_names(
        ["systolic blood pressure left", "systolic blood pressure on"], 14
    )
    assert [one[-2:] for one in short.values()] == ["ft", "on"]


@given(
    st.lists(st.text("ab _", max_size=30) | st.text(max_size=12), max_size=8),
    st.integers(0, 40),
)
def test_no_two_names_look_alike(names, most):
    short = short_names(names, most)
    assert set(short) == set(names)
    assert len(set(short.values())) == len(set(names))
    for name, text in short.items():
        assert text == name or len(text) <= max(most, SHORTEST)
        if len(name) <= most:
            assert text == name or GAP in "".join(names)
