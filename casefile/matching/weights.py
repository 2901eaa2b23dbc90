"""The match weight of each agreement and contradiction, in bits, and why. Data only; docs/matching.md shows the table.

A weight is log2(m / u): m, how often the same person's two entries agree like this; u, how often two strangers' do.
Where no count exists the reason says what was assumed; half a bit more or less is within what anyone can know.
"""

from dataclasses import dataclass

from casefile.matching.rules import Rule
from casefile.vocabulary import IdentifierKind as Kind

MODEL_VERSION = "2026-11-28.2"

HIT_BITS = 12.5
"""At the reference size: here one such pair in sixty is one person, four bits above it one in four
(`casefile.matching.judging.posterior`). From 12.0 on two pairs of the United Nations' list would be hits that are two
persons, and so would the commonest name with a year of birth."""
HIT_BITS_NAME_ALONE = 14.75
"""More for a name alone: there is nothing to check it by. Between 14.5 and 16 one such pair in 15 was one person in a
world made by other hands, one in 80 in our own; of those with more than a name that just reach HIT_BITS one in 30
and one in 60."""
HIT_BITS_NAME_IN_TEXT = 16.0
"""And more where the name stands in a report's text: of 290 such pairs from 15 on none was one person. Above 16,000
records no name reaches it, since none is worth more than `NAMESAKES`."""
POSSIBLE_BITS = 6.0
"""From here one such pair in 3,000 is one person, and a day of birth or a number makes it a hit. Asked of
nobody: half a bit more would lose one coincidence in 200, and keep a sixth fewer."""
POSSIBLE_BITS_NAME_ALONE = 10.25
"""When nothing but the name (and what a name tells anyway: sex, nationality) agrees, there is nothing to check it by,
and every bearer in the region is a candidate: a common name alone (5 to 10 bits) is nothing by itself."""
LISTED_BITS = 8.0
LISTED_BITS_NAME_ALONE = 12.5
"""What a watch must reach to be said to find something, and a stranger to be counted among those it would meet: a
possible match below is kept for who looks for it, and asked of nobody."""
STRONG_IDENTIFIER = 16.0
"""A number worth this much is never outvoted below *possible*: one passport under two names is itself the finding."""


@dataclass(frozen=True, slots=True)
class Weight:
    """`why` is the reason of the number, for the documentation."""

    bits: float
    rule: Rule
    why: str


# ---- names: bits come from rarity (casefile.frequencies); these scale or replace them --------------------------
KEY_IS_COARSE = (
    0.6  # bits a part gains over its sound key: about a third of a key's bearers are separated by comparison
)
NAMESAKES = 16.2
"""Bits that no name can exceed: children are named whole after a relative or a saint of the order, so however rare its
parts are, one person in 75,000 bears the same full name."""
NAME_AT_THRESHOLD = 0.65  # share of the rarity that a name on the edge of *same* keeps; a perfect one keeps all
NAME_POSSIBLE = 0.3  # score from which two names may be one by a slip of the pen; below they differ
NAME_AT_POSSIBLE = 0.4  # share of the rarity kept there: enough only with a date of birth or a number with it
WEAK_ALIAS = 0.6  # share a weak alias keeps: the source itself doubts it
ALIAS_CHANCE, MOST_FOR_ALIASES = 0.5, 3.0
"""Bits that each doubling of the pairs of names compared costs, and the most: ten aliases against ten are a hundred
chances for strangers to agree in one, though aliases of one person resemble each other."""
TYPING = 0.7  # share a part keeps that agrees by letters only and not by sound
SPELLING_BONUS = (
    2.0  # most bits that an identical rare spelling adds over its sound: spellings travel within one country
)
SPELLING_KEPT = 0.5  # m of an identical spelling: every second time a name is copied from the same paper
INITIAL_BITS = 1.5  # an initial agrees by chance once in ten, and people choose their initials freely
MISSING_PART = Weight(-1.5, Rule.NAME_PART_MISSING, "m 0.3 a part: papers shorten; u 0.85")
MAX_MISSING = 3  # parts that are counted as missing
SINGLE_PART = 0.5  # share a single agreeing part keeps when either side has more of a name
NAME_SAME = Rule.NAMES_AGREE
NAME_MAYBE = Rule.NAMES_MAY_BE_ONE
NAME_WEAK = Rule.WEAK_ALIAS_AGREES
NAME_IN_TEXT = Rule.NAME_IN_TEXT
NAME_PARENT_OR_CHILD = Rule.NAMES_OF_PARENT_AND_CHILD
NAME_OTHER_SEX = Rule.NAMES_OF_OTHER_SEX
NAME_DIFFERS = Weight(
    -6.0, Rule.NAMES_DIFFER, "m 1 in 60: aliases and false papers are what these cases are about, so never more"
)
NAME_PARTLY = Weight(
    -1.0,
    Rule.NAMES_PARTLY_AGREE,
    "at most: -6 and the rarity of what agrees; a slip, a name taken later",
)

