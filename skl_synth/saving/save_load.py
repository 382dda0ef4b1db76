"""Save a fitted synthesizer to a file, and load it from one."""

from __future__ import annotations

import os
import platform
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sklearn
from sklearn.utils.validation import check_is_fitted

from skl_synth import __version__
from skl_synth.compat import BaseOverSampler
from skl_synth.errors import InputError
from skl_synth.files.output import check_output
from skl_synth.saving.archive import Reader, Writer
from skl_synth.saving.classes import name_of
from skl_synth.saving.objects import ObjectDecoder, ObjectEncoder
from skl_synth.whole_files import replacing

FORMAT = 3
"""Number of the form of these files; another number, another form."""

MANIFEST, README, STATE = "manifest.json", "README.txt", "state.json"

HELD = (
    "This file holds REAL ROWS: the real table, standardised or as it is, can be read "
    "from it. Whoever has the file has the table. Keep it where the table is kept."
)
CLOSED = (
    "Nobody but you can read it as it was written now (mode 0600)."
    if os.name == "posix"
    else "Whoever can read its folder can read it."
)
"""Who can read a file that was written now; Windows knows no modes."""

NOT_HELD = (
    "This file holds no real rows, but what was learnt from them, which discloses "
    "something about the people in the table. That nothing can be inferred about them "
    "is not promised."
)


class RealRowsWarning(UserWarning):
    """A file holds real rows, or what was learnt from few: keep it as the table.

    See Also
    --------
    load : Loads such a file.

    Examples
    --------
    Whoever knows what the file holds may silence it:

    >>> import warnings
    >>> from skl_synth import RealRowsWarning
    >>> warnings.simplefilter("ignore", RealRowsWarning)
    """


def save(synthesizer: Any, path: str | os.PathLike[str]) -> None:
    """Save a fitted synthesizer; the file is there whole or not at all.

    Nobody but its owner can read it (mode 0600, whatever the umask; on Windows it is
    as private as its folder).

    Parameters
    ----------
    synthesizer : BaseSynthesizer
        Fitted. What is known of its last sample is left out.
    path : str or path
        The file, which is replaced where it exists.

    Raises
    ------
    NotFittedError
        If it is not fitted.
    InputTypeError
        If a parameter or what was learnt cannot be saved, such as a function.
    OSError
        If the file cannot be written; nothing is left of it then.

    Warns
    -----
    RealRowsWarning
        If the file holds real rows.
    """
    check_is_fitted(synthesizer)
    check_output(path)
    holds = _holds_real_rows(synthesizer)
    name = type(synthesizer).__name__
    with replacing(path, private=True) as handle, Writer(handle) as writer:
        encoder = ObjectEncoder(writer)
        state = encoder.encode(synthesizer, name)
        writer.add_json(STATE, state)
        writer.add_json(MANIFEST, _manifest(name, holds))
        writer.add(README, _readme(name, holds).encode())
    if holds:
        warnings.warn(f"{path}: {HELD} {CLOSED}", RealRowsWarning, stacklevel=3)


def load(path: str | os.PathLike[str], *, max_bytes: int | None = None) -> Any:
    """Load a fitted synthesizer from a file; no code in it is run.

    Parameters
    ----------
    path : str or path
        A file that was written by ``save`` of a synthesizer.
    max_bytes : int, default=None
        The most that the file may unpack to, with what Python needs for its values, so
        that a small file cannot fill the memory. None for 50 times its size, but 32
        MiB at least and 4 GiB at most.

    Returns
    -------
    BaseSynthesizer
        The synthesizer. With the same seed it gives the same rows as the one that was
        saved.

    Raises
    ------
    OSError
        If the file cannot be read.
    InputError
        If it is no such file, damaged, too large, nested more than 100 deep, of another
        version, or holds what no synthesizer is made of.

    Warns
    -----
    RealRowsWarning
        If the file holds real rows.

    See Also
    --------
    BaseSynthesizer.save : Writes such a file.

    Examples
    --------
    >>> import warnings
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import skl_synth
    >>> from skl_synth.datasets import make_patients
    >>> patients = make_patients(100, random_state=0).drop(columns="patient_id")
    >>> y = patients.pop("readmitted")
    >>> smote = skl_synth.TypeAwareSMOTE(random_state=0).fit(patients, y)
    >>> with TemporaryDirectory() as folder, warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", skl_synth.RealRowsWarning)
    ...     smote.save(Path(folder, "smote.synth"))
    ...     loaded = skl_synth.load(Path(folder, "smote.synth"))
    >>> loaded.sample(20)[0].equals(smote.sample(20)[0])
    True
    """
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a file.")
    if path.exists() and not path.is_file():
        raise InputError(
            "{path} is no regular file", path=path, remedies=["give another name"]
        )
    synthesizer, holds = _understood(path, max_bytes)
    if holds:
        warnings.warn(f"{path}: {HELD}", RealRowsWarning, stacklevel=2)
    return synthesizer


