"""Which address belongs to which face?"""

from django.urls import URLPattern, URLResolver, path

from intune_sim.portal.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]
