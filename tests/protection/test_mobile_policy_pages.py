"""Policies for phones in the admin center: one list with those for Windows, and what Graph wrote in Intune's words."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from intune_sim.audit.models import AuditEvent, Operation
from intune_sim.lists.declaration import PAGE_SIZE
from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import DeviceThreatLevel
from protection.graph import mobile_properties
from protection.models import MobileAppProtection, MobilePolicyType
from protection.queries.mobile_settings import (
    ACCESS_REQUIREMENTS,
    APPS,
    CONDITIONAL_LAUNCH,
    DATA_PROTECTION,
    conditional_launch,
    data_protection,
)
from tests.factories.protection import MobilePolicyFactory, PolicyFactory
from tests.factories.tenants import GroupFactory
from tests.instants import MONDAY
from tests.protection.drafts import ROOT

IOS, ANDROID = MobilePolicyType.IOS, MobilePolicyType.ANDROID


def names(client: Client, query: str = "") -> list[str]:
    """The policies that a page of the list shows."""
    return [line.cells[0].row.name for line in client.get(f"{ROOT}{query}").context["list"].lines]


def page_of(policy: MobileAppProtection) -> str:
    """The address of its properties."""
    return f"{ROOT}/mobile/{policy.graph_id}/properties"


# The list


@pytest.fixture
def policies(contoso: Tenant, staff: Group) -> None:
    """One for each platform, written one after the other, and the phones' with what lists ask for."""
    PolicyFactory(tenant=contoso, display_name="B", maximum_allowed_device_threat_level=DeviceThreatLevel.LOW)
    MobilePolicyFactory(
        tenant=contoso,
        display_name="C",
        groups=[staff],
        settings={"maximumAllowedDeviceThreatLevel": "low", "mobileThreatDefenseRemediationAction": "wipe"},
        last_modified_date_time=MONDAY + timedelta(days=1),
    )
    MobilePolicyFactory(
        tenant=contoso, display_name="A", android=True, last_modified_date_time=MONDAY + timedelta(days=2)
    )


@pytest.mark.usefixtures("policies")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["A", "B", "C"]),
        ("?sort=-name", ["C", "B", "A"]),
        ("?sort=modified", ["B", "C", "A"]),
        ("?sort=platform", ["A", "C", "B"]),
        ("?q=c", ["C"]),
        ("?platform=windowsManagedAppProtection", ["B"]),
        ("?platform=androidManagedAppProtection", ["A"]),
        ("?deployed=yes", ["C"]),
        ("?level=low", ["B", "C"]),
        ("?level=notConfigured", ["A"]),
        ("?modified_from=2026-01-06", ["A", "C"]),
    ],
)
def test_policies_of_every_platform_are_one_list(client: Client, query: str, shown: list[str]) -> None:
    assert names(client, query) == shown


@pytest.mark.usefixtures("policies")
def test_the_list_says_of_phones_what_it_says_of_windows(client: Client) -> None:
    exported: Any = client.get(f"{ROOT}?export=csv&q=C")
    lines = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()

    [line] = csv.DictReader(lines)

    assert {name: line[name] for name in ("Deployed", "Platform", "Apps", "Groups")} == {
        "Deployed": "Yes",
        "Platform": "iOS/iPadOS",
        "Apps": "Microsoft Edge",
        "Groups": "Staff",
    }
    assert line["Max allowed device threat level"] == "Low (Wipe data)"


def test_pages_follow_one_order_whatever_the_platform(client: Client, contoso: Tenant) -> None:
    for number in range(PAGE_SIZE + 4):
        [PolicyFactory, MobilePolicyFactory][number % 2](tenant=contoso, display_name=f"Policy {number // 3:02}")
    first = client.get(ROOT).context["list"]
    second = client.get(first.next).context["list"]
    back = client.get(second.previous).context["list"]

    shown = [[line.cells[0].row for line in one.lines] for one in (first, second, back)]

    assert [len(one) for one in shown] == [PAGE_SIZE, 4, PAGE_SIZE]
    assert len({row.guid for row in shown[0] + shown[1]}) == PAGE_SIZE + 4
    assert [row.name for row in shown[0] + shown[1]] == sorted(row.name for row in shown[0] + shown[1])
    assert shown[2] == shown[0]
    assert first.count == f"{PAGE_SIZE + 4}"


# The page


def test_a_policy_for_phones_is_told_in_words(client: Client, contoso: Tenant, staff: Group) -> None:
    policy = MobilePolicyFactory(
        tenant=contoso,
        display_name="Phones",
        groups=[staff],
        apps=["com.microsoft.Office.Outlook", "com.example.app"],
        settings={
            "appGroupType": "selectedPublicApps",
            "pinRequired": True,
            "simplePinBlocked": True,
            "periodOnlineBeforeAccessCheck": "PT30M",
            "periodBeforePinReset": "P90D",
            "allowedDataStorageLocations": ["oneDriveForBusiness", "sharePoint"],
            "customDialerAppProtocol": None,
            "exemptedAppProtocols": [{"name": "Maps", "value": "maps"}],
        },
    )

    page = client.get(page_of(policy))

    assertContains(page, "written over Microsoft Graph (deviceAppManagement/iosManagedAppProtections)")
    sheet = page.context["sheet"]
    assert sheet.apps == [
        ("Target policy to", "Selected apps"),
        ("Public apps", "Microsoft Outlook"),
        ("Custom apps", "com.example.app"),
    ]
    assert sheet.data_protection == [
        (
            "Data Transfer",
            [
                ("Select apps to exempt", "Maps (maps)"),
                ("Allow user to save copies to selected services", "OneDrive for Business, SharePoint"),
            ],
        )
    ]
    assert sheet.access_requirements == [
        ("PIN for access", "Require"),
        ("Simple PIN", "Block"),
        ("PIN reset after number of days", "After 90 days"),
        ("Recheck the access requirements after (minutes of inactivity)", "30"),
    ]
    assert sheet.conditional_launch == []
    assert [group.name for group in sheet.included] == ["Staff"]


