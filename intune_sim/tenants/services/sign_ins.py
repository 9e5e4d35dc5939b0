"""How is a sign-in remembered? One call where somebody signs in or fails to; old ones are forgotten."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from intune_sim.tenants.models import SignIn, Tenant, User
from intune_sim.vocabulary import Word

#: Microsoft Entra keeps its sign-in log for 30 days.
KEPT = timedelta(days=30)


class SignInResult(Word):
    """How a sign-in ended: the AADSTS number, and the reason as Entra words it."""

    SUCCESS = "0", ""
    INVALID_CREDENTIALS = "50126", "Error validating credentials due to invalid username or password."
    ACCOUNT_DISABLED = "50057", "The user account is disabled."

    @property
    def error_code(self) -> int:
        """`status/errorCode`."""
        return int(self.value)


@dataclass(frozen=True)
class SignInTarget:
    """What somebody signs in with, and to what."""

    app_id: uuid.UUID
    app: str
    resource_id: uuid.UUID
    resource: str
    client_app: str


#: The admin center; its id is this simulator's own.
ADMIN_CENTER = SignInTarget(
    app_id=uuid.UUID("6f1f2c0a-3c53-4f0a-8b52-2f0e6a8f4d10"),
    app="Intune Sim admin center",
    resource_id=uuid.UUID("00000003-0000-0000-c000-000000000000"),
    resource="Microsoft Graph",
    client_app="Browser",
)
#: Microsoft Edge with a work account, which enrols in app protection.
EDGE = SignInTarget(
    app_id=uuid.UUID("ecd6b820-32c2-49b6-98a6-444530e5a77a"),
    app="Microsoft Edge",
    resource_id=uuid.UUID("0a5f63c0-b750-4f38-a71c-4fc0d58b89e2"),
    resource="Microsoft Mobile Application Management",
    client_app="Mobile Apps and Desktop clients",
)
#: What a user agent names, the more telling first.
BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iOS", "Mac OS": "MacOs", "Linux": "Linux"}


@dataclass(frozen=True)
class SignInDevice:
    """Where somebody signs in."""

    ip_address: str = ""
    user_agent: str = ""
    operating_system: str = ""
    name: str = ""


def record_sign_in(
    *, user: User, target: SignInTarget, device: SignInDevice, result: SignInResult, now: datetime
) -> SignIn:
    """Leave one line in the tenant's sign-in log."""
    agent = device.user_agent[:512]
    return SignIn.objects.create(
        tenant=user.tenant,
        created_date_time=now,
        user_id=user.graph_id,
        user_display_name=user.display_name,
        user_principal_name=user.user_principal_name,
        app_id=target.app_id,
        app_display_name=target.app,
        resource_id=target.resource_id,
        resource_display_name=target.resource,
        client_app_used=target.client_app,
        ip_address=device.ip_address,
        user_agent=agent,
        browser=_named(BROWSERS, agent),
        operating_system=device.operating_system or _named(SYSTEMS, agent),
        device_name=device.name,
        error_code=result.error_code,
        failure_reason=result.label if result is not SignInResult.SUCCESS else "",
    )


def forget(*, tenant: Tenant, now: datetime) -> int:
    """Remove a tenant's sign-ins that are older than Entra keeps them; returns how many."""
    return SignIn.objects.for_tenant(tenant).filter(created_date_time__lt=now - KEPT).delete()[0]


def _named(marks: dict[str, str], agent: str) -> str:
    return next((name for mark, name in marks.items() if mark in agent), "")
