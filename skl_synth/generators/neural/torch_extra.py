"""The guard of the extra that the networks are trained with."""

from __future__ import annotations


def require_torch() -> None:
    """Say what to install where PyTorch is missing.

    Raises
    ------
    ImportError
        If PyTorch is not installed.
    """
    try:
        import torch  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "PyTorch is needed to train a VAE or a GAN, and is not installed: "
            'pip install "skl_synth[neural]".'
        ) from error
