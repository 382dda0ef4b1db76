"""What is said of a release to others: the method, and the notes."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import (
    DataDictionary,
    ProximityFilter,
    TableEncoder,
    TypeAwareCART,
    TypeAwareSMOTE,
)
from skl_synth.evaluation.person_makers import MADE_SINGLY
from skl_synth.release.shared_words import (
    WITHHELD,
    method_in_words,
    notes_of_reading,
    shared_notes,
)
from skl_synth.table import RealTable

SHARED = (
    "quasi-identifiers were chosen by how many people they single out: age, sex.",
    "attribute inference, worst columns above control: age 8.6 %.",
    "1 rule holds in every real row and is kept.",
    "12 rules hold in every real row and are kept.",
    MADE_SINGLY,
    MADE_SINGLY + " (In 2 folds, with figures of their own.)",
)

OWNERS = (
    "moved further than chance, real → synthetic: ward 'B' 25 % → 50 %.",
    "levels that fewer than 10 people of the real table have stand in the synthetic "
    "one: 3 of town.",
    "3 of the 50 hold-out rows equal a training row, where chance gives 0.0%: …",
    "the synthetic table has no row of class 'Zzyzx'.",
    "1 rule holds in every real row; 0 of them kept, 1 LOST: never sex in ('m',).",
    "shadow models: 64 tables, in which 3 outliers were looked for.",
    "a note of a kind that nobody thought of",
)


@pytest.mark.parametrize("note", SHARED)
def test_notes_that_name_columns_alone_are_shared(note):
    assert shared_notes([note]) == (note,)


@pytest.mark.parametrize("note", OWNERS)
def test_all_others_are_the_owners(note):
    assert shared_notes([note]) == (WITHHELD,)


def test_it_is_said_once_that_there_are_others():
    assert shared_notes([OWNERS[0], SHARED[0], OWNERS[1]]) == (SHARED[0], WITHHELD)
    assert shared_notes([]) == ()


SECRETS = {
    "a seed": {"random_state": 424242},
    "levels": {"encoder": TableEncoder(column_kinds={"town": ["Zzyzx", "424242"]})},
    "missing": {"encoder": TableEncoder(missing_values=["Zzyzx 424242"])},
    "special": {"encoder": TableEncoder(special_values={"age": [424242]})},
    "a file": {"encoder": TableEncoder(dictionary="folder/Zzyzx/424242.json")},
    "a dictionary": {
        "encoder": TableEncoder(
            dictionary=DataDictionary.from_table(
                pd.DataFrame({"town": ["Zzyzx", "424242"] * 20})
            )
        )
    },
    "a seed inside": {"sampler": TypeAwareSMOTE(random_state=424242)},
    "a generator": {"random_state": np.random.RandomState(424242)},
}


@pytest.mark.parametrize("what", list(SECRETS))
def test_the_method_tells_no_seed_level_row_or_file(what):
    said = method_in_words(ProximityFilter(**SECRETS[what]))
    assert "424242" not in said
    assert "Zzyzx" not in said
    assert "random_state" not in said


def test_the_method_tells_numbers_words_and_columns():
    maker = ProximityFilter(
        TypeAwareCART(min_samples_leaf=50, by=["ward"]), duplicates="excess"
    )
    assert method_in_words(maker) == (
        "ProximityFilter(duplicates='excess', "
        "sampler=TypeAwareCART(by=['ward'], min_samples_leaf=50))"
    )


def test_reading_is_told_by_columns():
    X = pd.DataFrame(
        {
            "town": ["Exeter"] * 30 + ["Truro"] * 29 + ["Zzyzx"],
            "pay": np.arange(60.0) ** 2 + 0.5,
        }
    )
    encoder = TableEncoder(min_category_count=10, min_tail_count=10)
    with pytest.warns(UserWarning, match="merges"):
        table = RealTable.read(X, encoder=encoder)
    merged, coded = notes_of_reading(table)
    assert merged == (
        "min_category_count=10 merges levels that fewer rows hold into others, of town."
    )
    assert "of pay" in coded
