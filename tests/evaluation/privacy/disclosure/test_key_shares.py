"""Identity and attribute disclosure: worked by hand, and by a loop over all rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth.evaluation.privacy.disclosure.coded_columns import code_columns
from skl_synth.evaluation.privacy.disclosure.key_shares import (
    KeyTables,
    SecretTables,
    identity_of,
)
from skl_synth.evaluation.privacy.disclosure.share_frames import (
    identity_line,
    secret_line,
)
from tests.audit_tables import audit_tables, rows

Y, N = 1, 0


def by_keys(tables, keys=("n0",), **options):
    return KeyTables.of(tables, code_columns(tables, tables.named(keys, "")), **options)


def beside(tables, secret="c0", keys=("n0",), **options):
    coded = code_columns(tables, tables.named([secret], ""))[0]
    return SecretTables(by_keys(tables, keys), coded, **options)


REAL = rows([20, 20, 31, 31, 42, 55, 60, 66], [Y, N, Y, Y, N, Y, N, N])
RELEASED = rows([20, 20, 31, 42, 55, 55, 60, 77], [Y, Y, Y, Y, Y, Y, N, N])
OTHERS = rows([42, 70, 77, 31], [Y, N, N, N])


class TestWorkedByHand:
    """Eight people known by their age, and eight synthetic ones."""

    tables = audit_tables(REAL, RELEASED, OTHERS)

    def test_identity(self):
        assert identity_line(by_keys(self.tables)) == {
            "UiO": 4 / 8,  # 42, 55, 60, 66
            "UiS": 4 / 8,  # 31, 42, 60, 77
            "UiOiS": 3 / 8,  # of the first, all but 66
            "repU": 2 / 8,  # 42 and 60: two are 55 in the release
            "UiOiS_control": 1 / 4,  # 77, whom nobody real would meet
            "repU_control": 1 / 4,
        }

    def test_attributes(self):
        found = secret_line(beside(self.tables))
        assert found.pop("secret") == "c0"
        assert found == pytest.approx(
            {
                "Dorig": 6 / 8,  # all but the two of 20
                "Dsyn": 8 / 8,
                "iS": 7 / 8,  # all but 66
                "DiS": 7 / 8,
                "DiSCO": 5 / 8,  # one of 20, both of 31, 55, 60
                "DiSDiO": 4 / 8,  # those of 20 differ in the real table
                "iS_control": 3 / 4,
                "DiS_control": 3 / 4,
                "DiSCO_control": 2 / 4,  # 42 and 77
                "DiSDiO_control": 1 / 4,  # the real one of 42 is other than they are
                "max_denom": 2,
                "mean_denom": 7 / 5,
                "baseCAPd": 1 / 2,
                "CAPd": 7 / 8,
                "DCAP": 5 / 8,
                "TCAP": 5 / 7,
            }
        )

    def test_a_limit_leaves_out_what_many_rows_say(self):
        found = secret_line(beside(self.tables, limit=1))
        assert found["Dorig"] == 4 / 8, "not the two of 31"
        assert found["DiS"] == 4 / 8, "31 twice, 42, 60: one synthetic row each"
        assert found["DiSCO"] == 3 / 8
        assert found["DiSDiO"] == 1 / 8, "60: the real ones of 31 are two"
        assert found["iS"] == 7 / 8
        assert found["max_denom"] == 1

    def test_without_a_control_there_is_none(self):
        tables = audit_tables(REAL, RELEASED)
        assert "repU_control" not in identity_line(by_keys(tables))
        assert "DiSCO_control" not in secret_line(beside(tables))


class TestKnownTruth:
    """Tables whose figures are known beforehand."""

    def test_a_release_of_the_real_rows_gives_all_away(self):
        tables = audit_tables(REAL, REAL)
        line = identity_line(by_keys(tables))
        assert line["repU"] == line["UiOiS"] == line["UiO"] == line["UiS"]
        found = secret_line(beside(tables))
        assert found["iS"] == 1
        assert found["DiSCO"] == found["DiSDiO"] == found["Dorig"] == found["DiS"]
        assert found["DCAP"] == found["CAPd"]

    def test_nobody_is_found(self):
        tables = audit_tables(REAL, rows([1, 2], [Y, N]))
        assert identity_line(by_keys(tables))["UiOiS"] == 0
        found = secret_line(beside(tables))
        assert found["iS"] == found["DiS"] == found["DiSCO"] == found["DCAP"] == 0
        assert np.isnan(found["TCAP"])
        assert np.isnan(found["max_denom"])

    def test_everybody_is_alone(self):
        tables = audit_tables(rows(np.arange(9)), rows(np.arange(4, 9)))
        line = identity_line(by_keys(tables))
        assert (line["UiO"], line["UiS"], line["repU"]) == (1, 1, 5 / 9)

    def test_members_and_strangers_are_alike_where_rows_are_drawn_by_chance(self):
        rng = np.random.RandomState(0)

        def drawn(n):
            return rows(rng.randint(0, 1500, n), rng.randint(0, 3, n))

        tables = audit_tables(drawn(3000), drawn(3000), drawn(3000))
        line = identity_line(by_keys(tables))
        assert line["repU"] > 0.02, "by chance alone"
        assert line["repU"] == pytest.approx(line["repU_control"], abs=0.015)
        found = secret_line(beside(tables))
        assert found["DiSCO"] > 0.1, "by chance alone"
        for name in ("iS", "DiS", "DiSCO", "DiSDiO"):
            assert found[name] == pytest.approx(found[f"{name}_control"], abs=0.04)


class TestMissing:
    """What is missing may be known, or disclosed, or neither."""

    tables = audit_tables(rows([20, np.nan, 31, 40]), rows([20, np.nan, 50, 31]))

    def test_a_missing_key_is_a_value_like_others(self):
        assert identity_line(by_keys(self.tables))["repU"] == 3 / 4

    def test_or_it_is_not_known(self):
        line = identity_line(by_keys(self.tables, missing_keys=False))
        assert line["repU"] == 2 / 4
        assert line["UiS"] == 3 / 4

    def test_a_missing_secret(self):
        tables = audit_tables(
            rows([[20, 1.5], [31, np.nan]]), rows([[20, 1.5], [31, np.nan]])
        )
        assert secret_line(beside(tables, "n1"))["DiSCO"] == 1
        found = secret_line(beside(tables, "n1", missing_secrets=False))
        assert found["DiSCO"] == found["Dorig"] == found["Dsyn"] == 1 / 2


def by_hand(real, released, others):
    """Figures by a loop over persons and rows: lists of (key, secret, person)."""

    def persons_with(table, key):
        return {person for k, _, person in table if k == key}

    def secrets_with(table, key):
        return {secret for k, secret, _ in table if k == key}

    def share(table, holds):
        people = {person for *_, person in table}
        found = {row[2] for row in table if holds(row)}
        return len(found) / len(people)

    def alone(row):
        return not persons_with(real, row[0]) - {row[2]}

    def once(row):
        return len(persons_with(released, row[0])) == 1

    def said(row):
        return len(secrets_with(released, row[0])) == 1

    def right(row):
        return secrets_with(released, row[0]) == {row[1]}

    def alike(row):
        return secrets_with(real, row[0]) | {row[1]} == {row[1]}

    figures = {"UiS": share(released, once)}
    for table, ending in ((real, ""), (others, "_control")):
        figures |= {
            f"UiO{ending}": share(table, alone),
            f"UiOiS{ending}": share(
                table, lambda row: alone(row) and persons_with(released, row[0])
            ),
            f"repU{ending}": share(table, lambda row: alone(row) and once(row)),
            f"Dorig{ending}": share(table, alike),
            f"iS{ending}": share(table, lambda row: secrets_with(released, row[0])),
            f"DiS{ending}": share(table, said),
            f"DiSCO{ending}": share(table, right),
            f"DiSDiO{ending}": share(table, lambda row: right(row) and alike(row)),
        }
    return figures


SOME_ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 5)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(SOME_ROWS, SOME_ROWS, SOME_ROWS)
def test_it_is_what_a_loop_over_all_rows_finds(real, released, others):
    parts = []
    for table, first in ((real, 0), (released, 100), (others, 200)):
        keys, secrets, persons = map(np.array, zip(*table, strict=True))
        parts.append(rows(keys, secrets, persons=persons + first))
    tables = audit_tables(*parts)
    found = identity_of(by_keys(tables)) | beside(tables).disclosed()
    expected = by_hand(
        *(
            [(k, s, p + first) for k, s, p in table]
            for table, first in ((real, 0), (released, 100), (others, 200))
        )
    )
    means = {name: float(one.mean()) for name, one in found.items()}
    assert {name: means[name] for name in expected} == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(SOME_ROWS, SOME_ROWS)
def test_each_share_is_a_part_of_the_one_before(real, released):
    keys, secrets, _ = map(np.array, zip(*real, strict=True))
    new_keys, new_secrets, _ = map(np.array, zip(*released, strict=True))
    tables = audit_tables(rows(keys, secrets), rows(new_keys, new_secrets))
    line = identity_line(by_keys(tables)) | secret_line(beside(tables))
    assert line["repU"] <= line["UiOiS"] <= line["UiO"]
    assert line["DiSDiO"] <= line["DiSCO"] <= line["DiS"] <= line["iS"]
    assert line["DiSDiO"] <= line["Dorig"]
    assert line["UiO"] <= line["Dorig"], "who is alone agrees with all"
    assert line["DiSCO"] <= line["DCAP"] + 1e-12


def test_several_keys_are_one_combination():
    real = rows([[20, 1], [20, 2], [31, 1]], [0, 0, 0])
    tables = audit_tables(real, rows([[20, 1], [31, 2], [31, 1]], [0, 0, 0]))
    assert identity_line(by_keys(tables, ["n0", "n1"]))["repU"] == 2 / 3
    assert identity_line(by_keys(tables, ["n0"]))["UiO"] == 1 / 3


def test_a_person_with_several_rows_counts_once():
    real = rows([20, 20, 31], persons=[0, 0, 1])
    released = rows([20, 31, 31], persons=[5, 6, 6])
    line = identity_line(by_keys(audit_tables(real, released)))
    assert (line["UiO"], line["UiS"], line["repU"]) == (1, 1, 1)
    as_rows = audit_tables(rows([20, 20, 31]), rows([20, 31, 31]))
    assert identity_line(by_keys(as_rows))["UiO"] == 1 / 3


def test_many_values_need_no_table_of_all_of_them():
    values = np.arange(30_000)
    tables = audit_tables(rows(np.c_[values, values]), rows(np.c_[values, values]))
    assert secret_line(beside(tables, "n1"))["DiSCO"] == 1
