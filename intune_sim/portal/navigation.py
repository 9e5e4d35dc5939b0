"""What stands in the left navigation, and where is the current page in it?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from intune_sim.tenants.roles import Permission


@dataclass(frozen=True)
class Place:
    """A link of the navigation or of a section's own menu. It owns every address below its own."""

    title: str
    url_name: str
    icon: str
    needs: tuple[Permission, ...] = ()
    places: tuple["Place", ...] = ()
    stands_apart: bool = False


#: The left navigation, in the order of the admin center; each section with its menu.
NAVIGATION: tuple[Place, ...] = (
    Place("Home", "home", "home"),
    Place(
        "Devices",
        "registrations",
        "devices",
        places=(Place("MAM registrations", "registrations", "registration", (Permission.APPS_READ,)),),
    ),
    Place(
        "Apps",
        "policies",
        "apps",
        places=(Place("App protection policies", "policies", "policy", (Permission.APPS_READ,)),),
    ),
    Place(
        "Tenant administration",
        "tenant-status",
        "building",
        places=(
            Place("Tenant status", "tenant-status", "status", (Permission.ORGANIZATION_READ,)),
            Place("Connectors and tokens", "connectors-and-tokens", "connector"),
            Place("Audit logs", "audit-logs", "log", (Permission.AUDIT_READ,)),
        ),
    ),
    Place("Client page", "client", "user", stands_apart=True),
)


@dataclass
class Link:
    """A place as one admin sees it on one page."""

    title: str
    url: str
    icon: str
    is_here: bool
    is_current: bool
    stands_apart: bool
    links: list["Link"] = field(default_factory=list)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the shell around every page shows: the navigation and the current section. It asks the database nothing."""
    if not hasattr(request, "permissions"):
        return {}
    links = list(_links(NAVIGATION, request.path, request.permissions))
    section = next((link for link in links if link.is_current), None)
    return {
        "navigation": links,
        "section": section,
        "place": next((link for link in section.links if link.is_current), None) if section else None,
    }


def _links(places: tuple[Place, ...], path: str, permissions: frozenset[Permission]) -> Iterator[Link]:
    for place in places:
        if not all(permission in permissions for permission in place.needs):
            continue
        inner = list(_links(place.places, path, permissions))
        if place.places and not inner:
            continue
        try:
            url = inner[0].url if inner else reverse(place.url_name)
        except NoReverseMatch:
            continue
        below = path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/"))
        yield Link(
            title=place.title,
            url=url,
            icon=place.icon,
            is_here=path == url,
            is_current=below or any(link.is_current for link in inner),
            stands_apart=place.stands_apart,
            links=inner,
        )
