"""What may an operator look at and mend in the directory, behind Django admin? Changes go through the services."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from intune_sim.audit.admin import NamedRowsAdmin, ViewOnlyAdmin, ViewOnlyInline
from intune_sim.tenants.middleware import PortalRequest
from intune_sim.tenants.models import (
    Application,
    AppRoleAssignment,
    AssignedLicense,
    DeviceCode,
    Group,
    GroupRoleAssignment,
    Membership,
    RefreshToken,
    RoleAssignment,
    RoleDefinition,
    RoleScopeTag,
    RoleScopeTagAssignment,
    SignIn,
    Tenant,
    User,
)
from intune_sim.tenants.services import EDITABLE_USER_FIELDS, VALIDITY_DAYS, change_settings, update_user


class TenantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A tenant's own settings."""

    health_state_validity_days = forms.IntegerField(min_value=VALIDITY_DAYS[0], max_value=VALIDITY_DAYS[-1])

    class Meta:
        model = Tenant
        fields = ["health_state_validity_days", "missing_health_state", "is_throttled"]


@admin.register(Tenant)
class TenantAdmin(ViewOnlyAdmin):
    """A tenant is made, and its clock moved, by a command; its settings can be changed here."""

    form = TenantForm
    list_display = ["display_name", "domain", "graph_id", "created_date_time"]
    search_fields = ["display_name", "domain"]
    readonly_fields = [
        "display_name",
        "domain",
        "graph_id",
        "created_date_time",
        "clock_offset",
        "clock_frozen_at",
    ]
    fields = [*readonly_fields, "health_state_validity_days", "missing_health_state", "is_throttled"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def save_model(self, request: PortalRequest, obj: Tenant, form: Any, change: bool) -> None:  # type: ignore[override]
        change_settings(
            tenant=Tenant.objects.get(pk=obj.pk),
            health_state_validity_days=obj.health_state_validity_days,
            missing_health_state=obj.missing_health_state,
            is_throttled=obj.is_throttled,
            by=request.actor,
            now=obj.now(),
        )


class RoleAssignmentInline(ViewOnlyInline):
    """The roles that make a user an admin."""

    model = RoleAssignment


class AssignedLicenseInline(ViewOnlyInline):
    """The licences that a user holds."""

    model = AssignedLicense


@admin.register(User)
class UserAdmin(ViewOnlyAdmin):
    """Users without their passwords; the profile and the account's state can be changed here."""

    list_display = ["user_principal_name", "display_name", "tenant", "account_enabled", "is_staff"]
    list_filter = ["tenant", "account_enabled", "is_staff"]
    list_select_related = ["tenant"]
    search_fields = ["user_principal_name", "display_name"]
    readonly_fields = ["user_principal_name", "graph_id", "tenant", "created_date_time", "last_login", "is_staff"]
    fields = [*readonly_fields, *EDITABLE_USER_FIELDS]
    inlines = [RoleAssignmentInline, AssignedLicenseInline]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def save_model(self, request: PortalRequest, obj: User, form: Any, change: bool) -> None:  # type: ignore[override]
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        update_user(user=obj, changes=changes, by=request.actor, now=obj.tenant.now())


class MembershipInline(ViewOnlyInline):
    """The direct members of a group."""

    model = Membership


@admin.register(Group)
class GroupAdmin(NamedRowsAdmin):
    """Groups with their members."""

    list_display = ["display_name", "tenant", "graph_id"]
    inlines = [MembershipInline]


class AppRoleAssignmentInline(ViewOnlyInline):
    """The permissions that an application holds."""

    model = AppRoleAssignment


class DeviceCodeInline(ViewOnlyInline):
    """The sign-ins on other devices that an application waits for, without their codes."""

    model = DeviceCode
    fields = ["user", "state", "scopes", "expires_at"]


class RefreshTokenInline(ViewOnlyInline):
    """For whom an application may ask for new tokens, without what it shows for it."""

    model = RefreshToken
    fields = ["user", "scopes", "expires_at"]


@admin.register(Application)
class ApplicationAdmin(NamedRowsAdmin):
    """Applications without their secrets: one is shown once, by the command that makes it."""

    list_display = ["display_name", "tenant", "client_id", "partner_id"]
    search_fields = ["display_name", "client_id"]
    fields = ["display_name", "tenant", "client_id", "object_id", "partner_id", "created_date_time"]
    inlines = [AppRoleAssignmentInline, DeviceCodeInline, RefreshTokenInline]


@admin.register(RoleDefinition)
class RoleDefinitionAdmin(NamedRowsAdmin):
    """The built-in roles, and the custom ones of every tenant."""

    list_display = ["display_name", "tenant", "is_built_in", "graph_id"]
    list_filter = ["is_built_in", "tenant"]


@admin.register(GroupRoleAssignment)
class GroupRoleAssignmentAdmin(NamedRowsAdmin):
    """Who holds a role by a group."""

    list_display = ["display_name", "tenant", "role_definition", "scope_type"]
    list_select_related = ["tenant", "role_definition"]


class RoleScopeTagAssignmentInline(ViewOnlyInline):
    """The groups whose devices get a tag."""

    model = RoleScopeTagAssignment


@admin.register(RoleScopeTag)
class RoleScopeTagAdmin(NamedRowsAdmin):
    """Scope tags."""

    list_display = ["display_name", "tenant", "tag_id", "is_built_in"]
    list_filter = ["is_built_in", "tenant"]
    search_fields = ["display_name"]
    inlines = [RoleScopeTagAssignmentInline]


@admin.register(SignIn)
class SignInAdmin(ViewOnlyAdmin):
    """Who signed in, in every tenant."""

    list_display = ["created_date_time", "user_principal_name", "app_display_name", "error_code", "ip_address"]
    list_filter = ["tenant", "error_code", "app_display_name"]
    search_fields = ["user_principal_name", "ip_address"]
    show_full_result_count = False
