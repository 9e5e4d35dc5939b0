"""How does an application get its token? The endpoints of a tenant, and the addresses by which clients find them."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
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
from intune_sim.errors import DomainError
from intune_sim.tenants import access_tokens, signing_keys
from intune_sim.tenants.models import Application, Tenant
from intune_sim.tenants.refusals import Refusal, answer_of, guid_in, refusal_of
from intune_sim.tenants.scopes import AUDIENCES, DEFAULT, SIGN_IN, audience_of, expanded, is_known
from intune_sim.tenants.services import grants
from intune_sim.tenants.signing_keys import ALGORITHM

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
#: What stands for a tenant where the client leaves open which: that of the application.
ANY_TENANT = {"common", "organizations"}
#: Seconds between two questions of a client that waits for its user.
POLLING_INTERVAL = 5


@csrf_exempt
def token(request: HttpRequest, tenant: str) -> HttpResponse:
    """Issue an access token: for an application's own permissions, or for what a user lets it do."""
    return _answered(request, tenant, _issue)


@csrf_exempt
def device_code(request: HttpRequest, tenant: str) -> HttpResponse:
    """Begin a sign-in that goes on in a browser, on whatever device."""
    return _answered(request, tenant, _begin)


@require_GET
def openid_configuration(request: HttpRequest, tenant: str) -> HttpResponse:
    """Where a tenant's endpoints are, all on the origin that the client used."""
    try:
        name = tenant if tenant in ANY_TENANT else str(_tenant(tenant).graph_id)
    except Refusal as refusal:
        return answer_of(request, refusal)
    base = f"{_origin(request)}/{name}"
    return JsonResponse(
        {
            "issuer": _issuer(request, "{tenantid}" if tenant in ANY_TENANT else name),
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "grant_types_supported": ["client_credentials", DEVICE_CODE, "refresh_token"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "scopes_supported": [*SIGN_IN, *(f"{audience}/{DEFAULT}" for audience in AUDIENCES)],
        }
    )


@require_GET
def keys(request: HttpRequest, tenant: str) -> HttpResponse:
    """The public halves of the keys that sign tokens."""
    try:
        _ = tenant in ANY_TENANT or _tenant(tenant)
    except Refusal as refusal:
        return answer_of(request, refusal)
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


def _answered(request: HttpRequest, tenant: str, work: Callable[[HttpRequest, str], dict[str, Any]]) -> HttpResponse:
    try:
        if request.method != "POST":
            raise Refusal(
                "invalid_request", 900561, f"The endpoint only accepts POST requests. Received a {request.method} request.",
                status=405,
            )  # fmt: skip
        answer = work(request, tenant)
    except Refusal as refusal:
        return answer_of(request, refusal)
    return JsonResponse(answer, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def _issue(request: HttpRequest, tenant_name: str) -> dict[str, Any]:
    form = _form(request)
    grant = form.get("grant_type", "")
    if grant in {DEVICE_CODE, "refresh_token"}:
        application = _application(_tenant_of(tenant_name, form), form)
        _prove_unless_public(application, form)
        return _delegated(request, application, form)
    tenant = _tenant(tenant_name)
    if _needed(form, "grant_type") != "client_credentials":
        raise Refusal("unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{grant}'.")
    application = _application(tenant, form)
    _prove(application, form)
    signed = access_tokens.for_application(
        application,
        audience=_audience(_needed(form, "scope")),
        issuer=_issuer(request, str(tenant.graph_id)),
        now=now(),
    )
    return _bearer(signed)


def _begin(request: HttpRequest, tenant_name: str) -> dict[str, Any]:
    form = _form(request)
    application = _application(_tenant_of(tenant_name, form), form)
    scopes = _scopes(_needed(form, "scope"), application)
    code = grants.start_device_code(application=application, scopes=scopes, now=now())
    address = f"{_reachable_origin(request)}/devicelogin"
    return {
        "user_code": code.user_code,
        "device_code": code.device_code,
        "verification_uri": address,
        "expires_in": int(grants.CODE_LIFETIME.total_seconds()),
        "interval": POLLING_INTERVAL,
        "message": (
            f"To sign in, use a web browser to open the page {address} and enter the code {code.user_code} "
            "to authenticate."
        ),
    }


def _delegated(request: HttpRequest, application: Application, form: Mapping[str, str]) -> dict[str, Any]:
    """What a user let the application do. Raises `Refusal`."""
    at = now()
    try:
        if form["grant_type"] == DEVICE_CODE:
            secret = form.get("device_code") or _needed(form, "code")
            grant = grants.redeem_device_code(application=application, device_code=secret, now=at)
            asked = grant.scopes
        else:
            asked = _scopes(form["scope"], application) if form.get("scope") else ()
            grant = grants.redeem_refresh_token(
                application=application, token=_needed(form, "refresh_token"), asked=asked, now=at
            )
            asked = asked or grant.scopes
    except DomainError as error:
        raise refusal_of(error, is_refresh=form["grant_type"] != DEVICE_CODE) from error
    return _delegated_answer(request, application, grant=grant, asked=asked, at=at)


def _delegated_answer(
    request: HttpRequest, application: Application, *, grant: grants.Grant, asked: Sequence[str], at: datetime
) -> dict[str, Any]:
    user, issuer = grant.user, _issuer(request, str(application.tenant.graph_id))
    signed = access_tokens.for_user(
        user, application, scopes=expanded(asked), audience=audience_of(asked), issuer=issuer, now=at
    )
    answer = {**_bearer(signed), "scope": " ".join(asked)}
    if grant.refresh_token:
        answer["refresh_token"] = grant.refresh_token
    if "openid" in asked:
        answer["id_token"] = access_tokens.identity(user, application, issuer=issuer, now=at)
    if request.POST.get("client_info") == "1":
        told = json.dumps({"uid": str(user.graph_id), "utid": str(application.tenant.graph_id)})
        answer["client_info"] = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
    return answer


def _bearer(signed: str) -> dict[str, Any]:
    lifetime = access_tokens.LIFETIME
    return {"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": signed}


def _scopes(text: str, application: Application) -> tuple[str, ...]:
    """The scopes that a sign-in asks for, as they were written. Raises `Refusal`."""
    asked = tuple(dict.fromkeys(text.split()))
    for scope in asked:
        if not is_known(scope):
            raise Refusal(
                "invalid_client", 650053,
                f"The application '{application.display_name}' asked for scope '{scope}' that doesn't exist on the "
                f"resource '{AUDIENCES[1]}'.",
            )  # fmt: skip
    return asked


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
    identifier = guid_in(name)
    found = Tenant.objects.filter(graph_id=identifier) if identifier else Tenant.objects.filter(domain__iexact=name)
    tenant = None if "\x00" in name else found.first()
    if tenant is None:
        sentence = f"Tenant '{name}' not found. Check to make sure you have the correct tenant ID."
        raise Refusal("invalid_request", 90002, sentence)
    return tenant


def _tenant_of(name: str, form: Mapping[str, str]) -> Tenant:
    """The tenant of the address, or the application's where the address leaves it open."""
    if name not in ANY_TENANT:
        return _tenant(name)
    identifier = guid_in(_needed(form, "client_id"))
    applications = Application.objects.select_related("tenant")
    application = applications.filter(client_id=identifier).first() if identifier else None
    if application is None:
        sentence = f"Application with identifier '{form['client_id']}' was not found in any directory."
        raise Refusal("unauthorized_client", 700016, sentence)
    return application.tenant


def _application(tenant: Tenant, form: Mapping[str, str]) -> Application:
    """The application that a form names."""
    client_id = _needed(form, "client_id")
    identifier = guid_in(client_id)
    application = Application.objects.filter(tenant=tenant, client_id=identifier).first() if identifier else None
    if application is None:
        sentence = f"Application with identifier '{client_id}' was not found in the directory '{tenant.display_name}'."
        raise Refusal("unauthorized_client", 700016, sentence)
    application.tenant = tenant
    return application


def _prove(application: Application, form: Mapping[str, str]) -> None:
    """The application must prove who it is, by its secret."""
    secret = form.get("client_secret", "")
    if not secret:
        sentence = "'client_secret' is required for the 'client_credentials' grant type."
        if form.get("client_assertion"):
            sentence += " A client assertion is not supported."
        raise Refusal("invalid_client", 7000216, sentence, status=401)
    if not check_password(secret, application.secret_hash):
        sentence = f"Invalid client secret provided for app '{application.client_id}'."
        raise Refusal("invalid_client", 7000215, sentence, status=401)


def _prove_unless_public(application: Application, form: Mapping[str, str]) -> None:
    if form.get("client_secret"):
        _prove(application, form)
    elif not application.is_fallback_public_client:
        sentence = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
        raise Refusal("invalid_client", 7000218, sentence, status=401)


def _audience(scope: str) -> str:
    for audience in AUDIENCES:
        if scope.strip().lower() in {f"{audience}/.default", f"{audience}//.default"}:
            return audience
    raise Refusal(
        "invalid_scope", 70011, f"The provided value for the input parameter 'scope' is not valid: '{scope}'."
    )


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _issuer(request: HttpRequest, tenant: str) -> str:
    return f"{_origin(request)}/{tenant}/v2.0"


def _reachable_origin(request: HttpRequest) -> str:
    """Where a browser finds this instance, also when the client came by the name of Microsoft's host."""
    if not request.get_host().endswith(("microsoftonline.com", "microsoft.com")):
        return _origin(request)
    return f"{request.scheme}://localhost:{request.META['SERVER_PORT']}"


urlpatterns = [
    path("common/discovery/instance", instance),
    path("<str:tenant>/oauth2/v2.0/token", token, name="token"),
    path("<str:tenant>/oauth2/v2.0/devicecode", device_code, name="device-code"),
    path("<str:tenant>/v2.0/.well-known/openid-configuration", openid_configuration, name="openid-configuration"),
    path("<str:tenant>/discovery/v2.0/keys", keys, name="signing-keys"),
]
