"""Where do the shell's own pages stand?"""

from django.contrib.auth.views import LogoutView
from django.urls import path

from intune_sim.portal import components, directory, shell_views, views
from intune_sim.portal.coverage import coverage
from intune_sim.portal.device_login import device_login
from intune_sim.portal.roles.views import definitions, holders, scope_tags

ROLES = "tenant-admin/roles/all"
ROLE = f"{ROLES}/<uuid:role_id>"
ASSIGNMENT = f"{ROLE}/assignments/<uuid:assignment_id>"
TAGS = "tenant-admin/roles/scope-tags"

urlpatterns = [
    path("", views.home, name="home"),
    path("coverage", coverage, name="coverage"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("dashboard/threats", views.dashboard_threats, name="dashboard-threats"),
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
    path(
        "tenant-admin/connectors/mobile-threat-defense/<uuid:partner_id>/reports/threats",
        views.connector_threats,
        name="connector-threats",
    ),
    path("tenant-admin/connectors/<slug:slug>", views.connector_type, name="connector-type"),
    path("tenant-admin/roles/my-permissions", definitions.my_permissions, name="my-permissions"),
    path(ROLES, definitions.all_roles, name="roles"),
    path(f"{ROLES}/create", definitions.create, name="role-create"),
    path(f"{ROLES}/create/<uuid:draft_id>/<slug:slug>", definitions.create_step, name="role-create-step"),
    path(ROLE, definitions.role, name="role"),
    path(f"{ROLE}/duplicate", definitions.duplicate, name="role-duplicate"),
    path(f"{ROLE}/duplicate/<uuid:draft_id>/<slug:slug>", definitions.duplicate_step, name="role-duplicate-step"),
    path(f"{ROLE}/edit/<slug:section>", definitions.edit, name="role-edit"),
    path(f"{ROLE}/edit/<slug:section>/<uuid:draft_id>/<slug:slug>", definitions.edit_step, name="role-edit-step"),
    path(f"{ROLE}/delete", definitions.delete, name="role-delete"),
    path(f"{ROLE}/assignments", holders.role_assignments, name="role-assignments"),
    path(f"{ROLE}/assignments/assign", holders.assign, name="role-assign"),
    path(f"{ROLE}/assignments/assign/<uuid:draft_id>/<slug:slug>", holders.assign_step, name="role-assign-step"),
    path(ASSIGNMENT, holders.assignment, name="role-assignment"),
    path(f"{ASSIGNMENT}/edit/<slug:section>", holders.edit_assignment, name="role-assignment-edit"),
    path(
        f"{ASSIGNMENT}/edit/<slug:section>/<uuid:draft_id>/<slug:slug>",
        holders.edit_assignment_step,
        name="role-assignment-edit-step",
    ),
    path(f"{ASSIGNMENT}/delete", holders.delete_assignment, name="role-assignment-delete"),
    path(f"{ROLE}/admins/add", holders.add_admin, name="role-admin-add"),
    path(f"{ROLE}/admins/<uuid:user_id>/remove", holders.remove_admin, name="role-admin-remove"),
    path(TAGS, scope_tags.scope_tags, name="scope-tags"),
    path(f"{TAGS}/create", scope_tags.create_scope_tag, name="scope-tag-create"),
    path(f"{TAGS}/<slug:tag>", scope_tags.edit_scope_tag, name="scope-tag"),
    path(f"{TAGS}/<slug:tag>/delete", scope_tags.delete_scope_tag, name="scope-tag-delete"),
    path("tenant-admin/audit-logs", views.audit_logs, name="audit-logs"),
    path("tenant-admin/audit-logs/<uuid:event_id>", views.audit_details, name="audit-event"),
]
