"""How does Graph see app protection on Windows? `windowsManagedAppProtections`, which beta alone has."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Count, IntegerField, QuerySet

from intune_sim.graph.decoding import items_of
from intune_sim.graph.resources import (
    BETA,
    Action,
    Call,
    Kind,
    Navigation,
    Property,
    Resource,
    Write,
    computed_from,
    key,
    read_only,
    writable,
)
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from protection.graph.assignments import assignments_resource
from protection.graph.bodies import assigned, brought
from protection.graph.managed_apps import WINDOWS_APP, apps_resource
from protection.graph.siblings import ELSEWHERE
from protection.models import (
    ManagedMobileApp,
    PolicyAssignment,
    TransferLocation,
    WindowsManagedAppProtection,
    is_assigned,
)
from protection.services import app_protection
from protection.services.revisions import HEAD


def policies(tenant: Tenant) -> "QuerySet[WindowsManagedAppProtection]":
    """A tenant's policies, each with what Graph tells of its apps and assignments."""
    return WindowsManagedAppProtection.objects.for_tenant(tenant).annotate(
        is_assigned=is_assigned(PolicyAssignment), deployed_app_count=Count("apps")
    )


def create(call: Call, write: Write) -> WindowsManagedAppProtection:
    """Write a policy with the apps and assignments that came with it."""
    return app_protection.create_policy(
        tenant=call.tenant,
        settings=_settings(write),
        apps=_apps(write.links.get("apps", ())),
        **brought(call, write),
    )


def edit(call: Call, policy: WindowsManagedAppProtection, write: Write) -> None:
    """Change what the body brings."""
    app_protection.edit_policy(
        policy=policy,
        settings=_settings(write),
        apps=_apps(write.links["apps"]) if "apps" in write.links else None,
        **brought(call, write),
    )


def delete(call: Call, policy: WindowsManagedAppProtection) -> None:
    """Delete the policy."""
    app_protection.delete_policy(policy=policy, by=call.by, now=call.now)


def assign(call: Call, policy: WindowsManagedAppProtection, body: Mapping[str, Any]) -> None:
    """Replace the assignments."""
    assignments = assigned(call, body, ASSIGNMENTS)
    app_protection.edit_policy(policy=policy, assignments=assignments, by=call.by, now=call.now)


def target_apps(call: Call, policy: WindowsManagedAppProtection, body: Mapping[str, Any]) -> None:
    """Replace the apps."""
    items = items_of(body.get("apps"), APPS, call.version, name="apps")
    app_protection.edit_policy(policy=policy, apps=_apps(items), by=call.by, now=call.now)


def _settings(write: Write) -> dict[str, Any]:
    return {name: value for name, value in write.values.items() if name not in HEAD}


def _apps(items: Any) -> list[str]:
    return [item["windows_app_id"] for item in items]


def _locations(name: str) -> Property:
    return writable(
        name, only=BETA, kind=Kind.FLAGS, type="windowsManagedAppDataTransferLocations", words=TransferLocation
    )


def told_of_parts(only: str = "") -> tuple[Property, ...]:
    """What is told of a policy's apps and assignments, from what its rows are annotated with."""
    return (
        read_only(
            "isAssigned",
            only=only,
            kind=Kind.BOOLEAN,
            value=lambda policy: policy.is_assigned,
            expression=computed_from("is_assigned", BooleanField()),
        ),
        read_only(
            "deployedAppCount",
            only=only,
            kind=Kind.INT32,
            value=lambda policy: policy.deployed_app_count,
            expression=computed_from("deployed_app_count", IntegerField()),
        ),
    )


READ = (
    AppRole.APPS_READ.value,
    AppRole.APPS_READ_WRITE.value,
    AppRole.CONFIGURATION_READ.value,
    AppRole.CONFIGURATION_READ_WRITE.value,
)
WRITE = (AppRole.APPS_READ_WRITE.value, AppRole.CONFIGURATION_READ_WRITE.value)
TRANSFER, CLIPBOARD = "windowsManagedAppDataTransferLevel", "windowsManagedAppClipboardSharingLevel"
ACTION, THREAT_LEVEL = "managedAppRemediationAction", "managedAppDeviceThreatLevel"

APPS = apps_resource(ManagedMobileApp, WINDOWS_APP)
ASSIGNMENTS = assignments_resource(PolicyAssignment)

#: `managedAppPolicy`.
COMMON = (
    writable("displayName", required=True),
    writable("description", nullable=True),
    read_only("createdDateTime"),
    read_only("lastModifiedDateTime"),
    writable("roleScopeTagIds", only=BETA),
    key("id", prefix="T_"),
    read_only("version"),
)
PROPERTIES = (
    *COMMON,
    *told_of_parts(only=BETA),
    writable("printBlocked", only=BETA),
    _locations("allowedInboundDataTransferSourceApps"),
    writable("allowedInboundDataTransferSources", only=BETA, type=TRANSFER),
    writable("allowedOutboundClipboardSharingLevel", only=BETA, type=CLIPBOARD),
    _locations("allowedOutboundDataTransferDestinationApps"),
    writable("allowedOutboundDataTransferDestinations", only=BETA, type=TRANSFER),
    writable("appActionIfUnableToAuthenticateUser", only=BETA, type=ACTION, nullable=True),
    writable("maximumAllowedDeviceThreatLevel", only=BETA, type=THREAT_LEVEL),
    writable("mobileThreatDefenseRemediationAction", only=BETA, type=ACTION),
    writable("minimumRequiredSdkVersion", only=BETA, nullable=True),
    writable("minimumWipeSdkVersion", only=BETA, nullable=True),
    writable("minimumRequiredOsVersion", only=BETA, nullable=True),
    writable("minimumWarningOsVersion", only=BETA, nullable=True),
    writable("minimumWipeOsVersion", only=BETA, nullable=True),
    writable("minimumRequiredAppVersion", only=BETA, nullable=True),
    writable("minimumWarningAppVersion", only=BETA, nullable=True),
    writable("minimumWipeAppVersion", only=BETA, nullable=True),
    writable("maximumRequiredOsVersion", only=BETA, nullable=True),
    writable("maximumWarningOsVersion", only=BETA, nullable=True),
    writable("maximumWipeOsVersion", only=BETA, nullable=True),
    writable("periodOfflineBeforeWipeIsEnforced", only=BETA, nullable=True),
    writable("periodOfflineBeforeAccessCheck", only=BETA, nullable=True),
)
NAVIGATIONS = (
    Navigation(
        name="apps",
        only=BETA,
        resource=APPS,
        relation="apps",
        deep=True,
        rows=lambda policy: policy.apps.all(),
    ),
    Navigation(
        name="assignments",
        only=BETA,
        resource=ASSIGNMENTS,
        relation="assignments",
        deep=True,
        rows=lambda policy: policy.assignments.select_related("group"),
    ),
)
ACTIONS = (Action(name="assign", run=assign), Action(name="targetApps", run=target_apps))

WINDOWS_POLICIES = Resource(
    type="windowsManagedAppProtection",
    path="deviceAppManagement/windowsManagedAppProtections",
    only=BETA,
    model=WindowsManagedAppProtection,
    rows=policies,
    properties=PROPERTIES,
    read=READ,
    write=WRITE,
    create=create,
    update=edit,
    updates_silently=True,
    delete=delete,
    navigations=NAVIGATIONS,
    actions=ACTIONS,
    tolerated=ELSEWHERE,
)
