"""Which Conditional Access policies and named locations are refused, and what becomes of those that are kept?"""

import copy
import uuid
from typing import Any

import pytest

from intune_sim.actors import SYSTEM
from intune_sim.audit.models import AuditEvent
from intune_sim.errors import Invalid
from intune_sim.tenants.models import Group, Tenant, User
from protection.engine.conditional_access import LocationType
from protection.models import ConditionalAccessPolicy, NamedLocation
from protection.services import conditional_access as services
from protection.services import named_locations
from tests.factories.conditional_access import ConditionalAccessPolicyFactory, NamedLocationFactory
from tests.factories.tenants import GroupFactory, UserFactory
from tests.instants import MONDAY

pytestmark = pytest.mark.django_db
NOBODY = str(uuid.UUID(int=7))
GOOD: dict[str, Any] = {
    "display_name": "Edge on Windows",
    "state": "enabled",
    "conditions": {
        "applications": {"includeApplications": ["Office365"]},
        "users": {"includeUsers": ["All"]},
    },
    "grant_controls": {"operator": "OR", "builtInControls": ["compliantApplication"]},
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good policy with one part set to another value."""
    policy = copy.deepcopy(GOOD)
    *parents, last = path.split("/")
    inside = policy
    for parent in parents:
        inside = inside[parent]
    inside[last] = value
    return policy


def create(tenant: Tenant, values: dict[str, Any]) -> ConditionalAccessPolicy:
    return services.create_policy(tenant=tenant, values=values, by=SYSTEM, now=MONDAY)


def edit(policy: ConditionalAccessPolicy, **values: Any) -> ConditionalAccessPolicy:
    return services.edit_policy(policy=policy, values=values, by=SYSTEM, now=MONDAY)


def test_a_policy_for_all_users_is_kept_and_concerns_every_client_app(contoso: Tenant) -> None:
    policy = create(contoso, copy.deepcopy(GOOD))

    assert policy.conditions["clientAppTypes"] == ["all"]
    assert AuditEvent.objects.get(resource_type="conditionalAccessPolicy").activity == "Create ConditionalAccessPolicy"


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("display_name", " ", "displayName"),
        ("conditions/applications", None, "conditions.applications"),
        ("conditions/applications", {"includeApplications": []}, "conditions.applications"),
        ("conditions/applications/includeApplications", ["Word"], "Word"),
        ("conditions/applications/includeUserActions", ["urn:user:registersecurityinfo"], "1012"),
        ("conditions/users", {"excludeUsers": ["All"]}, "conditions.users"),
        ("conditions/users/includeUsers", [NOBODY], NOBODY),
        ("conditions/users/excludeGroups", [NOBODY], NOBODY),
        ("conditions/users/includeRoles", ["boss"], "boss"),
        ("conditions/locations", {"includeLocations": [NOBODY]}, NOBODY),
        ("conditions/clientAppTypes", [], "clientAppTypes"),
        ("grant_controls", None, "grant control"),
        ("grant_controls/builtInControls", [], "grant control"),
        ("grant_controls/operator", "XOR", "operator"),
        ("grant_controls/builtInControls", ["block", "mfa"], "InvalidControls"),
        ("grant_controls/builtInControls", ["mfa", "passwordChange"], "InvalidPasswordResetControl"),
        ("grant_controls/authenticationStrength", {"id": NOBODY}, NOBODY),
    ],
)
def test_what_is_no_policy_is_refused_by_what_it_lacks(contoso: Tenant, path: str, value: Any, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        create(contoso, changed(path, value))

    assert not ConditionalAccessPolicy.objects.exists()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("conditions/users/includeUsers", ["None"]),
        ("conditions/users", {"includeRoles": ["62e90394-69f5-4237-9190-012177145e10"]}),
        ("conditions/applications", {"includeUserActions": ["urn:user:registersecurityinfo"]}),
        ("conditions/locations", {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}),
        ("grant_controls/authenticationStrength", {"id": "00000000-0000-0000-0000-000000000004"}),
    ],
)
def test_what_public_scripts_write_is_kept(contoso: Tenant, path: str, value: Any) -> None:
    assert create(contoso, changed(path, value)).pk


def test_session_controls_alone_are_enough(contoso: Tenant) -> None:
    values = changed("grant_controls", None) | {"session_controls": {"signInFrequency": {"isEnabled": True}}}

    assert create(contoso, values).pk


def test_people_and_groups_of_another_tenant_do_not_exist(contoso: Tenant, fabrikam: Tenant) -> None:
    for values in (
        changed("conditions/users/includeUsers", [str(UserFactory(tenant=fabrikam).graph_id)]),
        changed("conditions/users/includeGroups", [str(GroupFactory(tenant=fabrikam).graph_id)]),
        changed("conditions/locations", {"includeLocations": [str(NamedLocationFactory(tenant=fabrikam).graph_id)]}),
    ):
        with pytest.raises(Invalid, match="was not found in the directory"):
            create(contoso, values)


def test_an_edit_keeps_what_it_does_not_name_and_whoever_has_left(contoso: Tenant, alex: User, staff: Group) -> None:
    users = {"includeGroups": [str(staff.graph_id)], "excludeUsers": [str(alex.graph_id)]}
    policy = create(contoso, changed("conditions/users", users))
    alex.delete()

    edited = edit(policy, conditions={"signInRiskLevels": ["high"], "users": {"excludeRoles": []}})

    assert edited.conditions["users"] == {**users, "excludeRoles": []}
    assert edited.conditions["signInRiskLevels"] == ["high"]
    assert edited.conditions["applications"] == {"includeApplications": ["Office365"]}
    assert edited.modified_date_time == MONDAY
    with pytest.raises(Invalid, match=NOBODY):
        edit(policy, conditions={"users": {"excludeUsers": [NOBODY]}})


def test_a_location_that_is_used_or_trusted_stays(contoso: Tenant) -> None:
    office = NamedLocationFactory(tenant=contoso, is_trusted=True)
    policy = ConditionalAccessPolicyFactory(tenant=contoso)
    edit(policy, conditions={"locations": {"includeLocations": ["All"], "excludeLocations": [str(office.graph_id)]}})

    def delete() -> None:
        named_locations.delete_location(location=office, by=SYSTEM, now=MONDAY)

    with pytest.raises(Invalid, match="trusted"):
        delete()
    named_locations.edit_location(location=office, values={"is_trusted": False}, by=SYSTEM, now=MONDAY)
    with pytest.raises(Invalid, match=policy.display_name):
        delete()
    services.delete_policy(policy=policy, by=SYSTEM, now=MONDAY)
    delete()

    assert not NamedLocation.objects.exists()
    assert list(AuditEvent.objects.order_by("pk").values_list("activity", flat=True))[-3:] == [
        "Patch IpNamedLocation",
        "Delete ConditionalAccessPolicy",
        "Delete IpNamedLocation",
    ]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("iPv4CidrRange", "cidrAddress", "203.0.113.0"),
        ("iPv4CidrRange", "cidrAddress", "203.0.0.0/7"),
        ("iPv4CidrRange", "cidrAddress", "2001:db8::/32"),
        ("iPv6CidrRange", "cidrAddress", "203.0.113.0/24"),
        ("iPv4Range", "lowerAddress", "203.0.113.9"),
    ],
)
def test_a_range_of_addresses_must_be_one(contoso: Tenant, kind: str, name: str, value: str) -> None:
    one = {"@odata.type": f"#microsoft.graph.{kind}", "upperAddress": "203.0.113.8", name: value}

    with pytest.raises(Invalid, match="ipRanges"):
        named_locations.create_location(
            tenant=contoso,
            type=LocationType.IP,
            values={"display_name": "Office", "ip_ranges": [one]},
            by=SYSTEM,
            now=MONDAY,
        )


@pytest.mark.parametrize("countries", [[], ["Germany"], ["de"]])
def test_a_country_is_a_code_of_two_letters(contoso: Tenant, countries: list[str]) -> None:
    with pytest.raises(Invalid, match="countriesAndRegions"):
        named_locations.create_location(
            tenant=contoso,
            type=LocationType.COUNTRY,
            values={"display_name": "Home", "countries_and_regions": countries},
            by=SYSTEM,
            now=MONDAY,
        )
