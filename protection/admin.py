"""What does an operator see of protection in Django admin? Everything, to read: changes go through the admin center."""

from django.contrib import admin

from intune_sim.audit.admin import ViewOnlyAdmin, ViewOnlyInline
from protection.models import (
    ConditionalAccessPolicy,
    ManagedMobileApp,
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    NamedLocation,
    PolicyAssignment,
    WindowsManagedAppProtection,
)


class AppInline(ViewOnlyInline):
    """The apps of a policy."""

    model = ManagedMobileApp


class AssignmentInline(ViewOnlyInline):
    """The groups of a policy."""

    model = PolicyAssignment


@admin.register(WindowsManagedAppProtection)
class PolicyAdmin(ViewOnlyAdmin):
    """Policies with their apps and groups."""

    list_display = [
        "display_name",
        "tenant",
        "maximum_allowed_device_threat_level",
        "mobile_threat_defense_remediation_action",
        "last_modified_date_time",
    ]
    list_filter = ["tenant", "maximum_allowed_device_threat_level"]
    list_select_related = ["tenant"]
    search_fields = ["display_name", "graph_id"]
    ordering = ["display_name"]
    inlines = [AppInline, AssignmentInline]


class MobileAppInline(ViewOnlyInline):
    """The apps of a policy for phones."""

    model = MobilePolicyApp


class MobileAssignmentInline(ViewOnlyInline):
    """The groups of a policy for phones."""

    model = MobilePolicyAssignment


@admin.register(MobileAppProtection)
class MobilePolicyAdmin(ViewOnlyAdmin):
    """Policies for iOS and Android with their apps and groups."""

    list_display = ["display_name", "type", "tenant", "last_modified_date_time"]
    list_filter = ["tenant", "type"]
    list_select_related = ["tenant"]
    search_fields = ["display_name", "graph_id"]
    ordering = ["display_name"]
    inlines = [MobileAppInline, MobileAssignmentInline]


@admin.register(ConditionalAccessPolicy)
class ConditionalAccessPolicyAdmin(ViewOnlyAdmin):
    """Conditional Access policies."""

    list_display = ["display_name", "tenant", "state", "created_date_time", "modified_date_time"]
    list_filter = ["tenant", "state"]
    list_select_related = ["tenant"]
    search_fields = ["display_name", "graph_id"]
    ordering = ["display_name"]


@admin.register(NamedLocation)
class NamedLocationAdmin(ViewOnlyAdmin):
    """Named locations."""

    list_display = ["display_name", "tenant", "type", "is_trusted", "modified_date_time"]
    list_filter = ["tenant", "type"]
    list_select_related = ["tenant"]
    search_fields = ["display_name", "graph_id"]
    ordering = ["display_name"]
