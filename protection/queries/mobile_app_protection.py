"""What does the page of an app protection policy for phones show? What Graph has written, in words."""

import uuid
from dataclasses import dataclass

from intune_sim.tenants.models import Tenant
from intune_sim.tenants.targeting import GroupLine, group_lines, has_scope_tags, scope_tag_lines
from protection.models import KNOWN_MOBILE_APPS, Intent, MobileAppProtection, MobilePolicyType
from protection.queries.app_protection import with_mobile_parts
from protection.queries.lines import Line
from protection.queries.mobile_settings import (
    ACCESS_REQUIREMENTS,
    APPS,
    Launch,
    conditional_launch,
    data_protection,
    setting_lines,
)


@dataclass(frozen=True)
class MobileSheet:
    """Everything that a policy for iOS or Android says."""

    policy: MobileAppProtection
    apps: list[Line]
    #: Each heading with its settings.
    data_protection: list[tuple[str, list[Line]]]
    access_requirements: list[Line]
    conditional_launch: list[tuple[str, list[Launch]]]
    #: Their names; none where the tenant has no tag but Default.
    scope_tags: list[str]
    included: list[GroupLine]
    excluded: list[GroupLine]


def find_mobile_policy(tenant: Tenant, guid: uuid.UUID) -> MobileAppProtection | None:
    """One of a tenant's policies for phones, with its apps and assignments."""
    return with_mobile_parts(MobileAppProtection.objects.for_tenant(tenant)).filter(graph_id=guid).first()


def mobile_sheet(policy: MobileAppProtection) -> MobileSheet:
    """What a policy for phones says."""
    kind = MobilePolicyType(policy.type)
    assignments = policy.assignments.all()
    groups = group_lines(policy.tenant, [one.group.graph_id for one in assignments])
    return MobileSheet(
        policy=policy,
        apps=[*setting_lines(APPS, policy.settings), *_apps(policy)],
        data_protection=list(data_protection(kind, policy.settings)),
        access_requirements=setting_lines(ACCESS_REQUIREMENTS[kind], policy.settings),
        conditional_launch=list(conditional_launch(kind, policy.settings)),
        scope_tags=_scope_tags(policy),
        included=[groups[one.group.graph_id] for one in assignments if one.intent == Intent.INCLUDE],
        excluded=[groups[one.group.graph_id] for one in assignments if one.intent == Intent.EXCLUDE],
    )


def _apps(policy: MobileAppProtection) -> list[Line]:
    """Apps that are known by name, and those that are known by their id alone."""
    apps = list(policy.apps.all())
    public = sorted({str(app) for app in apps if app.app_id.lower() in KNOWN_MOBILE_APPS})
    custom = sorted(app.app_id for app in apps if app.app_id.lower() not in KNOWN_MOBILE_APPS)
    lines = (("Public apps", public), ("Custom apps", custom))
    return [(label, ", ".join(names)) for label, names in lines if names]


def _scope_tags(policy: MobileAppProtection) -> list[str]:
    if not has_scope_tags(policy.tenant):
        return []
    return [name for _, name in scope_tag_lines(policy.tenant, policy.role_scope_tag_ids)]
