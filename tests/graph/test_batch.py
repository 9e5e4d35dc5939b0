"""Is each part of a batch answered as if it had come alone?"""

from collections.abc import Callable
from typing import Any

import pytest

from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.roles import AppRole
from tests.factories.protection import PolicyFactory
from tests.graph.conftest import GraphClient

POLICIES = "deviceAppManagement/windowsManagedAppProtections"


def part(number: Any, url: str, method: str = "GET", **more: Any) -> dict[str, Any]:
    """A request of a batch."""
    headers = {"Content-Type": "application/json"} if "body" in more else {}
    return {"id": number, "method": method, "url": url, **({"headers": headers} if headers else {}), **more}


def answers(graph: GraphClient, *parts: dict[str, Any], version: str = "beta", **headers: str) -> dict[str, Any]:
    """The answers of a good batch, by id."""
    answer = graph("post", f"/{version}/$batch", {"requests": list(parts)}, **headers)
    assert answer.status_code == 200, answer.content
    found = {one["id"]: one for one in answer.json()["responses"]}
    assert all(isinstance(one["status"], int) and isinstance(one["headers"], dict) for one in found.values())
    return found


def test_a_url_may_be_written_in_every_way(graph: GraphClient, alex: User) -> None:
    urls = [
        f"/users/{alex.graph_id}",
        f"users('{alex.graph_id}')?$select=id",
        f"/beta/users/{alex.graph_id}/",
        f"beta/users?$filter=id eq '{alex.graph_id}'",
        f"https://graph.microsoft.com/beta/users/{alex.graph_id}",
        f"http://testserver/beta/users?$search=%22displayName:{alex.display_name}%22",
    ]
    found = answers(graph, *(part(at, url, headers={"ConsistencyLevel": "eventual"}) for at, url in enumerate(urls)))

    assert list(found) == ["0", "1", "2", "3", "4", "5"]
    for answer in found.values():
        assert answer["status"] == 200
        assert str(alex.graph_id) in str(answer["body"])
        assert answer["headers"]["Content-Type"].startswith("application/json")
    assert found["0"]["headers"]["ETag"].startswith('W/"')


def test_what_depends_on_a_failure_fails_and_nothing_else_does(graph: GraphClient, contoso: Tenant) -> None:
    PolicyFactory(tenant=contoso)
    body = {"displayName": "New", "mailEnabled": False, "mailNickname": "new", "securityEnabled": True}
    found = answers(
        graph,
        part(3, "/groups/missing", dependsOn=["2"]),
        part("after", "/users", dependsOn=[3]),
        part(2, "/groups", "POST", body=body),
        part("5", f"/{POLICIES}/$count"),
        part("6", "/groups", "POST", body={"displayName": 1}),
    )

    statuses = {name: one["status"] for name, one in found.items()}
    assert statuses == {"3": 404, "after": 424, "2": 201, "5": 200, "6": 400}
    assert found["after"]["body"]["error"]["code"] == "FailedDependency"
    assert found["2"]["headers"]["Location"].startswith("http://testserver/beta/groups(")
    assert found["5"]["body"] == 1 or found["5"]["body"] == "1"


def test_each_part_is_authorised_and_audited_by_itself(
    graph_as: Callable[..., GraphClient], contoso: Tenant, alex: User
) -> None:
    policy = PolicyFactory(tenant=contoso)
    reader = graph_as(AppRole.USER_READ, AppRole.APPS_READ_WRITE)
    AuditEvent.objects.all().delete()

    found = answers(
        reader,
        part("1", "/users"),
        part("2", "/groups"),
        part("3", f"/users/{alex.graph_id}", "DELETE"),
        part("4", f"/{POLICIES}/{policy.policy_id}", "PATCH", body={"displayName": "A"}),
        part("5", f"/{POLICIES}/{policy.policy_id}", "DELETE", headers={"If-Match": '"old"', "Authorization": "x"}),
    )

    assert [one["status"] for one in found.values()] == [200, 403, 403, 204, 412]
    assert "Group.Read.All" in found["2"]["body"]["error"]["message"]
    assert "body" not in found["4"]
    assert found["4"]["headers"].keys() >= {"request-id"}
    assert AuditEvent.objects.count() == 1


def test_headers_of_the_batch_are_not_those_of_its_parts(graph: GraphClient, contoso: Tenant) -> None:
    address = f"/{POLICIES}/{PolicyFactory(tenant=contoso).policy_id}"
    found = answers(
        graph,
        part("1", address, "PATCH", body={"displayName": "A"}),
        part("2", address, "PATCH", body={"displayName": "B"})
        | {"headers": {"content-type": "application/json", "Prefer": "return=representation"}},
        Prefer="return=representation",
        If_Match='"old"',
    )

    assert [one["status"] for one in found.values()] == [204, 200]
    assert found["2"]["headers"]["Preference-Applied"] == "return=representation"
    assert found["2"]["body"]["displayName"] == "B"


@pytest.mark.parametrize(
    ("requests", "named"),
    [
        ([], "requests"),
        ([part("1", "/users")] * 2, "twice"),
        ([part(1, "/users"), part("1", "/users")], "twice"),
        ([part("1", "/users", dependsOn=["2"])], "'2'"),
        ([part("1", "/users", dependsOn=["1"])], "itself"),
        ([part("1", "/users", dependsOn=["2"]), part("2", "/users", dependsOn=["1"])], "itself"),
        ([part(str(at), "/users") for at in range(21)], "20"),
        ([{"id": "1", "method": "POST", "url": "/groups", "body": {}}], "Content-Type"),
        ([part("1", "/$batch", "POST", body={})], "another batch"),
        ([part("1", "/users", "BREW")], "method"),
        ([{"method": "GET", "url": "/users"}], "id"),
    ],
)
def test_what_is_wrong_with_a_batch_refuses_all_of_it(graph: GraphClient, requests: list[Any], named: str) -> None:
    answer = graph("post", "/v1.0/$batch", {"requests": requests})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
    assert named in answer.json()["error"]["message"]
