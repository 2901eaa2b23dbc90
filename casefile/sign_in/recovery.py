"""Recovery codes, for the day the phone is lost: ten, each good once, kept as their digest."""

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.sign_in.codes import clean_code, new_code
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import RecoveryCode

HOW_MANY = 10


def renew(session: Session, officer_id: str) -> list[str]:
    """New codes in place of all former ones; they are shown this once."""
    codes = [new_code() for _ in range(HOW_MANY)]
    session.connection().execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    session.connection().execute(
        insert(RecoveryCode),
        [{"code_hash": _hash(officer_id, code), "officer_id": officer_id, "made_at": tables.now()} for code in codes],
    )
    detail = {"recovery_codes": HOW_MANY}
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail=detail)
    return codes


def use(session: Session, officer_id: str, typed: str) -> bool:
    """Whether it is one of the officer's codes that was not used yet; it is used with this."""
    done = session.connection().execute(
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == _hash(officer_id, clean_code(typed)), RecoveryCode.used_at.is_(None))
        .values(used_at=tables.now())
    )
    return bool(done.rowcount)


def _hash(officer_id: str, code: str) -> str:
    return digest(f"{officer_id}\n{code}")
