"""What was put right on the page gets into the dictionary."""

import pandas as pd
import pytest

from skl_synth.app.corrections import Corrections, editable
from skl_synth.app.looking import check_dictionary, look
from skl_synth.errors import InputError


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables") / "visits.csv"
    rows = [
        (f"48{place:08d}", 20 + place % 60, "abc"[place % 3], place % 7, place % 7 + 2)
        for place in range(120)
    ]
    frame = pd.DataFrame(rows, columns=["nhs_number", "age", "ward", "start", "end"])
    frame.assign(ill=["no", "yes"] * 60).to_csv(path, index=False)
    return path


def _looked(table, folder, corrections=None):
    given = corrections or Corrections()
    return look(table, {"--target": "ill"}, given, folder)


def _changed(columns, column, head, value):
    after = columns.copy()
    after.loc[after["column"] == column, head] = value
    return after


def test_of_keys_no_value_is_shown(table, tmp_path):
    columns = _looked(table, tmp_path).columns.set_index("column")
    assert columns.at["nhs_number", "kind"] == "identifier"
    assert "4800000" not in columns.loc["nhs_number"].to_string()


def test_a_kind_a_bound_a_rule_and_a_column_left_out(table, tmp_path):
    before = _looked(table, tmp_path)
    said = Corrections()
    for change in (("ward", "leave out", True), ("age", "largest", "110")):
        said.take(before.columns, _changed(before.columns, *change), {})
    said.take(before.columns, _changed(before.columns, "start", "kind", "category"), {})
    assert before.dictionary.rules
    said.struck = {str(one.rule) for one in before.dictionary.rules}

    dictionary = _looked(table, tmp_path, said).dictionary
    fields = {one.name: one for one in dictionary.fields}
    assert fields["age"].maximum == 110
    assert fields["start"].kind == "category"
    assert dictionary.drop == ("ward",)
    assert not any(one.keep for one in dictionary.rules)

    written = tmp_path / "dictionary.json"
    dictionary.write(written)
    read = check_dictionary(table, {}, written)
    kinds = read.describe().set_index("column")["kind"]
    assert "ward" not in kinds
    assert kinds["start"] == "category"
    assert not read.rules.found


def test_a_column_that_was_left_out_can_be_taken_in_again(table, tmp_path):
    said = Corrections(drop=["ward"])
    without = _looked(table, tmp_path, said)
    said.take(
        without.columns, _changed(without.columns, "ward", "leave out", False), {}
    )
    assert said.drop == []
    assert "ward" in set(_looked(table, tmp_path, said).columns["column"])


def test_a_one_hot_group_is_left_out_as_a_whole():
    table = pd.DataFrame(
        {"column": ["w"], "leave out": [False], "kind": ["one_hot"]}
    ).assign(least="", largest="")
    said = Corrections()
    said.take(table, table.assign(**{"leave out": True}), {"w": ["w_a", "w_b"]})
    assert said.drop == ["w_a", "w_b"]


def test_a_bound_that_is_none_is_refused_by_its_column(table, tmp_path):
    before = _looked(table, tmp_path)
    said = Corrections(bounds={"age": {"maximum": "old"}})
    with pytest.raises(InputError, match="age"):
        said.corrected(before.dictionary)


def test_nothing_changed_says_nothing(table, tmp_path):
    columns = _looked(table, tmp_path).columns
    said = Corrections()
    said.take(columns, columns.copy(), {})
    assert said == Corrections()


def test_columns_that_cannot_be_read_wait_for_a_kind(tmp_path):
    path = tmp_path / "odd.csv"
    rows = "".join(f"{place},x{place % 3}\n" for place in range(40))
    path.write_text(f"number,word\n{rows}", encoding="utf-8")
    said = Corrections(kinds={"word": "continuous"})
    looked = look(path, {}, said, tmp_path)
    assert "word" in looked.problem
    assert looked.read is None
    assert set(looked.columns["column"]) == {"number", "word"}
    said.take(looked.columns, _changed(looked.columns, "word", "kind", "category"), {})
    assert not look(path, {}, said, tmp_path).problem


def test_the_table_on_the_page_knows_nothing_without_a_dictionary(table, tmp_path):
    described = _looked(table, tmp_path).read.describe()
    shown = editable(described, None, ["gone"])
    assert list(shown["column"][-1:]) == ["gone"]
    assert set(shown["least"]) == {""}
