"""The own unit in figures, for its chief: numbers alone, and who was trained."""

from flask import Blueprint, render_template

from casefile.coordination.own_unit import ENDINGS, LATER, unit_figures
from casefile.policy.permissions import Permission
from casefile.training.register import trained
from portal.pages.together.coordination import AGES
from portal.show.labels.picture import ANSWERS
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext as _

blueprint = Blueprint("unit", __name__, url_prefix="/unit")

ENDS = dict(zip((*ENDINGS, LATER), (_("Within 7 days"), _("8 to 30 days"), _("Later")), strict=True))


@blueprint.get("/")
@needs(Permission.READ_UNIT_FIGURES)
def page() -> str:
    """All of it on one page, as it stands now."""
    with store().reading() as session:
        figures, people = unit_figures(session, viewer()), trained(session, viewer())
    waiting = [(text, figures.waiting.get(age, 0)) for age, text in AGES.items()]
    answered = [(text, figures.answered.get(band, 0)) for band, text in ANSWERS.items()]
    ending = [(text, figures.watches.get(band, 0)) for band, text in ENDS.items()]
    return render_template(
        "unit/page.html", figures=figures, waiting=waiting, answered=answered, ending=ending, people=people
    )
