"""The page without a browser: all steps, two sessions, wrong files."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import skl_synth
from skl_synth.cli.start_app import FOLDER_NAMED, PAGE, ROOT_NAMED, SIZE_NAMED
from skl_synth.datasets import make_patients

pytest.importorskip("streamlit", reason="Streamlit, the extra app, is not installed")
testing = pytest.importorskip("streamlit.testing.v1")

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TITLED = "An extract,,\nnumber,ward,ill\n" + "".join(
    f"{n * 7 % 41},{'abc'[n % 3]},{'yn'[n % 2]}\n" for n in range(60)
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    inside, sessions = tmp_path / "open", tmp_path / "sessions"
    inside.mkdir()
    sessions.mkdir()
    patients = make_patients(300, random_state=0)
    patients = patients[0] if isinstance(patients, tuple) else patients
    patients.to_csv(inside / "patients.csv", index=False)
    (inside / "titled.csv").write_text(TITLED)
    (inside / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (inside / "empty.csv").write_bytes(b"")
    monkeypatch.setenv(FOLDER_NAMED, str(inside))
    monkeypatch.setenv(ROOT_NAMED, str(sessions))
    monkeypatch.setenv(SIZE_NAMED, str(10**7))
    return inside


def _page():
    page = testing.AppTest.from_file(str(PAGE), default_timeout=120).run()
    assert not page.exception
    return page


def _choose(page, name):
    return page.selectbox[0].select(name).run()


def _press(page, label):
    (button,) = [one for one in page.button if one.label.startswith(label)]
    page = button.click().run()
    assert not page.exception
    return page


def _texts(elements):
    return [one.value for one in elements]


def test_the_folder_is_listed_and_nothing_chosen(folder):
    page = _page()
    assert page.selectbox[0].options[1:] == [
        *("empty.csv", "patients.csv", "picture.csv", "titled.csv")
    ]
    (forward,) = [one for one in page.button if one.label == "Columns →"]
    assert forward.disabled


@pytest.mark.parametrize(
    ("name", "says"), [("picture.csv", "picture"), ("empty.csv", "empty")]
)
def test_a_wrong_file_is_refused_in_words(folder, name, says):
    page = _choose(_page(), name)
    (error,) = _texts(page.error)
    assert says in error
    assert "Traceback" not in error
    assert str(folder.parent) not in error


def test_what_an_error_offers_is_one_click(folder):
    page = _choose(_page(), "titled.csv")
    page = _press(page, "Use \\-\\-header\\-row 2")
    assert not page.error
    assert "60 rows" in page.success[0].value


def test_two_sessions_know_nothing_of_one_another(folder):
    one, two = _choose(_page(), "patients.csv"), _choose(_page(), "titled.csv")
    one = _press(one, "Columns")
    assert two.run().subheader[0].value == "titled\\.csv"
    assert one.session_state["walk"].kept.path != two.session_state["walk"].kept.path


def test_forgetting_removes_all_of_it(folder):
    page = _choose(_page(), "patients.csv")
    kept = page.session_state["walk"].kept.path
    assert kept.is_dir()
    page = _press(page, "Forget everything")
    assert not kept.exists()
    assert "forgotten" in page.info[0].value
    assert page.session_state["walk"].table is None


def _to_the_command(page, use):
    page = _press(_choose(page, "patients.csv"), "Columns")
    page = page.selectbox[0].select("readmitted").run()
    page = _press(page, "Use")
    page = page.radio[0].set_value(use).run()
    return _press(page, "Run")


def test_from_the_file_to_the_table_and_the_command_repeats_it(folder):
    page = _press(_to_the_command(_page(), "replace"), "Start")
    walk = page.session_state["walk"]
    for _ in range(1200):
        if not walk.job.is_running:
            break
        time.sleep(0.05)
    assert walk.job.status == 0, walk.job.problems
    page = _press(page.run(), "Result")
    page = _press(page, "Save into")
    page = _press(page, "Save the dictionary")
    saved = {one.name for one in folder.iterdir()}
    assert {"patients_synthetic.csv", "patients.dictionary.json"} <= saved

    command = page.code[0].value
    made = (folder / "patients_synthetic.csv").read_bytes()
    (folder / "patients_synthetic.csv").unlink()
    _type(command, folder)
    assert (folder / "patients_synthetic.csv").read_bytes() == made


def _type(command, folder):
    """Type a command as a person does, in the folder."""
    environment = {**os.environ, "PYTHONPATH": str(Path(skl_synth.__file__).parents[1])}
    typed = command.replace("skl-synth", f"'{sys.executable}' -m skl_synth", 1)
    subprocess.run(
        typed, shell=True, cwd=folder, env=environment, check=True, capture_output=True
    )


def test_a_release_is_asked_for_with_its_rungs_and_costs(folder):
    page = _to_the_command(_page(), "publish")
    command = page.code[0].value
    assert command.startswith("skl-synth publish patients.csv --max-size 10MB")
    assert command.endswith("--pack patients_release")
    page = _press(page, "← Back")
    assert "First look, for you alone" in page.info[0].value
    page = page.radio[1].set_value("guarantee").run()
    assert not page.info
    (forward,) = [one for one in page.button if one.label == "Run →"]
    assert forward.disabled
    (declared,) = [one for one in page.checkbox if one.label.startswith("I declare")]
    page = _press(declared.check().run(), "Run")
    assert "--epsilon 1" in page.code[0].value
    assert page.session_state["walk"].dictionary.read_text().count('"public": true')


def test_what_was_chosen_is_still_there_on_the_way_back(folder):
    page = _to_the_command(_page(), "replace")
    page = _press(_press(page, "← Back"), "← Back")
    assert page.selectbox[0].value == "readmitted"
    page = _press(page, "Use")
    assert page.radio[0].value == "replace"
