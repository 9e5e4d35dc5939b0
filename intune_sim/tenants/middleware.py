"""Which tenant does a page belong to, and who acts? The signed-in admin's."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from intune_sim.actors import Actor, ActorType
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.queries import permissions_of_user
from intune_sim.tenants.roles import Permission


class PortalRequest(HttpRequest):
    """A request of a signed-in admin, as the page decorators hand it to a view."""

    htmx: HtmxDetails
    user: User
    tenant: Tenant
    actor: Actor
    permissions: frozenset[Permission]
    now: datetime


class TenantMiddleware:
    """Gives the request of a signed-in user its tenant, its actor, its permissions and its one instant."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            give_tenant(request)  # type: ignore[arg-type]
        return self.get_response(request)


def give_tenant(request: PortalRequest) -> None:
    """Set what a page needs beside the user."""
    user = request.user
    request.tenant = user.tenant
    request.now = user.tenant.now()
    request.permissions = permissions_of_user(user)
    request.actor = Actor(
        type=ActorType.ADMIN,
        id=str(user.graph_id),
        name=user.user_principal_name,
        application_name="Intune Sim admin center",
        ip_address=request.META.get("REMOTE_ADDR", ""),
    )
