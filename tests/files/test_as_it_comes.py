"""Groups above names, subtotals, odd delimiters and negative money, as they come."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.errors import InputError
from skl_synth.files import read_table, write_table
from skl_synth.files.notation import Notation, matching, notations
from skl_synth.files.subtotals import subtotal_lines

RNG = np.random.default_rng(0)
ROWS = [
    f"{RNG.integers(18, 90)},{RNG.normal(27, 4):.1f},{'mf'[i % 2]},{i % 3 % 2}"
    for i in range(60)
]
NAMES = "age,bmi,sex,ill"
WARDS = [f"W{i % 9},{1 + i % 40},{100 + 7 * i % 500}" for i in range(60)]


def _words(tmp_path, lines, **options):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path, **options)
    return caught.value.words(COMMAND_LINE)


@pytest.mark.parametrize(
    "above", ["Person,,,Outcome", "years,kg/m2,,", "(years),(kg/m2),(m/f),(0/1)"]
)
def test_groups_and_units_above_the_names_are_no_names(tmp_path, above):
    words = _words(tmp_path, [above, NAMES, *ROWS])
    assert "--header-row 2" in words
    assert "--drop-lines" not in words


def test_names_with_a_gap_stay_names(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["age,bmi,,ill", *ROWS]) + "\n")
    with pytest.warns(match="without a name"):
        frame, _ = read_table(path)
    assert list(frame)[:2] == ["age", "bmi"]


@pytest.mark.parametrize("mark", ["^", ":", "~"])
def test_an_unusual_delimiter_is_named_not_used(tmp_path, mark):
    lines = [line.replace(",", mark) for line in (NAMES, *ROWS)]
    words = _words(tmp_path, lines)
    assert re.search(rf"--delimiter '?{re.escape(mark)}", words)
    frame, _ = read_table(tmp_path / "table.csv", delimiter=mark)
    assert frame.shape == (60, 4)
    frame, _ = read_table(tmp_path / "table.csv", delimiter=",")
    assert frame.shape == (60, 1)


@pytest.mark.parametrize("last", ["Average", "Mean", "All wards", "W subtotal"])
def test_a_last_row_over_all_others_is_named(tmp_path, last):
    words = _words(tmp_path, ["ward,beds,cost", *WARDS, f"{last},30.4,550.2"])
    assert "--drop-last 1" in words
    assert "--drop-lines" not in words


def test_a_last_level_with_words_behind_it_is_a_row(tmp_path):
    path = tmp_path / "table.csv"
    rows = [f"W{i % 9},{'ab'[i % 2]}" for i in range(40)]
    path.write_text("\n".join(["ward,kind", *rows, "All wards,a"]) + "\n")
    assert len(read_table(path)[0]) == 41


def test_subtotals_are_named_with_their_lines(tmp_path):
    lines = ["ward,beds,cost", *WARDS[:20], "W1 subtotal,30,550", *WARDS[20:]]
    lines.insert(1, "Total,60,990")
    words = _words(tmp_path, [*lines, "Total,60,990"])
    assert "give --drop-lines 2,23,64, or" in words
    frame, _ = read_table(tmp_path / "table.csv", drop_lines=(2, 23, 64))
    assert len(frame) == 60


def test_rows_of_totals_are_the_rows_of_a_table():
    text = "kind,n\n" + "Total,1\nPart,2\n" * 30
    assert subtotal_lines(text, ",", 61) == ()
    assert subtotal_lines("name,n\nTotal hip,1\nA,2\n", ",", 3) == ()
    assert subtotal_lines("name,w\nTotal,x\nA,y\n", ",", 3) == ()


@pytest.mark.parametrize(
    "texts",
    [
        ["-£308.51", "£5.00", "£1.20", "-£7.05"],
        ["(250)", "30", "(7)", "12"],
        ["674.88-", "5.00", "1.25-", "3.00"],
        ["($1,234.50)", "$3.00", "$2,000.00", "($4.00)"],
    ],
)
def test_negative_money_is_numbers_and_written_back(tmp_path, texts):
    path, again = tmp_path / "table.tsv", tmp_path / "again.tsv"
    path.write_text("cost\tn\n" + "".join(f"{one}\t1\n" for one in texts * 5))
    frame, style = read_table(path)
    assert frame["cost"].lt(0).sum() == 10
    write_table(frame, again, style)
    assert again.read_text() == path.read_text()


@pytest.mark.parametrize(
    "texts", [["(1)", "(2)", "(3)"], ["-5", "(5)"], ["5-", "-5"], ["(2021-01)", "3"]]
)
def test_other_brackets_and_hyphens_are_no_numbers(texts):
    assert matching(texts, notations(None, ",")) == []


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=8),
    st.sampled_from(["", "brackets", "behind", "outside"]),
    st.sampled_from(["£", "$", "€"]),
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_as_the_same_number(cents, negative, currency):
    one = Notation(thousands=",", before=currency, negative=negative)
    plain = ["12345.67", *(f"{cent / 100:.2f}" for cent in cents)]
    texts = [one.write(text) for text in plain]
    assert matching(texts, notations(None, ","))[0].plain(texts) == plain


def test_labelled_ends_of_a_scale_are_no_odd_numbers(tmp_path):
    steps = ["1 (most deprived)", *map(str, range(2, 10)), "10 (least deprived)"]
    path = tmp_path / "table.csv"
    pd.DataFrame({"decile": steps * 5, "x": range(50)}).to_csv(path, index=False)
    frame, _ = read_table(path)
    assert frame["decile"].nunique() == 10
