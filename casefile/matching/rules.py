"""The rules by which two entries agree or contradict: a name that is stored, and the sentence a page shows for it.

The name is what a stored hit holds, so it never changes. The sentence is a gettext key next to it and may be reworded
at any time: only its translations follow.
"""

from enum import StrEnum

from casefile.errors import N_


class Rule(StrEnum):
    """How one value of two entries came out against the other."""

    sentence: str

    def __new__(cls, name: str, sentence: str) -> "Rule":
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.sentence = sentence
        return rule

    # names of persons
    NAME_PART_MISSING = "name_part_missing", N_("A part of the name is missing on one side")
    NAMES_AGREE = "names_agree", N_("The names agree")
    NAMES_MAY_BE_ONE = "names_may_be_one", N_("The names may be one: a slip or a rare spelling")
    WEAK_ALIAS_AGREES = "weak_alias_agrees", N_("A weak alias agrees")
    NAME_IN_TEXT = "name_in_text", N_("The name stands in the report's text")
    NAMES_DIFFER = "names_differ", N_("The names differ")
    NAMES_PARTLY_AGREE = "names_partly_agree", N_("Only a part of the names agrees")
    NAMES_OF_PARENT_AND_CHILD = "names_of_parent_and_child", N_("The names may be a parent's and a child's")
    NAMES_OF_OTHER_SEX = "names_of_other_sex", N_("The names may be a brother's and a sister's: their ending differs")

    # date of birth
    BIRTH_DAY_AGREES = "birth_day_agrees", N_("The day of birth agrees")
    BIRTH_DAY_AND_MONTH_EXCHANGED = "birth_day_and_month_exchanged", N_("Day and month of birth are exchanged")
    BIRTH_DAY_AND_MONTH_AGREE = (
        "birth_day_and_month_agree",
        N_("Day and month of birth agree, the year is near but another"),
    )
    BIRTH_TWO_PARTS_AGREE = "birth_two_parts_agree", N_("The year and one of day and month of birth agree")
    BIRTH_MONTH_AGREES = "birth_month_agrees", N_("The month and year of birth agree")
    BIRTH_YEAR_AGREES = "birth_year_agrees", N_("The year of birth agrees")
    BIRTH_YEAR_AGREES_DAY_DIFFERS = "birth_year_agrees_day_differs", N_("The year of birth agrees, the day does not")
    BIRTH_ABOUT_AGREES = "birth_about_agrees", N_("The year of birth is about the same")
    BIRTH_ABOUT_ONE_APART = "birth_about_one_apart", N_("The years of birth, one of them not exact, are one apart")
    BIRTH_ABOUT_TWO_APART = "birth_about_two_apart", N_("The years of birth, one of them not exact, are two apart")
    BIRTH_YEARS_ONE_APART = "birth_years_one_apart", N_("The years of birth are one apart")
    BIRTH_YEARS_TWO_APART = "birth_years_two_apart", N_("The years of birth are two apart")
    BIRTH_YEAR_IN_RANGE = "birth_year_in_range", N_("The year of birth lies in the range given")
    BIRTH_YEARS_THREE_TO_FIVE_APART = (
        "birth_years_three_to_five_apart",
        N_("The years of birth are three to five apart"),
    )
    BIRTH_DATES_ONE_APART = "birth_dates_one_apart", N_("Two full dates of birth differ, their years are one apart")
    BIRTH_DATES_TWO_APART = "birth_dates_two_apart", N_("Two full dates of birth differ, their years are two apart")
    BIRTH_DATES_THREE_TO_FIVE_APART = (
        "birth_dates_three_to_five_apart",
        N_("Two full dates of birth differ, their years are three to five apart"),
    )
    BIRTH_YEARS_SIX_TO_TEN_APART = "birth_years_six_to_ten_apart", N_("The years of birth are six to ten apart")
    BIRTH_YEARS_FAR_APART = "birth_years_far_apart", N_("The years of birth are more than ten apart")

    # who and where
    SEX_AGREES = "sex_agrees", N_("The sex agrees")
    SEX_DIFFERS = "sex_differs", N_("The sex differs")
    NATIONALITY_AGREES = "nationality_agrees", N_("The nationality agrees")
    NATIONALITY_FROM_AFAR_AGREES = "nationality_from_afar_agrees", N_("A nationality from outside the region agrees")
    NATIONALITIES_DIFFER = "nationalities_differ", N_("The nationalities differ")
    BIRTH_PLACE_AGREES = "birth_place_agrees", N_("The place of birth agrees")
    BIRTH_PLACE_LARGE_TOWN_AGREES = "birth_place_large_town_agrees", N_("The place of birth agrees: a large town")
    BIRTH_PLACES_DIFFER = "birth_places_differ", N_("The places of birth differ")
    PLACE_AGREES = "place_agrees", N_("A place agrees")
    FOUNDING_YEAR_AGREES = "founding_year_agrees", N_("The year of founding agrees")

    COMPANION_AGREES = "companion_agrees", N_("Both are named together with the same other person")
    VESSEL_IN_BOTH = "vessel_in_both", N_("Both are named together with the same vessel")

    # on records linked to the record
    LINKED_NUMBER_AGREES = "linked_number_agrees", N_("A record linked to it holds the same number")
    LINKED_PERSON_NAMED = "linked_person_named", N_("A person linked to it is named on the other side")
    LINKED_VESSEL_NAMED = "linked_vessel_named", N_("A vessel linked to it is named on the other side")
    LINKED_PLACE_AGREES = "linked_place_agrees", N_("A place linked to it agrees")

    # companies, vessels, vehicles, places
    ENTITY_NAME_AGREES = "entity_name_agrees", N_("The name of the company, vessel, vehicle or place agrees")
    VESSEL_IN_TEXT = "vessel_in_text", N_("The vessel stands in the report's text")

    # departures and landings
    EVENT_PLACE_AGREES = "event_place_agrees", N_("The same beach or place")
    EVENT_PLACES_NEAR = "event_places_near", N_("The places lie near each other")
    EVENT_ROUTE_FITS = "event_route_fits", N_("The way leads from the one place to the other")
    EVENT_DAY_AGREES = "event_day_agrees", N_("The same day or night")
    EVENT_NEXT_DAY = "event_next_day", N_("One day apart, as a night may be")
    EVENT_DAYS_FIT = "event_days_fit", N_("The days overlap")
    EVENT_VOYAGE_FITS = "event_voyage_fits", N_("The days fit the time the way takes")
    EVENT_BOTH_ENDS_AGREE = "event_both_ends_agree", N_("The other end of the way agrees too")
    EVENT_ENDS_DIFFER = "event_ends_differ", N_("The other ends of the way lie far apart")
    EVENT_MEANS_AGREE = "event_means_agree", N_("The means of transport agree")
    EVENT_WAY_AGREES = "event_way_agrees", N_("Both went by sea, or both by land")
    EVENT_MEANS_DIFFER = "event_means_differ", N_("The means of transport differ")
    EVENT_PEOPLE_AGREE = "event_people_agree", N_("The number of people agrees")
    EVENT_PEOPLE_NEAR = "event_people_near", N_("The numbers of people are near each other")
    EVENT_PEOPLE_DIFFER = "event_people_differ", N_("The numbers of people differ")
    EVENT_PEOPLE_FAR = "event_people_far", N_("The numbers of people lie far apart")

    # numbers and codes
    PHONE_AGREES = "phone_agrees", N_("The phone number agrees")
    PASSPORT_AGREES = "passport_agrees", N_("The passport number agrees")
    NATIONAL_ID_AGREES = "national_id_agrees", N_("The identity number agrees")
    DOCUMENT_AGREES = "document_agrees", N_("The document number agrees")
    PLATE_AGREES = "plate_agrees", N_("The number plate agrees")
    VIN_AGREES = "vin_agrees", N_("The chassis number agrees")
    IMEI_AGREES = "imei_agrees", N_("The device number agrees")
    IMO_AGREES = "imo_agrees", N_("The IMO number agrees")
    MMSI_AGREES = "mmsi_agrees", N_("The MMSI agrees")
    HULL_AGREES = "hull_agrees", N_("The hull number agrees")
    ACCOUNT_AGREES = "account_agrees", N_("The account number agrees")
    EMAIL_AGREES = "email_agrees", N_("The e-mail address agrees")
    HANDLE_AGREES = "handle_agrees", N_("The account name agrees")
    REGISTRATION_AGREES = "registration_agrees", N_("The registration number agrees")
    LIST_REFERENCE_AGREES = "list_reference_agrees", N_("The list reference agrees")
    CHECK_DIGIT_FAILS = "check_digit_fails", N_("The number agrees, but its check digit is wrong")
    PHONE_DIGITS_AGREE = "phone_digits_agree", N_("The digits of the phone number agree")
    NUMBER_OF_MANY = "number_of_many", N_("The number agrees, but many carry it")
    PASSPORTS_DIFFER = "passports_differ", N_("Two passports of one country differ")
    NATIONAL_IDS_DIFFER = "national_ids_differ", N_("Two identity numbers of one country differ")
