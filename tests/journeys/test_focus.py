"""Wherever Tab leads, can one see where one is?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from intune_sim.tenants.models import User
from tests.factories.devices import RegistrationFactory
from tests.world import World

#: Nothing, where the element that has the focus is marked; otherwise the element. None where Tab has left the page.
UNMARKED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const marked = (element) => {
    const looks = getComputedStyle(element);
    return looks.outlineStyle !== "none" && parseFloat(looks.outlineWidth) >= 1;
  };
  return marked(one) || marked(one.parentElement) ? "" : one.outerHTML.slice(0, 120);
}"""
MOST_STEPS = 60


@pytest.mark.django_db(transaction=True)
def test_the_focus_is_seen_wherever_tab_leads(browse_as: Callable[..., Page], adele: User, world: World) -> None:
    world.add_connector()
    world.write_policy()
    registration = RegistrationFactory(tenant=world.tenant, blocked_by_threat=True)
    page = browse_as(adele)
    unmarked: list[str] = []
    for place in (
        "/",
        "/apps/app-protection-policies",
        "/apps/app-protection-policies/create/windows",
        "/tenant-admin/connectors/mobile-threat-defense/add",
        f"/devices/mam-registrations/{registration.graph_id}",
        "/client",
        "/?pane=settings",
    ):
        page.goto(place)
        steps = 0
        while steps < MOST_STEPS:
            page.keyboard.press("Tab")
            found = page.evaluate(UNMARKED)
            if found is None:
                break
            steps += 1
            unmarked += [f"{place}: {found}"] if found else []
        assert steps > 1, f"Tab leads nowhere on {place}."

    assert unmarked == []
