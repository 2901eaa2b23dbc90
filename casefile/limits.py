"""How long what is written may be, in characters, and the one check of it. The tables' columns follow these."""

from casefile.errors import BadInput

LOGIN = 40  # the column holds the 80 of the first release
DISPLAY_NAME = 200
UNIT_CODE = 40
UNIT_NAME = 200
TELEPHONE = 60
OPENING_HOURS = 200
COUNTRY_CODE = 2  # ISO 3166 alpha-2
CASE_REFERENCE = 80
CASE_TITLE = 300
LEGAL_BASIS = 300
SOURCE_ID = 200
WATCHLIST_NAME = 200
POST_NAME = 80
LINK_NOTE = 500
EXHIBIT_NAME = 200
EXHIBIT_PLACE = 300
EXHIBIT_DESCRIPTION = 2_000
EXHIBIT_OUTSIDE = 200
TUTOR = 120
OPERATION_PLACE = 200
OPERATION_WORDS = 300
NARRATIVE = 200_000  # what the form takes; the reader reads that and the titles (`READ`)
READ = NARRATIVE + 20_000  # of a report, its titles and its narrative: some 50 titles as long as they may be
SUSPICION_NOTE = 20_000
JUDGED_NAME = 300

TOO_LONG = "This text is longer than %(most)s characters. Shorten it."


def check_length(text: str, most: int, field: str) -> None:
    """Raises BadInput, naming the field, when the text is longer. Nothing is ever cut."""
    if len(text) > most:
        raise BadInput(TOO_LONG, field=field, most=most)
