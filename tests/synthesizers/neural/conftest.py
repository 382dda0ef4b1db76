"""These tests train networks: they need the extra neural."""

import pytest

pytest.importorskip("torch", reason="the extra neural (PyTorch) is not installed")
