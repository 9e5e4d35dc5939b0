"""What does support see of protection in Django admin? Everything, to read: changes go through the admin center or Graph."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from protection.models import ManagedMobileApp, PolicyAssignment, WindowsManagedAppProtection


class ReadOnly:
    """Rows are looked at here, and changed where every change is judged and audited."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class AppInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The apps of a policy."""

    model = ManagedMobileApp


class AssignmentInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """The groups of a policy."""

    model = PolicyAssignment


@admin.register(WindowsManagedAppProtection)
class PolicyAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Policies with their apps and groups."""

    list_display = (
        "display_name",
        "tenant",
        "maximum_allowed_device_threat_level",
        "mobile_threat_defense_remediation_action",
        "last_modified_date_time",
    )
    list_filter = ("tenant", "maximum_allowed_device_threat_level")
    list_select_related = ("tenant",)
    search_fields = ("display_name", "graph_id")
    ordering = ("display_name",)
    inlines = (AppInline, AssignmentInline)
