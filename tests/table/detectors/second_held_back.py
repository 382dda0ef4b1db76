"""A second list that was held back, written once the first had been looked at."""

import numpy as np
import pandas as pd

from tests.table.detectors.corpus import IDENTIFIER, NEITHER, QUASI, Labelled
from tests.table.detectors.makers import (
    FORENAMES,
    SURNAMES,
    WORDS,
    Rows,
    address,
    digits,
    email,
    ints,
    letters,
    nhs_number,
    note,
    person,
    phone,
    postcode,
    spaced,
    titled,
    uuid,
)


def second_held_back_columns(seed):
    """Columns that had no part in any change of the rules."""
    rows = Rows(seed, n=500, most=9)
    return [
        *(Labelled(IDENTIFIER, *one) for one in _identifiers(rows)),
        *(Labelled(QUASI, *one) for one in _quasi(rows)),
        *(Labelled(NEITHER, *one) for one in [*_numbers(rows), *_levels(rows)]),
    ]


def _identifiers(rows):
    gone = rows.rng.random(rows.n) < 0.4
    yield "Subject ID", rows.each(lambda rng: f"{digits(rng, 3)}-{letters(rng, 3)}")
    yield "Unit number", ints(rows.each(lambda rng: digits(rng, 7)))
    yield "attendance_id", ints(rows.one(lambda rng: digits(rng, 9)))
    yield "referral number", rows.one(lambda rng: f"REF/{digits(rng, 6)}")
    yield "donor", rows.each(lambda rng: f"D{digits(rng, 5)}")
    yield "PseudoNHS", rows.each(lambda rng: letters(rng, 20))
    yield "nhsno", rows.each(lambda rng: spaced(nhs_number(rng)))
    yield "client ref", rows.each(lambda rng: f"{letters(rng, 2)}{digits(rng, 6)}")
    yield (
        "userid",
        rows.each(lambda rng: person(rng).split()[1].lower() + digits(rng, 2)),
    )
    yield "e_mail_home", np.where(gone, None, rows.each(email))
    yield "work_tel", rows.each(lambda rng: f"(0{digits(rng, 3)}) {digits(rng, 6)}")
    yield "callback", rows.each(lambda rng: f"0044 {phone(rng)[1:]}")
    yield "PCODE", rows.each(postcode)
    yield "carer_name", rows.each(person)
    yield "signed_by_parent", rows.each(titled)
    yield (
        "family_name",
        rows.each(lambda rng: letters(rng, 1) + letters(rng, 7).lower()),
    )
    yield "correspondence address", rows.each(lambda rng: f"{address(rng)}, Hull")
    yield "session_uuid", rows.one(uuid)
    yield (
        "device_mac",
        rows.each(
            lambda rng: ":".join(f"{one:02x}" for one in rng.integers(0, 256, 6))
        ),
    )
    yield "photo", rows.one(lambda rng: f"https://example.org/img/{digits(rng, 8)}.jpg")
    yield "gp_letter", rows.few(note, 30)
    yield "adverse_event_text", np.where(gone, "None", rows.each(note))
    yield "transcript", rows.one(lambda rng: " ".join(rng.choice(WORDS, 60)))
    yield "reason_other", rows.few(lambda rng: " ".join(rng.choice(WORDS, 3)), 9)
    yield "enrolment", rows.each(lambda rng: f"EN{digits(rng, 8)}")
    yield "sib_id", rows.person // 2 + 100
    yield "hh_id", ints(rows.each(lambda rng: digits(rng, 5)))
    yield "record", ints(rows.each(lambda rng: digits(rng, 6)))
    yield "invoice_no", ints(rows.each(lambda rng: digits(rng, 6)))
    yield "biobank_eid", ints(rows.each(lambda rng: digits(rng, 7)))
    yield "empi", rows.person + 90_000
    yield "bank", rows.each(lambda rng: f"{digits(rng, 8)}")
    yield "specimen_no", rows.one(lambda rng: f"{digits(rng, 2)}B{digits(rng, 6)}")
    yield "line_number", np.arange(1, rows.n + 1)
    yield "Pat_ID", rows.person.astype(float)
    yield "visitor", rows.each(uuid)


