"""The words of the Python interface in terms of the command line."""

from __future__ import annotations

import re

OPTIONS = {
    "column_kinds": "--kinds",
    "constraints": "--constraints",
    "cv": "--folds",
    "decimal=": "--decimal",
    "delimiter=": "--delimiter",
    "encoding=": "--encoding",
    "folds=": "--folds",
    "identifiers=": "--identifiers",
    "implicit_baseline": "--baseline",
    "k_neighbors": "--k-neighbors",
    "membership_bound": "--membership-bound",
    "min_category_count": "--min-category-count",
    "one_hot_groups": "--one-hot",
    "removal_fraction": "--removal-fraction",
}
"""What the parameters of the Python interface are called on the command line; those
with an equals sign are words of the language, too."""

REWORDED = {
    r"identifiers='surrogate' of the synthesizer that .*? release_synthesizer\(.*?\)": (
        "--identifiers surrogate"
    ),
    r"\bidentifiers='(\w+)'": r"--identifiers \1",
    r"column_kinds=\{'([^'\"\\]+)': '(\w+)'\}": r'{"\1": "\2"} in the file of --kinds',
    r"\b(decimal|delimiter|encoding)='([^'\s]+)'": r"--\1 \2",
    r"(,| or|;) (or )?(if a synthesizer .*? be, )?say one_hot_repair='repair'": "",
    r" if an over-sampler has truncated .*? before it;": "",
    r" \(\.astype\(.*?\)\)": "",
    r", or leave it out through sampling_strategy(=.*? in augment mode)?(?=\.)": "",
    r" instead of min_samples_leaf=\d+": "",
    r"merge or drop the class": "merge the class, or remove its rows first",
    r"[Aa]sk for fewer rows through sampling_strategy(; |, or )": "",
    r"removal_fraction, min_distance or duplicate_tolerance": "removal_fraction",
    r"; or, where most columns are categories, use TypeAwareSMOTE\(.*?\)": "",
    r", or lower duplicate_tolerance": "",
}
"""Remedies of the Python interface, and what stands for them on the command line."""


def in_options(message: str) -> str:
    """Put a message of the Python interface into terms of the command line.

    Parameters
    ----------
    message : str
        What went wrong.

    Returns
    -------
    str
        The message, without remedies that there are no options for, and the options
        to correct it by.
    """
    for pattern, instead in REWORDED.items():
        message = re.sub(pattern, instead, message, flags=re.IGNORECASE)
    words = set(re.findall(r"\w+", message)) | set(re.findall(r"\w+=", message))
    spoken = [
        f"{name.rstrip('=')} is {option}"
        for name, option in OPTIONS.items()
        if name in words
    ]
    if not spoken:
        return message
    return f"{message} (On the command line {', '.join(spoken)}.)"
