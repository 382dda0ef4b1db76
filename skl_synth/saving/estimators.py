"""Fitted estimators of scikit-learn and samplers of imbalanced-learn, by skops."""

from __future__ import annotations

from typing import Any

from skl_synth.saving.limits import Budget, check_nested

TRUSTED = (
    "imblearn.over_sampling.",
    "imblearn.pipeline.Pipeline",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.metrics._dist_metrics.EuclideanDistance64",
    "sklearn.neighbors._ball_tree.BallTree",
    "sklearn.neighbors._kd_tree.KDTree",
    "sklearn.tree._tree.Tree",
)
"""What is read beside the types that skops trusts; a name, or how it begins."""

NEEDED = (
    "which is saved by skops, and skops is not installed: "
    'pip install "skl_synth[skops]"'
)


def estimator_bytes(estimator: Any) -> bytes:
    """Write an estimator of another library.

    Parameters
    ----------
    estimator : estimator
        Fitted or not.

    Returns
    -------
    bytes
        What skops makes of it.

    Raises
    ------
    ImportError
        If skops is not installed.
    ValueError
        If it holds something that would not be read back.
    """
    name = type(estimator).__name__
    try:
        from skops import io as skops_io
    except ImportError as error:
        raise ImportError(f"it holds a {name}, {NEEDED}.") from error
    try:
        content: bytes = skops_io.dumps(estimator)
    except Exception as error:
        raise ValueError(
            f"it holds a {name}, which skops cannot save: {error}"
        ) from error
    _check_trusted(content)
    return content


def estimator_from(content: bytes, budget: Budget) -> Any:
    """Read an estimator of another library.

    Parameters
    ----------
    content : bytes
        What `estimator_bytes` gave.
    budget : Budget
        What it may unpack to.

    Returns
    -------
    estimator
        The estimator.

    Raises
    ------
    ImportError
        If skops is not installed.
    ValueError
        If it is damaged, too large, or speaks of a type that is not trusted.
    """
    try:
        from skops import io as skops_io
    except ImportError as error:
        raise ImportError(f"it holds an estimator, {NEEDED}.") from error
    try:
        check_nested(content, budget)
        return skops_io.loads(content, trusted=_check_trusted(content))
    except ValueError:
        raise
    except Exception as error:
        # What skops meets in a damaged file is of many types.
        raise ValueError(f"an estimator in it is damaged ({error!r})") from error


def _check_trusted(content: bytes) -> list[str]:
    from skops import io as skops_io

    names: list[str] = skops_io.get_untrusted_types(data=content)
    for name in names:
        if not any(
            name == one or (one[-1] == "." and name.startswith(one)) for one in TRUSTED
        ):
            raise ValueError(f"it holds a {name}, a type that is not read from files")
    return names
