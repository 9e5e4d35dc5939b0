"""What does an admin see and do about app protection policies? The list, the wizard, the properties, the deletion."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from intune_sim.errors import Forbidden, Invalid, NotFound
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission as P
from protection.forms import AssignmentsForm, BasicsForm, ScopeTagsForm, StepForm
from protection.lists.app_protection import POLICIES
from protection.models import KNOWN_APPS, WindowsManagedAppProtection
from protection.queries import app_protection as queries
from protection.services import app_protection as services
from protection.wizard import BY_SLUG, REVIEW, STEPS, Draft, Step, Wizard, steps_where

#: A pane opens over its step by `?select=`: the step, and what is picked there.
PANES = {"apps": "apps", "scope_tags": "scope-tags", "included": "assignments", "excluded": "assignments"}
#: The template of a pane.
PANE_TEMPLATES = {"apps": "select_apps", "scope_tags": "select_scope_tags"}


@require_GET
@page(P.APPS_READ)
def policies(request: PortalRequest) -> HttpResponseBase:
    """Apps > App protection policies."""
    found = queries.policies_of(request.tenant)
    return answer(request, POLICIES, found, finish=queries.policy_lines, template="protection/policies.html")


@require_GET
@page(P.APPS_READ)
def policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """A policy's properties."""
    shown = _policy(request, policy_id)
    return render(request, "protection/policy.html", _properties(shown))


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_DELETE)
def delete_policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """Ask whether to delete a policy, and do it."""
    shown = _policy(request, policy_id)
    if request.method == "GET":
        return render(request, "protection/delete_policy.html", _properties(shown))
    try:
        services.delete_policy(policy=shown, by=request.actor, now=request.now)
    except NotFound as gone:
        raise Http404(gone.message) from gone
    messages.success(request, f"{shown.display_name} was deleted.")
    return redirect("policies")


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_CREATE)
def duplicate_policy(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """The pane "Duplicate policy": a name and a description for the copy, which nobody is assigned to."""
    shown = _policy(request, policy_id)
    start = {"display_name": [f"{shown.display_name[:190]} - Copy"], "description": [shown.description]}
    form = BasicsForm(BasicsForm.kept(start, request.POST), judged=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        copy = services.duplicate_policy(policy=shown, **form.given(), by=request.actor, now=request.now)
        messages.success(request, f"{copy.display_name} was created. It is not assigned to anybody yet.")
        return redirect("policy", copy.graph_id)
    return render(request, "protection/duplicate_policy.html", _properties(shown) | {"form": form})


@require_GET
@page(P.APPS_READ, P.APPS_CREATE)
def start_policy(request: PortalRequest) -> HttpResponse:
    """Create policy > Windows: a fresh draft at an address of its own."""
    return redirect("policy-create-step", uuid.uuid4(), STEPS[0].slug)


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_CREATE)
def create_step(request: PortalRequest, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """One step of the create wizard."""
    wizard = Wizard(
        draft=Draft.of_new_policy(request.session, draft_id, steps_where(has_scope_tags=_has_scope_tags(request))),
        policy=None,
        address=lambda slug: reverse("policy-create-step", args=[draft_id, slug]),
        way_out=reverse("policies"),
        may_assign=P.APPS_ASSIGN in request.permissions,
    )
    return _step(request, wizard, slug)


@require_GET
@page(P.APPS_READ, P.APPS_UPDATE)
def start_section(request: PortalRequest, policy_id: uuid.UUID, section: str) -> HttpResponse:
    """Edit behind a section's heading: a fresh draft of that section."""
    _policy(request, policy_id)
    return redirect("policy-edit-step", policy_id, section, uuid.uuid4(), section)


@require_GET
@page(P.APPS_READ, P.APPS_ASSIGN)
def start_assignments(request: PortalRequest, policy_id: uuid.UUID) -> HttpResponse:
    """Edit behind Assignments."""
    _policy(request, policy_id)
    return redirect("policy-assign-step", policy_id, uuid.uuid4(), "assignments")


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_UPDATE)
def edit_section(
    request: PortalRequest, policy_id: uuid.UUID, section: str, draft_id: uuid.UUID, slug: str
) -> HttpResponse:
    """A section of an existing policy, and Review + save."""
    if section not in BY_SLUG:
        raise Http404("A policy has no such section.")
    address = lambda slug: reverse("policy-edit-step", args=[policy_id, section, draft_id, slug])  # noqa: E731
    return _step(request, _edit_wizard(request, policy_id, BY_SLUG[section], draft_id, address), slug)


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_ASSIGN)
def edit_assignments(request: PortalRequest, policy_id: uuid.UUID, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """The assignments of an existing policy, and Review + save."""
    address = lambda slug: reverse("policy-assign-step", args=[policy_id, draft_id, slug])  # noqa: E731
    return _step(request, _edit_wizard(request, policy_id, BY_SLUG["assignments"], draft_id, address), slug)


def _edit_wizard(
    request: PortalRequest, policy_id: uuid.UUID, step: Step, draft_id: uuid.UUID, address: Callable[[str], str]
) -> Wizard:
    edited = _policy(request, policy_id)
    return Wizard(
        draft=Draft.of_section(request.session, draft_id, step, edited),
        policy=edited,
        address=address,
        way_out=reverse("policy", args=[policy_id]),
        may_assign=P.APPS_ASSIGN in request.permissions,
    )


def _has_scope_tags(request: PortalRequest) -> bool:
    """Whether the tenant has more tags than Default."""
    return len(queries.scope_tags(request.tenant)) > 1


def _search(request: PortalRequest) -> str:
    """What is looked for; PostgreSQL knows no NUL in a text."""
    return request.GET.get("find", "").replace("\0", "").strip()


def _policy(request: PortalRequest, policy_id: uuid.UUID) -> WindowsManagedAppProtection:
    found = queries.find_policy(request.tenant, policy_id)
    if found is None:
        raise Http404("There is no such policy.")
    return found


def _properties(shown: WindowsManagedAppProtection) -> dict[str, Any]:
    steps = steps_where(has_scope_tags=len(queries.scope_tags(shown.tenant)) > 1)
    return {"policy": shown, "sheet": queries.sheet_of(shown), "shown": [step.slug for step in steps]}


def _step(request: PortalRequest, wizard: Wizard, slug: str) -> HttpResponse:
    if slug == REVIEW:
        return _review(request, wizard)
    step = wizard.step(slug)
    if step is None:
        raise Http404("The wizard has no such step.")
    if request.method != "POST":
        return _show(request, wizard, step)
    try:
        return redirect(wizard.address(wizard.take(step, request.POST)))
    except Forbidden:
        return _refuse(request)


def _show(request: PortalRequest, wizard: Wizard, step: Step) -> HttpResponse:
    """A step as it stands, with its pane where one is open."""
    form = wizard.draft.form(step)
    pane = request.GET.get("select", "")
    context = _context(wizard, step.slug) | {"form": form}
    if step.slug == "apps":
        context["apps"] = queries.app_lines(form.raw.get("apps", []))
    if step.slug == "scope-tags":
        context["tags"] = queries.scope_tag_lines(request.tenant, form.raw.get("scope_tags", []))
    if isinstance(form, AssignmentsForm):
        context |= _groups(request, wizard, form)
    if PANES.get(pane) == step.slug and (wizard.may_assign or pane in PANE_TEMPLATES):
        context |= _pane(request, form, pane) | {"pane": pane, "go": f"pick:{pane}"}
        return render(request, f"protection/{PANE_TEMPLATES.get(pane, 'select_groups')}.html", context)
    return render(request, f"protection/step_{step.slug.replace('-', '_')}.html", context)


def _groups(request: PortalRequest, wizard: Wizard, form: AssignmentsForm) -> dict[str, Any]:
    lines = queries.group_lines(request.tenant, form.all_guids)
    return {
        "lists": [
            (name, title, [lines[guid] for guid in form.guids(name)])
            for name, title in (("included", "Included groups"), ("excluded", "Excluded groups"))
        ],
        "may_assign": wizard.may_assign,
    }


def _pane(request: PortalRequest, form: StepForm, pane: str) -> dict[str, Any]:
    if isinstance(form, ScopeTagsForm):
        chosen = form.raw.get("scope_tags", [])
        return {
            "choices": [(tag, name, tag in chosen) for tag, name in queries.scope_tags(request.tenant)],
        }
    if not isinstance(form, AssignmentsForm):
        chosen = form.raw.get("apps", [])
        return {"choices": [(app, name, app in chosen) for app, name in KNOWN_APPS.items()]}
    search = _search(request)
    groups = queries.pickable_groups(request.tenant, search=search, without=form.all_guids)
    return {
        "pane_title": f"Select groups to {'include' if pane == 'included' else 'exclude'}",
        "search": search,
        "choices": groups[: queries.GROUPS_SHOWN],
        "has_more": len(groups) > queries.GROUPS_SHOWN,
    }


def _review(request: PortalRequest, wizard: Wizard) -> HttpResponse:
    """Review + create, or Review + save."""
    command, _, argument = request.POST.get("go", "save").partition(":")
    if request.method == "POST" and command != "save":
        return redirect(wizard.address(wizard.wanted(REVIEW, command, argument)))
    if wizard.draft.is_untouched:
        # Create was pressed twice, or the browser went back to a draft that is a policy by now.
        return redirect(wizard.way_out)
    if unfinished := wizard.draft.first_unfinished():
        return redirect(wizard.address(wizard.back_to(unfinished)))
    if request.method == "POST":
        return _save(request, wizard)
    return _show_review(request, wizard)


def _show_review(request: PortalRequest, wizard: Wizard, *, problem: str = "") -> HttpResponse:
    given = wizard.draft.given()
    edited = wizard.policy
    context = _context(wizard, REVIEW) | {"shown": wizard.slugs, "problem": problem}
    if edited:
        context["sheet"] = queries.sheet_with(edited, given)
        context["differences"] = queries.differences(queries.sheet_of(edited), context["sheet"])
    else:
        context["sheet"] = queries.sheet(request.tenant, **given)
    return render(request, "protection/review.html", context)


def _save(request: PortalRequest, wizard: Wizard) -> HttpResponse:
    """Create the policy or change its section: one service call."""
    given = wizard.draft.given()
    if given.get("assignments") and not wizard.may_assign:
        return _refuse(request)
    try:
        if wizard.policy is None:
            policy = services.create_policy(tenant=request.tenant, **given, by=request.actor, now=request.now)
            messages.success(request, f"{policy.display_name} was created.")
        else:
            services.edit_policy(policy=wizard.policy, **given, by=request.actor, now=request.now)
            messages.success(request, "Changes saved.")
    except Invalid as refusal:
        return _show_review(request, wizard, problem=refusal.message)
    except NotFound as gone:
        raise Http404(gone.message) from gone
    wizard.draft.forget()
    return redirect(wizard.way_out)


def _refuse(request: PortalRequest) -> HttpResponse:
    return render(request, "403.html", {"missing": [P.APPS_ASSIGN]}, status=403)


def _context(wizard: Wizard, current: str) -> dict[str, Any]:
    """What every page of a wizard shows: its steps, what it edits, and its way out."""
    return {
        "policy": wizard.policy,
        "way_out": wizard.way_out,
        "here": wizard.address(current),
        "is_first": current == wizard.slugs[0],
        "steps": wizard.signs(current),
    }
