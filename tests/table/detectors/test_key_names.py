"""What the names of columns say: keys, and what only sounds like one."""

import pytest

from skl_synth.table.detectors import is_birth_name, kind_of_name
from skl_synth.table.detectors.key_names import words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("patient_id", ("patient", "id")),
        ("PassengerId", ("passenger", "id")),
        ("NHSNumber", ("nhs", "number")),
        ("patientid", ("patient", "id")),
        ("nhsno", ("nhs", "no")),
        ("Hospital No.", ("hospital", "no")),
        ("paid", ("paid",)),
        (("visit", "id"), ("visit", "id")),
        (7, ("7",)),
        ("", ()),
        ("Größe", ("gr", "öß", "e")),
    ],
)
def test_names_are_taken_apart(name, words):
    assert words_of(name) == words


@pytest.mark.parametrize(
    "name",
    [
        *("id", "ID", "patient_id", "patientID", "PassengerId", "person", "patient"),
        *(
            "nhs",
            "nhs_number",
            "NHSNumber",
            "nhsno",
            "mrn",
            "MRN_2",
            "crn",
            "chi",
            "pid",
        ),
        *("hospital no", "hospital_number", "unit number", "spell_id", "episode_key"),
        *("contact id", "uuid", "case_id", "infector_id", "mother_nhs_number"),
        *("visit_id", "encounter_num", "study no.", "pseudo_nhs", "hesid"),
        *("patient_id_hash", "id_of_mother", "mother_mrn_no", "ID2"),
        *("hosp no.", "hosp_no", "pasno", "pas_no", "cris", "crisno", "pnum", "respid"),
        *("eid", "idnr", "casenote", "casenotes", "casenote_no", "pt_no", "patno"),
    ],
)
def test_names_of_keys(name):
    assert kind_of_name(name).is_key
    assert kind_of_name(name).may_be_key


@pytest.mark.parametrize("name", ["ticket_no", "ref", "number", "ward_id", "spell"])
def test_names_that_may_be_those_of_keys(name):
    assert not kind_of_name(name).is_key
    assert kind_of_name(name).may_be_key


@pytest.mark.parametrize(
    "name",
    [
        *(
            "patients_seen",
            "n_contacts",
            "spell_length",
            "person_type",
            "paid",
            "humid",
        ),
        *("number_of_visits", "num_medications", "number_inpatient", "visit_number"),
        *("admission_type_id", "id_type", "key_stage", "no_smoking", "person_years"),
        *(
            "episodes",
            "contacts",
            "weight_gram",
            "CabinNumber2",
            "x",
            "",
            "chi_squared",
            "3SsnPorch",
        ),
    ],
)
def test_names_of_quantities_and_levels(name):
    assert not kind_of_name(name).may_be_key


@pytest.mark.parametrize(
    "name",
    [
        *("name", "surname", "patient_name", "NextOfKinName", "lname", "fname"),
        *("sname", "nachname", "vorname", "previous_surname", "known_as", "patname"),
        *("pt_name", "full_nm", "LName", "nok_name", "emergency_contact_name"),
    ],
)
def test_names_of_people(name):
    assert kind_of_name(name).is_name


@pytest.mark.parametrize(
    "name",
    ["next_of_kin", "NOK", "emergency contact", "keyworker", "key_worker", "carer"],
)
def test_names_that_may_be_those_of_names_of_people(name):
    assert kind_of_name(name).may_be_name
    assert not kind_of_name(name).is_name


@pytest.mark.parametrize("name", ["contact_number", "episode_no", "patient_claim_nr"])
def test_names_of_what_may_be_counted(name):
    assert kind_of_name(name).may_be_ordinal


@pytest.mark.parametrize("name", ["episode_id", "study_no", "patient_no", "claim_ref"])
def test_names_of_what_is_not_counted(name):
    assert not kind_of_name(name).may_be_ordinal


@pytest.mark.parametrize(
    "name", ["rank", "order", "income_rank", "rank_no", "SortOrder"]
)
def test_names_of_ranks(name):
    assert kind_of_name(name).is_rank


@pytest.mark.parametrize(
    "name", ["order_id", "order_no", "position_id", "franking", ""]
)
def test_names_that_are_not_those_of_ranks(name):
    assert not kind_of_name(name).is_rank


@pytest.mark.parametrize(
    "name",
    ["ward_name", "drug_name", "name_change", "hostname", "wavelength_nm", "hosp"],
)
def test_names_of_other_things(name):
    assert not kind_of_name(name).is_name


@pytest.mark.parametrize("name", ["dob", "DateOfBirth", "date of birth", "birth_date"])
def test_dates_of_birth(name):
    assert is_birth_name(name)


@pytest.mark.parametrize("name", ["dobutamine", "birth_weight", "date"])
def test_other_dates(name):
    assert not is_birth_name(name)
