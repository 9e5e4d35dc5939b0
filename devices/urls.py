"""Where do the pages about people's apps and devices, and the client page, live?"""

from django.urls import path

from devices import client_page
from devices.views import (
    app_protection_status,
    managed_devices,
    registrations,
    reports,
    selective_wipe,
    troubleshooting,
)

urlpatterns = [
    path("devices/mam-registrations", registrations.registrations, name="registrations"),
    path("devices/mam-registrations/<uuid:graph_id>", registrations.registration, name="registration"),
    path(
        "devices/mam-registrations/<uuid:graph_id>/access",
        registrations.registration_access,
        name="registration-access",
    ),
    path(
        "devices/mam-registrations/<uuid:graph_id>/health-reports",
        registrations.registration_reports,
        name="registration-reports",
    ),
    path("devices/mam-registrations/<uuid:graph_id>/wipe", registrations.wipe, name="registration-wipe"),
    path(
        "devices/mam-registrations/<uuid:graph_id>/wipe-requests/<uuid:wipe_id>/delete",
        registrations.delete_wipe,
        name="registration-delete-wipe",
    ),
    path("apps/app-selective-wipe", selective_wipe.wipe_requests, name="wipe-requests"),
    path("apps/app-selective-wipe/totals", selective_wipe.wipe_totals, name="wipe-totals"),
    path("apps/app-selective-wipe/create", selective_wipe.create_wipe_request, name="wipe-request-create"),
    path("apps/app-selective-wipe/users", selective_wipe.user_level_wipes, name="user-level-wipes"),
    path("apps/app-selective-wipe/users/add", selective_wipe.add_user_level_wipe, name="user-level-wipe-add"),
    path(
        "apps/app-selective-wipe/users/delete", selective_wipe.delete_user_level_wipes, name="user-level-wipes-delete"
    ),
    path("apps/app-selective-wipe/delete", selective_wipe.delete_wipe_requests, name="wipe-requests-delete"),
    path(
        "apps/monitor/app-protection-status",
        app_protection_status.app_protection_status,
        name="app-protection-status",
    ),
    path(
        "apps/monitor/app-protection-status/summary",
        app_protection_status.app_protection_status_summary,
        name="app-protection-status-summary",
    ),
    path("devices/reevaluation-progress", registrations.progress, name="reevaluation-progress"),
    path("devices/managed-devices", managed_devices.managed_devices, name="managed-devices"),
    path("devices/managed-devices/<uuid:graph_id>", managed_devices.managed_device, name="managed-device"),
    path("troubleshooting-support", troubleshooting.troubleshooting, name="troubleshooting"),
    path("troubleshooting-support/<uuid:user_id>", troubleshooting.troubleshoot_user, name="troubleshoot-user"),
    path("exports/<str:token>", reports.exported_report, name="exported-report"),
    path("client", client_page.client, name="client"),
    path("client/enrol", client_page.client_enrol, name="client-enrol"),
    path("client/<uuid:graph_id>", client_page.client_registration, name="client-registration"),
    path("client/<uuid:graph_id>/edge", client_page.client_edge, name="client-edge"),
    path("client/<uuid:graph_id>/check-in", client_page.client_check_in, name="client-check-in"),
    path("client/<uuid:graph_id>/health", client_page.client_health, name="client-health"),
    path("client/<uuid:graph_id>/wipe-requests/<uuid:wipe_id>", client_page.client_wipe, name="client-wipe"),
    path("client/<uuid:graph_id>/reauthenticate", client_page.client_reauthenticate, name="client-reauthenticate"),
    path("client/<uuid:graph_id>/manage", client_page.client_manage, name="client-manage"),
    path("client/<uuid:graph_id>/sign-out", client_page.client_sign_out, name="client-sign-out"),
]
