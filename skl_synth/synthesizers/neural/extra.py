"""The guard of the extra that the networks are trained with."""

from __future__ import annotations

from importlib.util import find_spec


def require_torch() -> None:
    """Say what to install where PyTorch is missing.

    Raises
    ------
    ImportError
        If PyTorch is not installed.
    """
    if not _is_installed():
        raise ImportError(
            "PyTorch is needed to train a VAE or a GAN, and is not installed: "
            'pip install "skl_synth[neural]".'
        )


def _is_installed() -> bool:
    try:
        return find_spec("torch") is not None
    except ValueError:
        # What stands in sys.modules under that name is no module.
        return False
