"""Comparison of variables field by field, which are compared by identity otherwise."""

import dataclasses

import numpy as np
import pandas as pd


def assert_same(one, other, without=()):
    """Compare two variables, codecs or precisions with all that they hold."""
    assert type(one) is type(other), (one, other)
    if dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            if field.name not in without:
                assert_same(
                    getattr(one, field.name), getattr(other, field.name), without
                )
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            assert_same(left, right, without)
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, pd.api.extensions.ExtensionArray):
        pd.testing.assert_extension_array_equal(one, other)
    else:
        assert one == other or (pd.isna(one) and pd.isna(other)), (one, other)
