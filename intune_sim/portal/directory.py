"""What do the pages of users and groups show? The directory as it is; Microsoft Graph changes it."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from devices.models import ManagedDevice, WindowsManagedAppRegistration
from devices.queries.users import find_user
from intune_sim.lists.pages import answer
from intune_sim.portal.lists.directory import GROUPS, USERS, groups_of, kind_of, users_of
from intune_sim.prefix import Folded
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import Group, GroupRoleAssignment
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission
from protection.models import ComplianceAssignment, PolicyAssignment

#: A detail page shows so many of each thing, and says so where there are more.
SHOWN = 50


@require_safe
@page()
def users(request: PortalRequest) -> HttpResponseBase:
    """Users: everybody in the directory."""
    return answer(request, USERS, users_of(request.tenant))


@require_safe
@page()
def user(request: PortalRequest, user_id: uuid.UUID) -> HttpResponse:
    """One user with licences, groups, roles and, for those who may see them, devices."""
    shown = find_user(request.tenant, user_id)
    if shown is None:
        raise Http404
    groups = list(Group.objects.filter(members=shown).order_by("display_name", "pk")[: SHOWN + 1])
    context: dict[str, Any] = {
        "shown": shown,
        "most": SHOWN,
        "licences": list(shown.assigned_licenses.order_by("pk")),
        "groups": groups,
        "roles": [assignment.role for assignment in shown.role_assignments.order_by("pk")],
        "group_roles": list(
            GroupRoleAssignment.objects.filter(members__members=shown)
            .select_related("role_definition")
            .distinct()
            .order_by("display_name", "pk")
        ),
    }
    if Permission.APPS_READ in request.permissions:
        mine = WindowsManagedAppRegistration.objects.for_tenant(request.tenant).filter(user=shown)
        context["registrations"] = list(mine.live().order_by("-last_sync_date_time", "-pk")[: SHOWN + 1])
    if Permission.DEVICES_READ in request.permissions:
        devices = ManagedDevice.objects.for_tenant(request.tenant).filter(user=shown)
        context["devices"] = list(devices.order_by("device_name", "pk")[: SHOWN + 1])
    return render(request, "portal/user.html", context)


@require_safe
@page()
def groups(request: PortalRequest) -> HttpResponseBase:
    """Groups: what policies and roles are assigned to."""
    return answer(request, GROUPS, groups_of(request.tenant))


@require_safe
@page()
def group(request: PortalRequest, group_id: uuid.UUID) -> HttpResponse:
    """One group: its members, and what is assigned to it."""
    shown = Group.objects.filter(tenant=request.tenant, graph_id=group_id).first()
    if shown is None:
        raise Http404
    policies = PolicyAssignment.objects.filter(group=shown).select_related("policy").order_by("policy__display_name")
    compliance = ComplianceAssignment.objects.filter(group=shown).select_related("policy")
    context: dict[str, Any] = {
        "shown": shown,
        "most": SHOWN,
        "kind": kind_of(shown),
        "members": list(shown.members.order_by(Folded("display_name"), "pk")[: SHOWN + 1]),
        "count": shown.memberships.count(),
        "owners": list(shown.owners.order_by("display_name", "pk")[:SHOWN]),
        "roles": list(shown.role_assignments.select_related("role_definition").order_by("display_name", "pk")),
    }
    if Permission.APPS_READ in request.permissions:
        context["policies"] = list(policies)
    if Permission.COMPLIANCE_READ in request.permissions:
        context["compliance"] = list(compliance.order_by("policy__display_name", "pk"))
    return render(request, "portal/group.html", context)
