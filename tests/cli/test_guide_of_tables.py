"""The guide's way from a messy export to a synthetic file, command by command."""

import re
import shlex
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "how_to" / "tables.rst"


def _commands():
    """What is typed in the guide, between its two marks."""
    text = GUIDE.read_text(encoding="utf-8")
    section = text.split(".. messy-commands")[1].split(".. /messy-commands")[0]
    return [shlex.split(one) for one in re.findall(r"\$ skl-synth (.*)", section)]


def _python():
    """The same in Python, as the guide has it."""
    text = GUIDE.read_text(encoding="utf-8").split(".. /messy-commands")[1]
    block = text.split(".. code-block:: python\n")[1]
    lines = re.match(r"(?:\n|   .*\n)+", block)[0].splitlines()
    return "\n".join(line.removeprefix("   ") for line in lines)


def write_admissions(path, n_rows=400):
    """Write a table as the system of a hospital exports it."""
    rng = np.random.default_rng(0)
    admitted = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        rng.integers(0, 300, n_rows), unit="D"
    )
    stay = rng.gamma(1.3, 4, n_rows).astype(int)
    age = np.clip(rng.normal(65, 18, n_rows), 18, 104).astype(int)
    cost = 350 + 410 * stay + rng.integers(0, 30_000, n_rows) / 100
    back = rng.choice(["Y", "N", "Not known"], n_rows, p=[0.2, 0.75, 0.05])
    rows = [
        [
            f"{rng.integers(400, 800)} {rng.integers(100, 999)} {1000 + place}",
            "90+" if age[place] >= 90 else str(age[place]),
            rng.choice(["F", "M"]),
            admitted[place].strftime("%d/%m/%Y"),
            (admitted[place] + pd.Timedelta(days=stay[place])).strftime("%d/%m/%Y"),
            str(stay[place]),
            f'"£{cost[place]:,.2f}"',
            back[place],
        ]
        for place in range(n_rows)
    ]
    head = "NHS number,Age,Sex,Admitted,Discharged,Stay (days),Cost,Readmitted"
    lines = [
        "Admissions 2024,,,,,,,",
        "Patient,,,Spell,,,,",
        head,
        *(",".join(row) for row in rows),
        f'Total,,,,,{stay.sum()},"£{cost.sum():,.2f}",',
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return pd.DataFrame(rows, columns=head.split(","))


@pytest.fixture(scope="module")
def walked(run, tmp_path_factory):
    """The real rows, and the synthetic ones by each of the two ways."""
    folder = tmp_path_factory.mktemp("guide")
    real = write_admissions(folder / "admissions.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        refused, *others = _commands()
        output = run(*refused, status=2).output
        for command in others:
            run(*command)
        made = [pd.read_csv("synthetic.csv", dtype=str)]
        with pytest.warns(UserWarning, match="column 'Age': "):
            exec(compile(_python(), "guide", "exec"), {})
        made.append(pd.read_csv("synthetic.csv", dtype=str))
    return real, output, made


def test_the_refusal_says_what_the_guide_types_next(walked):
    _, output, _ = walked
    assert "--header-row 3 --drop-last 1" in output
    assert all("--header-row" in command for command in _commands()[1:])


@pytest.mark.parametrize("way", [0, 1])
def test_what_comes_out_is_a_table_as_it_should_have_been(walked, way):
    real, _, made = walked
    new = made[way]
    assert list(new) == list(real)
    known = real[real["Readmitted"] != "Not known"]
    assert len(new) == len(known)
    assert new["Readmitted"].value_counts().to_dict() == (
        known["Readmitted"].value_counts().to_dict()
    )
    assert not new["NHS number"].isin(real["NHS number"]).any()
    assert new["Age"].str.fullmatch(r"\d\d|90\+").all()
    assert (new["Age"] == "90+").any()
    assert new["Cost"].str.fullmatch(r"£[\d,]+\.\d\d").all()
    dates = [
        pd.to_datetime(new[name], format="%d/%m/%Y")
        for name in ("Admitted", "Discharged")
    ]
    assert ((dates[1] - dates[0]).dt.days == new["Stay (days)"].astype(int)).all()
