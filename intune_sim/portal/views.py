"""Which pages belong to no app alone? Sign-in, home and Tenant administration."""

from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intune_sim.portal.forms import SignInForm
from intune_sim.portal.queries import overview
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.pages import page

sign_in = LoginView.as_view(
    template_name="portal/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)


@require_safe
@page()
def home(request: PortalRequest) -> HttpResponse:
    """The tenant at a glance."""
    return render(request, "portal/home.html", {"overview": overview(request.tenant)})
