"""What is shown of a result to say why it was found: pieces of its fields with marks around what matched."""

from collections.abc import Iterable
from dataclasses import dataclass

from casefile.names import analyze
from indexer.engine import fields
from indexer.engine.wire import Hit, Object
from indexer.search.ranking import Compared

MARK_START, MARK_END = "\ue000", "\ue001"
"""Around what matched. Private use: they survive escaping, after which the page turns them into tags."""

AGREES = 0.5
"""From this chance on two parts of a name are one: below, they only stand next to each other."""
MAX_JOINED = 3
"""Words of a name that may together be one of its parts."""

FRAGMENTS, FRAGMENT_SIZE = 2, 160


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of one field, with marks around what matched."""

    field: str
    text: str


def highlight(text: str, mode: str) -> Object:
    """What the engine is asked to mark, in the order in which it stands in the text."""
    names = [fields.NARRATIVE, fields.PLACES]
    if mode == "sound":
        names += [fields.NARRATIVE_SOUND, fields.PLACES_SOUND]
    return {
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "type": "unified",
        "order": "none",
        "number_of_fragments": FRAGMENTS,
        "fragment_size": FRAGMENT_SIZE,
        "require_field_match": True,
        "fields": {name: {"highlight_query": {"match": {name: text}}} for name in names},
    }


def of_numbers(agreeing: Iterable[str]) -> list[Snippet]:
    return [Snippet(fields.IDENTIFIERS, f"{MARK_START}{value}{MARK_END}") for value in agreeing]


def of_name(match: Compared | None) -> list[Snippet]:
    return [Snippet(fields.NAMES, _marked(match))] if match is not None and match.score > 0 else []


def of_texts(hit: Hit) -> list[Snippet]:
    """The engine's marks; the plain field comes first and its sub-field only fills in for it."""
    found: dict[str, list[Snippet]] = {}
    for name, fragments in hit.get("highlight", {}).items():
        field = name.removesuffix(f".{fields.SOUND}")
        found.setdefault(field, [Snippet(field, fragment) for fragment in fragments])
    return [snippet for many in found.values() for snippet in many]


def _marked(match: Compared) -> str:
    """The found name with marks around the words that agreed; two words may be one part (عبد الله)."""
    agreed = {name for part in match.parts if part.score >= AGREES for name in (part.found, part.wanted)}
    words = match.found.split()
    written = ["".join(analyze(word).written) for word in words]
    marked: set[int] = set()
    for first in range(len(words)):
        for last in range(first, min(first + MAX_JOINED, len(words))):
            if "".join(written[first : last + 1]) in agreed:
                marked.update(range(first, last + 1))
    return " ".join(f"{MARK_START}{word}{MARK_END}" if place in marked else word for place, word in enumerate(words))


def clean(text: str) -> str:
    """Without what the wire cannot carry, and without our own marks."""
    kept = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(kept.replace("\x00", " ").replace(MARK_START, " ").replace(MARK_END, " ").split())
