"""skl-synth generate on files in many dialects: the output is in the same one."""

import csv
import gzip
import io
import json
import re

import numpy as np
import pandas as pd
import pytest

from skl_synth.datasets import make_patients
from skl_synth.files import read_table


@pytest.fixture(scope="module")
def table():
    return make_patients(300, random_state=0)


def _generate(run, source, output, *options, target="readmitted"):
    given = ("generate", source, "--target", target, "--output", output, "--seed", 0)
    return run(*given, *options)


def _german(table):
    """As a German spreadsheet writes it."""
    table = table.assign(
        cost=[f"{1000 + i * 7.25:,.2f}".translate(SWAP) + " €" for i in table.index],
        ward=table["ward"].replace("Surgery", "Äußere"),
    )
    text = table.to_csv(
        index=False, sep=";", decimal=",", na_rep="k. A.", lineterminator="\r\n"
    )
    return text.replace("k. A.", "N/A")


SWAP = str.maketrans(",.", ".,")


@pytest.fixture(scope="module")
def german(run, table, tmp_path_factory):
    folder = tmp_path_factory.mktemp("german")
    (folder / "in.csv").write_bytes(_german(table).encode("windows-1252"))
    result = _generate(run, folder / "in.csv", folder / "out.csv")
    return (folder / "out.csv").read_bytes(), result.output


class TestGerman:
    """Semicolons, decimal commas, points in thousands, windows-1252, line ends."""

    def test_the_guess_is_reported(self, german):
        assert "was read as windows-1252" in german[1]
        assert "such as --encoding mac-roman." in german[1]

    def test_every_value_is_written_as_in_the_source(self, german):
        text = german[0].decode("windows-1252")
        assert text.count("\r\n") == text.count("\n") == 301
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        patterns = {
            "bmi": r"\d\d,\d",
            "glucose": r"\d+,\d\d?|N/A",
            "cost": r"\d\.\d{3},\d\d €",
            "age": r"\d+",
        }
        for name, pattern in patterns.items():
            assert all(re.fullmatch(pattern, row[name]) for row in rows), name
        assert "N/A" in {row["glucose"] for row in rows}
        assert "Äußere" in {row["ward"] for row in rows}

    def test_it_can_be_read_again(self, run, german, tmp_path):
        (tmp_path / "new.csv").write_bytes(german[0])
        given = ("--encoding", "windows-1252", "--decimal", ",", "--delimiter", ";")
        output = run("inspect", tmp_path / "new.csv", *given).output
        assert re.search(r"^cost +continuous +1\d{3}", output, re.M)
        assert "Warning" not in output


def test_packed_files(run, table, tmp_path):
    source, output = tmp_path / "in.csv.gz", tmp_path / "out.csv.gz"
    source.write_bytes(gzip.compress(table.to_csv(index=False).encode()))
    _generate(run, source, output)
    _generate(run, source, tmp_path / "out.csv")
    assert gzip.decompress(output.read_bytes()) == (tmp_path / "out.csv").read_bytes()


