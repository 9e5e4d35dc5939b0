"""What stands in the left navigation, and where is the current page in it?

A page gets its entry by one line of `NAVIGATION`: a `Place` with the name of its URL and the permissions it needs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from intune_sim.portal.connector_types import CONNECTOR_TYPES, GROUPS
from intune_sim.portal.notifications import unread_count
from intune_sim.portal.panes import pane_links, pane_of
from intune_sim.portal.preferences import preferences_of
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.roles import Permission


@dataclass(frozen=True)
class Place:
    """A link of the navigation or of a section's own menu. It owns every address below its own.

    One without an address of its own leads to the first of its places that the admin may see.
    """

    title: str
    icon: str = ""
    url_name: str = ""
    slug: str = ""
    needs: tuple[Permission, ...] = ()
    places: tuple["Place", ...] = ()
    group: str = ""
    stands_apart: bool = False


def _connector_places() -> Iterator[Place]:
    """Mobile Threat Defense, which works, first in its group; then what is only listed."""
    for group in GROUPS:
        if group == "Cross platform":
            yield Place(
                "Mobile Threat Defense",
                url_name="mobile-threat-defense",
                needs=(Permission.MTD_READ,),
                group=group,
            )
        for type in CONNECTOR_TYPES:
            if type.group == group:
                yield Place(type.title, url_name="connector-type", slug=type.slug, group=group)


#: The left navigation, in the order of the admin center; each section with its menu.
NAVIGATION: tuple[Place, ...] = (
    Place("Home", "home", "home"),
    Place("Dashboard", "dashboard", "dashboard", needs=(Permission.APPS_READ,)),
    Place("All services", "services", "all-services"),
    Place(
        "Devices",
        "devices",
        places=(
            Place("MAM registrations", "registration", "registrations", needs=(Permission.APPS_READ,)),
            Place("Managed devices", "devices", "managed-devices", needs=(Permission.DEVICES_READ,)),
        ),
    ),
    Place(
        "Apps",
        "apps",
        places=(
            Place("App protection policies", "policy", "policies", needs=(Permission.APPS_READ,)),
            Place("App selective wipe", "wipe", "wipe-requests", needs=(Permission.APPS_READ,)),
            Place(
                "App protection status",
                "status",
                "app-protection-status",
                needs=(Permission.APPS_READ,),
                group="Monitor",
            ),
        ),
    ),
    Place(
        "Endpoint security",
        "shield",
        places=(
            Place(
                "Device compliance",
                "compliance",
                "compliance-policies",
                needs=(Permission.COMPLIANCE_READ,),
                group="Manage",
            ),
            Place(
                "Conditional access",
                "access",
                "conditional-access-policies",
                needs=(Permission.COMPLIANCE_READ,),
                group="Manage",
            ),
        ),
    ),
    Place("Users", "person", "users"),
    Place("Groups", "group", "groups"),
    Place(
        "Tenant administration",
        "building",
        places=(
            Place(
                "Tenant status",
                "status",
                "tenant-status",
                needs=(Permission.ORGANIZATION_READ, Permission.DEVICES_READ, Permission.APPS_READ),
            ),
            Place("Connectors and tokens", "connector", "connectors-and-tokens", places=tuple(_connector_places())),
            Place(
                "Roles",
                "people",
                places=(
                    Place("All roles", url_name="roles", needs=(Permission.ROLES_READ,), group="Manage"),
                    Place("Scope tags", url_name="scope-tags", needs=(Permission.ROLES_READ,), group="Manage"),
                    Place("My permissions", url_name="my-permissions", group="Monitor"),
                ),
            ),
            Place("Audit logs", "log", "audit-logs", needs=(Permission.AUDIT_READ,)),
        ),
    ),
    Place("Troubleshooting + support", "support", "troubleshooting", needs=(Permission.APPS_READ,)),
    Place("Edge on a personal PC", "user", "client", stands_apart=True),
)


@dataclass
class Link:
    """A place as one admin sees it on one page."""

    title: str
    url: str
    icon: str
    group: str
    is_here: bool
    is_current: bool
    stands_apart: bool
    links: list["Link"] = field(default_factory=list)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the shell around every page shows: how this browser wants it, the navigation, and the way to the page.

    `section` is the innermost place with a menu, `place` the page's own place in it. Only what lies at the top bar asks
    the database: how many notifications are new, and the pane that `?pane=` opens.
    """
    shown: dict[str, Any] = {"preferences": preferences_of(request)}
    if not hasattr(request, "permissions"):
        return shown
    admin: PortalRequest = request  # type: ignore[assignment]
    links = places_of(admin)
    trail = list(_trail(links))
    section = next((link for link in reversed(trail) if link.links), trail[0] if trail else None)
    place = trail[-1] if trail and trail[-1] is not section else None
    return {
        **shown,
        "navigation": links,
        "trail": trail,
        "section": section,
        "place": place,
        "shell_pane": pane_of(admin),
        "pane_links": pane_links(admin),
        "unread": SimpleLazyObject(lambda: unread_count(admin)),
    }


def places_of(request: PortalRequest) -> list[Link]:
    """The navigation as the admin sees it from the page of this request."""
    return list(_links(NAVIGATION, request.path, request.permissions))


def _trail(links: list[Link]) -> Iterator[Link]:
    for link in links:
        if link.is_current:
            yield link
            yield from _trail(link.links)
            return


def _links(places: tuple[Place, ...], path: str, permissions: frozenset[Permission]) -> Iterator[Link]:
    for place in places:
        if not all(permission in permissions for permission in place.needs):
            continue
        inner = list(_links(place.places, path, permissions))
        if place.places and not inner:
            continue
        url = reverse(place.url_name, args=[place.slug] if place.slug else []) if place.url_name else inner[0].url
        is_below = bool(place.url_name) and url != "/" and path.startswith(f"{url}/")
        yield Link(
            title=place.title,
            url=url,
            icon=place.icon,
            group=place.group,
            is_here=path == url and bool(place.url_name),
            is_current=path == url or is_below or any(link.is_current for link in inner),
            stands_apart=place.stands_apart,
            links=inner,
        )
