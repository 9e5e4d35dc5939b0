"""Which policies target a user's app?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.tenants.models import Group, Tenant, User
from protection.targeting import Targeting, reaches_anew, targets_of, users_reached
from tests.factories.protection import EDGE, PolicyFactory
from tests.factories.tenants import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db


def names_for(user: User, app: str = EDGE) -> list[str]:
    """The policies that target a user's app, by name."""
    targeting = Targeting(user.tenant)
    groups = targeting.memberships([user.pk]).get(user.pk, frozenset())
    return sorted(policy.display_name for policy in targeting.policies_for(groups, app))


def test_a_member_of_an_included_group_is_targeted(contoso: Tenant, alex: User, staff: Group) -> None:
    PolicyFactory(tenant=contoso, display_name="Edge", groups=[staff])

    assert names_for(alex) == ["Edge"]


def test_somebody_outside_the_group_is_not(contoso: Tenant, staff: Group) -> None:
    PolicyFactory(tenant=contoso, groups=[staff])

    assert names_for(UserFactory(tenant=contoso)) == []


def test_exclusion_beats_inclusion(contoso: Tenant, alex: User, staff: Group) -> None:
    executives = GroupFactory(tenant=contoso, members=[alex])
    PolicyFactory(tenant=contoso, groups=[staff], excluded=[executives])

    assert names_for(alex) == []


def test_a_group_that_is_included_and_excluded_is_excluded(contoso: Tenant, alex: User, staff: Group) -> None:
    PolicyFactory(tenant=contoso, groups=[staff], excluded=[staff])

    assert names_for(alex) == []


def test_being_in_no_excluded_group_is_not_enough(contoso: Tenant, alex: User) -> None:
    PolicyFactory(tenant=contoso, excluded=[GroupFactory(tenant=contoso)])

    assert names_for(alex) == []


def test_an_app_that_the_policy_does_not_name_is_not_targeted(contoso: Tenant, alex: User, staff: Group) -> None:
    PolicyFactory(tenant=contoso, groups=[staff])

    assert names_for(alex, "com.contoso.other") == []
    assert names_for(alex, EDGE.upper()) == []


def test_a_policy_without_apps_targets_nobody(contoso: Tenant, alex: User, staff: Group) -> None:
    policy = PolicyFactory(tenant=contoso, groups=[staff], apps=())

    [target] = targets_of([policy.pk])
    assert names_for(alex) == []
    assert users_reached(target) == set()


def test_a_policy_without_groups_targets_nobody(contoso: Tenant, alex: User) -> None:
    policy = PolicyFactory(tenant=contoso)

    [target] = targets_of([policy.pk])
    assert names_for(alex) == []
    assert users_reached(target) == set()


def test_several_policies_may_target_one_app(contoso: Tenant, alex: User, staff: Group) -> None:
    PolicyFactory(tenant=contoso, display_name="A", groups=[staff])
    PolicyFactory(tenant=contoso, display_name="B", groups=[GroupFactory(tenant=contoso, members=[alex])])

    assert names_for(alex) == ["A", "B"]


def test_the_same_policies_resolve_to_the_very_same_settings(contoso: Tenant, staff: Group) -> None:
    PolicyFactory(tenant=contoso, groups=[staff])
    targeting = Targeting(contoso)

    settings = targeting.settings_for(frozenset({staff.pk}), EDGE)

    assert settings is not None
    assert targeting.settings_for(frozenset({staff.pk, 999}), EDGE) is settings


def test_another_tenants_policy_targets_nobody_here(contoso: Tenant, fabrikam: Tenant, alex: User) -> None:
    PolicyFactory(tenant=fabrikam, groups=[GroupFactory(tenant=fabrikam, members=[alex])])

    assert names_for(alex) == []


def test_the_users_reached_are_the_included_less_the_excluded(contoso: Tenant, alex: User, staff: Group) -> None:
    sam = UserFactory(tenant=contoso)
    both = GroupFactory(tenant=contoso, members=[alex, sam])
    policy = PolicyFactory(tenant=contoso, groups=[both], excluded=[GroupFactory(tenant=contoso, members=[sam])])

    [target] = targets_of([policy.pk])
    assert users_reached(target) == {alex.pk}


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param(lambda groups: frozenset(), True, id="joined"),
        pytest.param(lambda groups: groups, False, id="was there already"),
    ],
)
def test_a_policy_reaches_a_user_anew_only_when_it_did_not_before(
    contoso: Tenant, alex: User, staff: Group, before: Callable[[Any], Any], expected: bool
) -> None:
    PolicyFactory(tenant=contoso, groups=[staff])

    anew = reaches_anew(tenant=contoso, users=frozenset({alex.pk}), before=before, after=lambda groups: groups)

    assert anew is expected
