"""SamplerAdapter: any over-sampler of imbalanced-learn behind our interface."""

from __future__ import annotations

from typing import Any

from sklearn.base import clone

from skl_synth.base import BaseSynthesizer
from skl_synth.compat import HasMethods
from skl_synth.errors import InputTypeError
from skl_synth.generators.generator import Generator
from skl_synth.generators.imblearn import ImblearnGenerator
from skl_synth.synthesizers.type_aware_smote import TypeAwareSMOTE


def as_synthesizer(sampler: Any) -> BaseSynthesizer:
    """Make a synthesizer of whatever may be wrapped.

    Parameters
    ----------
    sampler : BaseSynthesizer, imbalanced-learn sampler, pipeline or None
        None stands for `TypeAwareSMOTE`.

    Returns
    -------
    BaseSynthesizer
        An unfitted copy, adapted where needed.

    Raises
    ------
    InputTypeError
        If it is a class rather than an object.
    """
    if sampler is None:
        return TypeAwareSMOTE()
    refuse_class(sampler)
    if isinstance(sampler, BaseSynthesizer):
        return clone(sampler)
    return SamplerAdapter(sampler)


def refuse_class(sampler: Any) -> None:
    """Refuse a class in place of an object, also where it ends a pipeline.

    Parameters
    ----------
    sampler : object
        What is to be wrapped.

    Raises
    ------
    InputTypeError
        If it is a class.
    """
    for step in (sampler, *(one for _, one in getattr(sampler, "steps", ()))):
        if isinstance(step, type):
            raise InputTypeError(
                "sampler is the class {value} itself"
                if step is sampler
                else "a step of the sampler is the class {value} itself",
                parameter="sampler",
                value=step.__name__,
                remedies=["pass an object of it, {value}()"],
            )


class SamplerAdapter(BaseSynthesizer):
    """An over-sampler of imbalanced-learn as a synthesizer.

    The rows that the sampler adds are restored to rows of the same table. Samplers
    that compute distances on numbers get the standardised matrix, in which text and
    missing values are numbers too and no column decides alone because of its unit.
    Samplers that know categories (``SMOTENC``, ``SMOTEN``) and pipelines get the
    table itself, with integers as floats so that they are not truncated.

    Parameters
    ----------
    sampler : object with ``fit_resample``, default=None
        An over-sampler, or a pipeline that ends in one. Its transformers are undone
        by ``inverse_transform``. Its ``sampling_strategy`` and ``random_state`` are
        set by this class. None stands for imbalanced-learn's ``SMOTE()``.
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    encoder : TableEncoder or None, default=None
        All that is said of the table: kinds, one-hot groups, identifiers, rare levels,
        constraints. None infers everything, and refuses identifiers.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones and those of the encoder; a short cut. The
        target may be called ``"continuous"`` by its name.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        The one-hot groups, where not inferred; a short cut, as in `TableEncoder`.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits give identical tables.

    Attributes
    ----------
    table_ : RealTable
        The real table as it was read. A fitted object holds real people: do not publish
        it.
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    generator_ : Generator
        What has learnt the table, and draws.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    sampler_ : object
        The over-sampler; a copy of it is fitted at every draw.
    provenance_ : Candidates
        The rows of the last sample; their parents are not known.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    ProximityFilter : Wraps an over-sampler in this class by itself.

    Examples
    --------
    >>> from imblearn.over_sampling import SMOTE
    >>> from skl_synth import SamplerAdapter
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> adapter = SamplerAdapter(SMOTE(), mode="replace", random_state=0)
    >>> X_new, y_new = adapter.fit_resample(X, y)
    >>> bool((X_new.dtypes == X.dtypes).all())
    True
    """

    _parameter_constraints: dict = {
        **BaseSynthesizer._parameter_constraints,
        "sampler": [HasMethods(["fit_resample"]), None],
    }

    def __init__(
        self,
        sampler: Any = None,
        *,
        sampling_strategy: Any = "auto",
        mode: str = "augment",
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.sampler = sampler
        self.mode = mode
        self.encoder = encoder
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.random_state = random_state

    @property
    def sampler_(self) -> Any:
        """The over-sampler; a copy of it is fitted at every draw."""
        return self._unconstrained().sampler

    def make_generator(self) -> Generator:
        """Make the generator that asks the over-sampler for rows."""
        refuse_class(self.sampler)
        return ImblearnGenerator(self.sampler)
