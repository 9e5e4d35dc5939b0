"""Does Graph ever lose its manners? Whatever is sent, the answer is JSON and no failure."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intune_sim.tenants.models import Group, User
from tests.factories.connectors import ConnectorFactory
from tests.factories.protection import PolicyFactory
from tests.graph.conftest import GraphClient

PARTS = [
    "users",
    "groups",
    "organization",
    "subscribedSkus",
    "deviceManagement",
    "deviceAppManagement",
    "mobileThreatDefenseConnectors",
    "windowsManagedAppProtections",
    "managedAppPolicies",
    "managedAppRegistrations",
    "members",
    "memberOf",
    "apps",
    "assignments",
    "assign",
    "targetApps",
    "assignLicense",
    "$count",
    "$ref",
    "$value",
    "$metadata",
    "$batch",
    "id",
    "displayName",
    "microsoft.graph.user",
    "alex@contoso.example",
    "users('alex@contoso.example')",
    "T_1",
    "%20",
    "%00",
    "%ff",
    "()",
    "(')",
    "a(b)",
    "..",
    "e6f777f8-e4c2-4a5b-be01-50b5c124bc7f",
]
PATHS = [
    "users",
    "groups",
    "users/alex@contoso.example",
    "groups/x/members/$ref",
    "$batch",
    "deviceManagement/mobileThreatDefenseConnectors",
    "deviceAppManagement/windowsManagedAppProtections",
    "deviceManagement/mobileThreatDefenseConnectors/e6f777f8-e4c2-4a5b-be01-50b5c124bc7f",
    "users/alex@contoso.example/assignLicense",
]
WORDS = [
    "displayName",
    "id",
    "partnerState",
    "givenName",
    "createdDateTime",
    "eq",
    "ne",
    "gt",
    "in",
    "and",
    "or",
    "not",
    "null",
    "true",
    "(",
    ")",
    ",",
    "'",
    "'a'",
    "'%'",
    "contains(",
    "startswith(displayName,'a')",
    "1",
    "-1",
    "1e99",
    "99999999999999999999",
    "2026-01-01",
    "2026-13-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "duration'P1D'",
    "duration'x'",
    "apps",
    "assignments($select=id)",
    "€",
    "\x00",
    "/",
    "$",
    ";",
    "=",
]
OPTIONS = [
    "$filter",
    "$select",
    "$orderby",
    "$top",
    "$skip",
    "$count",
    "$expand",
    "$skiptoken",
    "$search",
    "filter",
    "",
]
NAMES = [
    "id",
    "displayName",
    "apps",
    "assignments",
    "requests",
    "partnerState",
    "androidEnabled",
    "userPrincipalName",
    "accountEnabled",
    "mailNickname",
    "passwordProfile",
    "addLicenses",
    "removeLicenses",
    "skuId",
    "@odata.id",
    "@odata.type",
    "target",
    "mobileAppIdentifier",
    "method",
    "url",
    "headers",
    "body",
    "dependsOn",
    "description",
    "periodOfflineBeforeAccessCheck",
    "roleScopeTagIds",
    "�",
    "\x00",
]
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=8),
        st.sampled_from(["\ud800", "\x00", "P1D", "GET", "/users", "/\u20ac?x=\u20ac", "#microsoft.graph.user"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)),
    max_leaves=12,
)


def is_mannered(answer: Any) -> bool:
    """JSON, a number or nothing; never a failure. What Graph has and we lack is 501."""
    kind = answer.get("Content-Type", "application/json")
    return (answer.status_code < 500 or answer.status_code == 501) and (
        kind.startswith(("application/json", "text/plain", "application/xml")) or not answer.content
    )


@pytest.fixture
def estate(alex: User, staff: Group) -> None:
    """One of everything that an address may find."""
    ConnectorFactory(tenant=alex.tenant)
    PolicyFactory(tenant=alex.tenant, groups=[staff])


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(
    version=st.sampled_from(["v1.0", "beta"]),
    method=st.sampled_from(["get", "get", "get", "post", "patch", "delete", "put", "head"]),
    parts=st.one_of(st.lists(st.sampled_from(PARTS), max_size=5), st.sampled_from(PATHS).map(lambda one: [one])),
    options=st.lists(
        st.tuples(st.sampled_from(OPTIONS), st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)), max_size=3
    ),
)
@FUZZ
def test_any_address_is_answered(
    *, estate: None, graph: GraphClient, version: str, method: str, parts: list[str], options: list[tuple[str, str]]
) -> None:
    query = "&".join(f"{name}={value}" for name, value in options)

    assert is_mannered(graph(method, f"/{version}/{'/'.join(parts)}?{query}"))


@given(method=st.sampled_from(["post", "patch"]), path=st.sampled_from(PATHS), body=values)
@FUZZ
def test_any_body_is_answered(*, estate: None, graph: GraphClient, method: str, path: str, body: Any) -> None:
    answer = graph.client.generic(method.upper(), f"/beta/{path}", json.dumps(body), content_type="application/json")

    assert is_mannered(answer)


@given(parts=st.lists(st.fixed_dictionaries({
    "id": st.integers(), "method": st.sampled_from(["GET", "POST", "DELETE"]),
    "url": st.one_of(st.sampled_from(PATHS), st.text(max_size=12)), "headers": st.just({"Content-Type": "application/json"}),
    "body": values,
}), min_size=1, max_size=3, unique_by=lambda one: one["id"]))  # fmt: skip
@FUZZ
def test_any_batch_is_answered(*, estate: None, graph: GraphClient, parts: list[Any]) -> None:
    assert is_mannered(graph("post", "/beta/$batch", {"requests": parts}))
