"""What stands about a table is named, and one command that is typed answers it."""

import re
import shlex

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.cli.line_numbers import LineNumbers
from skl_synth.errors import InputError
from skl_synth.files import read_table, write_table


def _table(n_rows=60, seed=0):
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(
        rng.integers(0, 300, n_rows), "D"
    )
    return pd.DataFrame(
        {
            "key": [f"P{i:05d}" for i in rng.integers(0, 99999, n_rows)],
            "ward": rng.choice(["Cardiology", "Surgery"], n_rows),
            "age": rng.integers(18, 90, n_rows),
            "admitted": days.strftime("%d/%m/%Y"),
            "bmi": rng.normal(27, 4, n_rows).round(1),
            "died": rng.integers(0, 2, n_rows),
        }
    )


TABLE = _table()
TEXT = TABLE.to_csv(index=False)
HEADER, *ROWS = TEXT.splitlines()
BODY = "\n".join(ROWS) + "\n"
LABELS = "Key of patient,Ward name,Age in years,Day,Body mass index,Died in hospital"


def _typed(error):
    """Read from a message what is to be typed, as whoever reads it does."""
    words = error.words(COMMAND_LINE)
    options = shlex.split(re.search(r": give (--.+?), or if", words)[1])
    pairs = dict(zip(options[::2], options[1::2], strict=True))
    given = {name[2:].replace("-", "_"): value for name, value in pairs.items()}
    return {
        name: LineNumbers().convert(value, None, None)
        if name == "drop_lines"
        else int(value)
        for name, value in given.items()
    }


SHAPES = {
    "no header": (BODY, {"header_row": 0}),
    "a title": (f"Wards in 2023\n{TEXT}", {"header_row": 2}),
    "a title, filled up": (f"Wards in 2023,,,,,\n{TEXT}", {"header_row": 2}),
    "titles and a blank line": (f"Wards\nrun 1.2., by X\n\n{TEXT}", {"header_row": 4}),
    "keys and values": (f"Report:,X\nDate:,2024-01-01\n\n{TEXT}", {"header_row": 4}),
    "a band of headings": (f"Patient,,,Stay,,\n{TEXT}", {"header_row": 2}),
    "a band, repeated": (f"Who,Who,Who,Stay,Stay,Stay\n{TEXT}", {"header_row": 2}),
    "a title without a header": (
        f"Wards in 2023\n{BODY}",
        {"header_row": 0, "skip_rows": 1},
    ),
    "units": (f"{HEADER}\n,,years,,kg/m2,\n{BODY}", {"drop_lines": (2,)}),
    "units in brackets": (
        f"{HEADER}\n[text],[code],[years],[date],[kg/m2],[0/1]\n{BODY}",
        {"drop_lines": (2,)},
    ),
    "a line of dashes": (
        f"{HEADER}\n-----,----,---,---,---,---\n{BODY}",
        {"drop_lines": (2,)},
    ),
    "labels and units": (
        f"{HEADER}\n{LABELS}\n,,years,,kg/m2,\n{BODY}",
        {"drop_lines": (2, 3)},
    ),
    "a total": (f"{TEXT}Total,,3210,,,22\n", {"drop_last": 1}),
    "a total in capitals": (f"{TEXT}GRAND TOTAL:,,,,,22\n", {"drop_last": 1}),
    "a source": (f"{TEXT}\nSource: NHS Digital, 2024\n", {"drop_last": 1}),
    "a source, filled up": (f"{TEXT}Source: a survey,,,,,\n", {"drop_last": 1}),
    "a count of rows": (f"{TEXT}\n(60 rows affected)\n", {"drop_last": 1}),
    "a second table": (f"{TEXT}\nname,n\nx,1\n", {"drop_last": 2}),
    "rows of nothing": (TEXT + ",,,,,\n" * 70, {"drop_last": 70}),
    "all of it": (
        f"Wards\n{HEADER}\n,,years,,kg/m2,\n{BODY}Total,,,,,22\n",
        {"header_row": 2, "drop_lines": (3,), "drop_last": 1},
    ),
}


@pytest.fixture
def read(tmp_path):
    def read_text(text, **options):
        path = tmp_path / "table.csv"
        path.write_text(text)
        return read_table(path, **options)

    return read_text


