"""Troubleshooting + support: everything that decides about one user, and why."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from devices.services.troubleshooting import Reach
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import Role
from protection.engine.facts import Access
from protection.models import Intent, PolicyAssignment
from tests.factories.devices import RegistrationFactory
from tests.factories.protection import PolicyFactory
from tests.factories.tenants import GroupFactory, UserFactory

ROOT = "/troubleshooting-support"


@pytest.fixture
def admin(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


def test_users_are_found_by_a_part_of_the_name(admin: Client, contoso: Tenant, fabrikam: Tenant) -> None:
    zoe = UserFactory(tenant=contoso, display_name="Zoe Adams")
    stranger = UserFactory(tenant=fabrikam, display_name="Zoe Other")

    assert [one.pk for one in admin.get(f"{ROOT}?q=zoe").context["users"]] == [zoe.pk]
    assert admin.get(f"{ROOT}/{zoe.graph_id}").status_code == 200
    assert admin.get(f"{ROOT}/{stranger.graph_id}").status_code == 404


def test_a_user_is_told_with_every_access_its_reason_and_what_would_lift_it(admin: Client, contoso: Tenant) -> None:
    blocked = RegistrationFactory(tenant=contoso, blocked_by_threat=True)
    RegistrationFactory(tenant=contoso, user=blocked.user, signed_out=True)

    page = admin.get(f"{ROOT}/{blocked.user.graph_id}")

    standing, text = page.context["standing"], page.content.decode()
    assert [one.access for one in standing.registrations] == [Access.BLOCKED]
    assert standing.ended == 1
    assert "The device&#x27;s threat level is High; the policy allows at most Secured." in text
    assert "The threat partner reports that the device&#x27;s threat level is Secured or better." in text


def test_each_policy_says_whether_it_is_meant_for_the_user(admin: Client, contoso: Tenant) -> None:
    user = UserFactory(tenant=contoso, licensed=True)
    staff, guests = GroupFactory(tenant=contoso, members=[user]), GroupFactory(tenant=contoso, members=[user])
    meant = {
        "A": PolicyFactory(tenant=contoso, display_name="A", groups=[staff]),
        "B": PolicyFactory(tenant=contoso, display_name="B", groups=[staff]),
        "C": PolicyFactory(tenant=contoso, display_name="C", groups=[staff], apps=[]),
        "D": PolicyFactory(tenant=contoso, display_name="D", groups=[GroupFactory(tenant=contoso)]),
    }
    PolicyAssignment.objects.create(policy=meant["B"], group=guests, intent=Intent.EXCLUDE)

    def reaches() -> dict[str, tuple[Reach, list[str]]]:
        standing = admin.get(f"{ROOT}/{user.graph_id}").context["standing"]
        return {str(one.policy): (one.reach, [str(group) for group in one.groups]) for one in standing.policies}

    assert reaches() == {
        "A": (Reach.APPLIES, [str(staff)]),
        "B": (Reach.EXCLUDED, [str(guests)]),
        "C": (Reach.NO_APPS, [str(staff)]),
        "D": (Reach.NOT_INCLUDED, []),
    }
    user.assigned_licenses.all().delete()
    assert reaches()["A"] == (Reach.NO_LICENCE, [str(staff)])


def test_the_page_costs_the_same_for_any_number_of_policies_and_groups(admin: Client, contoso: Tenant) -> None:
    user = UserFactory(tenant=contoso, licensed=True)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            admin.get(f"{ROOT}/{user.graph_id}")
        return len(captured)

    PolicyFactory(tenant=contoso, groups=[GroupFactory(tenant=contoso, members=[user])])
    few = queries()
    for _ in range(5):
        PolicyFactory(tenant=contoso, groups=[GroupFactory(tenant=contoso, members=[user])])

    assert queries() == few


def test_who_may_not_read_apps_sees_nothing(
    sign_in: Callable[[User], Client], admin_with: Callable[[Role], User]
) -> None:
    client = sign_in(admin_with(Role.INTUNE_ROLE_ADMINISTRATOR))

    assert client.get(ROOT).status_code == 403
