"""Any dictionary, drawn by hypothesis; and one whose text tests change."""

import pandas as pd
from hypothesis import strategies as st

from skl_synth import (
    DataDictionary,
    DatePart,
    FixedCombinations,
    FunctionOf,
    Inequality,
    Linear,
    Product,
    Shift,
    Sum,
    SumTo,
)
from skl_synth.table.dictionary import Field
from skl_synth.table.dictionary.rule_entry import RuleEntry
from skl_synth.table.level_keys import key_of

TRAPS = [
    *("No", "on", "012", "1:30", "2024-01-05", "~", "null", "true", "1e3", ".5", "-"),
    *("a: b", "# no", "[x", "{y", "'", '"', "\\", " x ", "é", "😀", "\x85", "\u2028"),
    *(
        "\x7f",
        "\ufeff",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`",
        "|",
        ">",
        "?",
        "1_000",
        "é: ü",
    ),
]
"""Texts that YAML would like to take for something else."""

anything = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8
)
texts = st.one_of(st.sampled_from(TRAPS), anything)
names = texts.filter(bool)
numbers = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(-1e12, 1e12).map(lambda x: int(x) if float(x).is_integer() else x),
)
levels = st.one_of(texts, st.booleans(), numbers)


def _different(values, least=1):
    return st.lists(values, min_size=least, max_size=5, unique_by=key_of).map(tuple)


@st.composite
def bounds(draw, kind):
    low, span = draw(st.integers(-999, 999)), draw(st.integers(1, 999))
    if kind in ("integer", "continuous"):
        return {"minimum": low, "maximum": low + span}
    unit = pd.Timedelta(days=1) if draw(st.booleans()) else pd.Timedelta(seconds=7)
    start = pd.Timestamp("2000-01-01") if kind == "datetime" else pd.Timedelta(0)
    bound = {"minimum": start + low * unit, "maximum": start + (low + span) * unit}
    is_days = unit == pd.Timedelta(days=1)
    if is_days and kind == "datetime" and draw(st.booleans()):
        bound["format"] = draw(st.sampled_from(["%m/%d/%Y", "%d.%m.%Y"]))
    return {**bound, "whole_days": is_days}


@st.composite
def fields(draw, name):
    kind = draw(
        st.sampled_from(
            [
                *("integer", "continuous", "datetime", "timedelta", "binary"),
                *("category", "ordinal", "constant", "identifier"),
            ]
        )
    )
    said = {
        "name": name,
        "kind": kind,
        "nullable": draw(st.booleans()),
        "title": draw(texts),
        "description": draw(texts),
    }
    if kind in ("integer", "continuous", "datetime", "timedelta"):
        said |= draw(bounds(kind))
        said["special"] = draw(st.one_of(st.just(()), _different(levels)))
        is_time = kind in ("datetime", "timedelta")
        step = pd.Timedelta(days=7) if is_time else draw(st.sampled_from([5, 0.25]))
        said["step"] = draw(st.sampled_from([None, step]))
        said["decimals"] = draw(st.sampled_from([None, 0, 2]))
    elif kind != "identifier":
        n = {"binary": 2, "constant": 1}.get(kind)
        values = draw(_different(levels, n or 1))
        said["levels"] = values[:n] if n else values
    known = [*said.get("levels", ()), *said.get("special", ())]
    labelled = {key_of(one): draw(texts) for one in known}
    said["labels"] = draw(st.sampled_from([{}, labelled]))
    said["other"] = draw(st.sampled_from([{}, {"rdfType": "y"}]))
    return Field(**said)


@st.composite
def rules(draw, columns):
    if len(columns) < 2:
        return None
    a, b, *others = columns
    rule = draw(
        st.sampled_from(
            [
                Inequality(a, "<=", b),
                FixedCombinations(a, b),
                Sum(a, [b, *others]),
                SumTo((a, b), 100),
                Linear(a, ((b, 0.17),), 3.5),
                Shift(a, b, 7),
                Product(a, ((b, -2.0),), 10000.0),
                FunctionOf(a, (b, *others[:1])),
                DatePart(a, b, "weekday"),
            ]
        )
    )
    counts = st.one_of(st.none(), st.integers(0, 10**6))
    entry = RuleEntry(rule, draw(counts), draw(counts), draw(st.booleans()))
    return draw(st.sampled_from([None, (), (entry,)]))


@st.composite
def dictionaries(draw):
    columns = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    found = tuple(draw(fields(name)) for name in columns)
    keys = [one.name for one in found if one.kind == "identifier"]
    return DataDictionary(
        found,
        missing_values=tuple(draw(st.lists(texts, max_size=3))),
        public=draw(st.booleans()),
        n_rows=draw(st.sampled_from([None, 1, 5000])),
        person=draw(st.sampled_from([None, *columns])),
        identifiers=dict.fromkeys(keys, draw(st.sampled_from(["drop", "surrogate"]))),
        rules=draw(rules(columns)),
        other=draw(st.sampled_from([{}, {"title": "Patients: all"}])),
    )


EXAMPLE = {
    "title": "Visits",
    "fields": [
        {"name": "nhs", "type": "string", "skl_synth": {"kind": "identifier"}},
        {
            "name": "age",
            "type": "integer",
            "title": "Age in years",
            "description": "At admission",
            "constraints": {"required": True, "minimum": 0, "maximum": 110},
            "skl_synth": {
                "kind": "integer",
                "step": 5,
                "special_values": [-1, "90+"],
                "labels": {"-1": "not asked"},
            },
        },
        {
            "name": "stage",
            "type": "string",
            "constraints": {"enum": ["I", "II", "III"]},
            "skl_synth": {"kind": "ordinal"},
        },
        {
            "name": "admitted",
            "type": "date",
            "format": "%m/%d/%Y",
            "constraints": {"minimum": "01/01/2020", "maximum": "12/31/2024"},
        },
        {
            "name": "discharged",
            "type": "date",
            "constraints": {"minimum": "2020-01-01", "maximum": "2024-12-31"},
        },
        {
            "name": "stay",
            "type": "duration",
            "skl_synth": {"kind": "timedelta", "minimum": "P0D", "maximum": "P90D"},
        },
        *(
            {
                "name": f"ward_{one}",
                "type": "integer",
                "constraints": {"enum": [0, 1], "required": True},
                "skl_synth": {"kind": "one_hot", "group": "ward"},
            }
            for one in "ab"
        ),
        {"name": "died", "type": "boolean", "constraints": {"required": True}},
    ],
    "missingValues": ["", "NA"],
    "skl_synth": {
        "target": "died",
        "person": "nhs",
        "public": False,
        "n_rows": 500,
        "identifiers": {"nhs": "surrogate"},
        "baselines": ["ward"],
        "impossible": [{"stage": ["I"], "ward": ["ward_a"]}],
        "rules": [
            {
                "rule": {"inequality": ["admitted", "<=", "discharged"]},
                "rows": 500,
                "different": 411,
                "keep": True,
            }
        ],
    },
}
"""A dictionary that says something of everything."""
EXAMPLE["skl_synth"].pop("impossible")
