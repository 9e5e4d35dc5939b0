"""Who may open a page? The decorator of every page of the admin center."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page

from intune_sim.errors import DomainError, NotFound
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.roles import Permission

View = Callable[..., HttpResponseBase]


def page(*needed: Permission) -> Callable[[View], View]:
    """Let in a signed-in admin whose roles have every one of these permissions; others see why not (403).

    What a service or a query cannot find in the tenant is a 404. Pages travel compressed.
    """

    def decorate(view: View) -> View:
        @gzip_page
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **keywords: Any) -> HttpResponseBase:
            admin: PortalRequest = request  # type: ignore[assignment]
            missing = [permission for permission in needed if permission not in admin.permissions]
            if missing or not admin.permissions:
                return render(request, "403.html", {"missing": missing}, status=403)
            try:
                return view(request, *arguments, **keywords)
            except NotFound as absent:
                raise Http404(absent.message) from absent

        return guarded

    return decorate


def attempt(request: HttpRequest, deed: Callable[[], object], *, done: str) -> bool:
    """Call a service, leave a message of what came of it, and say whether it did it."""
    try:
        deed()
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, done)
    return True
