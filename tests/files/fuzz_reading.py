"""Throw files at the reader for a while: nothing but the stated errors may come.

    python tests/files/fuzz_reading.py --seconds 600

What can be read must be written, and read again as the same table. The suite runs a
short version, in test_reading.py.
"""

import argparse
import gzip
import io
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from skl_synth.files import read_table, write_table

CELLS = st.sampled_from(
    [
        *("", " ", "0", "1", "-1", "+3", "1.5", ".5", "5.", "1e5", "1e-400", "1E999"),
        *(
            "inf",
            "-inf",
            "nan",
            "NA",
            "n/a",
            "-",
            ".",
            "?",
            "None",
            "\\N",
            "-0",
            "-0.0",
        ),
        *(
            "007",
            "1,234",
            "1.234",
            "1.234,5",
            "1,234.5",
            "1 234",
            "1\u00a0234",
            "1'234",
        ),
        *("12%", "12 %", "£5", "5 €", "$", "€", "%", "£", "US$ 5", "-$5", "$-5", "5kr"),
        *(
            "x",
            "é",
            "a b",
            '"',
            '""',
            "'",
            "x,y;z\tu|v",
            "\n",
            "\r\n",
            "\r",
            "\x0b",
            "\x85",
        ),
        *("\ufeff", "\u2028", "\0", "😀", "١٢", "９", "123456789012345678", "9" * 310),
        *(
            "2024-01-31",
            "True",
            "FALSE",
            "yes",
            "=1+1",
            "\\",
            "a\\",
            "#",
            " x ",
            "\x1a",
        ),
    ]
)
TEXT = st.text(max_size=6) | CELLS
DELIMITERS = st.sampled_from([",", ";", "\t", "|", ", "])
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n\r"])
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "windows-1252", "latin-1"]
)
OPTIONS = st.just({}) | st.fixed_dictionaries(
    {},
    optional={
        "delimiter": st.sampled_from([",", ";", "\t", "|", " ", "x", "", "\n"]),
        "encoding": ENCODINGS | st.sampled_from(["ascii", "shift-jis", "utf-7", "hex"]),
        "decimal": st.sampled_from([".", ",", "'"]),
        "skip_rows": st.integers(-1, 2),
        "header_row": st.integers(0, 3),
        "drop_last": st.integers(0, 2),
        "drop_lines": st.sets(st.integers(1, 5), max_size=2),
        "missing": st.lists(st.sampled_from(["NA", "1", "x", "?"]), max_size=2),
    },
)


@st.composite
def tables(draw):
    """Rows of cells that mean something to the reader, more or less even."""
    n_columns = draw(st.integers(1, 4))
    column = st.lists(CELLS if draw(st.booleans()) else TEXT, min_size=1, max_size=4)
    choices = [draw(column) for _ in range(n_columns)]
    rows = [[draw(TEXT) for _ in range(n_columns)]]
    rows += [
        [draw(st.sampled_from(choice)) for choice in choices]
        for _ in range(draw(st.integers(0, 6)))
    ]
    if draw(st.integers(0, 9)) == 0:
        rows[-1] = rows[-1][:-1]
    quote = draw(st.sampled_from([_needed, _needed, _always, _never]))
    delimiter, end = draw(DELIMITERS), draw(ENDS)
    text = end.join(delimiter.join(map(quote, row)) for row in rows)
    return text + draw(st.sampled_from(["", end]))


def _always(cell):
    return '"' + cell.replace('"', '""') + '"'


def _needed(cell):
    return _always(cell) if set(cell) & set(',;\t|"\r\n') else cell


def _never(cell):
    return cell


@st.composite
def contents(draw):
    """The bytes of a file, perhaps packed, perhaps damaged."""
    if draw(st.integers(0, 9)) == 0:
        content = draw(st.binary(max_size=60))
    else:
        content = draw(tables()).encode(draw(ENCODINGS), errors="replace")
    if draw(st.integers(0, 19)) == 0:
        content = _parquet()
    if draw(st.integers(0, 9)) == 0:
        content = gzip.compress(content, mtime=0)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        place = draw(st.integers(0, len(content)))
        cut = draw(st.integers(0, 3))
        content = content[:place] + draw(st.binary(max_size=3)) + content[place + cut :]
    return content


def _parquet():
    try:
        import pyarrow as _  # noqa: F401, ICN001
    except ImportError:
        return b"PAR1"
    buffer = io.BytesIO()
    pd.DataFrame({"a": [1, None], "b": ["x", "y"]}).to_parquet(buffer)
    return buffer.getvalue()


def check(content, options, folder, seen=None):
    """Read a file; if it can be read, write it and read it again."""
    source, copy = folder / "source.csv", folder / "copy"
    source.write_bytes(content)
    seen = Counter() if seen is None else seen
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        try:
            frame, style = read_table(source, **options)
        except (ImportError, OSError, ValueError) as error:
            # ImportError for what begins like Parquet, where pyarrow is missing.
            seen[type(error).__name__] += 1
            return
        seen["read"] += 1
        assert len(frame) > 0
        assert frame.columns.is_unique
        if style.schema is not None:
            return
        write_table(frame, copy, style)
        same = {
            "encoding": style.encoding,
            "delimiter": style.delimiter,
            "decimal": options.get("decimal"),
            "missing": options.get("missing", ()),
            # What is written is a table from its first line to its last.
            "header_row": 1 if style.header else 0,
            "drop_last": 0,
            "drop_lines": (),
        }
        again, style_again = read_table(copy, **same)
        # Of whole numbers written as 1e5 all may be written without the exponent.
        pd.testing.assert_frame_equal(again, frame, check_dtype=False)
        # Written once, a file is consistent, but for the signs of zeros: from then on
        # its bytes stay.
        write_table(again, copy, style_again)
        second = copy.read_bytes()
        write_table(*_swapped(copy, same))
        assert copy.read_bytes() == second


def _swapped(path, options):
    frame, style = read_table(path, **options)
    return frame, path, style


def main():
    """Run until the time is over; report what came."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    given_options = parser.parse_args()
    seen, n_examples, start = Counter(), 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        number = given_options.seed
        while time.monotonic() - start < given_options.seconds:

            @seed(number)
            @settings(
                max_examples=500,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            )
            @given(contents(), OPTIONS)
            def fuzz(content, options):
                nonlocal n_examples
                n_examples += 1
                check(content, options, Path(folder), seen)

            try:
                fuzz()
            except Exception:
                traceback.print_exc()
                print(f"seed {number}", file=sys.stderr)
                return 1
            number += 1
    print(f"{n_examples} files in {time.monotonic() - start:.0f} s: {dict(seen)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
