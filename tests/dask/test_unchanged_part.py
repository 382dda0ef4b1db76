"""A frame that gives other rows each time it is computed is refused."""

from itertools import count

import dask
import dask.dataframe as dd
import pandas as pd
import pytest

from skl_synth.dask.dask_private_marginals import PrivateMarginals
from skl_synth.dask.dask_smote import TypeAwareSMOTE
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError

PATIENTS = make_patients(120, random_state=0).drop(columns="patient_id")


def changing(change, n_parts=3):
    """A frame whose partitions are other ones each time; each has its own count."""
    size = len(PATIENTS) // n_parts
    parts = [
        dask.delayed(_changed)(PATIENTS[start : start + size], change, count())
        for start in range(0, len(PATIENTS), size)
    ]
    return dd.from_delayed(parts, meta=PATIENTS.iloc[:0], verify_meta=False)


def _changed(part, change, times):
    return change(part, next(times))


def other_rows(part, time):
    return part.sample(frac=0.5, random_state=time)


def fewer_rows(part, time):
    # A target is computed first, and looked at as long as its table was.
    return part.iloc[max(time - 1, 0) :]


def more_rows(part, time):
    return pd.concat([part, part.iloc[: max(time - 1, 0)]])


@pytest.mark.parametrize("change", [other_rows, fewer_rows, more_rows])
@pytest.mark.parametrize("made", [TypeAwareSMOTE(), PrivateMarginals(None)])
def test_rows_that_change_are_refused(made, change):
    table = changing(change)
    X, y = table.drop(columns="readmitted"), table["readmitted"].persist()
    with pytest.raises(InputError, match="has other rows each time") as caught:
        made.set_params(mode="replace").fit(X, y)
    assert caught.value.parameter == "X"


def test_a_target_that_changes_is_refused():
    X, y = PATIENTS.drop(columns="readmitted"), changing(other_rows)["readmitted"]
    X = dd.from_pandas(X[:60].reset_index(drop=True), npartitions=2)
    with pytest.raises(InputError, match="partition of y that begins at row") as caught:
        TypeAwareSMOTE().fit(X, y)
    assert caught.value.parameter == "y"


def test_the_remedy_helps():
    table = changing(other_rows).persist()
    X, y = TypeAwareSMOTE(mode="replace", random_state=0).fit_resample(
        table.drop(columns="readmitted"), table["readmitted"]
    )
    assert len(X.compute()) == len(y.compute()) == 60
