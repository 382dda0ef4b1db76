"""How the documentation is built."""

import subprocess
import sys
from importlib.metadata import version as version_of
from pathlib import Path

project = "skl_synth"
author = "The skl_synth developers"
copyright = author
release = version_of("skl_synth")
version = release

extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "matplotlib.sphinxext.plot_directive",
    "numpydoc",
    "sphinx_copybutton",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = [
    *("_build", "figures", "generated/pack", "generated/unreleased.rst"),
]
templates_path = ["_templates"]

html_theme = "pydata_sphinx_theme"
html_title = f"{project} {version}"
html_show_sourcelink = False
html_extra_path = ["generated/shown"]
html_theme_options = {"navigation_with_keys": False, "show_toc_level": 2}

# Pages come from _templates/autosummary, which lists the methods itself.
autodoc_typehints = "none"
numpydoc_show_class_members = False

# Every docstring that has a page here is held to the whole standard, save for:
numpydoc_validation_checks = {
    "all",
    "ES01",  # an extended summary
    "EX01",  # an example, which a small method does without
    "GL01",  # the summary starts on the first line here
    "SA01",  # See Also, where there is nothing to see
    "SA04",  # a description of each entry of See Also
}
# Methods that scikit-learn writes; and the hook, documented where it is declared.
numpydoc_validation_exclude = {
    r"\.(fit_transform|get_feature_names_out)$",
    r"^skl_synth\.Gate\.(count|index)$",
    r"^skl_synth\.(?!BaseSynthesizer)(dask\.)?\w+\.make_generator$",
}

# The prompts of doctests and shells are left behind when code is copied.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# The pictures of the user guide, drawn by docs/figures/ while it is built.
plot_basedir = str(Path(__file__).parent)
plot_formats = [("png", 130)]
plot_html_show_formats = False
plot_html_show_source_link = False
plot_include_source = False

sphinx_gallery_conf = {
    "abort_on_example_error": True,
    "backreferences_dir": "generated/backreferences",
    "doc_module": ("skl_synth",),
    "examples_dirs": "../examples",
    "gallery_dirs": "auto_examples",
    "reference_url": {"skl_synth": None},
    "remove_config_comments": True,
    "show_memory": False,
    "within_subsection_order": "FileNameSortKey",
}


def _write_unreleased_news() -> None:
    """Show the fragments in changes/ on the page of news before a release has them."""
    docs = Path(__file__).parent
    draft = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "next"]
    news = subprocess.run(
        [*draft, "--date", "unreleased"],
        cwd=docs.parent,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    (docs / "generated").mkdir(exist_ok=True)
    (docs / "generated" / "unreleased.rst").write_text(news, encoding="utf-8")


_write_unreleased_news()

sys.path.insert(0, str(Path(__file__).parent))
from report_pictures import write_report_pictures  # noqa: E402

write_report_pictures()
