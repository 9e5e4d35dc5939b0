"""Where does something unfinished stand? Its steps and what was typed on each, kept in the admin's session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.sessions.backends.base import SessionBase

from intune_sim.wizard.forms import Raw, StepForm

SESSION_KEY = "drafts"
#: An abandoned draft makes room for a newer one.
DRAFTS_KEPT = 10
#: The last step of every wizard.
REVIEW = "review"


@dataclass(frozen=True)
class Step:
    """A step of a wizard, which is also a section of a properties page."""

    slug: str
    title: str
    form: type[StepForm]


class Draft:
    """What an admin has typed so far. Nothing is stored until something is typed: a draft's address costs nothing."""

    def __init__(self, session: SessionBase, key: str, steps: tuple[Step, ...], start: Mapping[str, Raw]) -> None:
        self._session, self._key, self._start = session, key, start
        self.steps = steps

    @property
    def _kept(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self._session.get(SESSION_KEY, {}).get(self._key, {}))

    @property
    def is_untouched(self) -> bool:
        """Nothing was typed yet, or what was is saved already."""
        return not self._kept

    def raw(self, step: Step) -> Raw:
        """What stands on a step as it was typed."""
        kept = self._kept.get(step.slug)
        return cast("Raw", kept["raw"]) if kept else self._start[step.slug]

    def is_changed(self, slug: str) -> bool:
        """Whether a step, if it is one of these, says something else than it started with."""
        return any(self.raw(step) != self._start[slug] for step in self.steps if step.slug == slug)

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
        """What was typed is saved."""
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
        """What the finished steps hand to the services, by their argument names; several may fill one mapping."""
        given: dict[str, Any] = {}
        for step in self.steps:
            form = self.form(step, judged=True)
            form.full_clean()
            for name, value in form.given().items():
                given[name] = {**given.get(name, {}), **value} if isinstance(value, dict) else value
        return given
