"""What can support look up about registrations? Everything that follows from facts is read-only here."""

from django.contrib import admin

from devices.models import (
    AccessChange,
    CurrentHealthState,
    HealthStateReport,
    ReevaluationRequest,
    UserLevelWipe,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from intune_sim.audit.admin import ViewOnlyAdmin


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
