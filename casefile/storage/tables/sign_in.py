"""Signing in: what is counted of failed tries, which browsers are known, second factors, steps half done;
and what machines of a unit show, or are called by."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class SignInCount(Table):
    """Failed tries from one place at one thing: counted here, not a line of the trail each."""

    __tablename__ = "sign_in_count"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Digest of what was tried and from where: no login and no address is kept."""
    kind: Mapped[str] = mapped_column(Word)
    account: Mapped[str] = mapped_column(String(64), default="", index=True)
    """Digest of the login that was typed, whether or not there is such an officer."""
    failed: Mapped[int] = mapped_column(default=0)
    told: Mapped[int] = mapped_column(default=0)
    """How many of them the officer has been notified of at a sign-in."""
    since: Mapped[datetime] = mapped_column(default=now)
    last_at: Mapped[datetime] = mapped_column(default=now, index=True)
    wait_until: Mapped[datetime | None]


class KnownDevice(Table):
    """A browser from which an officer signed in whole: strangers' wrong passwords do not make it wait."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("token_hash", "officer_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64))
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    agent: Mapped[str] = mapped_column(String(80), default="")
    known_since: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime] = mapped_column(default=now, index=True)
    ended_at: Mapped[datetime | None]


class SecondFactor(Table):
    """An officer's authenticator app (TOTP): its secret, sealed under the home's key."""

    __tablename__ = "second_factor"
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The time step of the last code that was taken: no code is taken twice."""


class RecoveryCode(Table):
    """One of an officer's codes for the day the phone is lost; each is good once."""

    __tablename__ = "recovery_code"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class SecurityKey(Table):
    """An officer's security key or passkey (WebAuthn): its public half."""

    __tablename__ = "security_key"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    credential_hash: Mapped[str] = mapped_column(String(64), unique=True)
    credential: Mapped[str] = mapped_column(Text)
    """The key's own id, base64url."""
    public_key: Mapped[str] = mapped_column(Text)
    """COSE, base64url."""
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(80), default="")
    added_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]


class SignInStep(Table):
    """A sign-in between the password and the second factor, or a question put to a security key: good once, briefly."""

    __tablename__ = "sign_in_step"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    purpose: Mapped[str] = mapped_column(Word)
    challenge: Mapped[str] = mapped_column(Text, default="")
    """What the answer must fit, by purpose: a security key's question, a sealed secret, the password's stamp."""
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Errand(Table):
    """For what an officer looks just now: a reason and a case, given once in a sign-in, for a while."""

    __tablename__ = "errand"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(ForeignKey("portal_session.token_hash"), index=True)
    """The sign-in it was given in: in any other it does not stand."""
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[str] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(Text)
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Word)
    begun_at: Mapped[datetime] = mapped_column(default=now, index=True)
    ends_at: Mapped[datetime]
    """When it ends by itself."""
    ended_at: Mapped[datetime | None]
    """When its officer ended it, or began another."""


class ApiToken(Table):
    """What a machine of a unit shows instead of a sign-in: kept as digests only, given once when it is made.

    It asks in the name of an officer row of its own, which nobody can sign in as: so the trail, the budgets and the
    searches have it as one who asks.
    """

    __tablename__ = "api_token"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(Text)
    """What it is for: stated with each of its questions."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the word in the address by which a tool asks that can send no header."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    """Exact to `casefile.people.machines.api_tokens.TOUCH`."""


class Webhook(Table):
    """Where a machine of a unit is told that the unit has a pointer to read. Out of force its secrets are gone."""

    __tablename__ = "webhook"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """By which its calls are signed; locked with the installation's key."""
    former: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The one before, by which they are signed too, until `former_until`."""
    former_until: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]


class WebhookCall(Table):
    """One call to one webhook, written together with what it tells: its id is the receiver's `webhook-id`."""

    __tablename__ = "webhook_call"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id"), index=True)
    event: Mapped[str] = mapped_column(Word)
    subject: Mapped[str] = mapped_column(Id)
    """The pointer's id."""
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is tried next; None: taken, or given up."""
    sent_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_status: Mapped[str] = mapped_column(Word, default="")
    """What the last try met: the status of the answer, or why there was none (`indexer/worker/outward.py`)."""
