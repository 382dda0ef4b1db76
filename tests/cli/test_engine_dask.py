"""generate --engine dask: the rows of one process, from and into files of parts."""

import json
import os
import stat
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from skl_synth.cli import generate_in_parts
from skl_synth.cli.cluster import cluster_of
from skl_synth.cli.engine_option import EngineChoice
from skl_synth.cli.several_files import files_of_table, one_table
from skl_synth.datasets import make_patients, make_visits
from skl_synth.errors import InputError


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """A table in four files, and the same in one."""
    folder = tmp_path_factory.mktemp("big")
    patients = make_patients(400, random_state=0).astype({"ward": "category"})
    patients.to_parquet(folder / "whole.parquet", index=False)
    (folder / "parts").mkdir()
    for place, start in enumerate([0, 90, 190, 200]):
        stop = [90, 190, 200, 400][place]
        part = patients.iloc[start:stop]
        part.to_parquet(folder / "parts" / f"p{place}.parquet", index=False)
    return folder / "parts", folder / "whole.parquet"


@pytest.fixture
def in_this_process(monkeypatch):
    """Tasks are carried out by threads of this process."""

    @contextmanager
    def no_cluster(engine):
        assert engine.in_parts
        yield None

    monkeypatch.setattr(generate_in_parts, "cluster_of", no_cluster)


def _generate(run, source, output, *options, status=0):
    return run("generate", source, "--output", output, *options, status=status)


TARGET = ("--target", "readmitted", "--seed", 0)
ON_DASK = (*TARGET, "--engine", "dask")


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("typed", ["folder", "pattern"])
def test_the_rows_are_those_of_one_process(run, parts, tmp_path, typed):
    folder, whole = parts
    given = folder if typed == "folder" else folder / "p*.parquet"
    result = _generate(run, given, tmp_path / "out", *ON_DASK)
    _generate(run, whole, tmp_path / "one.parquet", *TARGET)
    there = pd.read_parquet(tmp_path / "out")
    here = pd.read_parquet(tmp_path / "one.parquet")
    pd.testing.assert_frame_equal(there, here)
    said = json.loads((tmp_path / "out" / "_SUCCESS").read_text())
    assert said == {"files": 1, "rows": 400}
    for words in ("400 rows in 4 files", "Rows per class", "400 rows in 1 file "):
        assert words in result.output


@pytest.mark.usefixtures("in_this_process")
def test_augmented_rows_are_for_their_owner_alone(run, parts, tmp_path):
    folder, whole = parts
    out = tmp_path / "out"
    result = _generate(run, folder, out, *ON_DASK, "--mode", "augment")
    assert "is for you alone" in result.output
    read = pd.read_parquet(out)
    real = pd.read_parquet(whole)
    assert read["patient_id"].tolist()[:400] == real["patient_id"].tolist()
    assert read["readmitted"].value_counts().nunique() == 1
    if os.name == "posix":
        assert not any(
            stat.S_IMODE(one.stat().st_mode) & 0o077 for one in (out, *out.iterdir())
        )


@pytest.mark.usefixtures("in_this_process")
def test_rows_without_a_class_are_refused_or_left_out(run, parts, tmp_path):
    real = pd.read_parquet(parts[1]).astype({"readmitted": "Int64"})
    real.loc[::40, "readmitted"] = None
    real.iloc[:150].to_parquet(tmp_path / "p0.parquet")
    real.iloc[150:].to_parquet(tmp_path / "p1.parquet")
    given = (tmp_path / "p*.parquet", tmp_path / "out", *ON_DASK)
    result = _generate(run, *given, status=2)
    assert "missing in 10 of 400 rows" in result.output
    assert "--drop-unclassed" in result.output
    assert not (tmp_path / "out").exists()
    result = _generate(run, *given, "--drop-unclassed", "--drop", "patient_id")
    assert "10 more rows are left out" in result.output
    read = pd.read_parquet(tmp_path / "out")
    assert len(read) == 390
    assert "patient_id" not in read.columns


@pytest.mark.usefixtures("in_this_process")
def test_persons_are_made_by_trees(run, tmp_path):
    visits = make_visits(80, random_state=0)
    n_rows = len(visits)
    visits.iloc[:100].to_parquet(tmp_path / "p0.parquet", index=False)
    visits.iloc[100:].to_parquet(tmp_path / "p1.parquet", index=False)
    target = visits.columns[-1]
    options = ("--target", target, "--person", "nhs_number", "--seed", 0)
    _generate(
        run, tmp_path / "p*.parquet", tmp_path / "out", *options, "--engine", "dask"
    )
    read = pd.read_parquet(tmp_path / "out")
    assert list(read.columns) == list(visits.columns)
    assert len(read) == n_rows
    # Drawn, filtered and given fresh keys as in one process.
    visits.to_parquet(tmp_path / "whole.parquet", index=False)
    _generate(run, tmp_path / "whole.parquet", tmp_path / "one.parquet", *options)
    pd.testing.assert_frame_equal(read, pd.read_parquet(tmp_path / "one.parquet"))
    assert not set(read["nhs_number"]) & set(visits["nhs_number"])


