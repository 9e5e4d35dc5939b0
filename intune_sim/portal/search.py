"""What does the search of the top bar find? Pages by any part of their title, objects by the beginning of their name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from connectors.queries import connectors_of
from devices.models import ManagedDevice, WindowsManagedAppRegistration
from devices.models.registrations import device_of
from devices.queries.registrations import app_name
from intune_sim.portal.navigation import Link, places_of
from intune_sim.prefix import Folded, starts_with
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import Group, User
from intune_sim.tenants.queries import users_called
from intune_sim.tenants.roles import Permission
from protection.models import (
    ConditionalAccessPolicy,
    DeviceCompliancePolicy,
    MobileAppProtection,
    WindowsManagedAppProtection,
)

#: So many of each kind stand below the search box, and on the page of results.
FEW = 5
MANY = 25
#: Nobody types more.
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Hits:
    """What was found of one kind; `more` is the list that has all of them."""

    title: str
    icon: str
    hits: Sequence[Hit]
    more: str = ""


def search(request: PortalRequest, text: str, *, most: int) -> list[Hits]:
    """What an admin may see that a text finds, kind by kind, at most so many of each. One query for each kind."""
    if not text:
        return []
    found = [
        Hits("Pages", "services", _pages(request, text, most)),
        Hits("Users", "person", _users(request, text, most), _list("users", text)),
        Hits("Groups", "group", _groups(request, text, most), _list("groups", text)),
        Hits("MAM registrations", "registration", _registrations(request, text, most), _list("registrations", text)),
        Hits("Managed devices", "devices", _managed_devices(request, text, most), _list("managed-devices", text)),
        Hits("App protection policies", "policy", _app_policies(request, text, most), _list("policies", text)),
        Hits(
            "Device compliance policies",
            "compliance",
            _compliance_policies(request, text, most),
            _list("compliance-policies", text),
        ),
        Hits(
            "Conditional Access policies",
            "access",
            _conditional_access_policies(request, text, most),
            _list("conditional-access-policies", text),
        ),
        Hits("Threat connectors", "connector", _connectors(request, text, most)),
    ]
    return [kind for kind in found if kind.hits]


def _pages(request: PortalRequest, text: str, most: int) -> list[Hit]:
    words = text.lower().split()
    return [
        hit for hit in _places(places_of(request)) if all(word in f"{hit.note} {hit.title}".lower() for word in words)
    ][:most]


def _places(links: Iterable[Link], above: str = "") -> Iterator[Hit]:
    for link in links:
        yield Hit(link.title, link.url, above)
        yield from _places(link.links, link.title)


def _users(request: PortalRequest, text: str, most: int) -> list[Hit]:
    return [
        Hit(user.display_name, reverse("user", args=[user.graph_id]), user.user_principal_name)
        for user in _users_named(request, text, most)
    ]


def _users_named(request: PortalRequest, text: str, most: int) -> "QuerySet[User]":
    return users_called(User.objects.for_tenant(request.tenant), text, most=most)


def _groups(request: PortalRequest, text: str, most: int) -> list[Hit]:
    groups = Group.objects.filter(tenant=request.tenant).filter(starts_with("display_name", text))
    groups = groups.order_by(Folded("display_name"), "pk")
    return [Hit(group.display_name, reverse("group", args=[group.graph_id])) for group in groups[:most]]


def _registrations(request: PortalRequest, text: str, most: int) -> list[Hit]:
    """Those on a device of that name, and those of the first users of that name."""
    if Permission.APPS_READ not in request.permissions:
        return []
    mine = WindowsManagedAppRegistration.objects.for_tenant(request.tenant)
    users = [user.pk for user in _users_named(request, text, most)]
    by_device = list(mine.filter(starts_with(device_of(), text)).order_by(Folded(device_of()), "pk")[:most])
    theirs = mine.filter(user__in=users).exclude(pk__in=[one.pk for one in by_device]).order_by("user", "pk")
    by_user = list(theirs[:most]) if users else []
    return [
        Hit(
            one.device_name or one.device_tag,
            reverse("registration", args=[one.graph_id]),
            f"{one.user_principal_name}, {app_name(one.app_identifier)}",
        )
        for one in [*by_device, *by_user][:most]
    ]


def _managed_devices(request: PortalRequest, text: str, most: int) -> list[Hit]:
    if Permission.DEVICES_READ not in request.permissions:
        return []
    named = ManagedDevice.objects.for_tenant(request.tenant).filter(starts_with("device_name", text))
    return [
        Hit(one.device_name, reverse("managed-device", args=[one.graph_id]), one.operating_system)
        for one in named.order_by(Folded("device_name"), "pk")[:most]
    ]


def _app_policies(request: PortalRequest, text: str, most: int) -> list[Hit]:
    if Permission.APPS_READ not in request.permissions:
        return []
    hits = [
        *_named(WindowsManagedAppProtection, request, text, most, page="policy", note=lambda _: "Windows"),
        *_named(MobileAppProtection, request, text, most, page="mobile-policy", note=lambda policy: policy.type.label),
    ]
    return sorted(hits, key=lambda hit: hit.title)[:most]


def _compliance_policies(request: PortalRequest, text: str, most: int) -> list[Hit]:
    if Permission.COMPLIANCE_READ not in request.permissions:
        return []
    return _named(
        DeviceCompliancePolicy, request, text, most, page="compliance-policy", note=lambda policy: policy.type.label
    )


def _conditional_access_policies(request: PortalRequest, text: str, most: int) -> list[Hit]:
    if Permission.COMPLIANCE_READ not in request.permissions:
        return []
    return _named(
        ConditionalAccessPolicy,
        request,
        text,
        most,
        page="conditional-access-policy",
        note=lambda policy: policy.state.label,
    )


def _named(
    model: Any, request: PortalRequest, text: str, most: int, *, page: str, note: Callable[[Any], str]
) -> list[Hit]:
    """Policies are few: a part of the name will do."""
    found = model.objects.for_tenant(request.tenant).filter(display_name__icontains=text)
    return [
        Hit(policy.display_name, reverse(page, args=[policy.graph_id]), note(policy))
        for policy in found.order_by("display_name", "pk")[:most]
    ]


def _connectors(request: PortalRequest, text: str, most: int) -> list[Hit]:
    if Permission.MTD_READ not in request.permissions:
        return []
    return [
        Hit(str(connector), reverse("connector", args=[connector.graph_id]))
        for connector in connectors_of(request.tenant)
        if text.lower() in str(connector).lower()
    ][:most]


def _list(name: str, text: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': text})}"
