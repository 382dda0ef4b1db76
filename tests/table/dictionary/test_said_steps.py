"""Steps: found ones are written, said ones are kept, and what lies between is named."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skl_synth import DataDictionary, TableEncoder, TypeAwareSMOTE
from skl_synth.errors import InputError
from skl_synth.table import RealTable

N = 80
rng = np.random.default_rng(0)
Y = pd.Series(np.arange(N) % 2, name="y")


def encoder_of(dictionary):
    return TableEncoder(dictionary=dictionary, rules=None)


def described(**columns):
    frame = pd.DataFrame({**columns, "other": rng.normal(size=N)})
    encoder = TableEncoder(rules=None)
    return frame, DataDictionary.from_table(frame, Y, encoder=encoder)


@pytest.mark.parametrize(
    ("values", "step"),
    [
        (rng.integers(1, 60, N) * 500, 500),
        ((rng.integers(1, 60, N) * 0.25).round(2), 0.25),
        (
            pd.Timestamp("2020-01-06")
            + pd.to_timedelta(rng.integers(0, 90, N) * 7, "D"),
            pd.Timedelta(days=7),
        ),
        (rng.integers(0, 500, N), None),
    ],
)
def test_what_was_found_is_written_and_read_again(values, step, tmp_path):
    frame, dictionary = described(x=values)
    assert dictionary.fields[0].step == step
    for name in ("d.json", "d.yaml"):
        dictionary.write(tmp_path / name)
        assert DataDictionary.read(tmp_path / name) == dictionary
    real = RealTable.read(frame, encoder=encoder_of(dictionary))
    plain = RealTable.read(frame, encoder=TableEncoder(rules=None))
    assert real.schema.numbers[0].precision == plain.schema.numbers[0].precision


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([2, 5, 50, 0.5, 0.05, 2.5]),
    st.integers(-3, 3),
    st.integers(3, 5),
)
def test_steps_that_are_said_are_kept(step, offset, n_values):
    # Too few different values for steps to be found.
    values = (np.arange(N) % n_values) * step * 2 + offset
    frame, dictionary = described(x=values.astype(float).round(2))
    field = replace(dictionary.fields[0], step=step)
    dictionary = replace(dictionary, fields=(field, *dictionary.fields[1:]))
    smote = TypeAwareSMOTE(encoder=encoder_of(dictionary), random_state=0)
    made = smote.fit(frame, Y).sample(60)[0]["x"]
    steps = (made - offset) / step
    np.testing.assert_allclose(steps, steps.round(), atol=1e-6)


def test_what_lies_between_is_named():
    frame, dictionary = described(x=rng.integers(1, 60, N) * 5)
    field = replace(dictionary.fields[0], step=5)
    dictionary = replace(dictionary, fields=(field, *dictionary.fields[1:]))
    frame.loc[3, "x"] = 12
    with pytest.raises(InputError, match=r"holds 12 in row 3 .*, which lies between"):
        RealTable.read(frame, encoder=encoder_of(dictionary))


def test_coarser_steps_that_were_found_stay():
    frame, dictionary = described(x=rng.integers(1, 60, N) * 10)
    field = replace(dictionary.fields[0], step=5)
    dictionary = replace(dictionary, fields=(field, *dictionary.fields[1:]))
    real = RealTable.read(frame, encoder=encoder_of(dictionary))
    assert real.schema.numbers[0].precision.step == 10
