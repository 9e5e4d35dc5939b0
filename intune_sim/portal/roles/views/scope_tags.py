"""Which pages show and change scope tags? The list, with a pane or a question over it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from intune_sim.errors import DomainError
from intune_sim.lists.pages import answer
from intune_sim.portal.roles import queries
from intune_sim.portal.roles.forms import ScopeTagForm
from intune_sim.portal.roles.lists import SCOPE_TAGS
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import attempt, page
from intune_sim.tenants.roles import Permission as P
from intune_sim.tenants.services import scope_tags as services

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(P.ROLES_READ)
def scope_tags(request: PortalRequest) -> HttpResponseBase:
    """The Default tag and the tenant's own."""
    return _tag_list(request, "portal/roles/list.html")


@both
@page(P.ROLES_READ, P.ROLES_CREATE)
def create_scope_tag(request: PortalRequest) -> HttpResponseBase:
    """The pane that makes a tag."""
    form = ScopeTagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved = _save(
            request,
            form,
            lambda: services.create_scope_tag(tenant=request.tenant, **given, by=request.actor, now=request.now),
            f"{given['display_name']} was created.",
        )
        if saved:
            return redirect("scope-tags")
    return _tag_list(request, "portal/roles/scope_tag.html", form=form, title="Create scope tag")


@both
@page(P.ROLES_READ, P.ROLES_UPDATE)
def edit_scope_tag(request: PortalRequest, tag: str) -> HttpResponseBase:
    """The pane with a tag's name and description."""
    found = queries.scope_tag(request.tenant, tag)
    form = ScopeTagForm(
        request.POST or None, initial={"display_name": found.display_name, "description": found.description}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved = _save(
            request,
            form,
            lambda: services.edit_scope_tag(tag=found, values=given, by=request.actor, now=request.now),
            "Changes saved.",
        )
        if saved:
            return redirect("scope-tags")
    return _tag_list(request, "portal/roles/scope_tag.html", form=form, title=str(found), tag=found)


@both
@page(P.ROLES_READ, P.ROLES_DELETE)
def delete_scope_tag(request: PortalRequest, tag: str) -> HttpResponseBase:
    """Ask whether to delete a tag, and do it."""
    found = queries.scope_tag(request.tenant, tag)
    if request.method != "POST":
        return _tag_list(request, "portal/roles/delete_scope_tag.html", tag=found)
    attempt(
        request,
        lambda: services.delete_scope_tag(tenant=request.tenant, tag=found, by=request.actor, now=request.now),
        done=f"{found} was deleted.",
    )
    return redirect("scope-tags")


def _tag_list(request: PortalRequest, template: str, **over: Any) -> HttpResponseBase:
    rows = queries.scope_tags(request.tenant)
    return answer(request, SCOPE_TAGS, rows, template=template, context=over, path=reverse("scope-tags"))


def _save(request: PortalRequest, form: forms.Form, deed: Callable[[], Any], done: str) -> Any:
    """What the service made of a form; None, with its words in the form, where it refused."""
    try:
        saved = deed()
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, done)
    return saved
