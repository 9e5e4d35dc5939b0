"""How does Graph see a user's apps and devices? The users of the directory, with everything that hangs on them here."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from devices.graph import managed_devices
from devices.graph.app_policies import APP_POLICIES
from devices.graph.diagnostics import DIAGNOSTIC_STATUS, statuses_of
from devices.graph.log_requests import log_requests
from devices.graph.registrations import READ, REGISTRATIONS, WRITE, live_of
from devices.models import UserLevelWipe
from devices.services import wipes
from devices.services.troubleshooting import Reach, standing_of
from intune_sim.actors import ActorType
from intune_sim.errors import Invalid, NotFound
from intune_sim.graph.documents import UNFIT, unfit
from intune_sim.graph.resources import BETA, Action, Call, Function, Kind, Navigation, Parameter
from intune_sim.tenants.graph import users as directory
from intune_sim.tenants.graph.directory import users_of
from intune_sim.tenants.models import User
from protection.graph import mobile, windows
from protection.targeting import mobile_policies_for


def wipe_device(call: Call, user: User, body: Mapping[str, Any]) -> None:
    """Wipe what the user has on a device. A tag that no device has, or one that is being wiped, asks for nothing new."""
    tag = _text(body, "deviceTag")
    with suppress(NotFound, wipes.WipePending):
        wipes.wipe_device(user=user, device_tag=tag, by=call.by, now=call.now)


def wipe_registered_device(call: Call, user: User, body: Mapping[str, Any]) -> None:
    """Wipe what the user has on a device that Microsoft Entra ID knows. Personal PCs are not known to it: none is met."""
    _text(body, "azureAdDeviceId")


def wipe_and_block(call: Call, user: User, body: Mapping[str, Any]) -> None:
    """Wipe every app of the user at every check-in; a user who is blocked already stays so."""
    with suppress(wipes.WipePending):
        wipes.wipe_user(user=user, by=call.by, now=call.now)


def unblock(call: Call, user: User, body: Mapping[str, Any]) -> None:
    """Let the user's apps check in again; a user who is not blocked stays so."""
    with suppress(NotFound):
        wipes.unblock_user(user=user, by=call.by, now=call.now)


def is_blocked(call: Call, user: User) -> bool:
    """Whether the user's apps are wiped at every check-in."""
    return UserLevelWipe.objects.filter(user=user).exists()


def diagnostic_statuses(call: Call, user: User) -> list[dict[str, str]]:
    """What must hold for app protection to reach the user, and what to do where it does not."""
    return statuses_of(user, call.now)


def blocked_users(call: Call) -> list[str]:
    """The users whose apps are wiped at every check-in."""
    rows = UserLevelWipe.objects.filter(user__tenant=call.tenant).order_by("pk")
    return [str(guid) for guid in rows.values_list("user__graph_id", flat=True)]


def app_policies_for(call: Call, user: User) -> list[Any]:
    """The app protection policies that are meant for the user, whatever the app."""
    meant = {one.policy.pk for one in standing_of(user=user, now=call.now).policies if one.reach is Reach.APPLIES}
    on_windows = windows.policies(call.tenant).filter(pk__in=meant) if call.version == BETA else ()
    on_phones = mobile.with_parts(mobile_policies_for(user))
    return [*on_phones, *on_windows]


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or UNFIT.search(value):
        raise unfit(name)
    return value


def _action(name: str, run: Any, *parameters: str, only: str = BETA) -> Action:
    return Action(
        name=name,
        run=run,
        only=only,
        permissions=WRITE,
        parameters=tuple(Parameter(name=one, kind=Kind.STRING) for one in parameters),
    )


#: A user's registrations with what is done about them, and managed devices, hang on the user, whom a lower app declares.
USERS = replace(
    directory.USERS,
    navigations=(
        *directory.USERS.navigations,
        Navigation(
            name="managedAppRegistrations", resource=REGISTRATIONS, relation="registrations", rows=live_of, read=READ
        ),
        log_requests(READ),
        Navigation(
            name="managedDevices",
            resource=managed_devices.DEVICES,
            relation="managed_devices",
            rows=managed_devices.devices_of,
            read=managed_devices.READ,
        ),
    ),
    actions=(
        *directory.USERS.actions,
        _action("wipeManagedAppRegistrationsByDeviceTag", wipe_device, "deviceTag", only=""),
        _action("wipeManagedAppRegistrationByDeviceTag", wipe_device, "deviceTag"),
        _action("wipeManagedAppRegistrationsByAzureAdDeviceId", wipe_registered_device, "azureAdDeviceId"),
        _action("wipeAndBlockManagedApps", wipe_and_block),
        _action("unblockManagedApps", unblock),
    ),
    functions=(
        *directory.USERS.functions,
        Function(name="isManagedAppUserBlocked", run=is_blocked, returns="Edm.Boolean", only=BETA, permissions=READ),
        Function(
            name="getManagedAppDiagnosticStatuses",
            run=diagnostic_statuses,
            returns=DIAGNOSTIC_STATUS,
            many=True,
            permissions=READ,
        ),
        Function(name="getManagedAppPolicies", run=app_policies_for, returns=APP_POLICIES, many=True, permissions=READ),
    ),
    set_functions=(
        *directory.USERS.set_functions,
        Function(
            name="getManagedAppBlockedUsers",
            run=blocked_users,
            returns="Edm.String",
            many=True,
            only=BETA,
            permissions=READ,
        ),
    ),
)


def whoever_asks(call: Call) -> "QuerySet[User]":
    """The user whom an application acts for. Raises `Invalid` where it acts for itself."""
    if call.by.type is not ActorType.ADMIN:
        raise Invalid("/me request is only valid with delegated authentication flow.")
    return users_of(call.tenant).filter(graph_id=call.by.id)


#: The user who asks, with everything that a user has.
ME = replace(
    USERS,
    path="me",
    is_single=True,
    of_caller=whoever_asks,
    read=("User.Read", *directory.USERS.read),
    create=None,
    set_functions=(),
)

RESOURCES = (USERS, ME)
