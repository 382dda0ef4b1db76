"""skl_synth.dask: names that come when they are asked for, with dask and without."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import skl_synth
from skl_synth import dask as on_dask
from skl_synth.table.fetched_first import ON_DASK


def test_every_name_is_there():
    assert skl_synth.dask is on_dask
    for name in on_dask.__all__:
        assert getattr(on_dask, name).__name__ == name
    assert set(on_dask.__all__) <= set(dir(on_dask))
    with pytest.raises(AttributeError, match="no attribute 'TypeAwareSMOT'"):
        on_dask.TypeAwareSMOT  # noqa: B018


def test_classes_have_the_names_of_those_for_one_machine():
    classes = {name for name in on_dask.__all__ if name[0].isupper()}
    assert classes <= set(skl_synth.__all__)
    assert classes == set(ON_DASK)


def test_the_names_for_type_checkers_are_those_that_are_looked_up():
    tree = ast.parse(Path(on_dask.__file__).read_text(encoding="utf-8"))
    (block, *_) = [node for node in tree.body if isinstance(node, ast.If)]
    declared = {
        alias.asname: node.module.removeprefix("skl_synth.dask.")
        for node in block.body
        for alias in node.names
        if alias.asname == alias.name
    }
    assert declared == on_dask._FILE_OF


def test_without_dask_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(on_dask, "find_spec", lambda _: None)
    monkeypatch.delitem(vars(on_dask), "TypeAwareSMOTE", raising=False)
    with pytest.raises(ImportError, match=r'pip install "skl_synth\[dask\]"'):
        on_dask.TypeAwareSMOTE  # noqa: B018


def test_nothing_is_loaded_before_it_is_used():
    code = "import sys, skl_synth.dask; print({'dask', 'numpy'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert done.stdout == "set()\n"
