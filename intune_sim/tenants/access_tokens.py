"""What do tokens say? The claims of an application's own token, of one that acts for a user, and of a user's identity."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import jwt

from intune_sim.tenants import signing_keys
from intune_sim.tenants.models import Application, User

LIFETIME = int(signing_keys.TOKEN_LIFETIME.total_seconds())


def for_application(application: Application, *, audience: str, issuer: str, now: datetime) -> str:
    """A token that lets an application use its own permissions."""
    roles = [str(role) for role in application.app_role_assignments.order_by("pk").values_list("role", flat=True)]
    claims = {"idtyp": "app", "oid": str(application.object_id), "roles": roles, "sub": str(application.object_id)}
    return _signed({**_common(application, audience=audience, issuer=issuer, now=now), **claims})


def for_user(
    user: User, application: Application, *, scopes: Iterable[str], audience: str, issuer: str, now: datetime
) -> str:
    """A token that lets an application act for a user, within these scopes."""
    claims = {**_person(user), "idtyp": "user", "scp": " ".join(scopes), "upn": user.user_principal_name}
    return _signed({**_common(application, audience=audience, issuer=issuer, now=now), **claims})


def identity(user: User, application: Application, *, issuer: str, now: datetime) -> str:
    """A token that tells an application who has signed in."""
    claims = {
        **_times(now),
        **_person(user),
        "aud": str(application.client_id),
        "iss": issuer,
        "preferred_username": user.user_principal_name,
        "tid": str(user.tenant.graph_id),
        "ver": "2.0",
    }
    return _signed(claims)


def _common(application: Application, *, audience: str, issuer: str, now: datetime) -> dict[str, Any]:
    return {
        "aud": audience,
        "iss": issuer,
        **_times(now),
        "app_displayname": application.display_name,
        "appid": str(application.client_id),
        "azp": str(application.client_id),
        "jti": uuid.uuid4().hex,
        "tid": str(application.tenant.graph_id),
        "ver": "2.0",
    }


def _person(user: User) -> dict[str, Any]:
    return {"name": user.display_name, "oid": str(user.graph_id), "sub": str(user.graph_id)}


def _times(now: datetime) -> dict[str, int]:
    issued = int(now.timestamp())
    return {"iat": issued, "nbf": issued, "exp": issued + LIFETIME}


def _signed(claims: dict[str, Any]) -> str:
    key = signing_keys.current()
    return jwt.encode(claims, key.private, algorithm=signing_keys.ALGORITHM, headers={"kid": key.kid})
