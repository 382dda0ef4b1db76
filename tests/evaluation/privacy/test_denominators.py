"""Each kind of figure once more, by plain loops over the people attacked."""

import numpy as np
import pytest

from skl_synth.evaluation.figures import Interval
from skl_synth.evaluation.intervals import (
    excess,
    over_choices,
    risk_above_control,
    wilson,
)
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.copies import find_copies
from skl_synth.evaluation.privacy.inference import infer_attributes
from skl_synth.evaluation.privacy.linkability import N_NEIGHBORS, N_SPLITS, link_halves
from skl_synth.evaluation.privacy.singling_out import single_out
from tests.audit_tables import attacked, rows, value_of

N_REAL, N_CONTROLS = 90, 40


@pytest.fixture(scope="module", params=[None, 3], ids=["rows", "persons"])
def context(request):
    """More real people than controls, and half of the release copied."""
    rng = np.random.default_rng(0)
    size = request.param or 1
    tables = []
    for n in (N_REAL, N_REAL, N_CONTROLS):
        numbers = rng.integers(0, 12, (n * size, 3))
        persons = np.repeat(np.arange(n), size) if size > 1 else None
        tables.append(rows(numbers, rng.integers(0, 3, n * size), persons=persons))
    real, other, controls = tables
    half = N_REAL * size // 2
    synthetic = rows(
        np.vstack([real.numbers[:half], other.numbers[half:]]),
        np.vstack([real.codes[:half], other.codes[half:]]),
    )
    return attacked(real, synthetic, controls)


def people(context):
    """The rows of each member and of each control, as tuples, from the raw tables."""
    found = []
    for data, places in (
        (context.tables.real, context.members),
        (context.control_data, context.controls),
    ):
        whose = np.arange(len(data)) if data.persons is None else data.persons
        of_one = {}
        for place in places:
            row = (*data.numbers[place], *data.codes[place])
            of_one.setdefault(int(whose[place]), []).append((place, row))
        found.append(list(of_one.values()))
    return found


def released(context):
    data = context.tables.synthetic
    return [(*a, *b) for a, b in zip(data.numbers, data.codes, strict=True)]


def test_as_many_controls_as_members_are_attacked(context):
    members, controls = people(context)
    assert len(members) == len(controls) == N_CONTROLS == (~context.is_member).sum()


def test_copies(context):
    """Of synthetic rows, those that are copies; of people, those who have one."""
    found = find_copies(context, AttackOptions(), np.random.RandomState(0))
    real = context.tables.real
    known = {(*a, *b) for a, b in zip(real.numbers, real.codes, strict=True)}
    rows_out = released(context)
    copied = sum(row in known for row in rows_out)
    assert tuple(value_of(found, "identical_to_training")) == wilson(
        copied, len(rows_out)
    )
    hits = [
        sum(any(row in rows_out for _, row in one) for one in side)
        for side in people(context)
    ]
    expected = excess(hits[0], N_CONTROLS, hits[1], N_CONTROLS)
    assert tuple(value_of(found, "copied_above_control")) == pytest.approx(expected)


def standardised(context):
    """Real means and deviations, a column for each number and each level."""
    return context.real, context.holdout, context.synthetic


def test_inference(context):
    """Of each person the share of rows whose level the nearest row has."""
    options = AttackOptions(secrets=["c0"])
    found = infer_attributes(context, options, np.random.RandomState(0))
    place = [one.name for one in context.tables.varying].index("c0")
    known = np.flatnonzero(context.owner != place)
    real, holdout, synthetic = standardised(context)
    codes = context.tables.synthetic.codes[:, 0]
    hits = []
    for side, matrix, data in zip(
        people(context),
        (real, holdout),
        (context.tables.real, context.control_data),
        strict=True,
    ):
        shares = []
        for one in side:
            right = []
            for row, _ in one:
                squares = (synthetic[:, known] - matrix[row, known]) ** 2
                nearest = int(np.argmin(squares.sum(axis=1)))
                right.append(codes[nearest] == data.codes[row, 0])
            shares.append(np.mean(right))
        hits.append(sum(shares))
    expected = risk_above_control(hits[0], N_CONTROLS, hits[1], N_CONTROLS)
    about = {"scope": "column", "subject": "c0"}
    # Rows that are equally near may be taken in another order.
    got = value_of(found, "inference", **about)
    assert tuple(got) == pytest.approx(tuple(expected), abs=0.06)


def test_linkability(context):
    """Of people, those of whom one row has a neighbour in common by both halves."""
    found = link_halves(context, AttackOptions(), np.random.RandomState(0))
    rng = np.random.RandomState(0)
    halves = {}
    while len(halves) < 3:
        first = sorted(rng.permutation(4)[:2].tolist())
        rest = [one for one in range(4) if one not in first]
        halves.setdefault(min(tuple(first), tuple(rest)), (first, rest))
    assert len(halves) < N_SPLITS, "four columns have three halves"
    real, holdout, synthetic = standardised(context)

    def nearest(row, side):
        columns = np.isin(context.owner, side)
        squares = ((synthetic[:, columns] - row[columns]) ** 2).sum(axis=1)
        return set(np.argsort(squares, kind="stable")[:N_NEIGHBORS].tolist())

    each, totals = [], np.zeros(2)
    for first, rest in halves.values():
        hits = [
            sum(
                any(nearest(of[row], first) & nearest(of[row], rest) for row, _ in one)
                for one in side
            )
            for side, of in zip(people(context), (real, holdout), strict=True)
        ]
        totals += np.array(hits) / 3
        each.append(risk_above_control(hits[0], N_CONTROLS, hits[1], N_CONTROLS).value)
    risk = risk_above_control(totals[0], N_CONTROLS, totals[1], N_CONTROLS)
    expected = over_choices(risk, np.array(each))
    got = Interval(*value_of(found, "linkability"))
    assert got.value == pytest.approx(expected.value, abs=0.15)
    assert got.high - got.low > risk.high - risk.low - 0.05


def test_singling_out_by_one_column(context):
    """Of all statements, those that hold of one person; as many of either kind."""
    found = single_out(context, AttackOptions(), np.random.RandomState(0))
    synthetic = context.tables.synthetic
    columns = np.column_stack([synthetic.numbers, synthetic.codes])
    statements = []
    for place in range(4):
        values, counts = np.unique(columns[:, place], return_counts=True)
        statements += [(place, "is", v) for v in values[counts == 1]]
        if place < 3:
            statements.append((place, "at most", values.min()))
            statements.append((place, "at least", values.max()))
    hits = []
    for side in people(context):
        n = 0
        for place, how, value in statements:

            def holds(row, place=place, how=how, value=value):
                return {
                    "is": row[place] == value,
                    "at most": row[place] <= value,
                    "at least": row[place] >= value,
                }[how]

            n += sum(any(holds(row) for _, row in one) for one in side) == 1
        hits.append(n)
    expected = risk_above_control(hits[0], len(statements), hits[1], len(statements))
    assert tuple(value_of(found, "singling_out_one_column")) == pytest.approx(expected)


def test_no_statement_is_counted_twice():
    """Of two columns of two levels there are four statements, however many draws."""
    codes = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    same = rows(np.zeros(4), codes)
    context = attacked(same, same, same, constant=["n0"])
    found = single_out(context, AttackOptions(), np.random.RandomState(0))
    expected = risk_above_control(4, 4, 4, 4)
    got = value_of(found, "singling_out_several_columns")
    assert tuple(got) == pytest.approx(tuple(expected))
