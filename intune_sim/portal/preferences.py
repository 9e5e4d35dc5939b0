"""How does one browser want the pages? Kept in its cookies, read by the server, so that no page flashes."""

from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from intune_sim.vocabulary import Word

#: A browser remembers for a year.
SECONDS_KEPT = 365 * 24 * 3600


class Theme(Word):
    """The colours of the pages; the first is whatever the browser asks for."""

    SYSTEM = "system", "Same as the browser"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class Density(Word):
    """How close rows and fields stand."""

    COMFORTABLE = "comfortable", "Comfortable"
    COMPACT = "compact", "Compact"


class Sidebar(Word):
    """Whether the left navigation shows words or icons alone."""

    OPEN = "open", "Words and icons"
    FOLDED = "folded", "Icons alone"


Choice = TypeVar("Choice", bound=Word)


class Menu(Word):
    """Whether a section's own menu stands beside its pages."""

    OPEN = "open", "Shown"
    FOLDED = "folded", "Hidden"


@dataclass(frozen=True)
class Preferences:
    """What a browser has chosen; each field is a cookie of the same name."""

    theme: Theme
    density: Density
    sidebar: Sidebar
    menu: Menu


def preferences_of(request: HttpRequest) -> Preferences:
    """What the browser's cookies say; what makes no sense counts as not chosen."""
    return Preferences(
        theme=_chosen(request, "theme", Theme.SYSTEM),
        density=_chosen(request, "density", Density.COMFORTABLE),
        sidebar=_chosen(request, "sidebar", Sidebar.OPEN),
        menu=_chosen(request, "menu", Menu.OPEN),
    )


def keep(response: HttpResponse, choices: dict[str, str]) -> HttpResponse:
    """Let the browser remember choices by the name of their cookie; scripts of the pages write the same cookies."""
    for name, value in choices.items():
        response.set_cookie(name, value, max_age=SECONDS_KEPT, samesite="Lax")
    return response


def _chosen(request: HttpRequest, name: str, default: Choice) -> Choice:
    words = type(default)
    text = request.COOKIES.get(name, "")
    return words(text) if text in words.wires() else default
