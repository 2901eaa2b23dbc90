"""The pairs of names that were judged."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casefile.hits.name_judgements import JudgedPair, judged_by_id
from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, by, equals, listed, newest_first
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import NameJudgement
from casefile.vocabulary import Judgement


def listed_name_pairs(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[JudgedPair]:
    """A page of the judged pairs."""
    require(viewer, Permission.JUDGE_NAMES)
    return listed(session, viewer, PLAN, asked)


def _every(_viewer: Viewer) -> Select[str]:
    return select(NameJudgement.id)


def _texts(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    return {pair.id: Texts((pair.left, pair.right), (pair.officer,)) for pair in judged_by_id(session, viewer, ids)}


PLAN: Final[Plan[JudgedPair]] = Plan(
    permission=Permission.JUDGE_NAMES,
    own=_every,
    tie=NameJudgement.id.expression,
    sorts={
        "newest": newest_first(NameJudgement.made_at), "oldest": by(NameJudgement.made_at),
        "name": by(func.lower(NameJudgement.left)),
    },
    filters={"judged": equals(NameJudgement.judgement, (Judgement.SAME.value, Judgement.NOT_SAME.value))},
    texts=_texts,
    rows=judged_by_id,
)  # fmt: skip
