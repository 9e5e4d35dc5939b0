"""Where do the pages about registrations and the client page live?"""

from django.urls import path

from devices import views

urlpatterns = [
    path("devices/mam-registrations", views.registrations, name="registrations"),
    path("devices/mam-registrations/<uuid:graph_id>", views.registration, name="registration"),
    path("devices/mam-registrations/<uuid:graph_id>/access", views.registration_access, name="registration-access"),
    path("devices/mam-registrations/<uuid:graph_id>/wipe", views.wipe, name="registration-wipe"),
    path(
        "devices/mam-registrations/<uuid:graph_id>/wipe-requests/<uuid:wipe_id>/delete",
        views.delete_wipe,
        name="registration-delete-wipe",
    ),
    path("client", views.client, name="client"),
    path("client/enrol", views.client_enrol, name="client-enrol"),
    path("client/<uuid:graph_id>", views.client_registration, name="client-registration"),
    path("client/<uuid:graph_id>/edge", views.client_edge, name="client-edge"),
    path("client/<uuid:graph_id>/check-in", views.client_check_in, name="client-check-in"),
    path("client/<uuid:graph_id>/health", views.client_health, name="client-health"),
    path("client/<uuid:graph_id>/wipe-requests/<uuid:wipe_id>", views.client_wipe, name="client-wipe"),
    path("client/<uuid:graph_id>/reauthenticate", views.client_reauthenticate, name="client-reauthenticate"),
    path("client/<uuid:graph_id>/manage", views.client_manage, name="client-manage"),
    path("client/<uuid:graph_id>/sign-out", views.client_sign_out, name="client-sign-out"),
]
