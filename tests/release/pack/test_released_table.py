"""The table of a release as one frame, from any container, and its label."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse

from skl_synth.errors import InputError
from skl_synth.files import ColumnStyle, TableStyle
from skl_synth.release.pack.released_table import (
    LABELS,
    ReleasedTable,
    check_label,
    labelled,
    table_of_release,
)
from skl_synth.release.released_columns import ReleasedColumn

FLAGS = np.array([0, 1, 1])


@pytest.mark.parametrize(
    ("X", "y", "names"),
    [
        (np.arange(6.0).reshape(3, 2), FLAGS, ["x0", "x1", "target"]),
        (sparse.csr_array(np.eye(3)), FLAGS.tolist(), ["x0", "x1", "x2", "target"]),
        ([[1, "a"], [2, "b"], [3, "c"]], list("uvw"), ["x0", "x1", "target"]),
        (pl.DataFrame({"a": [1, 2, 3]}), pl.Series("t", [0, 1, 1]), ["a", "t"]),
        (pd.DataFrame({1: [1, 2, 3]}), None, ["1"]),
        (pd.DataFrame({("a", "b"): [1, 2, 3]}), None, ["a_b"]),
        (pd.DataFrame({"target": [1, 2, 3]}), FLAGS, ["target", "target_"]),
        (
            pd.DataFrame({"a": [1, 2, 3]}),
            pd.Series(FLAGS, name=7),
            ["a", "7"],
        ),
        (
            pd.DataFrame({"a": [1, 2, 3]}),
            np.eye(3, dtype=int),
            ["a", "target_0", "target_1", "target_2"],
        ),
        (
            pd.DataFrame({"a": [1, 2, 3]}),
            pd.DataFrame({"ill": FLAGS}, index=[9, 8, 7]),
            ["a", "ill"],
        ),
        (pd.DataFrame({"a": [1, 2, 3]}), sparse.csr_array(np.eye(3)), None),
    ],
)
def test_every_container_becomes_columns_with_names_of_text(X, y, names):
    table = table_of_release(X, y, {})
    if names is not None:
        assert list(table.frame.columns) == names
    assert len(table.frame) == 3
    assert not table.frame.isna().any(axis=None)
    n_targets = 0 if y is None else len(table.frame.columns) - np.shape(X)[1]
    assert table.target == (names[-1] if names and n_targets == 1 else None)


def test_a_target_of_classes_is_one_whatever_it_looks_like():
    frame = pd.DataFrame({1: [1, 2, 3]})
    said = {1: ReleasedColumn("category")}
    table = table_of_release(frame, FLAGS, said, has_classes=True)
    assert {name: one.kind for name, one in table.columns.items()} == {
        "1": "category",
        "target": "category",
    }
    assert table_of_release(frame, FLAGS, said).columns["target"].kind == ""


def test_two_names_that_are_one_as_text_are_refused():
    frame = pd.DataFrame([[1, 2]], columns=[1, "1"])
    with pytest.raises(InputError, match=r"two columns are called '1'.*rename one"):
        table_of_release(frame, None, {})


def _table():
    style = TableStyle(
        names={"a": "A", "b": None},
        columns={"a": ColumnStyle(missing="NA")},
    )
    frame = pd.DataFrame({"a": [1.0, None], "b": ["=x", "y"]})
    return ReleasedTable(frame, style, "b", {"a": ReleasedColumn("integer")})


def test_a_column_labels_every_row():
    table = labelled(_table(), "column")
    assert list(table.frame) == ["is_synthetic", "a", "b"]
    assert table.frame["is_synthetic"].tolist() == [1, 1]
    assert table.columns["is_synthetic"].kind == "constant"
    assert (table.target, table.label) == ("b", "column")


def test_a_prefix_labels_every_name_and_the_style_goes_with_it():
    table = labelled(_table(), "prefix")
    assert list(table.frame) == ["synth_a", "synth_b"]
    assert table.target == "synth_b"
    assert table.columns["synth_a"].kind == "integer"
    assert table.style.of("synth_a").missing == "NA"
    assert table.written_name("synth_a") == "synth_A"
    assert table.style.names["synth_b"] is None


@pytest.mark.parametrize("label", [None, *LABELS])
def test_the_table_that_was_given_is_not_changed(label):
    table = _table()
    before = table.frame.copy()
    labelled(table, label)
    pd.testing.assert_frame_equal(table.frame, before)


def test_what_a_spreadsheet_would_run_is_described_as_it_is_written():
    table = ReleasedTable(
        pd.DataFrame({"=a": ["=x", "y"]}), TableStyle(escape_formulas=True)
    )
    written = labelled(table, None)
    assert written.frame["=a"].tolist() == ["'=x", "y"]
    assert written.written_name("=a") == "'=a"


def test_a_name_that_is_taken_is_refused_with_the_other_label():
    table = ReleasedTable(pd.DataFrame({"is_synthetic": [1]}))
    with pytest.raises(InputError, match=r"already.*rename it, or label the names"):
        labelled(table, "column")
    assert list(labelled(table, "prefix").frame) == ["synth_is_synthetic"]


def test_a_label_that_is_none_is_refused():
    with pytest.raises(InputError, match=r"label='stamp' is none of"):
        check_label("stamp")
    for label in (None, *LABELS):
        check_label(label)
