"""Keys of invented people, of the kinds that health records hold."""

import uuid

import numpy as np
import pandas as pd

from skl_synth.table.check_digits import nhs_check

FIRST = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hope", "Ivo", "June")
LAST = ("Archer", "Baker", "Cooper", "Draper", "Fisher", "Glover", "Hooper", "Mason")


def nhs_numbers(n_people, seed=0):
    """Different numbers with the right check digit, as text."""
    rng = np.random.default_rng(seed)
    starts = rng.permutation(np.unique(rng.integers(10**8, 10**9, 2 * n_people + 20)))
    checks = nhs_check(np.array([[int(d) for d in str(one)] for one in starts]))
    good = [f"{a}{c}" for a, c in zip(starts, checks, strict=True) if c < 10]
    return np.array(good[:n_people], dtype=object)


def spaced(numbers):
    """NHS numbers as they are printed: 943 476 5919."""
    return np.array([f"{one[:3]} {one[3:6]} {one[6:]}" for one in numbers], object)


def keys_of_people(n_people, seed=0):
    """One row a person, one column for each kind of key."""
    rng = np.random.default_rng(seed)
    numbers = rng.choice(900_000, n_people, replace=False)
    nhs = nhs_numbers(n_people, seed)
    names = [
        f"{LAST[i // 10 % 8]}, Ms {FIRST[i % 10]} {chr(65 + i // 80)}."
        for i in range(n_people)
    ]
    return pd.DataFrame(
        {
            "nhs_number": nhs.astype(np.int64),
            "nhs_printed": spaced(nhs_numbers(n_people, seed + 1)),
            "mrn": [f"MRN-{one:06d}" for one in numbers],
            "hospital_no": numbers + 100_000,
            "email": [
                f"{one.split(',')[0].lower()}{i}@nhs.net" for i, one in enumerate(names)
            ],
            "patient_name": names,
            "postcode": [
                f"{'LS' if i % 3 else 'BD'}{i % 28 + 1} {i % 9 + 1}{chr(65 + i % 26)}"
                f"{chr(65 + i // 26 % 26)}"
                for i in range(n_people)
            ],
            "uuid": [
                str(uuid.UUID(bytes=rng.bytes(16), version=4)) for _ in range(n_people)
            ],
            "phone": [f"07700 {900_000 + one % 100_000}" for one in numbers],
            "remark": [
                f"seen after a fall on ward {i % 7}, bed {i}" for i in range(n_people)
            ],
        }
    )
