"""Where does an unfinished policy stand? Its steps and what was typed on each, kept in the admin's session."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from intune_sim.errors import Forbidden
from protection.forms import (
    AppsForm,
    AssignmentsForm,
    BasicsForm,
    DataProtectionForm,
    HealthChecksForm,
    Raw,
    ScopeTagsForm,
    StepForm,
)
from protection.models import WindowsManagedAppProtection

SESSION_KEY = "policy_drafts"
#: An abandoned draft makes room for a newer one.
DRAFTS_KEPT = 10


@dataclass(frozen=True)
class Step:
    """A step of the wizard, which is also a section of the properties page."""

    slug: str
    title: str
    form: type[StepForm]


STEPS = (
    Step("basics", "Basics", BasicsForm),
    Step("apps", "Apps", AppsForm),
    Step("data-protection", "Data protection", DataProtectionForm),
    Step("health-checks", "Health checks", HealthChecksForm),
    Step("scope-tags", "Scope tags", ScopeTagsForm),
    Step("assignments", "Assignments", AssignmentsForm),
)
BY_SLUG = {step.slug: step for step in STEPS}
REVIEW = "review"


def steps_where(*, has_scope_tags: bool) -> tuple[Step, ...]:
    """The steps of a tenant's wizard: Scope tags is hidden while Default is the only one."""
    return tuple(step for step in STEPS if has_scope_tags or step.form is not ScopeTagsForm)


class Draft:
    """What an admin has typed so far. Nothing is stored until something is typed: a draft's address costs nothing."""

    def __init__(self, session: SessionBase, key: uuid.UUID, steps: tuple[Step, ...], start: Mapping[str, Raw]) -> None:
        self._session, self._key, self._start = session, str(key), start
        self.steps = steps

    @classmethod
    def of_new_policy(cls, session: SessionBase, key: uuid.UUID, steps: tuple[Step, ...]) -> "Draft":
        """A policy to be created: every step, from its defaults."""
        return cls(session, key, steps, {step.slug: step.form.start() for step in steps})

    @classmethod
    def of_section(
        cls, session: SessionBase, key: uuid.UUID, step: Step, policy: WindowsManagedAppProtection
    ) -> "Draft":
        """One section of an existing policy, from what it says now."""
        return cls(session, key, (step,), {step.slug: step.form.of_policy(policy)})

    @property
    def _kept(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self._session.get(SESSION_KEY, {}).get(self._key, {}))

    @property
    def is_untouched(self) -> bool:
        """Nothing was typed yet, or it has become a policy already."""
        return not self._kept

    def raw(self, step: Step) -> Raw:
        """What stands on a step as it was typed."""
        kept = self._kept.get(step.slug)
        return cast("Raw", kept["raw"]) if kept else self._start[step.slug]

    def is_judged(self, step: Step) -> bool:
        """Whether the admin has tried to leave the step forwards, so that its mistakes are shown."""
        kept = self._kept.get(step.slug)
        return bool(kept and kept["judged"])

    def form(self, step: Step, *, judged: bool | None = None) -> StepForm:
        """The step's form as it stands."""
        return step.form(self.raw(step), judged=self.is_judged(step) if judged is None else judged)

    def keep(self, step: Step, raw: Raw, *, judged: bool) -> None:
        """Remember a step."""
        drafts = self._session.get(SESSION_KEY, {})
        draft = drafts.pop(self._key, {})
        draft[step.slug] = {"raw": raw, "judged": judged}
        drafts[self._key] = draft
        self._session[SESSION_KEY] = dict(list(drafts.items())[-DRAFTS_KEPT:])

    def forget(self) -> None:
        """The draft has become a policy, or a change of one."""
        drafts = self._session.get(SESSION_KEY, {})
        drafts.pop(self._key, None)
        self._session[SESSION_KEY] = drafts

    def first_unfinished(self, *, before: str = REVIEW) -> Step | None:
        """The first step before a given one that does not make sense yet."""
        for step in self.steps:
            if step.slug == before:
                return None
            if not self.form(step, judged=True).is_valid():
                return step
        return None

    def given(self) -> dict[str, Any]:
        """What the finished steps hand to the services, by their argument names."""
        given: dict[str, Any] = {}
        for step in self.steps:
            form = self.form(step, judged=True)
            form.full_clean()
            for name, value in form.given().items():
                given[name] = {**given.get(name, {}), **value} if name == "settings" else value
        return given


@dataclass(frozen=True)
class StepSign:
    """A step in the row of numbered circles."""

    slug: str
    title: str
    is_current: bool
    is_done: bool
    is_wrong: bool


@dataclass(frozen=True)
class Wizard:
    """A draft on its way through its steps, for a new policy or for a section of an existing one."""

    draft: Draft
    #: None while it is a new one.
    policy: WindowsManagedAppProtection | None
    #: A step's address by its slug.
    address: Callable[[str], str]
    #: Where Cancel and a finished draft lead.
    way_out: str
    may_assign: bool

    @property
    def slugs(self) -> list[str]:
        """The steps in their order, the review last."""
        return [*(step.slug for step in self.draft.steps), REVIEW]

    def step(self, slug: str) -> Step | None:
        """One of the wizard's own steps."""
        return next((step for step in self.draft.steps if step.slug == slug), None)

    def signs(self, current: str) -> list[StepSign]:
        """The row of numbered circles."""
        last = "Review + create" if self.policy is None else "Review + save"
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

    def take(self, step: Step, posted: QueryDict) -> str:
        """Remember what was posted, do what its button says, and tell which step that leads to. Raises `Forbidden`."""
        draft, (command, _, argument) = self.draft, posted.get("go", "next").partition(":")
        raw = step.form.kept(draft.raw(step), posted)
        if command in {"add", "remove", "pick"}:
            draft.keep(step, self._changed(step, raw, posted, command, argument), judged=False)
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

    def _changed(self, step: Step, raw: Raw, posted: QueryDict, command: str, argument: str) -> Raw:
        if step.form is AssignmentsForm and not self.may_assign:
            raise Forbidden("Your role does not let you assign policies.")
        if command == "add" and issubclass(step.form, HealthChecksForm):
            return step.form.with_added(raw, argument)
        if command == "remove":
            name, _, value = argument.partition(":")
            return step.form.without(raw, name, value)
        if command == "pick":
            return step.form.with_picked(raw, argument, posted.getlist("picked"))
        return raw
