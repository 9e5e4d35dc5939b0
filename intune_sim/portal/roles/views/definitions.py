"""Which pages show and change what a role is? All roles, one's own permissions, a role's properties, its wizard."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from intune_sim.lists.pages import answer
from intune_sim.portal.roles import queries
from intune_sim.portal.roles.lists import MY_PERMISSIONS, ROLES
from intune_sim.portal.roles.queries import RoleKind, RoleLine
from intune_sim.portal.roles.wizards import of_copy, of_role, role_steps, starts
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import attempt, page
from intune_sim.tenants.roles import Permission as P
from intune_sim.tenants.services import roles as services
from intune_sim.tenants.targeting import has_scope_tags
from intune_sim.wizard.drafts import REVIEW, Draft, Step
from intune_sim.wizard.forms import ScopeTagsForm
from intune_sim.wizard.pages import Wizard, differences, show_step, walk
from intune_sim.wizard.picking import scope_tags_shown

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(P.ROLES_READ)
def all_roles(request: PortalRequest) -> HttpResponseBase:
    """Every role that somebody in the tenant can hold."""
    return answer(request, ROLES, queries.role_lines(request.tenant), template="portal/roles/list.html")


@require_safe
@page()
def my_permissions(request: PortalRequest) -> HttpResponseBase:
    """What the signed-in admin may do, and which role says so."""
    own = queries.own_permissions(request.user)
    return answer(request, MY_PERMISSIONS, own, template="portal/roles/list.html")


@require_safe
@page(P.ROLES_READ)
def role(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
    """What a role is and what it allows."""
    return _properties(request, "portal/roles/role.html", role_id)


@require_safe
@page(P.ROLES_READ, P.ROLES_CREATE)
def create(request: PortalRequest) -> HttpResponse:
    """Create: a fresh draft at an address of its own."""
    return redirect("role-create-step", uuid.uuid4(), "basics")


@both
@page(P.ROLES_READ, P.ROLES_CREATE)
def create_step(request: PortalRequest, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """One step of the wizard that writes a custom role."""
    steps = role_steps(has_scope_tags=has_scope_tags(request.tenant))
    wizard = Wizard(
        draft=Draft(request.session, f"role {draft_id}", steps, starts(steps)),
        is_new=True,
        address=lambda slug: reverse("role-create-step", args=[draft_id, slug]),
        way_out=reverse("roles"),
    )
    return _walk(request, wizard, slug, {"doing": "Create custom role"})


@require_safe
@page(P.ROLES_READ, P.ROLES_CREATE)
def duplicate(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
    """Duplicate: a fresh draft that starts with what a role allows."""
    queries.role_line(request.tenant, role_id)
    return redirect("role-duplicate-step", role_id, uuid.uuid4(), "basics")


@both
@page(P.ROLES_READ, P.ROLES_CREATE)
def duplicate_step(request: PortalRequest, role_id: uuid.UUID, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """One step of the wizard that writes a custom role after another one."""
    line = queries.role_line(request.tenant, role_id)
    if line.definition is None:
        raise Http404("A role of the directory has no copy.")
    steps = role_steps(has_scope_tags=has_scope_tags(request.tenant))
    wizard = Wizard(
        draft=Draft(request.session, f"role {draft_id}", steps, of_copy(line.definition)),
        is_new=True,
        address=lambda slug: reverse("role-duplicate-step", args=[role_id, draft_id, slug]),
        way_out=reverse("roles"),
    )
    return _walk(request, wizard, slug, {"doing": "Duplicate role", "about": line.name, "above": _above(line)})


@require_safe
@page(P.ROLES_READ, P.ROLES_UPDATE)
def edit(request: PortalRequest, role_id: uuid.UUID, section: str) -> HttpResponse:
    """Edit behind a section's heading: a fresh draft of that section."""
    queries.role_line(request.tenant, role_id)
    return redirect("role-edit-step", role_id, section, uuid.uuid4(), section)


