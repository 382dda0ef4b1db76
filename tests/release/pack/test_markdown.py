"""Words of the user stand in a sheet as they are, and are read as nothing else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from skl_synth.release.pack.markdown import boxes, bullets, page, plain, sentence_case


@given(st.text())
def test_nothing_of_a_name_is_markup(text):
    written = plain(text)
    assert "\n" not in written
    assert not re.search(r"[<>]", written)
    assert not re.search(r"(?<!\\)(\\\\)*[`*_\[\]|#]", written)


def test_a_page_leaves_out_what_has_no_words():
    written = page("Title", ("", "First."), ("Empty", ""), ("Last", "Words."))
    assert written == "# Title\n\nFirst.\n\n## Last\n\nWords.\n"


def test_what_was_done_is_ticked_and_the_rest_is_not():
    assert boxes([(True, "a"), (False, "b")]) == "- [x] a\n- [ ] b"
    assert bullets(["a", "b"]) == "- a\n- b"


def test_a_sentence_begins_with_a_capital():
    assert sentence_case("real keys of McLeod") == "Real keys of McLeod"
    assert sentence_case("") == ""
