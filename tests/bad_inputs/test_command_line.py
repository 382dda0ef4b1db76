"""Whatever cannot be used is reported in one line, with exit status 2."""

import gzip
import re
import sys

import pytest

PLAIN = "age,sex,y\n" + "".join(
    f"{i * 7 % 50}.{i * 37 % 100},{'fm'[i % 2]},{i % 2}\n" for i in range(60)
)

TABLES = {
    "an empty file": ("", "is empty"),
    "no rows": ("age,y\n", "has column names but no rows"),
    "a row too short": (PLAIN + "1,f\n" + "2,m,1\n", "line 62: the header names 3"),
    "a row too long": (PLAIN + "1,f,0,0\n2,m,1\n", "but there are 4 values"),
    "a last row too short": (PLAIN + "1,f\n", "62, is a row of 2 values, where the"),
    "a row of totals": (PLAIN + "Total,,30\n", "give --drop-last 1, or if"),
    "no line of names": (PLAIN.partition("\n")[2], "give --header-row 0, or if"),
    "an open quote": (
        PLAIN + '"1,f,0\n',
        "line 62: a double quote is opened here and never closed",
    ),
    "a picture": (b"\x89PNG\r\n\xff\xfe", "no table that can be read but a picture"),
    "no text": (b"\x01\x02\r\n\xff\xfe", "no text in UTF-8"),
    "a target missing in some rows": (
        PLAIN + "3,f,\n4,m,NA\n",
        "the target 'y' is missing in 2 of 62 rows, the first is row 61",
    ),
    "a class with one row": (PLAIN + "5,f,2\n", "class 2 has 1 row"),
    "an infinite value": (PLAIN + "inf,f,1\n", "column 'age' holds inf"),
    "a target only": ("y\n0\n1\n", "no column but the target 'y'"),
    "too small a domain": ("a,y\n" + "0,0\n1,1\n" * 20, "--duplicates excess"),
    "a ZIP file": (
        b"PK\x03\x04" + bytes(30),
        "is damaged or cut off: get the file anew",
    ),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(30), "a workbook that cannot be"),
    "a document": (b"%PDF-1.7\n", "a PDF document"),
    "a broken gzip file": (b"\x1f\x8b\x08\x00abc", "packed by gzip, but damaged"),
    "UTF-16 cut off": (b"\xff\xfea", "no text in utf-16-le"),
    "a word among numbers": (
        PLAIN + "unknown,f,1\n",
        "'age'",
    ),
    "numbers too large": (PLAIN + "1e308,f,1\n-1e308,f,1\n", "column 'age' holds"),
    "quotes in quotes": (PLAIN + '"a"b",f,1\n', ": check the double quotes"),
    "a line without end": (b"age,sex,y\n" + b"1" * 11_000_000, "line 2 is longer than"),
    "more columns than anybody has": ("a," * 110_000, "and no more than 100000 are"),
    "a gzip file that fills the memory": (
        gzip.compress(b"1,2\n" * 13_000_000, 1),
        "more than 50MB when it is unpacked",
    ),
    "characters that are no text": (PLAIN + "1,\0,0\n", "no text"),
    "a Feather file cut off": (b"ARROW1\0\0" + bytes(40), "Feather file that cannot"),
    "an SPSS file cut off": (b"$FL2@(#)" + bytes(40), "cannot be read"),
    "a Stata file cut off": (b"<stata_dta><header>", "cannot be read"),
    "packed by bzip2": (b"BZh91AY", "packed by bzip2"),
    "one number": ("a,y\n1,0\n2,1\n", "has 1 row"),
}

