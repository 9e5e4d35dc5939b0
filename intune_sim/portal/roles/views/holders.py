"""Which pages show and change who holds a role? Its assignments to groups, and the users who hold it themselves."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from intune_sim.lists.pages import answer
from intune_sim.portal.roles import queries
from intune_sim.portal.roles.forms import AdminGroupsForm, ScopeGroupsForm
from intune_sim.portal.roles.lists import ASSIGNMENTS
from intune_sim.portal.roles.queries import RoleKind, RoleLine
from intune_sim.portal.roles.wizards import assignment_steps, of_assignment, starts
from intune_sim.tenants import services as directory
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import GroupRoleAssignment, RoleDefinition, User
from intune_sim.tenants.pages import attempt, page
from intune_sim.tenants.queries import EVERYTHING
from intune_sim.tenants.roles import Permission as P
from intune_sim.tenants.services import roles as services
from intune_sim.tenants.targeting import group_lines, has_scope_tags
from intune_sim.wizard.drafts import REVIEW, Draft, Step
from intune_sim.wizard.forms import ScopeTagsForm
from intune_sim.wizard.pages import Wizard, differences, show_step, walk
from intune_sim.wizard.picking import pick_groups, scope_tags_shown

both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(P.ROLES_READ)
def role_assignments(request: PortalRequest, role_id: uuid.UUID) -> HttpResponseBase:
    """The assignments of a role to groups, and the users who hold it themselves."""
    return _holders(request, "portal/roles/assignments.html", queries.role_line(request.tenant, role_id))


@require_safe
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def assign(request: PortalRequest, role_id: uuid.UUID) -> HttpResponse:
    """Assign: a fresh draft at an address of its own."""
    queries.role_line(request.tenant, role_id)
    return redirect("role-assign-step", role_id, uuid.uuid4(), "basics")


@both
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def assign_step(request: PortalRequest, role_id: uuid.UUID, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """One step of the wizard that gives a role to groups."""
    line = queries.role_line(request.tenant, role_id)
    if line.definition is None:
        raise Http404("A role of the directory is given to users alone.")
    steps = assignment_steps(has_scope_tags=has_scope_tags(request.tenant))
    wizard = Wizard(
        draft=Draft(request.session, f"assignment {draft_id}", steps, starts(steps)),
        is_new=True,
        address=lambda slug: reverse("role-assign-step", args=[role_id, draft_id, slug]),
        way_out=reverse("role-assignments", args=[role_id]),
    )
    heading = {"doing": "Role assignment", "about": line.name, "above": _above(line)}
    return _walk(request, wizard, slug, heading, role=line.definition)


@require_safe
@page(P.ROLES_READ)
def assignment(request: PortalRequest, role_id: uuid.UUID, assignment_id: uuid.UUID) -> HttpResponse:
    """What an assignment says."""
    line = queries.role_line(request.tenant, role_id)
    shown = queries.assignment_of(request.tenant, line, assignment_id)
    sections = [step.slug for step in assignment_steps(has_scope_tags=has_scope_tags(request.tenant))]
    context = {
        "line": line,
        "assignment": shown,
        "above": _above(line),
        "sheet": queries.sheet_of_assignment(shown),
        "shown": sections,
    }
    return render(request, "portal/roles/assignment.html", context)


@require_safe
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def edit_assignment(request: PortalRequest, role_id: uuid.UUID, assignment_id: uuid.UUID, section: str) -> HttpResponse:
    """Edit behind a section's heading: a fresh draft of that section."""
    queries.assignment_of(request.tenant, queries.role_line(request.tenant, role_id), assignment_id)
    return redirect("role-assignment-edit-step", role_id, assignment_id, section, uuid.uuid4(), section)


