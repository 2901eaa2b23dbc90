"""What may be shown of what the engine found: each document is held against the database and the question again."""

from collections.abc import Sequence
from dataclasses import dataclass

from casefile.hits.parties import CurrentRecord, current_records
from casefile.policy.sharing import Access, access
from casefile.policy.viewer import Viewer
from casefile.storage.store import Store
from casefile.subjects.identifiers import found_by
from indexer.engine import fields
from indexer.engine.wire import Hit
from indexer.search import answers
from indexer.search.asking import Asked
from indexer.search.comparison import Content
from indexer.search.views import CORE, WHOLE


@dataclass(frozen=True, slots=True)
class Found:
    """A document with what SQL says of its record, of whether its reader may see it, and of how it answers."""

    hit: Hit
    record: CurrentRecord
    seen: Access
    agreeing: tuple[str, ...]
    """The numbers asked for that it has."""
    answer: answers.Answer | None
    """None: nothing but filters was asked."""

    @property
    def kind(self) -> str:
        return str(self.hit["_source"][fields.KIND])

    @property
    def way(self) -> str:
        """How it answers (`Way`); empty where nothing but filters was asked."""
        return self.answer.way.value if self.answer else ""


def checked(
    store: Store, viewer: Viewer, asked: Asked, hits: Sequence[Hit], *, neighbours: bool = False
) -> list[Found | None]:
    """Each of these hits in its place; None for what this viewer may not be shown."""
    with store.reading() as session:
        current = current_records(session, [hit["_id"] for hit in hits])
    return [_checked(viewer, asked, hit, current.get(hit["_id"]), neighbours=neighbours) for hit in hits]


def checked_many(
    store: Store, viewer: Viewer, answers_of: Sequence[tuple[Asked, Sequence[Hit]]]
) -> list[list[Found | None]]:
    """The same for the hits of many questions, whose records are read from the database at once."""
    with store.reading() as session:
        current = current_records(session, {hit["_id"] for _, hits in answers_of for hit in hits})
    return [[_checked(viewer, asked, hit, current.get(hit["_id"])) for hit in hits] for asked, hits in answers_of]


def _checked(
    viewer: Viewer, asked: Asked, hit: Hit, record: CurrentRecord | None, *, neighbours: bool = False
) -> Found | None:
    """What may be shown of a document. Another unit's counts in the version that was searched or not at all."""
    seen = access(viewer, record.release) if record is not None else None
    if record is None or seen is None:
        return None
    if seen is not Access.OWN and hit["_source"][fields.VERSION] != record.version:
        return None
    content = _content(hit, seen)
    parts = asked.question.parts
    answer = answers.answer(asked.question, content, asked.reading, neighbours=neighbours) if parts else None
    agreeing = found_by(asked.numbers, content.numbers)
    return Found(hit, record, seen, (*agreeing, *(answer.numbers if answer else ())), answer)


def _content(hit: Hit, seen: Access) -> Content:
    """What the reader may read of it: of a core its names, and its years of birth."""
    source = hit["_source"]
    mark, core = (CORE.mark, True) if seen is Access.CORE else (WHOLE.mark, False)
    flags = frozenset(_flag(name) for name in hit.get("matched_queries", ()) if name.startswith(f"{mark}."))
    names, kind = tuple(source.get(fields.NAMES) or ()), str(source[fields.KIND])
    if core:
        years = tuple(
            (one["gte"] * 10_000 + 101, one["lte"] * 10_000 + 1231) for one in source.get(fields.CORE_YEARS) or ()
        )
        return Content(kind, names, days=years, flags=flags)
    return Content(
        kind,
        names,
        mentions=tuple(source.get(fields.MENTIONS) or ()),
        places=tuple(source.get(fields.PLACES) or ()),
        numbers=tuple(source.get(fields.IDENTIFIERS) or ()),
        days=tuple((one["gte"], one["lte"]) for one in source.get(fields.DAYS) or ()),
        flags=flags,
    )


def _flag(name: str) -> tuple[int, str]:
    """The name of a clause: the view's mark, the place of the part, how it stands there."""
    _, place, how = name.split(".", 2)
    return int(place), how
