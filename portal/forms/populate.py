"""An opened record into the form that amends it, and back without losing what the form does not ask."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from wtforms import BooleanField, Field, FieldList, Form, FormField, SelectMultipleField

from casefile import vocabulary as v
from casefile.policy.handling import Rules
from casefile.policy.protection import purpose_proposed
from casefile.policy.sharing import EVERY_UNIT
from casefile.records import RecordDraft, RecordView
from casefile.subjects.identity import Identity
from portal.forms.dates import written
from portal.forms.fields import LAYOUTS, MAX_ROWS, RecordForm, offer_purposes
from portal.show.filters import country

Row = TypeVar("Row", bound=Form)


def fill(form: RecordForm, view: RecordView) -> None:
    """Every field as the record stands, with one blank row after the filled ones."""
    form.kind.data, form.version.data = view.line.kind.value, str(view.line.version)
    form.case.data = view.line.case_id
    form.suspicion_note.data = view.suspicion_note
    form.opinion.data = view.fact_or_opinion == "opinion"
    form.ticks.data = "shown"
    form.offences.data = [one.value for one in view.offences.kinds]
    form.exploitation.data = [one.value for one in view.offences.forms]
    fill_subject(form, view.identity)
    fill_rules(form, view.rules)


def fields_of(view: RecordView) -> list[tuple[str, str]]:
    """The form of this record as a browser would send it: (name, value)."""
    form = RecordForm(formdata=None)
    fill(form, view)
    return list(_sent(form))


def _sent(form: Iterable[Field]) -> Iterator[tuple[str, str]]:
    for field in form:
        if isinstance(field, FieldList | FormField):
            yield from _sent(field)
        elif isinstance(field, SelectMultipleField):
            yield from ((field.name, str(one)) for one in field.data or ())
        elif isinstance(field, BooleanField):
            yield from [(field.name, "y")] if field.data else []
        elif field.name != "csrf_token":
            yield field.name, str(field.data or "")


def fill_subject(form: RecordForm, identity: Identity) -> None:
    """The rows that tell the subject apart."""
    _rows(form.names, [{"text": n.text, "kind": n.kind.value} for n in identity.names])
    _rows(
        form.identifiers,
        [{"kind": i.kind.value, "value": i.value, "country": country(i.country)} for i in identity.identifiers],
    )
    _rows(form.dates, [{"kind": d.kind.value, "text": written(d), "about": d.circa} for d in identity.dates])
    _rows(form.places, [{"kind": p.kind.value, "text": p.text, "country": country(p.country)} for p in identity.places])
    for position, code in enumerate(identity.nationalities[: len(form.nationalities)]):
        form.nationalities[position].data = country(code)
    for fact in identity.facts:
        form[f"fact_{fact.kind.value}"].data = fact.value
    form.sex.data = identity.sex.value if identity.sex else ""
    form.narrative.data = identity.narrative


def fill_rules(form: RecordForm, rules: Rules) -> None:
    for name in ("purpose", "subject_category", "source_grade", "info_grade", "handling", "sharing", "notify"):
        form[name].data = getattr(rules, name).value
    form.legal_basis.data, form.handling_text.data = rules.legal_basis, rules.handling_text
    form.sharing_units.data = [unit for unit in rules.sharing_units if unit != EVERY_UNIT]
    form.protection.data = [p.value for p in rules.protection]


def propose_rules(form: RecordForm, rules: Rules) -> None:
    """The rules that the case's last record had, as a new one's proposal."""
    for name in ("purpose", "source_grade", "info_grade", "handling", "sharing", "notify"):
        if (stated := getattr(rules, name)) is not None:
            form[name].data = stated.value
    form.legal_basis.data, form.handling_text.data = rules.legal_basis, rules.handling_text
    form.sharing_units.data = [unit for unit in rules.sharing_units if unit != EVERY_UNIT]


def propose_purpose(form: RecordForm, protection: Collection[v.Protection]) -> None:
    """The purpose of what is made from a record with this protection: where none is proposed, the officer chooses."""
    if protection:
        purpose = purpose_proposed(protection)
        form.purpose.data = purpose.value if purpose else ""
        offer_purposes(form)


def keep_unasked(draft: RecordDraft, view: RecordView, kind: v.RecordKind) -> RecordDraft:
    """What this kind's form does not show stays as it is: an import may have brought it."""
    layout, old, new = LAYOUTS[kind], view.identity, draft.identity
    languages = {(n.text, n.kind): n.lang for n in old.names}
    identity = replace(
        new,
        names=tuple(replace(n, lang=languages.get((n.text, n.kind))) for n in new.names) if layout.names else old.names,
        identifiers=new.identifiers if layout.identifiers else old.identifiers,
        dates=new.dates if layout.dates else old.dates,
        places=new.places if layout.places else old.places,
        sex=new.sex if layout.person else old.sex,
        facts=new.facts + tuple(fact for fact in old.facts if fact.kind not in layout.facts),
        nationalities=new.nationalities + old.nationalities[2:] if layout.person else old.nationalities,
    )
    rules = replace(draft.rules, review_at=view.rules.review_at, retain_until=view.rules.retain_until)
    return replace(draft, identity=identity, rules=rules, origin_ref=view.line.origin_ref)


def with_ticks(form: RecordForm, draft: RecordDraft, view: RecordView) -> RecordDraft:
    """A form that was opened before there were ticks of offences says nothing of them."""
    said = form.ticks.raw_data or form.offences.raw_data or form.exploitation.raw_data
    return draft if said else replace(draft, offences=view.offences)


def unchanged(draft: RecordDraft, view: RecordView) -> bool:
    """Whether the form says what the record says already."""
    return (
        (draft.identity, draft.rules, draft.case_id, draft.suspicion_note, draft.fact_or_opinion, draft.offences)
        == (view.identity, view.rules, view.line.case_id, view.suspicion_note, view.fact_or_opinion, view.offences)
        and not draft.links
    )  # fmt: skip


def _rows(rows: "FieldList[FormField[Row]]", values: list[dict[str, object]]) -> None:
    """Put the values into the rows, adding rows as needed and one blank at the end."""
    while len(rows) < min(len(values) + 1, MAX_ROWS):
        rows.append_entry()
    for row, value in zip(rows, values, strict=False):
        for name, content in value.items():
            row.form[name].data = content
