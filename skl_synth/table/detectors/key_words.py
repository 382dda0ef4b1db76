"""The words of which the names of columns are made, by what they say."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PEOPLE = _words(
    "person patient subject participant client customer member respondent resident "
    "pupil student user employee staff mother father parent baby infant donor "
    "recipient infector infectee carer spouse household family proband sibling twin "
    "passenger pat pt"
)
"""Whom a key stands for. Several of one are a count: patients."""

OWNED = _words(
    "case account record encounter spell episode contact admission attendance referral "
    "appointment claim policy study research screening animal"
)
"""What of a person a key may stand for. Several of one are a count: n_contacts."""

SINGLE = _words("person patient subject participant respondent")
"""Names that say by themselves that the values stand for people."""

RECORDS = _words(
    "spell episode contact encounter ticket case member client household family"
)
"""Names that may stand for a key, a number in order, or something else."""

KEYS = _words(
    "id ids ident identifier identifiers uid uuid guid mrn crn pid upn urn ssn nino "
    "hesid epikey empi pseudonym passport imei iban pnum respid eid idnr casenote "
    "casenotes"
)
"""Words that make a name that of a key, wherever they stand in it."""

PERSONAL_KEYS = _words(
    "mrn crn pid nino ssn hesid empi upn passport pnum respid eid casenote casenotes"
)
"""Those of them that people have, and nothing else."""

OF_HEALTH = _words("nhs chi hospital hosp unit hcn nhi medicare pas cris")
"""Words that do so beside a word for number, or alone."""

HIDDEN = _words("pseudo pseudonymised hash hashed encrypted token")
"""Words for a key that stands for another, which is a key as well."""

NUMBERS = _words("number no nr num nbr ref reference key keys nummer")
"""Words for a number, behind what it numbers."""

COUNTS = _words("n no nr num number count total sum tot")
"""Words for how many, in front of what is counted."""

QUANTITIES = _words(
    "per count counts total sum mean avg average median min max sd std var rate "
    "ratio share percent pct length duration days hours minutes seconds months years "
    "weeks day hour minute month year week quarter date time datetime timestamp seen "
    "age ages size score level levels grade stage type types kind class classes "
    "category categories group status state flag reason cost costs price amount value "
    "values dose weight height volume since until before after change diff index rank "
    "sex gender method source disposition mode outcome result squared square stat "
    "statistic cohort band label range satisfaction distance width depth"
)
"""Words for what is measured, counted or chosen from a list: no key."""

EVENTS = _words(
    "encounter spell episode contact admission attendance referral appointment claim"
)
"""Of those of one person the first, the second and so on may be meant."""

ORDINALS = _words("number no nr num nbr nummer")
"""Words for a number that may say which in order."""

RANKS = _words("rank ranks ranking ranked")
"""Words for the place of a row in an order: as different as keys, and none."""

ORDERS = _words("order position")
"""Words that say so behind others; ``order_id`` is a key."""

IN_ORDER = _words(
    "visit attempt parity cycle question lap round trial session sequence seq"
)
"""What is numbered 1, 2, 3; it has a key where the name says ``id``."""

PLACES = _words(
    "ward bed room flat house unit site centre center clinic hospital hosp trust "
    "practice "
    "surgery gp provider commissioner org organisation organization department dept "
    "specialty speciality team region area district county country city town village "
    "borough lsoa msoa oa location place station store shop branch school college "
    "university street road address postcode lab laboratory theatre floor building "
    "zone sector cluster census tract block ccg icb icd snomed opcs read hrg drg code "
    "codes diagnosis diag procedure drug medication medicine product item brand model "
    "make test device machine instrument batch lot plate well payer insurer currency "
    "language ethnicity ethnic occupation job title species breed gene variant event "
    "file column table variable field version gpc gmc consultant cabin movie film book "
    "song track album article game match vehicle car plant tree plot"
)
"""What has many people: of its numbers none stands for a person."""

NAMES = _words(
    "name names nm surname forename firstname lastname fullname lname fname sname "
    "nachname vorname"
)

BARE_NAMES = _words("name names nm")
"""Those of them that a place or a thing may have as well."""

ANY_NAMES = BARE_NAMES | {"fname"}
"""Those that do not speak of people: the last may be the name of a file."""

OF_PEOPLE = PEOPLE | _words(
    "first last middle maiden full given birth known preferred sur fore next of kin "
    "contact my l f s previous former emergency nok keyworker"
)
"""Words that beside "name" say whose it is."""

NEAR_PEOPLE = _words("nextofkin nok emergencycontact keyworker carer")
"""Whole names of columns that hold names of people, or who these are, or whether."""

PHONES = _words("phone telephone tel mobile fax cell telefon handy")

BIRTHS = _words("dob dateofbirth birthdate birthday birth born geburtsdatum")