# ---- date of birth ---------------------------------------------------------------------------------------------
# u is counted from all pairs of 454 full dates of one published list. m of two full dates of one person: 0.8 the same;
# the rest as the 61 that the list itself gives of one person differ: day and month kept 17, year and one of the two
# kept 12, exchanged 2, same year 8, one apart 6, two 2, three to five 8, six to ten 6; a list of men in hiding gives
# more of the last than a register, so those count half.
BIRTH_DAY = Weight(13.0, Rule.BIRTH_DAY_AGREES, "m 0.6 to 0.8; u 1 in 14,000")
BIRTH_SWAPPED = Weight(7.0, Rule.BIRTH_DAY_AND_MONTH_EXCHANGED, "m 0.007; u 1 in 18,000")
BIRTH_DAY_AND_MONTH = Weight(
    5.0, Rule.BIRTH_DAY_AND_MONTH_AGREE, "another year within ten, the commonest slip: m 0.055; u 1 in 770"
)
BIRTH_TWO_PARTS = Weight(4.0, Rule.BIRTH_TWO_PARTS_AGREE, "a digit or a month copied wrongly: m 0.04; u 1 in 400")
BIRTH_YEAR_DAY_DIFFERS = Weight(-0.5, Rule.BIRTH_YEAR_AGREES_DAY_DIFFERS, "two stated days: m 0.013; u 0.018")
BIRTH_DATES_1 = Weight(-1.5, Rule.BIRTH_DATES_ONE_APART, "two stated days: m 0.014; u 0.041")
BIRTH_DATES_2 = Weight(-2.5, Rule.BIRTH_DATES_TWO_APART, "two stated days: m 0.007; u 0.04")
BIRTH_DATES_5 = Weight(-3.5, Rule.BIRTH_DATES_THREE_TO_FIVE_APART, "two stated days: m 0.01; u 0.12")
BIRTH_MONTH = Weight(7.5, Rule.BIRTH_MONTH_AGREES, "one side states no day: m 0.8; u 1 in 440")
BIRTH_YEAR = Weight(5.0, Rule.BIRTH_YEAR_AGREES, "one side states the year alone: m 0.8; u 1 in 38, crowded")
BIRTH_ABOUT = Weight(4.0, Rule.BIRTH_ABOUT_AGREES, "one side says *about*: m 0.4; u 1 in 38")
BIRTH_ABOUT_1 = Weight(3.0, Rule.BIRTH_ABOUT_ONE_APART, "one side says *about*: m 0.4; u 2 in 39")
BIRTH_ABOUT_2 = Weight(1.5, Rule.BIRTH_ABOUT_TWO_APART, "one side says *about*: m 0.15; u 2 in 39")
BIRTH_NEAR_1 = Weight(1.5, Rule.BIRTH_YEARS_ONE_APART, "one side states the year alone: m 0.14; u 2 in 39")
BIRTH_NEAR_2 = Weight(-0.5, Rule.BIRTH_YEARS_TWO_APART, "one side states the year alone: m 0.035; u 2 in 39")
BIRTH_RANGE = Weight(2.0, Rule.BIRTH_YEAR_IN_RANGE, "u about 1 in 8 for ranges of five years")
BIRTH_OFF_5 = Weight(-2.0, Rule.BIRTH_YEARS_THREE_TO_FIVE_APART, "m 0.035; u 0.15")
BIRTH_OFF_10 = Weight(-5.0, Rule.BIRTH_YEARS_SIX_TO_TEN_APART, "m 0.007: adults who pass for minors; u 0.22")
BIRTH_FAR = Weight(-9.0, Rule.BIRTH_YEARS_FAR_APART, "m 0.001; u 0.5")
BIRTH_SLIP_YEARS = 10  # so far apart two years may lie for a date of which day and month agree to be a slip
CIRCA_YEARS = 2  # *about* moves each of these limits by two years
YEARS_OF_AGE = 40  # the span most subjects' years of birth lie in

