"""skl-synth demo: the whole way on a simulated table."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Any

from skl_synth.cli.console import print_text, print_warning, progress
from skl_synth.cli.evaluate import cross_evaluate
from skl_synth.cli.generate_words import report_generated, report_limits
from skl_synth.cli.generated import Generated, generate_rows
from skl_synth.cli.inspect import report_source
from skl_synth.cli.methods import MethodChoice
from skl_synth.cli.source import open_source
from skl_synth.datasets import make_patients
from skl_synth.evaluation import SyntheticEvaluator
from skl_synth.files import check_output, replacing, write_table
from skl_synth.plotting import ClassMomentsDisplay, RocDisplay

TARGET = "readmitted"
REAL, SYNTHETIC = "patients.csv", "synthetic.csv"
REPORT, ROC, MOMENTS = "report.html", "roc.png", "class_moments.png"


def run_demo(output_dir: Path, seed: int, rows: int, *, show: bool = False) -> None:
    """Simulate patients, make a synthetic table of them, and compare the two.

    Parameters
    ----------
    output_dir : Path
        Folder to write to.
    seed : int
        Seed of everything.
    rows : int
        Patients to simulate.
    show : bool, default=False
        Whether the report is shown in the browser at the end.

    Raises
    ------
    OSError
        If the folder cannot be made, or a file in it cannot be written.
    """
    _prepare(output_dir)
    real = output_dir / REAL
    write_table(make_patients(rows, random_state=seed), real)
    source = open_source(real, TARGET)
    report_source(source)
    generated = generate_rows(source, MethodChoice().synthesizer(source, seed=seed))
    write_table(generated.frame, output_dir / SYNTHETIC, source.style)
    report_generated(generated)
    report_limits(generated)
    evaluator = cross_evaluate(
        source, MethodChoice().synthesizer(source, seed=seed), seed=seed
    )
    print_text("\n" + evaluator.report())
    evaluator.write_html(output_dir / REPORT)
    written = [REAL, SYNTHETIC, REPORT, *_draw(evaluator, generated, output_dir)]
    print_text(f"\nWrote {', '.join(written)} into {output_dir}.")
    _show(output_dir / REPORT, show=show)
    print_text("\nNext, on your own table:")
    print_text("  skl-synth inspect TABLE.csv")
    print_text("  skl-synth generate TABLE.csv --target COLUMN --output OUT.csv")
    print_text("  skl-synth publish TABLE.csv --target COLUMN --pack FOLDER")


def _prepare(folder: Path) -> None:
    """Make the folder, and see that it takes files, before the work starts."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OSError(f"cannot make the folder {folder} ({error.strerror}).") from error
    for name in (REAL, SYNTHETIC, REPORT, ROC, MOMENTS):
        check_output(folder / name)


def _show(report: Path, *, show: bool) -> None:
    """Show the report, or say where it is; so does a machine without a browser."""
    where = report.resolve().as_uri()
    if not (show and webbrowser.open(where)):
        print_text(f"Look at it in your browser: {where}", wrap=False)


def _draw(
    evaluator: SyntheticEvaluator, generated: Generated, folder: Path
) -> list[str]:
    """Draw the pictures, unless matplotlib is missing; return what was written."""
    source, synthetic = generated.source, generated.synthetic
    displays: dict[str, Any] = {
        ROC: RocDisplay.from_evaluator(evaluator),
        MOMENTS: ClassMomentsDisplay.from_tables(
            source.features,
            source.labels,
            synthetic.drop(columns=TARGET),
            synthetic[TARGET],
        ),
    }
    try:
        with progress("Drawing"):
            for name, display in displays.items():
                _save(display.plot().figure_, folder / name)
    except ImportError as error:
        print_warning(f"{ROC} and {MOMENTS} were not drawn: {error}")
        return []
    return list(displays)


def _save(figure: Any, path: Path) -> None:
    import matplotlib.pyplot as plt

    with replacing(path) as handle:
        figure.savefig(handle, format="png", dpi=150, bbox_inches="tight")
    plt.close(figure)
