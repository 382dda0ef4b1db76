"""audit_tables: some people, looked for among all rows of both tables."""

from itertools import pairwise

import dask.dataframe as dd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import TypeAwareSMOTE, fidelity_report, privacy_report
from skl_synth.dask.audit_of_tables import audit_tables
from skl_synth.dask.equal_in_blocks import equal_in_blocks
from skl_synth.dask.row_blocks import RowBlocks
from skl_synth.dask.rows_looked_at import rows_of_some
from skl_synth.dask.running import Runner
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.table.rows import EncodedRows

NAMES = ["age", "sex", "glucose", "readmitted"]


def people(n, seed):
    return make_patients(n, random_state=seed)[NAMES]


def halves(frame, n=3):
    far = dd.from_pandas(frame, npartitions=n, sort=False)
    return far.drop(columns="readmitted"), far["readmitted"]


@pytest.fixture(scope="module")
def real():
    return people(300, 0)


@pytest.fixture(scope="module")
def control():
    return people(200, 1)


@pytest.fixture(scope="module")
def copied(real):
    """Strangers, and copies of every third real row."""
    return pd.concat([people(200, 2), real.iloc[::3]], ignore_index=True)


# Who is among all rows.


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=30),
    st.lists(st.integers(0, 5), max_size=8),
    st.lists(st.integers(0, 30), max_size=4),
)
def test_equal_rows_are_found_wherever_they_are(numbers, wanted, cuts):
    values = np.array([0.0, np.nan, 2.5, -0.0, 1e-3, 7.0])
    rows, some = (_rows(values[np.array(one, dtype=int)]) for one in (numbers, wanted))
    persons = np.arange(len(numbers)) // 2
    edges = np.minimum([0, *sorted(cuts), len(numbers)], len(numbers))
    runner = Runner()
    far = RowBlocks(
        tuple(
            runner.put(rows.take(np.arange(low, high))) for low, high in pairwise(edges)
        ),
        np.diff(edges),
        runner,
    )
    found = equal_in_blocks(some, far, persons)
    for place, value in enumerate(some.numbers[:, 0]):
        same = (rows.numbers[:, 0] == value) | (
            np.isnan(rows.numbers[:, 0]) & np.isnan(value)
        )
        whose = persons[same]
        assert found.are_there[place] == same.any()
        if same.any():
            assert (found.first[place], found.last[place]) == (min(whose), max(whose))
    own = np.full(len(wanted), 3)
    expected = [
        found.are_there[place] and {found.first[place], found.last[place]} != {3}
        for place in range(len(wanted))
    ]
    assert found.of_others(own).tolist() == expected


def _rows(numbers):
    n = len(numbers)
    return EncodedRows(
        numbers[:, None], np.zeros((n, 1), np.int8), np.zeros((n, 0), np.int32)
    )


# The reports.


def test_small_tables_are_compared_as_on_one_machine(real, control, copied):
    tables = [
        part for one in (real, copied, control) for part in halves(one.iloc[-90:])
    ]
    here = [one.compute() for one in tables]
    audit = audit_tables(*tables, random_state=0)
    alone = fidelity_report(*here, random_state=0)
    pd.testing.assert_frame_equal(audit.fidelity.frame(), alone.frame())
    alone = privacy_report(*here, random_state=0)
    pd.testing.assert_frame_equal(audit.privacy.frame(), alone.frame())
    assert str(alone) in str(audit)


def test_copies_are_found_among_all_rows(real, control, copied):
    tables = [part for one in (real, copied, control) for part in halves(one)]
    audit = audit_tables(*tables, max_rows=120, random_state=0)
    privacy = audit.privacy
    # A third of all people, though few of their copies are among those looked at.
    share = privacy.figure("copies_above_strangers", rows="members")
    assert 0.2 < share.value < 0.45
    assert 0.2 < privacy.figure("copied_above_control", rows="members").value < 0.45
    assert 0.2 < privacy.figure("identical_to_training").value < 0.45
    assert privacy.figure("membership_distance_auc").value > 0.6
    assert set(privacy.distances["rows"]) == {"synthetic", "holdout"}
    assert 200 < len(privacy.scores) <= 240
    text = " ".join(str(audit).split())
    assert "120 of the 300 rows of the real table" in text
    assert "120 of the 300 rows of the synthetic table" in text
    assert "120 of the 200 rows that were held out were looked at" in text
    assert "of all rows of both tables" in text
    assert "PRIVACY This table discloses who was in it: membership inference" in text
    assert {"fidelity", "privacy"} == set(audit.frame()["section"])