@pytest.mark.parametrize(("text", "answer"), SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("as_text", [False, True])
def test_one_message_says_what_is_to_be_typed(read, text, answer, end, as_text):
    text = text.replace("\n", end)
    known = {"as_text": as_text, "delimiter": "," if as_text else None}
    with pytest.raises(InputError) as caught:
        read(text, **known)
    assert _typed(caught.value) == answer
    frame, style = read(text, **known, **answer)
    names = [f"column_{place + 1}" for place in range(6)]
    assert list(frame.columns) == (list(TABLE) if style.header else names)
    expected = TABLE.astype(str) if as_text else TABLE
    frame.columns = TABLE.columns
    pd.testing.assert_frame_equal(frame, expected, check_dtype=False)


@pytest.mark.filterwarnings("ignore::skl_synth.errors.InputWarning")
@pytest.mark.parametrize(("text", "answer"), SHAPES.values(), ids=SHAPES)
def test_who_says_otherwise_is_believed(read, text, answer):
    with pytest.raises(InputError) as caught:
        read(text)
    fields = caught.value.message.fields
    otherwise = {
        name.removeprefix("other_"): setting.value
        for name, setting in fields.items()
        if name.startswith("other_")
    }
    assert otherwise.keys() == answer.keys() - {"skip_rows"}
    believed = {"drop_lines": (), "drop_last": 0, **otherwise}
    # Lines of another width cannot be read; what leaves them out is said again.
    assert _n_rows_or_words(read, text, believed) in (*range(59, 200), "uneven")


def _n_rows_or_words(read, text, options):
    try:
        return len(read(text, **options)[0])
    except InputError as error:
        return "uneven" if "values" in str(error) else str(error)


def test_what_is_left_out_does_not_come_back(read, tmp_path):
    text, answer = SHAPES["all of it"]
    frame, style = read(text, **answer)
    write_table(frame, tmp_path / "copy.csv", style)
    assert (tmp_path / "copy.csv").read_text() == TEXT


def test_a_file_without_names_comes_back_without_them(read, tmp_path):
    frame, style = read(BODY, header_row=0)
    write_table(frame, tmp_path / "copy.csv", style)
    assert (tmp_path / "copy.csv").read_text() == BODY


def test_comments_before_the_names_are_left_out_with_a_word(read):
    text = f"# exported by X\n# on Monday\n{TEXT}"
    with pytest.warns(UserWarning, match="left out as comments .2.") as caught:
        frame, _ = read(text)
    assert len(caught) == 1
    pd.testing.assert_frame_equal(frame, TABLE, check_dtype=False)
    with pytest.raises(InputError, match="header_row=3"):
        read(text, as_text=True)


def test_names_may_stand_in_a_comment(read):
    with pytest.warns(UserWarning, match="left out as comments"):
        frame, style = read(f"# exported\n# {TEXT}")
    assert list(frame.columns) == list(TABLE)
    assert style.names == {"key": "# key"}


def test_a_header_that_is_repeated_is_left_out_with_a_word(read):
    text = "\n".join([HEADER, *ROWS[:30], HEADER, *ROWS[30:], HEADER, ""])
    with pytest.warns(UserWarning, match="line 32 repeats .* as are 1 more"):
        frame, _ = read(text)
    pd.testing.assert_frame_equal(frame, TABLE, check_dtype=False)
    with pytest.raises(InputError, match=r"drop_lines=\(32, 63\)"):
        read(text, as_text=True)


@pytest.mark.filterwarnings("ignore:column .* values are no")
def test_a_row_that_is_as_the_header_may_be_one(read):
    text = f"{TEXT}{HEADER}\n"
    assert len(read(text, drop_lines=())[0]) == 61


def test_counts_in_place_of_names_are_mentioned(read):
    lines = (f"{i % 7 / 2},{i % 5 / 4},{i % 3}" for i in range(40))
    text = "\n".join(["150,4,setosa", *lines, ""])
    with pytest.warns(UserWarning, match="150, 4 .* skip_rows=1, header_row=0"):
        read(text)
    assert read(text, skip_rows=1, header_row=0)[0].shape == (40, 3)


ORDINARY = {
    "years": "country,2000,2005,2012\n" + "x,1.5,2.5,3.5\ny,1.2,2.2,3.1\n" * 20,
    "numbers in order": "0,1,2\n" + "5,7,8\n3,2,9\n" * 20,
    "days": "country,1/1/20,2/1/20\n" + "x,1,2\ny,3,4\n" * 20,
    "a level called as its column": "ward,n\n" + "ward,1\nhome,2\n" * 20,
    "units in the names": "age [years],sex (m/f)\n" + "31,m\n45,f\n" * 20,
    "a first row of gaps": "a,b,c\nNA,NA,NA\n" + "1,2,3\n4,5,6\n" * 20,
    "an odd first row": "a,b\nUnknown,1\n" + "3,2\n5,6\n" * 20,
    "a total in every group": "part,n\n" + "men,1\nwomen,2\nTotal,3\n" * 20,
    "sparse rows": "a,b,c,d\n" + "1,,,\n,2,,\n,,,4\n,,,\n" * 20,
    "few rows": "1,x\n2,y\n3,z\n",
    "text alone": "name,town\n" + "".join(f"n{i},t{i}\n" for i in range(40)),
    "all levels": "q,r\n" + "yes,no\nno,yes\n" * 30,
    "one column": "n\n" + "1\n2\n3\n" * 20,
}


@pytest.mark.filterwarnings("ignore:column .* no plain numbers")
@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_tables_are_read_without_a_word(read, tmp_path, text):
    frame, style = read(text)
    assert len(frame) == text.count("\n") - 1
    write_table(frame, tmp_path / "copy.csv", style)
    assert (tmp_path / "copy.csv").read_text() == text


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**16),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.lists(st.text("Wards 2023,.-", min_size=1).filter(str.strip), max_size=3),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "Total", "Source: a survey of 2023", "Sum:"]),
)
def test_any_of_it_in_any_dialect(
    tmp_path_factory, seed, delimiter, end, titles, is_filled, has_units, last
):
    """Whatever stands about a table: after one message it is read as it is."""
    table = _table(30, seed)
    lines = table.to_csv(index=False, sep=delimiter).splitlines()
    filling = delimiter * 5 if is_filled else ""
    if has_units:
        lines.insert(1, delimiter.join(["", "", "years", "", "kg/m2", ""]))
    if last:
        lines.append(last + filling)
    titles = [title.replace(",", " ") + filling for title in titles]
    path = tmp_path_factory.mktemp("shapes") / "table.csv"
    path.write_bytes(end.join([*titles, *lines, ""]).encode())
    try:
        frame, style = read_table(path)
    except InputError as error:
        frame, style = read_table(path, **_typed(error))
    pd.testing.assert_frame_equal(frame, table, check_dtype=False)
    write_table(frame, path, style)
    again, _ = read_table(path)
    pd.testing.assert_frame_equal(again, frame)
