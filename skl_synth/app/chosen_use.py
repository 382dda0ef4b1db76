"""What the rows are wanted for, and the commands that make them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from skl_synth.app.typed_options import named_file
from skl_synth.cli.options import DEFAULT_FOLDS
from skl_synth.files.output import ENDINGS

USES = {
    "augment": "Real rows, and synthetic ones of the rare classes, to train a model",
    "replace": "Synthetic rows in place of the real ones, to work with them yourself",
    "publish": "A table for others, published only if it passes stated gates",
}
"""The three uses, in the words of the page."""

COSTS = {
    "augment": "Seconds to a minute. The result holds the real rows: it is for you "
    "alone, and never to be shared.",
    "replace": "Seconds to a minute. Nothing says how much the rows disclose until it "
    "is measured: for others, choose the third.",
    "publish": "Minutes, for every setting that is tried: the table is attacked before "
    "it is let out, and rows of few people are merged or coded together. It may be "
    "refused. The report says why, and what to do.",
}
"""What each of them takes, and what it leaves open."""

GUARANTEE = "guarantee"

RUNGS = {
    "ladder": "Settings from the most useful to the coarsest; the first that passes",
    "first": "The most useful setting alone",
    "columns": "Each column alone, without associations between them",
    GUARANTEE: "With a formal guarantee (differential privacy, ε)",
}
"""How much a published table is to hold."""

RUNG_COSTS = {
    "ladder": "Up to four settings are tried, each takes as long as the first.",
    "first": "One audit. If it is refused, nothing is written but the report.",
    "columns": "Little is disclosed, and no model can be trained on it.",
    GUARANTEE: "Bounds and levels have to be public: everybody may know them without "
    "this table. Small ε protects more, and what few people share gets lost in noise.",
}
"""What each of them costs."""


@dataclass
class ChosenUse:
    """What is to be made.

    Parameters
    ----------
    use : {"augment", "replace", "publish"}
        What the rows are for.
    method : str
        What makes the rows; "" for the usual one.
    rung : {"ladder", "first", "columns", "guarantee"}
        How much a published table holds.
    epsilon : float
        The ε of a guarantee.
    label : {"", "column", "prefix"}
        How a published table says in itself that it is synthetic.
    folds : int
        Parts into which the rows are split for the audit.
    thorough : bool
        Whether the strongest attack is run besides.
    is_public : bool
        Whether somebody has declared that all of the dictionary is public.
    seed : int or None
        What fixes the rows that are not published.
    more : str
        Further options, as they are typed.
    """

    use: str = "publish"
    method: str = ""
    rung: str = "ladder"
    epsilon: float = 1.0
    label: str = ""
    folds: int = 5
    thorough: bool = False
    is_public: bool = False
    seed: int | None = None
    more: str = ""

    @property
    def needs_public(self) -> bool:
        """Whether a dictionary is needed that holds nothing of the real rows."""
        return self.use == "publish" and self.rung == GUARANTEE

    def output(self, table: Path) -> str:
        """Name the file or the folder that is made.

        Parameters
        ----------
        table : Path
            The file of the real rows.

        Returns
        -------
        str
            A name without a folder.
        """
        stem = table.name.partition(".")[0] or "table"
        if self.use == "publish":
            return f"{stem}_release"
        ending = table.suffix if table.suffix.lower() in ENDINGS else ".csv"
        kind = "augmented" if self.use == "augment" else "synthetic"
        # Of patients.csv.gz comes patients_synthetic.gz otherwise.
        before = ".csv" if ending == ".gz" else ""
        return f"{stem}_{kind}{before}{ending}"

    def words(self, table: Path, dictionary: Path, options: Iterable[str]) -> list[str]:
        """Write the command that makes it.

        Parameters
        ----------
        table, dictionary : Path
            The files; the command is typed in the folder in which they lie.
        options : iterable of str
            What is said of the table besides.

        Returns
        -------
        list of str
            The words of the command behind ``skl-synth``.
        """
        made = self._publish() if self.use == "publish" else self._generate()
        to = "--pack" if self.use == "publish" else "--output"
        return [
            "publish" if self.use == "publish" else "generate",
            named_file(table),
            *options,
            *("--dictionary", dictionary.name),
            *made,
            *shlex.split(self.more),
            *(to, self.output(table)),
        ]

    def _generate(self) -> list[str]:
        words = ["--mode", self.use]
        words += ["--method", self.method] if self.method else []
        return words if self.seed is None else [*words, "--seed", str(self.seed)]

    def _publish(self) -> list[str]:
        rung = {
            "ladder": [],
            "first": ["--no-ladder"],
            "columns": ["--fidelity", "columns"],
            GUARANTEE: ["--epsilon", f"{self.epsilon:g}"],
        }[self.rung]
        words = [*rung, *(["--label", self.label] if self.label else [])]
        words += ["--folds", str(self.folds)] if self.folds != DEFAULT_FOLDS else []
        return [*words, "--thorough"] if self.thorough else words


def shown(words: Iterable[str]) -> str:
    """Write a command so that it can be copied into a terminal.

    Parameters
    ----------
    words : iterable of str
        The words behind ``skl-synth``.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> from skl_synth.app.chosen_use import shown
    >>> shown(["inspect", "my file.csv"])
    "skl-synth inspect 'my file.csv'"
    """
    return shlex.join(["skl-synth", *words])
