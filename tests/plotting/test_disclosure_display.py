"""The bars of attribute disclosure, by what is drawn."""

import pandas as pd
import pytest

from skl_synth import DisclosureDisplay, disclosure_report
from skl_synth.errors import InputError

KNOWN = ["age", "sex", "ward"]


@pytest.fixture(scope="module")
def disclosed(patients):
    real, synthetic, holdout = patients
    secrets = ["emergency", "bmi", "readmitted"]
    tables = (*real, *synthetic, *holdout)
    return disclosure_report(*tables, quasi_identifiers=KNOWN, secrets=secrets)


def test_the_bars_are_the_shares_in_the_order_of_the_report(disclosed):
    display = DisclosureDisplay.from_report(disclosed)
    assert display.plot() is display
    frame = display.frame()
    for column in ("Dorig", "DiSCO"):
        widths = [bar.get_width() for bar in display.bars_[column]]
        assert widths == pytest.approx((100 * frame[column]).tolist())
    labels = [one.get_text() for one in display.ax_.get_yticklabels()]
    assert [one.partition("\n")[0] for one in labels] == frame["secret"].tolist()
    assert frame["DiSCO"].is_monotonic_decreasing
    assert "age, sex, ward" in display.ax_.get_title(loc="left")


def test_strangers_are_marked_where_there_are_any(disclosed, patients):
    display = DisclosureDisplay.from_report(disclosed).plot()
    marks = [line[0][0] for line in display.marks_.get_segments()]
    assert marks == pytest.approx((100 * display.frame()["DiSCO_control"]).tolist())
    real, synthetic, _ = patients
    alone = disclosure_report(*real, *synthetic, quasi_identifiers=KNOWN)
    assert DisclosureDisplay.from_report(alone).plot().marks_ is None


def test_what_might_have_been_expected_is_marked(disclosed):
    display = DisclosureDisplay.from_report(disclosed).plot()
    labels = [one.get_text() for one in display.ax_.get_yticklabels()]
    checked = display.frame()["check"] != ""
    assert ["(check)" in one for one in labels] == checked.tolist()
    assert checked.any()


def test_names_with_signs_of_mathematics_are_drawn_as_they_are():
    table = pd.DataFrame({"a$b": [1, 2, 2, 3], "c_$x^2$": list("xyxy")})
    report = disclosure_report(table, None, table, None, quasi_identifiers=["a$b"])
    display = DisclosureDisplay.from_report(report).plot(name=None)
    display.figure_.canvas.draw()
    assert display.ax_.get_title(loc="left") == "Disclosed to who knows a$b"


def test_without_a_secret_nothing_can_be_drawn():
    table = pd.DataFrame({"age": [1, 2, 2, 3]})
    report = disclosure_report(table, None, table, None, quasi_identifiers=["age"])
    with pytest.raises(InputError, match="no secret"):
        DisclosureDisplay.from_report(report)
