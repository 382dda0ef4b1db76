"""Classes for one machine refuse dask frames, and name what takes them."""

import dask.dataframe as dd
import pytest

import skl_synth
from skl_synth import (
    DataDictionary,
    ProximityFilter,
    RealTable,
    SyntheticEvaluator,
    TableEncoder,
    TypeAwareGAN,
    TypeAwareSMOTE,
    first_look,
    k_anonymity,
    publish,
    synthesize_many,
    utility_report,
)
from skl_synth.datasets import make_patients
from skl_synth.errors import InputTypeError
from skl_synth.files import write_table
from skl_synth.table.fetched_first import ON_DASK

X, Y = make_patients(120, random_state=0, return_X_y=True)
X = X.drop(columns="patient_id")
PARTS, LABELS = dd.from_pandas(X, npartitions=2), dd.from_pandas(Y, npartitions=2)
SMOTE = TypeAwareSMOTE(random_state=0).fit(X, Y)
FILTER = ProximityFilter(random_state=0).fit(X, Y)


def _refusal(call, *args, **kwargs):
    with pytest.raises(InputTypeError, match=r"by \.compute\(\)") as caught:
        call(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize("name", ON_DASK)
@pytest.mark.parametrize(
    "given",
    [(PARTS, LABELS), (X, LABELS), (X, Y, PARTS["age"])],
    ids=["table", "target", "groups"],
)
def test_the_class_of_the_same_name_is_named(name, given):
    said = _refusal(getattr(skl_synth, name)().fit, *given)
    assert f"from skl_synth.dask import {name}" in said


@pytest.mark.parametrize("kind", [TypeAwareSMOTE, TypeAwareGAN], ids=["there", "not"])
def test_fit_resample_names_it_where_there_is_one(kind):
    said = _refusal(kind().fit_resample, PARTS, LABELS)
    assert ("skl_synth.dask" in said) == (kind.__name__ in ON_DASK)
    said = _refusal(kind().fit_resample, X, LABELS)
    assert ("skl_synth.dask" in said) == (kind.__name__ in ON_DASK)


DOORS = {
    "nearest_real": lambda: FILTER.nearest_real(PARTS),
    "resample": lambda: FILTER.resample(PARTS, LABELS),
    "reference": lambda: ProximityFilter().fit(X, Y, reference=PARTS),
    "given": lambda: SMOTE.sample(given=PARTS[["age"]]),
    "evaluator": lambda: SyntheticEvaluator().fit(PARTS, LABELS),
    "publish": lambda: publish(PARTS, LABELS),
    "publish groups": lambda: publish(X, Y, groups=PARTS["age"]),
    "first_look": lambda: first_look(PARTS, LABELS),
    "encoder": lambda: TableEncoder().fit(PARTS),
    "transform": lambda: TableEncoder().fit(X).transform(PARTS),
    "read": lambda: RealTable.read(PARTS, LABELS),
    "dictionary": lambda: DataDictionary.from_table(PARTS, LABELS),
    "utility": lambda: utility_report(PARTS, LABELS, X, Y, X, Y),
    "anonymity": lambda: k_anonymity(PARTS, ["age"]),
    "syntheses": lambda: synthesize_many(TypeAwareSMOTE(), PARTS, LABELS, m=2),
}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_closed(door):
    _refusal(DOORS[door])


@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_no_file_is_written_of_them(tmp_path, name):
    _refusal(write_table, PARTS, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_rows_from_counts_are_not_filtered_in_parts():
    inner = skl_synth.dask.PrivateMarginals(epsilon=None)
    synthesizer = skl_synth.dask.ProximityFilter(inner)
    with pytest.raises(InputTypeError, match="use it without the filter"):
        synthesizer.fit(PARTS, LABELS)
