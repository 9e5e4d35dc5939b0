"""Which address belongs to which face?"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.gzip import gzip_page

from intune_sim.graph.router import Router
from intune_sim.graph.views import GraphView, UnknownVersion
from intune_sim.portal.graph import RESOURCES
from intune_sim.portal.health import healthz
from intune_sim.service_api.views import UnknownAddress

GRAPH = gzip_page(GraphView.as_view(router=Router(RESOURCES)))

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^(?P<version>(?i:v1\.0|beta))(?:/(?P<path>(?s:.*)))?$", GRAPH, name="graph"),
    re_path(r"^(?P<version>v[\d.]+)(?:/|$)", UnknownVersion.as_view()),
    path("healthz", healthz, name="healthz"),
    path("", include("connectors.urls")),
    path("", include("intune_sim.portal.urls")),
    path("", include("protection.urls")),
    path("", include("devices.urls")),
    path("django-admin/", admin.site.urls),
    path("partner/v1.0/", include("connectors.partner_api")),
    path("partner/v1.0/", include("devices.partner_api")),
    path("mam/v1.0/", include("devices.client_api")),
    path("_simulator/v1/", include("devices.simulator_api")),
    path("api/", include("intune_sim.service_api.docs")),
    re_path(r"^(partner|mam|_simulator)(/|$)", UnknownAddress.as_view()),
    path("", include("intune_sim.tenants.oauth")),
]
