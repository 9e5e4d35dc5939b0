"""Which pages show and change roles? Tenant administration > Roles: all roles, their assignments, scope tags, one's own."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from intune_sim.errors import DomainError
from intune_sim.lists.pages import answer
from intune_sim.portal.roles import queries
from intune_sim.portal.roles.forms import AssignmentForm, RoleForm, ScopeTagForm
from intune_sim.portal.roles.lists import ASSIGNMENTS, MY_PERMISSIONS, ROLES, SCOPE_TAGS
from intune_sim.portal.roles.queries import RoleKind, RoleLine
from intune_sim.tenants import services as directory
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import User
from intune_sim.tenants.pages import attempt, page
from intune_sim.tenants.queries import EVERYTHING
from intune_sim.tenants.roles import Permission as P
from intune_sim.tenants.services import roles as services
from intune_sim.tenants.services import scope_tags as tag_services

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


# A role


@require_safe
@page(P.ROLES_READ)
def role(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
    """What a role is and what it allows."""
    return _properties(request, "portal/roles/role.html", role_id)


@both
@page(P.ROLES_READ, P.ROLES_CREATE)
def create_role(request: PortalRequest) -> HttpResponse:
    """A new custom role; `?from=` starts with what another one allows."""
    initial = _copy_of(request, request.GET.get("from", ""))
    form = RoleForm(request.POST or None, tags=_tags(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = _save(
            request,
            form,
            lambda: services.create_role_definition(
                tenant=request.tenant, values=form.values(), by=request.actor, now=request.now
            ),
            f"{form.cleaned_data['display_name']} was created.",
        )
        if saved:
            return redirect("role", saved.graph_id)
    return render(
        request, "portal/roles/edit.html", {"form": form, "title": "Create custom role", "back": reverse("roles")}
    )


@both
@page(P.ROLES_READ, P.ROLES_UPDATE)
def edit_role(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
    """Name, description and permissions of a custom role."""
    line = queries.role_line(request.tenant, role_id)
    back = reverse("role", args=[role_id])
    if line.kind is not RoleKind.CUSTOM or line.definition is None:
        messages.error(request, f"{line.name} is built in and cannot be changed. Duplicate it instead.")
        return redirect(back)
    definition = line.definition
    initial = {"display_name": line.name, "description": line.description, "actions": line.actions,
               "tags": line.scope_tag_ids}  # fmt: skip
    form = RoleForm(request.POST or None, tags=_tags(request), kept=line.elsewhere, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = _save(
            request,
            form,
            lambda: services.edit_role_definition(
                tenant=request.tenant, role=definition, values=form.values(), by=request.actor, now=request.now
            ),
            "Changes saved.",
        )
        if saved:
            return redirect(back)
    return render(
        request, "portal/roles/edit.html", {"form": form, "title": f"Edit {line.name}", "line": line, "back": back}
    )


@both
@page(P.ROLES_READ, P.ROLES_DELETE)
def delete_role(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
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


# Who holds it


@require_safe
@page(P.ROLES_READ)
def role_assignments(request: PortalRequest, role_id: uuid.UUID) -> HttpResponseBase:
    """The assignments of a role to groups, and the users who hold it themselves."""
    return _holders(request, "portal/roles/assignments.html", queries.role_line(request.tenant, role_id))


@both
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def assign_role(request: PortalRequest, role_id: uuid.UUID) -> HttpResponseBase:
    """The pane that gives a role to groups."""
    line = queries.role_line(request.tenant, role_id)
    if line.definition is None:
        return redirect("role-assignments", role_id)
    definition = line.definition
    form = AssignmentForm(request.POST or None, groups=queries.group_choices(request.tenant), tags=_tags(request))
    if request.method == "POST" and form.is_valid():
        saved = _save(
            request,
            form,
            lambda: services.create_role_assignment(
                tenant=request.tenant,
                role=definition,
                members=form.cleaned_data["members"],
                values=form.values(),
                by=request.actor,
                now=request.now,
            ),
            f"{line.name} was assigned.",
        )
        if saved:
            return redirect("role-assignments", role_id)
    return _holders(request, "portal/roles/assign.html", line, form=form)


@both
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def delete_assignment(request: PortalRequest, role_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponseBase:
    """Ask whether to take a role from the groups of an assignment, and do it."""
    line = queries.role_line(request.tenant, role_id)
    assignment = queries.assignment_of(request.tenant, line, assignment_id)
    if request.method != "POST":
        return _holders(request, "portal/roles/delete_assignment.html", line, assignment=assignment)
    attempt(
        request,
        lambda: services.delete_role_assignment(assignment=assignment, by=request.actor, now=request.now),
        done=f"{assignment} was deleted.",
    )
    return redirect("role-assignments", role_id)


@both
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def add_admin(request: PortalRequest, role_id: uuid.UUID) -> HttpResponseBase:
    """The pane that lets a user hold a role."""
    line = queries.role_line(request.tenant, role_id)
    if not _may_give(request, line):
        return _refuse(request)
    role = line.role
    if role is None:
        return redirect("role-assignments", role_id)
    chosen = _user(request, request.POST.get("user", "")) if request.method == "POST" else None
    if chosen:
        attempt(
            request,
            lambda: directory.assign_role(user=chosen, role=role, by=request.actor, now=request.now),
            done=f"{chosen.display_name} holds the role {line.name} now.",
        )
        return redirect("role-assignments", role_id)
    search = request.GET.get("find", "").replace("\0", "").strip()
    users = queries.users_without(request.tenant, line, search=search)
    return _holders(
        request,
        "portal/roles/add_admin.html",
        line,
        users=users[: queries.USERS_SHOWN],
        has_more=len(users) > queries.USERS_SHOWN,
        search=search,
        is_incomplete=request.method == "POST",
    )


@both
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def remove_admin(request: PortalRequest, role_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponseBase:
    """Ask whether to take a role from a user, and do it."""
    line = queries.role_line(request.tenant, role_id)
    if not _may_give(request, line):
        return _refuse(request)
    holder, role = queries.admin_of(request.tenant, line, user_id), line.role
    if role is None or request.method != "POST":
        return _holders(request, "portal/roles/remove_admin.html", line, holder=holder)
    attempt(
        request,
        lambda: directory.unassign_role(user=holder, role=role, by=request.actor, now=request.now),
        done=f"{holder.display_name} no longer holds the role {line.name}.",
    )
    return redirect("role-assignments", role_id)


# Scope tags


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
            lambda: tag_services.create_scope_tag(tenant=request.tenant, **given, by=request.actor, now=request.now),
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
            lambda: tag_services.edit_scope_tag(tag=found, values=given, by=request.actor, now=request.now),
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
        lambda: tag_services.delete_scope_tag(tenant=request.tenant, tag=found, by=request.actor, now=request.now),
        done=f"{found} was deleted.",
    )
    return redirect("scope-tags")


def _properties(request: PortalRequest, template: str, role_id: uuid.UUID) -> HttpResponse:
    line = queries.role_line(request.tenant, role_id)
    names = {tag.tag_id: tag.display_name for tag in queries.scope_tags(request.tenant)}
    context = {"line": line, "tags": [names.get(tag_id, tag_id) for tag_id in line.scope_tag_ids]}
    return render(request, template, context)


def _holders(request: PortalRequest, template: str, line: RoleLine, **over: Any) -> HttpResponseBase:
    context = {
        "line": line,
        "admins": queries.admins_of(request.tenant, line),
        "may_assign": P.ROLES_ASSIGN in request.permissions and line.definition is not None,
        "may_give": line.role is not None and _may_give(request, line) and P.ROLES_ASSIGN in request.permissions,
        **over,
    }
    rows = queries.assignments_of(request.tenant, line)
    path = reverse("role-assignments", args=[line.id])
    return answer(request, ASSIGNMENTS, rows, template=template, context=context, path=path)


def _tag_list(request: PortalRequest, template: str, **over: Any) -> HttpResponseBase:
    rows = queries.scope_tags(request.tenant)
    return answer(request, SCOPE_TAGS, rows, template=template, context=over, path=reverse("scope-tags"))


def _may_give(request: PortalRequest, line: RoleLine) -> bool:
    """Nobody raises somebody above themselves: who gives a directory role may do everything."""
    return line.kind is not RoleKind.DIRECTORY or request.permissions == EVERYTHING


def _refuse(request: PortalRequest) -> HttpResponse:
    return render(request, "403.html", {"missing": sorted(EVERYTHING - request.permissions)}, status=403)


def _tags(request: PortalRequest) -> list[Any]:
    return list(queries.scope_tags(request.tenant).order_by("display_name"))


def _copy_of(request: PortalRequest, role_id: str) -> dict[str, Any]:
    line = next((line for line in queries.role_lines(request.tenant) if str(line.id) == role_id), None)
    if line is None:
        return {}
    return {"display_name": f"{line.name} copy", "description": line.description, "actions": line.actions}


def _user(request: PortalRequest, given: str) -> User | None:
    try:
        return User.objects.for_tenant(request.tenant).filter(graph_id=uuid.UUID(given)).first()
    except ValueError:
        return None


def _save(request: PortalRequest, form: forms.Form, deed: Callable[[], Any], done: str) -> Any:
    """What the service made of a form; None, with its words in the form, where it refused."""
    try:
        saved = deed()
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, done)
    return saved
