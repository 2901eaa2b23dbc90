"""A file of one person that comes again and again, and what an officer corrects between."""

from dataclasses import replace

from sqlalchemy import delete

from casefile.storage.tables import SourceCopy

REF = "re-1"


def entity(ref=REF, **properties):
    stated = {"name": ["Reimporta Zoumkeita"], "birthDate": ["1984"], "notes": ["Seen at Tanji."]}
    return {"id": ref, "schema": "Person", "properties": {**stated, **{k: [v] for k, v in properties.items()}}}


def figures(report):
    return report.created, report.updated, report.unchanged, report.kept


def ruled(**changes):
    return lambda draft: replace(draft, rules=replace(draft.rules, **changes))


def of_identity(**changes):
    return lambda draft: replace(draft, identity=replace(draft.identity, **changes))


def forget_copies(net):
    with net.store.writing() as session:
        session.execute(delete(SourceCopy))
