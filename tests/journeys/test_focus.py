"""Can one see where one is, wherever Tab leads? Every page is asked so in `test_accessibility`; would it be found out?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from intune_sim.tenants.models import User
from tests.journeys.looks import FOCUS_RULES

pytestmark = pytest.mark.django_db(transaction=True)

#: A style sheet of the page's own making, which its Content-Security-Policy does not stop.
STYLE = (
    "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }"
)
#: How many places of a page can have the focus.
STOPS = """[...document.querySelectorAll('a[href], button, input, select, summary')]
    .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true })).length"""
UNSEEN = [
    "*:focus-visible { outline: none !important; box-shadow: none !important }",
    "*:focus-visible { outline-color: transparent !important; box-shadow: none !important }",
    "*:focus-visible { outline: 2px solid #fff !important; box-shadow: none !important }",
]


def test_tab_leads_through_a_page_and_marks_where_it_is(browse_as: Callable[..., Page], adele: User) -> None:
    page = browse_as(adele)
    page.goto("/apps/app-protection-policies")
    stops = 0

    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body && document.activeElement.matches(':focus-visible')"):
        stops += 1
        page.keyboard.press("Tab")

    assert stops == page.evaluate(STOPS)


@pytest.mark.parametrize("rules", UNSEEN)
def test_a_focus_that_nobody_sees_is_found(browse_as: Callable[..., Page], adele: User, rules: str) -> None:
    page = browse_as(adele)
    page.goto("/client")
    page.keyboard.press("Home")
    assert page.evaluate(FOCUS_RULES) == []

    page.evaluate(STYLE, rules)

    assert any("the focus is not seen" in problem for problem in page.evaluate(FOCUS_RULES))
