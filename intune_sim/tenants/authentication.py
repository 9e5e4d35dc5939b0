"""Who speaks? Turns a bearer token into the application it was issued to, its tenant, its roles, and for whom it acts."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import jwt
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from intune_sim.actors import Actor, ActorType
from intune_sim.clock import now
from intune_sim.tenants import signing_keys
from intune_sim.tenants.delegation import deed_of, lacking
from intune_sim.tenants.models import Application, Tenant, User
from intune_sim.tenants.queries import permissions_of_user
from intune_sim.tenants.roles import Permission
from intune_sim.tenants.scopes import AUDIENCES


@dataclass(frozen=True)
class Caller:
    """An application with a valid token, for itself or for a user."""

    tenant: Tenant
    application: Application
    #: Its own permissions, or the scopes in which it acts for a user.
    roles: frozenset[str]
    actor: Actor
    #: What the user's roles allow; None where the application acts for itself.
    held: frozenset[Permission] | None = None

    def lacks(self, wanted: Iterable[str], *, method: str, action: str) -> str:
        """What the user's roles lack for a request that needs one of these permissions; empty where nothing is missing."""
        if self.held is None:
            return ""
        return lacking(self.roles.intersection(wanted), deed=deed_of(method, action), held=self.held)

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
        if "scp" in claims:
            caller = _for_user(_user(claims, application), application, claims, request)
        else:
            roles = frozenset(map(str, claims.get("roles", ())))
            caller = Caller(application.tenant, application, roles, _actor(application, request))
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        uri = request.build_absolute_uri("/common/oauth2/authorize")
        return f'Bearer realm="", authorization_uri="{uri}"'


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
            audience=AUDIENCES,
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


def _user(claims: dict[str, Any], application: Application) -> User:
    """The user of a delegated token."""
    found = User.objects.prefetch_related("role_assignments").filter(tenant=application.tenant, account_enabled=True)
    user = found.filter(graph_id=uuid.UUID(claims["oid"])).first()
    if user is None:
        raise AuthenticationFailed("The user of the access token does not exist any more, or is disabled.")
    return user


def _for_user(user: User, application: Application, claims: dict[str, Any], request: Request) -> Caller:
    return Caller(
        tenant=application.tenant,
        application=application,
        roles=frozenset(claims["scp"].split()),
        actor=replace(
            _actor(application, request),
            type=ActorType.ADMIN,
            id=str(user.graph_id),
            name=user.user_principal_name,
        ),
        held=permissions_of_user(user),
    )


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
