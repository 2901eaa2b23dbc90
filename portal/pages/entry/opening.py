"""The form of a record as it is opened: blank, as it was typed so far, or as the record stands."""

from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from casefile import drafts, protection, records
from casefile import vocabulary as v
from casefile.drafts import DraftView
from casefile.errors import MISSING, NotThere
from casefile.people import units
from casefile.records import RecordLine, RecordView
from portal.forms.cases import OfferedCases, offered_cases
from portal.forms.fields import LAYOUTS, RecordForm, offer_choices, propose, propose_rows
from portal.forms.populate import fill, propose_purpose, propose_rules
from portal.show.filters import record_title
from portal.web.context import store, viewer
from portal.web.header import errand
from portal.web.kept import keys as form_keys
from portal.web.kept.keys import FormKey
from portal.web.numbers import whole_number

MAX_LINKS = 100
Problems = list[tuple[str, str]]


@dataclass
class Opened:
    """A form on its way to the page. `view` is the record it amends."""

    form: RecordForm
    kind: v.RecordKind
    key: FormKey
    offered: OfferedCases
    view: RecordView | None = None
    problems: Problems = field(default_factory=list)
    first: str = ""
    """The field in which the officer goes on."""
    draft: DraftView | None = None

    @property
    def count(self) -> int:
        """Up to where the page holds what was typed: what the browser kept before that is not put back."""
        if request.method == "POST":
            return whole_number(request.form.get("count", "")) or 0
        return self.draft.count if self.draft else 0


def own_line(db: Session, record_id: str) -> RecordLine:
    """A record of the own unit; another unit's is as good as not there. Raises NotThere."""
    line = records.lines(db, viewer(), [record_id]).get(record_id)
    if line is None or not line.own:
        raise NotThere(MISSING)
    return line


def protection_of(db: Session, record_id: str) -> list[v.Protection]:
    """As what an own record is protected; nothing where there is no such record."""
    line = records.lines(db, viewer(), [record_id]).get(record_id)
    if line is None or not line.own:
        return []
    signs = protection.why_protected(db, viewer(), "record", record_id)
    return list(dict.fromkeys(one.sign.protection for one in signs if one.lowered_at is None))


def kind_asked(asked: str, otherwise: v.RecordKind = v.RecordKind.REPORT) -> v.RecordKind:
    return v.RecordKind(asked) if asked in set(v.RecordKind) else otherwise


def key_in_address() -> str:
    key = request.args.get("form", "")
    return key if form_keys.RAW.fullmatch(key) else ""


def draft_of_address(db: Session, record_id: str = "") -> DraftView | None:
    """The officer's own draft that the address names, of this record; None where there is none."""
    try:
        found = drafts.read(db, viewer(), key_in_address())
    except NotThere:
        return None
    return found if (found.line.record_id or "") == record_id else None


def new_form() -> Opened:
    """The form of a new record, or the draft that the address names."""
    in_hand = errand.case_ref()
    with store().reading() as db:
        draft = draft_of_address(db)
        if draft is not None:
            form, kind = RecordForm(formdata=MultiDict(draft.fields)), _kind_of(draft)
            offered = offer(db, form, kind, form.case.data or "")
            propose_rows(form, LAYOUTS[kind])
            return Opened(form, kind, FormKey(draft.line.key, viewer().officer_id), offered, draft=draft)
        form, kind, case_id = RecordForm(), kind_asked(request.args.get("kind", "")), request.args.get("case", "")
        offered = offer(db, form, kind, case_id)
        case_id = case_id or offered.only or offered.named(in_hand)
        rules = drafts.case_rules(db, viewer(), case_id) if case_id else None
        link_to = request.args.get("link", "")
        protected = protection_of(db, link_to) if link_to else []
    propose(form, kind)
    if rules is not None:
        propose_rules(form, rules)
    propose_purpose(form, protected)
    form.case.data, form.link_to.data = case_id, link_to
    return Opened(form, kind, form_keys.new(), offered)


def amending_form(view: RecordView) -> Opened:
    """The form of a record that stands, or the draft of its amendment that the address names."""
    kind = view.line.kind
    with store().reading() as db:
        draft = draft_of_address(db, view.id)
        form = RecordForm(formdata=MultiDict(draft.fields)) if draft else RecordForm()
        offered = offer(db, form, kind, view.line.case_id or "", amending=True)
    if draft is None:
        fill(form, view)
    offer_choices(form, kind)
    propose_rows(form, LAYOUTS[kind])
    key = FormKey(draft.line.key, viewer().officer_id, view.id) if draft else form_keys.new(view.id)
    return Opened(form, kind, key, offered, view, draft=draft)


def posted(kind: v.RecordKind, view: RecordView | None = None) -> Opened:
    """The form that this request carries."""
    form, record_id = RecordForm(), view.id if view else ""
    key = form_keys.own(request.form.get(form_keys.FIELD, ""), record_id) or form_keys.new(record_id)
    held = (view.line.case_id or "") if view else request.values.get("case", "")
    with store().reading() as db:
        offered = offer(db, form, kind, held, amending=view is not None)
    return Opened(form, kind, key, offered, view)


def offer(db: Session, form: RecordForm, kind: v.RecordKind, case_id: str, *, amending: bool = False) -> OfferedCases:
    """The closed lists, the unit's open cases (returned), the other units."""
    offer_choices(form, kind)
    offered = offered_cases(db, viewer(), case_id, amending=amending)
    form.case.choices = offered.choices if offered.only else [("", _("Choose")), *offered.choices]
    others = [unit for unit in units.units(db) if unit.open and unit.id != viewer().unit_id]
    form.sharing_units.choices = [(unit.id, unit.name) for unit in others]
    return offered


def offer_links(form: RecordForm, case_id: str) -> None:
    """The records of the case. Only where the form is shown: of a save's processor time they were two thirds."""
    linkable: list[RecordLine] = []
    if case_id:
        with store().reading() as db:
            linkable = records.records_of(db, viewer(), case_id=case_id, limit=MAX_LINKS)
    form.link_to.choices = [("", _("Choose")), *((line.id, f"{record_title(line)}") for line in linkable)]


def _kind_of(draft: DraftView) -> v.RecordKind:
    """The kind it is typed as now: the address says where a kind was chosen without a script."""
    return kind_asked(request.args.get("kind", ""), draft.line.kind)
