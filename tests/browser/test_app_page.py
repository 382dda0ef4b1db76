"""The page on the analyst's own machine, walked through as an analyst would."""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser.looking import PHONE, too_wide
from tests.browser.messy import write_messy
from tests.browser.served import PATIENCE, served

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

CASES = Path(__file__).parents[3] / "shared" / "cases" / "make_messy.py"
LONG = 300_000
"""Milliseconds that a release may take on a loaded machine."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the page reads from and writes to."""
    folder = tmp_path_factory.mktemp("work")
    write_messy(folder / "admissions.csv")
    return folder


@pytest.fixture(scope="module")
def url(folder, tmp_path_factory):
    with served(folder, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture
def open_page(look, url):
    """Open the page in a window of its own."""

    def opened(*arguments):
        page = look.window(*arguments)
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(url)
        page.get_by_text("Which table?").wait_for()
        return page

    return opened


def upload(page, path):
    from playwright.sync_api import expect

    chooser = page.locator("input[type=file]")
    # After a file that could not be read, another one takes its place.
    expect(chooser).to_have_count(1)
    chooser.set_input_files(path)
    page.get_by_role("heading", name=path.name).wait_for()


def press(page, name):
    page.get_by_role("button", name=name).click()


def settle(page):
    """Wait until the server has answered what was said last."""
    page.wait_for_timeout(500)
    page.locator('[data-test-script-state="notRunning"]').wait_for()


def choose(page, label, option):
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def to_columns(page, path):
    """From the file to its columns, with what the page itself offers."""
    upload(page, path)
    press(page, "Use --header-row 3 --drop-last 1")
    page.get_by_text("Read ").first.wait_for()
    press(page, "Columns →")
    page.get_by_text("What is each column?").wait_for()


def to_run(page, target, rung="Each column alone"):
    """From the columns to a release that is made in the shortest time."""
    choose(page, "Which column would a model predict", target)
    settle(page)
    press(page, "Use →")
    page.get_by_text("What are the rows for?").wait_for()
    page.get_by_text(rung).first.click()
    settle(page)
    folds = page.get_by_role("spinbutton", name="Parts for the audit")
    folds.fill("2")
    folds.press("Enter")
    settle(page)
    # Drawn anew each time, it would pass on one day and be refused on another.
    more = page.get_by_role("textbox", name="Further options")
    more.fill("--seed 0")
    more.press("Enter")
    settle(page)
    press(page, "Run →")
    page.get_by_text("--folds 2").wait_for()


def test_from_upload_to_pack(open_page, look, folder):
    page = open_page()
    to_columns(page, folder / "admissions.csv")
    to_run(page, "Died in hospital")
    press(page, "Start")
    page.get_by_text("It passed its gates").wait_for(timeout=LONG)
    press(page, "Save into")
    page.get_by_text(re.compile(r"^Saved ")).first.wait_for()
    pack = folder / "admissions_release"
    assert (pack / "owner").stat().st_mode & 0o077 == 0
    rows = (pack / "release" / "synthetic.csv").read_bytes().splitlines()
    assert rows[0].startswith(b"NHS Number,Age,Sex,Ward,LOS (days),,Cost")
    assert (pack / "release" / "report.html").is_file()
    assert look.elsewhere() == [one for one in look.asked if "//127.0.0.1:" in one]
    assert look.complaints == []


def test_cancelled_in_the_middle_nothing_is_left(open_page, folder):
    page = open_page()
    to_columns(page, folder / "admissions.csv")
    to_run(page, "Ward", rung="Settings from the most useful")
    before = sorted(folder.iterdir())
    press(page, "Start")
    press(page, "Cancel")
    page.get_by_text("nothing is left of it").wait_for()
    assert sorted(folder.iterdir()) == before
    assert page.get_by_role("button", name="Start").is_enabled()


def test_a_wrong_file_is_named_and_another_one_is_taken(open_page, folder, tmp_path):
    wrong = tmp_path / "scan.csv"
    wrong.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    page = open_page()
    upload(page, wrong)
    page.get_by_test_id("stAlertContentError").wait_for()
    assert not page.get_by_text("Traceback").count()
    assert page.get_by_role("button", name="Columns →").is_disabled()
    upload(page, folder / "admissions.csv")
    press(page, "Use --header-row 3 --drop-last 1")
    page.get_by_text("300 rows").first.wait_for()


def test_two_people_at_once_see_nothing_of_one_another(open_page, folder, tmp_path):
    other = write_messy(tmp_path / "others.csv", n_rows=120, seed=1)
    one, two = open_page(), open_page()
    upload(one, folder / "admissions.csv")
    upload(two, other)
    for page in (one, two):
        press(page, "Use --header-row 3 --drop-last 1")
    one.get_by_text("300 rows").first.wait_for()
    two.get_by_text("120 rows").first.wait_for()
    assert not one.get_by_text("120 rows").count()
    assert not two.get_by_text("admissions.csv").count()
    press(one, "Forget everything")
    one.get_by_text("Drop a file of one table").wait_for()
    assert two.get_by_text("120 rows").count()


def test_it_fits_a_phone(open_page, folder):
    page = open_page(PHONE)
    assert too_wide(page) == []
    to_columns(page, folder / "admissions.csv")
    assert too_wide(page) == []


@pytest.mark.parametrize(
    ("name", "target"),
    [("messy0_asis.csv", "Died in hospital"), ("stroke_raw.csv", "stroke")],
)
def test_real_files_come_to_a_pack(open_page, folder, tmp_path, name, target, request):
    if name == "stroke_raw.csv":
        path = request.getfixturevalue("real_data") / name
    elif CASES.is_file():
        command = [sys.executable, str(CASES), str(tmp_path)]
        subprocess.run(command, check=True, capture_output=True)
        path = tmp_path / name
    else:
        pytest.skip("the messy tables are not here: they are not part of the project")
    page = open_page()
    upload(page, path)
    if name == "messy0_asis.csv":
        press(page, "Use --header-row 3 --drop-last 1")
    page.get_by_text("Read ").first.wait_for()
    press(page, "Columns →")
    page.get_by_text("What is each column?").wait_for()
    to_run(page, target)
    press(page, "Start")
    passed, refused = map(page.get_by_text, ("It passed its gates", "is refused"))
    passed.or_(refused).first.wait_for(timeout=LONG)
    if not passed.count():
        # What is refused has a folder, too: the report, and no table.
        press(page, "Result →")
    press(page, "Save into")
    page.get_by_text(re.compile(r"^Saved ")).first.wait_for()
    pack = folder / f"{path.stem}_release"
    assert len(list(pack.glob("re*/report.html"))) == 1
    assert (pack / "owner").stat().st_mode & 0o077 == 0
    shutil.rmtree(pack)
