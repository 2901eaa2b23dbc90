"""Who in a text is protected: victims and minors, in five languages, so that nothing about them is shown or matched.

Where the text leaves it open, it protects: a detour over the protection desk costs an hour, a leak is for ever.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casefile.limits import READ as MAX_LENGTH
from casefile.narrative.codes import read_identifiers
from casefile.narrative.people import Mention
from casefile.narrative.protected.binding import Bound, reading_of
from casefile.narrative.protected.forms import NAMING, Entry, entries
from casefile.narrative.protected.places import Places, Span, mark_again, same_as, words_of_name
from casefile.narrative.protected.scene import Scene
from casefile.narrative.protected.sign import Sign, cue_text
from casefile.narrative.protected.values import Where, identifier_places, stated_of
from casefile.narrative.read import read_narrative
from casefile.vocabulary import Protection

LINKED = "linked"
MASK = "[…]"


@dataclass(frozen=True, slots=True)
class ProtectedMention:
    """A protected person named in a text: the name as written, and the words that said so."""

    name: str
    protection: Protection
    cue: str


@dataclass(frozen=True, slots=True)
class ProtectedText:
    """What of a text is protected.

    `protections` are all that were found, also of persons without a name; an unknown age of a victim is not yet taken
    for a minor's here. `values` are the names as `read_persons` and the identifiers as `read_identifiers` give them.
    `spans` are whole sentences, half-open, in characters of the text, merged, in order.
    """

    persons: tuple[ProtectedMention, ...] = ()
    protections: frozenset[Protection] = frozenset()
    values: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()


def read_protected(text: str, country: str | None, on: date, known: Sequence[str] = ()) -> ProtectedText:
    """Protected persons of a report or an event.

    `country` (ISO alpha-2) reads local phone numbers, `on` is the day ages count from, `known` are names of persons
    protected by what is known elsewhere. Beyond MAX_LENGTH nothing is read, and all of that is a span.
    """
    read = text[:MAX_LENGTH]
    unread = [(MAX_LENGTH, len(text))] if len(text) > MAX_LENGTH else []
    reading = reading_of(read, on)
    scene, bound = reading.scene, reading.bound
    mentions = read_narrative(read, country).persons if scene.words else ()
    if not scene.words or not (reading.signs or known or any(m.written != "prose" for m in mentions)):
        return ProtectedText(spans=tuple(unread))
    places = Places(scene)
    persons = [*_from_cues(scene, bound), *_from_forms(scene, bound, places)]
    for segment in bound.cues:
        places.protect(segment)
    persons += _linked(scene, known, places)
    mark_again(scene, places)
    places.sentences |= {scene.sentence_of[s.first] for s in bound.unnamed}
    where = Where(scene, frozenset(places.words), frozenset(places.sentences), places.forms, _sign_words(bound))
    values, speaking = identifier_places(where, read_identifiers(read, country))
    values |= {" ".join(w.text for w in scene.words[a:b]) for a, b in scene.stretches if places.touched(a, b)}
    stated = stated_of(mentions, places, [p.name for p in persons], on)
    persons += [ProtectedMention(m.name, Protection.MINOR, _first_place(read, m)) for m in stated.minors]
    once = _each_once(persons)
    values |= stated.values
    values |= {p.name for p in once}
    said = frozenset(s.protection for s in _all_signs(bound)) | {p.protection for p in persons}
    spans = [*(scene.sentences[i] for i in places.sentences | speaking), *places.forms, *stated.spans, *unread]
    return ProtectedText(once, said, frozenset(values), merged(text, spans))


def _first_place(text: str, mention: Mention) -> str:
    first, last = mention.spans[0]
    return text[first : min(last, first + 40)]


def masked(text: str, spans: Sequence[Span]) -> str:
    """The text with each span covered. Spans are in order and do not overlap."""
    kept, last = [], 0
    for start, end in spans:
        kept += [text[last:start], MASK]
        last = end
    return "".join([*kept, text[last:]])


def merged(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order; those that touch, or have only blanks between them, as one."""
    found: list[Span] = []
    for start, end in sorted(s for s in spans if s[1] > s[0]):
        if found and (start <= found[-1][1] or not text[found[-1][1] : start].strip()):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _all_signs(bound: Bound) -> Iterator[Sign]:
    for many in bound.cues.values():
        yield from many
    yield from bound.unnamed


