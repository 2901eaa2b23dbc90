"""Security keys and passkeys (WebAuthn): added by their officer, asked at sign-in and before strong acts."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from casefile import audit
from casefile.errors import MISSING, BadInput, NotThere
from casefile.limits import check_length
from casefile.sign_in import steps
from casefile.sign_in.steps import Purpose
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import SecurityKey, new_id

MOST = 5
NAME_LENGTH = 80
_NOT_TAKEN = "The key was not added. Try again, and touch it when it blinks."
_BROKEN = (WebAuthnException, ValueError, KeyError, TypeError)
"""What an answer that no key gave may raise."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser stands: the host's name, and the whole origin. Keys answer to no other."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a page puts to a key: options as JSON for the browser, and the token of the step."""

    options: str
    token: str


@dataclass(frozen=True, slots=True)
class KeyView:
    id: str
    name: str
    added_at: datetime
    last_used_at: datetime | None


def keys_of(session: Session, officer_id: str) -> list[KeyView]:
    rows = session.connection().execute(
        select(SecurityKey.__table__)
        .where(SecurityKey.officer_id == officer_id)
        .order_by(SecurityKey.added_at, SecurityKey.id)
    )
    return [KeyView(row.id, row.name, row.added_at, row.last_used_at) for row in rows]


def ask_new(session: Session, officer_id: str, login: str, site: Site) -> Question:
    """What a new key is asked; keys the officer has already are left out."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Griot",
        user_name=login,
        user_id=officer_id.encode(),
        exclude_credentials=_held(session, officer_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    token = steps.begin(session, officer_id, Purpose.NEW_KEY, bytes_to_base64url(options.challenge))
    return Question(options_to_json(options), token)


def add(session: Session, officer_id: str, token: str, answer: str, site: Site, name: str) -> None:
    """Keep the key that answered. Raises BadInput."""
    check_length(name, NAME_LENGTH, "name")
    step = steps.take(session, token, Purpose.NEW_KEY)
    if step is None or step.officer_id != officer_id:
        raise BadInput(_NOT_TAKEN, field="name")
    if len(_held(session, officer_id)) >= MOST:
        raise BadInput("You have as many keys as can be kept. Remove one first.", field="name")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(step.challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=False,
        )
    except _BROKEN as error:
        raise BadInput(_NOT_TAKEN, field="name") from error
    credential = bytes_to_base64url(made.credential_id)
    session.connection().execute(
        insert(SecurityKey),
        {
            "id": new_id(),
            "officer_id": officer_id,
            "credential_hash": digest(credential),
            "credential": credential,
            "public_key": bytes_to_base64url(made.credential_public_key),
            "sign_count": made.sign_count,
            "name": " ".join("".join(c if c.isprintable() else " " for c in name).split()),
            "added_at": tables.now(),
        },
    )
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"security_key": "added"})


def ask(session: Session, officer_id: str, site: Site) -> Question:
    """What any of the officer's keys is asked."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_held(session, officer_id),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    token = steps.begin(session, officer_id, Purpose.ASK_KEY, bytes_to_base64url(options.challenge))
    return Question(options_to_json(options), token)


def is_right(session: Session, officer_id: str, token: str, answer: str, site: Site) -> bool:
    """Whether one of the officer's keys gave this answer to this question; the question is over with this."""
    step = steps.take(session, token, Purpose.ASK_KEY)
    if step is None or step.officer_id != officer_id:
        return False
    try:
        credential = str(json.loads(answer)["id"])
        row = _key(session, officer_id, credential)
        if row is None:
            return False
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(step.challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=False,
        )
    except _BROKEN:
        return False
    session.connection().execute(
        update(SecurityKey)
        .where(SecurityKey.id == row.id)
        .values(sign_count=shown.new_sign_count, last_used_at=tables.now())
    )
    return True


def remove(session: Session, officer_id: str, key_id: str) -> None:
    """Raises NotThere."""
    done = session.connection().execute(
        delete(SecurityKey).where(SecurityKey.id == key_id, SecurityKey.officer_id == officer_id)
    )
    if not done.rowcount:
        raise NotThere(MISSING)
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"security_key": "removed"})


def _held(session: Session, officer_id: str) -> list[PublicKeyCredentialDescriptor]:
    held = session.connection().execute(select(SecurityKey.credential).where(SecurityKey.officer_id == officer_id))
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in held.scalars()]


def _key(session: Session, officer_id: str, credential: str) -> SecurityKey | None:
    return session.scalars(
        select(SecurityKey).where(
            SecurityKey.credential_hash == digest(credential), SecurityKey.officer_id == officer_id
        )
    ).first()
