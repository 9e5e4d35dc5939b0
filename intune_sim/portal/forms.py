"""What do the shell's own forms ask?"""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from intune_sim.portal.preferences import Density, Menu, Sidebar, Theme


class SignInForm(AuthenticationForm):
    """Name and password of an admin; says nothing of whether the name exists."""

    error_messages = {
        "invalid_login": "That user name and password do not match an account that may sign in.",
        "inactive": "This account is disabled.",
    }

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["username"].label = "User name"
        self.fields["username"].widget.attrs["placeholder"] = "admin@contoso.example"


class PreferencesForm(forms.Form):
    """How this browser wants the pages; what is left out stays as it is."""

    theme = forms.ChoiceField(choices=Theme.choices(), required=False)
    density = forms.ChoiceField(choices=Density.choices(), required=False)
    sidebar = forms.ChoiceField(choices=Sidebar.choices(), required=False)
    menu = forms.ChoiceField(choices=Menu.choices(), required=False)