OPTIONS = {
    "an unknown target": (["--target", "Y1"], "no column 'Y1'; did you mean 'y'?"),
    "a target in capitals": (["--target", "AGE"], "did you mean 'age'?"),
    "a target like none": (["--target", "zzz"], "the columns are 'age', 'sex', 'y'"),
    "an unknown column to drop": (["--drop", "sexx"], "--drop: there is no column"),
    "the target dropped": (["--drop", "y"], "is the target and cannot be dropped"),
    "a removal fraction of 1": (
        ["--removal-fraction", "1"],
        "not in the range 0<=x<=0.99",
    ),
    "a negative fraction": (["--removal-fraction", "-0.1"], "not in the range"),
    "a fraction that is none": (["--removal-fraction", "nan"], "Got nan"),
    "a fraction in words": (["--removal-fraction", "x"], "not a valid float"),
    "no neighbours": (["--k-neighbors", "0"], "not in the range x>=1"),
    "a negative seed": (["--seed", "-1"], "not in the range"),
    "lines that are none": (["--drop-lines", "two"], "no list of lines such as"),
    "a line that is not there": (["--header-row", "99"], "there is no line 98"),
    "more rows than there are": (["--drop-last", "99"], "of its lines, none is left"),
    "an unknown mode": (["--mode", "both"], "'both' is not one of"),
    "an unknown option": (["--sead", "1"], "No such option"),
    "an unknown prefix": (["--one-hot", "ward"], "'ward' matches no column"),
    "an encoding that is none": (["--encoding", "klingon"], "no encoding of text"),
    "another encoding": (["--encoding", "utf-16-be"], "no text in utf-16-be"),
    "a delimiter of two": (["--delimiter", "::"], "must be one character"),
    "a delimiter that is not there": (["--delimiter", "tab"], "there is no column 'y'"),
    "a decimal mark that is none": (["--decimal", "'"], "is not one of"),
    "identifiers as they are": (["--identifiers", "keep"], "'keep' is not one of"),
    "levels of no row": (["--min-category-count", "0"], "not in the range x>=1"),
    "rules that are not there": (["--constraints", "no.json"], "cannot read no.json"),
    "an order for more rows": (["--keep-order", "--mode", "augment"], "--mode replace"),
    "no size": (["--max-size", "large"], "'large' is no size such as 8GB"),
    "a size of nothing": (["--max-size", "0GB"], "leaves nothing to be read"),
    "a negative size": (["--max-size", "-1GB"], "no size such as"),
    "a size too small": (["--max-size", "10B"], "give --max-size 1GB"),
    "a sheet of a CSV file": (["--sheet", "one"], "is no workbook"),
    "a dictionary that is not there": (["--dictionary", "no.yaml"], "no such file"),
    "an unknown person": (["--person", "patient"], "there is no column 'patient'"),
    "the target as person": (["--person", "y"], "cannot say whose a row is"),
    "two words on persons": (
        ["--person", "sex", "--one-row-per-person"],
        "say two things of the same",
    ),
    "an unknown method": (["--method", "magic"], "'magic' is not one of"),
    "a flag without real rows": (["--flag", "made"], "--mode augment"),
    "a negative line": (["--skip-rows", "-1"], "not in the range"),
    "an unknown column to part by": (["--by", "ward"], "ward"),
    "an unknown baseline": (["--baseline", "ward"], "'ward' matches no column"),
    "a kinds file that is not there": (["--kinds", "no.json"], "cannot read no.json"),
    "augment of a number": (["--target", "age", "--mode", "augment"], "class"),
}

KINDS = {
    "no JSON": ("{", "is no JSON"),
    "no text": (b"\xff\xfe", "is no JSON"),
    "a column twice": (
        '{"age": "integer",\n"age": "category"}',
        "line 2, column 1: the name 'age' stands twice",
    ),
    "too many values": ("[" + "1," * 200_001 + "1]", "more than 200000 values"),
    "too long": (b" " * 10_000_001, "more than 10 MB"),
    "a number of 5000 digits": ('{"age": ' + "1" * 5000 + "}", "no JSON"),
    "no object": ('["age"]', "must hold one object"),
    "an order that lacks a level": ('{"sex": ["f"]}', "but it holds 'm'"),
    "an unknown kind": ('{"age": "number"}', "the kind 'number'; the kinds are"),
    "a kind that is no text": ('{"age": 3}', "the kind 3; the kinds are"),
    "one_hot": ('{"age": "one_hot"}', "one-hot columns are given by --one-hot"),
    "an unknown kind of the target": ('{"y": "number"}', "the kind 'number'"),
    "an unknown column": ('{"agee": "integer"}', "did you mean 'age'?"),
    "a kind that does not fit": ('{"sex": "integer"}', "--kinds calls column 'sex'"),
    "an order that is not said": (
        '{"sex": "ordinal"}',
        'as in {"sex": ["low", "high"]} in the file of --kinds.',
    ),
}

RULES = {
    "no JSON": ("[", "rules.json, line 1, column 2: this is no JSON"),
    "deep JSON": ("[" * 100_000, "more than 40 objects stand one in the other"),
    "a rule twice": (
        '[{"sum": ["age", ["y"]],\n"sum": ["y", ["age"]]}]',
        "line 2, column 1: the name 'sum' stands twice",
    ),
    "no number": ("[NaN]", "is no number that can be used"),
    "no list": ('"age <= sex"', "rules.json: "),
    "an unknown rule": ('[{"equal": ["age", "y"]}]', "rules.json: "),
    "a column that is not there": ('[{"inequality": ["agee", "<", "sex"]}]', "'agee'"),
}


DICTIONARIES = {
    "no YAML": ("a: [1,\n", "line 2, column 1: this is no YAML"),
    "a name twice": ("fields: []\nfields: []\n", "line 2, column 1: the name 'fields'"),
    "names for other places": ("a: &a [1]\nb: [*a, *a]\n", "are not read"),
    "a tag of Python": ("a: !!python/name:os.system x\n", "is not read"),
    "lists in lists": ("a: " + "[" * 60, "one in the other"),
    "too many values": ("- 1\n" * 100_001, "more than 200000 values"),
    "no object": ("- 1\n", "holds no object of names and values"),
    "two documents": ("a: 1\n---\nb: 1\n", "a second document"),
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(PLAIN)
    return tmp_path


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.exists()}


