"""Does the table of permissions say what the built-in roles reference says?"""

import pytest

from intune_sim.tenants.roles import PERMISSIONS, Permission, Role, permissions_of

#: Letters per area: MTD, managed apps, managed devices, audit, compliance, organization, roles. R read, C create,
#: U update, D delete, A assign, W wipe, M modify, V view reports, P set primary user.
REFERENCE = {
    Role.APPLICATION_MANAGER: ("R", "ACDRUW", "R", "", "", "R", ""),
    Role.ENDPOINT_SECURITY_MANAGER: ("MR", "R", "DRPUV", "R", "ACDRUV", "R", "R"),
    Role.HELP_DESK_OPERATOR: ("R", "ARW", "RPUV", "R", "RV", "R", "R"),
    Role.INTUNE_ROLE_ADMINISTRATOR: ("", "", "", "", "", "R", "ACDRU"),
    Role.POLICY_AND_PROFILE_MANAGER: ("R", "ACDRU", "", "R", "ACDRUV", "R", ""),
    Role.READ_ONLY_OPERATOR: ("R", "R", "RV", "R", "RV", "R", "R"),
    Role.SCHOOL_ADMINISTRATOR: ("R", "CDRU", "DRPU", "R", "", "R", ""),
    Role.ENDPOINT_PRIVILEGE_MANAGER: ("", "", "R", "", "", "R", ""),
    Role.ENDPOINT_PRIVILEGE_READER: ("", "", "R", "", "", "R", ""),
}
AREAS = ("MTD", "APPS", "DEVICES", "AUDIT", "COMPLIANCE", "ORGANIZATION", "ROLES")
VERBS = {
    "R": "READ",
    "C": "CREATE",
    "U": "UPDATE",
    "D": "DELETE",
    "A": "ASSIGN",
    "W": "WIPE",
    "M": "MODIFY",
    "V": "VIEW_REPORTS",
    "P": "SET_PRIMARY_USER",
}


@pytest.mark.parametrize("role", REFERENCE)
def test_a_built_in_role_has_the_rights_of_the_reference(role: Role) -> None:
    wanted = {
        Permission[f"{area}_{VERBS[letter]}"]
        for area, letters in zip(AREAS, REFERENCE[role], strict=True)
        for letter in letters
    }

    assert PERMISSIONS[role] == wanted


@pytest.mark.parametrize("role", [Role.GLOBAL_ADMINISTRATOR, Role.INTUNE_ADMINISTRATOR])
def test_an_administrator_of_the_directory_may_do_everything(role: Role) -> None:
    assert PERMISSIONS[role] == frozenset(Permission)


def test_every_role_stands_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_only_the_endpoint_security_manager_changes_connectors_and_it_writes_no_policies() -> None:
    built_in = [role for role in REFERENCE if Permission.MTD_MODIFY in PERMISSIONS[role]]

    assert built_in == [Role.ENDPOINT_SECURITY_MANAGER]
    assert Permission.APPS_CREATE not in PERMISSIONS[Role.ENDPOINT_SECURITY_MANAGER]


def test_the_rights_of_two_roles_add_up() -> None:
    both = permissions_of([Role.ENDPOINT_SECURITY_MANAGER, Role.APPLICATION_MANAGER])

    assert {Permission.MTD_MODIFY, Permission.APPS_CREATE} <= both


def test_no_role_is_no_right() -> None:
    assert permissions_of([]) == frozenset()
