"""Where do the shell's own pages stand?"""

from django.contrib.auth.views import LogoutView
from django.urls import path

from intune_sim.portal import shell_views, views
from intune_sim.portal.device_login import device_login

urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard", views.dashboard, name="dashboard"),
    path("all-services", shell_views.all_services, name="all-services"),
    path("panes/<slug:slug>", shell_views.pane, name="pane"),
    path("preferences", shell_views.save_preferences, name="preferences"),
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
    path("tenant-admin/audit-logs", views.audit_logs, name="audit-logs"),
    path("tenant-admin/audit-logs/<uuid:event_id>", views.audit_details, name="audit-event"),
]