@pytest.fixture
def refused(run, here):
    """Run generate in a folder of its own, and return the one line that it leaves."""

    def run_refused(*options, output="out.csv"):
        before = _files(here)
        arguments = ["table.csv", "--output", output, *options]
        if "--target" not in options:
            arguments += ["--target", "y"]
        result = run("generate", *arguments, status=2)
        assert _files(here) == before
        (line,) = re.findall(r"^Error: .*", result.output, flags=re.M)
        assert result.output.endswith(line + "\n")
        assert "Traceback" not in result.output
        return line

    return run_refused


def _write(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(("content", "words"), TABLES.values(), ids=TABLES)
def test_tables(refused, here, content, words):
    _write(here / "table.csv", content)
    assert words in refused()


@pytest.mark.parametrize(("options", "words"), OPTIONS.values(), ids=OPTIONS)
def test_options(refused, options, words):
    assert words in refused(*options)


@pytest.mark.parametrize(("content", "words"), KINDS.values(), ids=KINDS)
def test_kinds(refused, here, content, words):
    _write(here / "kinds.json", content)
    assert words in refused("--kinds", "kinds.json")


@pytest.mark.parametrize(("content", "words"), RULES.values(), ids=RULES)
def test_rules(refused, here, content, words):
    _write(here / "rules.json", content)
    assert words in refused("--constraints", "rules.json")


@pytest.mark.parametrize(("content", "words"), DICTIONARIES.values(), ids=DICTIONARIES)
def test_dictionaries(refused, here, content, words):
    _write(here / "dict.yaml", content)
    assert words in refused("--dictionary", "dict.yaml")


def test_a_dictionary_with_a_name_twice_as_json(refused, here):
    _write(here / "dict.json", '{"fields": [],\n "fields": []}')
    line = refused("--dictionary", "dict.json")
    assert "dict.json, line 2, column 2: the name 'fields' stands twice" in line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"a": 1}\n{"a": 1, "a": 2}\n', "record 2: the name 'a' stands twice"),
        ('[{"a": ' + "[" * 5000, "no record of JSON"),
        ('{"a": ' + "1" * 5000 + "}", "no record of JSON"),
    ],
    ids=["a name twice", "a deep list", "a number of 5000 digits"],
)
def test_records(run, here, content, words):
    _write(here / "table.jsonl", content)
    output = run("inspect", "table.jsonl", status=2).output
    assert words in output
    assert "Traceback" not in output


def test_identifiers_are_refused_when_asked(refused, run, here):
    header, *lines = PLAIN.splitlines()
    keyed = [f"{line},k{i}" for i, line in enumerate(lines * 5)]
    _write(here / "table.csv", "\n".join([f"{header},k", *keyed, ""]))
    lines = [refused("--identifiers", "refuse")]
    files = ("--output", "out.csv", "--report", "out.json")
    options = ("--target", "y", "--identifiers", "refuse", *files)
    output = run("publish", "table.csv", *options, status=2).output
    lines += re.findall(r"^Error: .*", output, flags=re.M)
    assert len(lines) == 2
    for line in lines:
        assert "'k' is an identifier" in line
        assert "write fresh keys in its place, --identifiers surrogate; " in line
        assert "leave it out, --identifiers drop; " in line
        assert '{"k": "category"} in the file of --kinds' in line
        assert "TableEncoder" not in line


def test_a_broken_one_hot_group_is_reported_without_parameters(refused, here):
    rows = [f"{i % 2},{1 - i % 2},{i},{i % 3 % 2}" for i in range(60)]
    _write(here / "table.csv", "\n".join(["w_a,w_b,n,y", *rows, "1,1,3,0", ""]))
    line = refused("--one-hot", "w")
    assert "1 rows with more than one" in line
    assert "name the group, --baseline w, or else correct the row" in line
    assert "one_hot_repair" not in line


def test_a_broken_parquet_file(refused, here):
    pytest.importorskip("pyarrow")
    (here / "table.csv").write_bytes(b"PAR1" + bytes(30) + b"PAR1")
    assert "is a Parquet file that cannot be read" in refused()


