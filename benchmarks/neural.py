"""The VAE and the GAN beside SMOTE, and beside the ctgan package at equal epochs.

    python -m benchmarks.neural --data DIR                 # all tables, five folds
    python -m benchmarks.neural --data DIR --sweep         # the defaults against others
    python -m benchmarks.neural --data DIR --speed         # seconds per epoch
    python -m benchmarks.neural --data DIR --ctgan         # where ctgan is installed

What is printed is told in README.md.
"""

from __future__ import annotations

import argparse
import importlib
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from benchmarks.course_tables import TABLES
from benchmarks.likeness import membership_auc, similarity, two_sample_auc
from benchmarks.measures import identical_share, utility

PACKAGED = {"breast_cancer": load_breast_cancer, "wine": load_wine}
SWEEP_ROWS = 660
"""A table of small size: sixty rows of the rare class and six hundred others."""

Maker = Callable[[pd.DataFrame, pd.Series, int], tuple[pd.DataFrame, pd.Series]]


def read_table(name: str, folder: Path) -> tuple[pd.DataFrame, pd.Series]:
    """Read a table with numbers only, and its classes as numbers.

    Parameters
    ----------
    name : str
        One of the course's tables, ``small_stroke`` (part of one), or a packaged one.
    folder : Path
        Where the course's tables are.

    Returns
    -------
    X : DataFrame
        The columns.
    y : Series
        The target.
    """
    if name in PACKAGED:
        X, y = PACKAGED[name](return_X_y=True, as_frame=True)
        return X, y
    table = next(one for one in TABLES if name in (one.name, f"small_{one.name}"))
    X, y = table.read(folder)
    if name.startswith("small_"):
        rare = np.flatnonzero(y == 1)[: SWEEP_ROWS // 11]
        kept = np.sort(np.r_[rare, np.flatnonzero(y == 0)[: SWEEP_ROWS - len(rare)]])
        X, y = X.iloc[kept].reset_index(drop=True), y.iloc[kept].reset_index(drop=True)
    return X, y


def of_skl_synth(name: str, **parameters: Any) -> Maker:
    """Make rows with a synthesizer of this project.

    Parameters
    ----------
    name : str
        Name of the class.
    **parameters : dict
        Its parameters.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> tuple:
        kind = getattr(importlib.import_module("skl_synth"), name)
        synthesizer = kind(mode="replace", random_state=seed, **parameters)
        return synthesizer.fit_resample(X, y)

    return make


def of_ctgan(name: str, **parameters: Any) -> Maker:
    """Make rows with the ctgan package: never a dependency, in an environment apart.

    Parameters
    ----------
    name : {"CTGAN", "TVAE"}
        Name of the class.
    **parameters : dict
        Its parameters.

    Returns
    -------
    callable
        From real rows and a seed to synthetic ones; the target is one of its columns.
    """

    def make(X: pd.DataFrame, y: pd.Series, seed: int) -> tuple:
        import torch

        torch.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002 - the package draws from it
        table = X.assign(target_=y)
        discrete = [column for column in table if table[column].nunique() <= 2]
        discrete = sorted({*discrete, "target_"})
        model = getattr(importlib.import_module("ctgan"), name)(**parameters)
        model.fit(table, discrete)
        made = model.sample(len(table))
        return made.drop(columns="target_"), made["target_"].astype(y.dtype)

    return make


def measure(make: Maker, table: str, folder: Path, fold: int) -> dict[str, float]:
    """Measure what a generator makes of four fifths of a table.

    Parameters
    ----------
    make : callable
        The generator.
    table : str
        Name of the table.
    folder : Path
        Where the course's tables are.
    fold : int
        Which fifth is kept from it.

    Returns
    -------
    dict of str to float
        Seconds, utility, likeness, and what is given away.
    """
    X, y = read_table(table, folder)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    train, test = list(folds.split(X, y))[fold]
    X_real, y_real = X.iloc[train].reset_index(drop=True), y.iloc[train].to_numpy()
    y_real = pd.Series(y_real, name=y.name)
    started, worked = time.perf_counter(), time.process_time()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ConvergenceWarning)
        X_made, y_made = make(X_real, y_real, fold)
    seconds = time.perf_counter() - started, time.process_time() - worked
    complaints = sum(issubclass(one.category, ConvergenceWarning) for one in told)
    figures = {"seconds": seconds[0], "cpu_seconds": seconds[1], "warned": complaints}
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figures |= _utility(X_made, y_made, X.iloc[test], y.iloc[test], fold)
        figures |= similarity(X_made.assign(y_=y_made), X_real.assign(y_=y_real))
        figures["two_sample"] = two_sample_auc(X_made, X_real, fold)
        figures["identical"] = identical_share(X_made, X_real)
        figures["membership"] = membership_auc(X_made, X_real, X.iloc[test])
    return figures


def _utility(
    X: pd.DataFrame, y: pd.Series, X_test: pd.DataFrame, y_test: pd.Series, seed: int
) -> dict[str, float]:
    """Mean AUC of the three models; of more than two classes, each against the rest."""
    labels = sorted(y_test.unique())
    if y.nunique() < len(labels):
        return {"auc": 0.5}
    areas = [
        utility(
            X, (y == label).astype(int), X_test, (y_test == label).astype(int), seed
        )
        for label in (labels[1:] if len(labels) == 2 else labels)
    ]
    return {"auc": float(np.mean([area["auc_mean"] for area in areas]))}


def seconds_per_epoch(
    make_of: Callable[[int], Maker], table: str, folder: Path, epochs: int
) -> float:
    """Time epochs by the difference of a long and a short training, in CPU seconds.

    Parameters
    ----------
    make_of : callable
        From a number of epochs to a generator.
    table : str
        Name of the table.
    folder : Path
        Where the course's tables are.
    epochs : int
        Epochs of the long training.

    Returns
    -------
    float
        CPU seconds per epoch; what is done once, and sampling, cancels out.
    """
    X, y = read_table(table, folder)
    taken = []
    # The first training is for what is imported, allocated and compiled once.
    for n_epochs in (1, 1, 1 + epochs):
        worked = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            make_of(n_epochs)(X, y, 0)
        taken.append(time.process_time() - worked)
    return (taken[2] - taken[1]) / epochs


SWEEP: dict[str, Maker] = {
    "VAE": of_skl_synth("TypeAwareVAE"),
    "VAE kl_weight=1": of_skl_synth("TypeAwareVAE", kl_weight=1.0),
    "VAE kl_weight=0.2": of_skl_synth("TypeAwareVAE", kl_weight=0.2),
    "VAE latent_dim=8": of_skl_synth("TypeAwareVAE", latent_dim=8),
    "VAE latent_dim=32": of_skl_synth("TypeAwareVAE", latent_dim=32),
    "VAE hidden 256": of_skl_synth("TypeAwareVAE", hidden_layers=(256, 256)),
    "VAE batch 256": of_skl_synth("TypeAwareVAE", batch_size=256),
    "VAE patience=30": of_skl_synth("TypeAwareVAE", patience=30),
    "VAE lr=2e-3": of_skl_synth("TypeAwareVAE", lr=2e-3),
    "GAN": of_skl_synth("TypeAwareGAN"),
    "GAN as CTGAN": of_skl_synth(
        "TypeAwareGAN", batch_size=500, pack_size=10, lr=2e-4, hidden_layers=(256, 256)
    ),
    "GAN hidden 256": of_skl_synth("TypeAwareGAN", hidden_layers=(256, 256)),
    "GAN lr=5e-4": of_skl_synth("TypeAwareGAN", lr=5e-4),
    "GAN pack 10": of_skl_synth("TypeAwareGAN", pack_size=10),
    "GAN latent_dim=32": of_skl_synth("TypeAwareGAN", latent_dim=32),
    "GAN critic_steps=2": of_skl_synth("TypeAwareGAN", critic_steps=2),
}


def _makers(arguments: argparse.Namespace) -> dict[str, Maker]:
    if arguments.sweep:
        return SWEEP
    if arguments.ctgan:
        epochs = arguments.epochs
        return {
            "ctgan TVAE": of_ctgan("TVAE", epochs=epochs),
            "ctgan CTGAN": of_ctgan("CTGAN", epochs=epochs),
        }
    return {
        "SMOTE": of_skl_synth("TypeAwareSMOTE"),
        "VAE": of_skl_synth("TypeAwareVAE"),
        "GAN": of_skl_synth("TypeAwareGAN"),
    }


def _print_speed(arguments: argparse.Namespace) -> None:
    own = {"batch_size": 500, "patience": None}
    pairs: dict[str, Callable[[int], Maker]] = {
        "VAE": lambda n: of_skl_synth("TypeAwareVAE", epochs=n, **own),
        "GAN": lambda n: of_skl_synth("TypeAwareGAN", epochs=n, **own),
        "GAN as CTGAN": lambda n: of_skl_synth(
            "TypeAwareGAN", epochs=n, pack_size=10, hidden_layers=(256, 256), **own
        ),
    }
    if arguments.ctgan:
        pairs = {
            "ctgan TVAE": lambda n: of_ctgan("TVAE", epochs=n, batch_size=500),
            "ctgan CTGAN": lambda n: of_ctgan("CTGAN", epochs=n, batch_size=500),
        }
    for table in arguments.tables:
        for name, make_of in pairs.items():
            taken = seconds_per_epoch(make_of, table, arguments.data, 20)
            print(
                f"{table:14s} {name:12s} {1000 * taken:8.1f} ms per epoch", flush=True
            )


def _print_figures(arguments: argparse.Namespace) -> None:
    for table in arguments.tables:
        for name, make in _makers(arguments).items():
            folds = [
                measure(make, table, arguments.data, fold) for fold in arguments.folds
            ]
            mean = pd.DataFrame(folds).mean()
            shown = "  ".join(f"{key} {value:.3f}" for key, value in mean.items())
            print(f"{table:14s} {name:20s} {shown}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    names = [table.name for table in TABLES] + list(PACKAGED)
    parser.add_argument("--tables", nargs="+", default=names)
    parser.add_argument("--folds", nargs="+", type=int, default=list(range(5)))
    parser.add_argument("--epochs", type=int, default=300, help="of the ctgan package")
    parser.add_argument("--sweep", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--ctgan", action="store_true")
    arguments = parser.parse_args()
    (_print_speed if arguments.speed else _print_figures)(arguments)


if __name__ == "__main__":
    main()