def _sign_words(bound: Bound) -> frozenset[int]:
    return frozenset(i for s in bound.unnamed for i in range(s.first, s.last))


def _from_cues(scene: Scene, bound: Bound) -> Iterator[ProtectedMention]:
    for segment, many in sorted(bound.cues.items(), key=lambda item: item[0].first):
        for sign in many:
            yield ProtectedMention(segment.name, sign.protection, cue_text(scene, sign))


def _from_forms(scene: Scene, bound: Bound, places: Places) -> Iterator[ProtectedMention]:
    """The persons of labelled fields: an entry is protected when its label, its role, its age or its birth says so."""
    starts = [w.start for w in scene.words]
    unnamed = {s.first: s for s in bound.unnamed}
    named = {segment.first: many for segment, many in bound.cues.items()}
    bound_at = {s.first: s for many in bound.cues.values() for s in many}
    for entry in entries(scene.text):
        if len(entry.fields) < 2 or not entry.labels() & NAMING:
            continue
        said: dict[int, Sign] = {}
        for one in entry.fields:
            label, value, end = (bisect_left(starts, at) for at in (one.start, one.value_start, one.end))
            said |= {i: unnamed[i] for i in range(label, min(end, value + 2)) if i in unnamed}
            if one.label in NAMING:
                said |= {s.first: s for i in range(value, end) for s in named.get(i, ())}
            if one.label in ("victim", "minor"):
                said |= {i: bound_at[i] for i in range(label, value) if i in bound_at}
        if said:
            yield from _named_in(scene, entry, starts, list(said.values()), places)


def _range_of(starts: Sequence[int], first: int, last: int) -> range:
    return range(bisect_left(starts, first), bisect_left(starts, last))


def _named_in(
    scene: Scene, entry: Entry, starts: Sequence[int], said: Sequence[Sign], places: Places
) -> Iterator[ProtectedMention]:
    parts: dict[str, str] = {}
    for one in entry.fields:
        if one.label not in NAMING:
            continue
        value = [
            i for i in _range_of(starts, one.value_start, one.end) if not scene.tags[i] and not scene.words[i].number
        ]
        if value:
            places.mark(value[0], value[-1] + 1)
            parts[one.label] = " ".join(scene.words[i].text for i in value)
    places.forms.append((entry.start, entry.end))
    name = parts.get("name") or " ".join(parts[k] for k in parts if k in ("surname", "given"))
    name = name or parts.get("victim") or parts.get("minor") or ""
    if name:
        places.names[name] = None
        for sign in said:
            yield ProtectedMention(name, sign.protection, cue_text(scene, sign))


def _linked(scene: Scene, known: Sequence[str], places: Places) -> list[ProtectedMention]:
    found = []
    for segment in same_as(scene, list(dict.fromkeys(known))):
        places.protect(segment)
        found.append(ProtectedMention(segment.name, Protection.VICTIM, LINKED))
    return found


def _each_once(persons: Sequence[ProtectedMention]) -> tuple[ProtectedMention, ...]:
    """One mention for each name and protection, under its longest writing, the first cue kept."""
    longest: dict[frozenset[str], str] = {}
    names = sorted(dict.fromkeys(p.name for p in persons), key=lambda n: -len(n))
    for name in names[:500]:
        words = words_of_name(name)
        longest.setdefault(next((w for w in longest if words <= w), words), name)
    found: dict[tuple[str, Protection], ProtectedMention] = {}
    for person in persons:
        words = words_of_name(person.name)
        name = longest.get(words) or next((n for w, n in longest.items() if words <= w), person.name)
        found.setdefault((name, person.protection), replace(person, name=name))
    return tuple(found.values())
