"""What a record is about: kept with each version, read as far as the record is, found in the list of its unit alone."""

from datetime import timedelta

import pytest

from casefile import lists, records
from casefile.errors import BadInput
from casefile.exchange.workbooks.columns import Column, by_header
from casefile.exchange.workbooks.rows import read_row
from casefile.lists.pattern import Asked
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.retention import WITHDRAWN_KEPT
from casefile.retention import tombstones
from casefile.storage import tables
from casefile.storage.tables import RecordOffence
from casefile.vocabulary import Exploitation, OffenceKind, RecordKind, Sharing

ABOUT = Offences((OffenceKind.SMUGGLING, OffenceKind.TRAFFICKING), (Exploitation.FORCED_LABOUR,))
DRUGS = Offences((OffenceKind.DRUGS,))


def listed(net, who, **chosen):
    with net.store.reading() as session:
        return [one.id for one in lists.listed_records(session, getattr(net, who), Asked(chosen=chosen)).rows]


def amended(net, record_id, offences):
    with net.store.writing() as session:
        return records.amend(session, net.dakar, record_id, net.record("dakar", offences=offences))


def test_they_are_kept_with_each_version_and_narrow_the_list_by_the_current_one(net):
    turned = Offences(ABOUT.kinds[::-1], ABOUT.forms)
    record_id = net.enter("dakar", offences=turned)
    assert net.opened("dakar", record_id).offences == ABOUT, "in the order of the list"
    assert listed(net, "dakar", offence="trafficking") == [record_id] == listed(net, "dakar", form="forced_labour")
    assert listed(net, "dakar", offence="drugs") == [] == listed(net, "banjul", offence="trafficking")
    assert amended(net, record_id, ABOUT) == 1, "the same again changes nothing"
    assert amended(net, record_id, DRUGS) == 2
    assert listed(net, "dakar", offence="trafficking") == [] == listed(net, "dakar", offence="without")
    assert amended(net, record_id, NO_OFFENCES) == 3
    assert listed(net, "dakar", offence="without") == [record_id] == listed(net, "dakar", offence="piracy")
    assert [net.opened("dakar", record_id, version=n).offences for n in (1, 2, 3)] == [ABOUT, DRUGS, NO_OFFENCES]
    with net.store.writing() as session, pytest.raises(BadInput) as refused:
        records.enter(session, net.dakar, net.record("dakar", offences=Offences((), (Exploitation.ORGANS,))))
    assert refused.value.field == "exploitation"


@pytest.mark.parametrize(("sharing", "read"), [(Sharing.FULL, ABOUT), (Sharing.CORE, NO_OFFENCES)])
def test_who_reads_the_core_does_not_read_them(net, sharing, read):
    record_id = net.enter("dakar", sharing=sharing, offences=ABOUT)
    assert net.opened("banjul", record_id).offences == read


def test_they_stay_when_it_is_withdrawn_and_go_with_its_content(net):
    record_id = net.enter("dakar", offences=ABOUT)
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "mistaken identity")
    assert net.opened("dakar", record_id).offences == ABOUT
    with net.store.writing() as session:
        tombstones.bury_records(session, tables.now() + WITHDRAWN_KEPT + timedelta(days=1), 10)
        assert session.query(RecordOffence).count() == 0


def test_a_column_of_a_table_says_them_in_five_languages():
    headers = ("Infraction", "Offence", "Tipo de delito", "Tipo de crime", "نوع الجريمة")
    assert {by_header(one) for one in headers} == {Column.OFFENCE}
    for cell in ("traite des personnes; trafic de migrants / travail forcé", "trafficking, smuggling, forced labour",
                 "trata de personas; tráfico de migrantes; trabajo forzoso",
                 "الاتجار بالبشر / تهريب المهاجرين; العمل القسري"):  # fmt: skip
        row = read_row(("Awa Ndiaye", cell), (Column.NAME, Column.OFFENCE), RecordKind.PERSON)
        assert (row.offences, row.faults) == (ABOUT, ()), cell
    wrong = read_row(("Awa Ndiaye", "vol"), (Column.NAME, Column.OFFENCE), RecordKind.PERSON)
    assert [one.column for one in wrong.faults] == [1]
