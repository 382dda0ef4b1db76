"""What the fitted networks compute, in numpy: sampling needs no PyTorch."""

from __future__ import annotations

import numpy as np

from skl_synth.threads import one_thread

Weights = dict[str, np.ndarray]
"""The arrays of a network by name: ``decoder.0.weight``, ``decoder.0.bias``, …"""

BLOCK = 8192
"""Rows that go through a network at a time."""


def forward(weights: Weights, name: str, rows: np.ndarray) -> np.ndarray:
    """Send rows through a network of linear layers with rectifiers between them.

    Where a layer is wider than what the one before it gives, the input of the one
    before it is appended, as in CTGAN's generator.

    Parameters
    ----------
    weights : dict of str to ndarray
        The arrays of the network.
    name : str
        Which network.
    rows : ndarray of shape (n_rows, n_inputs), dtype float32
        Its input.

    Returns
    -------
    ndarray of shape (n_rows, n_outputs), dtype float32
        Its output.
    """
    n_layers = sum(key.startswith(name) and key.endswith("weight") for key in weights)
    n_outputs = weights[f"{name}.{n_layers - 1}.bias"].size
    outputs = np.empty((len(rows), n_outputs), dtype=np.float32)
    # One thread, so that sums are taken in the same order on every machine.
    with one_thread():
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            outputs[start : start + BLOCK] = _layers(weights, name, n_layers, block)
    return outputs


def _layers(weights: Weights, name: str, n_layers: int, rows: np.ndarray) -> np.ndarray:
    for layer in range(n_layers):
        weight, bias = (
            weights[f"{name}.{layer}.{part}"] for part in ("weight", "bias")
        )
        output = rows @ weight.T + bias
        if layer == n_layers - 1:
            break
        output = np.maximum(output, 0.0)
        wider = weights[f"{name}.{layer + 1}.weight"].shape[1] > output.shape[1]
        rows = np.concatenate([output, rows], axis=1) if wider else output
    return output


def class_columns(groups: np.ndarray, n_groups: int) -> np.ndarray:
    """Write classes as one-hot columns.

    Parameters
    ----------
    groups : ndarray of shape (n_rows,), dtype int
        The class of each row.
    n_groups : int
        Number of classes.

    Returns
    -------
    ndarray of shape (n_rows, n_groups), dtype float32
        A one for the class.
    """
    return np.eye(n_groups, dtype=np.float32)[groups]
