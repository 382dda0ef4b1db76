"""Names of columns are unique here, and written as they stand in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.files import read_table, write_table
from skl_synth.files.column_names import column_names, numbered_names

HEADERS = st.lists(
    st.none()
    | st.sampled_from(["", " ", "a", " a", "a_2", "column_1", "# a", "column_1_2"]),
    min_size=1,
    max_size=8,
)


@given(HEADERS)
def test_names_are_unique_and_nothing_is_lost(header):
    names = column_names(header)
    assert len(set(names.used)) == len(header)
    assert all(name and name == name.strip() for name in names.used)
    assert [names.written.get(name, name) for name in names.used] == header


def test_names_that_need_no_change_have_none():
    names = column_names(["age", "# days", "sex"])
    assert names.used == ["age", "days", "sex"]
    assert names.written == {"days": "# days"}
    assert names.nameless == names.repeated == []
    assert numbered_names(2).used == ["column_1", "column_2"]


@pytest.fixture
def copied(tmp_path):
    def copy(text, *, drop=()):
        path, again = tmp_path / "table.csv", tmp_path / "copy.csv"
        path.write_text(text)
        frame, style = read_table(path)
        write_table(frame.drop(columns=list(drop)), again, style)
        return frame, again.read_text()

    return copy


def test_empty_columns_at_the_end_come_back(copied):
    text = "age,bmi,ill,,\n" + "31,22.5,0,,\n45,27.1,1,,\n" * 5
    with pytest.warns(UserWarning, match="without a name.* column_4, column_5,"):
        frame, copy = copied(text)
    assert copy == text
    assert frame[["column_4", "column_5"]].isna().all(axis=None)


def test_a_delimiter_behind_the_rows_alone(copied):
    text = "age,bmi\n" + "31,22.5,\n45,27.1,\n" * 5
    with pytest.warns(UserWarning, match="column_3"):
        frame, copy = copied(text)
    assert list(frame.columns) == ["age", "bmi", "column_3"]
    assert copy == text


def test_a_delimiter_behind_the_names_alone(copied):
    frame, copy = copied("age,bmi,\n" + "31,22.5\n45,27.1\n" * 5)
    assert list(frame.columns) == ["age", "bmi"]
    assert copy.startswith("age,bmi\n31,22.5\n")


@pytest.mark.parametrize("first", ["Adelie", "1"])
def test_keys_of_rows_without_a_name_as_r_writes_them(copied, first):
    keys = [first, *(f"k{i}" for i in range(9))]
    text = '"a","b"\n' + "".join(f'"{key}",{i},{i % 3}\n' for i, key in enumerate(keys))
    with pytest.warns(UserWarning, match="column_1"):
        frame, copy = copied(text)
    assert frame["column_1"].tolist() == keys
    assert copy == text


@pytest.mark.parametrize("name", ["", "Unnamed: 0"])
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.filterwarnings("ignore:.* has columns without a name")
def test_a_column_that_counts_the_rows(copied, name, first):
    rows = "".join(f"{i + first},{i % 3}\n" for i in range(20))
    with pytest.warns(
        UserWarning, match=r"only counts the rows: leave it out, X\.drop"
    ):
        frame, copy = copied(f"{name},b\n{rows}")
    assert copy == f"{name},b\n{rows}"
    with pytest.warns(UserWarning, match="only counts"):
        assert copied(f"{name},b\n{rows}", drop=frame.columns[:1])[1].startswith(
            "b\n0\n"
        )


def test_two_columns_of_one_name(copied):
    text = "a,b,a\n1,2,x\n3,4,y\n"
    with pytest.warns(UserWarning, match="called 'a': the second is called 'a_2'"):
        frame, copy = copied(text)
    assert list(frame.columns) == ["a", "b", "a_2"]
    assert copy == text
