"""What may an admin type on the pages about registrations and on the client page? Words in, typed values out."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from devices.services.enrolment import AppFacts, DeviceFacts
from protection.engine.facts import HealthState
from protection.engine.versions import InvalidVersion, parse_version

EDGE = "com.microsoft.edge"

#: What Windows Security can be set to on the client page; what it says beside the state.
THREATS = {
    HealthState.SECURED: "",
    HealthState.LOW_SEVERITY: "Security intelligence is out of date",
    HealthState.MEDIUM_SEVERITY: "Firewall is off",
    HealthState.HIGH_SEVERITY: "Antivirus is off",
}


class VersionField(forms.CharField):
    """A version of two to four numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=23, **options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            if text:
                parse_version(text)
        except InvalidVersion as error:
            raise ValidationError(str(error)) from error
        return text


class PersonalComputerForm(forms.Form):
    """The made-up PC of the client page; all of it stands in the address."""

    name = forms.CharField(label="Device name", max_length=256)
    tag = forms.CharField(label="Device tag", max_length=128)
    os = VersionField(label="Windows version")
    app = VersionField(label="Edge version")
    sdk = VersionField(label="SDK version")
    accounts = forms.IntegerField(label="Work accounts on this PC, the new one included", min_value=1, max_value=99)
    managed = forms.BooleanField(label="Managed by an organization (MDM)", required=False)
    joined = forms.BooleanField(label="Joined to Microsoft Entra", required=False)

    @property
    def device(self) -> DeviceFacts:
        """What Edge says about the device when it enrols."""
        return DeviceFacts(
            device_tag=self.cleaned_data["tag"],
            platform_version=self.cleaned_data["os"],
            device_name=self.cleaned_data["name"],
            device_manufacturer="Contoso",
            device_model="Personal PC",
            is_entra_joined=self.cleaned_data["joined"],
            is_mdm_enrolled=self.cleaned_data["managed"],
            workplace_joined_users=self.cleaned_data["accounts"],
        )

    @property
    def application(self) -> AppFacts:
        """What Edge says about itself when it enrols."""
        return AppFacts(
            app_identifier=EDGE,
            application_version=self.cleaned_data["app"],
            management_sdk_version=self.cleaned_data["sdk"],
        )


class SignInForm(forms.Form):
    """The work account that is added to Edge."""

    user = forms.CharField(label="Work or school account", max_length=320)


class UpdatesForm(forms.Form):
    """Updates that were installed since the last check-in, if there are any."""

    os = VersionField(label="Windows version", required=False)
    app = VersionField(label="Edge version", required=False)
    sdk = VersionField(label="SDK version", required=False)

    @property
    def changes(self) -> dict[str, str]:
        """What the check-in says, by field name."""
        said = {
            "platform_version": self.cleaned_data["os"],
            "application_version": self.cleaned_data["app"],
            "management_sdk_version": self.cleaned_data["sdk"],
        }
        return {name: version for name, version in said.items() if version}


class WindowsSecurityForm(forms.Form):
    """What Windows Security on the PC now shows."""

    state = forms.TypedChoiceField(choices=[(state.value, state.label) for state in THREATS], coerce=HealthState)


class AnswerForm(forms.Form):
    """How something went: a wipe, a sign-in."""

    outcome = forms.ChoiceField(choices=[("succeeded", "Succeeded"), ("failed", "Failed")])

    @property
    def succeeded(self) -> bool:
        """Whether it went well."""
        return bool(self.cleaned_data["outcome"] == "succeeded")


class ManagementForm(forms.Form):
    """Whether an organization manages the PC from now on."""

    managed = forms.ChoiceField(choices=[("yes", "Managed"), ("no", "Personal")])

    @property
    def changes(self) -> dict[str, bool]:
        """What the check-in says, by field name."""
        is_managed = self.cleaned_data["managed"] == "yes"
        return {"is_mdm_enrolled": is_managed} if is_managed else {"is_mdm_enrolled": False, "is_entra_joined": False}


def address_of(given: QueryDict, *, leaving_out: tuple[str, ...]) -> str:
    """What an address asks for beside some of its parts, encoded to be carried on in a link."""
    return urlencode([(name, value) for name, value in given.items() if value and name not in leaving_out])
