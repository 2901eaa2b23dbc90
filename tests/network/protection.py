"""The protection officers of the network: `protection` and `deputy` of the coordination office, one of two units."""

from sqlalchemy import select

from casefile import hits
from casefile.people import officers, units, viewers
from casefile.protection import Target, two_persons
from casefile.storage.tables import Audit
from casefile.vocabulary import Protection, Role, SubjectCategory, TwoPersonAct
from tests.network.make import person, stated
from tests.network.people import BANJUL, COORDINATION, DAKAR, NOUAKCHOTT
from tests.network.stored import Network

OFFICERS = {
    "deputy": (COORDINATION.code, "Khady Mbaye"),
    "shield.dakar": (DAKAR.code, "Ndèye Diop"),
    "shield.banjul": (BANJUL.code, "Fatou Jammeh"),
    "shield.nouakchott": (NOUAKCHOTT.code, "Zeinebou Mint Ely"),
}
WHY = "the ward asks whom to call"
CHILD = person("Diary Ndour", "2012", phone="+221 77 555 66 77", narrative="Confiée à une tante à Thiès.")
SOUGHT = person("Diari Ndure", "2012")
NAMES = ("Diary", "Ndour", "Diari", "Ndure", "Thiès", "555 66 77")
"""What would name the child; nobody but two persons together bring it to a page of the protection desk."""
EVIDENCE = [
    {"what": "name", "rule": "names_agree", "wanted": "Diari Ndure", "found": "Diary Ndour", "bits": 9.5},
    {"what": "birth", "rule": "birth_year_agrees", "wanted": "2012", "found": "2012", "bits": 4.0},
]


def staff(net: Network, *logins: str) -> Network:
    """Adds these protection officers, all of them by default."""
    with net.store.writing() as session:
        for login in logins or tuple(OFFICERS):
            unit, name = OFFICERS[login]
            officers.add_officer(session, units.SYSTEM, login, unit=unit, roles=[Role.PROTECTION], display_name=name)
            net.viewers[login] = viewers.viewer_by_login(session, login)
    return net


def protected_hit(net: Network, record=SubjectCategory.VICTIM, watch=SubjectCategory.MISSING) -> str:
    """A child recorded by Dakar and watched for by Banjul; the hit's id."""
    record_id = net.enter("dakar", CHILD, stated(subject_category=record, protection=(Protection.MINOR,)))
    watch_id = net.watch("banjul", SOUGHT, rules=stated(subject_category=watch))
    with net.store.writing() as session:
        found = hits.FoundHit(record_id, 1, watch_id, 1, "f" * 64, 13.5, "hit", EVIDENCE, "test-1")
        hits.raise_hits(session, [found])
    return net.hit_of(record_id)


def trail(net: Network, subject_id: str, action: str) -> list[tuple[str | None, str, dict[str, object]]]:
    """The lines of the trail about a subject: who, why, what."""
    with net.store.reading() as session:
        columns = (Audit.officer_id, Audit.reason, Audit.detail)
        statement = select(*columns).where(Audit.subject_id == subject_id, Audit.action == action)
        rows = session.execute(statement.order_by(Audit.seq)).all()
        return [(who, why, {key: word for key, word in said.items() if key != "address"}) for who, why, said in rows]


def unmasked(net: Network, hit_id: str, who: str = "protection", second: str = "deputy") -> str:
    """Two persons unmask the hit for the first; the request's id."""
    with net.store.writing() as session:
        request = two_persons.ask(session, net.viewers[who], TwoPersonAct.UNMASK, Target("hit", hit_id), WHY)
    with net.store.writing() as session:
        two_persons.confirm(session, net.viewers[second], request)
    return request
