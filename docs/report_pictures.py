"""Make the release that the guide shows, and take pictures of its report.

The release is made once and kept in docs/generated/ until the package changes. Pictures
need Chromium; without it the guide has the page itself all the same.
"""

import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

DOCS = Path(__file__).parent
GENERATED = DOCS / "generated"
PACK = GENERATED / "pack"
SHOWN = GENERATED / "shown"
"""What is copied as it is beside the pages of the guide: never the owner's part."""
REPORT = SHOWN / "release" / "report.html"
MADE_OF = GENERATED / "pack.sha256"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--hide-scrollbars", "--window-size=1100,1000"),
)
SCHEMES = {"light": (), "dark": ("--blink-settings=preferredColorScheme=0",)}
PICTURE = """.. image:: /generated/report_{scheme}.png
   :alt: The top of the report of a release: the verdict, and the gates below it.
   :class: only-{scheme}

"""


def write_report_pictures() -> None:
    """Write the pack, and what the guide shows of it."""
    made_of = _package()
    if not (REPORT.is_file() and MADE_OF.is_file() and MADE_OF.read_text() == made_of):
        _write_pack()
        MADE_OF.write_text(made_of, encoding="utf-8")
    _include("pack_files.inc", ".. code-block:: text\n\n" + _files())
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    taken = [one for one in SCHEMES if browser is not None and _take(browser, one)]
    # With one alone, readers of the other scheme would see none.
    shown = taken if len(taken) == len(SCHEMES) else []
    pictures = "".join(PICTURE.format(scheme=one) for one in shown)
    _include("report_pictures.inc", pictures)


def _include(name: str, text: str) -> None:
    (GENERATED / name).write_text(text, encoding="utf-8")


def _files() -> str:
    """All files of the pack with their size, a line each."""
    paths = sorted(one for one in PACK.rglob("*") if one.is_file())
    sizes = {str(one.relative_to(PACK)): one.stat().st_size for one in paths}
    width = max(map(len, sizes))
    return "".join(
        f"   {name:{width}}  {size / 1000:7.1f} kB\n" for name, size in sizes.items()
    )


def _package() -> str:
    """What the package is made of, as one number."""
    files = sorted((DOCS.parent / "skl_synth").rglob("*"))
    kept = [one for one in files if one.suffix in (".py", ".html", ".css")]
    return sha256(b"".join(one.read_bytes() for one in kept)).hexdigest()


def _write_pack() -> None:
    from skl_synth import TableEncoder, publish
    from skl_synth.datasets import make_patients

    X, y = make_patients(1000, random_state=0, return_X_y=True)
    encoder = TableEncoder(
        identifiers="surrogate", column_kinds={"emergency": "category"}
    )
    release = publish(X, y, encoder=encoder, folds=3, random_state=0)
    for folder in (PACK, SHOWN):
        shutil.rmtree(folder, ignore_errors=True)
    release.write(PACK)
    shutil.copytree(PACK / "release", SHOWN / "release")


def _take(browser: str, scheme: str) -> bool:
    """Take a picture of the top of the report; say whether there is one."""
    picture = GENERATED / f"report_{scheme}.png"
    picture.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *(browser, *QUIET, *SCHEMES[scheme], f"--user-data-dir={profile}"),
                *(f"--screenshot={picture}", REPORT.as_uri()),
            ],
            capture_output=True,
            check=False,
            timeout=60,
        )
    return picture.exists()
