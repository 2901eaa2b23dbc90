"""Words of the checklist of an interview, in the order of the page, and of the reviews that come of it."""

from enum import StrEnum

from casefile.vocabulary import ConsentBy, Indicator, IndicatorGroup, Passed, ReviewGround, ReviewOutcome
from portal.web.i18n import lazy_gettext as _

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    IndicatorGroup: {
        IndicatorGroup.DECEIVED: _("How it began"),
        IndicatorGroup.FORCED_THERE: _("The journey"),
        IndicatorGroup.NEED_USED: _("A need was used"),
        IndicatorGroup.EXPLOITED: _("The work"),
        IndicatorGroup.CONTROLLED: _("What holds the person"),
        IndicatorGroup.DEPENDENT: _("Alone there"),
    },
    Indicator: {
        Indicator.WORK_LIED_ABOUT: _("Was promised another work, another place or another employer"),
        Indicator.TERMS_LIED_ABOUT: _("Was lied to about pay, hours, lodging or papers"),
        Indicator.JOURNEY_LIED_ABOUT: _("Was lied to about the journey, a marriage or joining the family"),
        Indicator.FORCED_TO_LEAVE: _("Was made to leave by violence"),
        Indicator.HANDED_OVER: _("Was taken away, sold, or given by the family"),
        Indicator.DEBT_FOR_JOURNEY: _("Owes for the journey what cannot be paid back"),
        Indicator.HELD_ON_WAY: _("Was locked in or watched on the way"),
        Indicator.FAMILY_THREATENED: _("The person or the family was threatened"),
        Indicator.HARDSHIP_USED: _("Poverty, loss or a family quarrel was used"),
        Indicator.STATUS_USED: _("The lack of papers or schooling was used"),
        Indicator.BELIEF_USED: _("An oath or a belief was used"),
        Indicator.WORK_WITHOUT_END: _("Works without rest, day and night or every day"),
        Indicator.NO_PAY: _("Is paid little or nothing"),
        Indicator.DANGEROUS_WORK: _("The work is dangerous, and nothing protects from it"),
        Indicator.BAD_LODGING: _("Sleeps where the work is, or in a place unfit to live in"),
        Indicator.EARNINGS_TAKEN: _("Somebody else takes what the person earns or begs"),
        Indicator.PAPERS_TAKEN: _("Somebody else keeps the papers"),
        Indicator.LOCKED_IN: _("Cannot leave, or only with somebody"),
        Indicator.BEATEN: _("Bears traces of blows, or speaks of violence"),
        Indicator.DEBT_KEPT_UP: _("Works off a debt that does not shrink"),
        Indicator.FORCED_ACTS: _("Is made to do what the person refuses, or what is against the law"),
        Indicator.DENUNCIATION_THREATENED: _("Is threatened with the police or with being sent back"),
        Indicator.SPOKEN_FOR: _("Somebody else answers, or the answers sound learned"),
        Indicator.DEPENDS_ON_THEM: _("Has food, bed and papers from them alone"),
        Indicator.KNOWS_NOT_WHERE: _("Does not know the place or the language, and knows nobody else"),
    },
    ConsentBy: {
        ConsentBy.PERSON: _("The person"),
        ConsentBy.GUARDIAN: _("The guardian"),
    },
    Passed: {
        Passed.NAMES: _("Names"),
        Passed.AGE: _("Date of birth"),
        Passed.NATIONALITY: _("Nationality"),
        Passed.REACHED_AT: _("Telephone and e-mail"),
        Passed.SIGNS: _("Signs of trafficking"),
    },
    ReviewGround: {
        ReviewGround.INTERVIEW: _("Signs of trafficking at an interview"),
        ReviewGround.TRAFFICKED: _("Entered as a victim of trafficking"),
    },
    ReviewOutcome: {
        ReviewOutcome.PROTECTED: _("Stays protected"),
        ReviewOutcome.NOT_NEEDED: _("No protection as a victim is needed"),
    },
}
