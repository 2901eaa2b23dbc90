"""The way into the index: what waits, and at which stage."""

from enum import StrEnum


class Topic(StrEnum):
    """What an outbox row is about."""

    RECORD = "record"
    WATCH = "watch"
    NOTICE = "notice"
    OPERATION = "operation"


class Stage(StrEnum):
    """How far an outbox row has come."""

    INDEX = "index"  # this side is not yet written to the index
    MATCH = "match"  # indexed and visible; the other side is not yet matched
    SEND = "send"