def test_conditions_stand_with_their_values_and_actions() -> None:
    settings = {
        "maximumPinRetries": 5,
        "periodOfflineBeforeAccessCheck": "PT12H",
        "periodOfflineBeforeWipeIsEnforced": "P90D",
        "appActionIfUnableToAuthenticateUser": "wipe",
        "deviceComplianceRequired": True,
        "minimumWarningOsVersion": "14.0",
        "minimumRequiredOsVersion": "13.0",
        "requiredAndroidSafetyNetDeviceAttestationType": "basicIntegrity",
        "appActionIfAndroidSafetyNetDeviceAttestationFailed": "warn",
        "requiredAndroidSafetyNetEvaluationType": "basic",
        "allowedAndroidDeviceModels": ["Pixel 8", "Pixel 9"],
        "appActionIfAndroidDeviceModelNotAllowed": "block",
        "warnAfterCompanyPortalUpdateDeferralInDays": 0,
        "maximumAllowedDeviceThreatLevel": "notConfigured",
    }

    assert list(conditional_launch(ANDROID, settings)) == [
        (
            "App conditions",
            [
                ("Max PIN attempts", "5", "Reset PIN"),
                ("Offline grace period", "720", "Block access (minutes)"),
                ("Offline grace period", "90", "Wipe data (days)"),
                ("Disabled account", "", "Wipe data"),
            ],
        ),
        (
            "Device conditions",
            [
                ("Jailbroken/rooted devices", "", "Block access"),
                ("Min OS version", "14.0", "Warn"),
                ("Min OS version", "13.0", "Block access"),
                ("Device model(s)", "Pixel 8, Pixel 9", "Allow specified (Block non-specified)"),
                ("Play integrity verdict", "Basic integrity", "Warn"),
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"allowedOutboundDataTransferDestinations": "managedApps"}, "Policy managed apps"),
        (
            {"allowedOutboundDataTransferDestinations": "managedApps", "filterOpenInToOnlyManagedApps": True},
            "Policy managed apps with Open-In/Share filtering",
        ),
        ({"protectInboundDataFromUnknownSources": True}, "All apps with incoming Org data"),
        ({"managedBrowserToOpenLinksRequired": True, "managedBrowser": "microsoftEdge"}, "Microsoft Edge"),
        ({"managedBrowserToOpenLinksRequired": False}, "Any app"),
    ],
)
def test_settings_that_go_together_are_told_as_one(settings: dict[str, Any], told: str) -> None:
    [(_, [(_, text)])] = data_protection(IOS, settings)

    assert text == told


@pytest.mark.parametrize(("kind", "written"), [(IOS, mobile_properties.IOS), (ANDROID, mobile_properties.ANDROID)])
def test_every_setting_that_graph_writes_has_its_words(kind: MobilePolicyType, written: tuple[Any, ...]) -> None:
    lines = (
        *APPS,
        *ACCESS_REQUIREMENTS[kind],
        *(one for declared in DATA_PROTECTION[kind].values() for one in declared),
        *(one for conditions in CONDITIONAL_LAUNCH[kind].values() for one in conditions),
    )

    assert {name for line in lines for name in line.names} == {one.name for one in written}


@pytest.mark.parametrize(("kind", "written"), [(IOS, mobile_properties.IOS), (ANDROID, mobile_properties.ANDROID)])
def test_a_policy_with_every_default_has_a_page(
    client: Client, contoso: Tenant, kind: MobilePolicyType, written: tuple[Any, ...]
) -> None:
    settings = {one.name: one.default for one in written}
    policy = MobilePolicyFactory(tenant=contoso, type=kind, settings=settings)

    assertContains(client.get(page_of(policy)), "Backup org data to")


# Who may what


def test_a_policy_for_phones_can_be_deleted(client: Client, contoso: Tenant) -> None:
    policy = MobilePolicyFactory(tenant=contoso, display_name="Phones")
    delete = page_of(policy).replace("properties", "delete")

    assertContains(client.get(delete), "cannot be undone")
    answer = client.post(delete, follow=True)

    assertRedirects(answer, ROOT)
    assertContains(answer, "Phones was deleted.")
    assert not MobileAppProtection.objects.exists()
    assert AuditEvent.objects.get().activity_operation_type == Operation.DELETE


def test_a_reader_may_look_and_not_delete(
    contoso: Tenant, sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    policy = MobilePolicyFactory(tenant=contoso)
    reader = sign_in(admin_with(Role.READ_ONLY_OPERATOR))

    assertNotContains(reader.get(page_of(policy)), "Delete")
    assert reader.post(page_of(policy).replace("properties", "delete")).status_code == 403


def test_another_tenants_policy_is_not_there(client: Client, fabrikam: Tenant) -> None:
    theirs = MobilePolicyFactory(tenant=fabrikam, display_name="Secret", groups=[GroupFactory(tenant=fabrikam)])

    assert names(client) == []
    assert client.get(page_of(theirs)).status_code == 404
