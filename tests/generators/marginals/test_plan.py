"""The plan: all of a budget is shared among the looks that are needed."""

from itertools import product

import pytest

from skl_synth.generators.marginals.ledger import Budget, Ledger
from skl_synth.generators.marginals.plan import WHOLE_TABLE, plan_of

LOOKS = ("classes", "histograms", "pairs", "choice")


@pytest.mark.parametrize("epsilon", [None, 1.0])
@pytest.mark.parametrize("needed", list(product([True, False], repeat=4)))
def test_shares_are_of_what_is_needed_and_are_all(epsilon, needed):
    budget = None if epsilon is None else Budget(epsilon, 1e-6)
    ledger, needed = Ledger(budget), dict(zip(LOOKS, needed, strict=True))
    plan = plan_of(ledger, **needed)
    total = WHOLE_TABLE if budget is None else ledger.rho
    shares = [getattr(plan, name) for name in (*LOOKS, "columns")]
    assert sum(shares) == pytest.approx(total)
    assert plan.columns > 0
    for name, is_needed in needed.items():
        is_had = is_needed and (name != "choice" or needed["pairs"])
        assert (getattr(plan, name) > 0) == is_had