def _quasi(rows):
    rng, n = rows.rng, rows.n
    yield (
        "DateOfBirth",
        pd.Series(np.datetime64("1940-01-01") + rng.integers(0, 25000, n)).astype(
            "M8[s]"
        ),
    )
    yield "first_name", rows.of(FORENAMES)
    yield "job_title", rows.zipf([f"{one.lower()} officer" for one in SURNAMES])
    yield "latitude", np.round(53 + rng.random(n), 4)
    yield "msoa_code", rows.of([f"E0200{i:04d}" for i in range(60)])
    yield "nationality", rows.zipf([f"{one[:4]}ish" for one in SURNAMES])


def _numbers(rows):
    rng, n = rows.rng, rows.n
    yield "wbc", np.round(rng.lognormal(2, 0.4, n), 1)
    yield "creatinine", rng.lognormal(4.4, 0.3, n).astype(int)
    yield "ferritin", rng.lognormal(5, 1.2, n).astype(int)
    yield "viral_load", rng.lognormal(10, 2, n).astype(int)
    yield "viral_load_copies", 10 * rng.lognormal(12, 1, n).astype(int)
    yield "nhs_spend", 1000 * rng.lognormal(5, 1, n).astype(int)
    yield "patient_count", rng.integers(1, 900, n)
    yield "list_size", rng.normal(9000, 3000, n).clip(900).astype(int)
    yield "contacts", rng.poisson(25, n)
    yield "spells", rng.poisson(2, n)
    yield "person_years", np.round(rng.gamma(4, 3, n), 2)
    yield "parity", rng.poisson(1, n)
    yield "gravida_no", rng.poisson(2, n)
    yield "admission_no", np.arange(n) % 4 + 1
    yield "trial", np.arange(n) % 40 + 1
    yield "minute", rng.integers(0, 60, n)
    yield "yob", rng.integers(1930, 2010, n)
    yield "capital_gain", np.where(rng.random(n) < 0.9, 0, rng.integers(100, 99_999, n))
    yield "fnlwgt", rng.lognormal(12, 0.5, n).astype(int)
    yield "revenue", rng.lognormal(15, 1.5, n).astype(int)
    yield "distance_to_hospital", rng.integers(100, 90_000, n)
    yield "room_temp", rng.integers(15, 30, n)
    yield "contact_hours", rng.integers(0, 40, n)
    yield "caseload", rng.integers(3, 90, n)
    yield "keystrokes", rng.integers(100, 99_999, n)
    yield "answer_id_correct", rng.integers(0, 2, n)
    yield "pack_years", rng.integers(0, 80, n)
    yield "units_per_week", rng.poisson(11, n)


def _levels(rows):
    yield "patient_class", rows.of(["inpatient", "outpatient", "day case"])
    yield "id_verified", rows.of(["Y", "N"])
    yield "contact_method", rows.of(["post", "e-mail", "text", None])
    yield "hospital_name", rows.zipf([f"{one} General" for one in SURNAMES])
    yield (
        "medication",
        rows.zipf(
            [f"{one.lower()}ine {d} mg" for one in SURNAMES for d in (5, 10, 20)]
        ),
    )
    yield "snomed_ct", rows.zipf([str(10**8 + 31 * i) for i in range(120)])
    yield (
        "procedure_text",
        rows.zipf(
            [f"total replacement of left {one.lower()} joint" for one in SURNAMES]
        ),
    )
    yield "genotype", rows.of(["AA", "AG", "GG"])
    yield "hla", rows.zipf([f"A*{i:02d}:{j:02d}" for i in range(1, 30) for j in (1, 2)])
    yield "stage", rows.of(["T1N0", "T2N0", "T2N1", "T3N1", "T4N2"])
    yield "shift", rows.of(["early", "late", "night"])
    yield "clinic_code", rows.of([f"CL{i:03d}" for i in range(25)])
    yield "bed", rows.of([f"{a}{i}" for a in "ABCD" for i in range(1, 9)])
    yield "financial_year", rows.of([f"20{i}/{i + 1}" for i in range(12, 24)])
    yield (
        "likert",
        pd.Categorical(
            rows.of(["agree", "neutral", "disagree"]),
            ["disagree", "neutral", "agree"],
            ordered=True,
        ),
    )
    yield "icd_chapter", rows.of([f"{a}00-{a}99" for a in "ABCDEFGHIJKLMNOP"])
    yield "species", rows.of(["Homo sapiens", "Mus musculus", "Rattus rattus"])
    yield "comment_code", rows.of(["C1", "C2", "C3", "-"])
    yield "language", rows.zipf([f"{one}i" for one in SURNAMES])
    yield "colour", rows.of(["#ff0000", "#00ff00", "#0000ff"])
