"""For one release the commands also answer under the names that scripts may still read."""

import pytest

from portal.cli.context import FORMER_FIELDS, with_former
from portal.cli.upkeep.reconcile import reconcile

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("former", "today"), FORMER_FIELDS.items())
def test_a_field_is_given_under_both_names(former, today):
    assert with_former({today: 7, "records": 1}) == {today: 7, former: 7, "records": 1}


def test_a_field_that_is_not_there_is_not_invented():
    assert with_former({"records": 1}) == {"records": 1}


def test_reconcile_still_takes_the_former_name_of_its_option_and_shows_the_new_one():
    options = {name: option for option in reconcile.params for name in option.opts}
    assert options["--mend"].hidden and not options["--repair"].hidden
