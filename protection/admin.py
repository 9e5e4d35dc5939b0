"""What does an operator see of protection in Django admin? Everything, to read: changes go through the admin center."""

from django.contrib import admin

from intune_sim.audit.admin import NamedRowsAdmin, ViewOnlyAdmin, ViewOnlyInline
from protection.models import (
    ComplianceActionItem,
    ComplianceAssignment,
    ComplianceScheduledActionForRule,
    ConditionalAccessPolicy,
    DeviceCompliancePolicy,
    LocalizedNotificationMessage,
    ManagedMobileApp,
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    NamedLocation,
    NotificationMessageTemplate,
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
class PolicyAdmin(NamedRowsAdmin):
    """Policies with their apps and groups."""

    list_display = [
        "display_name",
        "tenant",
        "maximum_allowed_device_threat_level",
        "mobile_threat_defense_remediation_action",
        "last_modified_date_time",
    ]
    list_filter = ["tenant", "maximum_allowed_device_threat_level"]
    inlines = [AppInline, AssignmentInline]


class MobileAppInline(ViewOnlyInline):
    """The apps of a policy for phones."""

    model = MobilePolicyApp


class MobileAssignmentInline(ViewOnlyInline):
    """The groups of a policy for phones."""

    model = MobilePolicyAssignment


@admin.register(MobileAppProtection)
class MobilePolicyAdmin(NamedRowsAdmin):
    """Policies for iOS and Android with their apps and groups."""

    list_display = ["display_name", "type", "tenant", "last_modified_date_time"]
    list_filter = ["tenant", "type"]
    inlines = [MobileAppInline, MobileAssignmentInline]


@admin.register(ConditionalAccessPolicy)
class ConditionalAccessPolicyAdmin(NamedRowsAdmin):
    """Conditional Access policies."""

    list_display = ["display_name", "tenant", "state", "created_date_time", "modified_date_time"]
    list_filter = ["tenant", "state"]


@admin.register(NamedLocation)
class NamedLocationAdmin(NamedRowsAdmin):
    """Named locations."""

    list_display = ["display_name", "tenant", "type", "is_trusted", "modified_date_time"]


class ComplianceAssignmentInline(ViewOnlyInline):
    """Whom a compliance policy is meant for."""

    model = ComplianceAssignment


@admin.register(DeviceCompliancePolicy)
class CompliancePolicyAdmin(NamedRowsAdmin):
    """Compliance policies with whom they are meant for."""

    list_display = ["display_name", "type", "tenant", "last_modified_date_time"]
    list_filter = ["tenant", "type"]
    inlines = [ComplianceAssignmentInline]


class ActionItemInline(ViewOnlyInline):
    """What follows when a device is not compliant."""

    model = ComplianceActionItem


@admin.register(ComplianceScheduledActionForRule)
class ScheduledActionAdmin(ViewOnlyAdmin):
    """The actions of every compliance policy."""

    list_display = ["policy", "rule_name"]
    list_filter = ["policy__tenant"]
    list_select_related = ["policy"]
    search_fields = ["policy__display_name"]
    ordering = ["policy__display_name"]
    inlines = [ActionItemInline]


class LocalizedMessageInline(ViewOnlyInline):
    """A template's text in each language."""

    model = LocalizedNotificationMessage


@admin.register(NotificationMessageTemplate)
class NotificationTemplateAdmin(NamedRowsAdmin):
    """Emails about devices that are not compliant."""

    list_display = ["display_name", "tenant", "default_locale", "last_modified_date_time"]
    inlines = [LocalizedMessageInline]
