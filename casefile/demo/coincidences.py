"""What two units of the demonstration already hold in common, and what their other watches ask for."""

from dataclasses import replace
from random import Random

from casefile.demo import network, texts
from casefile.demo.cases import DemoCase, DemoData, DemoWatch, report
from casefile.demo.network import DemoUnit
from casefile.demo.people import Subject, invent, write_down
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import (
    IdentifierKind,
    LinkRole,
    Notify,
    Protection,
    RecordKind,
    Sharing,
    SubjectCategory,
)

WATCHES_PER_UNIT = 20
DAKAR, BANJUL, NOUAKCHOTT = network.INVESTIGATING

PERSONS: tuple[tuple[DemoUnit, DemoUnit, str], ...] = (
    (BANJUL, DAKAR, "record"), (DAKAR, BANJUL, "record"), (NOUAKCHOTT, DAKAR, "record"),
    (DAKAR, NOUAKCHOTT, "record"), (BANJUL, NOUAKCHOTT, "report"), (BANJUL, DAKAR, "report"),
    (DAKAR, BANJUL, "report"), (NOUAKCHOTT, BANJUL, "record"), (DAKAR, NOUAKCHOTT, "report"),
    (BANJUL, DAKAR, "silent"), (DAKAR, BANJUL, "victim"), (NOUAKCHOTT, DAKAR, "victim"),
)  # fmt: skip
"""(who watches, who holds, what the holder has of the person)."""


def plant(rng: Random, data: DemoData) -> None:
    """The same subjects on two sides, each in its own spelling; and three things with the same number."""
    for watcher, holder, how in PERSONS:
        subject = replace(invent(rng, rng.choice((watcher.country, holder.country))), nickname="")
        case = rng.choice([c for c in data.cases if c.unit == holder])
        event = case.records[0].ref
        if how == "report":
            text = report(rng, case, subject, network.boat(rng), with_birth=True)
            case.add(text, (event, LinkRole.OTHER))
        else:
            victim = how == "victim"
            case.add(
                _as_wanted(rng, subject, holder), (event, LinkRole.VICTIM if victim else LinkRole.SUSPECT),
                category=SubjectCategory.VICTIM if victim else SubjectCategory.SUSPECT,
                protection=(Protection.VICTIM,) if victim else (),
            )  # fmt: skip
        _watch(
            rng,
            data,
            watcher,
            _as_wanted(rng, subject, watcher),
            notify=Notify.SILENT if how == "silent" else Notify.MUTUAL,
        )
    _plant_things(rng, data)


def _as_wanted(rng: Random, subject: Subject, unit: DemoUnit) -> Identity:
    """What is known of somebody who is looked for: the name, the year at least, and the telephone."""
    identity = write_down(rng, subject, unit, sure=True)
    number = Identifier(IdentifierKind.PHONE, subject.phone, subject.nationality)
    others = tuple(i for i in identity.identifiers if i.kind is not IdentifierKind.PHONE)
    return replace(identity, identifiers=(number, *others) if rng.random() < 0.5 else others)


def _plant_things(rng: Random, data: DemoData) -> None:
    phone, plate, hull = (
        network.phone(rng, "SN", international=True),
        network.plate(rng, "SN"),
        network.hull(rng, "GM"),
    )
    for holder, watcher, kind, what, here, there, country in (
        (DAKAR, BANJUL, RecordKind.PHONE, IdentifierKind.PHONE, phone.removeprefix("+221 "), phone, "SN"),
        (BANJUL, DAKAR, RecordKind.VEHICLE, IdentifierKind.PLATE, plate, plate.replace("-", " "), "SN"),
        (BANJUL, NOUAKCHOTT, RecordKind.VESSEL, IdentifierKind.HULL, hull, hull.replace(" ", "-"), "GM"),
    ):
        names = (Name(network.boat(rng)),) if kind is RecordKind.VESSEL else ()
        case: DemoCase = rng.choice([c for c in data.cases if c.unit == holder])
        case.add(
            Identity(kind, names=names, identifiers=(Identifier(what, here, country),)),
            (case.records[0].ref, LinkRole.OTHER),
        )
        _watch(rng, data, watcher, Identity(kind, names=names, identifiers=(Identifier(what, there, country),)))


def watch_others(rng: Random, data: DemoData) -> None:
    """Fill each unit's watchlists with subjects that nobody else holds."""
    for unit in network.INVESTIGATING:
        while sum(w.unit == unit.code for w in data.watches) < WATCHES_PER_UNIT:
            subject = invent(rng, unit.country)
            _watch(
                rng,
                data,
                unit,
                _as_wanted(rng, subject, unit),
                notify=rng.choices((Notify.MUTUAL, Notify.SILENT, Notify.OWNER_FIRST), (85, 10, 5))[0],
            )


def _watch(rng: Random, data: DemoData, unit: DemoUnit, identity: Identity, notify: Notify = Notify.MUTUAL) -> None:
    number = sum(w.unit == unit.code for w in data.watches) + 1
    thing = identity.kind is not RecordKind.PERSON
    data.watches.append(
        DemoWatch(
            f"demo:{unit.code}:watch:{number}",
            unit.code,
            texts.WATCHLISTS[unit.code][thing],
            identity,
            rng.choice(texts.GROUNDS[unit.locale]),
            notify,
            Sharing.POINTER,
            rng.choice((90, 180, 300, 350)),
        )
    )
