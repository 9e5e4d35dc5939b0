"""Which panes open from the top bar, over whatever page is there? `?pane=` in the page's own address says which."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict

from intune_sim.portal.notifications import notifications
from intune_sim.portal.preferences import Density, Theme
from intune_sim.tenants.middleware import PortalRequest

PARAMETER = "pane"


@dataclass(frozen=True)
class ShellPane:
    """An open pane: its template, and the address of the page below it."""

    name: str
    title: str
    template: str
    back: str
    content: dict[str, Any]


#: Title and template of each pane.
_PANES = {
    "notifications": ("Notifications", "portal/panes/notifications.html"),
    "settings": ("Settings", "portal/panes/settings.html"),
    "account": ("Account and directory", "portal/panes/account.html"),
}


def pane_of(request: PortalRequest) -> ShellPane | None:
    """The pane that the address of a page asks for."""
    name = request.GET.get(PARAMETER, "")
    return open_pane(request, name, request.get_full_path()) if name in _PANES else None


def open_pane(request: PortalRequest, name: str, address: str) -> ShellPane:
    """A pane over the page at an address. Raises `KeyError` where there is no such pane."""
    title, template = _PANES[name]
    return ShellPane(name, title, template, _without_pane(address), _content(request, name))


def pane_links(request: PortalRequest) -> dict[str, str]:
    """The address of this page with each pane over it."""
    base = _without_pane(request.get_full_path())
    return {name: f"{base}{'&' if '?' in base else '?'}{urlencode({PARAMETER: name})}" for name in _PANES}


def _content(request: PortalRequest, name: str) -> dict[str, Any]:
    match name:
        case "notifications":
            return {"notifications": notifications(request)}
        case "settings":
            return {"themes": list(Theme), "densities": list(Density)}
        case _:
            return {"roles": [assignment.role for assignment in request.user.role_assignments.all()]}


def _without_pane(address: str) -> str:
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query.pop(PARAMETER, None)
    return f"{parts.path}?{query.urlencode()}" if query else parts.path
