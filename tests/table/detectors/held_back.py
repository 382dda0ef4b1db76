"""Columns that were written when the rules of the detectors stood."""

import numpy as np
import pandas as pd

from tests.table.detectors.corpus import IDENTIFIER, NEITHER, QUASI, Labelled
from tests.table.detectors.makers import (
    STREETS,
    SURNAMES,
    Rows,
    address,
    digits,
    ints,
    letters,
    nhs_number,
    note,
    person,
    postcode,
)


def held_back_columns(seed):
    """Columns that nobody had in mind when the rules were designed."""
    rows = Rows(seed, n=720, most=5)
    return [
        *(Labelled(IDENTIFIER, *one) for one in _identifiers(rows)),
        *(Labelled(QUASI, *one) for one in _quasi(rows)),
        *(Labelled(NEITHER, *one) for one in [*_numbers(rows), *_levels(rows)]),
    ]


def _hex(n):
    return lambda rng: "".join(rng.choice(list("0123456789abcdef"), n))


def _gaps(rows, values, share):
    return pd.Series(values).where(rows.rng.random(rows.n) > share)


def _identifiers(rows):
    yield "study no.", rows.each(lambda rng: f"ST-{digits(rng, 3)}")
    yield "hesid", rows.each(lambda rng: _hex(32)(rng).upper())
    yield "encrypted_nhs", rows.each(lambda rng: letters(rng, 12) + "==")
    yield "Local Patient Identifier", ints(rows.each(lambda rng: digits(rng, 7)))
    yield (
        "emergency",
        rows.each(lambda rng: f"+353 1 {digits(rng, 3)} {digits(rng, 4)}"),
    )
    yield "next_of_kin", rows.each(lambda rng: ", ".join(person(rng).split()[::-1]))
    yield (
        "lives_at",
        rows.each(lambda rng: f"Flat {rng.integers(1, 9)}, {address(rng)}, Leeds"),
    )
    yield "UniqueRef", rows.each(lambda rng: f"2023/{digits(rng, 5)}")
    yield "account", ints(rows.each(lambda rng: digits(rng, 9)))
    yield (
        "k",
        rows.each(lambda rng: "-".join([(n := nhs_number(rng))[:3], n[3:6], n[6:]])),
    )
    yield "nhs", _gaps(rows, ints(rows.each(nhs_number)), 0.1)
    yield "person id ", _gaps(rows, rows.person + 500, 0.2)
    yield "participant", rows.each(lambda rng: f"P-{digits(rng, 3)}")
    yield "twitter_handle", rows.each(lambda rng: "@" + letters(rng, 8).lower())
    yield "homepage", rows.each(lambda rng: f"www.example.org/u/{digits(rng, 4)}")
    yield "CHI_Number", rows.each(lambda rng: f"0{digits(rng, 9)}")
    yield "sample_barcode", ints(rows.one(lambda rng: digits(rng, 12)))
    yield "case_id", rows.one(lambda rng: f"C{digits(rng, 5)}")
    yield "mother_nhs_number", _gaps(rows, ints(rows.each(nhs_number)), 0.6)
    yield "remarks", rows.few(lambda rng: f"odd {digits(rng, 4)}", 5)
    yield "history", rows.each(note)
    yield "id", np.arange(rows.n) % 18 + 1
    yield "col_4", rows.each(_hex(32))
    yield (
        "licence",
        rows.each(lambda rng: f"{letters(rng, 5)}{digits(rng, 6)}{letters(rng, 2)}"),
    )
    yield (
        "GUID",
        rows.each(
            lambda rng: (
                f"{{{_hex(8)(rng)}-{_hex(4)(rng)}-{_hex(4)(rng)}-{_hex(4)(rng)}-{_hex(12)(rng)}}}"
            )
        ),
    )
    yield "passport", ints(rows.each(lambda rng: digits(rng, 9)))
    yield "Full Name", rows.each(person)
    yield "household", rows.person + 1
    yield "SpellNo", ints(rows.each(lambda rng: digits(rng, 6)))
    yield (
        "patient postcode",
        rows.each(lambda rng: postcode(rng).replace(" ", "").lower()),
    )
    yield "client", rows.each(lambda rng: f"{letters(rng, 3)}{digits(rng, 3)}")
    yield "respondentid", rows.person * 3 + 11
    yield (
        "nino",
        _gaps(
            rows,
            rows.each(
                lambda rng: f"AB {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} C"
            ),
            0.3,
        ),
    )
    yield "what_happened", np.where(rows.rng.random(rows.n) < 0.9, "-", rows.one(note))
    yield "key", rows.each(lambda rng: f"{letters(rng, 4)}-{digits(rng, 4)}")
    yield "V1", ints(rows.each(lambda rng: digits(rng, 8)))


