"""What joblib shares out is counted as it is done, and ends when who waits is gone."""

import pytest
from sklearn.utils.parallel import delayed

from skl_synth import Cancelled, report_progress
from skl_synth.progress.shared_out import counted_in_threads


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_results_are_in_order_and_counted(n_jobs):
    heard = []
    with report_progress(heard.append):
        tasks = (delayed(abs)(-n) for n in range(5))
        assert counted_in_threads(tasks, 5, "task", n_jobs) == [0, 1, 2, 3, 4]
    assert [now.n_done for now in heard] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_who_cancels_waits_no_longer(n_jobs):
    def stop(now):
        if now.n_done == 2:
            raise Cancelled

    tasks = [delayed(abs)(-n) for n in range(50)]
    with pytest.raises(Cancelled), report_progress(stop):
        counted_in_threads(tasks, 50, "task", n_jobs)


def test_where_nobody_listens_nothing_is_counted():
    assert counted_in_threads([delayed(abs)(-3)] * 2, 2, "task", 1) == [3, 3]
