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

from intune_sim.errors import NotFound
from intune_sim.lists.pages import answer
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page
from intune_sim.tenants.roles import Permission as P
from intune_sim.tenants.targeting import group_lines, has_scope_tags
from intune_sim.wizard.drafts import REVIEW, Draft, Step
from intune_sim.wizard.forms import StepForm
from intune_sim.wizard.pages import Wizard, differences, show_step, walk
from intune_sim.wizard.picking import Choice, Picking, pick_groups, scope_tags_shown
from protection.forms import AppsForm, AssignmentsForm, BasicsForm, PolicyScopeTagsForm
from protection.lists.app_protection import POLICIES
from protection.models import KNOWN_APPS, WindowsManagedAppProtection
from protection.queries import app_protection as queries
from protection.services import app_protection as services
from protection.wizard import BY_SLUG, STEPS, PolicyStep, steps_where


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
    steps = steps_where(has_scope_tags=has_scope_tags(request.tenant))
    start = {step.slug: step.form.start() for step in steps}
    wizard = Wizard(
        draft=Draft(request.session, f"policy {draft_id}", steps, start),
        is_new=True,
        address=lambda slug: reverse("policy-create-step", args=[draft_id, slug]),
        way_out=reverse("policies"),
        locked={} if P.APPS_ASSIGN in request.permissions else {"assignments": P.APPS_ASSIGN},
    )
    return _answer(request, wizard, slug)


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
    return _edit(request, policy_id, BY_SLUG[section], draft_id, address=address, slug=slug)


@require_http_methods(["GET", "POST"])
@page(P.APPS_READ, P.APPS_ASSIGN)
def edit_assignments(request: PortalRequest, policy_id: uuid.UUID, draft_id: uuid.UUID, slug: str) -> HttpResponse:
    """The assignments of an existing policy, and Review + save."""
    address = lambda slug: reverse("policy-assign-step", args=[policy_id, draft_id, slug])  # noqa: E731
    return _edit(request, policy_id, BY_SLUG["assignments"], draft_id, address=address, slug=slug)


def _edit(
    request: PortalRequest,
    policy_id: uuid.UUID,
    step: PolicyStep,
    draft_id: uuid.UUID,
    *,
    address: Callable[[str], str],
    slug: str,
) -> HttpResponse:
    edited = _policy(request, policy_id)
    wizard = Wizard(
        draft=Draft(request.session, f"policy {draft_id}", (step,), {step.slug: step.form.of_policy(edited)}),
        is_new=False,
        address=address,
        way_out=reverse("policy", args=[policy_id]),
        locked={} if P.APPS_ASSIGN in request.permissions else {"assignments": P.APPS_ASSIGN},
    )
    return _answer(request, wizard, slug, edited)


def _policy(request: PortalRequest, policy_id: uuid.UUID) -> WindowsManagedAppProtection:
    found = queries.find_policy(request.tenant, policy_id)
    if found is None:
        raise Http404("There is no such policy.")
    return found


def _properties(shown: WindowsManagedAppProtection) -> dict[str, Any]:
    steps = steps_where(has_scope_tags=has_scope_tags(shown.tenant))
    return {"policy": shown, "sheet": queries.sheet_of(shown), "shown": [step.slug for step in steps]}


def _answer(
    request: PortalRequest, wizard: Wizard, slug: str, policy: WindowsManagedAppProtection | None = None
) -> HttpResponse:
    return walk(
        request,
        wizard,
        slug,
        show=lambda step: _show(request, wizard, step, policy),
        review=lambda problem: _review(request, wizard, policy, problem),
        save=lambda: _save(request, wizard, policy),
    )


def _show(
    request: PortalRequest, wizard: Wizard, step: Step, policy: WindowsManagedAppProtection | None
) -> HttpResponse:
    """A step as it stands, with its pane where one is open."""
    form = wizard.draft.form(step)
    more: dict[str, Any] = {"policy": policy}
    if isinstance(form, AppsForm):
        more["apps"] = queries.app_lines(form.raw.get("apps", []))
    if isinstance(form, PolicyScopeTagsForm):
        more |= scope_tags_shown(request, form.raw)
    if isinstance(form, AssignmentsForm):
        lines = group_lines(request.tenant, form.all_guids)
        more["lists"] = [
            (name, title, [lines[guid] for guid in form.guids(name)])
            for name, title in (("included", "Included groups"), ("excluded", "Excluded groups"))
        ]
    name = request.GET.get("select", "")
    if step.slug not in wizard.locked and (picking := _picking(request, form, name)):
        more["picking"] = picking
    return show_step(request, wizard, step, f"protection/step_{step.slug.replace('-', '_')}.html", **more)


def _picking(request: PortalRequest, form: StepForm, name: str) -> Picking | None:
    """The pane of apps or groups that the address asks for, if it is one of this step."""
    if isinstance(form, AppsForm) and name == "apps":
        chosen = form.raw.get("apps", [])
        choices = [Choice(app, title, app, app in chosen) for app, title in KNOWN_APPS.items()]
        return Picking(name, "Select apps to target", "Apps", choices)
    if isinstance(form, AssignmentsForm) and name in form.lists:
        title = f"Select groups to {'include' if name == 'included' else 'exclude'}"
        return pick_groups(request, name=name, title=title, without=form.all_guids)
    return None


def _review(
    request: PortalRequest, wizard: Wizard, policy: WindowsManagedAppProtection | None, problem: str
) -> HttpResponse:
    given = wizard.draft.given()
    context = wizard.context(REVIEW) | {"policy": policy, "shown": wizard.slugs, "problem": problem}
    if policy:
        context["sheet"] = queries.sheet_with(policy, given)
        before, after = queries.lines_of(queries.sheet_of(policy)), queries.lines_of(context["sheet"])
        context["differences"] = differences(before, after)
    else:
        context["sheet"] = queries.sheet(request.tenant, **given)
    return render(request, "protection/review.html", context)


def _save(request: PortalRequest, wizard: Wizard, policy: WindowsManagedAppProtection | None) -> str:
    """Create the policy or change its section: one service call."""
    given = wizard.draft.given()
    if policy:
        services.edit_policy(policy=policy, **given, by=request.actor, now=request.now)
        return "Changes saved."
    made = services.create_policy(tenant=request.tenant, **given, by=request.actor, now=request.now)
    return f"{made.display_name} was created."