def test_nobody_knows_beforehand_at_whom_nobody_will_look(real, control):
    # All are copies, but for those that seed 0 chooses.
    hidden = rows_of_some(300, None, 100, 0)
    made = people(300, 7)
    others = np.setdiff1d(np.arange(300), hidden)
    made.iloc[others] = real.iloc[others]
    tables = [part for one in (real, made, control) for part in halves(one)]
    audit = audit_tables(*tables, max_rows=100)
    assert audit.privacy.figure("identical_to_training").value > 0.1


def test_partitions_have_no_say(real, control, copied):
    found = []
    for n in (1, 7):
        tables = [part for one in (real, copied, control) for part in halves(one, n)]
        found.append(audit_tables(*tables, max_rows=100, random_state=0).frame())
    pd.testing.assert_frame_equal(*found)


def test_strangers_are_not_copies(real, control):
    tables = [part for one in (real, people(400, 5), control) for part in halves(one)]
    privacy = audit_tables(*tables, max_rows=150, random_state=0).privacy
    assert "PRIVACY  No verdict: the strongest attacks" in str(privacy)
    assert privacy.figure("copies_above_strangers", rows="members").low <= 0
    auc = privacy.figure("membership_distance_auc")
    assert auc.low < 0.5 < auc.high
    ratio = privacy.figure("nearest_training_median_ratio").value
    assert 0.7 < ratio < 1.4


def test_rows_between_people_are_found_to_be_near(real, control):
    X, y = real.drop(columns="readmitted"), real["readmitted"]
    synthesizer = TypeAwareSMOTE(mode="replace", random_state=0)
    X_new, y_new = synthesizer.fit_resample(X, y)
    audit = audit_tables(
        *halves(real), X_new, y_new, *halves(control), max_rows=150, random_state=0
    )
    assert audit.privacy.figure("nearest_training_median_ratio").value < 0.9


def test_persons_are_looked_for_as_persons(real, control):
    visits = pd.concat([real, real], ignore_index=True)
    whose = pd.Series(np.tile(np.arange(300), 2))
    of_control = pd.concat([control, control], ignore_index=True)
    of_whom = pd.Series(np.tile(np.arange(1000, 1200), 2))
    new = people(300, 7)
    audit = audit_tables(
        *halves(visits),
        *halves(new),
        *halves(of_control),
        groups_real=dd.from_pandas(whose, npartitions=3),
        groups_holdout=dd.from_pandas(of_whom, npartitions=3),
        max_rows=160,
        random_state=0,
    )
    # Both rows of a person are equal, and that is no other person.
    share = audit.privacy.figure("copies_above_strangers", rows="members")
    assert share.low <= 0
    assert 140 < len(audit.privacy.scores) <= 160
    assert "(80 of 300 persons)" in " ".join(str(audit.privacy).split())


def test_without_a_hold_out_privacy_is_not_measured(real, copied):
    audit = audit_tables(*halves(real), *halves(copied), max_rows=100, random_state=0)
    assert audit.privacy is None
    assert "Privacy" not in str(audit)
    small = audit_tables(*halves(real), *halves(copied), random_state=0)
    assert small.privacy is None


def test_members_are_no_control(real, copied):
    with pytest.raises(InputError, match="hold-out must be people"):
        audit_tables(*halves(real), *halves(copied), *halves(real), max_rows=100)


def test_a_table_without_a_target_is_compared(real, control, copied):
    tables = []
    for one in (real, copied, control):
        tables += [halves(one)[0], None]
    audit = audit_tables(*tables, max_rows=100, random_state=0)
    assert audit.privacy.figure("membership_distance_auc").value > 0.6
