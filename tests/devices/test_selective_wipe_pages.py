"""App selective wipe: what the list shows and for how long, and what its panes ask for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from devices.models import UserLevelWipe, WindowsManagedAppRegistration, WipeRequest
from devices.services import wipes
from devices.wipe_lifecycle import WipeState
from intune_sim.actors import SYSTEM
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import Access
from tests.factories.devices import RegistrationFactory

ROOT = "/apps/app-selective-wipe"


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


@pytest.fixture
def laptop(contoso: Tenant) -> list[WindowsManagedAppRegistration]:
    """Two apps of one user on one device."""
    first = RegistrationFactory(tenant=contoso, device_tag="laptop", device_name="LAPTOP")
    other = "com.microsoft.teams"
    return [first, RegistrationFactory(tenant=contoso, user=first.user, device_tag="laptop", app_identifier=other)]


def lines(admin: Client, query: str = "") -> list[tuple[WipeState, bool]]:
    """State of each line, and whether it can be deleted."""
    return [
        (line.request.state, line.can_be_deleted) for line in admin.get(f"{ROOT}?{query}").context["page"].object_list
    ]


def test_a_request_is_made_for_each_app_of_the_chosen_device(
    admin: Client, contoso: Tenant, laptop: list[WindowsManagedAppRegistration]
) -> None:
    user = laptop[0].user
    elsewhere = RegistrationFactory(tenant=contoso, user=user, device_tag="desktop")

    offered = admin.get(f"{ROOT}/create?q={user.display_name}")
    assert [one.pk for one in offered.context["users"]] == [user.pk]
    devices = admin.get(f"{ROOT}/create?user={user.graph_id}").context["devices"]
    assert {(one.name, one.apps) for one in devices} == {("LAPTOP", 2), (elsewhere.device_name, 1)}
    assert b"Select a device." in admin.post(f"{ROOT}/create", {"user": user.graph_id}).content
    done = admin.post(f"{ROOT}/create", {"user": user.graph_id, "device": "laptop"}, follow=True)

    assert b"The wipe was requested." in done.content
    assert lines(admin) == [(WipeState.PENDING, True), (WipeState.PENDING, True)]
    assert done.context["totals"].pending == 2
    assert {one.pk for one in WindowsManagedAppRegistration.objects.filter(access=Access.WIPE_PENDING)} == {
        one.pk for one in laptop
    }
    again = admin.post(f"{ROOT}/create", {"user": user.graph_id, "device": "laptop"}, follow=True)
    assert b"pending already" in again.content
    assert WipeRequest.objects.count() == 2


def test_a_request_that_ended_is_shown_for_four_days_and_a_failed_one_stays(
    admin: Client, contoso: Tenant, laptop: list[WindowsManagedAppRegistration]
) -> None:
    for registration, succeeded in zip(laptop, (True, False), strict=True):
        request = wipes.request_wipe(registration=registration, by=SYSTEM, now=contoso.now())
        wipes.complete_wipe(
            registration=registration, request=request, succeeded=succeeded, detail="", by=SYSTEM, now=contoso.now()
        )

    assert sorted(lines(admin)) == [(WipeState.FAILED, False), (WipeState.SUCCESSFUL, False)]
    assert lines(admin, "state=failed") == [(WipeState.FAILED, False)]
    assert lines(admin, "q=nobody") == []
    contoso.clock_frozen_at += timedelta(days=4)
    contoso.save()
    assert lines(admin) == [(WipeState.FAILED, False)]


def test_a_user_is_wiped_at_every_check_in_until_taken_off_the_list(
    admin: Client, laptop: list[WindowsManagedAppRegistration]
) -> None:
    user = laptop[0].user

    assert b"Select a user." in admin.post(f"{ROOT}/users/add").content
    assert b"was added" in admin.post(f"{ROOT}/users/add", {"user": user.graph_id}, follow=True).content
    assert lines(admin) == [(WipeState.PENDING, False), (WipeState.PENDING, False)]
    assert b"Remove the user from the list?" in admin.get(f"{ROOT}/users/{user.graph_id}/delete").content
    assert b"can enrol again" in admin.post(f"{ROOT}/users/{user.graph_id}/delete", follow=True).content

    assert not UserLevelWipe.objects.exists()
    assert lines(admin) == []


def test_another_tenants_users_and_wipes_are_out_of_sight(admin: Client, fabrikam: Tenant) -> None:
    theirs = RegistrationFactory(tenant=fabrikam)
    wipes.wipe_user(user=theirs.user, by=SYSTEM, now=fabrikam.now())

    assert lines(admin) == []
    assert list(admin.get(f"{ROOT}/users").context["page"]) == []
    assert list(admin.get(f"{ROOT}/create").context["users"]) == []
    guid = theirs.user.graph_id
    assert admin.get(f"{ROOT}/create?user={guid}").status_code == 404
    assert admin.post(f"{ROOT}/users/add", {"user": guid}).status_code == 404
    assert admin.post(f"{ROOT}/users/{guid}/delete").status_code == 404


@pytest.mark.parametrize(
    ("role", "reads", "wipes_", "updates"),
    [
        (Role.APPLICATION_MANAGER, True, True, True),
        (Role.HELP_DESK_OPERATOR, True, True, False),
        (Role.READ_ONLY_OPERATOR, True, False, False),
        (Role.INTUNE_ROLE_ADMINISTRATOR, False, False, False),
    ],
)
def test_a_command_is_there_exactly_when_the_role_has_the_right(  # noqa: PLR0917 - a row of the table
    sign_in: Callable[[User], Client],
    admin_with: Callable[[Role], User],
    laptop: list[WindowsManagedAppRegistration],
    role: Role,
    reads: bool,
    wipes_: bool,
    updates: bool,
) -> None:
    user = laptop[0].user
    wipes.wipe_user(user=user, by=SYSTEM, now=user.tenant.now())
    client = sign_in(admin_with(role))

    listed, users = client.get(ROOT), client.get(f"{ROOT}/users")

    assert (listed.status_code == 200) == reads
    assert (f"{ROOT}/create".encode() in listed.content) == wipes_
    assert (f"{ROOT}/users/add".encode() in users.content) == wipes_
    assert (f"{ROOT}/users/{user.graph_id}/delete".encode() in users.content) == updates
    assert (client.post(f"{ROOT}/create").status_code != 403) == wipes_
    assert (client.post(f"{ROOT}/users/{user.graph_id}/delete").status_code != 403) == updates
