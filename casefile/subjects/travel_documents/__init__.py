"""The machine-readable zone of a travel document: TD1, TD2, TD3 and both sizes of visa, wherever it stands in a text.

Source: ICAO Doc 9303, eighth edition, Parts 3 to 7. Blanks and broken lines do not matter, nor a miscount of fillers:
the zone is found by its dates. A character misread where only letters or only digits may stand is put right and said
(`Repair`); in a number, which may hold both, only if the check digit then holds and no other reading makes it hold.
"""

from casefile.subjects.travel_documents.document import Repair, TravelDocument
from casefile.subjects.travel_documents.fields import check_digit
from casefile.subjects.travel_documents.find import find_zones

__all__ = ["Repair", "TravelDocument", "check_digit", "find_zones"]