def test_what_is_not_installed_is_reported(refused, here, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert 'pip install "skl_synth[parquet]"' in refused(output="out.parquet")
    (here / "table.csv").write_bytes(b"PAR1")
    assert 'pip install "skl_synth[parquet]"' in refused()


def test_a_number_is_not_augmented(refused, here):
    (here / "kinds.json").write_text('{"age": "continuous"}')
    options = ("--target", "age", "--mode", "augment", "--kinds", "kinds.json")
    assert "use --mode replace" in refused(*options)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("table.csv", "is also the input"),
        ("./table.csv", "is also the input"),
        ("no/out.csv", "there is no folder no"),
        (".", "is a folder"),
        ("/dev/null", "no regular file"),
        ("link.csv", "is a link to"),
        ("dangling.csv", "is a link to"),
        ("/dev/stdout", "is a link to"),
    ],
)
def test_outputs(refused, here, output, words):
    (here.parent / "mine.csv").write_text("mine")
    (here / "link.csv").symlink_to(here.parent / "mine.csv")
    (here / "dangling.csv").symlink_to(here.parent / "nothing.csv")
    assert words in refused(output=output)


@pytest.mark.parametrize(
    ("option", "content"), [("--kinds", "{}"), ("--constraints", "[]")]
)
def test_what_was_given_is_never_overwritten(refused, here, option, content):
    (here / "given.json").write_text(content)
    assert "also the input" in refused(option, "given.json", output="given.json")


def test_the_output_is_checked_before_the_work(refused, monkeypatch):
    def never(*_, **__):
        raise AssertionError("the table was read before")

    monkeypatch.setattr("skl_synth.cli.generate.open_source", never)
    assert "there is no folder" in refused(output="no/out.csv")


def test_a_folder_without_permission(refused, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", refuse)
    assert "takes no new file (Permission denied)" in refused()


@pytest.mark.parametrize("command", ["inspect", "generate", "evaluate"])
def test_every_command_refuses_a_table_that_is_not_there(run, here, command):
    options = [] if command == "inspect" else ["--target", "y"]
    if command == "generate":
        options += ["--output", "out.csv"]
    result = run(command, "nothing.csv", *options, status=2)
    assert result.output == "Error: there is no file nothing.csv.\n"


def test_the_traceback_is_shown_when_asked_for(run, here):
    wrong = ("generate", "table.csv", "--target", "zzz", "--output", "out.csv")
    for arguments in ((*wrong, "--debug"), ("--debug", *wrong)):
        result = run(*arguments, status=1)
        assert isinstance(result.exception, ValueError)
        assert "no column 'zzz'" in str(result.exception)


def test_a_table_that_cannot_be_evaluated(run, here):
    (here / "table.csv").write_text(PLAIN + "1,f,2\n2,m,2\n")
    result = run("evaluate", "table.csv", "--target", "y", status=2)
    (line,) = re.findall("^Error: .*", result.output, flags=re.M)
    assert "class 2" in line
    assert "too few to be split" in line


def test_folds_that_are_too_small_to_tell_anything(run, here):
    arguments = ("evaluate", "table.csv", "--target", "y", "--folds", 30)
    result = run(*arguments, status=2)
    assert "each of 30 folds of 60 rows would hold out 2" in result.output
    assert "use --folds 5 at most" in result.output


def test_figures_that_cannot_be_written(run, here):
    arguments = ("evaluate", "table.csv", "--target", "y", "--json")
    assert "no folder" in run(*arguments, "no/figures.json", status=2).output
    assert "also the input" in run(*arguments, "table.csv", status=2).output


def test_a_folder_of_the_demonstration_that_is_a_file(run, here):
    result = run("demo", "--output-dir", "table.csv", status=2)
    assert "cannot make the folder table.csv" in result.output


@pytest.mark.parametrize("output", ["z.docx", "z.sav"])
def test_an_ending_that_is_not_written(refused, output):
    assert "which is not written" in refused(output=output)


@pytest.mark.parametrize(
    ("name", "words"),
    [("fake.parquet", "is no Parquet file"), ("fake.csv.gz", "is no gzip file")],
)
def test_a_name_that_says_something_else(run, here, name, words):
    (here / name).write_text(PLAIN)
    assert words in run("inspect", name, status=2).output


def test_a_class_of_one_row_is_reported_without_parameters(refused, here):
    (here / "table.csv").write_text(PLAIN + "7.5,f,z\n")
    line = refused()
    assert line.endswith("merge or drop the class.")
    assert "sampling_strategy" not in line


def test_a_formula_is_mentioned_and_escaped(run, here):
    rows = PLAIN.replace(",f,", ",=1+1,")
    _write(here / "table.csv", rows)
    arguments = ("generate", "table.csv", "--target", "y", "--output", "out.csv")
    said = " ".join(run(*arguments).output.split())
    assert "in column 'sex'), and a spreadsheet that opens the file would run" in said
    assert "give --escape-formulas" in said
    assert ",=1+1," in (here / "out.csv").read_text()
    assert "spreadsheet" not in run(*arguments, "--escape-formulas").output
    assert ",=1+1," not in (here / "out.csv").read_text()
    assert ",'=1+1," in (here / "out.csv").read_text()
