"""Where do the pages of connectors stand?"""

from django.urls import path

from connectors import views

urlpatterns = [
    path("tenant-admin/connectors/mobile-threat-defense", views.list_connectors, name="mobile-threat-defense"),
    path("tenant-admin/connectors/mobile-threat-defense/add", views.add, name="add-connector"),
    path("tenant-admin/connectors/mobile-threat-defense/<uuid:partner_id>", views.show, name="connector"),
    path(
        "tenant-admin/connectors/mobile-threat-defense/<uuid:partner_id>/delete", views.delete, name="delete-connector"
    ),
]
