"""`griot search`: the portal's search on the command line, with the same rights and in the same trail."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import click
from sqlalchemy.orm import Session

from casefile import records
from casefile.people import viewers
from casefile.policy.viewer import Viewer
from casefile.records import search_log
from indexer.search import find
from indexer.search.find import ResultRow
from indexer.search.reading.form import MODES, Mode
from portal.cli.context import Installation, emit, reason_for
from portal.show.search_why import stated_plainly

REASON = "Search on the command line"


@dataclass(frozen=True, slots=True)
class Row:
    """One result, as printed and as the fields of `--json`."""

    record: str
    source: str | None
    unit: str
    kind: str
    name: str
    born: list[str]
    why: str
    """Each part of the question with what it was found as, and the rule."""
    way: str
    matched: str | None
    missing: tuple[str, ...]


@click.command("search")
@click.argument("text")
@click.option("--as", "login", required=True, help="Login of the officer who looks: whose rights apply.")
@click.option(
    "--mode",
    type=click.Choice(sorted(MODES)),
    default="all",
    help="How exactly names must agree; without it, all ways at once, as in the portal.",
)
@click.option("--limit", type=click.IntRange(1, 100), default=10)
@click.option("--reason", default="", help="Why; kept with the search. Without it the officer’s errand at the portal.")
@click.option("--case", "case_ref", default="", help="Reference of the case it is for; kept with the search.")
@click.pass_context
def search(ctx: click.Context, text: str, login: str, mode: Mode, limit: int, reason: str, case_ref: str) -> None:
    """Search for TEXT: a name in any script or spelling, a number, words of a report."""
    form = find.SearchForm(text=text, mode=mode, size=limit)
    page, lines, searched = asked(ctx.obj, form, login, reason, REASON, case_ref)
    rows, near = _rows(lines, page.rows), _rows(lines, page.near)
    emit(
        ctx,
        _table(rows, near, page, searched),
        {
            "total": page.total,
            "searched": searched,
            "results": [asdict(row) for row in rows],
            "near": [asdict(row) for row in near],
            "left_out": page.left_out,
            "not_obeyed": page.not_obeyed,
        },
    )


def asked(
    installation: Installation,
    form: find.SearchForm,
    login: str,
    reason: str,
    otherwise: str,
    case_ref: str,
    also: Callable[[Session, Viewer], object] = lambda _session, _viewer: None,
) -> tuple[find.SearchPage, dict[str, records.RecordLine], bool]:
    """The form asked in an officer's name and kept: what was found, its lines by id, and whether all was searched.

    `also` is done in the transaction that keeps it.
    `otherwise` is the reason where neither the command nor the officer's errand gives one. Raises as `find.find`.
    """
    store = installation.store
    with store.writing() as session:
        viewer = viewers.viewer_by_login(session, login)
        reason, case = reason_for(session, viewer, installation.settings, reason, otherwise)
        kept = search_log.save_search(session, viewer, asdict(form), reason, case_ref or case)
        also(session, viewer)
        searched = search_log.all_searchable(session, viewer)
    page = find.find(installation.engine, store, viewer, form)
    with store.writing() as session:
        shown = [row.record_id for row in (*page.rows, *page.near)]
        search_log.note_result(session, viewer, kept, page.total, shown)
        lines = records.lines(session, viewer, shown)
    return page, lines, searched and page.whole


def _rows(known: dict[str, records.RecordLine], found: Sequence[ResultRow]) -> list[Row]:
    """What is shown of each result; the case reference only of the own unit's."""
    rows = []
    for row in found:
        line = known.get(row.record_id)
        if line is None:  # withdrawn or closed to the viewer between search and reading
            continue
        rows.append(
            Row(
                record=row.record_id,
                source=line.origin_ref,
                unit=line.unit_code,
                kind=line.kind.value,
                name=line.caption or line.identity.narrative[:80],
                born=[d.value for d in line.identity.birth()],
                why=stated_plainly(row.agreements, row.missing),
                way=row.way,
                matched=row.name or None,
                missing=row.missing,
            )
        )
    return rows


def _table(rows: list[Row], near: list[Row], page: find.SearchPage, searched: bool) -> str:
    nothing = "Nothing found." if page.whole else "Could not be checked."
    lines = [f"{page.total} found." if page.total else nothing]
    if not page.whole:
        lines.append("NOT COMPLETE: the index lacks records that you may find; it is being repaired.")
    elif not searched:
        lines.append("NOT COMPLETE: records that you may find are not searched yet.")
    if page.not_obeyed:
        lines.append(f"Not obeyed here: {' '.join(page.not_obeyed)}")
    lines += [_line(number, row) for number, row in enumerate(rows, start=1)]
    if near:
        lines.append("A little further:")
        lines += [_line(number, row) for number, row in enumerate(near, start=1)]
    return "\n".join(lines)


def _line(number: int, row: Row) -> str:
    born = f", born {' or '.join(row.born)}" if row.born else ""
    matched = f" ← {row.matched}" if row.matched and row.matched != row.name else ""
    why = f" · {row.why}" if row.why else ""
    return f"{number:3}. {row.name}{born} ({row.kind}, {row.unit}){matched}{why}"
