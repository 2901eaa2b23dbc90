"""Names of companies, vessels, vehicles, institutions and places: read and compared. Pure: text in, values out."""

from casefile.names.entities.compare import Answer, EntityMatch, compare_entities, compare_read
from casefile.names.entities.reading import EntityName, EntityWord, read_entity

__all__ = [
    "Answer",
    "EntityMatch",
    "EntityName",
    "EntityWord",
    "compare_entities",
    "compare_read",
    "read_entity",
]
