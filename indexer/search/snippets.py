"""What is shown of a result to say why it was found: pieces of its fields with marks around what matched."""

from collections.abc import Iterable
from dataclasses import dataclass

from casefile.names import analyze
from indexer.engine import fields
from indexer.engine.wire import Hit, Object
from indexer.search.agreements import Agreement, Where
from indexer.search.answers import Answer
from indexer.search.reading.question import WORD, Question, Sort

MARK_START, MARK_END = "\ue000", "\ue001"
"""Around what matched. Private use: they survive escaping, after which the page turns them into tags."""

FRAGMENTS, FRAGMENT_SIZE = 2, 160


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of one field, with marks around what matched."""

    field: str
    text: str


def highlight(question: Question, mode: str, found: Iterable[Agreement]) -> Object:
    """What the engine is asked to mark, in the order in which it stands in the text: what was asked for, and the words
    of the text that were found to be one with it."""
    quoted: list[tuple[str, str]] = []
    for part in question.parts:
        kind = {Sort.PHRASE: "match_phrase", Sort.START: "prefix"}.get(part.sort, "match")
        if kind != "match" or part.text:
            quoted.append((kind, " ".join(analyze(part.text).latin) if kind == "prefix" else part.text))
    heard = dict.fromkeys(
        one.found for one in found if one.where in (Where.TEXT, Where.PLACE) and one.found != one.asked
    )
    plain = [fields.TITLES, fields.NARRATIVE, fields.PLACES]
    stems = [] if mode == "written" else [fields.TITLES_STEM, fields.NARRATIVE_STEM]
    return {
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "type": "unified",
        "order": "none",
        "number_of_fragments": FRAGMENTS,
        "fragment_size": FRAGMENT_SIZE,
        "require_field_match": True,
        "fields": {
            name: {"highlight_query": {"bool": {"should": _marking(name, quoted, heard)}}} for name in (*plain, *stems)
        },
    }


def _marking(name: str, quoted: Iterable[tuple[str, str]], heard: Iterable[str]) -> list[Object]:
    asked: list[Object] = [{kind: {name: {"value" if kind == "prefix" else "query": text}}} for kind, text in quoted]
    return asked + [{"match": {name: {"query": word, "operator": "and"}}} for word in heard]


def of_numbers(agreeing: Iterable[str]) -> list[Snippet]:
    return [Snippet(fields.IDENTIFIERS, f"{MARK_START}{value}{MARK_END}") for value in agreeing]


def of_name(answer: Answer | None) -> list[Snippet]:
    """The name that answers, with marks around its words that agree."""
    if answer is None or not answer.name:
        return []
    agreed = {word for one in answer.found if one.where in (Where.NAME, Where.TITLE) for word in one.found.split()}
    if not agreed:
        return []
    marked = WORD.sub(lambda m: f"{MARK_START}{m[0]}{MARK_END}" if m[0] in agreed else m[0], answer.name)
    return [Snippet(fields.NAMES, marked)]


def of_texts(hit: Hit) -> list[Snippet]:
    """The engine's marks; the plain field comes first and its sub-field only fills in for it."""
    found: dict[str, list[Snippet]] = {}
    for name, fragments in hit.get("highlight", {}).items():
        field = name.removesuffix(f".{fields.STEM}")
        found.setdefault(field, [Snippet(field, fragment) for fragment in fragments])
    return [snippet for many in found.values() for snippet in many]


def clean(text: str) -> str:
    """Without what the wire cannot carry, and without our own marks."""
    kept = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(kept.replace("\x00", " ").replace(MARK_START, " ").replace(MARK_END, " ").split())
