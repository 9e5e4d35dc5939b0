"""Does the sign-in log tell who signed in, to what, and how it ended, to those who may read it?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from intune_sim.tenants import tasks
from intune_sim.tenants.models import SignIn, Tenant, User
from intune_sim.tenants.roles import AppRole
from tests.factories.tenants import PASSWORD, SignInFactory
from tests.graph.conftest import GraphClient
from tests.instants import MONDAY
from tests.world import World

LOG = "/auditLogs/signIns"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"


def sign_in(name: str, password: str) -> None:
    """Fill in the admin center's form."""
    Client(headers={"User-Agent": EDGE}).post("/sign-in", {"username": name, "password": password})


def test_signing_in_to_the_admin_center_is_logged_however_it_ends(
    graph: GraphClient, adele: User, contoso: Tenant
) -> None:
    sign_in("adele@contoso.example", PASSWORD)
    sign_in("adele@contoso.example", "wrong")
    sign_in("nobody@contoso.example", PASSWORD)
    User.objects.filter(pk=adele.pk).update(account_enabled=False)
    sign_in("adele@contoso.example", PASSWORD)

    listed = graph.get(f"/v1.0{LOG}")["value"]

    assert sorted(one["status"]["errorCode"] for one in listed) == [0, 50057, 50126]
    good = next(one for one in listed if one["status"]["errorCode"] == 0)
    assert good["userId"] == str(adele.graph_id)
    assert good["userPrincipalName"] == "adele@contoso.example"
    assert good["appDisplayName"] == "Intune Sim admin center"
    assert good["createdDateTime"] == "2026-01-05T09:00:00Z"
    assert good["ipAddress"] == "127.0.0.1"
    assert (good["deviceDetail"]["browser"], good["deviceDetail"]["operatingSystem"]) == ("Edge", "Windows")
    assert good["conditionalAccessStatus"] == "notApplied"
    assert good["appliedConditionalAccessPolicies"] == []
    assert "signInEventTypes" not in good
    assert graph.get(f"/beta{LOG}/{good['id']}")["signInEventTypes"] == ["interactiveUser"]


def test_enrolling_and_authenticating_again_are_sign_ins_to_edge(graph: GraphClient, world: World) -> None:
    world.write_policy()
    world.enrol()

    (signed_in,) = graph.get(f"/v1.0{LOG}")["value"]

    assert (signed_in["userPrincipalName"], signed_in["appDisplayName"]) == ("alex@contoso.example", "Microsoft Edge")
    assert signed_in["status"] == {"errorCode": 0, "failureReason": "Other.", "additionalDetails": None}


@pytest.fixture
def three(contoso: Tenant) -> list[SignIn]:
    """Alex on two days, wrong on the second, and Bea."""
    return [
        SignInFactory(tenant=contoso, user_principal_name="alex@contoso.example", created_date_time=MONDAY),
        SignInFactory(
            tenant=contoso,
            user_principal_name="alex@contoso.example",
            created_date_time=MONDAY + timedelta(days=1),
            error_code=50126,
        ),
        SignInFactory(
            tenant=contoso,
            user_principal_name="bea@contoso.example",
            created_date_time=MONDAY + timedelta(days=2),
            app_display_name="Azure Portal",
            browser="Firefox",
        ),
    ]


FILTERS: list[tuple[str, list[int]]] = [
    ("createdDateTime ge 2026-01-06T00:00:00Z and createdDateTime le 2026-01-07T00:00:00Z", [1]),
    ("status/errorCode eq 50126", [1]),
    ("status/errorCode ne 0", [1]),
    ("startswith(userPrincipalName,'alex')", [1, 0]),
    ("appDisplayName eq 'Azure Portal'", [2]),
    ("startsWith(appDisplayName,'Azure')", [2]),
    ("deviceDetail/browser eq 'Firefox'", [2]),
    ("conditionalAccessStatus eq 'notApplied'", [2, 1, 0]),
]


def test_sign_ins_are_filtered_and_come_newest_first(graph: GraphClient, three: list[SignIn]) -> None:
    for condition, found in FILTERS:
        listed = graph.get(f"/v1.0{LOG}?$filter={condition}")["value"]

        assert [one["id"] for one in listed] == [str(three[at].graph_id) for at in found]


def test_sign_ins_are_found_by_their_user_and_paged(graph: GraphClient, three: list[SignIn]) -> None:
    alex = three[0]
    assert len(graph.get(f"/v1.0{LOG}?$filter=userId eq '{alex.user_id}'")["value"]) == 1

    first = graph.get(f"/v1.0{LOG}?$top=2")
    second = graph.get(first["@odata.nextLink"].removeprefix("http://testserver"))

    assert [one["id"] for one in first["value"] + second["value"]] == [str(one.graph_id) for one in reversed(three)]
    assert graph("get", f"/v1.0{LOG}?$top=1001").status_code == 400
    answer = graph("get", f"/v1.0{LOG}?$filter=signInEventTypes/any(t:t eq 'interactiveUser')")
    assert answer.status_code == 400


def test_the_log_needs_both_permissions_and_shows_one_tenant(
    graph_as: Callable[..., GraphClient], stranger: GraphClient, three: list[SignIn]
) -> None:
    half = graph_as(AppRole.AUDIT_LOG_READ)("get", f"/v1.0{LOG}")
    assert half.status_code == 403
    assert "Directory.Read.All" in half.json()["error"]["message"]
    assert graph_as(AppRole.DIRECTORY_READ)("get", f"/v1.0{LOG}").status_code == 403
    assert len(graph_as(AppRole.AUDIT_LOG_READ, AppRole.DIRECTORY_READ).get(f"/v1.0{LOG}")["value"]) == 3
    assert stranger.get(f"/v1.0{LOG}")["value"] == []
    assert stranger("get", f"/v1.0{LOG}/{three[0].graph_id}").status_code == 404
    assert stranger("delete", f"/v1.0{LOG}/{three[0].graph_id}").status_code == 405


def test_what_is_older_than_thirty_days_is_forgotten(contoso: Tenant) -> None:
    SignInFactory(tenant=contoso, created_date_time=MONDAY - timedelta(days=31))
    kept = SignInFactory(tenant=contoso, created_date_time=MONDAY - timedelta(days=29))

    assert tasks.forget_sign_ins() == 1
    assert SignIn.objects.get() == kept
