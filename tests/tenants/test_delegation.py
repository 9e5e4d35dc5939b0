"""Which of an admin's rights does a Graph request ask for?"""

import pytest

from intune_sim.tenants.delegation import deed_of, lacking
from intune_sim.tenants.roles import Permission

P = Permission


@pytest.mark.parametrize(
    ("request_line", "deed"),
    [
        ("GET", "read"),
        ("HEAD", "read"),
        ("PATCH", "update"),
        ("DELETE", "delete"),
        ("POST", "create"),
        ("POST assign", "assign"),
        ("POST targetApps", "update"),
        ("POST checkMemberGroups", "read"),
        ("POST hasPayloadLinks", "read"),
        ("POST wipeManagedAppRegistrationsByDeviceTag", "wipe"),
        ("GET getOmaSettingPlainTextValue", "read"),
    ],
)
def test_a_request_is_a_deed(request_line: str, deed: str) -> None:
    method, _, action = request_line.partition(" ")

    assert deed_of(method, action) == deed


@pytest.mark.parametrize(
    ("scopes", "deed", "held", "missing"),
    [
        (["DeviceManagementApps.ReadWrite.All"], "assign", {P.APPS_ASSIGN}, ""),
        (["DeviceManagementApps.ReadWrite.All"], "assign", {P.APPS_READ}, "Microsoft.Intune_ManagedApps_Assign"),
        (["DeviceManagementRBAC.Read.All", "DeviceManagementApps.Read.All"], "read", {P.APPS_READ}, ""),
        (["User.Read.All"], "read", set(), ""),
        (["User.ReadWrite.All"], "update", {P.APPS_READ}, "Intune Administrator"),
        (["Policy.Read.All"], "read", {P.APPS_READ}, "Intune Administrator"),
        (["Policy.Read.All"], "read", set(P), ""),
    ],
)
def test_what_the_roles_lack_is_named(scopes: list[str], deed: str, held: set[Permission], missing: str) -> None:
    assert lacking(scopes, deed=deed, held=frozenset(held)) == missing
