"""Uneven lines and open quotes: all are named, and what leaves them out works."""

import pytest

from skl_synth.errors import InputError
from skl_synth.files import read_table

ROWS = [f"{number},x" for number in range(60)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "table.csv"


@pytest.mark.parametrize("quoted", [False, True])
def test_all_uneven_lines_are_left_out_at_once(path, quoted):
    rows = list(ROWS)
    rows[10], rows[30], rows[40] = "10", "30,x,y", "40,1,2"
    if quoted:
        rows[50] = '"50","a, b"'
    path.write_text("\n".join(["a,b", *rows, ""]))
    with pytest.raises(InputError, match=r"line 12: .* as in 2 more lines") as caught:
        read_table(path)
    (setting,) = (one.setting for one in caught.value.remedies if one.setting)
    assert setting.value == (12, 32, 42)
    frame, _ = read_table(path, drop_lines=setting.value)
    assert len(frame) == 57


def test_many_uneven_lines_are_no_slip(path):
    path.write_text("\n".join(["a,b", *["1,2,3", "1,2", "1,2"] * 110, ""]))
    with pytest.raises(InputError, match="as in 109 more lines") as caught:
        read_table(path)
    (remedy,) = caught.value.remedies
    assert remedy.setting is None
    assert "export the table anew" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('30,"open', "line 32: a double quote is opened here and never closed"),
        ('30,"x" y', "line 32: text follows a closing double quote"),
        (f'30,"{"x" * 140_000}"', "line 32: a value is longer than 131072 characters"),
    ],
)
def test_quotes_in_words(path, row, words):
    rows = [*ROWS[:30], row, *ROWS[31:]]
    path.write_text("\n".join(["a,b", *rows, ""]))
    with pytest.raises(InputError, match=words) as caught:
        read_table(path)
    (setting,) = (one.setting for one in caught.value.remedies if one.setting)
    assert len(read_table(path, drop_lines=setting.value)[0]) == 59


def test_a_long_value_without_quotes_is_read(path):
    path.write_text(f"a,b\n1,{'x' * 140_000}\n2,y\n3,z\n4,y\n")
    assert len(read_table(path)[0]) == 4
