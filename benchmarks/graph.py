"""What does a page of registrations cost on Microsoft Graph, beside raw psycopg and orjson in the same server?"""

import http.client
import json
import statistics
import threading
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import orjson
from cheroot.wsgi import Server
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import include, path
from rest_framework.request import Request

from devices.models import WindowsManagedAppRegistration
from intune_sim.actors import SYSTEM
from intune_sim.graph.odata.literals import format_instant
from intune_sim.graph.odata.paging import token_of
from intune_sim.tenants import services as tenants
from intune_sim.tenants.authentication import BearerAuthentication
from intune_sim.tenants.models import Tenant
from intune_sim.tenants.roles import AppRole

PAGE = 100
ROUNDS = 40
LIST = f"/beta/deviceAppManagement/managedAppRegistrations?$top={PAGE}"
SQL = """
    SELECT id, created_date_time, last_sync_date_time, application_version, management_sdk_version, platform_version,
        device_tag, device_name, device_model, device_manufacturer, user_graph_id, app_identifier, graph_id
    FROM devices_windowsmanagedappregistration
    WHERE tenant_id = %s AND ended_at IS NULL AND id > %s ORDER BY id LIMIT %s
"""


def floor(request: HttpRequest) -> HttpResponse:
    """The same page by hand: the token is checked, one statement is sent, and the rows are written down."""
    found = BearerAuthentication().authenticate(Request(request))
    assert found is not None
    with connection.cursor() as cursor:
        cursor.execute(SQL, [found[0].tenant.pk, request.GET["after"], PAGE + 1])
        rows = cursor.fetchall()
    value = [
        {
            "@odata.type": "#microsoft.graph.windowsManagedAppRegistration",
            "createdDateTime": format_instant(created),
            "lastSyncDateTime": format_instant(synced),
            "applicationVersion": application,
            "managementSdkVersion": sdk,
            "platformVersion": platform,
            "deviceType": "Windows",
            "deviceTag": tag,
            "deviceName": name,
            "managedDeviceId": None,
            "azureADDeviceId": "",
            "deviceModel": model,
            "deviceManufacturer": manufacturer,
            "flaggedReasons": [],
            "userId": str(user),
            "appIdentifier": {"@odata.type": "#microsoft.graph.windowsAppIdentifier", "windowsAppId": app},
            "id": str(key),
            "version": f'"{synced.timestamp():.6f}"',
        }
        for _, created, synced, application, sdk, platform, tag, name, model, manufacturer, user, app, key in rows[
            :PAGE
        ]
    ]
    return HttpResponse(orjson.dumps({"value": value}), content_type="application/json")


urlpatterns = [path("floor", floor), path("", include("intune_sim.urls"))]


def measure(tenant: Tenant) -> Iterator[str]:
    """A line a measure."""
    keys = WindowsManagedAppRegistration.objects.for_tenant(tenant).order_by("pk")
    deep = keys.only("pk")[keys.count() * 9 // 10]
    at_depth = f"{LIST}&$skiptoken={token_of(deep, 0)}"
    with override_settings(ROOT_URLCONF=__name__), _served() as ask:
        headers = {"Authorization": f"Bearer {_token(ask, tenant)}"}
        pages = {
            "first": LIST,
            "deep": at_depth,
            "floor": "/floor?after=0",
            "floor deep": f"/floor?after={deep.pk}",
        }
        bodies = {name: json.loads(ask("GET", url, headers)) for name, url in pages.items()}
        assert bodies["first"]["value"] == bodies["floor"]["value"]
        assert bodies["deep"]["value"] == bodies["floor deep"]["value"]
        times: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(ROUNDS):
            for name, url in pages.items():
                started = time.perf_counter()
                ask("GET", url, headers)
                times[name].append(time.perf_counter() - started)
        took = {name: statistics.median(each) * 1000 for name, each in times.items()}
        queries = {count: _queries(f"{LIST}&$count={count}", headers) for count in ("false", "true")}
    yield f"page of {PAGE} registrations on Graph: {took['first']:.1f} ms"
    yield f"  queries: {queries['false']}, with $count {queries['true']}"
    yield f"  raw psycopg and orjson {took['floor']:.1f} ms, {took['first'] / took['floor']:.2f} times its time"
    yield f"page at depth: {took['deep']:.1f} ms, {took['deep'] / took['first']:.2f} times the first"


def _queries(url: str, headers: dict[str, str]) -> int:
    """How often the registrations are asked for."""
    with CaptureQueriesContext(connection) as captured:
        assert Client(headers=headers).get(url).status_code == HTTPStatus.OK
    return sum("windowsmanagedappregistration" in query["sql"] for query in captured.captured_queries)


def _token(ask: Any, tenant: Tenant) -> str:
    made = tenants.create_application(
        tenant=tenant, display_name="Benchmark", roles=[AppRole.APPS_READ], by=SYSTEM, now=tenant.now()
    )
    body = (
        f"grant_type=client_credentials&client_id={made.application.client_id}&client_secret={made.client_secret}"
        "&scope=https://graph.microsoft.com/.default"
    )
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = json.loads(ask("POST", f"/{tenant.graph_id}/oauth2/v2.0/token", form, body))
    return str(answer["access_token"])


class _served:
    """A server of this process, and a connection to it that is kept alive."""

    def __enter__(self) -> Any:
        self.server = Server(("127.0.0.1", 0), get_wsgi_application(), numthreads=1)
        self.server.prepare()
        self.thread = threading.Thread(target=self.server.serve, daemon=True)
        self.thread.start()
        self.client = http.client.HTTPConnection("127.0.0.1", self.server.bind_addr[1])
        return self.ask

    def ask(self, method: str, url: str, headers: dict[str, str], body: str | None = None) -> bytes:
        """The body of a good answer."""
        self.client.request(method, url, body, headers)
        answer = self.client.getresponse()
        content = answer.read()
        assert answer.status == HTTPStatus.OK, content
        return content

    def __exit__(self, *error: object) -> None:
        self.client.close()
        self.server.stop()
        self.thread.join()
