"""skl-synth generate: a real file in, a synthetic file of the same look out."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from skl_synth.cli import generate as module


def _without(table, *names):
    """The rows of a table as a set of texts, without some columns."""
    keep = [place for place, name in enumerate(table.header) if name not in names]
    return {tuple(row[place] for place in keep) for row in table.rows}


def _generate(run, source, target, output, *options):
    return run(*("generate", source, "--target", target, "--output", output), *options)


@pytest.fixture(scope="module")
def stroke(run, real_data, tmp_path_factory, cells_of):
    source = real_data / "stroke_raw.csv"
    output = tmp_path_factory.mktemp("stroke") / "out.csv"
    before = source.read_bytes()
    options = ("--mode", "replace", "--seed", 0)
    result = _generate(run, source, "stroke", output, *options)
    assert source.read_bytes() == before
    return cells_of(source), cells_of(output), result.output


class TestStroke:
    """The table as it comes from the source."""

    def test_same_columns_and_as_many_rows_of_each_class(self, stroke):
        real, new, _ = stroke
        assert new.header == real.header
        assert len(new.rows) == 5110
        assert Counter(new.columns["stroke"]) == {"0": 4861, "1": 249}

    def test_no_key_of_the_source(self, stroke):
        real, new, output = stroke
        assert not set(new.columns["id"]) & set(real.columns["id"])
        assert len(set(new.columns["id"])) == len(new.rows)
        assert "id is an identifier" in output
        assert "never copied" in output

    def test_no_real_row_and_none_twice(self, stroke):
        real, new, _ = stroke
        assert not _without(new, "id", "stroke") & _without(real, "id", "stroke")
        assert len(_without(new, "id")) == len(new.rows)

    @pytest.mark.parametrize(
        ("column", "pattern"),
        [
            ("age", r"[1-9]\d?|[01]\.\d?[1-9]"),
            ("avg_glucose_level", r"\d+(\.\d?[1-9])?"),
            ("bmi", r"N/A|\d+(\.[1-9])?"),
            ("hypertension", "[01]"),
            ("id", r"\d+"),
        ],
    )
    def test_numbers_are_written_as_in_the_source(self, stroke, column, pattern):
        for table in stroke[:2]:
            wrong = [
                cell
                for cell in table.columns[column]
                if not re.fullmatch(pattern, cell)
            ]
            assert not wrong

    @pytest.mark.parametrize("column", ["gender", "work_type", "smoking_status"])
    def test_categories_are_those_of_the_source(self, stroke, column):
        real, new, _ = stroke
        assert set(new.columns[column]) <= set(real.columns[column])

    @pytest.mark.parametrize(("label", "tolerance"), [("0", 0.01), ("1", 0.06)])
    def test_as_many_missing_values_in_each_class(self, stroke, label, tolerance):
        rates = []
        for table in stroke[:2]:
            pairs = zip(table.columns["bmi"], table.columns["stroke"], strict=True)
            missing = [bmi == "N/A" for bmi, stroke in pairs if stroke == label]
            rates.append(sum(missing) / len(missing))
        assert abs(rates[0] - rates[1]) < tolerance


@pytest.fixture(scope="module")
def titanic(run, real_data, tmp_path_factory, cells_of):
    source = real_data / "titanic_processed.csv"
    output = tmp_path_factory.mktemp("titanic") / "out.csv"
    _generate(run, source, "Survived", output, "--seed", 0)
    return cells_of(source), cells_of(output)


class TestTitanic:
    """A table in which every number is written with a point."""

    def test_same_columns_and_as_many_rows_of_each_class(self, titanic):
        real, new = titanic
        assert new.header == real.header
        assert Counter(new.columns["Survived"]) == {"0.0": 549, "1.0": 342}

    def test_no_key_and_no_row_of_the_source(self, titanic):
        real, new = titanic
        keys = "PassengerId", "Survived"
        assert not set(new.columns["PassengerId"]) & set(real.columns["PassengerId"])
        assert not _without(new, *keys) & _without(real, *keys)

    def test_every_number_carries_its_point(self, titanic):
        for table in titanic:
            wrong = [
                cell
                for row in table.rows
                for cell in row
                if not re.fullmatch(r"\d+\.(0|\d{0,3}[1-9])", cell)
            ]
            assert not wrong

    @pytest.mark.parametrize("prefix", ["Embarked_", "CabinLetter_"])
    def test_one_level_of_each_one_hot_group(self, titanic, prefix):
        for table in titanic:
            group = [table.columns[c] for c in table.header if c.startswith(prefix)]
            assert len(group) > 3
            assert {row.count("1.0") for row in zip(*group, strict=True)} == {1}


def test_same_seed_same_bytes(run, patients, tmp_path):
    contents = []
    for name, seed in [("a", 7), ("b", 7), ("c", 8)]:
        output = tmp_path / name
        _generate(run, patients, "readmitted", output, "--seed", seed)
        contents.append(output.read_bytes())
    assert contents[0] == contents[1] != contents[2]


def test_without_a_seed_a_fresh_one_is_drawn_and_printed(run, patients, tmp_path):
    first, second, again = (tmp_path / name for name in "abc")
    output = _generate(run, patients, "readmitted", first).output
    _generate(run, patients, "readmitted", second)
    (seed,) = re.findall(r"\(seed (\d+)\)", output)
    _generate(run, patients, "readmitted", again, "--seed", seed)
    assert first.read_bytes() != second.read_bytes()
    assert first.read_bytes() == again.read_bytes()


def test_replace_is_the_default_and_holds_no_real_row(
    run, patients, tmp_path, cells_of
):
    _generate(run, patients, "readmitted", tmp_path / "out.csv", "--seed", 0)
    real, new = cells_of(patients), cells_of(tmp_path / "out.csv")
    assert new.header == real.header
    assert Counter(new.columns["readmitted"]) == Counter(real.columns["readmitted"])
    keys = "patient_id", "readmitted"
    assert not _without(new, *keys) & _without(real, *keys)
    assert not set(new.columns["patient_id"]) & set(real.columns["patient_id"])


def test_augment_keeps_the_real_lines_and_evens_the_classes(
    run, patients, tmp_path, cells_of
):
    path = tmp_path / "out.csv"
    options = ("--mode", "augment", "--seed", 0)
    result = _generate(run, patients, "readmitted", path, *options)
    assert path.read_bytes().startswith(patients.read_bytes())
    assert "do not share it" in result.output
    counts = Counter(cells_of(path).columns["readmitted"])
    assert counts["0"] == counts["1"] > 300


def test_augment_of_even_classes_adds_nothing(run, patients, tmp_path, cells_of):
    even = tmp_path / "even.csv"
    head, *lines = patients.read_text().splitlines(keepends=True)
    by_class = [[line for line in lines if line.endswith(f"{y}\n")] for y in (0, 1)]
    even.write_text(head + "".join(by_class[0][:30] + by_class[1][:30]))
    _generate(run, even, "readmitted", tmp_path / "out.csv", "--mode", "augment")
    assert (tmp_path / "out.csv").read_bytes() == even.read_bytes()


def test_dropped_columns_are_gone(run, patients, tmp_path, cells_of):
    path = tmp_path / "out.csv"
    drop = ("--drop", "ward", "--drop", "patient_id")
    result = _generate(run, patients, "readmitted", path, *drop)
    assert cells_of(path).header == [
        name for name in cells_of(patients).header if name not in ("ward", "patient_id")
    ]
    assert "identifier (" not in result.output


def test_kinds_overrule_what_was_inferred(run, patients, tmp_path):
    kinds = tmp_path / "kinds.json"
    kinds.write_text('{"age": "category", "readmitted": "category"}')
    options = ("--kinds", kinds)
    result = _generate(run, patients, "readmitted", tmp_path / "out.csv", *options)
    assert re.search(r"^age +category", result.output, flags=re.M)
    assert re.search(r"^length_of_stay +integer", result.output, flags=re.M)


@pytest.fixture
def encoded(tmp_path):
    """Two groups of one-hot columns; the second lacks its first level."""
    path = tmp_path / "encoded.csv"
    lines = ["g_a,g_b,h_b,h_c,value,y"]
    for i in range(60):
        g, h = i % 2, i % 3
        lines.append(f"{1 - g},{g},{int(h == 1)},{int(h == 2)},{i * i % 37}.5,{i % 2}")
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    ("options", "groups"),
    [
        ((), {"g": "one_hot", "h_b": "binary"}),
        (("--one-hot", "h", "--baseline", "h"), {"g_a": "binary", "h": "one_hot"}),
        (("--baseline", "h_"), {"g": "one_hot", "h_": "one_hot"}),
        (("--one-hot", "g", "--baseline", "h"), {"g": "one_hot", "h": "one_hot"}),
    ],
)
def test_one_hot_groups_are_inferred_or_given(run, encoded, tmp_path, options, groups):
    output = _generate(run, encoded, "y", tmp_path / "out.csv", *options).output
    assert "Warning" not in output
    for name, kind in groups.items():
        assert re.search(rf"^{name} +{kind}", output, flags=re.M)


def test_a_target_that_is_a_number(run, patients, tmp_path, cells_of):
    path = tmp_path / "out.csv"
    result = _generate(run, patients, "bmi", path, "--seed", 0)
    assert "Target bmi: mean" in result.output
    new = cells_of(path).columns["bmi"]
    assert len(new) == 400
    assert all(re.fullmatch(r"\d\d\.\d", cell) for cell in new)


def test_removal_fraction_and_neighbours_reach_the_method(
    run, patients, tmp_path, monkeypatch
):
    seen = []
    generate = module.generate_rows
    monkeypatch.setattr(
        module,
        "generate_rows",
        lambda *given, **more: seen.append(given[1]) or generate(*given, **more),
    )
    options = ("--removal-fraction", 0.3, "--k-neighbors", 3)
    _generate(run, patients, "readmitted", tmp_path / "out.csv", *options)
    assert seen[0].removal_fraction == 0.3
    assert seen[0].sampler.k_neighbors == 3


def test_tables_of_categories_are_made_by_what_can_be_typed(run, tmp_path):
    """What the error advises is taken, and does help."""
    rng = np.random.default_rng(0)
    words = ["never", "sometimes", "often", "always"]
    rows = pd.DataFrame(rng.choice(words, (300, 6)), columns=list("abcdef"))
    table = tmp_path / "words.csv"
    rows.assign(group=rng.choice(["x", "y"], 300)).to_csv(table, index=False)
    given = ("generate", table, "--target", "group", "--output", tmp_path / "out.csv")
    refused = run(*given, "--seed", 0, status=2).output
    assert "--interpolation per_feature" in refused
    assert "removal" not in refused
    run(*given, "--seed", 0, "--interpolation", "per_feature")
    rows = rows[["a", "b"]].assign(group=rng.choice(["x", "y"], 300))
    rows.to_csv(table, index=False)
    assert "--duplicates excess" in run(*given, "--seed", 0, status=2).output
    made = run(*given, "--seed", 0, "--duplicates", "excess").output
    assert "no more often than people equal one another" in made


def test_what_was_done_is_reported(run, patients, tmp_path):
    path = tmp_path / "out.csv"
    output = _generate(run, patients, "readmitted", path, "--seed", 0).output
    outcomes = {
        text: int(rows)
        for text, rows in re.findall(
            r"^(dropped: .+?|unused: .+?|kept) +(\d+)$", output, re.M
        )
    }
    assert outcomes["kept"] == 400
    (candidates,) = re.findall(r"became of (\d+) candidates", output)
    assert sum(outcomes.values()) == int(candidates)
    assert outcomes["dropped: among the closest to a real row"] > 0
    for words in ("Rows per class", "5th percentile", "patient_id is an identifier"):
        assert words in output


def test_missing_values_are_reported_per_class(run, patients, tmp_path, cells_of):
    path = tmp_path / "out.csv"
    output = _generate(run, patients, "readmitted", path, "--seed", 0).output
    for label in "01":
        shares = []
        for table in (cells_of(patients), cells_of(path)):
            columns = table.columns["glucose"], table.columns["readmitted"]
            missing = [g == "" for g, y in zip(*columns, strict=True) if y == label]
            shares.append(f"{sum(missing) / len(missing):.1%}")
        line = rf"^glucose +{label} +{shares[0]} +{shares[1]}$"
        assert re.search(line, output, flags=re.M)


def test_a_class_smaller_than_its_neighbours_is_warned_of_once(run, patients, tmp_path):
    small = tmp_path / "small.csv"
    head, *lines = patients.read_text().splitlines(keepends=True)
    of_one = [line for line in lines if line.endswith("1\n")]
    of_none = [line for line in lines if line.endswith("0\n")]
    small.write_text(head + "".join(of_none[:50] + of_one[:4]))
    output = _generate(run, small, "readmitted", tmp_path / "out.csv").output
    assert output.count("Warning: class 1 has 4 rows") == 1


def test_the_output_of_an_earlier_run_is_replaced(run, patients, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    _generate(run, patients, "readmitted", path)
    assert path.read_text().count("\n") == 401


def test_an_interrupt_leaves_what_was_there(run, patients, tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def interrupt(part, target):
        assert part.stat().st_size > 10_000
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", interrupt)
    run(*("generate", patients, "--target", "readmitted", "--output", path), status=130)
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_text() == "old"


def test_by_makes_the_rows_of_each_ward_apart(run, patients, tmp_path, cells_of):
    output = tmp_path / "out.csv"
    options = ("--by", "ward", "--by", "emergency", "--seed", 0)
    result = _generate(run, patients, "readmitted", output, *options)
    real, new = cells_of(patients), cells_of(output)
    strata = [
        Counter(zip(*(table.columns[n] for n in ("ward", "emergency")), strict=True))
        for table in (real, new)
    ]
    assert strata[0] == strata[1]
    assert "are made together: ward=" in result.output


def test_by_must_be_a_column(run, patients, tmp_path):
    command = ("generate", patients, "--target", "readmitted")
    output = ("--output", tmp_path / "out.csv", "--by", "hospital")
    result = run(*command, *output, status=2)
    assert "--by names 'hospital', which is no column" in result.output
