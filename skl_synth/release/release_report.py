"""What a release comes with: its report; and the error where there is none."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

import skl_synth
from skl_synth.errors import PYTHON, Explained, Remedy, Words
from skl_synth.evaluation.audit_report import WIDTH, wrapped
from skl_synth.pages import HtmlReport, Page
from skl_synth.release.frame_records import described, records
from skl_synth.release.gates import Gate, closed_because, expected_gates
from skl_synth.release.held_margins import Margin, margins_in_words
from skl_synth.release.ladder_report import (
    RungOutcome,
    ladder_frame,
    ladder_lines,
    second_look,
)
from skl_synth.release.next_ways import ways_after
from skl_synth.release.owner_audit import OwnerAudit
from skl_synth.release.pictured import Pictured
from skl_synth.release.released_columns import ReleasedColumn
from skl_synth.release.shared_gates import (
    gates_frame,
    nameless,
    shared_gate,
    shared_outcomes,
)
from skl_synth.release.shared_inference import SharedInference
from skl_synth.release.verdict_words import in_order, status_of, verdict_line
from skl_synth.table.constraints.rule_outcomes import RuleOutcome, outcomes_in_words

LABEL = "synthetic data, made from real rows"

LADDER_TITLE = (
    "Settings, from the most useful to the coarsest; the first that passes is published"
)

RULES_TITLE = "Rules that hold in every real row"

GATES = "Gates (intervals by the people in the folds; those below, between folds)"

LIMITS = (
    "Membership and reconstruction were measured by making tables from a part of the "
    "real rows in the same way; the other part was the control. In the released "
    "table, copies and near copies, levels of few people, shares and means that moved, "
    "and reconstruction were looked for.",
    "May not be said: that nobody can be recognised, or that the rows are no personal "
    "data. Attacks that were not tried may do better.",
    "This report may be shared with the table. What rests on few people, and what "
    "makes the same table again from the real rows, stands apart, for their owner.",
)


@dataclass(frozen=True, eq=False, repr=False)
class ReleaseReport(HtmlReport):
    """The figures of a release, and whether its table may be published.

    Whatever it writes (`to_dict`, `frame`, `ladder`, text) may be shared with the
    table: no seed, no level or value of few people, no exact figure. That stands in
    ``owner``. The report of a refused release is written in the same way, since it is
    shown to those who decide.

    Parameters
    ----------
    gates : list of Gate
        What was demanded, and found; a report that lacks a gate has not passed. Those
        of a refused release say exactly what closed them, and are written coarser.
    about : dict
        Method, rows, persons where they are known, classes and folds.
    summary, details : DataFrame
        The figures over folds that are of many people, rounded.
    audit : str
        The same in words.
    notes : tuple of str
        What the reader should know besides.
    margins : tuple of tuple of str, or None, default=None
        The margins that the release holds, where it holds nothing else of the table.
    rungs : tuple of RungOutcome, default=()
        The settings that were tried one after the other, and those that were not.
    rules : tuple of RuleOutcome, default=()
        What holds in every real row, and whether it holds in every released one.
    owner : OwnerAudit or None, default=None
        The seed, every exact figure, and what rests on few people: for the owner of the
        real table alone.
    pictured : Pictured
        What is drawn on its page, as it may be shared: real shares with noise, pairs
        in classes.
    inference : SharedInference or None, default=None
        What may be shared of a model of the owner's on real and on synthetic tables.

    See Also
    --------
    publish : Makes it, with the table.
    OwnerAudit : What is not to be shared.
    Gate : One of its gates.
    """

    gates: list[Gate]
    about: dict[str, Any]
    summary: pd.DataFrame
    details: pd.DataFrame
    audit: str
    notes: tuple[str, ...] = ()
    margins: tuple[Margin, ...] | None = None
    rungs: tuple[RungOutcome, ...] = ()
    rules: tuple[RuleOutcome, ...] = ()
    owner: OwnerAudit | None = None
    pictured: Pictured = field(default_factory=Pictured)
    inference: SharedInference | None = None

    @property
    def passed(self) -> bool:
        """Whether every gate that is expected is there, and open."""
        return not self.missing and all(gate.passed for gate in self.gates)

    @property
    def missing(self) -> list[str]:
        """The figures whose gate is expected and not there, with its place."""
        there = {(gate.metric, gate.group, gate.where) for gate in self.gates}
        return [
            f"{metric} ({', '.join(filter(None, (group, where)))})"
            for metric, group, where in expected_gates()
            if (metric, group, where) not in there
        ]

    @property
    def limits(self) -> tuple[str, ...]:
        """What was measured how, and what may not be said."""
        return LIMITS if self.about.get("folds") else LIMITS[1:]

    def frame(self) -> pd.DataFrame:
        """Return the gates, one per line.

        Returns
        -------
        DataFrame
            Columns name, where, figure (rounded), low, high, bound, passed, by_low_end,
            metric, group and reason.
        """
        return gates_frame(map(shared_gate, self.gates))

    def ladder(self) -> pd.DataFrame:
        """Return the settings that were tried and those that were not, one per line.

        Returns
        -------
        DataFrame
            Columns setting, what, outcome ("published", "refused", "not possible" or
            "not tried"), reason, and the figures, NaN where they were not measured;
            no line where one setting was asked for.
        """
        return ladder_frame(self.rungs)

    def _page(self) -> Page:
        # The page takes reports, and comes after this.
        from skl_synth.release.release_page import page_of_release

        return page_of_release(self)

    def to_dict(self, words: Words = PYTHON) -> dict[str, Any]:
        """Return the report as JSON can hold it.

        Parameters
        ----------
        words : Words, default=PYTHON
            In whose words remedies are written.

        Returns
        -------
        dict
            Label, version, verdict, gates, what the release is, figures, what each of
            them means, settings tried, rules kept and lost, limits, pictures; nothing
            of the owner's.
        """
        shown = list(map(shared_gate, self.gates))
        gates = [
            {**record, "remedy": None if gate.passed else gate.advice(words)}
            for record, gate in zip(records(gates_frame(shown)), shown, strict=True)
        ]
        held: dict[str, Any] = {}
        if self.margins is not None:
            held["margins"] = list(map(list, self.margins))
        if self.inference is not None:
            held["inference"] = self.inference.to_dict()
        return {
            "label": LABEL,
            "skl_synth": skl_synth.__version__,
            "verdict": "passed" if self.passed else "refused",
            **self.about,
            **held,
            "ladder": records(self.ladder()),
            "rules": records(shared_outcomes(self.rules)),
            "gates": gates,
            "missing_gates": self.missing,
            "limits": list(self.limits),
            "notes": list(self.notes),
            "summary": records(self.summary),
            "details": records(self.details),
            "measures": described(self.details["metric"]),
            "pictures": self.pictured.to_dict(),
        }

    def __str__(self) -> str:
        shown = list(map(shared_gate, self.gates))
        lines = [gate.text() for gate in in_order(shown)]
        # Nothing more is measured once a gate is closed.
        is_open = all(gate.passed for gate in self.gates)
        lacking = "REFUSED: there is no gate for" if is_open else "not measured:"
        lines += [f"{lacking} {name}" for name in self.missing]
        gates = "\n".join(f"  {line}" for line in lines)
        said = verdict_line(status_of(shown, self.missing))
        verdict = "\n".join(wrapped(said))
        limits = "\n".join(textwrap.fill(text, WIDTH) for text in self.limits)
        parts = [verdict, f"{GATES}\n{gates}", *self._chosen(), self.audit, limits]
        return "\n\n".join(parts)

    def _chosen(self) -> Iterator[str]:
        """Say which settings were tried, what margins are held, and which rules."""
        if self.rungs:
            lines = "\n".join(f"  {line}" for line in ladder_lines(self.rungs))
            told = textwrap.fill(second_look(self.rungs), WIDTH)
            yield f"{LADDER_TITLE}\n{lines}\n{told}"
        if self.margins is not None:
            target = str(self.about.get("target", "y"))
            yield textwrap.fill(margins_in_words(self.margins, target), WIDTH)
        if self.rules:
            rules = list(map(nameless, self.rules))
            lines = "\n".join(f"  {one.text()}" for one in rules)
            told = textwrap.fill(outcomes_in_words(rules), WIDTH)
            yield f"{RULES_TITLE}\n{lines}\n{told}"
        if self.inference is not None:
            yield str(self.inference)

    __repr__ = __str__


@dataclass(frozen=True, eq=False)
class Release:
    """A table that passed every gate, or has a formal guarantee, and its report.

    Parameters
    ----------
    X, y : same containers as the real ones
        The synthetic rows and their target.
    report : ReleaseReport or GuaranteeReport
        What was measured; with an ε, what is guaranteed. What it writes may be shared.
    columns : mapping of hashable to ReleasedColumn, default={}
        What each column is; told from the released rows where it is not said.
    """

    X: Any
    y: Any
    report: Any
    columns: Mapping[Hashable, ReleasedColumn] = field(default_factory=dict)

    @property
    def owner(self) -> OwnerAudit:
        """What is for the owner of the real table alone, the seed with it."""
        kept: OwnerAudit = self.report.owner
        return kept

    def write(
        self,
        folder: str | os.PathLike[str],
        *,
        label: str | None = None,
        dictionary: Any = None,
    ) -> Path:
        """Write the release as a folder, which is there whole or not at all.

        What is to be handed over stands in ``release``: the table as a CSV file, its
        report, its dictionary (Frictionless Table Schema), its metadata (CSV on the
        Web), a README, the four checks, the Five Safes, and checksums. What is the
        owner's alone, the seed with it, stands in ``owner``, which nobody else can
        read.

        Parameters
        ----------
        folder : str or path
            There is none of that name yet, or it is empty.
        label : {"column", "prefix"} or None, default=None
            How the table itself says that it is synthetic, besides its file names and
            metadata: by a first column ``is_synthetic``, which is 1 in every row, or by
            ``synth_`` before the name of each column.
        dictionary : DataDictionary, path, mapping or None, default=None
            Titles, descriptions and labels of levels for the dictionary of the release;
            one that is not public is not asked.

        Returns
        -------
        Path
            The folder that is to be handed over.

        Raises
        ------
        OSError
            If the folder cannot be written.
        InputError
            If something stands in it, or a column has the name of the label already.

        Examples
        --------
        >>> import tempfile
        >>> from skl_synth import publish
        >>> from skl_synth.datasets import make_patients
        >>> X = make_patients(120, random_state=0)[["age", "sex"]]
        >>> options = {"folds": 2, "sections": [], "random_state": 0}
        >>> release = publish(X, fidelity="columns", **options)
        >>> with tempfile.TemporaryDirectory() as place:
        ...     folder = release.write(f"{place}/patients")
        ...     sorted(path.name for path in folder.iterdir())[-2:]
        ['report.json', 'synthetic.csv']
        """
        # The pack takes reports, and comes after this.
        from skl_synth.release.pack import pack_release

        return pack_release(self, folder, label=label, dictionary=dictionary)


class RefusedReleaseError(Explained, ValueError):
    """A gate is closed: there is no table.

    Parameters
    ----------
    report : ReleaseReport
        What was measured.

    See Also
    --------
    publish : Raises it.
    """

    def __init__(self, report: ReleaseReport) -> None:
        self.report = report
        # Gates with the same remedies stand together.
        closed: dict[tuple[Remedy, ...], list[Gate]] = {}
        for gate in report.gates:
            if not gate.passed:
                closed.setdefault(gate.remedies, []).append(gate)
        found: list[Any] = [closed_because(gates) for gates in closed.values()]
        if not found:
            found = [f"there is no gate for {', '.join(report.missing)}."]
        after = ways_after(report.rungs, report.margins)
        found += [] if after is None else [after]
        fields = {f"found_{number}": one for number, one in enumerate(found)}
        names = " ".join(f"{{{name}}}" for name in fields)
        super().__init__(f"the release is refused: {names}", **fields)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What to do: one remedy of each gate that is closed, or another way."""
        report = self.report
        closed = [gate for gate in report.gates if not gate.passed]
        other = ways_after(report.rungs, report.margins)
        stated = [one for gate in closed for one in gate.remedies]
        return tuple(dict.fromkeys([*stated, *(other.remedies if other else ())]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.report,)
