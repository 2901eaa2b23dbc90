"""What may be due for an officer, a word a kind: the lines of the desk, the counts of the menu and of the digest."""

from enum import StrEnum


class Due(StrEnum):
    # ---- a unit's
    OWNER_ANSWER = "owner_answer"  # asked first: the other unit learns nothing before
    ACKNOWLEDGE = "acknowledge"
    DECIDE = "decide"
    OUTCOME = "outcome"  # decided together; what came of it is not stated yet
    TAKEN_BACK = "taken_back"  # a pointer that no longer stands, not noted yet
    RECALLED_VALUES = "recalled_values"  # values received that no longer stand
    SECOND_RELEASE = "second_release"  # a colleague asks to release values beyond the core
    MAGISTRATE_ASKS = "magistrate_asks"
    WATCH_ENDS = "watch_ends"
    WATCH_BROKEN = "watch_broken"
    WATCH_RETURNED = "watch_returned"  # refused by who had to approve it
    WATCH_APPROVE = "watch_approve"
    RECORD_REVIEW = "record_review"
    RECORD_DISPUTED = "record_disputed"
    HOLD_SECOND = "hold_second"
    EXHIBIT_OFFERED = "exhibit_offered"
    JOINT_ANSWER = "joint_answer"
    IMPORT_RUNNING = "import_running"
    RECORD_FAULTY = "record_faulty"  # just entered, with a value that cannot be or that nobody can read
    DRAFT = "draft"  # typed, left and not saved
    OPERATION_CALL = "operation_call"  # the coordination office asks to be called about a planned operation
    # ---- a magistrate's
    CASE_RECEIVED = "case_received"
    DOSSIER_RECEIVED = "dossier_received"
    # ---- the coordination office's
    QUEUE_LONGER = "queue_longer"  # than a week
    QUEUE_WEEK = "queue_week"
    QUEUE_THREE_DAYS = "queue_three_days"
    QUEUE_DAY = "queue_day"
    CONTRADICTION = "contradiction"
    UNIT_LATE = "unit_late"
    HELP_ASKED = "help_asked"
    RECALL_UNNOTED = "recall_unnoted"
    AGREEMENT_ENDS = "agreement_ends"
    OPERATIONS_MEET = "operations_meet"  # two units plan one at the same place and time
    NETWORK_GROWN = "network_grown"  # one that several units hold a part of was joined by something
    # ---- the protection desk's
    PROTECTED_HIT = "protected_hit"
    PROTECTED_CONTACT = "protected_contact"
    PROTECTED_SECOND = "protected_second"
    PROTECTED_LOWER = "protected_lower"
    PROTECTION_REVIEW = "protection_review"
    # ---- of who runs and who audits the network
    ADMIN_SECOND = "admin_second"
    AGREEMENT_CONFIRM = "agreement_confirm"
    DEAD_LETTERS = "dead_letters"
    ALARM = "alarm"
    OPENING_SECOND = "opening_second"
    OPENING_READY = "opening_ready"
    SAMPLE = "sample"
