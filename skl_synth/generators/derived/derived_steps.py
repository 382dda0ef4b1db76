"""Which columns of a table are computed, and of which the gap is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from skl_synth.generators.derived.computed import Computed
from skl_synth.generators.derived.gap import MEASURED, Gap
from skl_synth.generators.derived.share import Share, shares_of_parts
from skl_synth.generators.visits.visit_order import visit_date_of
from skl_synth.table.constraints import Inequality, Rules, SumTo
from skl_synth.table.constraints.row_reader import RowReader
from skl_synth.table.constraints.rule_order import in_order_of_sources
from skl_synth.table.real import RealTable
from skl_synth.table.variables import NumberVariable

Step = Computed | Gap
"""What gives a column its values once others are drawn."""


def steps_of_rules(real: RealTable) -> list[Step]:
    """Find what need not be drawn of a table, since it follows from the rest.

    Parameters
    ----------
    real : RealTable
        The table, with its rules.

    Returns
    -------
    list of Computed or Gap
        In an order in which each finds what it needs.
    """
    reader = RowReader(real.schema, real.rows)
    drawn = _order_of_visits(real)
    computed = [
        one for one in _computed(reader, real.rules) if column_of(one) not in drawn
    ]
    taken = drawn.union(map(column_of, computed))
    gaps = _gaps(reader, real, taken)
    shares = _shares(reader, real, computed, drawn.union(map(column_of, gaps)))
    steps: list[Step] = [*computed, *gaps, *shares]
    ordered, _ = in_order_of_sources(steps, column_of, _sources_of)
    return ordered


def column_of(step: Step) -> Hashable:
    """Name the column that a step fills.

    Parameters
    ----------
    step : Computed or Gap
        A step.

    Returns
    -------
    hashable
        The name of its variable.
    """
    return step.variable.name


def _sources_of(step: Step) -> tuple[Hashable, ...]:
    return step.before if isinstance(step, Gap) else step.sources


def _computed(reader: RowReader, rules: Rules) -> list[Computed]:
    """Columns that rules compute, each by the first that does."""
    found: dict[Hashable, Computed] = {}
    for rule, memory in rules.learned:
        if rule.computed is None or reader.variable(rule.computed).name in found:
            continue
        one = Computed.of(reader, rule, memory)
        if one is not None:
            found[one.variable.name] = one
    return list(found.values())


def _order_of_visits(real: RealTable) -> set[Hashable]:
    """The date by which the visits of persons are in order: it has to be drawn."""
    date = visit_date_of(real) if real.has_visits else None
    return set() if date is None else {real.schema.numbers[date].name}


def _gaps(reader: RowReader, real: RealTable, taken: set[Hashable]) -> list[Gap]:
    """Ends of orders that are numbers or dates, and are not computed already."""
    of_person = set(real.person_columns) if real.has_visits else set()
    earlier = _earlier(reader, real.rules)
    keeps = real.rules.kept(real.rows)
    gaps = []
    for name in earlier:
        end = reader.variable(name)
        if name in taken or not isinstance(end, NumberVariable):
            continue
        before = tuple(
            one
            for one in _before(name, earlier)
            if reader.variable(one).family == end.family
            # From what is the person's, a gap would say nothing of the visits before.
            and (one in of_person) == (name in of_person)
        )
        if before and end.family in MEASURED:
            gap = Gap.of(reader, end, before, keeps)
            gaps += [] if gap is None else [gap]
    return gaps


def _shares(
    reader: RowReader, real: RealTable, computed: list[Computed], drawn: set[Hashable]
) -> list[Share]:
    """Parts of a constant, but for those that something else gives their values."""
    rules = [one.rule for one in computed if isinstance(one.rule, SumTo)]
    taken = drawn.union(map(column_of, computed))
    of_person = real.person_columns if real.has_visits else ()
    return shares_of_parts(reader, rules, taken, of_person)


def _earlier(reader: RowReader, rules: Rules) -> dict[Hashable, list[Hashable]]:
    """For each column that is never before another one, the columns named so."""
    found: dict[Hashable, list[Hashable]] = {}
    for rule, _ in rules.learned:
        if isinstance(rule, Inequality):
            low, high = rule.left, rule.right
            if rule.operator.startswith(">"):
                low, high = high, low
            low, high = (reader.variable(one).name for one in (low, high))
            found.setdefault(high, []).append(low)
    return found


def _before(name: Hashable, earlier: dict[Hashable, list[Hashable]]) -> list[Hashable]:
    """All columns before one, those before these among them."""
    found: list[Hashable] = []
    waiting = list(_once(earlier[name]))
    while waiting:
        one = waiting.pop(0)
        if one not in found and one != name:
            found.append(one)
            waiting += earlier.get(one, [])
    return found


def _once(names: Iterable[Hashable]) -> Iterable[Hashable]:
    return dict.fromkeys(names)
