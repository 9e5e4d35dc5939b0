"""What may an operator look at in Django admin? The log, and how any model is shown there without being changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intune_sim.audit.models import AuditEvent


class ViewOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows and changes none: what is derived, or has a service that must be asked."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NamedRowsAdmin(ViewOnlyAdmin):
    """Shows the rows of every tenant by their names."""

    list_filter = ["tenant"]
    list_select_related = ["tenant"]
    search_fields = ["display_name", "graph_id"]
    ordering = ["display_name"]


class ViewOnlyInline(admin.TabularInline):  # type: ignore[type-arg]
    """Shows the rows that belong to another, and changes none."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ViewOnlyAdmin):
    """Who did what, in every tenant."""

    list_display = ["activity_date_time", "actor_name", "activity", "resource_name", "category", "activity_result"]
    list_filter = ["category", "activity_operation_type", "actor_type"]
    search_fields = ["actor_name", "resource_name", "resource_id", "activity"]
    show_full_result_count = False
