"""All attacks in a row: each by itself, and none at the cost of another."""

import numpy as np
import pandas as pd
import pytest

from skl_synth.errors import InputError
from skl_synth.evaluation.privacy.attack import AttackOptions
from skl_synth.evaluation.privacy.run_attacks import (
    ATTACK_NAMES,
    ATTACKS,
    run_attacks,
)
from tests.audit_tables import audit_tables, rows


@pytest.fixture(scope="module")
def tables():
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], [60, 30])
    return audit_tables(
        *(
            rows(
                rng.normal(size=(90, 3)).round(1),
                codes=rng.integers(0, 3, 90),
                labels=labels,
            )
            for _ in range(3)
        )
    )


def run(tables, *attacks, **parameters):
    rng = np.random.RandomState(0)
    return run_attacks(tables, rng=rng, attacks=attacks, **parameters)


@pytest.mark.parametrize("name", sorted({*ATTACK_NAMES} - {"shadow"}))
def test_an_attack_finds_the_same_alone(tables, name):
    def draw(seed):
        return tables

    options = AttackOptions(draw=draw, quasi_identifiers=["n0"])
    alone = run(tables, name, options=options).figures
    every = run(tables, *ATTACK_NAMES, options=options).figures
    shared = every[every["metric"].isin(alone["metric"])].reset_index(drop=True)
    assert len(alone)
    pd.testing.assert_frame_equal(alone, shared)
    assert {len(run(tables, other).figures) for other in ATTACK_NAMES} != {len(alone)}


def test_membership_is_told_first(tables):
    found = run(tables, *ATTACK_NAMES)
    assert found.figures["metric"].iloc[0] == "membership_worst_auc"
    assert list(ATTACKS)[-1] == "distances"


def test_what_is_drawn_is_there_if_it_was_measured(tables):
    found = run(tables, "copies")
    assert found.scores.empty
    assert found.distances.empty
    assert not run(tables, "membership").scores.empty
    assert not run(tables, "distances").distances.empty


def test_notes_and_reasons_are_passed_on(tables):
    found = run(tables, "copies", "reconstruction")
    assert "quasi-identifiers were chosen" in " ".join(found.notes)
    assert set(found.not_applicable["metric"]) == {
        "real_keys",
        "lattice_recall_above_control",
    }
    assert run(tables, "distances").notes == ()


def test_shadow_models_need_a_plan(tables):
    found = run(tables, "shadow")
    assert not len(found.figures)
    assert set(found.not_applicable["reason"]) == {"shadow models were not asked for"}


def test_releases_need_somebody_who_draws(tables):
    assert not len(run(tables, "releases").figures)
    seeds = []

    def draw(seed):
        seeds.append(seed)
        return tables

    options = AttackOptions(draw=draw, n_releases=(3, 1, 3))
    found = run(tables, "releases", options=options).figures
    assert found["rows"].tolist() == ["1 table"] * 2 + ["3 tables"] * 2
    assert len(seeds) == len(set(seeds)) == 2


def test_an_attack_that_there_is_not(tables):
    with pytest.raises(InputError, match="no attack 'luck'; the attacks are copies"):
        run(tables, "copies", "luck")


@pytest.mark.parametrize("container", [list, np.array, iter])
def test_each_attack_reads_the_names_of_columns_anew(tables, container):
    options = AttackOptions(quasi_identifiers=container(["n0"]))
    found = run(tables, "copies", "disclosure", options=options).figures
    assert {"rare_combination_above_control", "replicated_uniques"} <= {
        *found["metric"]
    }