def _quasi(rows):
    rng, n = rows.rng, rows.n
    yield "consultant_name", rows.of([f"Dr {one}" for one in SURNAMES])
    yield "birth_year", 1930 + rng.integers(0, 80, n)
    yield "northing", 280_000 + rng.integers(0, 9000, n)
    yield "gp_email", rows.of([f"practice{i}@example.org" for i in range(12)])
    yield "school", rows.zipf([f"{one} Primary School" for one in STREETS])
    yield "lsoa", rows.of([f"E010{i:05d}" for i in range(90)])


def _numbers(rows):
    rng, n = rows.rng, rows.n
    yield "problem", ints(rows.zipf([str(10_000_000 + 77_777 * i) for i in range(300)]))
    yield "no2_ppb", rng.integers(2, 90, n)
    yield "no", rng.integers(0, 2, n)
    yield "idle_minutes", rng.integers(0, 600, n)
    yield "phone_calls", rng.poisson(12, n)
    yield "episodes", rng.poisson(6, n)
    yield "patients", rng.integers(20, 500, n)
    yield "cases", rng.negative_binomial(2, 0.02, n)
    yield "number_of_visits", rng.poisson(40, n)
    yield "num_medications", rng.poisson(15, n)
    yield "cd4_count", rng.normal(500, 200, n).clip(1).astype(int)
    yield "salary", 500 * rng.lognormal(4, 0.5, n).astype(int)
    yield "gross_pay", np.round(rng.lognormal(10, 0.5, n), 2)
    yield "timestamp", 1_700_000_000 + rng.integers(0, 10**7, n)
    yield "distance_m", rng.lognormal(9, 1.5, n).astype(int)
    yield "yyyymm", 202_000 + rng.integers(1, 13, n) + 100 * rng.integers(0, 5, n)
    yield "bill_total_pence", rng.lognormal(12, 0.7, n).astype(int)
    yield "steps", rng.normal(9000, 3000, n).clip(100).astype(int)
    yield "week_no", rng.integers(1, 53, n)
    yield "bed_no", rng.integers(1, 31, n)
    yield "file_size", rng.lognormal(15, 1, n).astype(int)
    yield "urine_24h_ml", 50 * rng.integers(4, 70, n)
    yield "house_price", 5000 * rng.integers(20, 200, n)
    yield "ldh", rng.lognormal(5.3, 0.4, n).astype(int)
    yield "reads", rng.integers(10**6, 4 * 10**7, n)


def _levels(rows):
    rng, n = rows.rng, rows.n
    yield "key_worker", rows.of(["yes", "no"])
    yield "email_sent", rng.integers(0, 2, n)
    yield "phone_type", rows.of(["mobile", "home", "work"])
    yield "name_change", rows.of(["Y", "N", None])
    yield "address_type", rows.of(["home", "care home", "none"])
    yield "contact_type", rows.of(["face to face", "telephone", "video"])
    yield "quarter", rows.of([f"202{i}Q{j}" for i in range(4) for j in range(1, 5)])
    yield "drug_name", rows.zipf([f"{one.lower()}ol" for one in SURNAMES])
    yield "town", rows.zipf([f"{a} {b}" for a in STREETS for b in SURNAMES])
    yield "gene", rows.zipf([f"{letters(rng, 3)}{i % 9}" for i in range(80)])
    yield "blood_pressure", _pressures(rng, n)
    yield (
        "instructions",
        rows.zipf(
            [
                f"take {i} tablets {b} with water"
                for i in (1, 2, 3)
                for b in (
                    "once a day",
                    "at night",
                    "in the morning",
                    "twice a day",
                    "as needed",
                )
            ]
        ),
    )
    yield "room", rows.of([f"B{i}" for i in range(1, 31)])
    yield "sector", rows.of([f"LS{i} {j}" for i in range(1, 5) for j in range(5)])
    yield "firmware", rows.of(["1.2.3.4", "1.2.4.0", "2.0.0.1"])
    yield "product_code", rows.of([f"AB{1000 + 7 * i}" for i in range(24)])
    yield (
        "opcs4",
        rows.zipf(
            [f"{a}{i:02d}{j}" for a in "WXYZ" for i in range(1, 40) for j in (1, 8)]
        ),
    )
    yield "team", rows.of(["red", "blue", "green", "n/a"])
    yield "ethnic_category", rows.of(list("ABCDEFGHJKLMNPRSZ"))
    yield (
        "reason_not_done",
        rows.of(["NA", "refused", "not at home", "too ill"], [0.9, 0.05, 0.03, 0.02]),
    )


def _pressures(rng, n):
    upper = 5 * rng.integers(20, 34, n)
    return np.array([f"{one}/{one - 40}" for one in upper], dtype=object)
