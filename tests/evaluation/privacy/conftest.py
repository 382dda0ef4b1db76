"""Attacks run as a report runs them: on one thread, whatever else the machine does."""

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True)
def one_thread():
    with threadpool_limits(1):
        yield
