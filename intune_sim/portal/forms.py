"""What do the shell's own forms ask?"""

from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from intune_sim.audit.models import Category
from intune_sim.audit.queries import AuditFilter


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


#: The choice that lets telemetry in beside everything else.
EVERY_CATEGORY = "all"


class AuditFilterForm(forms.Form):
    """Which audit events to show; every field may be empty."""

    q = forms.CharField(label="Initiated by (actor)", required=False, max_length=200)
    category = forms.ChoiceField(
        label="Category",
        required=False,
        choices=[("", "All but Telemetry"), (EVERY_CATEGORY, "All"), *Category.choices()],
    )
    since = forms.DateField(label="From", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def wanted(self) -> AuditFilter:
        """What was asked; a field that makes no sense is left out."""
        self.is_valid()
        given = self.cleaned_data
        category, since, until = given.get("category"), given.get("since"), given.get("until")
        return AuditFilter(
            category=Category(category) if category in Category.wires() else None,
            with_telemetry=category == EVERY_CATEGORY,
            since=_midnight(since) if since else None,
            until=_midnight(until) + timedelta(days=1) if until and until < date.max else None,
            initiator=given.get("q", ""),
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
