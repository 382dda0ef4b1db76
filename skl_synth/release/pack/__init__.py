"""The pack: a release as a folder that can be handed over, and its owner's part."""

from skl_synth.release.pack.release_pack import (
    pack_release,
    write_pack,
    write_refused_pack,
)
from skl_synth.release.pack.released_table import (
    ReleasedTable,
    check_label,
    labelled,
)
from skl_synth.release.pack.whole_folder import check_folder

__all__ = [
    "ReleasedTable",
    "check_folder",
    "check_label",
    "labelled",
    "pack_release",
    "write_pack",
    "write_refused_pack",
]
