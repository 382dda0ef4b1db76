"""TypeAwareGAN: rows from a generator that a critic has taught."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from skl_synth.generators.neural.base import POSITIVE, Compare, NeuralSynthesizer
from skl_synth.generators.neural.batches import LearningSet
from skl_synth.generators.neural.conditions import draw_conditions
from skl_synth.generators.neural.forward import Weights, class_columns, forward
from skl_synth.generators.neural.modes import REACH
from skl_synth.generators.neural.transform import Heads
from skl_synth.generators.neural.watch import Epoch

SCORES = 30
"""How often the generator is compared with held-out rows ..."""

LEAST_BETWEEN = 5
"""... but not before so many epochs have passed."""


class TypeAwareGAN(NeuralSynthesizer):
    """A generative adversarial network that gives back rows of the same table.

    A generator makes rows of noise; a critic looks at packs of rows and learns to tell
    real from generated ones; the generator learns from the critic's slope how to make
    better ones. The generator is told the class, and one level of one column that the
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
    column_kinds : "infer" or mapping of column to kind, default="infer"
        Kinds that overrule the inferred ones, see `TableEncoder`. The target may be
        called ``"continuous"`` by its name.
    one_hot_groups : "infer", list, mapping or None, default="infer"
        The one-hot groups, see `TableEncoder`.
    implicit_baseline : bool, str or list of str, default=False
        One-hot groups whose encoding dropped one level, see `TableEncoder`.
    one_hot_repair : {"refuse", "repair"}, default="refuse"
        What becomes of one-hot groups with rows that are none, see `TableEncoder`.
    identifiers : {"refuse", "surrogate", "drop"} or mapping, default="refuse"
        What becomes of keys, names and free text, see `TableEncoder`.
    min_category_count : int, default=1
        Levels held by fewer rows than this are not published, see `TableEncoder`.
    rare_label : str, default="Rare"
        The level that stands for rare ones, see `TableEncoder`.
    constraints : list of constraints or None, default=None
        Rules that every row keeps, such as `Inequality`, `FixedCombinations` and
        `Sum`. Rows that break one are replaced by others.
    random_state : int, RandomState instance or None, default=None
        Seed; with an int two fits on a CPU give identical tables, whatever else runs.
        Other machines may round differently.

    Attributes
    ----------
    encoder_ : TableEncoder
        How the table was read; ``describe()`` shows it.
    counts_ : ndarray of shape (n_classes,)
        Synthetic rows per class that strategy and mode ask for.
    sampling_strategy_ : dict of label to int
        The same by class label.
    target_ : Target
        The real target.
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
        **NeuralSynthesizer._parameter_constraints,
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
        column_kinds: Any = "infer",
        one_hot_groups: Any = "infer",
        implicit_baseline: Any = False,
        one_hot_repair: str = "refuse",
        identifiers: Any = "refuse",
        min_category_count: int = 1,
        rare_label: str = "Rare",
        constraints: Any = None,
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
        self.column_kinds = column_kinds
        self.one_hot_groups = one_hot_groups
        self.implicit_baseline = implicit_baseline
        self.one_hot_repair = one_hot_repair
        self.identifiers = identifiers
        self.min_category_count = min_category_count
        self.rare_label = rare_label
        self.constraints = constraints
        self.random_state = random_state

    def _train(
        self,
        learning: LearningSet,
        checking: LearningSet,
        rng: np.random.RandomState,
    ) -> Iterator[Epoch]:
        from skl_synth.generators.neural.training.gan import GanSettings, train_gan
        from skl_synth.generators.neural.training.scope import resolve_device

        settings = self._settings(GanSettings, len(learning))
        return train_gan(learning, settings, resolve_device(self.device), rng)

    def _epochs_between_scores(self) -> int:
        return max(LEAST_BETWEEN, self.epochs // SCORES)

    def _score(self, epoch: Epoch, compare: Compare) -> tuple[str, float]:
        return "held_out_distance", compare(epoch.weights())

    def _outputs(
        self, weights: Weights, groups: np.ndarray, rng: np.random.RandomState
    ) -> tuple[np.ndarray, np.ndarray]:
        counts = weights["level_counts"]
        heads = Heads.of(self.transform_)
        asked = draw_conditions(counts, heads, groups, rng)
        condition = np.zeros((len(groups), heads.n_levels), dtype=np.float32)
        chosen = np.flatnonzero(asked >= 0)
        condition[chosen, asked[chosen]] = 1.0
        classes = class_columns(groups, len(counts))
        n_noise = weights["generator.0.weight"].shape[1] - (
            classes.shape[1] + condition.shape[1]
        )
        noise = rng.normal(size=(len(groups), n_noise)).astype(np.float32)
        given = np.concatenate([noise, classes, condition], axis=1)
        made = forward(weights, "generator", given)
        offsets = REACH * np.tanh(made[:, heads.n_levels :])
        return made[:, : heads.n_levels], offsets
