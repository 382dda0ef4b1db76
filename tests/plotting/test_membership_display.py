"""The ROC curves of membership attacks, by what is drawn."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from skl_synth import MembershipRocDisplay, privacy_report


def test_curves_and_areas_are_those_of_the_scores(privacy):
    display = MembershipRocDisplay.from_report(privacy)
    assert display.plot() is display
    for attack, part in privacy.scores.groupby("attack"):
        area = roc_auc_score(part["is_member"], part["score"])
        assert display.roc_auc[attack] == pytest.approx(area)
        figure = privacy.figure(f"membership_{attack}_auc")
        assert display.roc_auc[attack] == pytest.approx(figure.value)
        figure = privacy.figure(f"membership_{attack}_tpr")
        assert display.tpr_at_few[attack] == pytest.approx(figure.value)
        drawn = display.frame().query("attack == @attack")
        np.testing.assert_array_equal(display.lines_[attack].get_ydata(), drawn["tpr"])
    legend = [text.get_text() for text in display.ax_.get_legend().get_texts()]
    assert legend[0].startswith(max(display.roc_auc, key=display.roc_auc.get))
    assert display.chance_line_.get_xydata().tolist() == [[0, 0], [1, 1]]


def test_logarithmic_axes_begin_where_the_controls_begin(privacy):
    display = MembershipRocDisplay.from_report(privacy).plot(log=True)
    n_controls = (~privacy.scores["is_member"]).sum() / 3
    assert display.ax_.get_xscale() == display.ax_.get_yscale() == "log"
    assert display.ax_.get_xlim()[0] >= 1 / n_controls * 0.999
    x, y = display.chance_line_.get_data()
    np.testing.assert_array_equal(x, y)


def test_groups_are_drawn_by_themselves(privacy):
    everyone = MembershipRocDisplay.from_report(privacy)
    outliers = MembershipRocDisplay.from_report(privacy, group="outliers").plot()
    assert "outliers" in outliers.ax_.get_ylabel()
    assert len(outliers.frame()) < len(everyone.frame())
    kwargs = {"scope": "group", "subject": "outliers"}
    figure = privacy.figure("membership_density_auc", **kwargs)
    assert outliers.roc_auc["density"] == pytest.approx(figure.value)
    MembershipRocDisplay.from_report(privacy, group="smallest class").plot()


def test_tables_give_the_same_as_their_report(patients, privacy):
    real, synthetic, holdout = patients
    tables = (*real, *synthetic, *holdout)
    display = MembershipRocDisplay.from_tables(*tables, random_state=0)
    assert display.roc_auc == MembershipRocDisplay.from_report(privacy).roc_auc


def test_what_has_no_curve_is_refused(patients, privacy):
    real, synthetic, holdout = patients
    with pytest.raises(ValueError, match="group='men' must be one of everyone"):
        MembershipRocDisplay.from_report(privacy, group="men")
    report = privacy_report(*real, *synthetic, *holdout, attacks=["copies"])
    with pytest.raises(ValueError, match="run privacy_report with 'membership'"):
        MembershipRocDisplay.from_report(report)
    with pytest.raises(ValueError, match="must hold members and others"):
        MembershipRocDisplay.from_predictions([True, True], {"a": [0.1, 0.2]})
