"""Whoever waits sees how far work is: a bar, lines, a notebook's output, or nothing."""

import io
import json
import sys
import threading
from types import SimpleNamespace

import pytest
from rich.console import Console

from skl_synth import show_progress
from skl_synth.errors import InputError
from skl_synth.progress import PART, counted, counting, show, steps
from skl_synth.progress.bar_on_terminal import bar_shown
from skl_synth.progress.in_notebook import NotebookProgress
from skl_synth.progress.lines_of_progress import ProgressLines
from skl_synth.progress.track import Progress, Step


class Clock:
    """Tells the time that it is told."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def now_at(n_done, **more):
    return Progress("fold", n_done, 5, 1.0, 2.0, fraction=n_done / 5, **more)


def test_quick_work_writes_no_line():
    written, clock = [], Clock()
    lines = ProgressLines(written.append, clock=clock)
    clock.now = 4.9
    lines(now_at(1))
    assert written == []


def test_lines_are_ten_seconds_apart():
    written, clock = [], Clock()
    lines = ProgressLines(written.append, "Work", clock=clock)
    for second in range(31):
        clock.now = float(second)
        lines(now_at(min(second // 6, 5)))
    assert written == [
        "Work: fold 1 of 5: about 2 s left",
        "Work: fold 3 of 5: about 2 s left",
        "Work: fold 5 of 5: about 2 s left",
    ]


def test_who_asks_for_them_is_told_each_second():
    written, clock = [], Clock()
    lines = ProgressLines(written.append, often=True, clock=clock)
    for tenth in range(31):
        clock.now = tenth / 10
        lines(now_at(1))
    assert len(written) == 3


def test_lines_for_programs_are_objects():
    written, clock = [], Clock()
    lines = ProgressLines(written.append, for_programs=True, clock=clock)
    clock.now = 6.0
    lines(now_at(2))
    assert json.loads(written[0].removeprefix("progress "))["done"] == 2


@pytest.fixture
def impatient(monkeypatch):
    for name in ("FIRST_AFTER", "OFTEN"):
        monkeypatch.setattr(f"skl_synth.progress.lines_of_progress.{name}", -1.0)


@pytest.mark.parametrize(
    ("style", "first"),
    [
        ("auto", "Work: thing 2 of 2"),
        ("json", 'progress {"work": "Work"'),
        ("none", ""),
    ],
)
def test_what_is_written_goes_to_standard_error(style, first, impatient, capsys):
    with show_progress("Work", style=style):
        list(counted([1, 2], 2, "thing"))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(first)
    assert bool(err) == bool(first)


def test_an_unknown_style_is_refused():
    refused = pytest.raises(InputError, match="'loud' must be one of 'auto', 'bar'")
    with refused, show_progress(style="loud"):
        pass


def on_a_terminal(monkeypatch):
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, color_system=None)
    monkeypatch.setattr(show, "_console", lambda: console)
    return screen


def test_a_bar_shows_the_work_the_step_and_what_is_left(monkeypatch):
    screen = on_a_terminal(monkeypatch)
    with show_progress("All of it [bold]"):
        for _ in steps(["a", "b"], "fold", name=str):
            pass
    shown = screen.getvalue()
    assert "All of it [bold]" in shown
    assert "fold 2 of 2" in shown
    assert "left" in shown


def test_a_bar_is_drawn_of_names_as_they_are():
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, color_system=None)
    with bar_shown("Work", console) as listener:
        listener(now_at(1, name="[red]:smile:", path=(Step(PART, 0, 2, "judging"),)))
    assert "judging, fold 2 of 5 ([red]:smile:)" in screen.getvalue()


def test_where_no_thread_can_be_started_there_are_lines(monkeypatch, impatient, capsys):
    on_a_terminal(monkeypatch)

    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with show_progress("Work"):
        list(counted([1, 2], 2, "thing"))
    assert capsys.readouterr().err.startswith("Work: thing 2 of 2")


class Handle:
    """What IPython gives for an output that is changed."""

    def __init__(self):
        self.shown = []

    def update(self, content, *, raw):
        assert raw
        self.shown.append(content)


@pytest.fixture
def notebook(monkeypatch):
    handle = Handle()

    def display(content, *, raw, display_id):
        handle.update(content, raw=raw)
        return handle

    shell = SimpleNamespace(kernel=object())
    loaded = SimpleNamespace(get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", loaded)
    monkeypatch.setitem(
        sys.modules, "IPython.display", SimpleNamespace(display=display)
    )
    return handle


def test_in_a_notebook_one_output_changes(notebook, capsys):
    with show_progress("Work <b>"), counting("fold", 2) as count:
        count.begin("x")
    assert capsys.readouterr() == ("", "")
    first, then, last = notebook.shown
    assert 'value="0.000"' in first["text/html"]
    assert then["text/plain"] == "Work <b>: fold 1 of 2 (x)"
    assert "Work &lt;b&gt;: fold 1 of 2 (x)" in then["text/html"]
    assert last == {"text/plain": "Work <b>: ended"}


def test_a_notebook_is_not_sent_more_than_it_can_show(notebook):
    clock = Clock()
    shown = NotebookProgress("Work", clock=clock)
    for tenth in range(11):
        clock.now = tenth / 10
        shown(now_at(1))
    assert len(notebook.shown) == 1 + 3


def test_ipython_without_a_notebook_is_a_terminal(monkeypatch, impatient, capsys):
    loaded = SimpleNamespace(get_ipython=lambda: SimpleNamespace())
    monkeypatch.setitem(sys.modules, "IPython", loaded)
    with show_progress("Work"):
        list(counted([1, 2], 2, "thing"))
    assert capsys.readouterr().err.startswith("Work: thing")
