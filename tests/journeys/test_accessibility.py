"""Can everybody use every page? axe-core finds nothing serious, in light and dark, on a desk and on a phone."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from devices.models import WindowsManagedAppRegistration
from devices.services.enrolment import sign_out
from devices.services.wipes import request_wipe
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import User
from protection.engine.facts import HealthState
from tests.factories.devices import RegistrationFactory
from tests.world import World

POLICIES = "/apps/app-protection-policies"
CONNECTORS = "/tenant-admin/connectors"
LIST = "/devices/mam-registrations"
PC = "/client?name=HOME-PC&tag=home-pc&os=10.0.22631.3155&app=131.0.2903.51&sdk=1.2.0&accounts=1"

NOTHING_IS_THERE = (
    "/",
    LIST,
    POLICIES,
    f"{CONNECTORS}/mobile-threat-defense",
    f"{CONNECTORS}/mobile-threat-defense/add",
    "/tenant-admin/tenant-status/connector-status",
)
WIDTHS = (1440, 390)
AXE = Axe()
#: Light first, and all of axe-core; what changes between the schemes are colours, so dark needs only their rules.
SCHEMES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("light", {"resultTypes": ["violations"]}),
    ("dark", {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}),
)


@pytest.fixture
def check(browse_as: Callable[..., Page], adele: User) -> Callable[[Iterable[str]], list[str]]:
    """`check(addresses)` lists what is wrong with the pages at these addresses."""

    def checking(addresses: Iterable[str]) -> list[str]:
        problems: list[str] = []
        page = browse_as(adele)
        page.on("console", lambda message: problems.extend(_complaint(message, page)))
        for address in addresses:
            page.goto(address)
            problems += [f"{address} {problem}" for problem in _found_on(page)]
        return problems

    return checking


def _complaint(message: ConsoleMessage, page: Page) -> list[str]:
    is_expected = "404 (Not Found)" in message.text and "nowhere" in page.url
    return [f"{page.url}: {message.text}"] if message.type == "error" and not is_expected else []


def _found_on(page: Page) -> Iterator[str]:
    """What is serious about a page, in every scheme and width."""
    page.evaluate(AXE.axe_script)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"is wider than {width} px"
        for scheme, options in SCHEMES:
            # Without motion, so that no colour is still on its way.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
                if violation["impact"] in {"serious", "critical"}:
                    yield f"({scheme}, {width} px): {violation['id']} at {violation['nodes'][0]['target']}"


def everything(world: World) -> Iterator[str]:
    """The address of every page of the admin center, with something on it."""
    connector = world.add_connector()
    policy = world.write_policy(minimum_warning_app_version="140.0")
    blocked = world.enrol().registration
    world.report(blocked, HealthState.HIGH_SEVERITY)
    waiting = RegistrationFactory(tenant=world.tenant, warned=True)
    request_wipe(registration=waiting, by=SYSTEM, now=world.now)
    gone = RegistrationFactory(tenant=world.tenant, allowed=True)
    sign_out(registration=gone, by=SYSTEM, now=world.now)
    warned = RegistrationFactory(tenant=world.tenant, warned=True)
    yield from _tenant_pages()
    yield from (f"{CONNECTORS}/mobile-threat-defense/{connector.graph_id}{part}" for part in ("", "/delete"))
    yield from (f"{POLICIES}/{policy.graph_id}/{part}" for part in ("properties", "delete"))
    yield from _wizard_pages(str(policy.graph_id))
    yield from _device_pages(blocked, waiting, gone, warned)
    yield from _client_pages(world.alex)


def _tenant_pages() -> Iterator[str]:
    yield from ("/", "/nowhere")
    yield from (f"/tenant-admin/tenant-status{part}" for part in ("", "/connector-status", "/service-health"))
    yield from (f"{CONNECTORS}{part}" for part in ("", "/mobile-threat-defense", "/mobile-threat-defense/add"))
    yield "/tenant-admin/audit-logs"
    yield f"/tenant-admin/audit-logs/{AuditEvent.objects.latest('pk').graph_id}"
    yield POLICIES
    yield f"{POLICIES}?q=nothing-is-called-so"


def _wizard_pages(policy: str) -> Iterator[str]:
    draft = "7b1a4e52-53a4-4b52-8d37-6a1f0f4f9a11"
    create = f"{POLICIES}/create/{draft}"
    yield from (f"{create}/{step}" for step in ("basics", "apps", "data-protection", "health-checks", "assignments"))
    yield from (f"{create}/apps?select=apps", f"{create}/assignments?select=included")
    edit = f"{POLICIES}/{policy}/edit"
    yield from (f"{edit}/{section}" for section in ("basics", "data-protection", "health-checks", "assignments"))
    yield f"{edit}/health-checks/{draft}/review"


def _device_pages(*registrations: WindowsManagedAppRegistration) -> Iterator[str]:
    yield from (LIST, f"{LIST}?access=blocked", f"{LIST}?q=nobody-is-called-so")
    for registration in registrations:
        yield f"{LIST}/{registration.graph_id}"
        yield f"/client/{registration.graph_id}"
    yield f"{LIST}/{registrations[0].graph_id}/wipe"
    [wipe] = registrations[1].wipe_requests.all()
    yield f"{LIST}/{registrations[1].graph_id}/wipe-requests/{wipe.graph_id}/delete"


def _client_pages(user: User) -> Iterator[str]:
    chosen = f"{PC}&user={user.user_principal_name}"
    yield from (PC, f"{PC}&os=ten&q=nobody-is-called-so", chosen)
    yield from (f"{chosen}&step={step}" for step in ("sync", "enrol", "app-only"))


def test_every_page_can_be_used_by_everybody(check: Callable[[Iterable[str]], list[str]], world: World) -> None:
    assert check(everything(world)) == []


def test_empty_pages_can_be_used_by_everybody(check: Callable[[Iterable[str]], list[str]]) -> None:
    assert check(NOTHING_IS_THERE) == []


def test_everybody_can_sign_in(page: Page, db: None) -> None:
    page.goto("/sign-in")

    assert list(_found_on(page)) == []
