"""How does an application get its token? The token endpoint of a tenant, and the addresses by which clients find it."""

import base64
import binascii
import json
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import jwt
from django.contrib.auth.hashers import check_password
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from intune_sim.clock import now
from intune_sim.tenants import signing_keys
from intune_sim.tenants.models import Application, Tenant
from intune_sim.tenants.signing_keys import ALGORITHM, AUDIENCES


class Refusal(Exception):
    """Why there is no token: OAuth's error, Entra's number and sentence."""

    def __init__(self, error: str, number: int, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.error = error
        self.number = number
        self.sentence = sentence
        self.status = status


@csrf_exempt
def token(request: HttpRequest, tenant: str) -> HttpResponse:
    """Issue an access token for an application's own permissions."""
    try:
        answer = _issue(request, tenant)
    except Refusal as refusal:
        return _refused(request, refusal)
    return JsonResponse(answer, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


@require_GET
def openid_configuration(request: HttpRequest, tenant: str) -> HttpResponse:
    """Where a tenant's endpoints are, all on the origin that the client used."""
    try:
        found = _tenant(tenant)
    except Refusal as refusal:
        return _refused(request, refusal)
    base = f"{_origin(request)}/{found.graph_id}"
    return JsonResponse(
        {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "scopes_supported": [f"{audience}/.default" for audience in AUDIENCES],
        }
    )


@require_GET
def keys(request: HttpRequest, tenant: str) -> HttpResponse:
    """The public halves of the keys that sign tokens."""
    try:
        _tenant(tenant)
    except Refusal as refusal:
        return _refused(request, refusal)
    published = []
    for key in signing_keys.valid(now()):
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.private.public_key()))
        published.append({"kty": "RSA", "use": "sig", "alg": ALGORITHM, "kid": key.kid, "n": jwk["n"], "e": jwk["e"]})
    return JsonResponse({"keys": published})


@require_GET
def instance(request: HttpRequest) -> HttpResponse:
    """What a client library asks before it trusts an authority: this host is its own and only alias."""
    host = request.get_host()
    # The library goes on with this address, so it must name the tenant that the library was given.
    tenant = urlsplit(request.GET.get("authorization_endpoint", "")).path.strip("/").partition("/")[0] or "common"
    return JsonResponse(
        {
            "tenant_discovery_endpoint": f"{_origin(request)}/{tenant}/v2.0/.well-known/openid-configuration",
            "api-version": "1.1",
            "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
        }
    )


def _issue(request: HttpRequest, tenant_name: str) -> dict[str, Any]:
    if request.method != "POST":
        raise Refusal(
            "invalid_request", 900561, f"The endpoint only accepts POST requests. Received a {request.method} request.",
            status=405,
        )  # fmt: skip
    form = _form(request)
    tenant = _tenant(tenant_name)
    grant = _needed(form, "grant_type")
    if grant != "client_credentials":
        raise Refusal("unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{grant}'.")
    application = _application(tenant, form)
    audience = _audience(_needed(form, "scope"))
    issued = int(now().timestamp())
    lifetime = int(signing_keys.TOKEN_LIFETIME.total_seconds())
    key = signing_keys.current()
    roles = [str(role) for role in application.app_role_assignments.order_by("pk").values_list("role", flat=True)]
    claims = {
        "aud": audience,
        "iss": f"{_origin(request)}/{tenant.graph_id}/v2.0",
        "iat": issued,
        "nbf": issued,
        "exp": issued + lifetime,
        "app_displayname": application.display_name,
        "appid": str(application.client_id),
        "azp": str(application.client_id),
        "idtyp": "app",
        "jti": uuid.uuid4().hex,
        "oid": str(application.object_id),
        "roles": roles,
        "sub": str(application.object_id),
        "tid": str(tenant.graph_id),
        "ver": "2.0",
    }
    signed = jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.kid})
    return {"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": signed}


def _form(request: HttpRequest) -> dict[str, str]:
    """The form's fields, with client id and secret from HTTP Basic where the form has none."""
    try:
        form = {name: str(value) for name, value in request.POST.items()}
    except (SuspiciousOperation, MultiPartParserError) as error:
        raise Refusal("invalid_request", 90013, "Invalid input received from the user.") from error
    kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            name, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return form
        form.setdefault("client_id", unquote_plus(name))
        form.setdefault("client_secret", unquote_plus(secret))
    return form


def _needed(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if not value:
        sentence = f"The request body must contain the following parameter: '{name}'."
        raise Refusal("invalid_request", 900144, sentence)
    return value


def _tenant(name: str) -> Tenant:
    """A tenant by its GUID or its domain."""
    identifier = _guid(name)
    found = Tenant.objects.filter(graph_id=identifier) if identifier else Tenant.objects.filter(domain__iexact=name)
    tenant = None if "\x00" in name else found.first()
    if tenant is None:
        sentence = f"Tenant '{name}' not found. Check to make sure you have the correct tenant ID."
        raise Refusal("invalid_request", 90002, sentence)
    return tenant


def _application(tenant: Tenant, form: Mapping[str, str]) -> Application:
    """The application that proves who it is."""
    client_id = _needed(form, "client_id")
    identifier = _guid(client_id)
    application = Application.objects.filter(tenant=tenant, client_id=identifier).first() if identifier else None
    if application is None:
        sentence = f"Application with identifier '{client_id}' was not found in the directory '{tenant.display_name}'."
        raise Refusal("unauthorized_client", 700016, sentence)
    secret = form.get("client_secret", "")
    if not secret:
        sentence = "'client_secret' is required for the 'client_credentials' grant type."
        if form.get("client_assertion"):
            sentence += " A client assertion is not supported."
        raise Refusal("invalid_client", 7000216, sentence, status=401)
    if not check_password(secret, application.secret_hash):
        sentence = f"Invalid client secret provided for app '{client_id}'."
        raise Refusal("invalid_client", 7000215, sentence, status=401)
    return application


def _audience(scope: str) -> str:
    for audience in AUDIENCES:
        if scope.strip().lower() in {f"{audience}/.default", f"{audience}//.default"}:
            return audience
    raise Refusal(
        "invalid_scope", 70011, f"The provided value for the input parameter 'scope' is not valid: '{scope}'."
    )


def _guid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    trace = str(uuid.uuid4())
    correlation = str(_guid(request.headers.get("client-request-id", "")) or uuid.uuid4())
    at = now().strftime("%Y-%m-%d %H:%M:%SZ")
    body = {
        "error": refusal.error,
        "error_description": (
            f"AADSTS{refusal.number}: {refusal.sentence} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}"
        ),
        "error_codes": [refusal.number],
        "timestamp": at,
        "trace_id": trace,
        "correlation_id": correlation,
    }
    headers = {"Cache-Control": "no-store"}
    if refusal.status == 401:  # noqa: PLR2004 - the client did not prove who it is
        headers["WWW-Authenticate"] = "Basic"
    if refusal.status == 405:  # noqa: PLR2004 - only POST
        headers["Allow"] = "POST"
    return JsonResponse(body, status=refusal.status, headers=headers)


urlpatterns = [
    path("common/discovery/instance", instance),
    path("<str:tenant>/oauth2/v2.0/token", token, name="token"),
    path("<str:tenant>/v2.0/.well-known/openid-configuration", openid_configuration, name="openid-configuration"),
    path("<str:tenant>/discovery/v2.0/keys", keys, name="signing-keys"),
]
