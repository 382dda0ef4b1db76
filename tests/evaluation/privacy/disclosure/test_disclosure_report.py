"""The report: frames, checks, exclusions, several tables, and what it refuses."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from skl_synth import TypeAwareCART, disclosure_report, privacy_report
from skl_synth.datasets import make_patients
from skl_synth.errors import InputError
from skl_synth.inference import Syntheses

REAL = pd.DataFrame(
    {"age": [20, 20, 31, 31, 42, 55, 60, 66], "ill": list("ynyynynn")}
).assign(ward=list("abababab"))
RELEASED = pd.DataFrame(
    {"age": [20, 20, 31, 42, 55, 55, 60, 77], "ill": list("yyyyyynn")}
).assign(ward=list("abababab"))


def report_of(real=REAL, released=RELEASED, holdout=None, **options):
    about = {"quasi_identifiers": ["age"], "secrets": ["ill"], **options}
    return disclosure_report(real, None, released, None, holdout, **about)


class TestFrames:
    """What is measured, in frames and figures."""

    def test_by_hand(self):
        report = report_of()
        assert report.identity.iloc[0].to_dict() == {
            "table": 0,
            "UiO": 4 / 8,
            "UiS": 4 / 8,
            "UiOiS": 3 / 8,
            "repU": 2 / 8,
        }
        line = report.summary().iloc[0]
        assert (line["secret"], line["Dorig"], line["DiSCO"]) == ("ill", 6 / 8, 5 / 8)
        assert report.worst_secret == "ill"

    def test_the_figures_are_those_of_the_frames(self):
        report = report_of()
        for metric, value in {
            "replicated_uniques": 2 / 8,
            "uniques_in_release": 3 / 8,
            "disclosive_correct": 5 / 8,
        }.items():
            assert report.figure(metric, rows="members").value == value
        assert report.figure("unique_in_real", rows="real").value == 4 / 8
        assert report.figure("smallest_group", rows="real").value == 1
        of_ill = report.figure(
            "disclosive_correct", rows="members", scope="column", subject="ill"
        )
        assert of_ill.value == 5 / 8

    def test_the_highest_secret_stands_first(self):
        report = report_of(secrets=None)
        shares = report.summary()["DiSCO"].tolist()
        assert shares == sorted(shares, reverse=True)
        assert len(shares) == 2

    def test_several_tables_are_averaged(self):
        report = report_of(released=[RELEASED, REAL])
        assert report.identity["repU"].tolist() == [2 / 8, 4 / 8]
        assert report.summary()["DiSCO"].tolist() == [(5 / 8 + 6 / 8) / 2]
        figure = report.figure("replicated_uniques", rows="members")
        assert (figure.value, report.n_tables) == (3 / 8, 2)

    def test_tables_of_synthesize_many_with_their_targets(self):
        X, y = REAL.drop(columns="ill"), REAL["ill"]
        new = RELEASED.drop(columns="ill"), RELEASED["ill"]
        about = {"quasi_identifiers": ["age"], "secrets": ["ill"]}
        several = disclosure_report(X, y, [new[0]] * 2, [new[1]] * 2, **about)
        one = disclosure_report(X, y, *new, **about)
        assert several.attributes["DiSCO"].tolist() == [5 / 8, 5 / 8]
        assert one.attributes["DiSCO"].tolist() == [5 / 8]
        many = Syntheses((new, new), len(X), False)
        at_once = disclosure_report(X, y, many, None, **about)
        assert at_once.attributes["DiSCO"].tolist() == [5 / 8, 5 / 8]

    def test_sizes_may_differ(self):
        assert report_of(released=RELEASED.iloc[:3]).identity["repU"].item() == 0
        more = pd.concat([RELEASED, RELEASED])
        assert report_of(released=more).identity["UiS"].item() == 0

    @pytest.mark.parametrize("container", [tuple, np.array, pd.Index, iter])
    def test_names_come_in_any_container(self, container):
        report = report_of(
            quasi_identifiers=container(["age"]), secrets=container(["ill"])
        )
        assert report.summary()["DiSCO"].tolist() == [5 / 8]

    def test_every_column_known_leaves_no_secret(self):
        report = report_of(quasi_identifiers=list(REAL), secrets=None)
        assert report.worst_secret is None
        assert report.summary().empty
        assert "(DiSCO)" not in str(report)

    def test_only_a_control_gives_a_mark(self):
        assert "pass X_holdout" in str(report_of())
        with pytest.warns(UserWarning, match="fewer than 50"):
            report = report_of(holdout=REAL.assign(age=REAL["age"] + 100))
        assert "Cannot be judged with 8 controls" in str(report)
        assert report.verdict().may == (), "nothing is praised"


class TestWords:
    """What is written for a reader."""

    def test_the_text_names_columns_and_no_level(self):
        real = REAL.assign(ill=["gout"] * 8)
        text = str(report_of(real, RELEASED.assign(ill=["gout"] * 8)))
        assert "ill" in text
        assert "gout" not in text

    def test_the_page_holds_the_lines(self):
        page = report_of()._repr_html_()
        assert "repU" in page
        assert "k-anonymity" in page

    def test_what_the_figures_do_not_show_is_said(self):
        assert "an outsider who knows age and nothing else" in " ".join(
            str(report_of()).split()
        )


def with_expected_levels():
    """Nearly all are well; of those of 19 all are single, of others half."""
    rng = np.random.RandomState(0)
    age = np.repeat([19, 30, 40, 50], 100)
    single = np.where(age == 19, "yes", rng.choice(["yes", "no"], 400))
    ward = rng.randint(0, 12, 400)
    well = np.where(rng.rand(400) < 0.02, "no", "yes")
    return pd.DataFrame({"age": age, "ward": ward, "single": single, "well": well})


class TestExpected:
    """What might have been expected, and is left out."""

    table = with_expected_levels()
    about = {"quasi_identifiers": ["age", "ward"], "secrets": ["single", "well"]}

    def report(self, **options):
        return report_of(self.table, self.table, **self.about, **options)

    def test_what_one_column_or_none_would_have_said_is_listed(self):
        checks = self.report().checks
        of_single = checks[(checks["secret"] == "single") & (checks["column"] == "age")]
        assert of_single[["value", "column", "column_value"]].values.tolist()[0] == [
            *("yes", "age", "19")
        ]
        assert of_single["n_disclosed"].iloc[0] == 100
        assert of_single["share"].iloc[0] == 1
        of_well = checks[(checks["secret"] == "well") & (checks["column"] == "")]
        assert of_well["value"].tolist() == ["yes"]
        assert (
            self.report()
            .summary()
            .set_index("secret")["check"]["well"]
            .startswith("one-way")
        )

    def test_its_lines_are_left_out_where_they_are_passed_back(self):
        report = self.report()
        of_age = report.checks["column"] == "age"
        of_all = (report.checks["column"] == "") & (report.checks["secret"] == "well")
        expected = report.checks[of_age | of_all]
        before = report.summary().set_index("secret").sort_index()
        after = (
            self.report(expected=expected).summary().set_index("secret").sort_index()
        )
        assert before["DiSCO"]["single"] >= 0.25
        assert after["DiSCO"]["single"] == pytest.approx(
            before["DiSCO"]["single"] - 0.25
        )
        assert after["DiSCO"]["well"] < 0.05 < 0.8 < before["DiSCO"]["well"]
        assert (after["Dorig"] < before["Dorig"]).all()
        assert (after["iS"] == before["iS"]).all()

    def test_they_may_be_written_by_hand(self):
        line = {"secret": "single", "value": "yes", "column": "age"}
        report = self.report(expected=[line | {"column_value": 19}])
        assert report.summary().set_index("secret")["DiSCO"]["single"] < 0.2

    def test_a_small_limit_leaves_nothing_to_check(self):
        assert self.report(denominator_limit=1).checks.empty

    @pytest.mark.parametrize(
        ("expected", "words"),
        [
            ("single", "must be lines"),
            ([{"secret": "single"}], "has no 'value'"),
            ([{"secret": "sex", "value": "f"}], "names 'sex', which is no secret"),
            ([{"secret": "single", "value": "maybe"}], "says 'maybe' of 'single'"),
            (
                [{"secret": "single", "value": "no", "column": "well"}],
                "'well', which is no quasi-identifier",
            ),
        ],
    )
    def test_what_there_is_not_is_refused(self, expected, words):
        with pytest.raises(InputError, match=words):
            self.report(expected=expected)


def test_dates_are_said_as_dates_or_as_text():
    table = with_expected_levels().assign(
        day=lambda X: pd.to_datetime("2024-01-01") + pd.to_timedelta(X["age"], "D")
    )
    for day in ("2024-01-20", pd.Timestamp("2024-01-20"), date(2024, 1, 20)):
        about = {"quasi_identifiers": ["day"], "secrets": ["single"]}
        line = {"secret": "single", "value": "yes", "column": "day"}
        report = report_of(
            table, table, **about, expected=[line | {"column_value": day}]
        )
        assert report.summary()["DiSCO"].tolist() == [0]


class TestGroupsOfNumbers:
    """Numbers are grouped, and ordered levels keep their names."""

    def test_one_number_is_meant_of_all_numbers(self):
        real = REAL.assign(pay=np.arange(8) * 1.5)
        released = RELEASED.assign(pay=np.arange(8) * 1.5)
        report = report_of(real, released, secrets=["pay"], n_groups=2)
        assert report.columns.to_dict("records") == [
            {"column": "age", "n_levels": 2, "grouping": "in 2 groups"}
        ]
        assert report.identity["UiO"].item() == 0

    def test_levels_in_an_order_are_called_by_name(self):
        levels = pd.CategoricalDtype(["low", "high"], ordered=True)
        table = with_expected_levels().assign(
            dose=lambda X: np.where(X["age"] == 19, "low", "high")
        )
        table["dose"] = table["dose"].astype(levels)
        about = {"quasi_identifiers": ["age", "ward"], "secrets": ["dose"]}
        checks = report_of(table, table, **about).checks
        assert set(checks["value"]) == {"low", "high"}


class TestRefusals:
    """What cannot be used is named."""

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"quasi_identifiers": "age"}, r"say quasi_identifiers=\['age'\]"),
            ({"quasi_identifiers": []}, "names no column"),
            ({"quasi_identifiers": None}, "names no column"),
            ({"quasi_identifiers": 5}, "must be a collection"),
            ({"quasi_identifiers": ["town"]}, "names 'town'"),
            ({"secrets": ["town"]}, "names 'town'"),
            ({"secrets": ["age"]}, "'age' stands in"),
            ({"denominator_limit": 0}, "denominator_limit=0"),
            ({"denominator_limit": True}, "denominator_limit=True"),
            ({"n_groups": 2.5}, "n_groups=2.5"),
            ({"n_groups": {"ill": 4}}, "names 'ill'"),
            ({"released": []}, "list of no tables"),
            ({"released": RELEASED.iloc[:0]}, "no rows"),
            ({"released": RELEASED.drop(columns="ward")}, "lacks 'ward'"),
        ],
    )
    def test_the_message_names_what_is_wrong(self, options, words):
        with pytest.raises(InputError, match=words):
            report_of(**options)

    def test_as_many_targets_as_tables(self):
        with pytest.raises(InputError, match="2 synthetic tables have 1 target"):
            disclosure_report(
                *(REAL, REAL["ill"], [RELEASED, RELEASED], [RELEASED["ill"]]),
                quasi_identifiers=["age"],
            )


@pytest.fixture(scope="module")
def patients():
    X, y = make_patients(900, random_state=0, return_X_y=True)
    X = X.drop(columns="patient_id")
    parts = [(X[:300], y[:300]), (X[300:], y[300:])]
    cart = TypeAwareCART(mode="replace", min_samples_leaf=5, random_state=0)
    return parts[0], cart.fit_resample(*parts[0]), parts[1]


class TestInThePrivacyReport:
    """The audit holds the same figures."""

    known = ["age", "sex", "ward"]

    def test_the_same_figures(self, patients):
        real, synthetic, holdout = patients
        tables = (*real, *synthetic, *holdout)
        audit = privacy_report(
            *tables,
            attacks=["disclosure"],
            quasi_identifiers=self.known,
            secrets=["smoker", "readmitted"],
            random_state=0,
        )
        own = disclosure_report(
            *tables,
            quasi_identifiers=self.known,
            secrets=["smoker", "readmitted"],
        )
        pd.testing.assert_frame_equal(audit.frame(), own.frame())
        assert any("age, sex, ward" in note for note in audit.notes)

    def test_without_columns_that_are_known_nothing_is_measured(self, patients):
        real, synthetic, holdout = patients
        audit = privacy_report(
            *real, *synthetic, *holdout, attacks=["disclosure"], random_state=0
        )
        assert audit.frame().empty

    def test_copies_are_above_strangers_and_other_people_are_not(self, patients):
        real, _, holdout = patients
        for released, is_above in ((real, True), (holdout, False)):
            spare = holdout[0][300:], holdout[1][300:]
            rest = released[0][:300], released[1][:300]
            report = disclosure_report(
                *real, *rest, *spare, quasi_identifiers=self.known
            )
            for metric in ("replicated_uniques", "disclosive_correct"):
                figure = report.figure(f"{metric}_above_control", rows="members")
                assert (figure.low > 0) == is_above
            assert report.verdict().mark == ("attention" if is_above else "neutral")
