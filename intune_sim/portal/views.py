"""Which pages belong to no app alone? Sign-in, home and Tenant administration."""

import uuid

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from connectors.queries import connector_to
from intune_sim.audit.queries import audit_event, audit_events
from intune_sim.charts import Columns
from intune_sim.lists.pages import answer
from intune_sim.portal.connector_types import CONNECTOR_TYPES, DEFENDER, GROUPS
from intune_sim.portal.dashboard import overview, threats_over_time, threats_to_count
from intune_sim.portal.forms import SignInForm
from intune_sim.portal.lists.audit import AUDIT_LOGS
from intune_sim.portal.lists.connectors import CONNECTOR_STATUS, REPORTS
from intune_sim.portal.notifications import start_counting
from intune_sim.portal.queries import connector_kinds, tenant_details
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission

#: What Tenant status asks of an admin.
TENANT_STATUS = (Permission.ORGANIZATION_READ, Permission.DEVICES_READ, Permission.APPS_READ)


class SignIn(LoginView):
    """Lets an admin in; what was done before is no news to the new session."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.get_user()
        start_counting(session=self.request.session, tenant=user.tenant, user=user)
        return response


sign_in = SignIn.as_view()


@require_safe
@page()
def home(request: PortalRequest) -> HttpResponse:
    """The tenant at a glance."""
    return render(request, "portal/home.html", {"overview": overview(tenant=request.tenant, now=request.now)})


@require_safe
@page(Permission.APPS_READ)
def dashboard(request: PortalRequest) -> HttpResponse:
    """Access and threats as pictures."""
    context = {
        "overview": overview(tenant=request.tenant, now=request.now),
        "threats": threats_to_count(tenant=request.tenant, now=request.now),
    }
    return render(request, "portal/dashboard.html", context)


@require_safe
@page(Permission.APPS_READ)
def dashboard_threats(request: PortalRequest) -> HttpResponse:
    """The threats over time: what the dashboard asks for once it is there, and a page by itself."""
    return _threats(
        request, threats_over_time(tenant=request.tenant, now=request.now), reverse("dashboard"), "Dashboard"
    )


@require_safe
@page(*TENANT_STATUS)
def tenant_status(request: PortalRequest) -> HttpResponse:
    """Tenant status: the tenant and its numbers."""
    return render(request, "portal/tenant_details.html", {"details": tenant_details(request.tenant)})


@require_safe
@page(*TENANT_STATUS)
def connector_status(request: PortalRequest) -> HttpResponseBase:
    """Tenant status: how every kind of connector is doing, the worst first."""
    kinds = connector_kinds(tenant=request.tenant, now=request.now)
    return answer(request, CONNECTOR_STATUS, kinds, template="portal/connector_status.html")


@require_safe
@page(*TENANT_STATUS)
def service_health(request: PortalRequest) -> HttpResponse:
    """Tenant status: what the service has to say, which is nothing."""
    return render(request, "portal/service_health.html")


@require_safe
@page()
def connectors_and_tokens(request: PortalRequest) -> HttpResponse:
    """The menu of all connectors, and which of them is simulated."""
    kinds = {kind.slug: kind for kind in connector_kinds(tenant=request.tenant, now=request.now)}
    groups = [(group, [type for type in CONNECTOR_TYPES if type.group == group]) for group in GROUPS]
    context = {"groups": groups, "mobile": kinds[""], "defender": kinds[DEFENDER], "defender_slug": DEFENDER}
    return render(request, "portal/connectors_and_tokens.html", context)


@require_safe
@page()
def connector_type(request: PortalRequest, slug: str) -> HttpResponse:
    """A kind of connector that is not simulated, or Defender, whose connector is one of Mobile Threat Defense."""
    type = next((type for type in CONNECTOR_TYPES if type.slug == slug), None)
    if type is None:
        raise Http404
    if slug != DEFENDER:
        return render(request, "portal/connector_type.html", {"type": type})
    kinds = connector_kinds(tenant=request.tenant, now=request.now)
    standing = next(kind.worst for kind in kinds if kind.slug == DEFENDER)
    return render(request, "portal/defender.html", {"type": type, "standing": standing})


@require_safe
@page(Permission.MTD_READ, Permission.APPS_READ)
def connector_reports(request: PortalRequest, partner_id: uuid.UUID) -> HttpResponseBase:
    """What a connector's partner has reported: a picture of the last days, and every report."""
    connector = connector_to(tenant=request.tenant, partner_id=partner_id)
    context = {
        "connector": connector,
        "threats": threats_to_count(tenant=request.tenant, now=request.now, connector=connector),
    }
    # The tenant is that of the connector; said once more, it leads a search to the index of the tenant's registrations.
    rows = connector.reports.select_related("registration").filter(registration__tenant=request.tenant)
    return answer(request, REPORTS, rows, template="portal/connector_reports.html", context=context)


@require_safe
@page(Permission.MTD_READ, Permission.APPS_READ)
def connector_threats(request: PortalRequest, partner_id: uuid.UUID) -> HttpResponse:
    """What the partner has reported over time: what the page of its reports asks for, and a page by itself."""
    connector = connector_to(tenant=request.tenant, partner_id=partner_id)
    threats = threats_over_time(tenant=request.tenant, now=request.now, connector=connector)
    return _threats(request, threats, reverse("connector-reports", args=[partner_id]), f"Reports of {connector}")


def _threats(request: PortalRequest, threats: Columns, back: str, back_to: str) -> HttpResponse:
    part, title = "portal/_threats.html", "Threat levels over time"
    context = {"threats": threats, "threats_title": title, "title": title, "part": part}
    context |= {"back": back, "back_to": back_to}
    return render(request, part if request.htmx else "_components/counted_page.html", context)


@require_safe
@page(Permission.AUDIT_READ)
def audit_logs(request: PortalRequest) -> HttpResponseBase:
    """Who did what, newest first."""
    return answer(request, AUDIT_LOGS, audit_events(request.tenant.graph_id), template="portal/audit_logs.html")


@require_safe
@page(Permission.AUDIT_READ)
def audit_details(request: PortalRequest, event_id: uuid.UUID) -> HttpResponseBase:
    """One event, in a pane over the list that it was chosen from."""
    return answer(
        request,
        AUDIT_LOGS,
        audit_events(request.tenant.graph_id),
        template="portal/audit_details.html",
        context={"event": audit_event(tenant_id=request.tenant.graph_id, id=event_id)},
        path=reverse("audit-logs"),
    )
