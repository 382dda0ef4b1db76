"""TypeAwareVAE: rows from the latent space of a variational autoencoder."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from skl_synth.compat import Interval
from skl_synth.generators.generator import Generator
from skl_synth.generators.neural.vae import VaeGenerator
from skl_synth.synthesizers.network_synthesizer import NetworkSynthesizer


class TypeAwareVAE(NetworkSynthesizer):
    """A variational autoencoder that gives back rows of the same table.

    An encoder learns to write each row as a point of a space of few dimensions, with
    some blur, and a decoder to read the row back from it. The blur and a pull to the
    centre make the space smooth: a random point of it reads as a new row. What is read
    is a level for every category and every mode of a number, by its probability, and
    a place in the mode; missing values are levels too. The networks are given the
    class, so that every class comes in the number asked for.

    Needs the extra ``neural``: ``pip install "skl_synth[neural]"``.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    latent_dim : int, default=16
        Dimensions of the latent space.
    hidden_layers : sequence of int, default=(128, 128)
        Widths of the decoder's hidden layers; the encoder has them in reverse.
    kl_weight : float, default=1.0
        Weight of the pull to the centre. 1 is the evidence bound of the paper; less
        makes sharper rows, from a space that is less like the one that is drawn from.
    epochs : int, default=500
        The most passes over the rows.
    batch_size : int or "auto", default="auto"
        Rows of a batch; ``"auto"`` takes a tenth of the rows, from 32 to 500. Each
        batch has rows of every class.
    lr : float, default=1e-3
        Learning rate of Adam.
    weight_decay : float, default=1e-5
        Decay of the weights.
    validation_fraction : float, default=0.1
        Share of each class that is held out, to see how the training goes. 0 learns
        from all rows, and goes by the loss on them.
    patience : int or None, default=60
        Epochs without a better score after which the training stops; None uses all.
    device : str, default="auto"
        Where to train: ``"cpu"``, ``"cuda"``, or any name of a device that PyTorch
        knows. ``"auto"`` takes CUDA where it is there.
    verbose : bool or int, default=False
        Whether to show a bar with the losses and the time left.
    encoder : TableEncoder or None, default=None
        All that is said of the table: kinds, one-hot groups, identifiers, rare levels,
        constraints. None infers everything, and refuses identifiers.
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones and those of the encoder; a short cut. The
        target may be called ``"continuous"`` by its name.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        The one-hot groups, where not inferred; a short cut, as in `TableEncoder`.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits on a CPU give identical tables, whatever else runs.
        Other machines may round differently.

    Attributes
    ----------
    table_ : RealTable
        How the real table was read; it holds no row of it.
    encoder_ : TableEncoder
        The same as a transformer; ``describe()`` shows it.
    generator_ : Generator
        What has learnt the table, and draws.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    target_ : Target
        The target: its classes, and how many rows each has.
    transform_ : LevelTransform
        The modes of the numbers and the levels of all columns.
    weights_ : dict of str to ndarray
        What was learnt, at the best epoch. Sampling needs nothing else, nor PyTorch.
    history_ : DataFrame
        One line per epoch: losses and score.
    n_epochs_, best_epoch_ : int
        Epochs that were trained, and the one whose weights were kept.
    provenance_ : Candidates
        The rows of the last sample; they have no parents.
    n_features_in_ : int
        Number of columns.
    feature_names_in_ : ndarray of shape (`n_features_in_`,)
        Their names, where all are strings.

    See Also
    --------
    TypeAwareGAN : Learns from a critic in place of likelihood.
    TypeAwareSMOTE : Learns nothing, and places rows between real ones.
    TrainingCurveDisplay : Draws how the training went.

    Notes
    -----
    After TVAE [2]_, with these differences: whether a number is missing is a level of
    it; values that many rows share are levels by themselves; every mode of a number
    has an offset of its own; levels are drawn by their probability, where TVAE takes
    the most likely one and loses rare ones; and the networks are given the class.

    The fitted object holds no real row, but a network can learn rows by heart. Measure
    what is released.

    References
    ----------
    .. [1] D. P. Kingma, M. Welling, "Auto-encoding variational Bayes", International
       Conference on Learning Representations, 2014. arXiv:1312.6114.

    .. [2] L. Xu, M. Skoularidou, A. Cuesta-Infante, K. Veeramachaneni, "Modeling
       tabular data using conditional GAN", Advances in Neural Information Processing
       Systems 32, 2019. arXiv:1907.00503.

    Examples
    --------
    >>> from skl_synth import TypeAwareVAE
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(300, random_state=0).drop(columns="patient_id")
    >>> X, y = patients.drop(columns="readmitted"), patients["readmitted"]
    >>> vae = TypeAwareVAE(mode="replace", random_state=0)
    >>> X_new, y_new = vae.fit_resample(X, y)
    >>> bool((X_new.dtypes == X.dtypes).all())
    True
    """

    _parameter_constraints: dict = {
        **NetworkSynthesizer._parameter_constraints,
        "kl_weight": [Interval(numbers.Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        latent_dim: int = 16,
        hidden_layers: Any = (128, 128),
        kl_weight: float = 1.0,
        epochs: int = 500,
        batch_size: Any = "auto",
        lr: float = 1e-3,
        weight_decay: float = 1e-5,
        validation_fraction: float = 0.1,
        patience: int | None = 60,
        device: str = "auto",
        verbose: Any = False,
        encoder: Any = None,
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        random_state: Any = None,
    ) -> None:
        super().__init__(sampling_strategy=sampling_strategy)
        self.mode = mode
        self.latent_dim = latent_dim
        self.hidden_layers = hidden_layers
        self.kl_weight = kl_weight
        self.epochs = epochs
        self.batch_size = batch_size
        self.lr = lr
        self.weight_decay = weight_decay
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.device = device
        self.verbose = verbose
        self.encoder = encoder
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.random_state = random_state

    def latent(self, X: Any, y: Any = None) -> np.ndarray:
        """Find the points of the latent space at which rows lie.

        Parameters
        ----------
        X : same container as the real table, of shape (n_rows, n_columns)
            Rows with the columns of the real table.
        y : array-like of shape (n_rows,), default=None
            Their target, where the real table has one.

        Returns
        -------
        ndarray of shape (n_rows, latent_dim), dtype float32
            The mean of the distribution that the encoder gives for each row.

        Raises
        ------
        ValueError
            If the columns differ from those of the real table, or for a level or a
            class never seen.
        """
        check_is_fitted(self)
        rows, target = self.table_.encode(X), self.table_.target
        if target.kind == "none":
            encoded = np.zeros(len(rows), dtype=np.intp)
        else:
            encoded = target.encode(y)
        generator: VaeGenerator = self._unconstrained()
        return generator.latent(rows, encoded)

    def make_generator(self) -> Generator:
        """Make the generator that trains an autoencoder."""
        return VaeGenerator(
            self.latent_dim,
            hidden_layers=self.hidden_layers,
            kl_weight=self.kl_weight,
            epochs=self.epochs,
            batch_size=self.batch_size,
            lr=self.lr,
            weight_decay=self.weight_decay,
            validation_fraction=self.validation_fraction,
            patience=self.patience,
            device=self.device,
            verbose=self.verbose,
        )
