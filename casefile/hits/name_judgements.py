"""Pairs of names that reviewers marked the same or not: what the weights of name comparison are refitted from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import NameJudgement, Officer, new_id
from casefile.vocabulary import Judgement


@dataclass(frozen=True, slots=True)
class JudgedPair:
    id: str
    left: str
    right: str
    judgement: Judgement
    officer: str
    made_at: datetime


def judge(
    session: Session, viewer: Viewer, left: str, right: str, judgement: Judgement, hit_id: str | None = None
) -> str:
    """Keep a pair of names as *same* or *not the same* and return its id. The names stand in no audit line."""
    require(viewer, Permission.JUDGE_NAMES)
    left, right = " ".join(left.split()), " ".join(right.split())
    for field, text in (("left", left), ("right", right)):
        if not any(c.isalpha() for c in text):
            raise BadInput("Enter a name.", field=field)
        limits.check_length(text, limits.JUDGED_NAME, field)
    if judgement is Judgement.UNRESOLVED:
        raise BadInput("Say whether the names are the same or not: a doubt teaches nothing.", field="judgement")
    pair_id = new_id()
    session.connection().execute(
        insert(NameJudgement),
        {
            "id": pair_id,
            "left_name": left,
            "right_name": right,
            "judgement": judgement.value,
            "officer_id": viewer.officer_id,
            "hit_id": hit_id,
            "made_at": tables.now(),
        },
    )
    audit.write(session, viewer, audit.Action.DECISION, "names", pair_id, detail={"judgement": judgement.value})
    return pair_id


def judged_by_id(session: Session, viewer: Viewer, pair_ids: Sequence[str]) -> list[JudgedPair]:
    """These judged pairs, in the order given."""
    require(viewer, Permission.JUDGE_NAMES)
    columns = (
        NameJudgement.id, NameJudgement.left, NameJudgement.right, NameJudgement.judgement, Officer.login,
        NameJudgement.made_at,
    )  # fmt: skip
    statement = select(*columns).join(Officer, Officer.id == NameJudgement.officer_id)
    rows = session.connection().execute(statement.where(among(NameJudgement.id, pair_ids)))
    found = {row[0]: JudgedPair(*row[:3], Judgement(row[3]), *row[4:]) for row in rows}
    return [found[pair_id] for pair_id in pair_ids if pair_id in found]


def labelled(session: Session) -> Iterator[dict[str, str]]:
    """Every judged pair in the form of `pairs.csv` (`id, left, right, label, kind, source`), oldest first."""
    words = {Judgement.SAME.value: "match", Judgement.NOT_SAME.value: "different"}
    for i, left, right, judgement in session.connection().execute(
        select(NameJudgement.id, NameJudgement.left, NameJudgement.right, NameJudgement.judgement).order_by(
            NameJudgement.made_at, NameJudgement.id
        )
    ):
        yield {"id": i, "left": left, "right": right, "label": words[judgement], "kind": "judged", "source": "review"}
