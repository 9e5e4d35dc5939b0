"""How does a test decide, ask for and answer a wipe, and what is stored then?"""

from typing import Any

from devices.models import WindowsManagedAppRegistration, WipeRequest
from devices.services.wipes import complete_wipe, request_wipe
from devices.wipe_lifecycle import WipeState
from intune_sim.actors import SYSTEM
from protection.engine.facts import Access, HealthState, RemediationAction
from tests.world import World

Registration = WindowsManagedAppRegistration
WIPING = {"mobile_threat_defense_remediation_action": RemediationAction.WIPE}


def decided(world: World, **settings: Any) -> Registration:
    """A policy that wipes has met a threat."""
    world.add_connector()
    world.write_policy(**{**WIPING, **settings})
    registration = world.enrol().registration
    world.report(registration, HealthState.HIGH_SEVERITY)
    registration.refresh_from_db()
    assert registration.access is Access.WIPE_PENDING
    return registration


def clear(world: World, registration: Registration) -> None:
    """The threat is gone, and reported so."""
    world.pass_time(minutes=1)
    world.report(registration, HealthState.SECURED)


def asked(world: World, registration: Registration) -> WipeRequest:
    """An admin asks for a wipe."""
    return request_wipe(registration=registration, by=SYSTEM, now=world.now)


def answer(world: World, registration: Registration, *, succeeded: bool) -> None:
    """The app says how its open wipe went."""
    complete_wipe(
        registration=registration,
        request=registration.wipe_requests.get(state=WipeState.PENDING),
        succeeded=succeeded,
        detail="disk",
        by=SYSTEM,
        now=world.now,
    )


def states(registration: Registration) -> list[str]:
    """Every wipe's state, oldest first."""
    return [request.state.value for request in registration.wipe_requests.order_by("pk")]


def access(registration: Registration) -> Access:
    """The access that is stored."""
    return Registration.objects.get(pk=registration.pk).access
