"""What is looked at in partitions before they are read, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from skl_synth.dask.running import Runner
from skl_synth.errors import InputError, InputTypeError, Remedy
from skl_synth.table.containers import frame_of
from skl_synth.table.values import some_of


@dataclass(frozen=True, eq=False)
class PartLook:
    """What is seen of a partition at first sight.

    Parameters
    ----------
    n_rows : int
        How many rows it has.
    like : DataFrame or Series
        The partition without its rows.
    labels : tuple of int or None
        Two sums over the labels of the rows: one that does not depend on their order,
        and one that does; None where there are no labels.
    """

    n_rows: int
    like: Any
    labels: tuple[int, int] | None


def look_at_part(part: Any, is_labelled: bool) -> PartLook:
    """Look at a partition.

    Parameters
    ----------
    part : DataFrame or Series
        The partition.
    is_labelled : bool
        Whether to sum up its labels.

    Returns
    -------
    PartLook
        What is seen.
    """
    return PartLook(
        len(part), part.iloc[:0], _label_sums(part.index) if is_labelled else None
    )


def looked_at(
    tasks: tuple[Any, ...], is_labelled: bool, runner: Runner
) -> list[PartLook]:
    """Look at partitions, all in one pass.

    Parameters
    ----------
    tasks : tuple of Delayed
        The partitions.
    is_labelled : bool
        Whether to sum up their labels.
    runner : Runner
        What computes tasks.

    Returns
    -------
    list of PartLook
        One for each.
    """
    return runner.results(
        [runner.task(look_at_part, one, is_labelled) for one in tasks]
    )


def sizes_of(looks: list[PartLook]) -> np.ndarray:
    """Say how many rows partitions have.

    Parameters
    ----------
    looks : list of PartLook
        What was seen of them.

    Returns
    -------
    ndarray of shape (n_parts,), dtype int
        Rows.
    """
    return np.array([one.n_rows for one in looks], dtype=np.intp)


def check_rows(looks: list[PartLook], tables: tuple[Any, ...], runner: Runner) -> None:
    """Refuse a table without rows or columns, or with two columns of one name.

    Parameters
    ----------
    looks : list of PartLook
        Of all partitions.
    tables : tuple of Delayed
        The partitions.
    runner : Runner
        What computes tasks.

    Raises
    ------
    InputError
        As for a table in memory.
    """
    filled = [place for place, one in enumerate(looks) if one.n_rows]
    if not filled:
        frame_of(looks[0].like)
    (first,) = runner.results([runner.task(_first_row, tables[filled[0]])])
    frame_of(first)


def check_alike(looks: list[PartLook], said: Any, name: str) -> Any:
    """Refuse partitions of other columns or dtypes than were announced.

    Parameters
    ----------
    looks : list of PartLook
        Of all partitions.
    said : DataFrame or Series
        What the dask frame says of itself.
    name : str
        The parameter.

    Returns
    -------
    DataFrame or Series
        The whole without its rows; categories are those of all partitions.

    Raises
    ------
    InputError
        The message names the first such partition, the column, and what to type.
    """
    heads = {place: one.like for place, one in enumerate(looks) if one.n_rows}
    for place, head in heads.items():
        if isinstance(said, pd.DataFrame):
            _check_columns(place, list(head.columns), list(said.columns), name)
    columns = list(said.columns) if isinstance(said, pd.DataFrame) else [said.name]
    for column, dtype in enumerate(_dtypes(said)):
        found = {place: _dtypes(head)[column] for place, head in heads.items()}
        odd = [place for place, own in found.items() if not _is_same(own, dtype)]
        if odd:
            raise _of_other_dtype(odd[0], columns[column], found, dtype, name)
        _check_categories(found, columns[column], name)
    if not heads:
        return said
    return _whole_of(list(heads.values()))


def check_length(name: str, n_values: int, n_rows: int) -> None:
    """Refuse a target or groups of another length than the table.

    Parameters
    ----------
    name : str
        The parameter.
    n_values : int
        How many values it has.
    n_rows : int
        How many rows the table has.

    Raises
    ------
    InputError
        If they differ, as for a table in memory.
    """
    if n_values == n_rows:
        return
    if name == "y":
        raise InputError(
            "Found input variables with inconsistent numbers of samples: the table "
            "has {n_rows} rows and the target {n_values}",
            parameter=name,
            n_rows=n_rows,
            n_values=n_values,
        )
    raise InputError(
        "{parameter} has {n} values and the table {n_rows} rows",
        parameter=name,
        n=n_values,
        n_rows=n_rows,
        remedies=["pass one value for each row: the person that it belongs to"],
    )


def check_same_order(of_table: list[PartLook], own: list[PartLook], name: str) -> None:
    """Refuse a target or groups with the row labels of the table in another order.

    Parameters
    ----------
    of_table, own : list of PartLook
        Of all partitions of the table, and of what goes with it.
    name : str
        The parameter.

    Raises
    ------
    InputError
        If both have the same labels, but not row by row: they are paired by position.
    """
    left, right = _labels_of(of_table), _labels_of(own)
    if left is None or right is None or left[0] != right[0] or left[1] == right[1]:
        return
    raise InputError(
        "X and {name} have the same row labels, but in another order, and rows are "
        "paired by position",
        parameter=name,
        name=name,
        remedies=[
            "take both out of one frame, X.drop(columns='outcome') and X['outcome'], "
            "say",
            Remedy(
                "if they belong together as they stand, pass {name}.to_dask_array(), "
                "or {name}.to_numpy() of what is in memory: it has no labels"
            ),
        ],
    )


def opened_table(X: Any) -> Any:
    """Refuse what is no dask DataFrame.

    Parameters
    ----------
    X : object
        What the user passed.

    Returns
    -------
    dask DataFrame
        The same.

    Raises
    ------
    InputTypeError
        For anything else; the message says what to do with it.
    """
    import dask.dataframe as dd

    if isinstance(X, dd.DataFrame):
        return X
    kind = type(X)
    where = kind.__module__.partition(".")[0]
    raise InputTypeError(
        "X is a {kind}, and must be a dask DataFrame",
        parameter="X",
        kind=f"{where}.{kind.__name__}",
        remedies=_ways_of(X),
    )


def _ways_of(X: Any) -> list[Remedy | str]:
    import dask.array as da
    import dask.dataframe as dd

    if isinstance(X, dd.Series):
        return ["pass X.to_frame()"]
    if isinstance(X, str):
        return ["read the files first, by dask.dataframe.read_parquet(X), say"]
    if isinstance(X, da.Array):
        return ["pass dask.dataframe.from_dask_array(X, columns=[...])"]
    cut = "dask.dataframe.from_pandas(X, npartitions=8)"
    return [
        "use the class of the same name of skl_synth itself, which takes tables in "
        "memory",
        cut
        if isinstance(X, pd.DataFrame)
        else f"make a frame of pandas of it, and {cut}",
    ]


def _first_row(part: pd.DataFrame) -> pd.DataFrame:
    return part.iloc[:1]


def _label_sums(index: pd.Index) -> tuple[int, int]:
    hashed = pd.util.hash_pandas_object(index, index=False).to_numpy(np.uint64)
    # Products and sums are taken modulo 2 ** 64.
    by_place = hashed * (2 * np.arange(len(hashed), dtype=np.uint64) + 1)
    return int(hashed.sum()), int(by_place.sum())


def _labels_of(looks: list[PartLook]) -> tuple[int, int] | None:
    """The sums over the labels of all rows."""
    total, by_place, start = 0, 0, 0
    for one in looks:
        if one.labels is None:
            return None
        total += one.labels[0]
        by_place += one.labels[1] + 2 * start * one.labels[0]
        start += one.n_rows
    return total % 2**64, by_place % 2**64


def _dtypes(value: Any) -> list[Any]:
    return list(value.dtypes) if isinstance(value, pd.DataFrame) else [value.dtype]


def _is_same(own: Any, said: Any) -> bool:
    kinds = own, said
    if all(isinstance(one, pd.CategoricalDtype) for one in kinds):
        return bool(own.ordered == said.ordered)
    return bool(own == said)


def _check_columns(place: int, own: list, said: list, name: str) -> None:
    if own == said:
        return
    lacking = [one for one in said if one not in own]
    more = [one for one in own if one not in said]
    parts = [
        f"{what} {some_of(names)}"
        for what, names in (("lacks", lacking), ("has besides", more))
        if names
    ]
    kept = [one for one in said if one in own]
    raise InputError(
        "partition {place} of {name} {differs}, unlike what the frame says of its "
        "columns",
        parameter=name,
        column=(lacking or more or own)[0],
        place=place,
        name=name,
        differs=" and ".join(parts) or "has its columns in another order",
        kept=kept,
        remedies=[
            Remedy(
                "keep what all have, {name} = {name}.map_partitions(lambda part: "
                "part[{kept!r}])"
            )
        ],
    )


def _of_other_dtype(
    place: int, column: Any, found: dict[int, Any], said: Any, name: str
) -> InputError:
    wanted = _common(list(found.values()), said)
    cast = repr(wanted) if name != "X" else f"{{{column!r}: {wanted!r}}}"
    return InputError(
        "partition {place} of {name} has {own} in column {column!r}, and the frame "
        "says that it is {said}",
        parameter=name,
        column=column,
        place=place,
        name=name,
        own=found[place],
        said=said,
        cast=cast,
        remedies=[_same_in_all([*found.values(), said], name)],
    )


def _same_in_all(dtypes: list[Any], name: str) -> Remedy:
    """Say how a column becomes of one type in all partitions."""
    zones = [isinstance(one, pd.DatetimeTZDtype) for one in dtypes]
    if any(zones) and not all(zones):
        # No cast gives dates a time zone, or takes it away.
        made = "pandas.to_datetime(part, utc=True)"
        if name == "X":
            made = "part.assign(**{{{column!r}: pandas.to_datetime(part[{column!r}], "
            made += "utc=True)}})"
        same = "{name} = {name}.map_partitions(lambda part: " + made + ")"
        return Remedy("make it the same in all, " + same)
    return Remedy("make it the same in all, {name} = {name}.astype({cast})")


def _common(dtypes: list[Any], said: Any) -> str:
    """A dtype that holds what others hold."""
    are_levels = isinstance(said, pd.CategoricalDtype)
    every = dtypes if are_levels else [*dtypes, said]
    if all(isinstance(one, np.dtype) and one.kind in "iufb" for one in every):
        return str(np.result_type(*every))
    are_numbers = [pd.api.types.is_numeric_dtype(one) for one in every]
    if all(are_numbers):
        return _with_gaps(every)
    # No number may be among texts, such as "NA"; and texts cast to categories are of
    # another type than those that Arrow reads.
    texts = any(isinstance(one, pd.StringDtype) for one in dtypes)
    return "string" if are_levels or (texts and any(are_numbers)) else str(said)


def _with_gaps(dtypes: list[Any]) -> str:
    """Name the dtype of numbers that holds others and their missing values."""
    if all(map(pd.api.types.is_bool_dtype, dtypes)):
        return "boolean"
    return "Float64" if any(map(pd.api.types.is_float_dtype, dtypes)) else "Int64"


def _check_categories(found: dict[int, Any], column: Any, name: str) -> None:
    """Refuse a column of categories that are texts in one partition, say."""
    kinds = {
        place: dtype.categories.dtype
        for place, dtype in found.items()
        if isinstance(dtype, pd.CategoricalDtype) and len(dtype.categories)
    }
    first = next(iter(kinds.values()), None)
    odd = [place for place, kind in kinds.items() if kind != first]
    if not odd:
        return
    wanted = _common(list(kinds.values()), pd.CategoricalDtype())
    cast = repr(wanted) if name != "X" else f"{{{column!r}: {wanted!r}}}"
    raise InputError(
        "partition {place} of {name} has categories of {own} in column {column!r}, "
        "and those of partition {other} are of {said}",
        parameter=name,
        column=column,
        place=odd[0],
        other=next(iter(kinds)),
        name=name,
        own=kinds[odd[0]],
        said=first,
        cast=cast,
        remedies=[Remedy("make it the same in all, {name} = {name}.astype({cast})")],
    )


def _whole_of(heads: list[Any]) -> Any:
    """Put frames without rows together: categories are those of all."""
    from dask.dataframe.dispatch import concat

    if len(heads) == 1:
        return heads[0]
    if not isinstance(heads[0], pd.DataFrame):
        return concat(_with_kind_of_categories(heads))
    columns = [
        concat(_with_kind_of_categories([one.iloc[:, place] for one in heads]))
        for place in range(heads[0].shape[1])
    ]
    return pd.concat(columns, axis=1).set_axis(heads[0].columns, axis=1)


def _with_kind_of_categories(heads: list[pd.Series]) -> list[pd.Series]:
    """Give columns without any category, where all is missing, the type of others."""
    if not isinstance(heads[0].dtype, pd.CategoricalDtype):
        return heads
    known = [one.cat.categories for one in heads if len(one.cat.categories)]
    return [
        one
        if len(one.cat.categories) or not known
        else one.astype(pd.CategoricalDtype(known[0][:0], one.cat.ordered))
        for one in heads
    ]
