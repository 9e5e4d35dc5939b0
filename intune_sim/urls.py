"""Which address belongs to which face?"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from intune_sim.portal.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("intune_sim.portal.urls")),
    path("django-admin/", admin.site.urls),
]
