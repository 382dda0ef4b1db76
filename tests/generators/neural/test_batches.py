"""What is held out, and what is in a batch."""

import numpy as np
import pytest

from skl_synth.generators.neural.batches import ClassBatches, hold_out

GROUPS = np.repeat([0, 1, 2], [900, 95, 5])


def test_every_class_is_held_out_by_the_same_share():
    learning, checking = hold_out(GROUPS, 0.1, np.random.RandomState(0))
    assert sorted(np.r_[learning, checking]) == list(range(len(GROUPS)))
    assert np.bincount(GROUPS[checking], minlength=3).tolist() == [90, 9, 0]
    assert len(set(np.diff(checking))) > 1, "not at random"


def test_nothing_is_held_out():
    learning, checking = hold_out(GROUPS, 0.0, np.random.RandomState(0))
    assert len(learning) == len(GROUPS)
    assert len(checking) == 0


@pytest.mark.parametrize("batch_size", [1, 7, 50, 5000])
@pytest.mark.parametrize("multiple", [1, 10])
def test_every_batch_has_every_class(batch_size, multiple):
    mixed = np.random.RandomState(1).permutation(GROUPS)
    batches = ClassBatches(mixed, batch_size, multiple)
    rows = batches.rows(np.random.RandomState(0))
    np.testing.assert_array_equal(mixed[rows], np.tile(batches.slots, (len(rows), 1)))
    assert set(batches.slots) == {0, 1, 2}
    assert rows.shape[1] % multiple == 0
    assert len(rows) == batches.n_steps == len(GROUPS) // min(batch_size, 1000)


def test_classes_share_a_batch_by_the_root_of_their_sizes():
    sizes = np.bincount(ClassBatches(GROUPS, 500).slots)
    expected = np.sqrt([900, 95, 5])
    np.testing.assert_allclose(
        sizes / sizes.sum(), expected / expected.sum(), atol=0.01
    )
