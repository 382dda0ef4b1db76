"""The only file that imports private names of scikit-learn and imbalanced-learn."""

from imblearn.over_sampling.base import BaseOverSampler
from imblearn.utils import check_sampling_strategy
from sklearn.base import _fit_context as fit_context
from sklearn.utils import _safe_indexing as safe_indexing
from sklearn.utils._param_validation import HasMethods, Interval, StrOptions
from sklearn.utils.validation import validate_data

__all__ = [
    "BaseOverSampler",
    "HasMethods",
    "Interval",
    "StrOptions",
    "check_sampling_strategy",
    "fit_context",
    "safe_indexing",
    "validate_data",
]
