"""Tests of imbalanced-learn itself, run against `TypeAwareSMOTE` under its names.

Nothing of them is copied: they are those of the installed package. Each failure is a
stated difference of contract, with the words that it fails with. A failure that is not
stated, one that fails with other words, and a statement without a failure all make the
command fail.

    python -m benchmarks.imblearn_suite
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pytest

from benchmarks.imblearn_names import ALL, OVER, USES, under_their_names


class Difference(NamedTuple):
    """What a test asks for that is otherwise here.

    Parameters
    ----------
    words : str
        What stands in the failure.
    reason : str
        Why it is so.
    """

    words: str
    reason: str


OTHER_DRAWS = Difference(
    "Not equal to tolerance",
    "the rows are those of another generator of random numbers: compared bit for bit "
    "with a run of theirs",
)
NO_DUMMIES = Difference(
    "has no attribute 'categorical_encoder_'",
    "categories are compared as codes: there is no encoder to be looked at",
)
NO_ENCODER = Difference(
    "DID NOT RAISE",
    "there is no encoder whose dropped columns could be refused",
)
ALL_CATEGORIES = Difference(
    "DID NOT RAISE", "a table of categories alone is synthesised, where SMOTENC refuses"
)
OTHER_WORDS = Difference("Regex pattern did not match", "it is refused, in other words")
STAYS_SPARSE = Difference(
    "DID NOT WARN", "a sparse table comes back sparse, and nothing has to be warned of"
)

STATED: Mapping[str, Difference] = {
    "test_sample_regular": OTHER_DRAWS,
    "test_sample_regular_half": OTHER_DRAWS,
    "test_sample_regular_with_nn": OTHER_DRAWS,
    "test_smotenc_error": OTHER_WORDS,
    "test_smote_nc_categorical_features_auto_error": OTHER_WORDS,
    "test_smotenc_raising_error_all_categorical": ALL_CATEGORIES,
    "test_smotenc_categorical_encoder": NO_DUMMIES,
    "test_smotenc_categorical_encoder_dropped_columns": NO_ENCODER,
    "test_smote_nc_with_null_median_std": Difference(
        "Differing items",
        "the deviation is that of the standardised numbers: dummies of categories are "
        "standardised too, instead of being set to a median",
    ),
    "test_smoten": NO_DUMMIES,
    "test_smoten_categorical_encoder": NO_DUMMIES,
    "test_smoten_sparse_input": STAYS_SPARSE,
    "test_smoten_resampling": Difference(
        "Arrays are not equal",
        "a level is that of the row or of its neighbour, drawn, and not the most "
        "frequent one of the neighbours",
    ),
    "test_balanced_bagging_classifier_samplers": Difference(
        "Arrays are not equal",
        "mode='replace' keeps the counts of classes unless numbers are given, and a "
        "sampler that makes tables smaller evens them out",
    ),
    "test_bootstrap_samples": Difference(
        "== 1.0",
        "mode='replace' makes all rows anew, also where no class was to be changed, so "
        "that no tree knows the real ones by heart",
    ),
    "test_probability": Difference(
        "SMOTE needs two to place a row between them",
        "no row can be made of a bag with one row of a class; one can be repeated",
    ),
}
"""The differences, by the names of the tests without their parameters."""

FILES: Mapping[str, Mapping[str, type]] = {
    "over_sampling._smote.tests.test_smote": OVER,
    "over_sampling._smote.tests.test_smote_nc": OVER,
    "over_sampling._smote.tests.test_smoten": OVER,
    "over_sampling.tests.test_common": OVER,
    "tests.test_pipeline": ALL,
    "ensemble.tests.test_bagging": ALL,
}
"""Which of their tests are run, and what stands under which name in them."""


class Outcome(NamedTuple):
    """What became of a test.

    Parameters
    ----------
    name : str
        The test, with its parameters.
    failure : str
        What it failed with; empty if it passed.
    is_ours : bool
        Whether it came to use one of the faces.
    """

    name: str
    failure: str
    is_ours: bool

    @property
    def function(self) -> str:
        """The test without its parameters."""
        return self.name.partition("[")[0]

    @property
    def is_stated(self) -> bool:
        """Whether it fails as was stated."""
        stated = STATED.get(self.function)
        return stated is not None and stated.words in self.failure


class _Outcomes:
    """What pytest tells of its tests."""

    def __init__(self) -> None:
        self.seen: list[Outcome] = []

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        USES.clear()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._note(report.nodeid, str(report.longrepr))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._note(report.nodeid, str(report.longrepr))
        elif report.when == "call" and report.passed:
            self._note(report.nodeid, "")

    def _note(self, node: str, failure: str) -> None:
        name = node.rpartition("::")[2]
        self.seen.append(Outcome(name, failure, bool(USES)))


def outcomes_of(file: str) -> list[Outcome]:
    """Run the tests of one file of the installed package.

    Parameters
    ----------
    file : str
        A key of `FILES`.

    Returns
    -------
    list of Outcome
        One for each test that passed or failed.
    """
    plugin = _Outcomes()
    with tempfile.TemporaryDirectory() as folder, under_their_names(FILES[file]):
        arguments = [
            "--pyargs",
            f"imblearn.{file}",
            f"--rootdir={folder}",
            "-W",
            "ignore",
        ]
        arguments += ["-c", os.devnull, "-W", "ignore"]
        arguments += ["-p", "no:cacheprovider", "-p", "no:terminal"]
        pytest.main(arguments, plugins=[plugin])
    # A file that is not there would otherwise pass without a test.
    return plugin.seen or [Outcome(file, "no test was run", False)]


def unstated(outcomes: Iterable[Outcome]) -> list[str]:
    """List what is not as was stated.

    Parameters
    ----------
    outcomes : iterable of Outcome
        Of all tests.

    Returns
    -------
    list of str
        Failures without a statement, and statements without a failure.
    """
    outcomes = list(outcomes)
    failed = [one for one in outcomes if one.failure]
    wrong = [
        f"{one.name}: {one.failure.splitlines()[-1]}"
        for one in failed
        if not one.is_stated
    ]
    stale = STATED.keys() - {one.function for one in failed}
    return wrong + [f"{name}: stated, but does not fail" for name in sorted(stale)]


def main() -> int:
    """Run all, and print what became of them.

    Returns
    -------
    int
        0 where all is as stated.
    """
    everything: list[Outcome] = []
    print(f"{'tests of imbalanced-learn':42} pass  fail  with ours  ours that pass")
    for file in FILES:
        seen = outcomes_of(file)
        everything += seen
        ours = [one for one in seen if one.is_ours]
        failed = sum(bool(one.failure) for one in seen)
        passed_ours = sum(not one.failure for one in ours)
        print(
            f"{file:42} {len(seen) - failed:4d}  {failed:4d}  {len(ours):9d}  "
            f"{passed_ours:14d}"
        )
    print("\nThey fail because")
    for name in sorted({one.function for one in everything if one.is_stated}):
        print(f"  {name}: {STATED[name].reason}.")
    wrong = unstated(everything)
    print("\n" + "\n".join(["Not as stated:", *wrong] if wrong else ["All as stated."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
