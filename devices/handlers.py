"""What do devices do when a lower app changed something? They note whom to judge anew; the work comes later."""

from connectors.events import ThreatSourceChanged
from connectors.lifecycle import StateCause
from connectors.services import note_app_activity
from devices.models import Cause, Ending, Scope, WindowsManagedAppRegistration
from devices.services.enrolment import end
from devices.services.requests import request_reevaluation
from intune_sim.events import subscribe
from intune_sim.tenants.events import GroupLeaves, MembershipChanged, TenantSettingsChanged, UserChanged, UserLeaves
from protection.events import TargetingChanged
from protection.targeting import reaches_anew


def listen() -> None:
    """Subscribe to the lower apps' events; called once when Django starts."""
    subscribe(ThreatSourceChanged, threat_source_changed)
    subscribe(TargetingChanged, targeting_changed)
    subscribe(MembershipChanged, membership_changed)
    subscribe(UserChanged, user_changed)
    subscribe(UserLeaves, user_leaves)
    subscribe(GroupLeaves, group_leaves)
    subscribe(TenantSettingsChanged, settings_changed)


def threat_source_changed(event: ThreatSourceChanged) -> None:
    """Every threat rule of the tenant may have come alive or gone inert."""
    request_reevaluation(tenant=event.tenant, cause=Cause.CONNECTOR_CHANGE, scope=Scope.TENANT, now=event.now)


def targeting_changed(event: TargetingChanged) -> None:
    """A policy changed for the members of some groups; reaching a user provisions Windows Security Center."""
    if event.reached_a_user:
        note_app_activity(tenant=event.tenant, cause=StateCause.FIRST_POLICY, now=event.now)
    if event.groups:
        request_reevaluation(
            tenant=event.tenant, cause=Cause.POLICY_CHANGE, scope=Scope.GROUPS, keys=event.groups, now=event.now
        )


def membership_changed(event: MembershipChanged) -> None:
    """Users joined or left a group that a policy may name."""
    group = frozenset({event.group.pk})
    anew = reaches_anew(
        tenant=event.tenant,
        users=event.users,
        before=lambda groups: groups - group if event.joined else groups | group,
        after=lambda groups: groups,
    )
    if anew:
        note_app_activity(tenant=event.tenant, cause=StateCause.FIRST_POLICY, now=event.now)
    request_reevaluation(
        tenant=event.tenant, cause=Cause.MEMBERSHIP_CHANGE, scope=Scope.USERS, keys=event.users, now=event.now
    )


def user_changed(event: UserChanged) -> None:
    """A user's licence, name or account state changed; live registrations go by the new name."""
    registrations = WindowsManagedAppRegistration.objects.for_tenant(event.tenant).live().filter(user=event.user)
    name = event.user.user_principal_name
    registrations.exclude(user_principal_name=name).update(user_principal_name=name)
    request_reevaluation(
        tenant=event.tenant, cause=Cause.USER_CHANGE, scope=Scope.USERS, keys=[event.user.pk], now=event.now
    )


def user_leaves(event: UserLeaves) -> None:
    """A user is about to be deleted: its registrations end."""
    registrations = WindowsManagedAppRegistration.objects.for_tenant(event.tenant).live().filter(user=event.user)
    for registration in registrations.order_by("pk").select_for_update():
        end(registration=registration, ending=Ending.DEREGISTERED, cause=Cause.USER_DELETED, now=event.now)


def group_leaves(event: GroupLeaves) -> None:
    """A group is about to be deleted: its members lose what it brought, and gain what it kept out."""
    group = frozenset({event.group.pk})
    anew = reaches_anew(
        tenant=event.tenant, users=event.users, before=lambda groups: groups, after=lambda groups: groups - group
    )
    if anew:
        note_app_activity(tenant=event.tenant, cause=StateCause.FIRST_POLICY, now=event.now)
    request_reevaluation(
        tenant=event.tenant, cause=Cause.MEMBERSHIP_CHANGE, scope=Scope.USERS, keys=event.users, now=event.now
    )


def settings_changed(event: TenantSettingsChanged) -> None:
    """How long a health state counts, or what a missing one means, changed."""
    request_reevaluation(tenant=event.tenant, cause=Cause.SETTINGS_CHANGE, scope=Scope.TENANT, now=event.now)