@both
@page(P.ROLES_READ, P.ROLES_UPDATE)
def edit_step(request: PortalRequest, role_id: uuid.UUID, section: str, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """A section of a custom role, and Review + save."""
    line = queries.role_line(request.tenant, role_id)
    if line.kind is not RoleKind.CUSTOM or line.definition is None:
        messages.error(request, f"{line.name} is built in and cannot be changed. Duplicate it instead.")
        return redirect("role", role_id)
    steps = tuple(step for step in role_steps(has_scope_tags=True) if step.slug == section)
    if not steps:
        raise Http404("A role has no such section.")
    wizard = Wizard(
        draft=Draft(request.session, f"role {draft_id}", steps, of_role(line.definition)),
        is_new=False,
        address=lambda slug: reverse("role-edit-step", args=[role_id, section, draft_id, slug]),
        way_out=reverse("role", args=[role_id]),
    )
    return _walk(request, wizard, slug, {"doing": "Edit role", "about": line.name, "above": _above(line)}, line)


@both
@page(P.ROLES_READ, P.ROLES_DELETE)
def delete(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
    """Ask whether to delete a custom role, and do it."""
    line = queries.role_line(request.tenant, role_id)
    if line.definition is None:
        return redirect("role", role_id)
    definition = line.definition
    if request.method != "POST":
        return _properties(request, "portal/roles/delete_role.html", role_id)
    done = attempt(
        request,
        lambda: services.delete_role_definition(role=definition, by=request.actor, now=request.now),
        done=f"{line.name} was deleted.",
    )
    return redirect("roles") if done else redirect("role", role_id)


def _properties(request: PortalRequest, template: str, role_id: uuid.UUID) -> HttpResponse:
    line = queries.role_line(request.tenant, role_id)
    sections = [step.slug for step in role_steps(has_scope_tags=has_scope_tags(request.tenant))]
    context = {"line": line, "sheet": queries.sheet_of_role(request.tenant, line), "shown": sections}
    return render(request, template, context)


def _above(line: RoleLine) -> list[tuple[str, str]]:
    """The places between the list and the wizard."""
    return [(line.name, reverse("role", args=[line.id]))]


def _walk(
    request: PortalRequest, wizard: Wizard, slug: str, heading: Mapping[str, Any], line: RoleLine | None = None
) -> HttpResponse:
    return walk(
        request,
        wizard,
        slug,
        show=lambda step: _show(request, wizard, step, heading),
        review=lambda problem: _review(request, wizard, heading, line, problem),
        save=lambda: _save(request, wizard, line),
    )


def _show(request: PortalRequest, wizard: Wizard, step: Step, heading: Mapping[str, Any]) -> HttpResponse:
    more = scope_tags_shown(request, wizard.draft.raw(step)) if step.form is ScopeTagsForm else {}
    return show_step(request, wizard, step, f"portal/roles/step_{step.slug.replace('-', '_')}.html", **heading, **more)


def _review(
    request: PortalRequest, wizard: Wizard, heading: Mapping[str, Any], line: RoleLine | None, problem: str
) -> HttpResponse:
    given = wizard.draft.given()
    context = wizard.context(REVIEW) | {"shown": wizard.slugs, "problem": problem, **heading}
    if line:
        context["sheet"] = queries.sheet_of_role(request.tenant, line, given)
        context["differences"] = differences(queries.sheet_of_role(request.tenant, line).lines, context["sheet"].lines)
    else:
        context["sheet"] = queries.role_sheet(request.tenant, **given)
    return render(request, "portal/roles/review_role.html", context)


def _save(request: PortalRequest, wizard: Wizard, line: RoleLine | None) -> str:
    """Write the role, or change its section: one service call."""
    given, by, now = wizard.draft.given(), request.actor, request.now
    if line and line.definition:
        services.edit_role_definition(tenant=request.tenant, role=line.definition, values=given, by=by, now=now)
        return "Changes saved."
    made = services.create_role_definition(tenant=request.tenant, values=given, by=by, now=now)
    return f"{made.display_name} was created."
