"""Which steps write a role, which give one to groups, and which sections does each have?"""

from collections.abc import Mapping

from intune_sim.portal.roles.forms import AdminGroupsForm, BasicsForm, PermissionsForm, ScopeGroupsForm
from intune_sim.tenants.models import GroupRoleAssignment, RoleDefinition
from intune_sim.tenants.services.scope_tags import LONGEST_NAME
from intune_sim.wizard.drafts import Step
from intune_sim.wizard.forms import Raw, ScopeTagsForm

_BASICS = Step("basics", "Basics", BasicsForm)
_SCOPE_TAGS = Step("scope-tags", "Scope tags", ScopeTagsForm)
_ROLE = (_BASICS, Step("permissions", "Permissions", PermissionsForm), _SCOPE_TAGS)
_ASSIGNMENT = (
    _BASICS,
    Step("admin-groups", "Admin Groups", AdminGroupsForm),
    Step("scope-groups", "Scope Groups", ScopeGroupsForm),
    _SCOPE_TAGS,
)


def role_steps(*, has_scope_tags: bool) -> tuple[Step, ...]:
    """The steps of a custom role: Scope tags is hidden while Default is the only one."""
    return tuple(step for step in _ROLE if has_scope_tags or step is not _SCOPE_TAGS)


def assignment_steps(*, has_scope_tags: bool) -> tuple[Step, ...]:
    """The steps of an assignment, likewise."""
    return tuple(step for step in _ASSIGNMENT if has_scope_tags or step is not _SCOPE_TAGS)


def starts(steps: tuple[Step, ...]) -> dict[str, Raw]:
    """What each step starts with for something new."""
    return {step.slug: step.form.start() for step in steps}


def of_role(role: RoleDefinition) -> Mapping[str, Raw]:
    """What each step says of an existing role."""
    return {
        "basics": BasicsForm.of(role.display_name, role.description),
        "permissions": PermissionsForm.of(role.allowed_resource_actions),
        "scope-tags": ScopeTagsForm.of(role.role_scope_tag_ids),
    }


def of_copy(role: RoleDefinition) -> Mapping[str, Raw]:
    """What each step of a copy starts with; it carries the Default tag."""
    ending = " - Copy"
    name = role.display_name[: LONGEST_NAME - len(ending)] + ending
    return {
        "basics": BasicsForm.of(name, role.description),
        "permissions": PermissionsForm.of(role.allowed_resource_actions),
        "scope-tags": ScopeTagsForm.start(),
    }


def of_assignment(assignment: GroupRoleAssignment) -> Mapping[str, Raw]:
    """What each step says of an existing assignment."""
    return {
        "basics": BasicsForm.of(assignment.display_name, assignment.description),
        "admin-groups": AdminGroupsForm.of_assignment(assignment),
        "scope-groups": ScopeGroupsForm.of_assignment(assignment),
        "scope-tags": ScopeTagsForm.of(assignment.role_scope_tag_ids),
    }
