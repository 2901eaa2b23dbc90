"""What the source of an import says otherwise than the unit: for the unit's own page of the record."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.policy.cases.offences import Offences
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records.views import RecordView
from casefile.storage.tables import Case
from casefile.subjects import source_copies
from casefile.subjects.merge import identity_from, rules_from
from casefile.subjects.source_copies import RECORD_SOURCES


def source_view(session: Session, viewer: Viewer, view: RecordView) -> tuple[datetime, RecordView] | None:
    """The record as its source has it and since when; None where that is no different, and for another unit's."""
    require(viewer, Permission.READ_RECORD)
    word = source_copies.word_of(session, RECORD_SOURCES, view.id) if view.own else None
    if word is None:
        return None
    said = word.content
    reference = session.scalar(select(Case.reference).where(Case.id == said["case_id"], Case.unit_id == viewer.unit_id))
    return word.at, replace(
        view,
        line=replace(view.line, identity=identity_from(said), case_id=said["case_id"], case_reference=reference),
        rules=rules_from(said),
        suspicion_note=said["suspicion_note"],
        fact_or_opinion=said["fact_or_opinion"],
        offences=Offences.of_json(said.get("offences") or view.offences.as_json()),
    )
