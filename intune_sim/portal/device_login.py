"""How does somebody let a program on another device act for them? By its code, and a yes or a no. Works without scripts."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intune_sim import clock
from intune_sim.tenants.models import DeviceCode
from intune_sim.tenants.scopes import DELEGATED, expanded
from intune_sim.tenants.services import grants

TEMPLATE = "portal/device_login.html"


class CodeForm(forms.Form):
    """The code that the program shows."""

    user_code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def device_login(request: HttpRequest) -> HttpResponse:
    """Ask for the code; say who asks for what; then do as the user says."""
    if request.method != "POST":
        # A program may put its code into the address; it is only filled in, and decides nothing.
        return render(request, TEMPLATE, {"form": CodeForm(initial={"user_code": request.GET.get("user_code", "")})})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form})
    try:
        return _answer(request, form.cleaned_data["user_code"])
    except grants.CodeUnknown as unknown:
        form.add_error("user_code", unknown.message)
        return render(request, TEMPLATE, {"form": form})


def _answer(request: HttpRequest, user_code: str) -> HttpResponse:
    """The question, or what came of the answer. Raises `CodeUnknown`."""
    user, answer = request.user, request.POST.get("answer")
    assert not user.is_anonymous  # noqa: S101 - login_required has seen to it
    if answer not in {"continue", "cancel"}:
        code = grants.waiting_code(user=user, user_code=user_code, now=clock.now())
        return render(request, TEMPLATE, {"code": code, "wishes": wishes(code)})
    approves = answer == "continue"
    code = grants.decide_device_code(user=user, user_code=user_code, approves=approves, now=clock.now())
    return render(request, TEMPLATE, {"decided": code, "approves": approves})


def wishes(code: DeviceCode) -> list[str]:
    """What a program asks for, in words."""
    return [DELEGATED[scope] for scope in expanded(code.scopes)]