@both
@page(P.ROLES_READ, P.ROLES_ASSIGN)
def edit_assignment_step(
    request: PortalRequest,
    *,
    role_id: uuid.UUID,
    assignment_id: uuid.UUID,
    section: str,
    draft_id: uuid.UUID,
    slug: str,
) -> HttpResponse:
    """A section of an assignment, and Review + save."""
    line = queries.role_line(request.tenant, role_id)
    edited = queries.assignment_of(request.tenant, line, assignment_id)
    steps = tuple(step for step in assignment_steps(has_scope_tags=True) if step.slug == section)
    if not steps:
        raise Http404("An assignment has no such section.")
    back = reverse("role-assignment", args=[role_id, assignment_id])
    wizard = Wizard(
        draft=Draft(request.session, f"assignment {draft_id}", steps, of_assignment(edited)),
        is_new=False,
        address=lambda slug: reverse(
            "role-assignment-edit-step", args=[role_id, assignment_id, section, draft_id, slug]
        ),
        way_out=back,
    )
    heading = {"doing": "Edit assignment", "about": str(edited), "above": [*_above(line), (str(edited), back)]}
    return _walk(request, wizard, slug, heading, role=edited.role_definition, edited=edited)


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


def _may_give(request: PortalRequest, line: RoleLine) -> bool:
    """Nobody raises somebody above themselves: who gives a directory role may do everything."""
    return line.kind is not RoleKind.DIRECTORY or request.permissions == EVERYTHING


def _refuse(request: PortalRequest) -> HttpResponse:
    return render(request, "403.html", {"missing": sorted(EVERYTHING - request.permissions)}, status=403)


def _user(request: PortalRequest, given: str) -> User | None:
    try:
        return User.objects.for_tenant(request.tenant).filter(graph_id=uuid.UUID(given)).first()
    except ValueError:
        return None


def _above(line: RoleLine) -> list[tuple[str, str]]:
    """The places between the list of roles and an assignment."""
    return [(line.name, reverse("role-assignments", args=[line.id]))]


def _walk(
    request: PortalRequest,
    wizard: Wizard,
    slug: str,
    heading: Mapping[str, Any],
    *,
    role: RoleDefinition,
    edited: GroupRoleAssignment | None = None,
) -> HttpResponse:
    return walk(
        request,
        wizard,
        slug,
        show=lambda step: _show(request, wizard, step, heading),
        review=lambda problem: _review(request, wizard, heading, edited, problem),
        save=lambda: _save(request, wizard, role, edited),
    )


def _show(request: PortalRequest, wizard: Wizard, step: Step, heading: Mapping[str, Any]) -> HttpResponse:
    form = wizard.draft.form(step)
    more: dict[str, Any] = {}
    if isinstance(form, ScopeTagsForm):
        more = scope_tags_shown(request, form.raw)
    if isinstance(form, AdminGroupsForm | ScopeGroupsForm):
        [name] = form.lists
        more["groups"] = list(group_lines(request.tenant, form.guids(name)).values())
        if request.GET.get("select") == name:
            more["picking"] = pick_groups(request, name=name, title="Select groups", without=form.all_guids)
    return show_step(request, wizard, step, f"portal/roles/step_{step.slug.replace('-', '_')}.html", **heading, **more)


def _review(
    request: PortalRequest,
    wizard: Wizard,
    heading: Mapping[str, Any],
    edited: GroupRoleAssignment | None,
    problem: str,
) -> HttpResponse:
    given = wizard.draft.given()
    context = wizard.context(REVIEW) | {"shown": wizard.slugs, "problem": problem, **heading}
    if edited:
        context["sheet"] = queries.sheet_of_assignment(edited, given)
        context["differences"] = differences(queries.sheet_of_assignment(edited).lines, context["sheet"].lines)
    else:
        context["sheet"] = queries.assignment_sheet(request.tenant, **given)
    return render(request, "portal/roles/review_assignment.html", context)


def _save(request: PortalRequest, wizard: Wizard, role: RoleDefinition, edited: GroupRoleAssignment | None) -> str:
    """Give the role to groups, or change the section of an assignment: one service call."""
    given, by, now = wizard.draft.given(), request.actor, request.now
    members = given.pop("members", None)
    if edited:
        services.edit_role_assignment(assignment=edited, members=members, values=given, by=by, now=now)
        return "Changes saved."
    services.create_role_assignment(tenant=request.tenant, role=role, members=members, values=given, by=by, now=now)
    return f"{role.display_name} was assigned."
