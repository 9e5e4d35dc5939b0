"""What can support look up about registrations? Everything that follows from facts is read-only here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from devices.models import (
    AccessChange,
    CurrentHealthState,
    ExportJob,
    HealthStateReport,
    ManagedDevice,
    ReevaluationRequest,
    UserLevelWipe,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from devices.services.managed_devices import edit_device, enrol_device
from intune_sim.audit.admin import ViewOnlyAdmin
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import User


class LookOnly(ViewOnlyAdmin):
    """Rows that only services write: to be searched and read, without counting all of them."""

    show_full_result_count = False


@admin.register(WindowsManagedAppRegistration)
class RegistrationAdmin(LookOnly):
    """Who uses which app on which device."""

    list_display = ["user_principal_name", "device_name", "app_identifier", "access", "ending", "last_sync_date_time"]
    list_filter = ["tenant", "access", "ending"]
    search_fields = ["user_principal_name", "device_name", "device_tag", "=graph_id"]
    list_select_related = ["tenant"]
    ordering = ["-pk"]


@admin.register(CurrentHealthState)
class CurrentHealthStateAdmin(LookOnly):
    """The newest state of each connector."""

    list_display = ["registration", "connector", "health_state", "last_update_date_time"]
    list_filter = ["health_state"]
    search_fields = ["registration__user_principal_name", "registration__device_name"]
    list_select_related = ["registration", "connector"]
    ordering = ["-pk"]


@admin.register(HealthStateReport)
class HealthStateReportAdmin(LookOnly):
    """Every report that was taken."""

    list_display = ["registration", "report_id", "health_state", "last_update_date_time", "is_stale", "received_at"]
    list_filter = ["health_state", "is_stale"]
    search_fields = ["=report_id", "registration__user_principal_name"]
    list_select_related = ["registration"]
    ordering = ["-pk"]


@admin.register(AccessChange)
class AccessChangeAdmin(LookOnly):
    """Every change of access."""

    list_display = ["registration", "from_access", "to_access", "reason", "cause", "at"]
    list_filter = ["to_access", "cause"]
    search_fields = ["registration__user_principal_name", "registration__device_name"]
    list_select_related = ["registration"]
    ordering = ["-pk"]


@admin.register(WipeRequest)
class WipeRequestAdmin(LookOnly):
    """Every selective wipe."""

    list_display = ["registration", "origin", "state", "created_at", "last_modified_date_time", "expires_at"]
    list_filter = ["state", "origin"]
    search_fields = ["registration__user_principal_name", "registration__device_name", "=graph_id"]
    list_select_related = ["registration"]
    ordering = ["-pk"]


@admin.register(UserLevelWipe)
class UserLevelWipeAdmin(LookOnly):
    """Users whose apps are wiped at every check-in."""

    list_display = ["user", "created_at"]
    search_fields = ["user__user_principal_name"]
    list_select_related = ["user"]
    ordering = ["-pk"]


@admin.register(ReevaluationRequest)
class ReevaluationRequestAdmin(LookOnly):
    """What waits to be judged anew."""

    list_display = ["tenant", "cause", "scope", "created_at", "done_up_to"]
    list_filter = ["tenant", "cause"]
    list_select_related = ["tenant"]
    ordering = ["-pk"]


#: What staff may set again later.
STANDING = ("managed_device_owner_type", "compliance_state", "partner_reported_threat_state")


class ManagedDeviceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A device of somebody: its tenant is the user's."""

    user = forms.ModelChoiceField(queryset=User.objects.all())
    operating_system = forms.ChoiceField(choices=[(name, name) for name in ("Windows", "iOS", "Android", "macOS")])

    class Meta:
        model = ManagedDevice
        fields = [
            "user",
            "device_name",
            "operating_system",
            "os_version",
            "manufacturer",
            "model",
            "serial_number",
            "managed_device_owner_type",
            "compliance_state",
            "partner_reported_threat_state",
        ]


@admin.register(ManagedDevice)
class ManagedDeviceAdmin(LookOnly):
    """Devices under management. Nothing enrols them by itself here: staff adds them, and sets how they stand."""

    form = ManagedDeviceForm
    list_display = ["device_name", "user_principal_name", "operating_system", "compliance_state", "last_sync_date_time"]
    list_filter = ["tenant", "operating_system", "compliance_state"]
    search_fields = ["device_name", "user_principal_name", "serial_number", "=graph_id"]
    list_select_related = ["tenant"]
    autocomplete_fields = ["user"]
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [name for name in ManagedDeviceForm.Meta.fields if name not in STANDING] if obj else []

    def save_model(self, request: PortalRequest, obj: ManagedDevice, form: Any, change: bool) -> None:  # type: ignore[override]
        given = dict(form.cleaned_data)
        if change:
            edit_device(device=obj, changes=given, by=request.actor, now=obj.tenant.now())
            return
        user = given.pop("user")
        made = enrol_device(
            tenant=user.tenant,
            user=user,
            device_name=given.pop("device_name"),
            operating_system=given.pop("operating_system"),
            facts=given,
            by=request.actor,
            now=user.tenant.now(),
        )
        obj.pk = made.pk


@admin.register(ExportJob)
class ExportJobAdmin(LookOnly):
    """Reports that were asked for; the address of a file is not shown."""

    list_display = ["report_name", "tenant", "format", "status", "request_date_time", "expiration_date_time"]
    list_filter = ["tenant", "status"]
    list_select_related = ["tenant"]
    exclude = ["download_token"]
    ordering = ["-pk"]
