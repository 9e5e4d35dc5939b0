"""What answers for the shell around the pages? Its panes, what a browser prefers, the search, and the list of all places."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from intune_sim.portal.forms import PreferencesForm
from intune_sim.portal.panes import open_pane
from intune_sim.portal.preferences import keep
from intune_sim.portal.search import FEW, LONGEST_SEARCH, MANY
from intune_sim.portal.search import search as find
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page


@require_safe
@page()
def pane(request: PortalRequest, slug: str) -> HttpResponse:
    """A pane of the top bar alone, for a page that stays as it is below."""
    address = request.htmx.current_url_abs_path or "/"
    try:
        shown = open_pane(request, slug, address)
    except KeyError as unknown:
        raise Http404 from unknown
    return render(request, "portal/panes/_pane.html", {"shell_pane": shown, "is_part": True})


@require_POST
@page()
def save_preferences(request: PortalRequest) -> HttpResponse:
    """Keep what was chosen in the browser's cookies, and go back to the page."""
    form = PreferencesForm(request.POST)
    form.is_valid()
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return keep(HttpResponseRedirect(back if safe else "/"), chosen)


@require_safe
@page()
def all_services(request: PortalRequest) -> HttpResponse:
    """Every place that the admin may go to, section by section."""
    return render(request, "portal/all_services.html")


@require_safe
@page()
def search(request: PortalRequest) -> HttpResponse:
    """What a text finds: a few of each kind below the search box, more on a page of their own."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    is_part = request.htmx and request.htmx.target == "search-results"
    found = find(request, text, most=FEW if is_part else MANY)
    context = {"found": found, "text": text, "count": sum(len(kind.hits) for kind in found)}
    return render(request, "portal/_search_results.html" if is_part else "portal/search.html", context)