def test_everything_quoted(run, table, tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    table.to_csv(source, index=False, quoting=csv.QUOTE_ALL)
    _generate(run, source, output)
    for line in output.read_text().splitlines():
        assert re.fullmatch('("[^"]*",)*"[^"]*"', line)


class TestParquet:
    """Types of Arrow, categories and what pandas needs to read them come back."""

    @pytest.fixture
    def source(self, table, tmp_path):
        pytest.importorskip("pyarrow")
        typed = table.assign(
            ward=table["ward"].astype("category"),
            age=table["age"].astype("Int16"),
            emergency=table["emergency"].astype(bool),
            admitted=pd.date_range(
                "2024-01-01", periods=len(table), tz="Europe/London"
            ),
        )
        typed.to_parquet(tmp_path / "in.parquet", index=False)
        return tmp_path / "in.parquet"

    @pytest.mark.parametrize("mode", ["replace", "augment"])
    def test_the_same_schema_comes_back(self, run, source, mode):
        from pyarrow import parquet

        output = source.with_name("out.parquet")
        _generate(run, source, output, "--mode", mode)
        real, new = parquet.read_table(source), parquet.read_table(output)
        assert new.schema.equals(real.schema)
        assert pd.read_parquet(output).dtypes.equals(pd.read_parquet(source).dtypes)
        if mode == "augment":
            assert new.slice(0, len(real)).equals(real)

    def test_a_column_less(self, run, source):
        output = source.with_name("out.parquet")
        _generate(run, source, output, "--drop", "admitted", "--identifiers", "drop")
        written = pd.read_parquet(output)
        real = pd.read_parquet(source).drop(columns=["admitted", "patient_id"])
        assert written.dtypes.equals(real.dtypes)

    def test_between_both(self, run, source, table, tmp_path):
        _generate(run, source, tmp_path / "out.csv", "--drop", "admitted")
        frame, _ = read_table(tmp_path / "out.csv")
        assert frame.columns.tolist() == table.columns.tolist()
        _generate(run, tmp_path / "out.csv", tmp_path / "again.parquet")
        again = pd.read_parquet(tmp_path / "again.parquet")
        assert again.columns.tolist() == frame.columns.tolist()


@pytest.mark.parametrize("target", ["readmitted", "ward", "bmi"])
def test_the_order_of_the_classes(run, table, tmp_path, target):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    table.sort_values(target).to_csv(source, index=False)
    _generate(run, source, output, "--keep-order", target=target)
    real, new = pd.read_csv(source)[target], pd.read_csv(output)[target]
    if target == "bmi":
        assert new.is_monotonic_increasing
    else:
        assert new.tolist() == real.tolist()
    _generate(run, source, output, target=target)
    assert pd.read_csv(output)[target].tolist() != new.tolist()


def test_an_order_that_is_no_sorting(run, table, tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    table.to_csv(source, index=False)
    _generate(run, source, output, "--keep-order")
    assert pd.read_csv(output)["readmitted"].tolist() == table["readmitted"].tolist()


@pytest.mark.parametrize(
    ("identifiers", "keys"),
    [("drop", None), ("surrogate", r"P\d{7}"), (None, r"P\d{7}")],
)
@pytest.mark.parametrize("mode", ["replace", "augment"])
def test_identifiers(run, table, tmp_path, identifiers, keys, mode):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    table.to_csv(source, index=False)
    options = ("--identifiers", identifiers) if identifiers else ()
    _generate(run, source, output, "--mode", mode, *options)
    written = pd.read_csv(output)
    if keys is None:
        assert written.columns.tolist() == table.columns[1:].tolist()
    else:
        assert written.columns.tolist() == table.columns.tolist()
        made = written["patient_id"].iloc[len(table) if mode == "augment" else 0 :]
        assert made.str.fullmatch(keys).all()
        assert not made.isin(table["patient_id"]).any()


def test_rare_levels(run, table, tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    ward = table["ward"].where(table.index > 2, "Dermatology")
    table.assign(ward=ward).to_csv(source, index=False)
    result = _generate(run, source, output, "--min-category-count", 10)
    written = set(pd.read_csv(output)["ward"])
    assert "Dermatology" not in written
    assert written <= {*table["ward"], "Rare"}
    assert "fewer than 10" in result.output or "10" in result.output


def test_rules(run, table, tmp_path):
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    rng = np.random.default_rng(0)
    days = rng.integers(0, 9, len(table))
    table.assign(first=days, last=days + rng.integers(0, 3, len(table))).to_csv(
        source, index=False
    )
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps([{"inequality": ["first", "<=", "last"]}]))
    _generate(run, source, output, "--constraints", rules)
    written = pd.read_csv(output)
    assert (written["first"] <= written["last"]).all()


def test_the_other_commands_take_the_same_options(run, table, tmp_path):
    source = tmp_path / "in.csv"
    table.to_csv(source, index=False, sep="|", encoding="utf-16")
    given = ("--delimiter", "|", "--encoding", "utf-16", "--min-category-count", 2)
    assert "patient_id" in run("inspect", source, *given).output
    options = ("--target", "readmitted", "--folds", 2, *given)
    assert "UTILITY" in run("evaluate", source, *options).output
