"""`griot status`: what is still owed, and since when."""

from typing import Any

import click

from casefile import outbox
from casefile.errors import CasefileError
from casefile.people.units import SYSTEM
from casefile.storage import tables
from indexer.pipeline import percolate
from portal.cli.context import Installation, emit


@click.command(short_help="What is still owed to the index and to readers, and since when.")
@click.pass_context
def status(ctx: click.Context) -> None:
    """What is still owed to the index and to readers, and since when.

    While anything is owed, a search may not know the newest entries yet. Dead-lettered entries wait for a person.
    """
    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        backlog = outbox.read_backlog(session)
        dead = outbox.dead_letters(session, SYSTEM)
    engine = installation.engine.alive()
    data: dict[str, Any] = {
        "to_index": backlog.to_index,
        "to_match": backlog.to_match,
        "to_send": backlog.to_send,
        "parked": backlog.dead_lettered,
        "oldest": backlog.oldest.isoformat() if backlog.oldest else None,
        "waiting_s": round((tables.now() - backlog.oldest).total_seconds(), 1) if backlog.oldest else 0.0,
        "engine": engine,
        "unextracted": _unextracted(installation) if engine else None,
        "parked_rows": [
            {
                "topic": row.topic.value,
                "subject_id": row.subject_id,
                "reason": row.reason,
                "since": row.dead_lettered_at.isoformat(),
            }
            for row in dead
        ],
    }
    emit(ctx, _text(data), data)


def _unextracted(installation: Installation) -> int | None:
    """Stored queries the engine runs against every record; None while the index cannot be asked."""
    try:
        return percolate.unextracted_count(installation.engine)
    except CasefileError:
        return None


def _text(data: dict[str, Any]) -> str:
    owed = data["to_index"] + data["to_match"] + data["to_send"]
    lines = []
    if data["engine"] is None:
        lines.append("The search engine does not answer. Entries are kept and searched when it is back.")
    elif data["unextracted"] is None:
        lines.append("The index is missing; the worker makes it anew (or: griot rebuild).")
    elif data["unextracted"]:
        lines.append(f"{data['unextracted']} standing queries are run against every record; griot rebuild mends it.")
    if owed:
        lines.append(
            f"Owed: {data['to_index']} to index, {data['to_match']} to look at the other side, "
            f"{data['to_send']} notices to send; the oldest for {data['waiting_s']:.0f} s."
        )
    else:
        lines.append("Nothing is owed: everything entered has been searched on both sides.")
    if data["parked"]:
        lines.append(f"Dead-lettered, waiting for a person: {data['parked']}.")
        lines += [
            f"  {row['topic']} {row['subject_id']} since {row['since']}: {row['reason']}"
            for row in data["parked_rows"][:20]
        ]
    return "\n".join(lines)
