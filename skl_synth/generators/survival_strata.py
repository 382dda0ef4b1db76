"""Survival times where rows are mixed: those with the event apart from the censored."""

from __future__ import annotations

from typing import Any

from skl_synth.errors import InputError, Remedy
from skl_synth.generators.cart import CartGenerator
from skl_synth.generators.generator import Generator
from skl_synth.generators.marginals.marginals_generator import MarginalsGenerator
from skl_synth.generators.partition import LEAST_IN_CLASS
from skl_synth.generators.strata import Strata
from skl_synth.table.by_columns import names_of
from skl_synth.table.real import RealTable
from skl_synth.table.survival_pairs import SurvivalPair


def in_strata(
    generator: Generator,
    table: RealTable,
    by: Any,
    strata: type[Strata] = Strata,
) -> Generator:
    """Divide a table by what was named, and by events where rows are mixed.

    A row that lies between two others, one of them censored, has a time that neither
    event nor censoring ended. So the rows of each end are mixed among themselves.

    Parameters
    ----------
    generator : Generator
        What draws.
    table : RealTable
        The table.
    by : hashable, list of hashable or None
        The columns that divide it.
    strata : type, default=Strata
        What makes each part by itself.

    Returns
    -------
    Generator
        The generator, or strata of it.

    Raises
    ------
    InputError
        If persons have several rows, or so few rows have one of the ends that nothing
        can be mixed of them.
    """
    pairs = table.schema.survival
    if pairs and table.has_visits:
        raise InputError(
            "{parameter} is for one row a person, and persons have several: times from "
            "start to stop, which change within a person, are not made",
            parameter="survival",
            value={one.time: one.event for one in pairs},
            remedies=["give one row a person, with the time from entry to the end"],
        )
    if not pairs or _draws_pairs(generator):
        return generator if by is None else strata(generator, by)
    named = [] if by is None else names_of(by, table)
    events = [one.event for one in pairs if not one.in_target]
    for pair in pairs:
        _check_enough(pair, table, strata)
    columns = list(dict.fromkeys([*named, *events]))
    return strata(generator, columns) if columns else generator


def _draws_pairs(generator: Any) -> bool:
    """Whether the innermost generator draws time and event together."""
    while hasattr(generator, "inner"):
        generator = generator.inner
    return isinstance(generator, CartGenerator | MarginalsGenerator)


def _check_enough(pair: SurvivalPair, table: RealTable, strata: type[Strata]) -> None:
    if pair.in_target or pair.event not in [one.name for one in table.schema.codes]:
        return
    found = strata.partition_of(table, pair.event)
    fewest = int(found.persons[found.persons > 0].min())
    if fewest < LEAST_IN_CLASS:
        raise InputError(
            "a value of {column!r} stands in {n} rows of a class, and rows are mixed "
            "from others that ended in the same way: of fewer than {least} they would "
            "be copied",
            column=pair.event,
            parameter="survival",
            n=fewest,
            least=LEAST_IN_CLASS,
            remedies=[
                Remedy("use TypeAwareCART", only="python"),
                Remedy("use --method cart", only="command line"),
            ],
        )
