"""Where do the shell's own pages stand?"""

from django.contrib.auth.views import LogoutView
from django.urls import path

from intune_sim.portal import components, directory, shell_views, views
from intune_sim.portal.coverage import coverage
from intune_sim.portal.device_login import device_login
from intune_sim.portal.roles import views as roles

urlpatterns = [
    path("", views.home, name="home"),
    path("coverage", coverage, name="coverage"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("all-services", shell_views.all_services, name="all-services"),
    path("panes/<slug:slug>", shell_views.pane, name="pane"),
    path("preferences", shell_views.save_preferences, name="preferences"),
    path("_components", components.components, name="components"),
    path("users", directory.users, name="users"),
    path("users/<uuid:user_id>", directory.user, name="user"),
    path("groups", directory.groups, name="groups"),
    path("groups/<uuid:group_id>", directory.group, name="group"),
    path("search", shell_views.search, name="search"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("devicelogin", device_login, name="device-login"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("tenant-admin/tenant-status", views.tenant_status, name="tenant-status"),
    path("tenant-admin/tenant-status/connector-status", views.connector_status, name="connector-status"),
    path("tenant-admin/tenant-status/service-health", views.service_health, name="service-health"),
    path("tenant-admin/connectors", views.connectors_and_tokens, name="connectors-and-tokens"),
    path(
        "tenant-admin/connectors/mobile-threat-defense/<uuid:partner_id>/reports",
        views.connector_reports,
        name="connector-reports",
    ),
    path("tenant-admin/connectors/<slug:slug>", views.connector_type, name="connector-type"),
    path("tenant-admin/roles/all", roles.all_roles, name="roles"),
    path("tenant-admin/roles/all/create", roles.create_role, name="role-create"),
    path("tenant-admin/roles/my-permissions", roles.my_permissions, name="my-permissions"),
    path("tenant-admin/roles/scope-tags", roles.scope_tags, name="scope-tags"),
    path("tenant-admin/roles/scope-tags/create", roles.create_scope_tag, name="scope-tag-create"),
    path("tenant-admin/roles/scope-tags/<slug:tag>", roles.edit_scope_tag, name="scope-tag"),
    path("tenant-admin/roles/scope-tags/<slug:tag>/delete", roles.delete_scope_tag, name="scope-tag-delete"),
    path("tenant-admin/roles/all/<uuid:role_id>", roles.role, name="role"),
    path("tenant-admin/roles/all/<uuid:role_id>/edit", roles.edit_role, name="role-edit"),
    path("tenant-admin/roles/all/<uuid:role_id>/delete", roles.delete_role, name="role-delete"),
    path("tenant-admin/roles/all/<uuid:role_id>/assignments", roles.role_assignments, name="role-assignments"),
    path("tenant-admin/roles/all/<uuid:role_id>/assignments/assign", roles.assign_role, name="role-assign"),
    path(
        "tenant-admin/roles/all/<uuid:role_id>/assignments/<uuid:assignment_id>/delete",
        roles.delete_assignment,
        name="role-assignment-delete",
    ),
    path("tenant-admin/roles/all/<uuid:role_id>/admins/add", roles.add_admin, name="role-admin-add"),
    path(
        "tenant-admin/roles/all/<uuid:role_id>/admins/<uuid:user_id>/remove",
        roles.remove_admin,
        name="role-admin-remove",
    ),
    path("tenant-admin/audit-logs", views.audit_logs, name="audit-logs"),
    path("tenant-admin/audit-logs/<uuid:event_id>", views.audit_details, name="audit-event"),
]
