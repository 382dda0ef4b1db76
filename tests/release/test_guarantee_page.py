"""The page of a release with a guarantee: nothing of real rows but noisy counts."""

import pandas as pd
import pytest

from skl_synth import DataDictionary, publish
from skl_synth.datasets import make_patients
from skl_synth.pages import render_page

SEED = 20_180_731


KNOWN = DataDictionary.read(
    {
        "fields": [
            {
                "name": "age",
                "type": "integer",
                "constraints": {"minimum": 0, "maximum": 90, "required": True},
            },
            {"name": "sex", "constraints": {"enum": ["Female", "Male"]}},
            {
                "name": "readmitted",
                "type": "integer",
                "constraints": {"enum": [0, 1], "required": True},
            },
        ],
        "skl_synth": {"target": "readmitted"},
    }
)


@pytest.fixture(scope="module")
def release():
    frame = make_patients(200, random_state=0)
    with pytest.warns(UserWarning, match="is lost in the noise"):
        return publish(
            *(frame[["age", "sex"]], frame["readmitted"]),
            epsilon=1.0,
            dictionary=KNOWN,
            sections=[],
            folds=2,
            random_state=SEED,
        )


def test_the_guarantee_stands_first(release):
    page = release.report._page()
    assert page.status.word == "Guarantee"
    assert "0.5" in page.status.sentence
    assert page.sections[0].title == "What is guaranteed"
    assert not page.private


def test_nothing_that_was_read_from_real_rows_is_on_it(release):
    text = render_page(release.report._page())
    assert str(SEED) not in text
    assert "membership_" not in text
    for figure in release.owner.details["mean"].dropna():
        if len(f"{figure:.6g}") >= 8:
            assert f"{figure:.6g}" not in text
    assert not release.report.pictured.has_real
    assert "real over synthetic" not in text


def test_what_is_drawn_is_the_released_table(release):
    [age] = [one for one in release.report.pictured.columns if one.name == "age"]
    counts = pd.cut(release.X["age"], age.ends, right=False).value_counts(sort=False)
    inner = (counts / len(release.X)).to_numpy()[1:-1]
    assert age.synthetic[1:-1] == pytest.approx(inner, abs=0.001)
    assert "pictures" in release.report.to_dict()


def test_the_ledger_is_on_it(release):
    text = render_page(release.report._page())
    assert "Measurements, all of which may be published" in text
    assert "No gate was looked at" in text


def test_the_owner_has_a_page_of_what_was_measured(release):
    page = release.owner._page()
    assert page.private
    assert str(SEED) in dict(page.facts).values()
    assert "Privacy" in [section.title for section in page.sections]
