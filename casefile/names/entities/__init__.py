"""Names of companies, vessels, vehicles, institutions and places: read and compared. Pure: text in, values out."""

from casefile.names.entities.compare import SAME_THRESHOLD, EntityMatch, compare_entities, compare_read
from casefile.names.entities.pairing import word_likeness
from casefile.names.entities.reading import EntityName, EntityWord, read_entity
from casefile.names.entities.tables import trade_words

__all__ = [
    "SAME_THRESHOLD",
    "EntityMatch",
    "EntityName",
    "EntityWord",
    "compare_entities",
    "compare_read",
    "read_entity",
    "trade_words",
    "word_likeness",
]
