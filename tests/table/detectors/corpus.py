"""Columns of known kind: identifiers, quasi-identifiers, and neither.

Two lists. The rules were designed on the first; the second was written when they stood,
and shows what they do with columns that nobody had in mind.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from tests.table.detectors.makers import (
    FORENAMES,
    Rows,
    address,
    card,
    digits,
    email,
    insurance_number,
    ints,
    landline,
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

IDENTIFIER, QUASI, NEITHER = "identifier", "quasi-identifier", "neither"


class Labelled(NamedTuple):
    """A column, and what it is."""

    truth: str
    name: str
    values: object


def design_columns(seed):
    """Columns on which the rules were designed."""
    rows = Rows(seed)
    return [
        *(Labelled(IDENTIFIER, *one) for one in _identifiers(rows)),
        *(Labelled(QUASI, *one) for one in _quasi(rows)),
        *(Labelled(NEITHER, *one) for one in _neither(rows)),
    ]


def _identifiers(rows):
    ten = 4_000_000_000
    yield "nhs_number", ints(rows.each(nhs_number))
    yield "NHSNumber", rows.each(lambda rng: spaced(nhs_number(rng)))
    yield "x1", rows.each(nhs_number)
    yield "number_as_float", ints(rows.each(nhs_number)).astype(float)
    yield "nhs_no", ten + 137 * rows.person
    yield "patient_id", ten + 137 * rows.person
    yield "PatientID", rows.each(lambda rng: f"P{digits(rng, 6)}")
    yield "mrn", ten + 137 * rows.person
    yield "MRN ", rows.each(lambda rng: f"RXH{digits(rng, 7)}")
    yield "hospital no", rows.each(lambda rng: letters(rng, 1) + digits(rng, 6))
    yield "chi", ints(rows.each(nhs_number))
    yield "crn", ints(rows.each(lambda rng: digits(rng, 6)))
    yield "pid", rows.person + 1
    yield "person", rows.person + 1
    yield "patient", rows.each(person)
    yield "spell_id", rows.person + 1000
    yield "episode_key", ints(rows.each(lambda rng: digits(rng, 8)))
    yield "contact_id", rows.rng.permutation(rows.n) + 7
    yield (
        "Id",
        np.where(np.arange(rows.n) < 60, 77, rows.rng.permutation(10**6)[: rows.n]),
    )
    yield "subjectid", rows.each(lambda rng: f"{letters(rng, 2)}-{digits(rng, 4)}")
    yield "infector_id", np.where(rows.rng.random(rows.n) < 0.6, np.nan, rows.person)
    yield "email", rows.each(email)
    yield "contact_details", rows.each(email)
    yield "phone", rows.each(phone)
    yield "q7", rows.each(landline)
    yield "mobile", ints(rows.each(lambda rng: f"7{digits(rng, 9)}"))
    yield "postcode", rows.each(postcode)
    yield "home", rows.each(postcode)
    yield "ni", rows.each(insurance_number)
    yield "card", rows.each(card)
    yield "card_number", ints(rows.each(card))
    yield "token", rows.each(uuid)
    yield "link", rows.each(lambda rng: f"https://records.example.org/{digits(rng, 5)}")
    yield "name", rows.each(titled)
    yield "patient_name", rows.each(person)
    yield "surname", rows.one(lambda rng: letters(rng, 1) + letters(rng, 5).lower())
    yield "address_1", rows.each(address)
    yield "ip", rows.each(lambda rng: ".".join(map(str, rng.integers(1, 255, 4))))
    yield "ticket", _ticket(rows)
    yield "notes", rows.one(note)
    yield "comment", rows.each(note)
    yield "other_specify", rows.few(note, 12)
    yield "remarks", _blank(rows, "NA")
    yield "free_text", _blank(rows, " ")
    yield "unnamed", np.arange(rows.n) + 1
    yield "v12", ten + 137 * rows.person
    yield "ref", rows.each(lambda rng: f"{letters(rng, 2)}{digits(rng, 5)}")


def _ticket(rows):
    """Make numbers, of which some have letters before them."""
    values = rows.each(lambda rng: rng.choice(["", "", "", "PC "]) + digits(rng, 5))
    own = rows.one(lambda rng: rng.choice(["", "", "", "A/5 "]) + digits(rng, 6))
    return np.where(rows.rng.random(rows.n) < 0.3, values, own)


def _blank(rows, token):
    values = rows.few(note, 150)
    return np.where(pd.isna(values), token, values)


def _quasi(rows):
    birth = np.datetime64("1930-01-01") + rows.rng.integers(0, 30000, rows.n)
    yield "dob", pd.Series(birth).astype("M8[s]")
    yield "date_of_birth", pd.Series(birth).dt.strftime("%d/%m/%Y")
    yield "forename", rows.of(FORENAMES)
    yield "occupation", rows.zipf([f"{a} worker" for a in FORENAMES])
    yield "outward_code", rows.of([f"LS{i}" for i in range(1, 29)])
    yield "gp_practice", rows.of([f"B8{i:04d}" for i in range(40)])
    yield "easting", 430_000 + rows.rng.integers(0, 20_000, rows.n)
    yield "admitted", pd.Series(birth[rows.person]).astype("M8[s]")
    yield "income", rows.rng.lognormal(10.3, 0.6, rows.n).astype(int)


def _neither(rows):
    rng, n = rows.rng, rows.n
    yield "age", rng.integers(0, 100, n)
    yield "sbp", rng.normal(130, 18, n).astype(int)
    yield "glucose", np.round(rng.lognormal(1.7, 0.3, n), 2)
    yield "weight", rng.normal(75, 14, n)
    yield "platelets", 1000 * rng.normal(260, 90, n).clip(20).astype(int)
    yield "cost", 100 * rng.lognormal(7.5, 0.8, n).astype(int)
    yield "population", rng.lognormal(11, 1, n).astype(int)
    yield "n_contacts", rng.poisson(4, n)
    yield "patients_seen", rng.integers(0, 400, n)
    yield "spell_length", rng.geometric(0.08, n)
    yield "person_type", rows.of(["staff", "visitor", "carer"])
    yield "ward", rows.of(["A1", "A2", "B1", "ICU"])
    yield "ward_id", rng.integers(1, 26, n)
    yield (
        "icd10",
        rows.zipf(
            [f"{a}{i}.{j}" for a in "IJK" for i in range(10, 40) for j in (0, 1, 9)]
        ),
    )
    yield (
        "main_diagnosis",
        rows.zipf([f"{a}{i:02d}" for a in "CDEFGHIJKLM" for i in range(40)]),
    )
    yield (
        "hrg_code",
        rows.zipf([f"{a}Z{i:02d}{b}" for a in "ABC" for i in range(20) for b in "AB"]),
    )
    yield (
        "triage",
        pd.Categorical(
            rows.of(["low", "high", "mid"]), ["low", "mid", "high"], ordered=True
        ),
    )
    yield "died", rng.integers(0, 2, n)
    yield "smoker", rows.of(["Yes", "No"])
    yield "visit", np.arange(n) % 6 + 1
    yield "visit_number", np.arange(n) % 6 + 1
    yield "episode", np.arange(n) % 5 + 1
    yield "n_previous", rng.poisson(30, n)
    yield (
        "arrival",
        pd.Series(np.datetime64("2023-01-01") + rng.integers(0, 10**6, n)).astype(
            "M8[s]"
        ),
    )
    yield "month", rng.integers(1, 13, n)
    yield "site", rows.of(["St. Mary", "General", "North", "Royal"])
    yield "house_no", rng.geometric(0.02, n)
    yield (
        "reason",
        rows.of(
            ["chest pain on exertion", "shortness of breath", "fell at home", "other"]
        ),
    )
    yield "days_to_event", rng.exponential(900, n).astype(int)
    yield "bmi", np.round(rng.normal(27, 4, n), 1)
    yield "postcode_area", rows.of(["LS", "M", "B"])
    yield "score_total", rng.integers(0, 1000, n)
    yield "reading_time_ms", rng.lognormal(13, 0.5, n).astype(int)
    yield "constant", np.full(n, 3)
