"""How does Graph see app protection on phones? `iosManagedAppProtections` and `androidManagedAppProtections`."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet, prefetch_related_objects

from intune_sim.graph.decoding import items_of
from intune_sim.graph.documents import unfit
from intune_sim.graph.resources import (
    Action,
    Call,
    Kind,
    Navigation,
    Parameter,
    Property,
    Resource,
    Write,
)
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole
from protection.graph import mobile_properties, windows
from protection.graph.assignments import assignments_resource, has_payload_links
from protection.graph.bodies import assigned, brought
from protection.graph.managed_apps import ANDROID_APP, IOS_APP, AppIdentifier, apps_resource
from protection.graph.siblings import ELSEWHERE
from protection.graph.summaries import Summary, summary_navigation
from protection.models import (
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    MobilePolicyType,
    is_assigned,
)
from protection.models.mobile_vocabulary import AppGroupType
from protection.services import mobile_app_protection

READ = (AppRole.APPS_READ.value, AppRole.APPS_READ_WRITE.value)
WRITE = (AppRole.APPS_READ_WRITE.value,)


def policies(tenant: Tenant, kind: MobilePolicyType) -> "QuerySet[MobileAppProtection]":
    """A tenant's policies for a platform."""
    return with_parts(MobileAppProtection.objects.for_tenant(tenant).filter(type=kind))


def with_parts(rows: "QuerySet[MobileAppProtection]") -> "QuerySet[MobileAppProtection]":
    """Policies, each with what Graph tells of its apps and assignments."""
    return rows.annotate(is_assigned=is_assigned(MobilePolicyAssignment), deployed_app_count=Count("apps"))


def create(call: Call, write: Write, *, kind: MobilePolicyType) -> MobileAppProtection:
    """Write a policy with the apps and assignments that came with it."""
    return mobile_app_protection.create_policy(
        tenant=call.tenant,
        type=kind,
        settings=write.values.get("settings", {}),
        apps=_apps(write.links.get("apps", ())),
        **brought(call, write),
    )


def edit(call: Call, policy: MobileAppProtection, write: Write) -> None:
    """Change what the body brings."""
    mobile_app_protection.edit_policy(
        policy=policy,
        settings=write.values.get("settings"),
        apps=_apps(write.links["apps"]) if "apps" in write.links else None,
        **brought(call, write),
    )


def delete(call: Call, policy: MobileAppProtection) -> None:
    """Delete the policy."""
    mobile_app_protection.delete_policy(policy=policy, by=call.by, now=call.now)


def assign(call: Call, policy: MobileAppProtection, body: Mapping[str, Any]) -> None:
    """Replace the assignments."""
    assignments = assigned(call, body, ASSIGNMENTS)
    mobile_app_protection.edit_policy(policy=policy, assignments=assignments, by=call.by, now=call.now)


def target_apps(call: Call, policy: MobileAppProtection, body: Mapping[str, Any], *, apps: Resource) -> None:
    """Replace the apps, and say which group of apps they are where the body does."""
    found = items_of(body.get("apps"), apps, call.version, name="apps")
    group_type = body.get("appGroupType")
    if group_type is not None and group_type not in AppGroupType.wires():
        raise unfit("appGroupType")
    settings = {} if group_type is None else {"appGroupType": group_type}
    mobile_app_protection.edit_policy(policy=policy, apps=_apps(found), settings=settings, by=call.by, now=call.now)


def _apps(items: Any) -> list[str]:
    return [item["app_id"] for item in items]


#: What policies for other platforms have.
SIBLINGS = ELSEWHERE | {one.name for one in windows.PROPERTIES}
ASSIGNMENTS = assignments_resource(MobilePolicyAssignment)


def _resource(
    kind: MobilePolicyType, *, path: str, settings: tuple[Property, ...], identifier: AppIdentifier
) -> Resource:
    """A platform's policies: what it sets, and how it names an app."""
    apps = apps_resource(MobilePolicyApp, identifier)

    def summarise(policies: Sequence[MobileAppProtection]) -> list[Summary]:
        prefetch_related_objects(policies, "apps")
        # No phone registers here: a policy reaches nobody.
        return [
            Summary(policy=policy, users=0, apps=[(identifier.wire(one.app_id), 0) for one in policy.apps.all()])
            for policy in policies
        ]

    properties = (*windows.COMMON, *settings, *windows.told_of_parts())
    return Resource(
        type=kind.value,
        path=f"deviceAppManagement/{path}",
        model=MobileAppProtection,
        type_field="type",
        bases=("managedAppProtection", "targetedManagedAppProtection"),
        rows=partial(policies, kind=kind),
        properties=properties,
        read=READ,
        write=WRITE,
        create=partial(create, kind=kind),
        update=edit,
        updates_silently=True,
        delete=delete,
        navigations=(
            Navigation(name="apps", resource=apps, relation="apps", deep=True, rows=lambda policy: policy.apps.all()),
            Navigation(
                name="assignments",
                resource=ASSIGNMENTS,
                relation="assignments",
                deep=True,
                rows=lambda policy: policy.assignments.select_related("group"),
            ),
            summary_navigation(summarise),
        ),
        actions=(
            Action(
                name="assign",
                run=assign,
                parameters=(Parameter(name="assignments", kind=Kind.COMPLEX, many=True, type=ASSIGNMENTS.type),),
            ),
            Action(
                name="targetApps",
                run=partial(target_apps, apps=apps),
                parameters=(
                    Parameter(name="apps", kind=Kind.COMPLEX, many=True, type=apps.type),
                    Parameter(
                        name="appGroupType",
                        kind=Kind.ENUM,
                        type="targetedManagedAppGroupType",
                        words=AppGroupType,
                        required=False,
                    ),
                ),
            ),
        ),
        set_actions=(has_payload_links(MobilePolicyAssignment),),
        tolerated=SIBLINGS - {one.name for one in properties},
    )


IOS_POLICIES = _resource(
    MobilePolicyType.IOS,
    path="iosManagedAppProtections",
    settings=mobile_properties.IOS,
    identifier=IOS_APP,
)
ANDROID_POLICIES = _resource(
    MobilePolicyType.ANDROID,
    path="androidManagedAppProtections",
    settings=mobile_properties.ANDROID,
    identifier=ANDROID_APP,
)

RESOURCES = (IOS_POLICIES, ANDROID_POLICIES)
