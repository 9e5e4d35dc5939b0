"""What does Endpoint security show? Device compliance and Conditional Access policies, which are written over Graph."""

import uuid

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission
from protection.lists.endpoint_security import COMPLIANCE_POLICIES, CONDITIONAL_ACCESS_POLICIES
from protection.models import ConditionalAccessPolicy
from protection.queries import endpoint_security as queries


@require_safe
@page(Permission.COMPLIANCE_READ)
def compliance_policies(request: PortalRequest) -> HttpResponseBase:
    """Endpoint security > Device compliance."""
    return answer(
        request,
        COMPLIANCE_POLICIES,
        queries.compliance_policies(request.tenant),
        template="protection/endpoint_security_list.html",
    )


@require_safe
@page(Permission.COMPLIANCE_READ)
def compliance_policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """What a compliance policy says."""
    sheet = queries.compliance_sheet(request.tenant, policy_id)
    if sheet is None:
        raise Http404("There is no such policy.")
    return render(request, "protection/compliance_policy.html", {"sheet": sheet})


@require_safe
@page(Permission.COMPLIANCE_READ)
def conditional_access_policies(request: PortalRequest) -> HttpResponseBase:
    """Endpoint security > Conditional access."""
    rows = ConditionalAccessPolicy.objects.for_tenant(request.tenant)
    return answer(request, CONDITIONAL_ACCESS_POLICIES, rows, template="protection/endpoint_security_list.html")


@require_safe
@page(Permission.COMPLIANCE_READ)
def conditional_access_policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """What a Conditional Access policy says."""
    sheet = queries.conditional_access_sheet(request.tenant, policy_id)
    if sheet is None:
        raise Http404("There is no such policy.")
    return render(request, "protection/conditional_access_policy.html", {"sheet": sheet})
