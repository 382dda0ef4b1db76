"""What a dictionary says of itself, to whoever corrects it by hand."""

HEAD = (
    "This is what the table was taken for. Correct what is wrong, save the file, and",
    "give it to every command: --dictionary FILE. A line behind # is a remark.",
)
"""Above a dictionary in YAML."""

ABOVE: dict[tuple[str, ...], tuple[str, ...]] = {
    ("fields",): ("The columns, in their order. What belongs to one is indented.",),
    ("fields", "kind"): (
        "kind: continuous (numbers with decimals), integer, binary (two values),",
        "category, ordinal (levels in order), datetime, timedelta (lengths of time),",
        "constant, one_hot, or identifier (keys and names: never copied).",
    ),
    ("fields", "constraints"): (
        "required: true where no value may be missing. enum: all levels there can be",
        "(in order for an ordinal). minimum, maximum: the least and largest value.",
    ),
    ("fields", "special_values"): (
        "Values that are no number but a reason, such as -1, 999 or 90+: each is kept",
        "as it is and as often as it is.",
    ),
    ("fields", "step"): ("All values are multiples of this apart.",),
    ("fields", "labels"): ("What a value means.",),
    ("missingValues",): (
        'Texts that stand for a missing value in any column, such as "NA" or ".".',
    ),
    ("skl_synth", "target"): ("The column of the classes, which a model predicts.",),
    ("skl_synth", "person"): ("The column that says whose a row is.",),
    ("skl_synth", "public"): (
        "true says: everybody may know every level and bound here, none of them comes",
        "from the people of the table. A formal guarantee (--epsilon) needs that.",
    ),
    ("skl_synth", "identifiers"): (
        "What becomes of keys: surrogate (fresh ones), surrogate_valid (with right",
        "check digits), drop (left out) or refuse.",
    ),
    ("skl_synth", "survival"): (
        "The column of times, and the one that says how each ended, with the level",
        "that is the event: both of a synthetic row come from one another.",
    ),
    ("skl_synth", "drop"): ("Columns of the file that are left out.",),
    ("skl_synth", "impossible"): ("Levels that no row may have together.",),
    ("skl_synth", "rules"): (
        "What holds in every row (rows: how many; different: how many of them differ),",
        "and will hold in every synthetic row. keep: false strikes a rule out. Without",
        "the word rules they are searched for anew; with an empty list there are none.",
    ),
}
"""Above the first key of that name in YAML."""

HOW_TO = (
    "Correct what is wrong here, save the file, give it to every command: "
    "--dictionary FILE.",
    "kind: continuous, integer, binary, category, ordinal (levels in order), datetime, "
    "timedelta, constant, one_hot, or identifier (never copied).",
    "required: true where no value may be missing; enum: all levels that there can be; "
    "minimum and maximum: the least and the largest value.",
    "special_values: values that are no number but a reason, such as -1, 999 or 90+; "
    "missingValues: texts that stand for a missing value in any column.",
    "public: true says that everybody may know every level and bound here; a formal "
    "guarantee (--epsilon) needs that.",
    "rules hold in every row; keep: false strikes one out. Without the word rules they "
    "are searched for anew; with an empty list there are none.",
)
"""Among the rest of ours in JSON, which has no remarks; it is not read."""
