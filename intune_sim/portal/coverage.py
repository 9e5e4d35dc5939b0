"""How much of Microsoft Graph is served? A page for whoever meets a 501; nobody needs to sign in."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from intune_sim.graph.coverage import PROPERTIES_WITNESS, VERSIONS, FamilyReport, Served, report
from intune_sim.portal.graph import RESOURCES


@cache
def families() -> tuple[FamilyReport, ...]:
    """The report; it changes with the code alone."""
    return report(RESOURCES)


@gzip_page
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Every family with its paths and types."""
    totals = [(served, sum(family.count(served) for family in families())) for served in Served]
    shown = {"families": families(), "totals": totals, "versions": VERSIONS, "properties_witness": PROPERTIES_WITNESS}
    return render(request, "portal/coverage.html", shown)
