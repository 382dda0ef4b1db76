"""--thorough: what it asks for, and where it cannot."""

import pytest

from skl_synth.cli import console, evaluate, options, publish
from skl_synth.errors import InputError
from skl_synth.progress import counted, show


@pytest.fixture
def asked(monkeypatch):
    """What is asked of the audit, which is not made."""
    heard = []

    def refuse(*_, **given):
        heard.append(given["shadow_models"])
        raise InputError("no audit today")

    monkeypatch.setattr(publish, "publish", refuse)
    monkeypatch.setattr(evaluate, "SyntheticEvaluator", refuse)
    return heard


@pytest.mark.parametrize(
    ("more", "n_models"), [((), 0), (("--thorough",), options.SHADOW_MODELS)]
)
@pytest.mark.parametrize("command", ["publish", "evaluate"])
def test_shadow_models_are_fitted_where_that_is_asked_for(
    run, patients, tmp_path, asked, command, more, n_models
):
    files = ("--output", tmp_path / "out.csv", "--report", tmp_path / "out.json")
    files = files if command == "publish" else ()
    arguments = (command, patients, "--target", "readmitted", *files, *more)
    assert "no audit today" in run(*arguments, status=2).output
    assert asked == [n_models]


def test_a_table_in_a_file_has_no_method(run, patients):
    arguments = ("evaluate", patients, "--target", "readmitted")
    output = run(*arguments, "--synthetic", patients, "--thorough", status=2).output
    assert "what made --synthetic is not known" in " ".join(output.split())


def test_what_is_counted_is_shown_on_a_terminal(monkeypatch):
    from rich.console import Console

    shown = Console(force_terminal=True, record=True, width=100)
    monkeypatch.setattr(console, "open_console", lambda **_: shown)
    monkeypatch.setattr(show, "_console", lambda: shown)
    with console.progress("Attacking"):
        list(counted([1, 2], 2, "pair of shadow models"))
    text = shown.export_text()
    assert "Attacking" in text
    assert "pair of shadow models 2 of 2" in text
    assert "about 0 s left" in text


def test_nothing_is_shown_in_a_pipe(capsys):
    with console.progress("Attacking"):
        list(counted([1, 2], 2, "pair of shadow models"))
    assert capsys.readouterr() == ("", "")
