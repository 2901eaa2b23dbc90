"""A dossier in the reader's words: which parts it has, and what each says."""

from babel import Locale
from flask_babel import get_locale, gettext, ngettext

from casefile.evidence.contents import Dossier, ShownField, Side, ThreadLine, Weight
from casefile.policy.contact.dossier import Shown
from casefile.vocabulary import Judgement
from portal.show.contact import field_label, line_text
from portal.show.document.parts import Block, Document, Facts, Heading, Paragraph, TableOf, code, isolated, moment
from portal.show.document.values import value_text
from portal.show.evidence import kind_word, shown_value, signed
from portal.show.filters import country, word
from portal.web.i18n import lazy_gettext as _

VIEWS = {
    "coordination": _("The coordination desk: both sides. Not to be passed on to either unit."),
    "protection": _("The protection desk: both sides. It names protected persons."),
    "unit": _("One of the two units: its own side, and of the other what was released to it."),
}
JUDGED = {
    Judgement.SAME.value: _("The same"),
    Judgement.NOT_SAME.value: _("Not the same"),
    Judgement.UNRESOLVED.value: _("Unresolved"),
    "tell": _("Notified without the owner’s answer"),
    "seal": _("Sealed without the owner’s answer"),
    "by_agreement": _("The same, by agreement: without a review"),
}
ACTIONS = {
    "collection": _("Collected"), "alteration": _("Amended"), "consultation": _("Looked at"),
    "disclosure": _("Disclosed"), "combination": _("Matched"), "erasure": _("Erased"), "decision": _("Decided"),
    "withdrawal": _("Withdrawn"), "refused": _("Refused"), "pipeline": _("Sent on by the machine"),
    "search": _("Searched"),
}  # fmt: skip
SUBJECTS = {"record": _("Record"), "watch": _("Watch"), "hit": _("A hit"), "pointer": _("Pointer")}
HOLDERS = {"coordination": _("Coordination desk"), "protection": _("Protection desk")}


def document_of(dossier: Dossier) -> Document:
    """The document, in the language that is set."""
    locale, order = get_locale() or Locale("en"), dossier.order
    record, watch = dossier.sides
    blocks: list[Block] = [
        Paragraph(gettext("A hit is a lead, never proof. Whoever relies on it asks the unit it came from."), "note"),
        *_about(dossier),
        *_side(record, gettext("The record")),
        *_side(watch, gettext("The watch, as it was worded")),
        *_weights(dossier),
        *_decisions(dossier),
        *_thread(dossier.thread),
        *_custody(dossier),
        *_versions(dossier),
        Heading(gettext("How to check this dossier")),
        *(Paragraph(line) for line in how_to_check().strip().split("\n\n")),
    ]
    return Document(
        title=gettext("Dossier %(reference)s", reference=code(order.reference)),
        lead=gettext("Evidence of a confirmed hit, made on %(moment)s", moment=moment(order.at)),
        language=locale.language, direction=str(locale.text_direction), page=gettext("Page"),
        footer=gettext("Copy for %(unit)s, %(officer)s", unit=_holder(order.made_for), officer=_maker(order.made_by))
        + f" · {code(order.reference)} · {moment(order.at)}",
        blocks=tuple(blocks),
    )  # fmt: skip


def how_to_check() -> str:
    """Instructions, as plain text: they lie in the folder as well."""
    return "\n\n".join(
        (
            gettext(
                "To check the files, on any machine with Python 3.9 or later and without a network: open a terminal in"
                " the unpacked folder and type"
            ),
            code("python3 -I verify.py"),
            gettext(
                "It says AS SEALED, or names each file that was changed, is missing or was added. Then compare the"
                " key with the one that the coordination office publishes."
            ),
            gettext("Where seal/timestamp.tsr is there, a time-stamping service says when the dossier existed:"),
            code("openssl ts -verify -data manifest.json -in seal/timestamp.tsr -CAfile tsa.pem"),
        )
    ) + "\n"  # fmt: skip


def _about(dossier: Dossier) -> list[Block]:
    order = dossier.order
    rows = [
        (gettext("Made for"), _holder(order.made_for)),
        (gettext("Made by"), _maker(order.made_by)),
        (gettext("Addressed to"), isolated(order.addressed_to)),
        (gettext("Why"), isolated(order.reason)),
        (gettext("Seen as"), str(VIEWS[dossier.view])),
        (gettext("Reference of the contact"), code(dossier.pointer_reference)),
        (gettext("Hit"), code(dossier.hit_id if dossier.view != "unit" else "")),
        (gettext("State"), word(dossier.state)),
        (gettext("Detected") if dossier.score is not None else gettext("Notified"), moment(dossier.detected_at)),
        (gettext("Weight of evidence"), _bits(dossier.score)),
        (gettext("Permission of the source"), isolated(order.permission)),
    ]
    found: list[Block] = [Heading(gettext("This dossier")), _facts(rows)]
    if dossier.withheld:
        text = ngettext(
            "One value is left out: its handling code asks for a permission, and none is recorded.",
            "%(num)d values are left out: their handling code asks for a permission, and none is recorded.",
            dossier.withheld,
        )
        found.append(Paragraph(str(text), "note"))
    return found


