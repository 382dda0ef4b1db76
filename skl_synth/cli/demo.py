"""skl-synth demo: the whole way on a simulated table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from skl_synth.cli.evaluate import judge
from skl_synth.cli.generate import Made, make, tell_limits, tell_made
from skl_synth.cli.inspect import tell_source
from skl_synth.cli.options import (
    FILE,
    LARGEST_SEED,
    debug_option,
    synthesizer_for,
)
from skl_synth.cli.say import tell, warn, working
from skl_synth.cli.source import open_source
from skl_synth.datasets import make_patients
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.files import check_output, replacing, write_table
from skl_synth.plotting import ClassMomentsDisplay, RocDisplay

TARGET = "readmitted"
REAL, SYNTHETIC = "patients.csv", "synthetic.csv"
ROC, MOMENTS = "roc.png", "class_moments.png"


@click.command()
@click.option(
    "--output-dir",
    type=FILE,
    default="skl_synth_demo",
    show_default=True,
    metavar="DIR",
    help="Folder to write to; made if it does not exist.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, LARGEST_SEED),
    default=0,
    show_default=True,
    metavar="N",
    help="Number that fixes everything drawn at random.",
)
@click.option(
    "--rows",
    type=click.IntRange(min=100),
    default=1000,
    show_default=True,
    metavar="N",
    help="Patients to simulate.",
)
@debug_option
def demo(output_dir: Path, seed: int, rows: int) -> None:
    """Show the whole way on simulated patients.

    \b
    Examples:
      skl-synth demo
      skl-synth demo --output-dir try --rows 5000 --seed 1

    No file of your own is needed. It simulates a table of hospital patients (no real
    person stands behind any row), makes a synthetic table that could stand in for it,
    and says what was inferred, generated and dropped. Then it compares a model trained
    on real rows with one trained on synthetic rows, both tested on real rows that
    neither has seen.

    \b
    It writes into DIR:
      patients.csv        the simulated table, to try the other commands on
      synthetic.csv       the synthetic table
      roc.png             the two models compared
      class_moments.png   means and standard deviations per class, real and synthetic

    \f

    Raises
    ------
    OSError
        If the folder cannot be made, or a file in it cannot be written.
    """
    _prepare(output_dir)
    real = output_dir / REAL
    write_table(make_patients(rows, random_state=seed), real)
    source = open_source(real, TARGET)
    tell_source(source)
    made = make(source, synthesizer_for(source, seed=seed))
    write_table(made.frame, output_dir / SYNTHETIC, source.style)
    tell_made(made)
    tell_limits(made)
    evaluator = judge(source, synthesizer_for(source, seed=seed), seed=seed)
    tell("\n" + evaluator.report())
    written = [REAL, SYNTHETIC, *_draw(evaluator, made, output_dir)]
    tell(f"\nWrote {', '.join(written)} into {output_dir}. Next, on your own table:")
    tell("  skl-synth inspect TABLE.csv")
    tell("  skl-synth generate TABLE.csv --target COLUMN --output OUT.csv")
    tell(
        "  skl-synth publish TABLE.csv --target COLUMN --output OUT.csv "
        "--report OUT.json"
    )


def _prepare(folder: Path) -> None:
    """Make the folder, and find out whether it takes files before the work starts."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OSError(f"cannot make the folder {folder} ({error.strerror}).") from error
    for name in (REAL, SYNTHETIC, ROC, MOMENTS):
        check_output(folder / name)


def _draw(evaluator: SyntheticEvaluator, made: Made, folder: Path) -> list[str]:
    """Draw the pictures, unless matplotlib is missing; return what was written."""
    source, synthetic = made.source, made.synthetic.drop(columns=TARGET)
    displays: dict[str, Any] = {
        ROC: RocDisplay.from_evaluator(evaluator),
        MOMENTS: ClassMomentsDisplay.from_tables(
            source.features, source.labels, synthetic, made.synthetic[TARGET]
        ),
    }
    try:
        with working("Drawing"):
            for name, display in displays.items():
                _save(display.plot().figure_, folder / name)
    except ImportError as error:
        warn(f"{ROC} and {MOMENTS} were not drawn: {error}")
        return []
    return list(displays)


def _save(figure: Any, path: Path) -> None:
    import matplotlib.pyplot as plt

    with replacing(path) as handle:
        figure.savefig(handle, format="png", dpi=150, bbox_inches="tight")
    plt.close(figure)
