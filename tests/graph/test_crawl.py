"""Does every address that the coverage calls served answer? A walk over all of them, in a tenant that has everything."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

import pytest
from django.test import Client

from intune_sim.graph.coverage import FamilyReport
from intune_sim.portal.coverage import families
from intune_sim.portal.demo.story import seed
from intune_sim.tenants.models import Group, RoleDefinition, Tenant
from protection.models import MobilePolicyType
from tests.factories.protection import MobilePolicyFactory
from tests.factories.tenants import GroupRoleAssignmentFactory
from tests.graph.conftest import EVERYTHING, GraphClient
from tests.instants import MONDAY

EDGE = {
    "apps": [
        {
            "mobileAppIdentifier": {
                "@odata.type": "#microsoft.graph.windowsAppIdentifier",
                "windowsAppId": "com.microsoft.edge",
            }
        }
    ]
}
#: What actions get that change little, by the path behind the version.
BODIES = {
    "/beta/deviceAppManagement/windowsManagedAppProtections/{id}/targetApps": EDGE,
    "/beta/deviceAppManagement/managedAppRegistrations/{id}/appliedPolicies/{id}/targetApps": EDGE,
    "/beta/deviceAppManagement/managedAppRegistrations/{id}/intendedPolicies/{id}/targetApps": EDGE,
    "/beta/deviceAppManagement/androidManagedAppProtections/hasPayloadLinks": {"payloadIds": []},
    "/v1.0/groups/{id}/checkMemberGroups": {"groupIds": []},
    "/v1.0/groups/{id}/checkMemberObjects": {"ids": []},
    "/v1.0/groups/{id}/getMemberGroups": {"securityEnabledOnly": False},
    "/v1.0/groups/{id}/getMemberObjects": {"securityEnabledOnly": False},
}
#: What stands in the brackets of functions.
PARAMETERS = {"category": "'MobileApp'", "scope": "'x'", "skip": "0", "top": "1"}


@pytest.mark.once
def test_every_address_that_is_served_answers(calls_as: Callable[..., Client], contoso: Tenant) -> None:
    Tenant.objects.filter(pk=contoso.pk).update(domain="elsewhere.example")
    tenant = seed(now=MONDAY)
    MobilePolicyFactory(tenant=tenant, type=MobilePolicyType.ANDROID, groups=[Group.objects.filter(tenant=tenant)[0]])
    role = RoleDefinition.objects.for_tenant(tenant).order_by("pk")[0]
    GroupRoleAssignmentFactory(tenant=tenant, role_definition=role)
    graph = GraphClient(calls_as(*EVERYTHING, tenant=tenant))
    keys: dict[str, str] = {}

    refused = {
        address: status
        for template in templates(families())
        if (address := filled(template, keys)) and (status := asked(graph, address, template, keys)) not in {200, 204}
    }

    refused |= {
        template: answer.status_code
        for template, body in BODIES.items()
        if (answer := graph("post", filled(template, keys), body)).status_code not in {200, 204}
    }
    assert refused == {}
    assert len(keys) > 50


def templates(reports: tuple[FamilyReport, ...]) -> list[str]:
    """Every path that can be read, with its version."""
    rows = [row for family in reports for row in family.paths]
    cells = [(row.path, version, cell) for row in rows for version, cell in row.named_cells]
    return [f"/{version}{path}" for path, version, cell in cells if "GET" in (*cell.real, *cell.shape_only)]


def filled(template: str, keys: Mapping[str, str]) -> str:
    """A path with the keys of the first items on the way; empty where there are none."""
    known, *rest = template.split("/{id}")
    address = known
    for part in rest:
        if known not in keys:
            return ""
        address, known = f"{address}('{quote(keys[known])}'){part}", f"{known}/{{id}}{part}"
    name, brackets, inside = (
        address.rpartition("(") if address.endswith(")") and rest[-1:] != [""] else (address, "", "")
    )
    names = filter(None, inside.removesuffix(")").split(","))
    return f"{name}({','.join(f'{one}={PARAMETERS[one]}' for one in names)})" if brackets else address


def asked(graph: GraphClient, address: str, template: str, keys: dict[str, str]) -> int:
    """The status of the answer; the key of its first item is remembered."""
    answer = graph("get", address)
    items = answer.json().get("value") if answer.status_code == 200 else None
    if isinstance(items, list) and items and isinstance(items[0], dict) and "id" in items[0]:
        keys[template] = items[0]["id"]
    return answer.status_code