@pytest.mark.usefixtures("in_this_process")
def test_what_the_warning_of_a_repeated_key_offers_works_when_typed(run, tmp_path):
    visits = make_visits(80, random_state=0)
    visits.iloc[:100].to_parquet(tmp_path / "p0.parquet", index=False)
    visits.iloc[100:].to_parquet(tmp_path / "p1.parquet", index=False)
    options = ("--target", visits.columns[-1], "--engine", "dask")
    said = _generate(run, tmp_path / "p*.parquet", tmp_path / "one", *options)
    assert "repeats" in said.output
    assert "--one-row-per-person" in said.output
    options = (*options, "--one-row-per-person")
    said = _generate(run, tmp_path / "p*.parquet", tmp_path / "two", *options)
    assert "repeats" not in said.output
    assert len(pd.read_parquet(tmp_path / "two")) == len(visits)


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("method", ["cart", "marginals"])
def test_other_methods(run, parts, tmp_path, method):
    options = (*ON_DASK, "--method", method, "--rows", 100)
    _generate(run, parts[0], tmp_path / "out", *options)
    assert len(pd.read_parquet(tmp_path / "out")) == 100


REFUSED = {
    "--keep-order does not go with": ["--keep-order"],
    "--given does not go with": ["--given", "age=80.."],
    "--delimiter does not go with": ["--delimiter", ";"],
    "say two things of the same": ["--one-row-per-person", "--person", "sex"],
    "--method vae is trained in one process": ["--method", "vae"],
    "--rows says how many rows": ["--rows", 9, "--mode", "augment"],
    "there is no column 'agee'": ["--drop", "agee"],
}


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("said", REFUSED)
def test_what_one_process_does_is_refused(run, parts, tmp_path, said):
    options = (*ON_DASK, *REFUSED[said])
    result = _generate(run, parts[0], tmp_path / "out", *options, status=2)
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("in_this_process")
def test_an_output_that_is_there_is_refused_first(run, parts, tmp_path):
    result = _generate(run, parts[0], parts[0], *ON_DASK, status=2)
    assert "not empty" in result.output
    assert len(list(parts[0].iterdir())) == 4


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--workers", 2], "--workers is for many processes"),
        (["--scheduler", "tcp://x:1"], "say --engine dask"),
        (
            ["--engine", "dask", "--scheduler", "tcp://x:1", "--memory-limit", "1GB"],
            "--memory-limit is for workers that are started here",
        ),
    ],
)
def test_options_of_no_effect_are_refused(run, parts, tmp_path, options, said):
    result = _generate(run, parts[0], tmp_path / "out", *options, status=2)
    assert said in result.output


def test_several_files_name_the_engine(run, parts, tmp_path):
    folder, _ = parts
    files = sorted(folder.iterdir())
    result = run("generate", *files, "--output", tmp_path / "out.csv", status=2)
    assert "4 files were named" in result.output
    assert "--engine dask" in result.output
    for given in (folder, folder / "*.parquet"):
        with pytest.raises(InputError, match="--engine dask"):
            one_table([given])
    assert one_table([files[0]]) == files[0]


def test_files_are_found_in_folders_and_patterns(parts, tmp_path):
    folder, whole = parts
    names = [one.name for one in files_of_table([folder])]
    assert names == ["p0.parquet", "p1.parquet", "p2.parquet", "p3.parquet"]
    assert files_of_table([folder / "p[12].parquet", whole])[-1] == whole
    with pytest.raises(InputError, match="named twice"):
        files_of_table([folder, folder / "p1.parquet"])
    with pytest.raises(FileNotFoundError, match="no Parquet file in the folder"):
        files_of_table([tmp_path])
    with pytest.raises(FileNotFoundError, match="no file is called like"):
        files_of_table([folder / "q*.parquet"])
    (tmp_path / "more.csv").write_text("age\n3\n")
    with pytest.raises(InputError, match="write it as Parquet first"):
        files_of_table([tmp_path / "more.csv"])


def test_a_url_is_one_behind_a_path():
    from pathlib import Path

    place = generate_in_parts._place_of
    assert place(Path("s3://bucket/table")) == "s3://bucket/table"
    assert place(Path("out/table")) == Path("out/table")
    assert place(Path("C:/table")) == Path("C:/table")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_workers_are_started_here_and_end_with_the_command():
    processes = []

    def work():
        engine = EngineChoice(engine="dask", workers=1, memory_limit=10**9)
        with cluster_of(engine) as client:
            assert client.submit(np.sum, [1, 2]).result() == 3
            processes.extend(client.run(os.getpid).values())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert len(processes) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(processes[0], 0)


def test_a_scheduler_that_does_not_answer(monkeypatch):
    monkeypatch.setattr("skl_synth.cli.cluster.SECONDS", 0.1)
    engine = EngineChoice(engine="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match="no scheduler answers"), cluster_of(engine):
        pass
