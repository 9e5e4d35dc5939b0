"""Which steps write an app protection policy, and which sections does one have?"""

from dataclasses import dataclass

from intune_sim.wizard.drafts import Step
from protection.forms import (
    AppsForm,
    AssignmentsForm,
    BasicsForm,
    DataProtectionForm,
    HealthChecksForm,
    PolicyScopeTagsForm,
    PolicyStepForm,
)


@dataclass(frozen=True)
class PolicyStep(Step):
    """A step of the policy wizard, which is also a section of a policy's properties."""

    form: type[PolicyStepForm]


STEPS = (
    PolicyStep("basics", "Basics", BasicsForm),
    PolicyStep("apps", "Apps", AppsForm),
    PolicyStep("data-protection", "Data protection", DataProtectionForm),
    PolicyStep("health-checks", "Health checks", HealthChecksForm),
    PolicyStep("scope-tags", "Scope tags", PolicyScopeTagsForm),
    PolicyStep("assignments", "Assignments", AssignmentsForm),
)
BY_SLUG = {step.slug: step for step in STEPS}


def steps_where(*, has_scope_tags: bool) -> tuple[PolicyStep, ...]:
    """The steps of a tenant's wizard: Scope tags is hidden while Default is the only one."""
    return tuple(step for step in STEPS if has_scope_tags or step.form is not PolicyScopeTagsForm)
