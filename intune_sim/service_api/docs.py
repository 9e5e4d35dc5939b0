"""Where can a programmer read what the service surfaces promise? The OpenAPI document, and a page made from it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from intune_sim.service_api.views import ServiceView


class DocumentView(ServiceView):
    """The OpenAPI document, for anybody."""

    authentication_classes = ()
    schema = None

    def check_permissions(self, request: Request) -> None:
        """Anybody may read it."""

    def get(self, request: Request) -> Response:
        """Answer the document."""
        return Response(document())


@gzip_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The document as a page that needs no script."""
    described = document()
    surfaces: dict[str, list[dict[str, Any]]] = {}
    for address, methods in described["paths"].items():
        for method, operation in methods.items():
            surfaces.setdefault(operation["tags"][0], []).append(_operation(address, method, operation))
    schemas = [
        {"name": name, "text": json.dumps(schema, indent=2)}
        for name, schema in described["components"]["schemas"].items()
    ]
    return render(
        request, "service_api/docs.html", {"info": described["info"], "surfaces": surfaces, "schemas": schemas}
    )


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of the three surfaces."""
    described: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return described


def _operation(address: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "address": address,
        "summary": operation["summary"],
        "description": operation["description"],
        "body": _name(body.get("schema", {})),
        "responses": [
            {
                "status": status,
                "description": response["description"],
                "kind": _name(response.get("content", {}).get("application/json", {}).get("schema", {})),
            }
            for status, response in operation["responses"].items()
        ],
    }


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


urlpatterns = [
    path("schema", DocumentView.as_view(), name="api-schema"),
    path("docs", page, name="api-docs"),
]
