"""TypeAwareGAN: rows from a generator that has learnt from a critic."""

from __future__ import annotations

from typing import Any

from skl_synth.generators.generator import Generator
from skl_synth.generators.neural.gan import GanGenerator
from skl_synth.synthesizers.network_synthesizer import POSITIVE, NetworkSynthesizer


class TypeAwareGAN(NetworkSynthesizer):
    """A generative adversarial network that gives back rows of the same table.

    A generator makes rows of noise; a critic looks at packs of rows and learns to tell
    real from generated ones; the generator learns from the critic's slope how to make
    better ones. The generator is given the class, and one level of one column that the
    row is to have. In training these are drawn so that rare classes and rare levels
    are in every batch; afterwards as often as they come in the class. Every class
    comes in the number asked for.

    Needs the extra ``neural``: ``pip install "skl_synth[neural]"``.

    Parameters
    ----------
    sampling_strategy : float, str, dict or callable, default="auto"
        How many rows of each class, see `TypeAwareSMOTE`.
    mode : {"augment", "replace"}, default="augment"
        Real rows plus synthetic ones, or synthetic ones only.
    latent_dim : int, default=128
        Numbers of noise from which a row is made.
    hidden_layers : sequence of int, default=(128, 128)
        Widths of the hidden layers of generator and critic.
    pack_size : int, default=2
        Rows that the critic looks at together, so that it notices rows that are too
        much alike.
    critic_steps : int, default=1
        Steps of the critic per step of the generator.
    epochs : int, default=300
        The most passes over the rows.
    batch_size : int or "auto", default="auto"
        Rows of a batch, rounded up to a multiple of ``pack_size``; ``"auto"`` takes a
        tenth of the rows, from 32 to 500.
    lr : float, default=1e-3
        Learning rate of Adam, for both networks.
    weight_decay : float, default=1e-6
        Decay of the generator's weights.
    validation_fraction : float, default=0.1
        Share of each class that is held out, to see how the training goes. 0 learns
        from all rows, and goes by the distance to them.
    patience : int or None, default=None
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
    TypeAwareVAE : Learns by likelihood, faster and from fewer rows.
    TypeAwareSMOTE : Learns nothing, and places rows between real ones.
    TrainingCurveDisplay : Draws how the training went.

    Notes
    -----
    After CTGAN [1]_: a Wasserstein critic with gradient penalty [2]_ on packs of rows
    [3]_, training by sampling, and a Gumbel softmax. In place of one column the class
    is always given. The losses do not say when to stop; what is generated is compared
    with held-out rows as the training goes on, by how often every two levels meet in a
    row, and the weights of the best comparison are kept.

    The fitted object holds no real row, but a network can learn rows by heart. Measure
    what is released.

    References
    ----------
    .. [1] L. Xu, M. Skoularidou, A. Cuesta-Infante, K. Veeramachaneni, "Modeling
       tabular data using conditional GAN", Advances in Neural Information Processing
       Systems 32, 2019. arXiv:1907.00503.

    .. [2] I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin, A. Courville, "Improved
       training of Wasserstein GANs", Advances in Neural Information Processing Systems
       30, 2017. arXiv:1704.00028.

    .. [3] Z. Lin, A. Khetan, G. Fanti, S. Oh, "PacGAN: the power of two samples in
       generative adversarial networks", Advances in Neural Information Processing
       Systems 31, 2018. arXiv:1712.04086.

    Examples
    --------
    >>> from skl_synth import TypeAwareGAN
    >>> from skl_synth.datasets import load_table
    >>> X, y = load_table("wine", return_X_y=True)
    >>> gan = TypeAwareGAN(mode="replace", epochs=200, random_state=0)
    >>> X_new, y_new = gan.fit_resample(X, y)
    >>> X_new.shape == X.shape
    True
    """

    _parameter_constraints: dict = {
        **NetworkSynthesizer._parameter_constraints,
        "pack_size": [POSITIVE],
        "critic_steps": [POSITIVE],
    }

    def __init__(
        self,
        sampling_strategy: Any = "auto",
        *,
        mode: str = "augment",
        latent_dim: int = 128,
        hidden_layers: Any = (128, 128),
        pack_size: int = 2,
        critic_steps: int = 1,
        epochs: int = 300,
        batch_size: Any = "auto",
        lr: float = 1e-3,
        weight_decay: float = 1e-6,
        validation_fraction: float = 0.1,
        patience: int | None = None,
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
        self.pack_size = pack_size
        self.critic_steps = critic_steps
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

    def make_generator(self) -> Generator:
        """Make the generator that trains a generator network against a critic."""
        return GanGenerator(
            self.latent_dim,
            hidden_layers=self.hidden_layers,
            pack_size=self.pack_size,
            critic_steps=self.critic_steps,
            epochs=self.epochs,
            batch_size=self.batch_size,
            lr=self.lr,
            weight_decay=self.weight_decay,
            validation_fraction=self.validation_fraction,
            patience=self.patience,
            device=self.device,
            verbose=self.verbose,
        )
