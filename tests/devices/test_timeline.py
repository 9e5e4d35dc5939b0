"""Does the timeline show reports, access, check-ins, wipes and policy changes of a registration?"""

from devices.queries.timeline import timeline_of
from devices.services.wipes import request_wipe
from intune_sim.actors import SYSTEM
from protection.engine.facts import DeviceThreatLevel, HealthState
from protection.services.app_protection import edit_policy
from tests.world import World


def test_a_day_of_one_pc_is_told_lane_by_lane(world: World) -> None:
    world.add_connector()
    policy = world.write_policy(level=DeviceThreatLevel.LOW)
    registration = world.enrol().registration
    secured = world.pass_time(hours=1)
    world.report(registration, HealthState.SECURED)
    threatened = world.pass_time(hours=1)
    world.report(registration, HealthState.HIGH_SEVERITY)
    later = world.pass_time(hours=1)
    world.check_in(registration)
    edit_policy(policy=policy, settings={"print_blocked": True}, by=SYSTEM, now=later)
    request_wipe(registration=registration, by=SYSTEM, now=later)
    end = world.pass_time(hours=1)

    chart = timeline_of(registration=registration, policies=[policy.policy_id], now=end)

    told = {lane.title: [(one.label, one.at, one.end) for one in reversed(lane.moments)] for lane in chart.lanes}
    start = registration.created_date_time
    assert (chart.start, chart.end) == (start, end)
    assert told == {
        "Access": [
            ("Wipe pending: Wipe requested", later, end),
            ("Blocked: Device threat level too high", threatened, later),
            ("Allowed", secured, threatened),
            ("Blocked: No health state", start, secured),
        ],
        "Health reports": [("Secured", secured, None), ("High", threatened, None)],
        "Check-ins": [("Check-in", later, None)],
        "Wipes": [("Wipe request: Pending", later, None)],
        "Policy changes": [
            ("Create WindowsManagedAppProtection Edge on personal PCs", start, None),
            ("Patch WindowsManagedAppProtection Edge on personal PCs", later, None),
        ],
    }
