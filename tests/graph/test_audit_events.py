"""Does Graph tell who did what, so that tools can filter it, and does nobody write it?"""

from collections.abc import Callable

import pytest

from intune_sim.actors import Actor, ActorType
from intune_sim.audit.models import AuditEvent, Category, Operation
from intune_sim.audit.services import record
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from tests.graph.conftest import GraphClient
from tests.instants import at

EVENTS = "/deviceManagement/auditEvents"
ADELE = Actor(
    type=ActorType.ADMIN,
    id="0b5f8f6e-3c59-4f6c-9a75-2a1e0c0f7a10",
    name="adele@contoso.example",
    application_name="Intune Sim admin center",
    ip_address="203.0.113.9",
)
SCRIPT = Actor(
    type=ActorType.APPLICATION, id="object", name="Backup", application_id="client", application_name="Backup"
)


@pytest.fixture(autouse=True)
def events(contoso: Tenant) -> None:
    """A policy that Adele wrote and a script changed an hour later, a connector, and telemetry."""
    for when, by, operation, kind, category in (
        ("09:00", ADELE, Operation.CREATE, "windowsManagedAppProtection", Category.APPLICATION),
        ("10:00", SCRIPT, Operation.PATCH, "windowsManagedAppProtection", Category.APPLICATION),
        ("11:00", ADELE, Operation.CREATE, "mobileThreatDefenseConnector", Category.DEVICE_CONFIGURATION),
        ("12:00", SCRIPT, Operation.ACTION, "healthState", Category.TELEMETRY),
    ):
        record(
            tenant_id=contoso.graph_id, by=by, operation=operation, category=category, resource_type=kind,
            resource_id="T_1", resource_name="Edge", changes={"printBlocked": (False, True)},
            now=at(f"2026-01-05 {when}"),
        )  # fmt: skip


def test_events_are_listed_newest_first_and_read_alone(graph: GraphClient) -> None:
    listed = graph.get(f"/v1.0{EVENTS}")["value"]

    assert [one["activityType"] for one in listed] == [
        "Create MobileThreatDefenseConnector",
        "Patch WindowsManagedAppProtection",
        "Create WindowsManagedAppProtection",
    ]
    assert graph.get(f"/v1.0{EVENTS}/{listed[2]['id']}")["actor"] == {
        "auditActorType": "ItPro",
        "userPermissions": [],
        "applicationId": None,
        "applicationDisplayName": "Intune Sim admin center",
        "userPrincipalName": "adele@contoso.example",
        "servicePrincipalName": None,
        "ipAddress": "203.0.113.9",
        "userId": "0b5f8f6e-3c59-4f6c-9a75-2a1e0c0f7a10",
    }
    assert listed[1]["actor"]["auditActorType"] == "Application"
    assert listed[1]["actor"]["applicationDisplayName"] == "Backup"
    assert listed[1]["resources"] == [
        {
            "displayName": "Edge",
            "auditResourceType": "WindowsManagedAppProtection",
            "resourceId": "T_1",
            "modifiedProperties": [{"displayName": "printBlocked", "oldValue": "false", "newValue": "true"}],
        }
    ]
    beta = graph.get(f"/beta{EVENTS}")["value"][1]
    assert beta["resources"][0]["type"] == "WindowsManagedAppProtection"
    assert beta["actor"]["userRoleScopeTags"] == []


FILTERS: list[tuple[str, list[str]]] = [
    (
        "componentName eq 'ManagedAppProtection' and activityDateTime gt 2026-01-05T09:30:00.000000Z and "
        "activityDateTime le 2026-01-06T00:00:00.000000Z and activityOperationType ne 'Get'",
        ["Patch"],
    ),
    ("activityType eq 'Create MobileThreatDefenseConnector'", ["Create"]),
    ("category eq 'Application'", ["Patch", "Create"]),
    ("activityDateTime lt 2026-01-05T09:30:00Z", ["Create"]),
]


def test_tools_filter_events_as_they_are_used_to(graph: GraphClient) -> None:
    for condition, activities in FILTERS:
        query = f"$filter={condition}&$orderby=activityDateTime desc&$select=actor,activityOperationType,resources"

        found = graph.get(f"/v1.0{EVENTS}?{query}")["value"]

        assert [one["activityOperationType"] for one in found] == activities


def test_categories_and_activity_types_are_told(graph: GraphClient) -> None:
    categories = graph.get(f"/v1.0{EVENTS}/getAuditCategories()")["value"]
    types = graph.get(f"/v1.0{EVENTS}/getAuditActivityTypes(category='Application')")["value"]

    assert {"Application", "Compliance", "Role"} <= set(categories)
    assert "Telemetry" not in categories
    assert types == ["Create WindowsManagedAppProtection", "Patch WindowsManagedAppProtection"]


def test_nobody_writes_events_and_other_tenants_do_not_see_them(
    graph: GraphClient, stranger: GraphClient, graph_as: Callable[..., GraphClient]
) -> None:
    event = AuditEvent.objects.latest("pk")

    assert graph("post", f"/v1.0{EVENTS}", {"displayName": "Nothing"}).status_code == 405
    assert graph("delete", f"/v1.0{EVENTS}/{event.graph_id}").status_code == 405
    assert stranger.get(f"/v1.0{EVENTS}")["value"] == []
    assert stranger("get", f"/v1.0{EVENTS}/{event.graph_id}").status_code == 404
    assert stranger.get(f"/v1.0{EVENTS}/getAuditActivityTypes(category='Application')")["value"] == []
    assert graph_as(AppRole.RBAC_READ)("get", f"/v1.0{EVENTS}").status_code == 403
