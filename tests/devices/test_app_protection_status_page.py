"""App protection status: every app instance with its policies, and what the tiles count."""

import csv
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from devices.queries.app_protection_status import status_summary
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from tests.factories.devices import ManagedDeviceFactory, RegistrationFactory
from tests.factories.protection import PolicyFactory
from tests.factories.tenants import GroupFactory, UserFactory

PAGE = "/apps/monitor/app-protection-status"
MANAGED = "/devices/managed-devices"


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def exported(admin: Client, query: str = "") -> list[dict[str, str]]:
    """The rows of the file."""
    answer = admin.get(f"{PAGE}?export=csv{query}")
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[call-overload]
    return list(csv.DictReader(io.StringIO(text)))


def test_each_app_instance_stands_with_its_policies_and_its_state(
    admin: Client, contoso: Tenant, fabrikam: Tenant
) -> None:
    blocked = RegistrationFactory(tenant=contoso, blocked_by_threat=True)
    loose = RegistrationFactory(tenant=contoso)
    RegistrationFactory(tenant=contoso, allowed=True, signed_out=True)
    RegistrationFactory(tenant=fabrikam)

    columns = "&column=policy&column=protection&column=compliance"
    found = {row["User"]: row for row in exported(admin, columns)}

    assert set(found) == {blocked.user.display_name, loose.user.display_name}
    protected, unprotected = found[blocked.user.display_name], found[loose.user.display_name]
    assert protected["Policy name"]
    assert (protected["App Protection Status"], protected["Compliance State"]) == ("Protected", "Noncompliant")
    assert (unprotected["Policy name"], unprotected["App Protection Status"]) == ("", "Unprotected")
    assert [row["User"] for row in exported(admin, "&compliance=notEvaluated")] == [loose.user.display_name]


def test_the_tiles_count_users_who_are_targeted_and_those_who_have_not_checked_in(contoso: Tenant) -> None:
    users = [UserFactory(tenant=contoso, licensed=licensed) for licensed in (True, True, False)]
    PolicyFactory(tenant=contoso, groups=[GroupFactory(tenant=contoso, members=users)])
    RegistrationFactory(tenant=contoso, user=users[0])

    summary = status_summary(contoso)

    assert (summary.assigned, summary.not_checked_in) == (2, 1)
    assert [(share.series.label, share.count) for share in summary.users.shares] == [
        ("Checked in", 1),
        ("Not checked in", 1),
    ]


def test_the_tiles_leave_out_whom_a_policy_excludes(contoso: Tenant) -> None:
    users = [UserFactory(tenant=contoso, licensed=True) for _ in range(3)]
    everybody, some = GroupFactory(tenant=contoso, members=users), GroupFactory(tenant=contoso, members=users[:2])
    PolicyFactory(tenant=contoso, groups=[everybody], excluded=[some])
    PolicyFactory(tenant=contoso, groups=[GroupFactory(tenant=contoso, members=users[:1])])
    PolicyFactory(tenant=contoso, groups=[everybody], apps=())

    assert status_summary(contoso).assigned == 2


def test_the_list_answers_before_the_tiles_are_counted(admin: Client, contoso: Tenant) -> None:
    RegistrationFactory(tenant=contoso, allowed=True)

    page = admin.get(PAGE)
    tiles = admin.get(f"{PAGE}/summary", headers={"HX-Request": "true"})
    alone = admin.get(f"{PAGE}/summary")

    assert not page.context["summary"].is_counted
    assert f'hx-get="{PAGE}/summary"' in page.content.decode()
    assert tiles.context["summary"].compliance.total == 1
    assert b"<h1" not in tiles.content
    assert b"<h1" in alone.content


def test_the_page_and_its_tiles_cost_the_same_for_two_and_ten_instances(admin: Client, contoso: Tenant) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(PAGE).status_code == 200
            assert admin.get(f"{PAGE}/summary").status_code == 200
        return len(captured)

    group = GroupFactory(tenant=contoso)
    PolicyFactory(tenant=contoso, groups=[group])
    for _ in range(2):
        group.members.add(RegistrationFactory(tenant=contoso).user)
    few = queries()
    for _ in range(8):
        group.members.add(RegistrationFactory(tenant=contoso).user)

    assert queries() == few


def test_managed_devices_are_listed_and_shown_by_themselves(admin: Client, contoso: Tenant, fabrikam: Tenant) -> None:
    device = ManagedDeviceFactory(tenant=contoso, device_name="LAPTOP-1")
    theirs = ManagedDeviceFactory(tenant=fabrikam)

    assert [line.cells[0].row.pk for line in admin.get(MANAGED).context["list"].lines] == [device.pk]
    assert admin.get(f"{MANAGED}?compliance=error").context["list"].lines == []
    assert b"LAPTOP-1" in admin.get(f"{MANAGED}/{device.graph_id}").content
    assert admin.get(f"{MANAGED}/{theirs.graph_id}").status_code == 404


def test_the_pages_need_the_right_to_read(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    client = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))

    assert {client.get(place).status_code for place in (PAGE, MANAGED)} == {403}
