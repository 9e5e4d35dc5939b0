"""Does an admin see how far a change of rules has been carried?"""

from collections.abc import Callable

from django.test import Client

from devices.models import Cause, ReevaluationRequest, Scope, WindowsManagedAppRegistration
from devices.queries.reevaluation import Progress, reevaluation_progress
from devices.services.sweep import catch_up
from intune_sim.tenants.models import Group, Tenant, User
from protection.engine.facts import DeviceThreatLevel
from tests.factories.devices import RegistrationFactory
from tests.world import World

PLACE = "/devices/reevaluation-progress"


def test_progress_is_told_until_all_is_done(sign_in: Callable[[User], Client], adele: User, world: World) -> None:
    world.add_connector()
    RegistrationFactory.create_batch(3, tenant=world.tenant)
    world.enrol()
    client = sign_in(adele)
    world.catch_up()
    assert b"hx-trigger" not in client.get(PLACE).content

    world.write_policy(level=DeviceThreatLevel.LOW)

    assert reevaluation_progress(world.tenant) == Progress(total=1, done=0)
    page = client.get(PLACE).content
    assert b"0 of 1 registrations" in page
    assert b'hx-trigger="every 2s"' in page
    catch_up(tenant=world.tenant, now=world.now)
    assert reevaluation_progress(world.tenant) is None
    assert b"hx-trigger" not in client.get(PLACE).content


def test_what_is_done_is_counted_by_the_requests_own_scope(contoso: Tenant, staff: Group) -> None:
    RegistrationFactory.create_batch(2, tenant=contoso)
    members = RegistrationFactory.create_batch(4, tenant=contoso)
    staff.members.add(*(one.user for one in members))
    keys = list(WindowsManagedAppRegistration.objects.order_by("pk").values_list("pk", flat=True))
    common = {"tenant": contoso, "cause": Cause.POLICY_CHANGE, "created_at": contoso.now()}
    ReevaluationRequest.objects.all().delete()
    ReevaluationRequest.objects.create(scope=Scope.GROUPS, keys=[staff.pk], done_up_to=keys[3], **common)
    ReevaluationRequest.objects.create(scope=Scope.USERS, keys=[members[0].user.pk], **common)

    progress = reevaluation_progress(contoso)

    assert progress == Progress(total=5, done=2)
    assert progress.percent == 40
