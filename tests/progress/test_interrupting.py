"""What is a part of other work is marked so, and no longer than that lasts."""

import pytest

from skl_synth.progress.interrupting import as_part_of_work, is_part_of_work


def test_a_part_is_one_until_the_block_ends():
    assert not is_part_of_work()
    heard = []

    def fail():
        with as_part_of_work():
            heard.append(is_part_of_work())
            raise ValueError("end")

    with pytest.raises(ValueError, match="end"):
        fail()
    assert heard == [True]
    assert not is_part_of_work()
