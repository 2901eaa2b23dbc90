"""The result of a list as a file: who took what out, when and why; a row for each line; as every list is taken out."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from flask import Response, url_for
from flask_babel import gettext as _

from casefile.batches.keeping import LineView, Taken
from casefile.vocabulary import LineAnswer, Purpose
from portal.pages.lists.exporting import CSV, TYPES, Line, file_of, mark_of
from portal.show.filters import record_title, word

Words = Mapping[StrEnum, str]


def sheet(taken: Taken, wanted: str, words: Words, problem: Callable[[LineView], str]) -> Response:
    """CSV or XLSX. Each cell is guarded: none begins a formula."""
    kind = wanted if wanted in TYPES else CSV
    content = file_of(list(_lines(taken, words, problem)), kind)
    headers = {"Content-Disposition": f"attachment; filename=griot-check-{taken.at:%Y-%m-%d}.{kind}"}
    return Response(content, mimetype=TYPES[kind], headers=headers)


def _lines(taken: Taken, words: Words, problem: Callable[[LineView], str]) -> Iterator[Line]:
    mark = mark_of(taken.reference, taken.at)
    view = taken.view
    yield (mark,)
    yield _("Reason"), taken.reason
    yield _("Checked for"), " · ".join(filter(None, (view.case_ref, view.reason, word(Purpose(view.purpose)))))
    yield _("Lines"), str(len(taken.lines))
    yield ()
    yield (
        _("Line"), _("Checked"), _("Kind"), _("Answer"), _("As of"), _("Records"), _("Unit"), _("Address"),
        _("Seen by"), _("Remark"),
    )  # fmt: skip
    for line in taken.lines:
        shown = [taken.known[id] for id in line.records if id in taken.known]
        yield (
            str(line.position + 1), line.text, str(words[line.kind]), str(words[line.answer]), _moment(line),
            "; ".join(record_title(one) for one in shown),
            "; ".join(dict.fromkeys(one.unit_code for one in shown)),
            " ".join(url_for("records.page", record_id=one.id, _external=True) for one in shown),
            line.seen_by, problem(line),
        )  # fmt: skip
    yield (mark,)


def _moment(line: LineView) -> str:
    waits = line.answer is LineAnswer.WAITING or line.answered_at is None
    return "" if waits or line.answered_at is None else f"{line.answered_at:%Y-%m-%d %H:%M} UTC"
