"""Can everybody use every page, quickly, in any light? Axe has nothing to say, on a desk and on a phone.

The pages are those that the addresses of the project lead to: a new one is tried by itself, or misses its example here.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import BrowserContext, Page, expect

from devices.services.enrolment import sign_out
from devices.services.wipes import request_wipe
from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import User
from intune_sim.tenants.roles import BUILT_IN_ROLES, Role
from protection.engine.facts import HealthState
from tests.factories.conditional_access import ConditionalAccessPolicyFactory
from tests.factories.connectors import ConnectorFactory
from tests.factories.devices import ManagedDeviceFactory, RegistrationFactory
from tests.factories.protection import CompliancePolicyFactory, MobilePolicyFactory
from tests.factories.tenants import AdminFactory, GroupRoleAssignmentFactory, RoleScopeTagFactory
from tests.journeys.looks import problems_of
from tests.world import World

POLICIES = "/apps/app-protection-policies"
LIST = "/devices/mam-registrations"
PC = "/client?name=HOME-PC&tag=home-pc&os=10.0.22631.3155&app=131.0.2903.51&sdk=1.2.0&accounts=1"
DRAFT = "7b1a4e52-53a4-4b52-8d37-6a1f0f4f9a11"
ZIMPERIUM = "08a8455c-48dd-45ff-ad82-7211355354f3"
#: Where no page of the admin center stands: APIs, files, Django admin.
ELSEWHERE = ("^", "<str:tenant>/", "_simulator/", "api/schema", "django-admin/", "mam/", "partner/", "static/")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """The name and the address of every page, parts to fill in included."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(ELSEWHERE):
            yield pattern.name or "", f"/{route}"


class Story:
    """Contoso with an example of everything that a page can be about."""

    def __init__(self, world: World) -> None:
        connector = world.add_connector()
        ConnectorFactory(
            tenant=world.tenant,
            graph_id=ZIMPERIUM,
            windows_mobile_application_management_enabled=False,
            in_error=True,
        )
        policy = world.write_policy(minimum_warning_app_version="140.0")
        self.blocked = world.enrol().registration
        world.report(self.blocked, HealthState.HIGH_SEVERITY)
        self.waiting = RegistrationFactory(tenant=world.tenant, warned=True)
        self.wipe = request_wipe(registration=self.waiting, by=SYSTEM, now=world.now)
        self.gone = RegistrationFactory(tenant=world.tenant, allowed=True)
        sign_out(registration=self.gone, by=SYSTEM, now=world.now)
        self.warned = RegistrationFactory(tenant=world.tenant, warned=True)
        self.alex = world.alex
        mobile_policy = MobilePolicyFactory(tenant=world.tenant, groups=[world.staff], settings={"pinRequired": True})
        assignment = GroupRoleAssignmentFactory(tenant=world.tenant)
        #: An example for each part of an address, and where a page is about something else by the same name.
        self.examples: dict[str, object] = {
            "assignment_id": assignment.graph_id,
            "draft_id": DRAFT,
            "event_id": AuditEvent.objects.latest("pk").graph_id,
            "graph_id": self.blocked.graph_id,
            "group_id": world.staff.graph_id,
            "partner_id": connector.graph_id,
            "policy_id": policy.graph_id,
            "role_id": assignment.role_definition.graph_id,
            "section": "health-checks",
            "tag": RoleScopeTagFactory(tenant=world.tenant).tag_id,
            "slug": "basics",
            "token": "none",
            "user_id": world.alex.graph_id,
            "wipe_id": self.wipe.graph_id,
        }
        self.others: dict[str, dict[str, object]] = {
            "compliance-policy": {"policy_id": CompliancePolicyFactory(tenant=world.tenant).graph_id},
            "conditional-access-policy": {
                "policy_id": ConditionalAccessPolicyFactory(tenant=world.tenant).graph_id,
            },
            "mobile-policy": {"policy_id": mobile_policy.graph_id},
            "mobile-policy-delete": {"policy_id": mobile_policy.graph_id},
            "connector-type": {"slug": "apple-vpp-tokens"},
            "policy-assign-step": {"slug": "assignments"},
            "policy-edit-step": {"slug": "health-checks"},
            "pane": {"slug": "settings"},
            "managed-device": {"graph_id": ManagedDeviceFactory(tenant=world.tenant).graph_id},
            "registration-delete-wipe": {"graph_id": self.waiting.graph_id},
            "role-edit-step": {"section": "permissions", "slug": "permissions"},
            "role-assignment-edit-step": {"section": "scope-groups", "slug": "scope-groups"},
            "role-admin-remove": {
                "role_id": BUILT_IN_ROLES[Role.HELP_DESK_OPERATOR],
                "user_id": AdminFactory(tenant=world.tenant, role=Role.HELP_DESK_OPERATOR).graph_id,
            },
        }

    def address(self, name: str, route: str) -> str:
        """An address with its parts filled in."""
        parts = {**self.examples, **self.others.get(name, {})}
        return PARAMETER.sub(lambda part: str(parts.get(part[1], "no-example")), route)

    def more(self) -> Iterator[str]:
        """The same pages in other states."""
        create = f"{POLICIES}/create/{DRAFT}"
        yield from (f"{create}/{step}" for step in ("apps", "data-protection", "health-checks", "assignments"))
        yield from (f"{create}/apps?select=apps", f"{create}/assignments?select=included")
        edit = f"{POLICIES}/{self.examples['policy_id']}/edit"
        yield from (f"{edit}/data-protection/{DRAFT}/data-protection", f"{edit}/health-checks/{DRAFT}/review")
        assign = f"/tenant-admin/roles/all/{self.examples['role_id']}/assignments/assign/{DRAFT}"
        yield from (f"{assign}/admin-groups?select=members", f"{assign}/scope-tags?select=scope_tags")
        yield from (f"{POLICIES}?q=nothing-is-called-so", f"{LIST}?q=nobody-is-called-so")
        yield f"/tenant-admin/connectors/mobile-threat-defense/{ZIMPERIUM}"
        for registration in (self.waiting, self.gone, self.warned):
            yield f"{LIST}/{registration.graph_id}"
            yield f"/client/{registration.graph_id}"
        chosen = f"{PC}&user={self.alex.user_principal_name}"
        yield from (f"{PC}&os=ten&q=nobody-is-called-so", chosen)
        yield from (f"{chosen}&step={step}" for step in ("sync", "enrol", "app-only"))
        yield from (
            "/nowhere",
            "/search?q=al",
            "/search?q=nothing-is-called-so",
            "/devices/mam-registrations?pane=nothing",
        )


