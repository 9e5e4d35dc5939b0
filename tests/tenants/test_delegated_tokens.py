"""May a program act for an admin who has entered its code: within its scopes, within the admin's roles, until it is over?"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.test import Client
from django.utils.html import escape

from intune_sim import clock
from intune_sim.audit.models import AuditEvent
from intune_sim.tenants.models import Application, DeviceCode, RefreshToken, Tenant, User
from intune_sim.tenants.roles import Role
from tests.factories.tenants import SECRET, ApplicationFactory

ALL = "https://graph.microsoft.com/.default openid profile offline_access"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def program(contoso: Tenant) -> Application:
    return ApplicationFactory(tenant=contoso, display_name="Scripts", is_fallback_public_client=True)


@pytest.fixture
def begin(program: Application) -> Callable[..., dict[str, Any]]:
    """`begin(scope)` is what the program is told when it starts a sign-in."""

    def beginning(scope: str = ALL, tenant: str = "contoso.example", **form: str) -> dict[str, Any]:
        answer = Client().post(
            f"/{tenant}/oauth2/v2.0/devicecode", {"client_id": str(program.client_id), "scope": scope, **form}
        )
        return dict(answer.json())

    return beginning


@pytest.fixture
def poll(program: Application) -> Callable[..., dict[str, Any]]:
    """`poll(code)` is what the program is told when it asks for its token."""

    def polling(begun: dict[str, Any], tenant: str = "contoso.example", **form: str) -> dict[str, Any]:
        asked = {"grant_type": GRANT, "client_id": str(program.client_id), "device_code": begun["device_code"]}
        return dict(Client().post(f"/{tenant}/oauth2/v2.0/token", {**asked, **form}).json())

    return polling


@pytest.fixture
def refresh(program: Application) -> Callable[..., dict[str, Any]]:
    def refreshing(token: str, **form: str) -> dict[str, Any]:
        asked = {"grant_type": "refresh_token", "client_id": str(program.client_id), "refresh_token": token}
        return dict(Client().post("/contoso.example/oauth2/v2.0/token", {**asked, **form}).json())

    return refreshing


def enter(client: Client, begun: dict[str, Any], answer: str = "continue") -> str:
    """Enter the code and answer, as the page has it; what the last page says."""
    code = begun["user_code"]
    client.post("/devicelogin", {"user_code": code})
    return client.post("/devicelogin", {"user_code": code, "answer": answer}).content.decode()


def graph(token: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_a_program_acts_for_the_admin_who_entered_its_code(
    adele: User, program: Application, sign_in: Any, begin: Any, poll: Any
) -> None:
    begun = begin()
    waiting = poll(begun)
    page = enter(sign_in(adele), begun)
    got = poll(begun, client_info="1")
    claims = jwt.decode(got["access_token"], options={"verify_signature": False})
    known = jwt.decode(got["id_token"], options={"verify_signature": False})

    assert begun["verification_uri"] == "http://testserver/devicelogin"
    assert begun["user_code"] in begun["message"]
    assert (waiting["error"], waiting["error_codes"]) == ("authorization_pending", [70016])
    assert "You have signed in" in page
    assert (claims["oid"], claims["upn"]) == (str(adele.graph_id), "adele@contoso.example")
    assert claims["appid"] == str(program.client_id)
    assert "DeviceManagementApps.ReadWrite.All" in claims["scp"].split()
    assert "roles" not in claims
    assert (known["aud"], known["preferred_username"]) == (str(program.client_id), "adele@contoso.example")
    assert got["client_info"]
    users = graph(got["access_token"]).get("/v1.0/users/adele@contoso.example")
    assert users.json()["id"] == str(adele.graph_id)


def test_only_hashes_are_kept(adele: User, sign_in: Any, begin: Any, poll: Any) -> None:
    begun = begin()
    enter(sign_in(adele), begun)
    got = poll(begun)

    kept = f"{DeviceCode.objects.values().get()} {RefreshToken.objects.values().get()}"
    assert begun["device_code"] not in kept
    assert got["refresh_token"] not in kept


def test_the_page_says_who_asks_for_what_and_as_whom(adele: User, sign_in: Any, begin: Any) -> None:
    client, begun = sign_in(adele), begin("DeviceManagementApps.Read.All User.Read")

    asked = client.get("/devicelogin").content.decode()
    shown = client.post("/devicelogin", {"user_code": begun["user_code"].lower()}).content.decode()

    assert "Enter the code" in asked
    for words in ("Scripts", "Read app management", escape("Sign in and read your profile"), "adele@contoso.example"):
        assert words in shown
    assert "Read and write app management" not in shown


def test_whoever_has_not_signed_in_does_so_first(adele: User, begin: Any) -> None:
    assert Client().get("/devicelogin").url == "/sign-in?next=/devicelogin"


def test_a_user_of_another_tenant_cannot_use_the_code(grady: User, sign_in: Any, begin: Any, poll: Any) -> None:
    begun = begin()

    page = enter(sign_in(grady), begun)

    assert escape("That code didn't work.") in page
    assert poll(begun)["error"] == "authorization_pending"


# What the program is told


@pytest.mark.parametrize("tenant", ["organizations", "common"])
def test_the_tenant_may_be_left_open(adele: User, sign_in: Any, begin: Any, poll: Any, tenant: str) -> None:
    begun = begin(tenant=tenant)
    enter(sign_in(adele), begun)

    assert poll(begun, tenant=tenant)["token_type"] == "Bearer"
    document = Client().get(f"/{tenant}/v2.0/.well-known/openid-configuration").json()
    assert document["issuer"] == "http://testserver/{tenantid}/v2.0"


def test_a_user_who_declines_is_heard(adele: User, sign_in: Any, begin: Any, poll: Any) -> None:
    begun = begin()

    page = enter(sign_in(adele), begun, "cancel")

    assert "You have cancelled" in page
    assert poll(begun)["error"] == "authorization_declined"


def test_a_code_expires(adele: User, sign_in: Any, begin: Any, poll: Any) -> None:
    begun = begin()
    DeviceCode.objects.update(expires_at=clock.now() - timedelta(seconds=1))

    page = enter(sign_in(adele), begun)

    assert escape("That code didn't work.") in page
    assert (poll(begun)["error"], poll(begun)["error_codes"]) == ("expired_token", [70020])


def test_a_code_is_redeemed_once(adele: User, sign_in: Any, begin: Any, poll: Any) -> None:
    begun = begin()
    enter(sign_in(adele), begun)

    poll(begun)

    assert (poll(begun)["error"], poll(begun)["error_codes"]) == ("invalid_grant", [54005])


def test_what_is_not_known_is_refused(begin: Any, poll: Any, program: Application) -> None:
    assert poll({"device_code": "guess"})["error"] == "bad_verification_code"
    assert begin("Mail.Send")["error_codes"] == [650053]
    assert begin("")["error_codes"] == [900144]
    assert begin(client_id="11111111-2222-4333-8444-555555555555")["error_codes"] == [700016]
    assert begin(client_id="x", tenant="common")["error_codes"] == [700016]


def test_a_program_that_is_not_public_proves_who_it_is(
    adele: User, sign_in: Any, begin: Any, poll: Any, program: Application
) -> None:
    Application.objects.update(is_fallback_public_client=False)
    begun = begin()
    enter(sign_in(adele), begun)

    assert (poll(begun)["error"], poll(begun)["error_codes"]) == ("invalid_client", [7000218])
    assert poll(begun, client_secret="wrong")["error_codes"] == [7000215]
    assert poll(begun, client_secret=SECRET)["token_type"] == "Bearer"


# Refresh tokens


def test_a_refresh_token_is_replaced_each_time(adele: User, sign_in: Any, begin: Any, poll: Any, refresh: Any) -> None:
    begun = begin()
    enter(sign_in(adele), begun)
    first = poll(begun)["refresh_token"]

    second = refresh(first)

    assert second["refresh_token"] != first
    assert graph(second["access_token"]).get("/v1.0/users").status_code == 200
    assert (refresh(first)["error"], refresh(first)["error_codes"]) == ("invalid_grant", [70000])
    assert refresh(second["refresh_token"])["token_type"] == "Bearer"


def test_a_refresh_token_comes_only_where_it_is_asked_for(adele: User, sign_in: Any, begin: Any, poll: Any) -> None:
    begun = begin("User.Read.All")
    enter(sign_in(adele), begun)

    got = poll(begun)

    assert got["scope"] == "User.Read.All"
    assert not {"refresh_token", "id_token"}.intersection(got)


def test_a_refresh_may_ask_for_less_and_not_for_more(
    adele: User, sign_in: Any, begin: Any, poll: Any, refresh: Any
) -> None:
    begun = begin("User.Read.All Group.Read.All offline_access")
    enter(sign_in(adele), begun)
    token = poll(begun)["refresh_token"]

    more = refresh(token, scope="User.Read.All Policy.Read.All")
    less = refresh(token, scope="User.Read.All")

    assert (more["error"], more["error_codes"]) == ("invalid_grant", [65001])
    assert "Policy.Read.All" in more["error_description"]
    assert jwt.decode(less["access_token"], options={"verify_signature": False})["scp"] == "User.Read.All"


def test_a_disabled_account_is_over(adele: User, sign_in: Any, begin: Any, poll: Any, refresh: Any) -> None:
    begun = begin()
    enter(sign_in(adele), begun)
    got = poll(begun)
    User.objects.filter(pk=adele.pk).update(account_enabled=False)

    assert refresh(got["refresh_token"])["error_codes"] == [50057]
    assert graph(got["access_token"]).get("/v1.0/users").status_code == 401


# Scope and role, both

CONNECTORS = "/v1.0/deviceManagement/mobileThreatDefenseConnectors"
POLICIES = "/beta/deviceAppManagement/windowsManagedAppProtections"
MODIFY_CONNECTORS = "Microsoft.Intune_MobileThreatDefense_Modify"


@pytest.fixture
def delegated(admin_with: Callable[[Role], User], sign_in: Any, begin: Any, poll: Any) -> Callable[..., Client]:
    """`delegated(role, scope)` is a client that acts for an admin with this role, within this scope."""

    def signed_in(role: Role, scope: str) -> Client:
        begun = begin(scope)
        enter(sign_in(admin_with(role)), begun)
        return graph(poll(begun)["access_token"])

    return signed_in


@pytest.mark.parametrize(
    ("role", "scope", "call", "verdict"),
    [
        (Role.INTUNE_ADMINISTRATOR, "DeviceManagementServiceConfig.ReadWrite.All", f"POST {CONNECTORS}", "201"),
        (Role.READ_ONLY_OPERATOR, "DeviceManagementServiceConfig.ReadWrite.All", f"GET {CONNECTORS}", "200"),
        (
            Role.READ_ONLY_OPERATOR, "DeviceManagementServiceConfig.ReadWrite.All", f"POST {CONNECTORS}",
            f"403 {MODIFY_CONNECTORS}",
        ),
        (
            Role.INTUNE_ADMINISTRATOR, "DeviceManagementServiceConfig.Read.All", f"POST {CONNECTORS}",
            "403 DeviceManagementServiceConfig.ReadWrite.All",
        ),
        (Role.APPLICATION_MANAGER, "DeviceManagementApps.ReadWrite.All", f"POST {POLICIES}", "201"),
        (Role.HELP_DESK_OPERATOR, "DeviceManagementApps.ReadWrite.All", f"POST {POLICIES}", "403 ManagedApps_Create"),
        (
            Role.ENDPOINT_PRIVILEGE_READER, "DeviceManagementApps.Read.All", f"GET {POLICIES}",
            "403 Microsoft.Intune_ManagedApps_Read",
        ),
        (Role.READ_ONLY_OPERATOR, "User.Read.All", "GET /v1.0/users", "200"),
        (Role.APPLICATION_MANAGER, "Group.ReadWrite.All", "POST /v1.0/groups", "403 Intune Administrator"),
    ],
)  # fmt: skip
def test_a_call_needs_the_scope_and_the_role(
    delegated: Callable[..., Client], role: Role, scope: str, call: str, verdict: str
) -> None:
    method, path = call.split()
    status, _, named = verdict.partition(" ")
    body = {"androidEnabled": True} if path == CONNECTORS else {"displayName": "Made for an admin"}

    answer = delegated(role, scope).generic(method, path, json.dumps(body), content_type="application/json")

    assert str(answer.status_code) == status
    assert named in answer.content.decode()


def test_what_is_done_is_audited_as_the_admin_through_the_program(
    delegated: Callable[..., Client], program: Application
) -> None:
    delegated(Role.INTUNE_ADMINISTRATOR, "DeviceManagementServiceConfig.ReadWrite.All").post(
        CONNECTORS, {"androidEnabled": True}, content_type="application/json"
    )

    event = AuditEvent.objects.get(resource_type="mobileThreatDefenseConnector")
    assert event.actor_type == "admin"
    assert event.application_name == "Scripts"
