"""Endpoint security: the policies that Graph writes, in words, to those who may read them."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from intune_sim.graph.resources import Shape
from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import Role
from protection.graph.compliance import POLICIES
from protection.graph.conditional_access_properties import CONDITIONS, GRANT_CONTROLS, SESSION_CONTROLS
from protection.models import CompliancePolicyType
from protection.queries import conditional_access_settings
from protection.queries.compliance_settings import SECTIONS, WITHOUT_CONTROL
from tests.factories.conditional_access import ConditionalAccessPolicyFactory, NamedLocationFactory
from tests.factories.protection import CompliancePolicyFactory

COMPLIANCE = "/endpoint-security/device-compliance"
CONDITIONAL_ACCESS = "/endpoint-security/conditional-access"


def names(client: Client, place: str) -> list[str]:
    """The policies that a list shows."""
    return [line.cells[0].row.display_name for line in client.get(place).context["list"].lines]


def test_a_compliance_policy_is_told_in_words(client: Client, contoso: Tenant, staff: Group) -> None:
    settings = {"osMinimumVersion": "10.0.22631", "bitLockerEnabled": True, "passwordMinimumLength": None}
    policy = CompliancePolicyFactory(tenant=contoso, display_name="Windows", settings=settings, groups=[staff])

    assert names(client, COMPLIANCE) == ["Windows"]
    assert names(client, f"{COMPLIANCE}?platform=iosCompliancePolicy") == []
    sheet = client.get(f"{COMPLIANCE}/{policy.graph_id}").context["sheet"]

    assert sheet.settings == [
        ("Device Health", [("BitLocker", "Require")]),
        ("Device Properties", [("Minimum OS version", "10.0.22631")]),
    ]
    assert sheet.actions == [("Mark device noncompliant", "Immediately")]
    assert sheet.assignments == [("Included groups", str(staff))]


@pytest.mark.parametrize("kind", CompliancePolicyType)
def test_every_setting_that_graph_writes_has_its_words(kind: CompliancePolicyType) -> None:
    [platform] = [one for one in POLICIES.derived if one.type == kind.value]
    written = {one.name for one in platform.properties} - {one.name for one in POLICIES.properties}

    told = [setting.name for section in SECTIONS[kind] for setting in section.settings]

    assert len(told) == len(set(told))
    assert set(told) == written - WITHOUT_CONTROL


def test_a_setting_that_asks_for_nothing_is_not_told(client: Client, contoso: Tenant) -> None:
    settings = {
        "securityBlockJailbrokenDevices": False,
        "deviceThreatProtectionRequiredSecurityLevel": "secured",
        "advancedThreatProtectionRequiredSecurityLevel": "unavailable",
        "restrictedApps": [{"name": "Game", "appId": "com.example.game"}],
    }
    policy = CompliancePolicyFactory(tenant=contoso, type=CompliancePolicyType.IOS, settings=settings)

    sheet = client.get(f"{COMPLIANCE}/{policy.graph_id}").context["sheet"]

    assert sheet.settings == [
        ("Device Health", [("Require the device to be at or under the Device Threat Level", "Clear")]),
        ("System Security", [("Restricted apps", "Game - com.example.game")]),
    ]


def test_a_conditional_access_policy_is_told_with_the_names_of_whom_and_where(
    client: Client, contoso: Tenant, staff: Group, alex: User
) -> None:
    office = NamedLocationFactory(tenant=contoso, display_name="Office")
    policy = ConditionalAccessPolicyFactory(
        tenant=contoso,
        display_name="Edge only",
        conditions={
            "clientAppTypes": ["browser"],
            "users": {"includeGroups": [str(staff.graph_id)], "excludeUsers": [str(alex.graph_id)], "includeRoles": []},
            "locations": {"includeLocations": ["All"], "excludeLocations": [str(office.graph_id)]},
            "platforms": None,
        },
        grant_controls={"operator": "OR", "builtInControls": ["compliantApplication", "mfa"]},
    )

    assert names(client, CONDITIONAL_ACCESS) == ["Edge only"]
    sheet = client.get(f"{CONDITIONAL_ACCESS}/{policy.graph_id}").context["sheet"]

    assert dict(sheet.sections) == {
        "Users": [("Include groups", str(staff)), ("Exclude users", alex.display_name)],
        "Target resources": [],
        "Network": [
            ("Include networks and locations", "Any network or location"),
            ("Exclude networks and locations", "Office"),
        ],
        "Conditions": [("Client apps", "Browser")],
        "Grant": [
            ("Controls", "Require app protection policy, Require multifactor authentication"),
            ("For multiple controls", "Require one of the selected controls"),
        ],
        "Session": [],
    }


def test_session_controls_and_filters_are_told_each_in_a_line(client: Client, contoso: Tenant) -> None:
    policy = ConditionalAccessPolicyFactory(
        tenant=contoso,
        conditions={
            "devices": {"deviceFilter": {"mode": "exclude", "rule": 'device.model -eq "Kiosk"'}},
            "authenticationFlows": {"transferMethods": "deviceCodeFlow,authenticationTransfer"},
        },
        session_controls={
            "signInFrequency": {"isEnabled": True, "value": 4, "type": "hours", "frequencyInterval": "timeBased"},
            "persistentBrowser": {"isEnabled": False, "mode": "never"},
        },
    )

    sections = dict(client.get(f"{CONDITIONAL_ACCESS}/{policy.graph_id}").context["sheet"].sections)

    assert sections["Conditions"] == [
        ("Filter for devices", 'Exclude: device.model -eq "Kiosk"'),
        ("Authentication flows", "Device code flow, Authentication transfer"),
    ]
    assert sections["Session"] == [("Sign-in frequency", "4 hours")]


def properties(shape: Shape, within: str) -> Iterator[str]:
    """Every property that Graph can write into a part of a policy."""
    for one in (*shape.properties, *(more for kind in shape.derived for more in kind.properties)):
        path = f"{within}.{one.name}"
        if one.shape and (one.shape.properties or one.shape.derived):
            yield from properties(one.shape, path)
        elif not one.is_read_only:
            yield path


def test_every_property_of_conditional_access_that_graph_writes_has_its_words() -> None:
    written = {
        *properties(CONDITIONS, "conditions"),
        *properties(GRANT_CONTROLS, "grantControls"),
        *properties(SESSION_CONTROLS, "sessionControls"),
    }

    told = [path for parts in conditional_access_settings.SECTIONS.values() for one in parts for path in one.paths]

    assert len(told) == len(set(told))
    assert set(told) == written


@pytest.mark.parametrize(
    ("place", "factory"), [(COMPLIANCE, CompliancePolicyFactory), (CONDITIONAL_ACCESS, ConditionalAccessPolicyFactory)]
)
def test_pages_are_of_the_own_tenant_and_for_roles_that_may_read(  # noqa: PLR0917 - a row of the table
    client: Client,
    fabrikam: Tenant,
    sign_in: Callable[[User], Client],
    admin_with: Callable[[Role], User],
    place: str,
    factory: Callable[..., object],
) -> None:
    theirs = factory(tenant=fabrikam)

    assert names(client, place) == []
    assert client.get(f"{place}/{theirs.graph_id}").status_code == 404  # type: ignore[attr-defined]
    assertContains(client.get(place), "written over Microsoft Graph")
    assert sign_in(admin_with(Role.APPLICATION_MANAGER)).get(place).status_code == 403
