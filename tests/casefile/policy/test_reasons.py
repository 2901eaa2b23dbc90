"""A stated reason is kept whole or refused, wherever it is asked: one least and one greatest length."""

import pytest
from sqlalchemy import select

from casefile import hits, records, watches
from casefile.errors import BadInput
from casefile.people import officers, units
from casefile.policy import reasons
from casefile.policy.reasons import Reason
from casefile.records import cases, links, search_log
from casefile.storage.tables import Audit
from casefile.vocabulary import Judgement, LinkRole
from casefile.watches import closing
from tests.network.stored import network

LONG = " ".join(f"witness {number} named him." for number in range(1, 90))
"""1,800 characters: longer than any of the limits there used to be but one."""


@pytest.mark.parametrize("text", ["", " ", "no", "  ab  ", "x" * (reasons.MAX_LENGTH + 1)])
def test_what_is_no_reason_is_refused_and_the_field_is_named(text):
    with pytest.raises(BadInput) as refused:
        Reason.stated(text, "ground")
    assert refused.value.field == "ground"


def test_one_reason_serves_a_bus():
    for lines in (1, reasons.LIST_AT_MOST):
        reasons.refuse_too_long(lines)
    with pytest.raises(BadInput) as refused:
        reasons.refuse_too_long(reasons.LIST_AT_MOST + 1)
    assert refused.value.field == "text"


@pytest.mark.parametrize("text", ["asked", (LONG * 3)[: reasons.MAX_LENGTH - 3] + "end", f"  {LONG}"])
def test_a_reason_is_kept_whole(text):
    assert Reason.stated(text).text == text.strip() == str(Reason.stated(text))


def test_where_none_is_demanded_an_empty_one_is_none_and_a_bad_one_is_still_refused():
    assert Reason.optional(" ") is None and Reason.optional("asked") == Reason("asked")
    with pytest.raises(BadInput):
        Reason.optional("no")


GOOD = """
asked by the judge
Case DKR-1
asked by the duty officer
named by two witnesses
search for the owner of the boat
follow-up 2024/113
seen at Tanji on 3 May
property of the suspect
Kayar
bla bla said the witness
demandé par le juge
Commission rogatoire 12/2024
chercher
vérification d'identité
pirogue de Mbour, 14 novembre
à la demande du parquet
dossier 12, dossier 15, dossier 20
réquisition n° 45
pedido por el juez
Diligencias previas 33/2024
búsqueda del patrón de la patera
comprobar la matrícula
atestado de la Guardia Civil
a pedido do juiz
Processo 7/24
procura do proprietário
verificação de identidade
tráfico de migrantes
بطلب من القاضي
قضية رقم 12
التحقق من الهوية
البحث عن صاحب القارب
شهادة شاهدين
ትእዛዝ ከዳኛ
по запросу судьи
北京警方的要求
""".strip().splitlines()
"""English, French, Spanish, Portuguese, Arabic, and scripts that nobody thought of."""

BAD = """
.....
-----
12345
77 123 45 00
?!?!?!
+++ 1 +++
xxxxx
aaaaaaaaaa
XxXxXxX
éÉeée
ababab
ab ab ab
a.b.a.b.
xyxyxyxy
bla bla bla bla
blablabla
Bla, bla, bla!
test test
reason reason
abcabcabc
hahahahaha
because because because becau
asked by asked by asked by
no reason, no reason, no reason
azerty
azertyuiop
AZERTY qsdfgh
qwerty
QWERTYUIOP
asdfg
asdf asdf jkl
lkjhgfdsa
zxcvbn
wxcvbn
qsdfghjklm
abcdefgh
poiuytreza
بببببب
ضصثقفغ
شسيبلات
لا لا لا لا
""".strip().splitlines()
"""No letters, too few different ones, one piece over and over, key after key."""


def test_the_tables_are_long_enough_to_mean_something():
    assert len(set(GOOD)) >= 30 and len(set(BAD)) >= 30


@pytest.mark.parametrize("text", GOOD)
def test_what_says_something_is_kept(text):
    assert Reason.stated(text).text == text


@pytest.mark.parametrize("text", BAD)
def test_a_reason_of_nothing_is_refused_with_a_kind_sentence(text):
    with pytest.raises(BadInput, match="as you would tell a colleague") as refused:
        Reason.stated(text, "ground")
    assert refused.value.field == "ground"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Case DKR-1", "case  dkr 1.", True),
        ("بطلب من القاضي", "بطلب من القاضي!", True),
        ("Case DKR-1", "Case DKR-2", False),
    ],
)
def test_two_reasons_are_the_same_text_whatever_stands_between_the_words(one, other, same):
    assert (reasons.in_essence(one) == reasons.in_essence(other)) is same


def test_one_text_is_a_reason_for_so_many_looks_and_no_more():
    reasons.refuse_same_again(reasons.SAME_AT_MOST - 1)
    with pytest.raises(BadInput, match="same reason 39 times today"):
        reasons.refuse_same_again(reasons.SAME_AT_MOST)


def _link(session, net):
    links.link(session, net.dakar, net.record, net.other, LinkRole.ASSOCIATE)
    return records.read(session, net.dakar, net.record).links[0].id


ACTIONS = {
    "withdraw a record": lambda s, net, why: records.withdraw(s, net.dakar, net.record, why),
    "suspend a watch": lambda s, net, why: watches.suspend(s, net.banjul, net.wanted, why),
    "end a watch": lambda s, net, why: watches.end(s, net.banjul, net.wanted, why),
    "withdraw a link": lambda s, net, why: links.withdraw_link(s, net.dakar, _link(s, net), why),
    "close a case": lambda s, net, why: cases.close_case(s, net.dakar, net.cases["dakar"], why),
    "search": lambda s, net, why: search_log.save_search(s, net.dakar, {"text": "x"}, why),
    "close a unit": lambda s, net, why: closing.close_unit(s, units.SYSTEM, net.nouakchott.unit_id, why),
    "deactivate an officer": lambda s, net, why: officers.deactivate(s, units.SYSTEM, "nouakchott", why),
    "decide a hit": lambda s, net, why: hits.decide(s, net.coordinator, net.hit_id, Judgement.SAME, why),
}


@pytest.fixture
def net(sqlite_store):
    made = network(sqlite_store)
    made.record, made.other, made.wanted = made.enter("dakar"), made.enter("dakar"), made.watch("banjul")
    made.hit(made.record, made.wanted)
    with made.store.reading() as session:
        (line,) = hits.queue(session, made.coordinator)
    made.hit_id = line.hit_id
    return made


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("text", ["", "hm", "x" * (reasons.MAX_LENGTH + 1)])
def test_no_action_takes_place_without_a_reason(net, action, text):
    with pytest.raises(BadInput), net.store.writing() as session:
        ACTIONS[action](session, net, text)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_keeps_its_reason_whole_in_the_trail(net, action):
    with net.store.writing() as session:
        ACTIONS[action](session, net, LONG)
    with net.store.reading() as session:
        assert LONG.strip() in session.scalars(select(Audit.reason)).all()
