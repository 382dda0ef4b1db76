"""What is missing in a column, by one rule, and what stays as it stands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.files import read_table, write_table


@pytest.fixture
def copied(tmp_path):
    def copy(text, **options):
        path, again = tmp_path / "table.csv", tmp_path / "copy.csv"
        path.write_text(text)
        frame, style = read_table(path, **options)
        write_table(frame, again, style)
        return frame, style, again.read_text()

    return copy


TABLE = "n,day,ward,x\n" + "1,2023-01-05,A,u\n9,2023-02-05,?,v\n9,NA,NA,u\nNA,NA,NA,v\n"


def test_a_marker_is_missing_among_numbers_and_dates_and_a_level_among_words(copied):
    frame, _, copy = copied(TABLE)
    assert frame["n"].isna().tolist() == [False, False, False, True]
    assert frame["day"].isna().tolist() == [False, False, True, True]
    assert frame["ward"].tolist() == ["A", "?", "NA", "NA"]
    assert copy == TABLE


def test_what_is_named_is_missing_in_every_column(copied):
    frame, style, copy = copied(TABLE, missing=["NA", "9", "?"])
    assert frame["n"].isna().tolist() == [False, True, True, True]
    assert frame["day"].isna().tolist() == [False, False, True, True]
    assert frame["ward"].isna().tolist() == [False, True, True, True]
    assert [style.of(name).missing for name in ("n", "day", "ward")] == [
        "9",
        "NA",
        "NA",
    ]
    assert copy.splitlines()[1] == "1,2023-01-05,A,u"


def test_one_cell_alone_is_missing_as_text_too(copied):
    frame, _, _ = copied(TABLE, missing=["NA"], as_text=True)
    assert frame["n"].tolist() == ["1", "9", "9", None]
    assert frame["ward"].tolist() == ["A", "?", None, None]


@given(
    st.sampled_from(["-9", "Not known", "NA", "999", "**"]),
    st.lists(st.booleans(), min_size=4, max_size=12),
    st.sampled_from(["int", "float", "date", "word"]),
)
def test_a_token_is_missing_where_it_stands_and_nowhere_else(
    tmp_path_factory, token, gaps, kind
):
    cells = {
        "int": [str(7 * i) for i in range(len(gaps))],
        "float": [f"{i}.25" for i in range(len(gaps))],
        "date": [f"2023-01-{i + 1:02d}" for i in range(len(gaps))],
        "word": [f"w{i % 3}" for i in range(len(gaps))],
    }[kind]
    rows = (token if gap else cell for gap, cell in zip(gaps, cells, strict=True))
    path = tmp_path_factory.mktemp("missing") / "table.csv"
    text = "a,b\n" + "".join(f"{row},x\n" for row in rows)
    path.write_text(text)
    frame, style = read_table(path, missing=[token])
    np.testing.assert_array_equal(frame["a"].isna(), gaps)
    write_table(frame, path, style)
    assert path.read_text() == text


def test_a_token_among_words_is_remembered_though_it_is_a_level(copied):
    # Who makes it missing later writes it as it stood.
    _, style, _ = copied("ward,n\nA,1\nN/A,2\nB,3\nN/A,4\n")
    assert style.of("ward").missing == "N/A"


def test_thirteen_decimals_stay_thirteen(copied):
    text = "lon,n\n" + "".join(f"{-13.2 + i / 977:.13f},{i}\n" for i in range(50))
    frame, style, copy = copied(text)
    assert copy == text
    assert style.of("lon").decimals == 13
    assert style.of("lon").write(frame["lon"] / 3 + 0.1)[0] == "-4.3000000000000"
