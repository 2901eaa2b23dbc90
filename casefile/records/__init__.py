"""Case records: entered, amended, withdrawn by their unit; read by whoever the law lets read."""

from casefile.records.checks import check_many
from casefile.records.drafts import RecordDraft
from casefile.records.enter import Entered, Outcome, Reject, amend, enter, enter_many
from casefile.records.lifecycle import change_state, withdraw
from casefile.records.read import lines, lines_put_in, read, read_put_in, records_of, views_put_in
from casefile.records.sources.listed import listed_view
from casefile.records.sources.word import source_view
from casefile.records.views import RecordLine, RecordView

__all__ = [
    "Entered",
    "Outcome",
    "RecordDraft",
    "RecordLine",
    "RecordView",
    "Reject",
    "amend",
    "change_state",
    "check_many",
    "enter",
    "enter_many",
    "lines",
    "listed_view",
    "lines_put_in",
    "read",
    "read_put_in",
    "records_of",
    "source_view",
    "views_put_in",
    "withdraw",
]
