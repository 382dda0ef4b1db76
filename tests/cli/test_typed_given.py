"""What is given of rows on the command line."""

import pandas as pd
import pytest

from skl_synth.cli.typed_given import parse_given
from skl_synth.errors import InputError
from skl_synth.files import ColumnStyle, TableStyle
from skl_synth.files.notation import Notation

FRAME = pd.DataFrame(
    {"age": [1, 2], "sex": ["f", "m"], "a=b": ["x", "y"], "span": ["1..2", "3..4"]}
)


@pytest.mark.parametrize(
    ("texts", "given"),
    [
        (["sex=f"], {"sex": "f"}),
        (["sex=f", "sex = m"], {"sex": ["f", "m"]}),
        (["age=80.."], {"age": ("80", None)}),
        (["age=..90"], {"age": (None, "90")}),
        (["age = 80 .. 90"], {"age": ("80", "90")}),
        (["age>=80"], {"age": ("80", None)}),
        (["age <= 8"], {"age": (None, "8")}),
        (["age="], {"age": None}),
        (["age=NA"], {"age": None}),
        (["a=b=x"], {"a=b": "x"}),
        (["span=1..2"], {"span": "1..2"}),
    ],
)
def test_conditions_as_they_are_typed(texts, given):
    assert parse_given(texts, FRAME) == given


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["sex"], "has no =.*age=80"),
        (["sexx=f"], "there is no column 'sexx'; did you mean 'sex'"),
        (["age=1..2", "age=5"], "a range is one of them"),
    ],
)
def test_what_is_no_condition_is_refused(texts, message):
    with pytest.raises(InputError, match=message):
        parse_given(texts, FRAME)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("cost=30,5", "30.5"),
        ("cost=30.5", "30.5"),
        ("cost=1.234", "1234"),
        ("cost=1.234,5..", ("1234.5", None)),
        ("cost<=30,5", (None, "30.5")),
        ("cost=30,5 €", "30.5"),
        ("cost=30,5 kg", "30,5 kg"),
        ("cost=", None),
        ("sex=30,5", "30,5"),
    ],
)
def test_numbers_may_be_typed_as_the_file_has_them(text, given):
    frame = pd.DataFrame({"cost": [1234.5, 2.0], "sex": ["f", "m"]})
    cost = ColumnStyle(notation=Notation(",", ".", behind=" €"))
    style = TableStyle(columns={"cost": cost})
    assert list(parse_given([text], frame, style).values()) == [given]


def test_a_table_with_decimal_commas_is_asked_with_them(run, tmp_path):
    table, output = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [f"{n % 40 + 20},5;{'ab'[n % 2]};{n}" for n in range(80)]
    table.write_text("\n".join(["bmi;class;n", *rows]))
    asked = ("generate", table, "--target", "class", "--output", output, "--rows", 9)
    run(*asked, "--given", "bmi=30,5..40,5", "--method", "cart")
    new = pd.read_csv(output, sep=";", decimal=",")
    assert len(new) == 9
    assert new["bmi"].between(30, 41).all()


def generate(run, patients, output, *options):
    asked = ("generate", patients, "--target", "readmitted", "--output", output)
    return run(*asked, "--seed", 1, *options)


@pytest.mark.parametrize("method", ["smote", "cart"])
def test_every_row_of_the_file_meets_what_is_given(
    method, run, patients, tmp_path, cells_of
):
    options = ("--given", "age=40..70", "--given", "sex=Female", "--rows", 60)
    result = generate(run, patients, tmp_path / "out.csv", *options, "--method", method)
    new = cells_of(tmp_path / "out.csv")
    assert len(new.rows) == 60
    assert set(new.columns["sex"]) == {"Female"}
    assert all(40 <= int(age) <= 70 for age in new.columns["age"])
    assert "every row meets it" in result.output
    # Sex moved because it was given.
    assert "Shares that moved" not in result.output


def test_rows_of_a_file_are_completed_in_their_order(run, patients, tmp_path, cells_of):
    rows = tmp_path / "rows.csv"
    rows.write_text("sex,readmitted\n" + "Female,1\nMale,0\nMale,1\n" * 5)
    generate(run, patients, tmp_path / "out.csv", "--given-rows", rows)
    new = cells_of(tmp_path / "out.csv")
    assert new.columns["sex"] == ("Female", "Male", "Male") * 5
    assert new.columns["readmitted"] == ("1", "0", "1") * 5


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--given", "age=900.."), "goes from"),
        (("--given", "ward=Nowhere"), "has no level 'Nowhere'"),
        (("--given", "sex=Female", "--keep-order"), "leave --keep-order out"),
        (("--given", "sex"), "has no ="),
    ],
)
def test_what_cannot_be_had_is_said(options, message, run, patients, tmp_path):
    asked = ("generate", patients, "--target", "readmitted")
    output = tmp_path / "out.csv"
    said = run(*asked, "--output", output, *options, status=2).output
    assert message in " ".join(said.split())
    assert not output.exists()