def _side(side: Side, title: str) -> list[Block]:
    rows = [
        (gettext("Unit"), f"{isolated(side.unit)} · {isolated(country(side.country))}"),
        *((field_label(one.field), _value(one)) for one in side.fields),
        *_held(side),
    ]
    found: list[Block] = [Heading(title), _facts(rows)]
    if side.whole and not side.current:
        text = gettext("Amended since it was compared: what you see is what was compared.")
        found.append(Paragraph(text, "soft"))
    if not side.whole:
        text = gettext("Only what was released to the reader, or may be read by it, stands here.")
        found.append(Paragraph(text, "soft"))
    return found


def _held(side: Side) -> list[tuple[str, str]]:
    """Of a side that is whole: why it is held, how good it is, which version."""
    if not side.whole or side.rules is None:
        return []
    rules = side.rules
    ground = gettext("Ground") if side.subject == "watch" else gettext("Ground of suspicion")
    return [
        (ground, isolated(side.ground)),
        (gettext("Purpose"), word(rules.purpose)),
        (gettext("Legal basis"), isolated(rules.legal_basis)),
        (gettext("Source"), f"{word(rules.source_grade)} {word(rules.info_grade)}"),
        (
            gettext("Handling"),
            word(rules.handling) + (f" {isolated(rules.handling_text)}" if rules.handling_text else ""),
        ),
        (gettext("Version"), f"{code(side.version)} · {moment(side.entered_at)}"),
        (gettext("Content hash"), code(side.content_hash)),
        (gettext("Number"), code(side.id)),
    ]


def _value(one: ShownField) -> str:
    """A value; one that was released, with its handling code and when."""
    text = value_text(one.field)
    if one.released_at is None:
        return text
    return f"{text} · {word(one.handling)} {isolated(one.handling_text)} · {moment(one.released_at)}"


def _weights(dossier: Dossier) -> list[Block]:
    head = (gettext("What"), gettext("Watched"), gettext("Recorded"), gettext("How"), gettext("Worth, in bits"))
    rows = tuple(_weight(one) for one in dossier.weights)
    found: list[Block] = [Heading(gettext("Why this matched"))]
    if rows:
        found.append(TableOf(head, rows, wide=3))
    hint = gettext(
        "Each bit doubles the odds that the two are one. Rare names weigh more than common ones;"
        " what contradicts counts against."
    )
    found.append(Paragraph(hint, "soft"))
    if dossier.view == "unit":
        text = gettext("A value of the other unit and its rule are shown only where it was released.")
        found.append(Paragraph(text, "soft"))
    return found


def _weight(one: Weight) -> tuple[str, ...]:
    wanted, found = (
        isolated(shown_value(one.what, text).striptags()) if text else "–" for text in (one.wanted, one.found)
    )
    how = gettext(one.sentence) if one.shown is Shown.WHOLE else gettext("Agrees")
    return kind_word(one.what), wanted, found, how, _bits(one.bits)


def _decisions(dossier: Dossier) -> list[Block]:
    if not dossier.decisions:
        return []
    head = (gettext("When"), gettext("Judgement"), gettext("Officer"), gettext("Why"))
    rows = tuple(
        (moment(one.at), str(JUDGED.get(one.judgement, one.judgement)), isolated(one.officer), isolated(one.reason))
        for one in dossier.decisions
    )
    return [Heading(gettext("Judged so far")), TableOf(head, rows, wide=3)]


def _thread(lines: tuple[ThreadLine, ...]) -> list[Block]:
    if not lines:
        return []
    head = (gettext("When"), gettext("Who"), gettext("What"))
    rows = []
    for one in lines:
        who = isolated(one.who) if one.who else gettext("Coordination office")
        officer = f" · {isolated(one.officer)}" if one.officer else ""
        said = " · ".join(filter(None, (line_text(one.act, one.word), isolated(one.text), isolated(one.reason))))
        rows.append((moment(one.at), f"{who}{officer}", said))
    return [Heading(gettext("Thread of the two desks")), TableOf(head, tuple(rows), wide=2)]


def _custody(dossier: Dossier) -> list[Block]:
    head = (gettext("No."), gettext("When"), gettext("What"), gettext("Of what"), gettext("Who"))
    rows = tuple(
        (
            code(one.seq), moment(one.at), str(ACTIONS.get(one.action, one.action)),
            str(SUBJECTS.get(one.subject, one.subject)),
            " · ".join(filter(None, (isolated(one.unit), isolated(one.officer)))) or gettext("The machine"),
        )
        for one in dossier.custody
    )  # fmt: skip
    lead = gettext("The lines of the trail about it. The reasons stay in the trail.")
    return [Heading(gettext("Chain of custody")), Paragraph(lead, "soft"), TableOf(head, rows, wide=4)]


def _versions(dossier: Dossier) -> list[Block]:
    known = dossier.versions
    rows = [
        (gettext("Matched by rules of"), code(known.matched_by)),
        (gettext("Rules of this installation"), code(known.matching)),
        (gettext("Program"), code(known.program)),
        (gettext("Hash of the name analysis"), code(known.analysis)),
        (gettext("Hash of the rules"), code(known.rules)),
        (gettext("Counts of names"), code(known.frequencies)),
    ]
    return [Heading(gettext("Rules and analysis")), _facts(rows)]


def _facts(rows: list[tuple[str, str]]) -> Facts:
    """Without those that have nothing to say."""
    return Facts(tuple((label, text) for label, text in rows if text))


def _holder(name: str) -> str:
    return str(HOLDERS[name]) if name in HOLDERS else isolated(name)


def _maker(login: str) -> str:
    return isolated(login) if login else gettext("the command line")


def _bits(bits: float | None) -> str:
    return "" if bits is None else code(signed(bits))