def _understood(path: Path, max_bytes: int | None) -> tuple[Any, bool]:
    """Read a file, and say it of the file where it cannot be read."""
    try:
        return _read(path, max_bytes)
    except FileNotFoundError as error:
        raise FileNotFoundError(f"there is no file {path}.") from error
    except (ImportError, OSError, Warning):
        raise
    except ValueError as error:
        reason = str(error)
        cause: Exception = error
    except RecursionError as error:
        reason, cause = "it is nested too deeply", error
    except MemoryError as error:
        reason, cause = "it asks for more memory than there is", error
    except Exception as error:
        # Whatever a file that was tampered with may lead to.
        reason, cause = f"it does not hold together ({error!r})", error
    raise InputError(
        "{path} cannot be loaded: {reason}", path=path, reason=reason
    ) from cause


def _read(path: Path, max_bytes: int | None) -> tuple[Any, bool]:
    with Reader(path, max_bytes) as reader:
        manifest = reader.read_json(MANIFEST)
        _check_version(manifest)
        loaded = ObjectDecoder(reader).decode(reader.read_json(STATE))
    kind = type(loaded)
    # Whatever over-sampler is of this package is a synthesizer.
    if not isinstance(loaded, BaseOverSampler) or name_of(kind) is None:
        raise ValueError(f"it holds a {kind.__name__}, which is no synthesizer")
    check_is_fitted(loaded)
    return loaded, _holds_real_rows(loaded)


def _holds_real_rows(synthesizer: Any) -> bool:
    """Believe a synthesizer that it holds none only where none can be seen."""
    return bool(synthesizer.holds_real_rows) or len(synthesizer.table_) > 0


def _check_version(manifest: Any) -> None:
    if not isinstance(manifest, dict) or "skl_synth" not in manifest:
        raise ValueError("it was not written by skl_synth")
    written, here = str(manifest["skl_synth"]), __version__
    if manifest.get("format") != FORMAT or _minor(written) != _minor(here):
        raise InputError(
            "it was written by skl_synth {written}, and this is {here}, which may "
            "understand it differently",
            written=written,
            here=here,
            remedies=["load it with that version", "fit again"],
        )


def _minor(version: str) -> list[str]:
    return version.split(".")[:2]


def _manifest(name: str, holds: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "skl_synth": __version__,
        "synthesizer": name,
        "holds_real_rows": holds,
        "statement": HELD if holds else NOT_HELD,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "scikit-learn": sklearn.__version__,
    }


def _readme(name: str, holds: bool) -> str:
    return (
        f"A fitted {name} of skl_synth {__version__}.\n\n"
        f"{HELD if holds else NOT_HELD}\n\n"
        "To use it:\n\n    import skl_synth\n    synthesizer = skl_synth.load(path)\n"
        "    X, y = synthesizer.sample()\n\n"
        "What is in it: manifest.json says what wrote it; state.json is what was\n"
        "learnt; parts/ holds its arrays, in the format of numpy (.npy) or Arrow.\n"
        "Loading it runs no code that stands in the file.\n"
    )
