"""Which value of a column of ends is the event of a model of times."""

import numpy as np
import pandas as pd
import pytest

from skl_synth import TableEncoder, TypeAwareCART, inference_report, synthesize_many
from skl_synth.cli.command_words import COMMAND_LINE
from skl_synth.errors import InputError
from skl_synth.inference.formula_models import formula_model
from skl_synth.inference.model_families import Fitted

pytest.importorskip("statsmodels", reason="no statsmodels")


@pytest.fixture(scope="module")
def patients():
    """Older people die earlier; in words of which the greater is not the event."""
    rng = np.random.default_rng(0)
    age = rng.integers(40, 90, 300)
    time = rng.exponential(5 / np.exp(0.05 * (age - 65)))
    end = rng.uniform(1, 8, 300)
    return pd.DataFrame(
        {
            "age": age,
            "time": np.minimum(time, end),
            "status": np.where(time <= end, "dead", "lost"),
            "code": np.where(time <= end, 1, 2),
        }
    )


def slope(frame, event) -> float:
    found: Fitted = formula_model("time ~ age", frame, event=event).of_real(frame, None)
    return float(found.estimates["age"])


def test_a_doubt_is_no_guess(patients):
    with pytest.raises(
        InputError, match=r"is the event: .*\('status', 'dead'\)"
    ) as one:
        slope(patients, "status")
    assert '--event "status=dead"' in one.value.words(COMMAND_LINE)
    with pytest.raises(InputError, match="values 1, 2 is the event"):
        slope(patients, "code")


@pytest.mark.parametrize(
    "event", [("status", "dead"), "status=dead", ("code", 1), "code=1"]
)
def test_the_event_that_is_named(patients, event):
    died = patients.assign(died=(patients["status"] == "dead").astype(int))
    assert slope(patients, event) == slope(died, "died") > 0.02


def test_a_value_that_nobody_has(patients):
    with pytest.raises(InputError, match="calls 'gone' the event"):
        slope(patients, ("status", "gone"))
    for event in (["status"], {"status": "dead"}, 3):
        with pytest.raises(InputError, match="names no column"):
            slope(patients, event)


def test_other_causes_count_as_censored(patients):
    cause = patients["status"].where(patients.index % 2 == 0, "elsewhere")
    frame = patients.assign(cause=cause)
    died = patients.assign(died=(cause == "dead").astype(int))
    assert slope(frame, ("cause", "dead")) == slope(died, "died")
    with pytest.raises(InputError, match="does not say which of its values"):
        slope(frame, "cause")


def test_what_the_synthesizer_was_told_is_known(patients):
    X = patients.drop(columns="code")
    encoder = TableEncoder(survival={"time": ("status", "dead")})
    made = synthesize_many(TypeAwareCART(encoder=encoder), X, m=2, random_state=0)
    report = inference_report("time ~ age", X, None, made, event="status")
    frame = report.frame().loc["age"]
    assert frame["real"] == slope(patients, "status=dead")
    assert frame["synthetic"] > 0.02


@pytest.mark.parametrize("dtype", ["bool", "boolean", "int8", "float32"])
def test_flags_are_numbers(patients, dtype):
    died = (patients["status"] == "dead").astype(dtype)
    frame = patients.assign(died=died)
    for event in ("died", ("died", True), "died=True", "died=1", ("died", 1)):
        assert slope(frame, event) == slope(patients, "status=dead")
    alive = patients.assign(died=1 - died.astype(int))
    assert slope(alive, ("died", False)) == slope(patients, "status=dead")
