"""How does an admin walk through a wizard? Every step and the review have an address, and each button leads to one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from intune_sim.errors import Conflict, Invalid
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.roles import Permission
from intune_sim.wizard.drafts import REVIEW, Draft, Step
from intune_sim.wizard.forms import Raw


@dataclass(frozen=True)
class StepSign:
    """A step in the row of numbered circles."""

    slug: str
    title: str
    is_current: bool = False
    is_done: bool = False
    is_wrong: bool = False


@dataclass(frozen=True)
class Difference:
    """A line that an edit changes; None where there is no such line."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Wizard:
    """A draft on its way through its steps, for something new or for a section of what there is."""

    draft: Draft
    is_new: bool
    #: A step's address by its slug.
    address: Callable[[str], str]
    #: Where Cancel and a finished draft lead.
    way_out: str
    #: The steps that this admin may look at only, each with what a change would need.
    locked: Mapping[str, Permission] = field(default_factory=dict)

    @property
    def slugs(self) -> list[str]:
        """The steps in their order, the review last."""
        return [*(step.slug for step in self.draft.steps), REVIEW]

    def step(self, slug: str) -> Step | None:
        """One of the wizard's own steps."""
        return next((step for step in self.draft.steps if step.slug == slug), None)

    def signs(self, current: str) -> list[StepSign]:
        """The row of numbered circles."""
        last = "Review + create" if self.is_new else "Review + save"
        judged = {
            step.slug: self.draft.form(step, judged=True).is_valid()
            for step in self.draft.steps
            if self.draft.is_judged(step)
        }
        return [
            StepSign(
                slug,
                title,
                is_current=slug == current,
                is_done=judged.get(slug) is True,
                is_wrong=judged.get(slug) is False,
            )
            for slug, title in [*((step.slug, step.title) for step in self.draft.steps), (REVIEW, last)]
        ]

    def context(self, current: str) -> dict[str, Any]:
        """What `_components/wizard.html` shows around a step."""
        signs = self.signs(current)
        if current == REVIEW:
            forwards = ("save", "Create" if self.is_new else "Save")
        else:
            forwards = ("next", "Next" if self.is_new else signs[-1].title)
        return {
            "is_new": self.is_new,
            "way_out": self.way_out,
            "here": self.address(current),
            "is_first": current == self.slugs[0],
            "steps": signs,
            "forwards": forwards,
        }

    def take(self, step: Step, posted: QueryDict) -> str:
        """Remember what was posted, do what its button says, and tell which step that leads to."""
        draft, (command, _, argument) = self.draft, posted.get("go", "next").partition(":")
        raw = step.form.kept(draft.raw(step), posted)
        if is_change(posted):
            draft.keep(step, _changed(step, raw, posted, command, argument), judged=False)
            return step.slug
        wanted = self.wanted(step.slug, command, argument)
        is_forwards = self.slugs.index(wanted) > self.slugs.index(step.slug)
        draft.keep(step, raw, judged=is_forwards or draft.is_judged(step))
        unfinished = draft.first_unfinished(before=wanted) if is_forwards else None
        return self.back_to(unfinished) if unfinished else wanted

    def back_to(self, step: Step) -> str:
        """A step that does not make sense yet is shown with its mistakes."""
        self.draft.keep(step, self.draft.raw(step), judged=True)
        return step.slug

    def wanted(self, here: str, command: str, argument: str) -> str:
        """The step that a button of the foot bar, or a numbered circle, leads to."""
        index = self.slugs.index(here)
        if command == "previous":
            return self.slugs[max(index - 1, 0)]
        if command == "step" and argument in self.slugs:
            return argument
        return self.slugs[min(index + 1, len(self.slugs) - 1)]


def walk(
    request: PortalRequest,
    wizard: Wizard,
    slug: str,
    *,
    show: Callable[[Step], HttpResponse],
    review: Callable[[str], HttpResponse],
    save: Callable[[], str],
) -> HttpResponse:
    """The page at a step's address, or where its button leads.

    `show` draws a step and `review` the last one, with what `save` refused; `save` makes the one service call and tells
    what was done.
    """
    if slug == REVIEW:
        return _review(request, wizard, review, save)
    step = wizard.step(slug)
    if step is None:
        raise Http404("The wizard has no such step.")
    if request.method != "POST":
        return show(step)
    if slug in wizard.locked and is_change(request.POST):
        return _refuse(request, wizard.locked[slug])
    return redirect(wizard.address(wizard.take(step, request.POST)))


def show_step(request: PortalRequest, wizard: Wizard, step: Step, template: str, **more: Any) -> HttpResponse:
    """A step as it stands; `picking` is the pane over it."""
    shown = {"form": wizard.draft.form(step), "is_locked": step.slug in wizard.locked, **more}
    return render(request, template, wizard.context(step.slug) | shown)


def is_change(posted: QueryDict) -> bool:
    """Whether a button of a step changes its lists, rather than leads away from it."""
    return posted.get("go", "").partition(":")[0] in {"add", "remove", "pick"}


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """What an edit changes, line by line in the order of the page."""
    return [
        Difference(label, old.get(label), new.get(label))
        for label in dict.fromkeys([*old, *new])
        if old.get(label) != new.get(label)
    ]


def _review(
    request: PortalRequest, wizard: Wizard, review: Callable[[str], HttpResponse], save: Callable[[], str]
) -> HttpResponse:
    """Review + create, or Review + save."""
    command, _, argument = request.POST.get("go", "save").partition(":")
    if request.method == "POST" and command != "save":
        return redirect(wizard.address(wizard.wanted(REVIEW, command, argument)))
    if wizard.draft.is_untouched:
        # Create was pressed twice, or the browser went back to a draft that is saved by now.
        return redirect(wizard.way_out)
    if unfinished := wizard.draft.first_unfinished():
        return redirect(wizard.address(wizard.back_to(unfinished)))
    if request.method != "POST":
        return review("")
    for slug, needed in wizard.locked.items():
        if wizard.draft.is_changed(slug):
            return _refuse(request, needed)
    try:
        done = save()
    except (Invalid, Conflict) as refusal:
        return review(refusal.message)
    wizard.draft.forget()
    messages.success(request, done)
    return redirect(wizard.way_out)


def _changed(step: Step, raw: Raw, posted: QueryDict, command: str, argument: str) -> Raw:
    if command == "add":
        return step.form.with_added(raw, argument)
    if command == "remove":
        name, _, value = argument.partition(":")
        return step.form.without(raw, name, value)
    return step.form.with_picked(raw, argument, posted.getlist("picked"))


def _refuse(request: PortalRequest, needed: Permission) -> HttpResponse:
    return render(request, "403.html", {"missing": [needed]}, status=403)
