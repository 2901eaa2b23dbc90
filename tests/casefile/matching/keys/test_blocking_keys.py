"""Which record and which watch meet, before anything is judged."""

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.errors import BadInput
from casefile.matching import blocking_keys, prepare, prepared
from casefile.matching.blocking_keys import BY_BIRTHDAY, MAX_NAME_KEYS, MAX_QUERY_KEYS, query_keys
from casefile.matching.blocking_keys import record_keys as keys_of_prepared
from casefile.matching.name_kinds import NAMED_AS
from casefile.names.entities import keys
from casefile.names.finding import joined_sounds, pairs
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import TITLED, DateKind, IdentifierKind, RecordKind


def person(
    *names: str, born: str | None = None, until: str | None = None, circa: bool = False, phone: str = ""
) -> Identity:
    return Identity(
        RecordKind.PERSON,
        tuple(Name(n) for n in names),
        tuple(Identifier(IdentifierKind.PHONE, p) for p in [phone] if p),
        (PartialDate(DateKind.BIRTH, born, until, circa),) if born else (),
    )


def record_keys(identity: Identity, country: str) -> frozenset[str]:
    return keys_of_prepared(prepare(identity, country))


def watch_keys(identity: Identity, country: str) -> frozenset[str]:
    return query_keys(prepare(identity, country))


def report(text: str) -> Identity:
    return Identity(RecordKind.REPORT, narrative=text)


def meet(record: Identity, watch: Identity) -> bool:
    return not record_keys(record, "SN").isdisjoint(watch_keys(watch, "GM"))


YEARS = [
    # record's birth, watch's birth, meets, why
    ("1985", "1985", True, "the same year"),
    ("1985", "1984", True, "one year apart"),
    ("1985", "1987", True, "two years apart"),
    ("1985", "1999", False, "another generation"),
    ("1985-03-12", "1985", True, "a day lies in its year"),
    (None, "1985", True, "the record does not know"),
    ("1985", None, True, "the watch does not know"),
    (None, None, True, "nobody knows"),
]


@pytest.mark.parametrize(("born", "wanted", "meets", "why"), YEARS)
def test_names_meet_when_the_years_may_be_one(born: str | None, wanted: str | None, meets: bool, why: str) -> None:
    assert meet(person("Mamadou Diallo", born=born), person("Modou Jallow", born=wanted)) is meets, why


def test_about_reaches_twice_as_far() -> None:
    assert meet(person("Mamadou Diallo", born="1988"), person("Mamadou Diallo", born="1984", circa=True))
    assert not meet(person("Mamadou Diallo", born="1995"), person("Mamadou Diallo", born="1984"))


def test_a_range_meets_every_year_in_it() -> None:
    watch = person("Mamadou Diallo", born="1980", until="1989")
    assert all(meet(person("Mamadou Diallo", born=str(year)), watch) for year in range(1980, 1990))
    assert not meet(person("Mamadou Diallo", born="1996"), watch)


def test_the_order_of_a_name_does_not_matter() -> None:
    assert meet(person("DIALLO Mamadou"), person("Mamadou Diallo"))


def test_the_main_job() -> None:
    watch = person("Modou Jallow", born="1984", circa=True, phone="+220 701 2345")
    assert meet(report("le passeur Mamadou Dialo, né en 1985, propriétaire de la pirogue Yaye Diarra"), watch)
    assert meet(report("le passeur mamadou dialo né en 1985"), watch)
    assert meet(report("contact au 00220 701 23 45"), watch)
    assert not meet(report("le passeur Oumar Sy, né en 1985"), watch)


def test_a_single_name_meets_structured_names_only() -> None:
    assert meet(person("Mamadou Diallo"), person("Diallo"))
    assert not meet(report("le passeur Mamadou Diallo"), person("Diallo"))


def test_a_person_never_meets_a_company_by_name_but_does_by_phone() -> None:
    company = Identity(RecordKind.ORGANISATION, (Name("Mamadou Diallo"),))
    assert not meet(company, person("Mamadou Diallo"))
    phone = Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, "002207012345"),))
    assert meet(phone, person("Modou Jallow", phone="701 2345"))


@pytest.mark.parametrize(
    ("kind", "record", "watch", "meets"),
    [
        (RecordKind.ORGANISATION, "Diarra Transport SARL", "Société Diarra Transports", True),
        (RecordKind.ORGANISATION, "Sahel Import Export GIE", "GIE Sahel Import-Export", True),
        (RecordKind.ORGANISATION, "Sahel Import Export GIE", "Teranga Import Export GIE", False),
        (RecordKind.VESSEL, "Pirogue Yaye Diarra", "Yaye Diarra II", True),
        (RecordKind.VESSEL, "Yaye Diarra", "Serigne Touba", False),
        (RecordKind.VESSEL, "Yaye Diarra", "Yaay Jarra", True),
        (RecordKind.PLACE, "Plage de Mbour", "Mbour", True),
    ],
)
def test_things_meet_by_their_telling_words(kind: RecordKind, record: str, watch: str, meets: bool) -> None:
    assert meet(Identity(kind, (Name(record),)), Identity(kind, (Name(watch),))) is meets