# ---- who and where ---------------------------------------------------------------------------------------------
SEX_AGREES = Weight(0.3, Rule.SEX_AGREES, "the name has said it already; seven of eight subjects are men")
SEX_DIFFERS = Weight(-4.0, Rule.SEX_DIFFERS, "entered wrongly once in 60; u 0.22, seven of eight being men")
NATIONALITY_NEAR = Weight(
    0.8, Rule.NATIONALITY_AGREES, "one in three records shares it, and the name has said half of it"
)
NATIONALITY_FAR = Weight(3.0, Rule.NATIONALITY_FROM_AFAR_AGREES, "one in ten or fewer")
NATIONALITY_DIFFERS = Weight(
    -1.0, Rule.NATIONALITIES_DIFFER, "m 0.3: two nationalities or a stated one are common; u 0.65"
)
BIRTH_PLACE = Weight(4.0, Rule.BIRTH_PLACE_AGREES, "u 1 in 25 towns, m 0.7")
BIRTH_PLACE_CAPITAL = Weight(2.0, Rule.BIRTH_PLACE_LARGE_TOWN_AGREES, "u 1 in 6")
BIRTH_PLACE_DIFFERS = Weight(
    -1.5, Rule.BIRTH_PLACES_DIFFER, "two known towns of one country, 50 km apart or more: m 0.33, u 0.95"
)
ADDRESS = Weight(2.0, Rule.PLACE_AGREES, "people move: m 0.4, u 0.1")
FOUNDED = Weight(4.0, Rule.FOUNDING_YEAR_AGREES, "u 1 in 30")
COMPANION = Weight(4.0, Rule.COMPANION_AGREES, "at most: people travel together once; less for a common name")
COMPANION_SHARE = 0.3  # of what the companion's name is worth
VESSEL_IN_BOTH = Weight(3.0, Rule.VESSEL_IN_BOTH, "m 0.1; u 1 in 80: dozens are on one boat")
LINKED_NUMBER = Weight(
    8.0, Rule.LINKED_NUMBER_AGREES, "at most half of the number itself: it may be a contact's; less for what many carry"
)
LINKED_PERSON = Weight(4.0, Rule.LINKED_PERSON_NAMED, "at most, as of two texts that name a third person")
LINKED_VESSEL = Weight(3.0, Rule.LINKED_VESSEL_NAMED, "as of two texts that name one vessel")
LINKED_PLACE = Weight(2.0, Rule.LINKED_PLACE_AGREES, "as of a place on the record itself")
LINKED_SHARE = 0.5  # of what a number is worth on the record itself
LINKED_HUB = 2.0  # bits lost for each doubling of the records that carry it beyond two: 32 leave nothing
LINKED_MOST = 8.0  # bits of all linked records together: they are the choice of one clerk, and come in bunches
REGION = frozenset(("SN", "MR", "GM", "GN", "ML", "NE", "CI", "GW"))

# ---- companies, vessels, vehicles, places ----------------------------------------------------------------------
ENTITY_SPELT = 1.5  # bits that a name gains which is written alike to the letter: it was copied from the same paper
ENTITY_WHOLE = 9.0  # least bits of a name that agrees as a whole: asked about, however common its words
ENTITY_MAX = 18.0  # two rare words are a hit, two common ones *possible*; more would be the precision of a table
ENTITY_SAME = Rule.ENTITY_NAME_AGREES
ENTITY_IN_TEXT = Rule.VESSEL_IN_TEXT

# ---- departures and landings -----------------------------------------------------------------------------------
# u: of events drawn by chance over a coast of 2,000 km and two years (`casefile.matching.departures.evidence`).
EVENT_PLACE = Weight(6.5, Rule.EVENT_PLACE_AGREES, "at most: 22 km of a coast of 2,000; less for an island or a city")
EVENT_NEAR = Weight(6.0, Rule.EVENT_PLACES_NEAR, "at most: the circle asked for, as a share of the coast")
EVENT_ROUTE = Weight(2.0, Rule.EVENT_ROUTE_FITS, "one event in four is on the coast that the way leads to")
EVENT_DAY = Weight(9.5, Rule.EVENT_DAY_AGREES, "one day of two years")
EVENT_NEXT_DAY = Weight(8.0, Rule.EVENT_NEXT_DAY, "three days of two years")
EVENT_DAYS = Weight(8.5, Rule.EVENT_DAYS_FIT, "at most: less for each doubling of the days left open")
EVENT_VOYAGE = Weight(8.5, Rule.EVENT_VOYAGE_FITS, "at most: less for each doubling of the days the way may take")
EVENT_BOTH_ENDS = Weight(2.0, Rule.EVENT_BOTH_ENDS_AGREE, "it has said half of it: one beach, one route")
EVENT_ENDS_DIFFER = Weight(-2.0, Rule.EVENT_ENDS_DIFFER, "two boats of one night; or one that was towed, or mistaken")
EVENT_MEANS = Weight(1.0, Rule.EVENT_MEANS_AGREE, "m 0.8; u 0.4: most boats of a coast are of one make")
EVENT_WAY = Weight(0.3, Rule.EVENT_WAY_AGREES, "nearly all go by sea, and the place has said it")
EVENT_MEANS_DIFFER = Weight(-2.0, Rule.EVENT_MEANS_DIFFER, "m 0.15: words for boats are used loosely")
EVENT_PEOPLE = Weight(3.5, Rule.EVENT_PEOPLE_AGREE, "within a tenth: m 0.6; u 1 in 15")
EVENT_PEOPLE_NEAR = Weight(1.0, Rule.EVENT_PEOPLE_NEAR, "within a third: m 0.25; u 1 in 8")
EVENT_PEOPLE_DIFFER = Weight(-2.0, Rule.EVENT_PEOPLE_DIFFER, "up to two and a half times as many: m 0.05; u 0.2")
EVENT_PEOPLE_FAR = Weight(-5.0, Rule.EVENT_PEOPLE_FAR, "m 0.015: some were put ashore elsewhere; u 0.45")