@pytest.fixture
def story(world: World) -> Story:
    """Something on every page."""
    return Story(world)


#: Every page in all of its looks takes a minute: workers that run at once share them.
SHARES = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", range(SHARES))
def test_everybody_can_use_every_page(
    browse_as: Callable[..., Page], sign_in: Callable[[User], Client], adele: User, story: Story, share: int
) -> None:
    client = sign_in(adele)
    tab = browse_as(adele)
    pages = 0
    found: list[str] = []
    for name, route in list(routes(get_resolver()))[share::SHARES]:
        address = story.address(name, route)
        answer = client.get(address)
        if answer.status_code == 404 and name not in {"components", "exported-report"}:
            found.append(f"{name} has no example: {address}")
        # Some addresses only take what is sent to them, lead on, or answer with a part of a page.
        if answer.status_code == 200 and b"<!doctype html>" in answer.getvalue()[:100]:
            pages += 1
            tab.goto(address)
            found += problems_of(tab)

    assert pages
    assert not found, "\n".join(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", range(SHARES // 2))
def test_everybody_can_use_every_page_in_its_other_states(
    browse_as: Callable[..., Page], adele: User, story: Story, share: int
) -> None:
    found: list[str] = []
    tab = browse_as(adele)
    for address in list(story.more())[share :: SHARES // 2]:
        tab.goto(address)
        found += problems_of(tab)

    assert not found, "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_everybody_can_use_what_pages_are_made_of(browse_as: Callable[..., Page], adele: User, settings: Any) -> None:
    settings.DEBUG = True
    found: list[str] = []
    tab = browse_as(adele)
    for address in ("/_components", "/_components?pane=example"):
        tab.goto(address)
        found += problems_of(tab)

    assert not found, "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_empty_pages_a_refusal_and_the_way_in_can_be_used_by_everybody(
    browse_as: Callable[..., Page],
    open_context: Callable[..., BrowserContext],
    admin_with: Callable[[Role], User],
    adele: User,
) -> None:
    found: list[str] = []
    tab = browse_as(adele)
    for address in ("/", LIST, POLICIES, "/tenant-admin/connectors/mobile-threat-defense", "/?pane=notifications"):
        tab.goto(address)
        found += problems_of(tab)
    refused = browse_as(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))
    refused.goto(LIST)
    found += problems_of(refused)
    stranger = open_context().new_page()
    stranger.goto("/sign-in")
    stranger.get_by_label("User name").fill("nobody@contoso.example")
    stranger.get_by_label("Password").fill("nothing")
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_role("alert")).to_be_visible()
    found += problems_of(stranger)

    assert not found, "\n".join(found)
