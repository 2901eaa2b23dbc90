"""`griot check batch`: a list checked as a whole on the command line, with the same rights and in the same trail."""

from collections.abc import Mapping
from pathlib import Path

import click

from portal.cli.context import Installation, emit, reason_for

REASON = "List checked on the command line"


@click.group("check")
def check() -> None:
    """Check a list of names, phones, documents and plates."""


@check.command("batch")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "login", required=True, help="Login of the officer who looks: whose rights apply.")
@click.option("--reason", default="", help="Why; kept with each line. Without it the officer’s errand at the portal.")
@click.option("--case", "case_ref", default="", help="Reference of the case it is for; kept with each line.")
@click.option("--column", default="", help="Letter of the column; without it the one of names or numbers.")
@click.pass_context
def batch(ctx: click.Context, file: Path, login: str, reason: str, case_ref: str, column: str) -> None:
    """Check FILE (text, CSV, XLSX, ODS): each line is searched as `griot search` would.

    Exit code 0 also where lines could not be checked: they say so, and are never *nothing*.
    """
    from casefile import records
    from casefile.batches import keeping
    from casefile.batches.reading import lines_of_file
    from casefile.errors import BadInput
    from casefile.exchange.workbooks.reading import MAX_BYTES, TOO_LARGE
    from casefile.people import viewers
    from indexer.search.batch.carrying import check_due

    installation: Installation = ctx.obj
    store, engine = installation.store, installation.engine
    if file.stat().st_size > MAX_BYTES:
        raise BadInput(TOO_LARGE, field="file", most=MAX_BYTES // 1024 // 1024)
    lines = lines_of_file(file.read_bytes(), column)
    with store.writing() as session:
        viewer = viewers.viewer_by_login(session, login)
        reason, case = reason_for(session, viewer, installation.settings, reason, REASON)
        check_id = keeping.receive(session, viewer, lines)
        keeping.order(session, viewer, check_id, reason, case_ref or case)
    while check_due(engine, store, only=check_id):
        pass
    with store.writing() as session:
        view = keeping.opened(session, viewer, check_id)
        told, _ = keeping.results(session, viewer, check_id, limit=None)
        known = records.lines(session, viewer, [id for line in told for id in line.records])
        keeping.note_shown(session, viewer, check_id, len(told), list(known))
    counts = {answer.value: many for answer, many in sorted(view.answers.items())}
    rows = [
        {
            "line": line.position + 1,
            "text": line.text,
            "kind": line.kind.value,
            "answer": line.answer.value,
            "as_of": line.answered_at.isoformat() if line.answered_at else None,
            "records": [id for id in line.records if id in known],
            "why": _why(line.problem) if line.problem else "",
        }
        for line in told
    ]
    said = [f"{row['line']:5}. {row['answer']:<9} {row['text']}" for row in rows]
    emit(ctx, "\n".join(said), {"check": check_id, "lines": view.lines, **counts, "results": rows})


def _why(problem: Mapping[str, object]) -> str:
    from casefile.errors import CasefileError

    values = problem["values"]
    return str(CasefileError(str(problem["message"]), **(values if isinstance(values, dict) else {})))
