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
SHOWN = DOCS / "generated" / "shown"
"""What is copied as it is beside the pages of the guide."""
PACK = SHOWN / "release_pack"
MADE_OF = DOCS / "generated" / "release_pack.sha256"
INCLUDED = DOCS / "generated" / "report_pictures.inc"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--hide-scrollbars", "--window-size=1100,1000"),
)
SCHEMES = {"light": (), "dark": ("--blink-settings=preferredColorScheme=0",)}
PICTURE = """.. image:: /generated/report_{scheme}.png
   :alt: The top of a report of a release: the verdict in a sentence, the gates below it.
   :class: only-{scheme}

"""


def write_report_pictures() -> None:
    """Write the pack, and the part of a page that shows its report."""
    if not (PACK.is_dir() and MADE_OF.exists() and MADE_OF.read_text() == _package()):
        _write_pack()
        MADE_OF.write_text(_package())
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    taken = [] if browser is None else [one for one in SCHEMES if _take(browser, one)]
    # Where one is missing, neither is shown: each is for readers of one scheme only.
    shown = taken if len(taken) == len(SCHEMES) else []
    INCLUDED.write_text("".join(PICTURE.format(scheme=one) for one in shown))


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
    shutil.rmtree(SHOWN, ignore_errors=True)
    SHOWN.mkdir(parents=True)
    release.write(PACK)


def _take(browser: str, scheme: str) -> bool:
    """Take a picture of the top of the report; say whether there is one."""
    picture = DOCS / "generated" / f"report_{scheme}.png"
    picture.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *(browser, *QUIET, *SCHEMES[scheme], f"--user-data-dir={profile}"),
                *(f"--screenshot={picture}", (PACK / "report.html").as_uri()),
            ],
            capture_output=True,
            check=False,
            timeout=60,
        )
    return picture.exists()
