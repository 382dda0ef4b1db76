"""Single people are planted in a table, and looked for in what is shared of it."""

import json
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    DataDictionary,
    RefusedReleaseError,
    TableEncoder,
    publish,
    release_synthesizer,
)
from skl_synth.datasets import make_patients

SEED = 860_042_173

PLANTED = {
    "a level of one": "Zzyzx",
    "a level of three": "Qwertopolis",
    "a number far out": "987654",
    "a date of one": "1931-03-17",
    "a year of one": "1931",
    "a name": "Bloggs",
    "a label of a row": "person-0042",
    "a file": "owners-folder",
    "a word for missing": "refused-by-widow",
    "the seed": str(SEED),
    "a seed inside": "424243",
}

OPEN = {"membership_bound": 1.0, "group_bound": 1.0, "folds": 2, "sections": []}

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*merges levels"),
    pytest.mark.filterwarnings("ignore:.*is lost in the noise"),
    pytest.mark.filterwarnings("ignore:.*are left out of the table"),
]


def planted(n_rows=210):
    """Patients among whom each of a kind is alone."""
    X, _ = make_patients(n_rows, random_state=3, return_X_y=True)
    rng = np.random.default_rng(0)
    y = pd.Series(np.arange(n_rows) % 2, name="readmitted")
    X = X.drop(columns="patient_id")
    town = rng.choice(["Exeter", "Truro", "Bath"], n_rows).astype(object)
    town[5], town[6:9] = "Zzyzx", "Qwertopolis"
    income = rng.normal(20_000, 3_000, n_rows).round(1)
    income[7] = 987654.0
    seen = pd.Timestamp("2020-01-01") + pd.to_timedelta(
        rng.integers(0, 90, n_rows), unit="D"
    )
    seen = seen.to_series(index=X.index)
    seen.iloc[8] = pd.Timestamp("1931-03-17")
    X = X.assign(town=town, income=income, seen=seen)
    X["name"] = [f"Ann Bloggs {i}" for i in range(n_rows)]
    return X.set_axis([f"person-{i:04d}" for i in range(n_rows)]), y.set_axis(
        [f"person-{i:04d}" for i in range(n_rows)]
    )


def encoder():
    return TableEncoder(
        identifiers="surrogate",
        missing_values=["refused-by-widow"],
    )


@cache
def _gated():
    X, y = planted()
    return publish(X, y, encoder=encoder(), random_state=SEED, **OPEN).report


def _number():
    X, _ = planted()
    y = X.pop("income").rename("income")
    return publish(
        X,
        y,
        encoder=encoder(),
        random_state=SEED,
        **{**OPEN, "sections": ["utility"]},
    ).report


def _refused():
    """By a bound that nothing passes; the synthesizer has a seed of its own."""
    X, y = planted()
    maker = release_synthesizer(encoder=encoder(), random_state=424243)
    options = {**OPEN, "membership_bound": 0.5}
    with pytest.raises(RefusedReleaseError) as caught:
        publish(X, y, synthesizer=maker, random_state=SEED, **options)
    return caught.value.report


def _refused_by_the_table():
    """Few people are not protected where an encoder says so: nothing is merged."""
    X, y = planted()
    bare = TableEncoder(identifiers="drop", min_category_count=2, min_tail_count=2)
    X = X.assign(town=X["town"].replace("Zzyzx", "Qwertopolis"))
    with pytest.raises(RefusedReleaseError) as caught:
        publish(X, y, encoder=bare, ladder=False, random_state=SEED, **OPEN)
    return caught.value.report


def _guaranteed(tmp_path_factory):
    X, y = planted()
    X = X.drop(columns="name")
    dictionary = DataDictionary.from_table(X, y)
    content = dictionary.as_public().to_mapping()
    for field in content["fields"]:
        limits = field.get("constraints", {})
        if field["name"] == "town":
            limits["enum"] = ["Exeter", "Truro", "Bath"]
        if field["name"] == "income":
            limits |= {"minimum": 0, "maximum": 60_000}
        if field["name"] == "seen":
            limits |= {"minimum": "2020-01-01", "maximum": "2020-12-31"}
    path = tmp_path_factory.mktemp("owners-folder") / "patients.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return publish(
        X, y, epsilon=1.0, dictionary=path, folds=2, sections=[], random_state=SEED
    ).report


KINDS = {
    "gated": _gated,
    "a number as target": _number,
    "refused": _refused,
    "refused by the table": _refused_by_the_table,
    "guaranteed": _guaranteed,
}


@pytest.fixture(scope="module", params=list(KINDS))
def report(request, tmp_path_factory):
    make = KINDS[request.param]
    if request.param == "guaranteed":
        return make(tmp_path_factory)
    return make()


@cache
def words_of_page(report):
    """What can be read on the page, in pictures too: tags hold mere coordinates."""
    page = re.sub(r"<style.*?</style>", " ", report._repr_html_(), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", page)


def shared_of(report):
    """All that is written of a report for others."""
    parts = [json.dumps(report.to_dict(), ensure_ascii=False, allow_nan=False)]
    parts += [str(report), repr(report), report.frame().to_csv()]
    parts += [words_of_page(report)]
    if hasattr(report, "ladder"):
        parts += [report.ladder().to_csv(), *report.notes, report.audit]
        parts += [report.details.to_csv(), report.summary.to_csv(), str(report.about)]
    return "\n".join(parts)


@pytest.mark.parametrize("what", list(PLANTED))
def test_nobody_is_found_in_what_is_shared(report, what):
    assert PLANTED[what] not in shared_of(report)


def test_no_word_of_a_seed(report):
    assert not re.search(r"\bseeds?\b|random_state", shared_of(report))


def test_the_owner_has_the_seed(report):
    assert report.owner.seed == SEED
    assert report.owner.to_dict()["seed"] == SEED
    json.dumps(report.owner.to_dict(), allow_nan=False)


def test_no_figure_is_exact(report):
    if not hasattr(report, "details"):
        pytest.skip("noise has been added to what is shared")
    for frame in (report.details, report.summary):
        numbers = frame.select_dtypes("float").stack().dropna()
        assert all(float(f"{one:.3g}") == one for one in numbers)


def test_no_rule_says_how_many_rows_it_rests_on(report):
    rules = report.to_dict().get("rules", [])
    assert all("real_rows" not in rule for rule in rules)


def test_the_owner_reads_what_was_merged():
    owner = _gated().owner
    merged = owner.findings["merged_levels"]
    assert {"Zzyzx", "Qwertopolis"} <= set(merged["level"])
    assert "Zzyzx" in str(owner)
    assert any("merges levels" in note for note in owner.notes)
    assert {"gates", "ladder", "rules", "few_people"} <= set(owner.findings)


def test_the_shared_report_says_of_which_columns_something_was_hidden():
    said = str(_gated())
    assert "merges levels that fewer rows hold into others, of town" in said
    assert re.search(r"codes the outermost values .* of .*income", said)