# ---- numbers and codes -----------------------------------------------------------------------------------------
IDENTIFIERS: dict[Kind, Weight] = {
    Kind.PHONE: Weight(
        18.0, Rule.PHONE_AGREES, "lines are lent and resold: under another name it is only a possible match"
    ),
    Kind.PASSPORT: Weight(24.0, Rule.PASSPORT_AGREES, "unique per country; m 0.7"),
    Kind.NATIONAL_ID: Weight(24.0, Rule.NATIONAL_ID_AGREES, "unique per country"),
    Kind.DOCUMENT: Weight(
        20.0, Rule.DOCUMENT_AGREES, "the type is not known on one side: numbers repeat between types"
    ),
    Kind.PLATE: Weight(17.0, Rule.PLATE_AGREES, "plates are copied and cars are lent"),
    Kind.VIN: Weight(26.0, Rule.VIN_AGREES, "unique"),
    Kind.IMEI: Weight(22.0, Rule.IMEI_AGREES, "unique, but cloned ones are sold"),
    Kind.IMO: Weight(26.0, Rule.IMO_AGREES, "unique for the life of a hull"),
    Kind.MMSI: Weight(20.0, Rule.MMSI_AGREES, "reissued with the flag"),
    Kind.HULL: Weight(12.0, Rule.HULL_AGREES, "short, local and repainted"),
    Kind.ACCOUNT: Weight(22.0, Rule.ACCOUNT_AGREES, "unique"),
    Kind.EMAIL: Weight(20.0, Rule.EMAIL_AGREES, "unique; shared in families"),
    Kind.HANDLE: Weight(12.0, Rule.HANDLE_AGREES, "the platform is often not written down"),
    Kind.REGISTRATION: Weight(17.0, Rule.REGISTRATION_AGREES, "unique per register"),
    Kind.LIST_REFERENCE: Weight(26.0, Rule.LIST_REFERENCE_AGREES, "unique"),
}
CHECK_DIGIT_FAILS = Weight(9.0, Rule.CHECK_DIGIT_FAILS, "misread somewhere: as much as a phone that is no valid number")
PHONE_UNSURE = Weight(9.0, Rule.PHONE_DIGITS_AGREE, "no valid number of that country: short, old or misheard")
NUMBER_OF_MANY = Weight(
    -1.0, Rule.NUMBER_OF_MANY, "for each doubling of the records that carry it beyond two: a call shop's, a hotel's"
)
LEAST_OF_NUMBER = 1.0  # bits that a number of however many keeps
PASSPORTS_DIFFER = Weight(
    -1.5, Rule.PASSPORTS_DIFFER, "of one country: m 0.35, one in six of a list holds several and all are renewed"
)
IDS_DIFFER = Weight(-2.5, Rule.NATIONAL_IDS_DIFFER, "of one country: m 0.18; cards are numbered too, and faked")
SEVERAL_PAPERS = 0.4  # share of this contradiction that is left where one side is known to hold several
MISREAD = -6.0  # added when letters and digits had to be exchanged (O, 0): one misreading in 60
OTHER_COUNTRY = -7.0  # added when both sides name the issuing country and differ: numbers are unique per country only
IN_TEXT = 0.9  # share an identifier keeps that was only met in a report's text: it may be somebody else's
SECOND = 0.5  # share of a further identifier: they are handed on together
