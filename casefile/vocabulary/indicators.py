"""What may speak of trafficking when a person is heard, and the reviews that come of it."""

from enum import StrEnum


class Indicator(StrEnum):
    """One thing that the person says or that is seen. Groups, weights and source: `casefile.policy.trafficking`."""

    WORK_LIED_ABOUT = "work_lied_about"
    TERMS_LIED_ABOUT = "terms_lied_about"
    JOURNEY_LIED_ABOUT = "journey_lied_about"
    FORCED_TO_LEAVE = "forced_to_leave"
    HANDED_OVER = "handed_over"
    DEBT_FOR_JOURNEY = "debt_for_journey"
    HELD_ON_WAY = "held_on_way"
    FAMILY_THREATENED = "family_threatened"
    HARDSHIP_USED = "hardship_used"
    STATUS_USED = "status_used"
    BELIEF_USED = "belief_used"
    WORK_WITHOUT_END = "work_without_end"
    NO_PAY = "no_pay"
    DANGEROUS_WORK = "dangerous_work"
    BAD_LODGING = "bad_lodging"
    EARNINGS_TAKEN = "earnings_taken"
    PAPERS_TAKEN = "papers_taken"
    LOCKED_IN = "locked_in"
    BEATEN = "beaten"
    DEBT_KEPT_UP = "debt_kept_up"
    FORCED_ACTS = "forced_acts"
    DENUNCIATION_THREATENED = "denunciation_threatened"
    SPOKEN_FOR = "spoken_for"
    DEPENDS_ON_THEM = "depends_on_them"
    KNOWS_NOT_WHERE = "knows_not_where"


class IndicatorGroup(StrEnum):
    """The part of trafficking that an indicator speaks of: the six of the source."""

    DECEIVED = "deceived"
    FORCED_THERE = "forced_there"
    NEED_USED = "need_used"
    EXPLOITED = "exploited"
    CONTROLLED = "controlled"
    DEPENDENT = "dependent"


class ReviewGround(StrEnum):
    """What raised a review of somebody's protection by itself."""

    INTERVIEW = "interview"
    TRAFFICKED = "trafficked"


class ReviewOutcome(StrEnum):
    """What the protection desk found."""

    PROTECTED = "kept_protected"
    NOT_NEEDED = "not_needed"


class ConsentBy(StrEnum):
    """Who agrees that a service is told of a victim."""

    PERSON = "person"
    GUARDIAN = "guardian"


class Passed(StrEnum):
    """What of a victim a service may be told."""

    NAMES = "names"
    AGE = "age"
    NATIONALITY = "nationality"
    REACHED_AT = "reached_at"
    SIGNS = "signs"
