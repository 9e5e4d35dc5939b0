"""How do Conditional Access policies change? Only to what Microsoft Entra would take."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import differences, losses, record_change, state_of
from intune_sim.errors import Invalid
from intune_sim.graph.resources import as_guid
from intune_sim.holding import held
from intune_sim.tenants.models import Group, Tenant, User
from protection.engine.conditional_access import GrantControl, PolicyState
from protection.models import ConditionalAccessPolicy, NamedLocation

_audit = partial(record_change, resource_type="conditionalAccessPolicy", category=Category.DIRECTORY)

POLICY_FIELDS = ("display_name", "description", "state", "conditions", "grant_controls", "session_controls")

EVERY_USER = {"All", "None", "GuestsOrExternalUsers"}
EVERY_APPLICATION = {"All", "None", "Office365", "MicrosoftAdminPortals"}
#: Beside named locations: all, all trusted ones, and the trusted addresses of multifactor authentication.
EVERY_LOCATION = {"All", "AllTrusted", "00000000-0000-0000-0000-000000000000"}
#: The authentication strengths that every tenant has, by id.
AUTHENTICATION_STRENGTHS = {
    "00000000-0000-0000-0000-000000000002": "Multifactor authentication",
    "00000000-0000-0000-0000-000000000003": "Passwordless MFA",
    "00000000-0000-0000-0000-000000000004": "Phishing-resistant MFA",
}


@transaction.atomic
def create_policy(*, tenant: Tenant, values: Mapping[str, Any], by: Actor, now: datetime) -> ConditionalAccessPolicy:
    """Write a new policy. `values` maps field names to values, conditions and controls in wire form. Raises `Invalid`."""
    policy = ConditionalAccessPolicy(tenant=tenant, created_date_time=now, **values)
    _check_policy(policy, known=set())
    policy.save()
    _audit(policy, Operation.CREATE, differences({}, plain_state(policy, POLICY_FIELDS)), by=by, now=now)
    return policy


@transaction.atomic
def edit_policy(
    *, policy: ConditionalAccessPolicy, values: Mapping[str, Any], by: Actor, now: datetime
) -> ConditionalAccessPolicy:
    """Change what is given; what a condition or control does not name stays. Raises `Invalid` and `NotFound`."""
    policy = held(policy)
    before, known = plain_state(policy, POLICY_FIELDS), set(_named(policy.conditions))
    for name, value in values.items():
        setattr(policy, name, merged(getattr(policy, name), value))
    _check_policy(policy, known=known)
    if changes := differences(before, plain_state(policy, POLICY_FIELDS)):
        policy.modified_date_time = now
        policy.save()
        _audit(policy, Operation.PATCH, changes, by=by, now=now)
    return policy


@transaction.atomic
def delete_policy(*, policy: ConditionalAccessPolicy, by: Actor, now: datetime) -> None:
    """Delete a policy. Raises `NotFound`."""
    policy = held(policy)
    _audit(policy, Operation.DELETE, losses(plain_state(policy, POLICY_FIELDS)), by=by, now=now)
    policy.delete()


def merged(old: Any, new: Any) -> Any:
    """A complex value after a PATCH: what it names is new, what it leaves out stays."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {**old, **{name: merged(old.get(name), value) for name, value in new.items()}}


# What Entra refuses


def _check_policy(policy: ConditionalAccessPolicy, *, known: set[str]) -> None:
    """Refuse what is no policy; `known` are the ids that it named before, whatever has become of them since."""
    check_name(policy.display_name)
    policy.state = PolicyState(policy.state)
    conditions = policy.conditions
    is_for_workloads = bool(_part(conditions, "clientApplications").get("includeServicePrincipals"))
    _check_applications(_part(conditions, "applications"))
    if not is_for_workloads:
        _check_users(_part(conditions, "users"))
    if conditions.setdefault("clientAppTypes", ["all"]) == []:
        raise Invalid("1036: 'clientAppTypes' condition must name at least one type of client application.")
    _check_controls(policy)
    _check_ids(policy, known)


def _check_applications(applications: Mapping[str, Any]) -> None:
    rules = ("includeApplications", "includeUserActions", "includeAuthenticationContextClassReferences")
    given = [name for name in rules if applications.get(name)]
    if not given:
        raise _no_policy("conditions.applications must include an application, a user action or a context.")
    if len(given) > 1:
        raise Invalid(
            "1012: 'applications' condition cannot include both 'includeApplications' and "
            "'includeUserActions'/'includeProtectionLevels'. Please remove one of the conditions."
        )
    for one in [*applications.get("includeApplications", ()), *applications.get("excludeApplications", ())]:
        if one not in EVERY_APPLICATION and not as_guid(one):
            raise Invalid(f"1004: The application '{one}' in the policy is not an application id.")


