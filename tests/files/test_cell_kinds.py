"""What single cells look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skl_synth.files.cell_kinds import DATE, NOTHING, NUMBER, TEXT, kind_of, look_of

KINDS = {
    NUMBER: ["0", "-1.5", "1e-7", "1.234,50 €", "£5", "12 %", " 7 ", ".5", "US$ 5"],
    DATE: [
        *("2024-01-31", "31/01/2024", "1.2.24", "2024-01-31 12:30", "12:30", "7:05 pm"),
        *("31 Jan 2024", "31-JAN-24", "Jan 5, 2024", "2024-01-31T12:30:00Z"),
    ],
    TEXT: ["ward", "I10", "90+", "<0.5", "kg/m2", "12 kg", "----", "1st", "P0001"],
    NOTHING: ["", " ", "NA", "n/a", "-", ".", "?"],
}


@pytest.mark.parametrize(("kind", "cell"), [(k, c) for k in KINDS for c in KINDS[k]])
def test_kinds(kind, cell):
    assert kind_of(cell) == kind


@given(st.text(max_size=30))
def test_any_cell_has_a_kind(cell):
    assert kind_of(cell) in KINDS


@pytest.mark.parametrize(
    ("cells", "kind", "has_levels"),
    [
        (["1", "2", "3", "4", "x"], NUMBER, False),
        (["1", "x", "y", "4", "5"], TEXT, False),
        (["m", "f", "m", "f", "m", "f"], TEXT, True),
        (["", "NA"], NOTHING, False),
        (["1.1.2024", "2.1.2024", ""], DATE, False),
    ],
)
def test_columns(cells, kind, has_levels):
    look = look_of(cells)
    assert (look.kind, look.has_levels) == (kind, has_levels)