def test_a_watched_vessel_is_found_in_a_report() -> None:
    assert meet(report("propriétaire de la pirogue Yaye Diarra"), Identity(RecordKind.VESSEL, (Name("Yaye Diarra"),)))


def test_a_zero_read_as_a_letter_still_meets() -> None:
    record = Identity(RecordKind.TRAVEL_DOCUMENT, identifiers=(Identifier(IdentifierKind.PASSPORT, "AO123456"),))
    watch = Identity(RecordKind.PERSON, identifiers=(Identifier(IdentifierKind.DOCUMENT, "A0123456"),))
    assert meet(record, watch)


def test_keys_are_short_and_plain() -> None:
    keys = record_keys(person("محمد سيسي", "Mamadou " + "Diallo" * 30, born="1985", phone="77 123 45 67"), "SN")
    assert keys and all(key.isascii() and len(key) <= 60 and " " not in key for key in keys)


def test_a_watch_with_too_many_names_is_refused() -> None:
    aliases = [
        f"{chr(97 + i % 26)}{chr(98 + i // 26 % 20)}odou {chr(97 + i // 7 % 26)}r{chr(98 + i % 20)}la k{i}rt zb{i}l"
        for i in range(600)
    ]
    with pytest.raises(BadInput) as refusal:
        watch_keys(person(*aliases, born="1985"), "SN")
    assert refusal.value.field == "names" and str(MAX_QUERY_KEYS) in str(refusal.value)


@pytest.mark.parametrize("born", [None, "1985", "1985-03-12"])
@pytest.mark.parametrize("circa", [False, True])
def test_one_name_costs_a_watch_so_many_keys_at_most(born: str | None, circa: bool) -> None:
    watch = person("Mohamed Cheikh Abdelaziz Othmane Diallo", born=born, circa=circa and born is not None)
    assert len(watch_keys(watch, "SN")) <= MAX_NAME_KEYS + BY_BIRTHDAY


NAME = st.text(alphabet=st.characters(codec="utf-8"), max_size=40)


@given(st.lists(NAME, max_size=3), st.sampled_from([None, "1984", "1984-05", "1984-05-06"]), st.booleans(), NAME)
@settings(max_examples=120, deadline=None)
def test_an_identity_always_meets_itself_when_it_has_watch_keys(
    names: list[str], born: str | None, circa: bool, text: str
) -> None:
    one = Identity(
        RecordKind.PERSON,
        tuple(Name(n) for n in names),
        dates=(PartialDate(DateKind.BIRTH, born, circa=circa),) if born else (),
        narrative=text,
    )
    asked = watch_keys(one, "SN")
    assert not asked or asked & record_keys(one, "SN")


@given(st.permutations(["Mamadou", "Lamine", "Diallo"]))
def test_a_name_meets_itself_in_any_order(parts: list[str]) -> None:
    assert meet(person(" ".join(parts), born="1985"), person("Mamadou Lamine Diallo", born="1985", circa=True))


def test_a_name_is_read_as_a_name_or_as_a_title_never_as_neither() -> None:
    assert set(RecordKind) - TITLED == set(NAMED_AS)


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_mark_of_the_keys_is_the_same_in_every_process(seed: str) -> None:
    """Another one would have the index filled again at each start of a worker."""
    asked = "from casefile.matching import blocking_keys; print(blocking_keys.scheme())"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == blocking_keys.scheme()


@pytest.mark.parametrize(
    ("where", "rule", "other"),
    [
        (blocking_keys, "BUCKET_YEARS", 4),
        (blocking_keys, "TOLERANCE", 1),
        (blocking_keys, "MAX_NAME_KEYS", 6),
        (pairs, "MAX_ASKED", 4),
        (joined_sounds, "ROUGH_FROM", 99),
        (joined_sounds, "ROUGHER_FROM", 99),
        (prepared, "key", lambda kind, form: f"{kind}{form}"),
        (keys, "QUERY_WORDS", 1),
    ],
)
def test_the_mark_of_the_keys_changes_with_every_rule_that_makes_them(monkeypatch, where, rule, other) -> None:
    before = blocking_keys.scheme()
    try:
        monkeypatch.setattr(where, rule, other)
        _forget_pairs()
        assert blocking_keys.scheme.__wrapped__() != before
    finally:
        _forget_pairs()  # no other test may meet those of another rule


def _forget_pairs() -> None:
    for kept in (pairs.record_pairs, pairs.likeliest_pairs, pairs.query_pairs):
        kept.cache_clear()
