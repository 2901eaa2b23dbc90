"""A dossier as files that programs read: one JSON file a subject, every value as the database holds it. Pure."""

from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum

from casefile.evidence.contents import Dossier, Side
from casefile.evidence.seal import canonical


def data_files(dossier: Dossier) -> dict[str, bytes]:
    """{path: bytes}. What the reader may not know is not in them, not even as an empty place of a fixed number."""
    record, watch = dossier.sides
    about = {
        "order": dossier.order,
        **({"hit": dossier.hit_id} if dossier.view != "unit" else {}),
        "state": dossier.state,
        "seen_as": dossier.view,
        "detected_at": dossier.detected_at,
        "score_bits": dossier.score,
        "grade": dossier.grade,
        "reference": dossier.pointer_reference,
        "withheld_for_want_of_permission": dossier.withheld,
    }
    content: dict[str, object] = {
        "hit": about,
        "record": _side(record),
        "watch": _side(watch),
        "weights": dossier.weights,
        "decisions": dossier.decisions,
        "thread": dossier.thread,
        "custody": dossier.custody,
        "versions": dossier.versions,
    }
    return {f"data/{name}.json": canonical(plain(value)) for name, value in content.items()}


def _side(side: Side) -> dict[str, object]:
    """What is not known of a side that is not whole is left out."""
    found = {name: value for name, value in _fields(side).items() if side.whole or value not in (None, "", True)}
    return {**found, "whole": side.whole}


def _fields(value: object) -> dict[str, object]:
    return {one.name: getattr(value, one.name) for one in fields(value)}  # type: ignore[arg-type]


def plain(value: object) -> object:
    """Dataclasses, words and moments as JSON has them; moments in UTC, to the second."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(one) for name, one in _fields(value).items()}
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value
