"""App selective wipe: what the list shows and for how long, and what its panes ask for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

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


def rows(admin: Client, place: str = "") -> list[Any]:
    """The rows of a list."""
    return [line.cells[0].row for line in admin.get(f"{ROOT}{place}").context["list"].lines]


def states(admin: Client, query: str = "") -> list[WipeState]:
    """The state of each request that is listed."""
    return [row.state for row in rows(admin, f"?{query}")]


def test_a_request_is_made_for_each_app_of_the_chosen_device(
    admin: Client, contoso: Tenant, laptop: list[WindowsManagedAppRegistration]
) -> None:
    user = laptop[0].user
    elsewhere = RegistrationFactory(tenant=contoso, user=user, device_tag="desktop")

    offered = admin.get(f"{ROOT}/create?find={user.display_name}")
    assert [one.pk for one in offered.context["users"]] == [user.pk]
    assert f'href="?user={user.graph_id}"'.encode() in offered.content
    devices = admin.get(f"{ROOT}/create?user={user.graph_id}").context["devices"]
    assert {(one.name, one.apps) for one in devices} == {("LAPTOP", 2), (elsewhere.device_name, 1)}
    assert b"Select a device." in admin.post(f"{ROOT}/create", {"user": user.graph_id}).content
    done = admin.post(f"{ROOT}/create", {"user": user.graph_id, "device": "laptop"}, follow=True)

    assert b"The wipe was requested." in done.content
    assert states(admin) == [WipeState.PENDING, WipeState.PENDING]
    assert done.context["totals"].pending is None
    assert admin.get(f"{ROOT}/totals").context["totals"].pending == 2
    assert {one.pk for one in WindowsManagedAppRegistration.objects.filter(access=Access.WIPE_PENDING)} == {
        one.pk for one in laptop
    }
    again = admin.post(f"{ROOT}/create", {"user": user.graph_id, "device": "laptop"}, follow=True)
    assert b"pending already" in again.content
    assert WipeRequest.objects.count() == 2


def test_chosen_requests_are_taken_back_after_a_question(
    admin: Client, contoso: Tenant, laptop: list[WindowsManagedAppRegistration]
) -> None:
    one, other = (wipes.request_wipe(registration=row, by=SYSTEM, now=contoso.now()) for row in laptop)

    place = f"{ROOT}/delete?selected={one.graph_id}&selected=nonsense"
    assert f"<li>{laptop[0]}</li>" in admin.get(place).content.decode()
    done = admin.post(place, follow=True)

    assert b"was deleted." in done.content
    assert [row.pk for row in rows(admin)] == [other.pk]
    assert b"No wipe request was selected." in admin.get(f"{ROOT}/delete").content


def test_a_request_that_ended_is_shown_for_four_days_and_a_failed_one_stays(
    admin: Client, contoso: Tenant, laptop: list[WindowsManagedAppRegistration]
) -> None:
    for registration, succeeded in zip(laptop, (True, False), strict=True):
        request = wipes.request_wipe(registration=registration, by=SYSTEM, now=contoso.now())
        wipes.complete_wipe(
            registration=registration, request=request, succeeded=succeeded, detail="", by=SYSTEM, now=contoso.now()
        )

    assert sorted(states(admin)) == [WipeState.FAILED, WipeState.SUCCESSFUL]
    assert states(admin, "state=failed") == [WipeState.FAILED]
    assert states(admin, "q=nobody") == []
    contoso.clock_frozen_at += timedelta(days=4)
    contoso.save()
    assert states(admin) == [WipeState.FAILED]


def test_a_user_is_wiped_at_every_check_in_until_taken_off_the_list(
    admin: Client, laptop: list[WindowsManagedAppRegistration]
) -> None:
    user = laptop[0].user

    assert b"Select a user." in admin.post(f"{ROOT}/users/add").content
    assert b"was added" in admin.post(f"{ROOT}/users/add", {"user": user.graph_id}, follow=True).content
    assert states(admin) == [WipeState.PENDING, WipeState.PENDING]
    place = f"{ROOT}/users/delete?selected={user.graph_id}"
    assert f"<li>{user}</li>" in admin.get(place).content.decode()
    assert b"can enrol again" in admin.post(place, follow=True).content

    assert not UserLevelWipe.objects.exists()
    assert states(admin) == []


def test_another_tenants_users_and_wipes_are_out_of_sight(admin: Client, fabrikam: Tenant) -> None:
    theirs = RegistrationFactory(tenant=fabrikam)
    wipes.wipe_user(user=theirs.user, by=SYSTEM, now=fabrikam.now())

    assert states(admin) == []
    assert rows(admin, "/users") == []
    assert list(admin.get(f"{ROOT}/create").context["users"]) == []
    guid = theirs.user.graph_id
    assert admin.get(f"{ROOT}/create?user={guid}").status_code == 404
    assert admin.post(f"{ROOT}/users/add", {"user": guid}).status_code == 404
    admin.post(f"{ROOT}/users/delete?selected={guid}")
    admin.post(f"{ROOT}/delete?selected={WipeRequest.objects.get().graph_id}")
    assert UserLevelWipe.objects.exists()
    assert WipeRequest.objects.get().state == WipeState.PENDING


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
    assert (f"{ROOT}/users/delete".encode() in users.content) == updates
    assert (f"{ROOT}/delete".encode() in listed.content) == updates
    assert (client.post(f"{ROOT}/create").status_code != 403) == wipes_
    assert (client.post(f"{ROOT}/users/delete").status_code != 403) == updates
    assert (client.post(f"{ROOT}/delete").status_code != 403) == updates
