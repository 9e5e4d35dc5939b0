"""Do the app status reports answer what scripts ask them, by name and with options of their own?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.tenants.models import User
from intune_sim.tenants.roles import AppRole
from tests.factories.devices import RegistrationFactory
from tests.graph.conftest import GraphClient
from tests.world import World

SET = "/beta/deviceAppManagement/managedAppStatuses"
SUMMARY = f"{SET}('appregistrationsummary')"


@pytest.fixture
def registration(world: World) -> Any:
    """Alex's Edge on a PC, with a policy in force."""
    world.add_connector()
    world.write_policy()
    return world.enrol().registration


def test_the_summary_holds_a_line_for_each_app_and_policy(
    graph: GraphClient, registration: Any, world: World, alex: User
) -> None:
    others = [RegistrationFactory(tenant=world.tenant) for _ in range(2)]
    columns = "UserId,ApplicationName,policyname,LastCheckInDate"

    first = graph.get(f"{SUMMARY}?fetch=2&policyMode=0&columns={columns}")
    second = graph.get(f"{SUMMARY}?fetch=2&policyMode=0&columns={columns}&seek={first['content']['skipToken']}")

    assert first["@odata.type"] == "#microsoft.graph.managedAppStatusRaw"
    assert first["id"] == "appregistrationsummary"
    assert [one["columnName"] for one in first["content"]["header"]] == [
        "UserId",
        "ApplicationName",
        "PolicyName",
        "LastCheckInDate",
    ]
    lines = [one["values"] for one in (*first["content"]["body"], *second["content"]["body"])]
    assert lines[0][:3] == [str(alex.graph_id), "Microsoft Edge", "Edge on personal PCs"]
    assert [line[0] for line in lines[1:]] == [str(one.user_graph_id) for one in others]
    assert [line[2] for line in lines[1:]] == ["", ""]
    assert second["content"]["skipToken"] == ""


def test_a_users_status_says_whether_app_protection_reaches_the_user(
    graph: GraphClient, registration: Any, alex: User
) -> None:
    content = graph.get(f"{SET}('userstatus')?userId={alex.graph_id}")["content"]

    states = {one["validationName"]: one["state"] for one in content["validationStatuses"]}
    assert states["Intune License"] == "Pass"
    [line] = content["body"]
    assert line["values"][0] == str(alex.graph_id)
    assert graph.get(f"{SET}/UserConfigStatus?userid={alex.graph_id}")["content"]["body"] == []
    assert graph.get(f"{SET}('windowsprotectionreport')")["content"]["body"] == []


def test_what_is_not_there_is_refused(
    graph: GraphClient, graph_as: Callable[..., GraphClient], stranger: GraphClient, registration: Any, alex: User
) -> None:
    listed = {one["id"]: one["content"] for one in graph.get(SET)["value"]}
    assert (listed["userstatus"], listed["appregistrationsummary"]) == (None, None)
    assert graph.get(f"{SET}('userstatus')")["content"] is None
    assert graph("get", f"{SET}('gossip')").status_code == 404
    assert graph("get", f"{SUMMARY}?columns=Colour").status_code == 400
    assert graph("get", f"{SUMMARY}?fetch=0").status_code == 400
    assert graph("get", f"{SUMMARY}?seek=x").status_code == 400
    assert graph("get", f"{SUMMARY}?colour=1").status_code == 400
    assert stranger("get", f"{SET}('userstatus')?userId={alex.graph_id}").status_code == 404
    assert stranger.get(SUMMARY)["content"]["body"] == []
    assert graph("post", SET, {}).status_code == 405
    assert graph_as(AppRole.SERVICE_CONFIG_READ)("get", SUMMARY).status_code == 403
