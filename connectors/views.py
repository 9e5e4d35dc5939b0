"""Which pages show and change connectors? Tenant administration > Connectors and tokens > Mobile Threat Defense."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from connectors.forms import AddConnectorForm, ConnectorForm
from connectors.lists import CONNECTORS
from connectors.partners import partner_of
from connectors.queries import (
    connector_to,
    latest_state_changes,
    partners_to_add,
    standing_of,
    standings,
    states_over_time,
)
from connectors.services import ConnectorExists, add_connector, configure_connector, remove_connector
from intune_sim.errors import Invalid
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission


@require_safe
@page(Permission.MTD_READ)
def list_connectors(request: PortalRequest) -> HttpResponseBase:
    """Every connector of the tenant with its state as of now."""
    return _list(request, "connectors/list.html")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MTD_READ, Permission.MTD_MODIFY)
def add(request: PortalRequest) -> HttpResponseBase:
    """The pane "Add Connector"."""
    form = AddConnectorForm(request.POST or None, offered=partners_to_add(request.tenant))
    if request.method == "POST" and form.is_valid():
        try:
            connector = add_connector(
                tenant=request.tenant,
                partner_id=form.cleaned_data["partner"],
                settings={},
                by=request.actor,
                now=request.now,
            )
        except ConnectorExists as refusal:
            form.add_error("partner", refusal.message)
        else:
            sentence = standing_of(connector, request.now).sentence
            messages.success(request, f"{connector.partner.name} was added. {sentence}")
            return redirect("mobile-threat-defense")
    return _list(request, "connectors/add.html", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MTD_READ)
def show(request: PortalRequest, partner_id: uuid.UUID) -> HttpResponse:
    """A connector: why it is in its state, what it connects, and the history of its state."""
    may_edit = Permission.MTD_MODIFY in request.permissions
    if request.method == "POST" and not may_edit:
        return render(request, "403.html", {"missing": [Permission.MTD_MODIFY]}, status=403)
    connector = connector_to(tenant=request.tenant, partner_id=partner_id)
    form = ConnectorForm(request.POST or None, connector=connector, may_edit=may_edit)
    if request.method == "POST" and form.is_valid():
        try:
            configure_connector(connector=connector, settings=form.changes(), by=request.actor, now=request.now)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Changes saved.")
            return redirect("connector", partner_id)
    standing, changes = standing_of(connector, request.now), latest_state_changes(connector)
    context = {
        "standing": standing,
        "form": form,
        "changes": changes,
        "timeline": states_over_time(standing, changes, request.now),
    }
    return render(request, "connectors/connector.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MTD_READ, Permission.MTD_MODIFY)
def delete(request: PortalRequest, partner_id: uuid.UUID) -> HttpResponse:
    """The confirmation that removes a connector."""
    connector = connector_to(tenant=request.tenant, partner_id=partner_id)
    if request.method == "POST":
        remove_connector(connector=connector, by=request.actor, now=request.now)
        messages.success(request, f"{partner_of(partner_id).name} was removed. It takes no more reports.")
        return redirect("mobile-threat-defense")
    return render(request, "connectors/delete.html", {"standing": standing_of(connector, request.now)})


def _list(request: PortalRequest, template: str, **context: object) -> HttpResponseBase:
    rows = standings(tenant=request.tenant, now=request.now)
    return answer(request, CONNECTORS, rows, template=template, context=context, path=reverse("mobile-threat-defense"))
