"""Who speaks? Turns a bearer token into the application it was issued to, its tenant and its roles."""

import uuid
from dataclasses import dataclass
from typing import Any

import jwt
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from intune_sim.actors import Actor, ActorType
from intune_sim.clock import now
from intune_sim.tenants import signing_keys
from intune_sim.tenants.models import Application, Tenant


@dataclass(frozen=True)
class Caller:
    """An application with a valid token."""

    tenant: Tenant
    application: Application
    roles: frozenset[str]
    actor: Actor

    @property
    def is_authenticated(self) -> bool:
        """Django's word for somebody who is known."""
        return True


class BearerAuthentication(BaseAuthentication):
    """Accepts the tokens that this instance issued, while their tenant and application exist."""

    def authenticate(self, request: Request) -> tuple[Caller, Caller] | None:
        """The caller, or None without a token. Raises `AuthenticationFailed`."""
        kind, _, token = request.headers.get("Authorization", "").strip().partition(" ")
        if not kind:
            return None
        if kind.lower() != "bearer" or not token.strip():
            raise AuthenticationFailed("The access token is missing: send it as 'Authorization: Bearer'.")
        claims = verified_claims(token.strip())
        application = _application(claims)
        caller = Caller(
            tenant=application.tenant,
            application=application,
            roles=frozenset(map(str, claims.get("roles", ()))),
            actor=_actor(application, request),
        )
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="", authorization_uri="/common/oauth2/authorize"'


def verified_claims(token: str) -> dict[str, Any]:
    """What a token says, once signature, audience and time are right. Raises `AuthenticationFailed`."""
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = next((key for key in signing_keys.valid(now()) if key.kid == kid), None)
        if key is None:
            raise AuthenticationFailed("The access token is signed with an unknown key.")
        claims: dict[str, Any] = jwt.decode(
            token,
            key.private.public_key(),
            algorithms=[signing_keys.ALGORITHM],
            audience=signing_keys.AUDIENCES,
            options={"require": ["exp", "nbf", "iat", "aud", "tid", "appid"], "verify_exp": False, "verify_nbf": False},
        )
    except jwt.InvalidTokenError as error:
        raise AuthenticationFailed("The access token is not valid.") from error
    if not claims["nbf"] <= now().timestamp() < claims["exp"]:
        raise AuthenticationFailed("The access token has expired or is not yet valid.")
    return claims


def _application(claims: dict[str, Any]) -> Application:
    """The application of a token, in the tenant that it was issued for."""
    application = (
        Application.objects.select_related("tenant")
        .filter(client_id=uuid.UUID(claims["appid"]), tenant__graph_id=uuid.UUID(claims["tid"]))
        .first()
    )
    if application is None:
        raise AuthenticationFailed("The tenant or the application of the access token does not exist any more.")
    return application


def _actor(application: Application, request: Request) -> Actor:
    return Actor(
        type=ActorType.PARTNER if application.partner_id else ActorType.APPLICATION,
        id=str(application.object_id),
        name=application.display_name,
        application_id=str(application.client_id),
        application_name=application.display_name,
        ip_address=request.META.get("REMOTE_ADDR", ""),
        correlation_id=getattr(request, "request_id", ""),
    )