def _check_users(users: Mapping[str, Any]) -> None:
    rules = ("includeUsers", "includeGroups", "includeRoles", "includeGuestsOrExternalUsers")
    if not any(users.get(name) for name in rules):
        raise _no_policy("conditions.users must include a user, a group, a role or guests.")


def _check_controls(policy: ConditionalAccessPolicy) -> None:
    grant, session = policy.grant_controls or {}, policy.session_controls or {}
    controls = grant.get("builtInControls") or []
    others = [grant.get(name) for name in ("customAuthenticationFactors", "termsOfUse", "authenticationStrength")]
    if not controls and not any(others) and not any(session.values()):
        raise _no_policy("There must be at least one grant control or session control.")
    if grant and (controls or any(others)) and grant.get("operator") not in {"AND", "OR"}:
        raise Invalid("1007: grantControls.operator must be AND or OR.")
    if GrantControl.BLOCK in controls and (len(controls) > 1 or any(others) or any(session.values())):
        raise Invalid("1032: ConditionalActionPolicy validation failed due to InvalidControls.")
    if GrantControl.PASSWORD_CHANGE in controls and not policy.conditions.get("userRiskLevels"):
        raise Invalid("1032: ConditionalActionPolicy validation failed due to InvalidPasswordResetControl.")
    if strength := grant.get("authenticationStrength"):
        if GrantControl.MFA in controls:
            raise Invalid("1032: ConditionalActionPolicy validation failed due to InvalidControls.")
        grant["authenticationStrength"] = _strength(strength["id"])


def _strength(wanted: str) -> dict[str, str]:
    """An authentication strength as policies show it. Raises `Invalid` for one that there is not."""
    if wanted not in AUTHENTICATION_STRENGTHS:
        raise Invalid(f"1067: There is no authentication strength with id '{wanted}'.")
    name = AUTHENTICATION_STRENGTHS[wanted]
    return {"id": wanted, "displayName": name, "policyType": "builtIn", "requirementsSatisfied": "mfa"}


def _check_ids(policy: ConditionalAccessPolicy, known: set[str]) -> None:
    """Every id that was not there before must be somebody's or something's in the tenant."""
    users, tenant = _part(policy.conditions, "users"), policy.tenant
    named_users = [*users.get("includeUsers", ()), *users.get("excludeUsers", ())]
    named_groups = [*users.get("includeGroups", ()), *users.get("excludeGroups", ())]
    roles = [*users.get("includeRoles", ()), *users.get("excludeRoles", ())]
    _check_present("user", named_users, known | EVERY_USER, User.objects.for_tenant(tenant))
    _check_present("group", named_groups, known, Group.objects.filter(tenant=tenant))
    locations = NamedLocation.objects.for_tenant(tenant)
    _check_present("named location", locations_of(policy.conditions), known | EVERY_LOCATION, locations)
    for one in roles:
        if not as_guid(one):
            raise Invalid(f"1011: The role '{one}' in the policy is not the id of a directory role template.")


def _check_present(kind: str, wanted: Iterable[str], known: set[str], rows: Any) -> None:
    new = [one for one in wanted if one not in known]
    guids = {guid for one in new if (guid := as_guid(one))}
    present = {str(one) for one in rows.filter(graph_id__in=guids).values_list("graph_id", flat=True)}
    for one in new:
        if one.lower() not in present:
            raise Invalid(f"1011: The {kind} '{one}' in the policy was not found in the directory.")


def _no_policy(why: str) -> Invalid:
    return Invalid(
        "1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of "
        f"ConditionalAccessPolicy type. {why}"
    )


def check_name(name: str) -> None:
    """Raise `Invalid` for a policy or a location without a name."""
    if not name.strip():
        raise Invalid("'displayName' must not be empty.")


# What a policy names


def _part(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document.get(name) or {}
    return found


def locations_of(conditions: Mapping[str, Any]) -> list[str]:
    """The named locations that conditions include or exclude."""
    locations = _part(conditions, "locations")
    return [*locations.get("includeLocations", ()), *locations.get("excludeLocations", ())]


def _named(conditions: Mapping[str, Any]) -> Iterator[str]:
    """Every user, group and location that conditions name."""
    for names in _part(conditions, "users").values():
        if isinstance(names, list):
            yield from names
    yield from locations_of(conditions)


# The audit log


def plain_state(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    """What the audit log compares, by Graph name; documents as text."""
    return {
        name: json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value
        for name, value in state_of(row, fields).items()
    }
